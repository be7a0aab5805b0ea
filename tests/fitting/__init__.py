"""Fits the weights of suggested claims to labelled transcripts. See docs/suggestions.md."""
