"""The table of the cache. Unlogged: it may be empty after a crash, and is cheaper to write."""

from django.db import migrations

from claims.migrations.sql import cache


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial")]

    operations = [migrations.RunSQL(cache.CREATE, cache.DROP)]
