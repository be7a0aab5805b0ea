"""What a new database does that models do not say, as it is after migration 0033.

Databases have been made of these texts: what changes later stands in later migrations. Two of them
are also what a migration before 0033 did.
"""
