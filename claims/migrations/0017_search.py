"""Vectors of words, the functions that make and read them, and what keeps them."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

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
CREATE FUNCTION search_index_claim(numbers bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO claims_claimwords (row_id, words, draft)
    SELECT c.id,
        search_vector(config, c.quote, c.statement, CASE WHEN sealed THEN '' ELSE c.rationale END,
                      p.name) || search_marks(c.id),
        CASE WHEN sealed AND c.rationale <> '' THEN
            search_vector(config, c.quote, c.statement, c.rationale, p.name)
            || search_marks(c.id)
            || array_to_tsvector(ARRAY(SELECT '@' || author FROM unnest(c.authors) AS author))
        END
    FROM claims_claim AS c
    JOIN claims_interview AS i ON i.id = c.interview_id
    LEFT JOIN claims_person AS p ON p.id = c.speaker_id,
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

CREATE FUNCTION search_index_person(numbers bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO claims_personwords (row_id, words)
    SELECT id, search_vector('pg_catalog.english', name, description) || search_marks(id)
    FROM claims_person WHERE id = ANY (numbers)
    ON CONFLICT (row_id) DO UPDATE SET words = EXCLUDED.words;
    INSERT INTO claims_namegram (gram, word)
    SELECT DISTINCT unnest(search_grams(word)), word
    FROM claims_person, regexp_split_to_table(search_folded(search_plain(name)), ' +') AS word
    WHERE id = ANY (numbers) AND char_length(word) BETWEEN 3 AND 60
    ORDER BY 1, 2
    ON CONFLICT DO NOTHING
$$;

-- The turns of these transcripts as passages of 2000 characters at most, each ending where a
-- sentence does or a word; older versions of the same interviews are not searched any more. The
-- text is cut once into blocks, since PostgreSQL counts its way to every substr from the beginning.
CREATE FUNCTION search_index_passages(numbers bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    block CONSTANT int := 8192;
    most CONSTANT int := 2000;
    version record;
    turn record;
    rest text;
    blocks text[];
    words text;
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
        rest := version.text;
        blocks := '{}';
        WHILE rest <> '' LOOP
            blocks := blocks || left(rest, block);
            rest := substr(rest, block + 1);
        END LOOP;
        FOR turn IN
            SELECT t.id, t.start, t."end" FROM claims_turn AS t
            WHERE t.transcript_id = version.id ORDER BY t.start
        LOOP
            words := '';
            FOR number IN turn.start / block + 1 .. (turn."end" - 1) / block + 1 LOOP
                words := words || blocks[number];
            END LOOP;
            words := substr(words, turn.start % block + 1, turn."end" - turn.start);
            at := turn.start;
            WHILE words <> '' LOOP
                cut := char_length(words);
                IF cut > most THEN
                    rest := left(words, most);
                    cut := coalesce(
                        char_length(substring(rest FROM '^.*[.!?…。！？\n]["”’»)]*\s')),
                        char_length(substring(rest FROM '^.*\s')), most);
                    IF cut < most / 2 THEN
                        cut := coalesce(char_length(substring(rest FROM '^.*\s')), most);
                    END IF;
                END IF;
                passage := nextval(pg_get_serial_sequence('claims_passage', 'id'));
                INSERT INTO claims_passage (id, transcript_id, turn_id, start, "end", words)
                VALUES (passage, version.id, turn.id, at, at + cut,
                    search_vector(version.config, left(words, cut)) || search_marks(passage));
                at := at + cut;
                words := substr(words, cut + 1);
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
-- that have the words of the phrase anywhere.
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
BEGIN
    EXECUTE format('SELECT max(%I) FROM %s WHERE $1 IS NULL OR %1$I < $1', key, words_of)
        INTO newest USING below;
    FOREACH stretch SLICE 1 IN ARRAY
        CASE WHEN walk THEN '{{12,0}}'::int[] ELSE '{}' END
        || '{{12,2},{12,5},{16,2},{16,5},{20,2},{20,5},{62,1}}'::int[]
    LOOP
        IF stretch[2] = 0 THEN
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

FILL = """
    SELECT search_index_claim(ARRAY(SELECT id FROM claims_claim ORDER BY id));
    SELECT search_index_source(ARRAY(SELECT id FROM claims_source ORDER BY id));
    SELECT search_index_evidence(ARRAY(SELECT id FROM claims_evidence ORDER BY id));
    SELECT search_index_interview(ARRAY(SELECT id FROM claims_interview ORDER BY id));
    SELECT search_index_person(ARRAY(SELECT id FROM claims_person ORDER BY id));
    SELECT search_index_passages(ARRAY(SELECT id FROM claims_transcriptversion ORDER BY id));
"""

FUNCTIONS = """plain(text) folded(text) config(text) configs() vector(regconfig,text[]) marks(bigint) grams(text)
    index_claim(bigint[]) index_source(bigint[]) index_evidence(bigint[]) index_interview(bigint[])
    index_person(bigint[]) index_passages(bigint[])
    find(regclass,name,tsquery,tsquery,boolean,bigint,int)"""
DROP = "".join(f"DROP FUNCTION search_{signature};" for signature in reversed(FUNCTIONS.split()))


def with_ranges(sql: str) -> str:
    return sql.replace("SEPARATORS", SEPARATORS).replace("ALONE", ALONE)


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0016_transactions_of_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimWords",
            fields=[
                ("words", django.contrib.postgres.search.SearchVectorField()),
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="claims.claim",
                    ),
                ),
                (
                    "draft",
                    django.contrib.postgres.search.SearchVectorField(
                        help_text="All of it, where the rationale is a draft that only its authors see.",
                        null=True,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EvidenceWords",
            fields=[
                ("words", django.contrib.postgres.search.SearchVectorField()),
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="claims.evidence",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InterviewWords",
            fields=[
                ("words", django.contrib.postgres.search.SearchVectorField()),
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="claims.interview",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NameGram",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gram", models.CharField(max_length=64)),
                ("word", models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PersonWords",
            fields=[
                ("words", django.contrib.postgres.search.SearchVectorField()),
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="claims.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SourceWords",
            fields=[
                ("words", django.contrib.postgres.search.SearchVectorField()),
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="words",
                        serialize=False,
                        to="claims.source",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="passage",
            name="transcript",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="passages",
                to="claims.transcriptversion",
            ),
        ),
        migrations.AddField(
            model_name="passage",
            name="turn",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="passages",
                to="claims.turn",
            ),
        ),
        migrations.RunSQL(with_ranges(WORDS + INDEX + FIND), DROP),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="interview",
            index=models.Index(fields=["language"], name="interview_language"),
        ),
        migrations.AddIndex(
            model_name="claimwords",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["words"], name="claim_words"
            ),
        ),
        migrations.AddIndex(
            model_name="claimwords",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("draft__isnull", False)),
                fastupdate=False,
                fields=["draft"],
                name="claim_draft",
            ),
        ),
        migrations.AddIndex(
            model_name="evidencewords",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["words"], name="evidence_words"
            ),
        ),
        migrations.AddIndex(
            model_name="interviewwords",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["words"], name="interview_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="namegram",
            constraint=models.UniqueConstraint(fields=("gram", "word"), name="name_gram_once"),
        ),
        migrations.AddIndex(
            model_name="personwords",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["words"], name="person_words"
            ),
        ),
        migrations.AddIndex(
            model_name="sourcewords",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["words"], name="source_words"
            ),
        ),
        migrations.AddIndex(
            model_name="passage",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["words"], name="passage_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.UniqueConstraint(fields=("turn", "start"), name="passage_once"),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.UniqueConstraint(
                fields=("transcript", "start"), name="passage_in_transcript"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="searched",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM search_index_claim(ARRAY[NEW.id]); RETURN NULL;",
                    hash="abe28be33e7252bc7dce610723dae5f615d1adaa",
                    operation="INSERT",
                    pgid="pgtrigger_searched_dac4f",
                    table="claims_claim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="searched_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."authors" IS DISTINCT FROM (NEW."authors") OR OLD."quote" IS DISTINCT FROM (NEW."quote") OR OLD."rationale" IS DISTINCT FROM (NEW."rationale") OR OLD."second_verdict_id" IS DISTINCT FROM (NEW."second_verdict_id") OR OLD."speaker_id" IS DISTINCT FROM (NEW."speaker_id") OR OLD."statement" IS DISTINCT FROM (NEW."statement") OR OLD."status" IS DISTINCT FROM (NEW."status"))',
                    func="\n    IF (OLD.quote, OLD.statement, OLD.rationale, OLD.speaker_id)\n        IS DISTINCT FROM (NEW.quote, NEW.statement, NEW.rationale, NEW.speaker_id)\n    OR EXISTS (SELECT 1 FROM claims_interview AS i WHERE i.id = NEW.interview_id AND i.blind)\n    THEN PERFORM search_index_claim(ARRAY[NEW.id]); END IF;\n RETURN NULL;",
                    hash="89ff80988ed0c205f09d68d5e0596052d02ca834",
                    operation="UPDATE",
                    pgid="pgtrigger_searched_anew_fbea4",
                    table="claims_claim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="searched",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM search_index_evidence(ARRAY[NEW.id]); RETURN NULL;",
                    hash="5bae5404283500d83d4b43c9a626f26de3a43d4b",
                    operation="INSERT",
                    pgid="pgtrigger_searched_03154",
                    table="claims_evidence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="searched_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."excerpt" IS DISTINCT FROM (NEW."excerpt") OR OLD."locator" IS DISTINCT FROM (NEW."locator") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))',
                    func="PERFORM search_index_evidence(ARRAY[NEW.id]); RETURN NULL;",
                    hash="c06dabe58bcb8bec592c344a563bb114b6916956",
                    operation="UPDATE",
                    pgid="pgtrigger_searched_anew_38ae7",
                    table="claims_evidence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interview",
            trigger=pgtrigger.compiler.Trigger(
                name="searched",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM search_index_interview(ARRAY[NEW.id]); RETURN NULL;",
                    hash="d16bd96e5f81a373582ae042e225ecce1152b4d4",
                    operation="INSERT",
                    pgid="pgtrigger_searched_6d0d0",
                    table="claims_interview",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interview",
            trigger=pgtrigger.compiler.Trigger(
                name="searched_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."blind" IS DISTINCT FROM (NEW."blind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."outlet" IS DISTINCT FROM (NEW."outlet") OR OLD."programme" IS DISTINCT FROM (NEW."programme") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                    func="\n    PERFORM search_index_interview(ARRAY[NEW.id]);\n    IF (OLD.language, OLD.blind) IS DISTINCT FROM (NEW.language, NEW.blind) THEN\n        PERFORM 1 FROM claims_claim WHERE interview_id = NEW.id ORDER BY id FOR SHARE;\n        PERFORM search_index_claim(\n            ARRAY(SELECT id FROM claims_claim WHERE interview_id = NEW.id ORDER BY id));\n    END IF;\n    IF OLD.language IS DISTINCT FROM NEW.language THEN\n        PERFORM search_index_evidence(ARRAY(\n            SELECT e.id FROM claims_evidence AS e JOIN claims_claim AS c ON c.id = e.claim_id\n            WHERE c.interview_id = NEW.id ORDER BY e.id));\n        PERFORM search_index_passages(ARRAY(\n            SELECT t.id FROM claims_transcriptversion AS t\n            WHERE t.interview_id = NEW.id ORDER BY t.number DESC LIMIT 1));\n    END IF;\n RETURN NULL;",
                    hash="53aaec4916c9de62b99fee9ad4a667115e47a67f",
                    operation="UPDATE",
                    pgid="pgtrigger_searched_anew_b83f5",
                    table="claims_interview",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="searched",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM search_index_person(ARRAY[NEW.id]); RETURN NULL;",
                    hash="ad24aa928314721c150b5e8cec4525d416aa16d7",
                    operation="INSERT",
                    pgid="pgtrigger_searched_49ecf",
                    table="claims_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="searched_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."name" IS DISTINCT FROM (NEW."name"))',
                    func="\n    PERFORM search_index_person(ARRAY[NEW.id]);\n    PERFORM 1 FROM claims_claim WHERE speaker_id = NEW.id ORDER BY id FOR SHARE;\n    PERFORM search_index_claim(\n        ARRAY(SELECT id FROM claims_claim WHERE speaker_id = NEW.id ORDER BY id));\n RETURN NULL;",
                    hash="80d90f1b31a1ba744f31fd91940034fc0f3f1529",
                    operation="UPDATE",
                    pgid="pgtrigger_searched_anew_26846",
                    table="claims_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="searched",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="PERFORM search_index_source(ARRAY[NEW.id]); RETURN NULL;",
                    hash="cd4bb10664a64dcfea52cff85e08d64220537ff4",
                    operation="INSERT",
                    pgid="pgtrigger_searched_638c1",
                    table="claims_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="source",
            trigger=pgtrigger.compiler.Trigger(
                name="searched_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."author" IS DISTINCT FROM (NEW."author") OR OLD."publisher" IS DISTINCT FROM (NEW."publisher") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."spoken_to" IS DISTINCT FROM (NEW."spoken_to") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."url" IS DISTINCT FROM (NEW."url"))',
                    func="PERFORM search_index_source(ARRAY[NEW.id]); RETURN NULL;",
                    hash="206f6c96e87956626ae59a7db82975e762d260ca",
                    operation="UPDATE",
                    pgid="pgtrigger_searched_anew_b8d69",
                    table="claims_source",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="turn",
            trigger=pgtrigger.compiler.Trigger(
                name="searched",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            PERFORM search_index_passages(\n                ARRAY(SELECT DISTINCT transcript_id FROM new_rows ORDER BY 1));\n            RETURN NULL;\n            ",
                    hash="48b03a63f4b8fc568c8f8ad3efbe0880a43efda9",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_searched_bb8e6",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="claims_turn",
                    when="AFTER",
                ),
            ),
        ),
    ]
