"""The table of the cache. Unlogged: it may be empty after a crash, and is cheaper to write."""

CREATE = """
CREATE UNLOGGED TABLE factcheck_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX factcheck_cache_expires ON factcheck_cache (expires);
"""
DROP = "DROP TABLE factcheck_cache"
