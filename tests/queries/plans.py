"""How PostgreSQL would read, if reading all rows and sorting cost too much."""

from django.apps import apps
from django.db import connection

WITHOUT_DETOURS = "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off"


def plan_of(sql: str) -> str:
    """The plan of a query, for the rows that are there now.

    What the database believes about the size of a table outlives a test that is rolled back, so it
    is told anew.
    """
    models = apps.get_app_config("claims").get_models()
    tables = ", ".join(sorted({one._meta.db_table for one in models if one._meta.managed}))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")
        cursor.execute(WITHOUT_DETOURS)
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(line for (line,) in cursor.fetchall())


def make_many() -> None:
    """2,000 claims more like the only one that there is, nearly all of them set aside."""
    with connection.cursor() as cursor:
        cursor.execute("""
            INSERT INTO claims_interview SELECT (jsonb_populate_record(i, jsonb_build_object(
                'id', i.id + g, 'slug', 'talk-' || g
            ))).* FROM claims_interview AS i, generate_series(1, 19) AS g
        """)
        cursor.execute("""
            INSERT INTO claims_claim SELECT (jsonb_populate_record(c, jsonb_build_object(
                'id', c.id + g, 'interview_id', c.interview_id + g % 20,
                'captured_at', now() - g * interval '1 hour',
                'status', CASE g % 20 WHEN 0 THEN 'new' ELSE 'set_aside' END,
                'set_aside_reason', CASE g % 20 WHEN 0 THEN '' ELSE 'out_of_scope' END,
                'due_on', CASE g % 100 WHEN 0 THEN '2020-01-01' END,
                'source_count', (g % 40 < 20)::int
            ))).* FROM claims_claim AS c, generate_series(1, 2000) AS g
        """)
