"""Vectors of words: the functions that make and read them. See `claims.models.search`."""

WORDS = r"""
-- A text as words with single spaces between them: in small letters, without punctuation and signs;
-- each sign of a script that is written without spaces is a word.
CREATE FUNCTION search_plain(t text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF octet_length(t) = char_length(t) THEN
        RETURN regexp_replace(lower(t), '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f]+', ' ', 'g');
    END IF;
    t := regexp_replace(lower(normalize(t, NFC)), '[SEPARATORS]+', ' ', 'g');
    RETURN regexp_replace(t, '([ALONE])', ' \1 ', 'g');
END $$;

-- The same words without accents: a word stays a word.
CREATE FUNCTION search_folded(t text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    IF octet_length(t) = char_length(t) THEN RETURN t; END IF;
    t := regexp_replace(normalize(t, NFKD), '[\u0300-\u036f]', '', 'g');
    t := translate(normalize(t, NFC), 'łøđðıħŧ', 'loddiht');
    RETURN replace(replace(replace(replace(t, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th');
END $$;

-- How words of a language (`en`, `pt-BR`) are stemmed; `simple` where this PostgreSQL cannot.
CREATE FUNCTION search_config(language text) RETURNS regconfig
LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce((
        SELECT c.oid::regconfig FROM pg_catalog.pg_ts_config AS c
        WHERE c.cfgnamespace = 'pg_catalog'::regnamespace
        AND c.cfgname = CASE split_part(lower(language), '-', 1)
            WHEN 'ar' THEN 'arabic' WHEN 'ca' THEN 'catalan' WHEN 'da' THEN 'danish'
            WHEN 'de' THEN 'german' WHEN 'el' THEN 'greek' WHEN 'en' THEN 'english'
            WHEN 'es' THEN 'spanish' WHEN 'et' THEN 'estonian' WHEN 'eu' THEN 'basque'
            WHEN 'fi' THEN 'finnish' WHEN 'fr' THEN 'french' WHEN 'ga' THEN 'irish'
            WHEN 'hi' THEN 'hindi' WHEN 'hu' THEN 'hungarian' WHEN 'hy' THEN 'armenian'
            WHEN 'id' THEN 'indonesian' WHEN 'it' THEN 'italian' WHEN 'lt' THEN 'lithuanian'
            WHEN 'nb' THEN 'norwegian' WHEN 'ne' THEN 'nepali' WHEN 'nl' THEN 'dutch'
            WHEN 'nn' THEN 'norwegian' WHEN 'no' THEN 'norwegian' WHEN 'pt' THEN 'portuguese'
            WHEN 'ro' THEN 'romanian' WHEN 'ru' THEN 'russian' WHEN 'sr' THEN 'serbian'
            WHEN 'sv' THEN 'swedish' WHEN 'ta' THEN 'tamil' WHEN 'tr' THEN 'turkish'
            WHEN 'yi' THEN 'yiddish' END
    ), 'pg_catalog.simple'::regconfig)
$$;

-- The ways of stemming that are in use: English, and those of the interviews. Costs one look into
-- an index for each language, however many interviews there are.
CREATE FUNCTION search_configs() RETURNS SETOF regconfig LANGUAGE sql STABLE AS $$
    WITH RECURSIVE spoken AS (
        (SELECT language FROM claims_interview ORDER BY language LIMIT 1)
        UNION ALL
        SELECT (SELECT i.language FROM claims_interview AS i WHERE i.language > s.language
                ORDER BY i.language LIMIT 1)
        FROM spoken AS s WHERE s.language IS NOT NULL
    )
    SELECT 'pg_catalog.english'::regconfig
    UNION SELECT search_config(language) FROM spoken WHERE language IS NOT NULL
$$;

-- The vector of a text, see claims.models.search. A vector holds a megabyte at most: 60,000
-- characters fit, whatever they are. `ꙮ` keeps two texts apart: no phrase goes over it.
CREATE FUNCTION search_vector(config regconfig, VARIADIC texts text[]) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    plain text := search_plain(left(array_to_string(texts, ' ꙮ '), 60000));
    folded text := search_folded(plain);
    found text := setweight(to_tsvector('pg_catalog.simple', plain), 'A')::text;
BEGIN
    IF config <> 'pg_catalog.simple'::regconfig THEN
        found := found || ' ' || setweight(to_tsvector(config, plain), 'C')::text;
    END IF;
    IF folded <> plain THEN
        found := found || ' ' || setweight(to_tsvector('pg_catalog.simple', folded), 'B')::text;
        IF config <> 'pg_catalog.simple'::regconfig THEN
            found := found || ' ' || setweight(to_tsvector(config, folded), 'C')::text;
        END IF;
    END IF;
    RETURN ts_delete(found::tsvector, 'ꙮ');
END $$;

-- In which stretches of 2^12, 2^16 and 2^20 numbers a row's number lies.
CREATE FUNCTION search_marks(number bigint) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_to_tsvector(ARRAY[
        '#12/' || (number >> 12), '#16/' || (number >> 16), '#20/' || (number >> 20)])
$$;

-- The parts of a word by which misspelt names are found: see claims.models.search.NameGram.
CREATE FUNCTION search_grams(word text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT ARRAY(SELECT substr('  ' || word || ' ', n, 3)
                 FROM generate_series(1, char_length(word) + 1) AS n)
        || ('=' || (SELECT string_agg(letter, '' ORDER BY letter COLLATE "C")
                    FROM regexp_split_to_table(word, '') AS letter))
        || ('~' || regexp_replace(regexp_replace(word, '[aeiouyhw]', '', 'g'), '(.)\1+', '\1', 'g'))
$$;
"""

ASCII = r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f"
SEPARATORS = (
    ASCII + r"\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u037e\u0387\u0589"
    r"\u05be\u05c0\u05c3\u05f3\u05f4\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965"
    r"\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u30fb"
    r"\ufe10-\ufe1f\ufe30-\ufe6f\ufeff\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
    r"\U0001f000-\U0001faff\ufffd"
)
ALONE = r"\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"

INDEX = r"""
-- A claim is found by the spelling that it has and by the name of who that is.
CREATE FUNCTION search_index_claim(numbers bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO claims_claimwords (row_id, words, draft)
    SELECT c.id,
        search_vector(config, c.quote, c.statement, CASE WHEN sealed THEN '' ELSE c.rationale END,
                      p.name, w.name) || search_marks(c.id),
        CASE WHEN sealed AND c.rationale <> '' THEN
            search_vector(config, c.quote, c.statement, c.rationale, p.name, w.name)
            || search_marks(c.id)
            || array_to_tsvector(ARRAY(SELECT '@' || author FROM unnest(c.authors) AS author))
        END
    FROM claims_claim AS c
    JOIN claims_interview AS i ON i.id = c.interview_id
    LEFT JOIN claims_person AS p ON p.id = c.speaker_id
    LEFT JOIN claims_person AS w ON w.id = c.person_id AND w.id <> c.speaker_id,
    LATERAL (SELECT search_config(i.language) AS config,
             i.blind AND c.second_verdict_id IS NULL
             AND c.status NOT IN ('disputed', 'signed_off', 'published') AS sealed) AS so
    WHERE c.id = ANY (numbers)
    ON CONFLICT (row_id) DO UPDATE SET words = EXCLUDED.words, draft = EXCLUDED.draft
    WHERE (claims_claimwords.words, claims_claimwords.draft)
        IS DISTINCT FROM (EXCLUDED.words, EXCLUDED.draft)
$$;

CREATE FUNCTION search_index_source(numbers bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO claims_sourcewords (row_id, words)
    SELECT id, search_vector('pg_catalog.english', title, publisher, author, spoken_to, reference,
                             url) || search_marks(id)
    FROM claims_source WHERE id = ANY (numbers)
    ON CONFLICT (row_id) DO UPDATE SET words = EXCLUDED.words
$$;

CREATE FUNCTION search_index_evidence(numbers bigint[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM claims_evidencewords AS w USING claims_evidence AS e
    WHERE e.id = w.row_id AND e.id = ANY (numbers) AND e.withdrawn_at IS NOT NULL;
    INSERT INTO claims_evidencewords (row_id, words)
    SELECT e.id, search_vector(search_config(i.language), e.excerpt, e.locator) || search_marks(e.id)
    FROM claims_evidence AS e
    JOIN claims_claim AS c ON c.id = e.claim_id
    JOIN claims_interview AS i ON i.id = c.interview_id
    WHERE e.id = ANY (numbers) AND e.withdrawn_at IS NULL
    ON CONFLICT (row_id) DO UPDATE SET words = EXCLUDED.words
$$;

CREATE FUNCTION search_index_interview(numbers bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO claims_interviewwords (row_id, words)
    SELECT id, search_vector(search_config(language), title, outlet, programme) || search_marks(id)
    FROM claims_interview WHERE id = ANY (numbers)
    ON CONFLICT (row_id) DO UPDATE SET words = EXCLUDED.words
$$;

-- A person is found by all of their spellings, which are no people of their own.
CREATE FUNCTION search_index_person(numbers bigint[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM claims_personwords AS w USING claims_person AS p
    WHERE p.id = w.row_id AND p.id = ANY (numbers) AND p.identity_id IS NOT NULL;
    INSERT INTO claims_personwords (row_id, words)
    SELECT id, search_vector('pg_catalog.english', VARIADIC ARRAY[name, description] || ARRAY(
        SELECT s.name FROM claims_person AS s WHERE s.identity_id = p.id ORDER BY s.id
    )::text[]) || search_marks(id)
    FROM claims_person AS p WHERE id = ANY (numbers) AND identity_id IS NULL
    ON CONFLICT (row_id) DO UPDATE SET words = EXCLUDED.words;
    INSERT INTO claims_namegram (gram, word)
    SELECT DISTINCT unnest(search_grams(word)), word
    FROM claims_person, regexp_split_to_table(search_folded(search_plain(name)), ' +') AS word
    WHERE id = ANY (numbers) AND char_length(word) BETWEEN 3 AND 60
    ORDER BY 1, 2
    ON CONFLICT DO NOTHING
$$;

-- The turns of these transcripts as passages of 2000 characters at most, each ending where a
-- sentence does or a word; older versions of the same interviews are not searched any more.
-- PostgreSQL counts its way to every substr from the beginning, and copies what it joins: so the
-- text is cut once into large blocks, these into small ones, and a passage is cut out of one or two
-- of them.
CREATE FUNCTION search_index_passages(numbers bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    large CONSTANT int := 262144;
    small CONSTANT int := 8192;
    most CONSTANT int := 2000;
    version record;
    turn record;
    whole text;
    part text;
    blocks text[];
    words text;
    number int;
    cut int;
    at int;
    passage bigint;
BEGIN
    FOR version IN
        SELECT t.id, t.text, t.interview_id, t.number, search_config(i.language) AS config
        FROM claims_transcriptversion AS t JOIN claims_interview AS i ON i.id = t.interview_id
        WHERE t.id = ANY (numbers) ORDER BY t.id
    LOOP
        DELETE FROM claims_passage WHERE transcript_id IN (
            SELECT t.id FROM claims_transcriptversion AS t
            WHERE t.interview_id = version.interview_id AND t.number <= version.number);
        CONTINUE WHEN EXISTS (
            SELECT 1 FROM claims_transcriptversion AS t
            WHERE t.interview_id = version.interview_id AND t.number > version.number);
        whole := version.text || '';  -- unpacked, once
        blocks := '{}';
        FOR place IN 0 .. (char_length(whole) - 1) / large LOOP
            part := substr(whole, place * large + 1, large);
            FOR place IN 0 .. (char_length(part) - 1) / small LOOP
                blocks := blocks || substr(part, place * small + 1, small);
            END LOOP;
        END LOOP;
        FOR turn IN
            SELECT t.id, t.start, t."end" FROM claims_turn AS t
            WHERE t.transcript_id = version.id ORDER BY t.start
        LOOP
            at := turn.start;
            WHILE at < turn."end" LOOP
                cut := least(turn."end" - at, most + 1);
                number := at / small + 1;
                words := blocks[number];
                IF at % small + cut > small THEN
                    words := words || blocks[number + 1];
                END IF;
                words := substr(words, at % small + 1, cut);
                IF cut > most THEN
                    words := left(words, most);
                    cut := coalesce(
                        char_length(substring(words FROM '^.*[.!?…。！？\n]["”’»)]*\s')),
                        char_length(substring(words FROM '^.*\s')), most);
                    IF cut < most / 2 THEN
                        cut := coalesce(char_length(substring(words FROM '^.*\s')), most);
                    END IF;
                END IF;
                passage := nextval(pg_get_serial_sequence('claims_passage', 'id'));
                INSERT INTO claims_passage (id, transcript_id, turn_id, start, "end", words)
                VALUES (passage, version.id, turn.id, at, at + cut,
                    search_vector(version.config, left(words, cut)) || search_marks(passage));
                at := at + cut;
            END LOOP;
        END LOOP;
    END LOOP;
END $$;
"""

FIND = r"""
-- The newest rows of a table of words that match, `at_most` of them, and how well.
--
-- Looks for them among the newest numbers first and then in ever longer stretches, so that a word
-- in ten rows and one in a hundred thousand cost about the same: the index of words alone would
-- collect every row that holds a common word. `walk` is for beginnings of words and for phrases:
-- their first stretch is read row by row, since the index would collect all endings, and all rows
-- that have the words of the phrase anywhere. Where that stretch has so many that a longer one is
-- likely to have enough, it is read in the same way.
CREATE FUNCTION search_find(
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

# To make a plan takes longer than to index. Those of claims and people were made anew, without it.
ONE_PLAN = "".join(
    f"ALTER FUNCTION search_index_{name}(bigint[]) SET plan_cache_mode = force_generic_plan;"
    for name in ["source", "evidence", "interview"]
)

CREATE = (WORDS + INDEX + FIND).replace("SEPARATORS", SEPARATORS).replace("ALONE", ALONE) + ONE_PLAN
FUNCTIONS = """plain(text) folded(text) config(text) configs() vector(regconfig,text[]) marks(bigint) grams(text)
    index_claim(bigint[]) index_source(bigint[]) index_evidence(bigint[]) index_interview(bigint[])
    index_person(bigint[]) index_passages(bigint[])
    find(regclass,name,tsquery,tsquery,boolean,bigint,int)"""
DROP = "".join(f"DROP FUNCTION search_{signature};" for signature in reversed(FUNCTIONS.split()))
