"""The table of the cache. Unlogged: it may be empty after a crash, and is cheaper to write."""

from django.db import migrations

CREATE = """
CREATE UNLOGGED TABLE factcheck_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX factcheck_cache_expires ON factcheck_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE factcheck_cache")]
