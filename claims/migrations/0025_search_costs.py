"""A search for the beginning of a common word reads on row by row, and leaves the index alone.

Words of a changed row are kept by a plan that is made once: to make it takes longer than to index.
"""

from importlib import import_module

from django.db import migrations

FIND = r"""
-- The newest rows of a table of words that match, `at_most` of them, and how well.
--
-- Looks for them among the newest numbers first and then in ever longer stretches, so that a word
-- in ten rows and one in a hundred thousand cost about the same: the index of words alone would
-- collect every row that holds a common word. `walk` is for beginnings of words and for phrases:
-- their first stretch is read row by row, since the index would collect all endings, and all rows
-- that have the words of the phrase anywhere. Where that stretch has so many that a longer one is
-- likely to have enough, it is read in the same way.
CREATE OR REPLACE FUNCTION search_find(
    words_of regclass, key name, query tsquery, draft tsquery, walk boolean, below bigint,
    at_most int
) RETURNS TABLE (number bigint, rank real)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_indexscan = on AS $$
DECLARE
    stretch int[];
    newest bigint;
    first bigint;
    marks tsquery;
    holds text := CASE WHEN draft IS NULL THEN 'words @@ $3' ELSE '(words @@ $3 OR draft @@ $4)' END;
    found bigint[];
    walked int := 0;
BEGIN
    EXECUTE format('SELECT max(%I) FROM %s WHERE $1 IS NULL OR %1$I < $1', key, words_of)
        INTO newest USING below;
    FOREACH stretch SLICE 1 IN ARRAY
        CASE WHEN walk THEN '{{12,0},{16,0}}'::int[] ELSE '{}' END
        || '{{12,2},{12,5},{16,2},{16,5},{20,2},{20,5},{62,1}}'::int[]
    LOOP
        CONTINUE WHEN stretch[1] < walked
            OR stretch = '{16,0}' AND coalesce(cardinality(found), 0) * 16 < at_most;
        IF stretch[2] = 0 THEN
            walked := stretch[1];
            first := greatest(0, newest - (1 << stretch[1]));
            EXECUTE format(
                'SELECT array_agg(n) FROM (SELECT %I AS n FROM %s WHERE %1$I BETWEEN $1 AND $2'
                ' AND %3$s IS TRUE ORDER BY 1 DESC LIMIT $5) AS newest', key, words_of, holds
            ) INTO found USING first, newest, query, draft, at_most;
        ELSE
            PERFORM set_config('enable_indexscan', 'off', true);
            first := greatest(0, ((newest >> stretch[1]) - stretch[2] + 1) << stretch[1]);
            SELECT string_agg(format('''#%s/%s''', stretch[1], n), '|')::tsquery INTO marks
            FROM generate_series(first >> stretch[1], newest >> stretch[1]) AS n;
            EXECUTE format(
                'SELECT array_agg(n ORDER BY n DESC) FROM (SELECT %I AS n FROM %s'
                ' WHERE $1 <= %1$I AND %1$I <= $2 AND %3$s LIMIT $5) AS newest',
                key, words_of, holds
            ) INTO found
            USING first, newest,
                CASE WHEN first > 0 THEN query && marks ELSE query END,
                CASE WHEN first > 0 THEN draft && marks ELSE draft END,
                at_most * 8;
        END IF;
        EXIT WHEN cardinality(found) >= at_most OR first = 0;
    END LOOP;
    RETURN QUERY EXECUTE format(
        'SELECT %I::bigint, ts_rank_cd(''{0.1, 0.4, 0.8, 1}'', words, $2)'
        ' FROM %s WHERE %1$I = ANY ($1)',
        key, words_of) USING found[1:at_most], query;
END $$;
"""
BEFORE = import_module("claims.migrations.0017_search").FIND.replace("CREATE", "CREATE OR REPLACE")
KEEPERS = ["claim", "source", "evidence", "interview", "person"]
ONE_PLAN = "ALTER FUNCTION search_index_{}(bigint[]) SET plan_cache_mode = force_generic_plan;"
ANEW = "ALTER FUNCTION search_index_{}(bigint[]) RESET plan_cache_mode;"


class Migration(migrations.Migration):
    dependencies = [("claims", "0024_indexes_of_filters")]

    operations = [
        migrations.RunSQL(FIND, BEFORE),
        migrations.RunSQL(
            "".join(map(ONE_PLAN.format, KEEPERS)), "".join(map(ANEW.format, KEEPERS))
        ),
    ]
