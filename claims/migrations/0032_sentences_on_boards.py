"""A sentence that is put aside shows on the dashboard of its interview: see `claims.models.marks`."""

from django.db import migrations

MARKED = """
CREATE TRIGGER claims_marked AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON claims_sentence
    FOR EACH STATEMENT EXECUTE FUNCTION claims_marked('1');
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0031_said_before")]

    operations = [migrations.RunSQL(MARKED, "DROP TRIGGER claims_marked ON claims_sentence;")]
