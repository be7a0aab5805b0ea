"""How PostgreSQL would read, if reading all rows and sorting cost too much."""

from django.apps import apps
from django.db import connection

WITHOUT_DETOURS = "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off"


def plan_of(sql: str) -> str:
    """The plan of a query, for the rows that are there now.

    What a test that was rolled back has left in an index makes it look larger, and what the
    database believes about a table outlives the test too: both are put right first.
    """
    models = apps.get_app_config("claims").get_models()
    tables = sorted({one._meta.db_table for one in models if one._meta.managed})
    with connection.cursor() as cursor:
        for table in tables:
            if f'"{table}"' in sql:
                cursor.execute(f"REINDEX TABLE {table}")
        cursor.execute(f"ANALYZE {', '.join(tables)}")
        cursor.execute(WITHOUT_DETOURS)
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(line for (line,) in cursor.fetchall())


def make_many() -> None:
    """2,000 claims more like the only one that there is, nearly all of them set aside.

    Some are open, and some wait for a sign-off, few of these without a primary source.
    """
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
                'status', CASE g % 20 WHEN 0 THEN 'new' WHEN 1 THEN 'awaiting_sign_off'
                    ELSE 'set_aside' END,
                'set_aside_reason', CASE WHEN g % 20 < 2 THEN '' ELSE 'out_of_scope' END,
                'submitted_by_id', CASE g % 20 WHEN 1 THEN c.captured_by_id END,
                'verdict_id', CASE g % 20 WHEN 1 THEN (SELECT min(id) FROM claims_verdict) END,
                'primary_count', (g % 200 <> 21)::int,
                'due_on', CASE g % 100 WHEN 0 THEN '2020-01-01' END,
                'source_count', (g % 40 < 20)::int
            ))).* FROM claims_claim AS c, generate_series(1, 2000) AS g
        """)
