"""A turn as long as its transcript is indexed in two seconds, not in half a minute.

The passages are the same as before: what was indexed stays as it is.
"""

from django.db import migrations

PASSAGES = r"""
-- The turns of these transcripts as passages of 2000 characters at most, each ending where a
-- sentence does or a word; older versions of the same interviews are not searched any more.
-- PostgreSQL counts its way to every substr from the beginning, and copies what it joins: so the
-- text is cut once into large blocks, these into small ones, and a passage is cut out of one or two
-- of them.
CREATE OR REPLACE FUNCTION search_index_passages(numbers bigint[]) RETURNS void
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


class Migration(migrations.Migration):
    dependencies = [("claims", "0022_marks")]

    operations = [migrations.RunSQL(PASSAGES, migrations.RunSQL.noop)]
