"""Their words are indexed by one plan again: to replace the functions had taken that from them."""

from django.db import migrations

ONE_PLAN = "ALTER FUNCTION search_index_{}(bigint[]) SET plan_cache_mode = force_generic_plan;"
ANEW = "ALTER FUNCTION search_index_{}(bigint[]) RESET plan_cache_mode;"


class Migration(migrations.Migration):
    dependencies = [("claims", "0033_moments_of_what_happened")]

    operations = [
        migrations.RunSQL(ONE_PLAN.format(kind), ANEW.format(kind)) for kind in ["claim", "person"]
    ]
