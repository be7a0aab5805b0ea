"""How the most similar claims are found. See `claims.queries.similar`."""

SHARES = r"""
-- Of how many claims in all these lexemes stand, as a share, from what PostgreSQL keeps of common
-- ones; those that it does not keep are rarer than any of them. Without statistics all are alike.
CREATE FUNCTION similar_shares(lexemes text[]) RETURNS TABLE (lexeme text, share real)
LANGUAGE sql STABLE STRICT ROWS 20 AS $$
    WITH common AS MATERIALIZED (
        SELECT one.lexeme, one.share
        FROM pg_catalog.pg_stats AS s,
            unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs)
                AS one (lexeme, share)
        WHERE one.lexeme IS NOT NULL AND s.tablename = 'claims_claimwords' AND s.attname = 'words'
        AND s.schemaname = (
            SELECT relnamespace::regnamespace::name FROM pg_catalog.pg_class
            WHERE oid = 'claims_claimwords'::regclass)
    )
    SELECT l.lexeme, coalesce(c.share, (SELECT min(common.share) / 2 FROM common), 0.01)::real
    FROM unnest(lexemes) AS l (lexeme) LEFT JOIN common AS c ON c.lexeme = l.lexeme
$$;
"""

LEXEMES = r"""
-- The telling words of texts, stemmed, without accents, as the vectors of claims have them.
CREATE FUNCTION similar_lexemes(config regconfig, VARIADIC texts text[]) RETURNS text[]
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT tsvector_to_array(to_tsvector(config, search_folded(search_plain(
        left(array_to_string(texts, ' '), 6000)))))
$$;
"""

FIND = r"""
-- The newest claims that match, `at_most`. `share` is of how many claims in all the words stand
-- that have to be read for the query, added up: where that is more than `work` places of words,
-- only so many of the newest claims are looked at that it is about `work`. See search_find.
CREATE FUNCTION similar_find(query tsquery, share real, work int, at_most int)
RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_indexscan = on AS $$
DECLARE
    newest bigint := (SELECT max(row_id) FROM claims_claimwords);
    first bigint := newest - (work / greatest(share, 1e-6))::bigint;
    bits int := CASE WHEN newest - first < 1 << 16 THEN 12 WHEN newest - first < 1 << 20 THEN 16
                     ELSE 20 END;
    marks tsquery;
BEGIN
    IF first > 0 THEN
        SELECT string_agg(format('''#%s/%s''', bits, n), '|')::tsquery INTO marks
        FROM generate_series(first >> bits, newest >> bits) AS n;
        query := query && marks;
    END IF;
    PERFORM set_config('enable_indexscan', 'off', true);  -- the key would be walked row by row
    RETURN QUERY SELECT row_id FROM claims_claimwords WHERE words @@ query
        ORDER BY row_id DESC LIMIT at_most;
END $$;
"""

CANDIDATES = r"""
-- What the first of the queries find, which are asked one after the other until it is enough.
CREATE FUNCTION similar_candidates(
    queries tsquery[], shares real[], works int[], enough int, at_most int
) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
    found bigint[] := '{}';
BEGIN
    FOR place IN 1 .. cardinality(queries) LOOP
        found := ARRAY(
            SELECT unnest(found)
            UNION SELECT similar_find(queries[place], shares[place], works[place], at_most));
        EXIT WHEN cardinality(found) >= enough;
    END LOOP;
    RETURN QUERY SELECT unnest(found);
END $$;
"""

CREATE = SHARES + LEXEMES + FIND + CANDIDATES
DROP = """
DROP FUNCTION similar_candidates(tsquery[], real[], int[], int, int);
DROP FUNCTION similar_find(tsquery, real, int, int);
DROP FUNCTION similar_lexemes(regconfig, text[]);
DROP FUNCTION similar_shares(text[]);
"""
