"""`make bench`: what pages and edits cost, at several sizes and beside the plain Django admin."""
