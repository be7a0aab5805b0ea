from __future__ import annotations


class PostgresFailed(Exception):
    """The embedded PostgreSQL cannot be used. The message says why and what a person can do."""


NOT_INSTALLED = (
    "No DATABASE_URL is set, and the embedded PostgreSQL is not installed: set DATABASE_URL to a "
    "PostgreSQL database, or install requirements/embedded.txt."
)
