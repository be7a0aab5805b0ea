"""People with several spellings: who a claim's speaker is, and who appears where.

See `claims.models.people`.
"""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

FILL_CLAIMS = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE claims_claim SET person_id = speaker_id WHERE speaker_id IS NOT NULL;
SET CONSTRAINTS ALL DEFERRED;
"""

FILL_APPEARANCES = """
INSERT INTO claims_appearance (speaker_id, person_id, interview_id)
SELECT DISTINCT s.speaker_id, s.speaker_id, t.interview_id
FROM (
    SELECT speaker_id, transcript_id FROM claims_turn
    UNION SELECT speaker_id, transcript_id FROM claims_quotation
) AS s JOIN claims_transcriptversion AS t ON t.id = s.transcript_id
WHERE s.speaker_id IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""

# Whatever counts claims by speaker counts them by who that is. The functions are those of `tallies`
# and `marks`; nothing else of them changes.
COUNT_BY = """
DO $do$
DECLARE one record;
BEGIN
    FOR one IN SELECT pg_get_functiondef(oid) AS sql FROM pg_proc WHERE proname IN (
        'claims_tally_shapes', 'claims_tally_insert', 'claims_tally_update', 'claims_tally_delete',
        'claims_tally_stay_insert', 'claims_tally_stay_delete', 'claims_claim_marked'
    ) LOOP
        EXECUTE replace(one.sql, '{}', '{}');
    END LOOP;
END
$do$;
"""

# A claim is found by the spelling that it has and by the name of who that is; a person by all of
# their spellings, which are no people of their own.
INDEX_CLAIM = """
CREATE OR REPLACE FUNCTION search_index_claim(numbers bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO claims_claimwords (row_id, words, draft)
    SELECT c.id,
        search_vector(config, c.quote, c.statement, CASE WHEN sealed THEN '' ELSE c.rationale END,
                      {names}) || search_marks(c.id),
        CASE WHEN sealed AND c.rationale <> '' THEN
            search_vector(config, c.quote, c.statement, c.rationale, {names})
            || search_marks(c.id)
            || array_to_tsvector(ARRAY(SELECT '@' || author FROM unnest(c.authors) AS author))
        END
    FROM claims_claim AS c
    JOIN claims_interview AS i ON i.id = c.interview_id
    LEFT JOIN claims_person AS p ON p.id = c.speaker_id
    {join},
    LATERAL (SELECT search_config(i.language) AS config,
             i.blind AND c.second_verdict_id IS NULL
             AND c.status NOT IN ('disputed', 'signed_off', 'published') AS sealed) AS so
    WHERE c.id = ANY (numbers)
    ON CONFLICT (row_id) DO UPDATE SET words = EXCLUDED.words, draft = EXCLUDED.draft
    WHERE (claims_claimwords.words, claims_claimwords.draft)
        IS DISTINCT FROM (EXCLUDED.words, EXCLUDED.draft)
$$;
"""
INDEX_PERSON = """
CREATE OR REPLACE FUNCTION search_index_person(numbers bigint[]) RETURNS void LANGUAGE sql AS $$
    {without}
    INSERT INTO claims_personwords (row_id, words)
    SELECT id, search_vector('pg_catalog.english', {names}) || search_marks(id)
    FROM claims_person AS p WHERE id = ANY (numbers) {whole}
    ON CONFLICT (row_id) DO UPDATE SET words = EXCLUDED.words;
    INSERT INTO claims_namegram (gram, word)
    SELECT DISTINCT unnest(search_grams(word)), word
    FROM claims_person, regexp_split_to_table(search_folded(search_plain(name)), ' +') AS word
    WHERE id = ANY (numbers) AND char_length(word) BETWEEN 3 AND 60
    ORDER BY 1, 2
    ON CONFLICT DO NOTHING
$$;
"""
SEARCH = INDEX_CLAIM.format(
    names="p.name, w.name",
    join="LEFT JOIN claims_person AS w ON w.id = c.person_id AND w.id <> c.speaker_id",
) + INDEX_PERSON.format(
    without="""DELETE FROM claims_personwords AS w USING claims_person AS p
    WHERE p.id = w.row_id AND p.id = ANY (numbers) AND p.identity_id IS NOT NULL;""",
    names="""VARIADIC ARRAY[name, description] || ARRAY(
        SELECT s.name FROM claims_person AS s WHERE s.identity_id = p.id ORDER BY s.id
    )::text[]""",
    whole="AND identity_id IS NULL",
)
SEARCH_BEFORE = INDEX_CLAIM.format(names="p.name", join="") + INDEX_PERSON.format(
    without="", names="name, description", whole=""
)


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0028_recordings_and_times_of_claims"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PersonEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("added", "added this person"),
                            ("edited", "changed"),
                            ("merged", "merged into this person"),
                            ("taken_apart", "took apart again"),
                            ("moved", "moved words to another person"),
                        ],
                        max_length=12,
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("moved", models.JSONField(default=dict)),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="claim",
            name="searched_anew",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="searched_anew",
        ),
        migrations.RemoveIndex(
            model_name="claim",
            name="claim_speaker_newest",
        ),
        migrations.AddField(
            model_name="claim",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="claims.person",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="identity",
            field=models.ForeignKey(
                editable=False,
                help_text="Who that is, following all merges. Kept by a trigger, and never written here.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="spellings",
                to="claims.person",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="merged_into",
            field=models.ForeignKey(
                help_text="Whom it was found to be the same as.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="claims.person",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="claim",
            name="speaker",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="claims.person",
            ),
        ),
        migrations.RunSQL(FILL_CLAIMS, migrations.RunSQL.noop),
        migrations.RunSQL(
            COUNT_BY.format("speaker_id", "person_id"), COUNT_BY.format("person_id", "speaker_id")
        ),
        migrations.RunSQL(SEARCH, SEARCH_BEFORE),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                models.F("person"),
                models.OrderBy(models.F("captured_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="claim_speaker_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                django.db.models.functions.text.Upper("name"),
                models.F("id"),
                condition=models.Q(("merged_into", None)),
                name="person_whole",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="speaker_identified_first",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."speaker_id" IS NOT NULL OR NEW."person_id" IS NOT NULL)',
                    func="\n    NEW.person_id := NULL;\n    IF NEW.speaker_id IS NOT NULL THEN\n        SELECT coalesce(p.identity_id, p.id) INTO NEW.person_id FROM claims_person AS p\n        WHERE p.id = NEW.speaker_id FOR SHARE;\n    END IF;\n    RETURN NEW;\n",
                    hash="2c7526310a3067952f67c80b7914854bb30fdc6e",
                    operation="INSERT",
                    pgid="pgtrigger_speaker_identified_first_75f77",
                    table="claims_claim",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="speaker_identified",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."speaker_id" IS DISTINCT FROM (NEW."speaker_id"))',
                    func="\n    NEW.person_id := NULL;\n    IF NEW.speaker_id IS NOT NULL THEN\n        SELECT coalesce(p.identity_id, p.id) INTO NEW.person_id FROM claims_person AS p\n        WHERE p.id = NEW.speaker_id FOR SHARE;\n    END IF;\n    RETURN NEW;\n",
                    hash="345a141677e654ccfb7c20645ed078296ef374df",
                    operation="UPDATE",
                    pgid="pgtrigger_speaker_identified_4ca9e",
                    table="claims_claim",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="searched_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."authors" IS DISTINCT FROM (NEW."authors") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."quote" IS DISTINCT FROM (NEW."quote") OR OLD."rationale" IS DISTINCT FROM (NEW."rationale") OR OLD."second_verdict_id" IS DISTINCT FROM (NEW."second_verdict_id") OR OLD."speaker_id" IS DISTINCT FROM (NEW."speaker_id") OR OLD."statement" IS DISTINCT FROM (NEW."statement") OR OLD."status" IS DISTINCT FROM (NEW."status"))',
                    func="\n    IF (OLD.quote, OLD.statement, OLD.rationale, OLD.speaker_id, OLD.person_id)\n        IS DISTINCT FROM (NEW.quote, NEW.statement, NEW.rationale, NEW.speaker_id, NEW.person_id)\n    OR EXISTS (SELECT 1 FROM claims_interview AS i WHERE i.id = NEW.interview_id AND i.blind)\n    THEN PERFORM search_index_claim(ARRAY[NEW.id]); END IF;\n RETURN NULL;",
                    hash="0c65694cc91ace5450ef5edc29dec547710998d2",
                    operation="UPDATE",
                    pgid="pgtrigger_searched_anew_fbea4",
                    table="claims_claim",
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
                    func="\n    PERFORM search_index_person(ARRAY[NEW.id, coalesce(NEW.identity_id, NEW.id)]);\n    IF OLD.name IS DISTINCT FROM NEW.name THEN\n        PERFORM 1 FROM claims_claim WHERE person_id = coalesce(NEW.identity_id, NEW.id)\n            AND (NEW.identity_id IS NULL OR speaker_id = NEW.id) ORDER BY id FOR SHARE;\n        PERFORM search_index_claim(ARRAY(\n            SELECT id FROM claims_claim WHERE person_id = coalesce(NEW.identity_id, NEW.id)\n                AND (NEW.identity_id IS NULL OR speaker_id = NEW.id) ORDER BY id));\n    END IF;\n RETURN NULL;",
                    hash="efcf988322d84f8a1c4481d33d3054a3f40f145f",
                    operation="UPDATE",
                    pgid="pgtrigger_searched_anew_26846",
                    table="claims_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="identified_first",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."merged_into_id" IS NOT NULL OR NEW."identity_id" IS NOT NULL)',
                    func="\n    NEW.identity_id := (\n        SELECT coalesce(p.identity_id, p.id) FROM claims_person AS p WHERE p.id = NEW.merged_into_id\n    );\n    IF NEW.identity_id = NEW.id THEN\n        RAISE EXCEPTION 'Person % cannot become a spelling of itself.', NEW.id\n        USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="e407e8ecc8d8d56a8364dade57a35fe70625ebf9",
                    operation="INSERT",
                    pgid="pgtrigger_identified_first_76035",
                    table="claims_person",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="identified",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."identity_id" IS DISTINCT FROM (NEW."identity_id") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id"))',
                    func="\n    NEW.identity_id := (\n        SELECT coalesce(p.identity_id, p.id) FROM claims_person AS p WHERE p.id = NEW.merged_into_id\n    );\n    IF NEW.identity_id = NEW.id THEN\n        RAISE EXCEPTION 'Person % cannot become a spelling of itself.', NEW.id\n        USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="78c887d204fa34236829f74a0dbcea6920598099",
                    operation="UPDATE",
                    pgid="pgtrigger_identified_91a34",
                    table="claims_person",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="identified_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."identity_id" IS DISTINCT FROM (NEW."identity_id"))',
                    func="\n    UPDATE claims_person SET identity_id = coalesce(NEW.identity_id, NEW.id)\n    WHERE merged_into_id = NEW.id;\n    PERFORM 1 FROM claims_claim\n    WHERE person_id = coalesce(OLD.identity_id, OLD.id) AND speaker_id = NEW.id\n    ORDER BY id FOR NO KEY UPDATE;\n    UPDATE claims_claim SET person_id = coalesce(NEW.identity_id, NEW.id)\n    WHERE person_id = coalesce(OLD.identity_id, OLD.id) AND speaker_id = NEW.id;\n    UPDATE claims_appearance SET person_id = coalesce(NEW.identity_id, NEW.id)\n    WHERE speaker_id = NEW.id;\n    PERFORM search_index_person(ARRAY[\n        NEW.id, coalesce(OLD.identity_id, OLD.id), coalesce(NEW.identity_id, NEW.id)\n    ]);\n    RETURN NULL;\n",
                    hash="a7666f392a496c9991dd8cec6a2c30d09c0715b4",
                    operation="UPDATE",
                    pgid="pgtrigger_identified_anew_74ce0",
                    table="claims_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quotation",
            trigger=pgtrigger.compiler.Trigger(
                name="appears",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    PERFORM 1 FROM claims_person WHERE id IN (SELECT speaker_id FROM new_rows)\n    ORDER BY id FOR SHARE;\n    INSERT INTO claims_appearance (speaker_id, person_id, interview_id)\n    SELECT DISTINCT n.speaker_id, coalesce(p.identity_id, p.id), t.interview_id\n    FROM new_rows AS n JOIN claims_transcriptversion AS t ON t.id = n.transcript_id\n    JOIN claims_person AS p ON p.id = n.speaker_id\n    ORDER BY 1, 3 ON CONFLICT DO NOTHING;\n RETURN NULL;",
                    hash="d059f13f75396785c672cb6fb6d5a6d23e1578ce",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_appears_307cd",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="claims_quotation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quotation",
            trigger=pgtrigger.compiler.Trigger(
                name="appears_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    PERFORM 1 FROM claims_person WHERE id IN (SELECT speaker_id FROM new_rows)\n    ORDER BY id FOR SHARE;\n    INSERT INTO claims_appearance (speaker_id, person_id, interview_id)\n    SELECT DISTINCT n.speaker_id, coalesce(p.identity_id, p.id), t.interview_id\n    FROM new_rows AS n JOIN claims_transcriptversion AS t ON t.id = n.transcript_id\n    JOIN claims_person AS p ON p.id = n.speaker_id\n    ORDER BY 1, 3 ON CONFLICT DO NOTHING;\n\n    DELETE FROM claims_appearance AS a USING (\n        SELECT DISTINCT o.speaker_id, t.interview_id\n        FROM old_rows AS o JOIN claims_transcriptversion AS t ON t.id = o.transcript_id\n    ) AS o\n    WHERE a.speaker_id = o.speaker_id AND a.interview_id = o.interview_id AND NOT EXISTS (\n        SELECT 1 FROM claims_turn AS u JOIN claims_transcriptversion AS t ON t.id = u.transcript_id\n        WHERE t.interview_id = a.interview_id AND u.speaker_id = a.speaker_id\n    ) AND NOT EXISTS (\n        SELECT 1 FROM claims_quotation AS q\n        JOIN claims_transcriptversion AS t ON t.id = q.transcript_id\n        WHERE t.interview_id = a.interview_id AND q.speaker_id = a.speaker_id\n    );\n RETURN NULL;",
                    hash="c4001a8cd90b69820ba1227febbb0b8dfc7065fb",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_appears_anew_827ce",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="claims_quotation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="turn",
            trigger=pgtrigger.compiler.Trigger(
                name="appears",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    PERFORM 1 FROM claims_person WHERE id IN (SELECT speaker_id FROM new_rows)\n    ORDER BY id FOR SHARE;\n    INSERT INTO claims_appearance (speaker_id, person_id, interview_id)\n    SELECT DISTINCT n.speaker_id, coalesce(p.identity_id, p.id), t.interview_id\n    FROM new_rows AS n JOIN claims_transcriptversion AS t ON t.id = n.transcript_id\n    JOIN claims_person AS p ON p.id = n.speaker_id\n    ORDER BY 1, 3 ON CONFLICT DO NOTHING;\n RETURN NULL;",
                    hash="f4978c6dc857c4cc11bccce4922dc3ed26932888",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_appears_d1171",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="claims_turn",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="turn",
            trigger=pgtrigger.compiler.Trigger(
                name="appears_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    PERFORM 1 FROM claims_person WHERE id IN (SELECT speaker_id FROM new_rows)\n    ORDER BY id FOR SHARE;\n    INSERT INTO claims_appearance (speaker_id, person_id, interview_id)\n    SELECT DISTINCT n.speaker_id, coalesce(p.identity_id, p.id), t.interview_id\n    FROM new_rows AS n JOIN claims_transcriptversion AS t ON t.id = n.transcript_id\n    JOIN claims_person AS p ON p.id = n.speaker_id\n    ORDER BY 1, 3 ON CONFLICT DO NOTHING;\n\n    DELETE FROM claims_appearance AS a USING (\n        SELECT DISTINCT o.speaker_id, t.interview_id\n        FROM old_rows AS o JOIN claims_transcriptversion AS t ON t.id = o.transcript_id\n    ) AS o\n    WHERE a.speaker_id = o.speaker_id AND a.interview_id = o.interview_id AND NOT EXISTS (\n        SELECT 1 FROM claims_turn AS u JOIN claims_transcriptversion AS t ON t.id = u.transcript_id\n        WHERE t.interview_id = a.interview_id AND u.speaker_id = a.speaker_id\n    ) AND NOT EXISTS (\n        SELECT 1 FROM claims_quotation AS q\n        JOIN claims_transcriptversion AS t ON t.id = q.transcript_id\n        WHERE t.interview_id = a.interview_id AND q.speaker_id = a.speaker_id\n    );\n RETURN NULL;",
                    hash="fc47f0a125d48ef6135bc550f6c643c352ad1088",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_appears_anew_1735f",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="claims_turn",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("identity", None), ("merged_into", None)),
                    models.Q(("identity__isnull", False), ("merged_into__isnull", False)),
                    _connector="OR",
                ),
                name="person_merged_is_identified",
            ),
        ),
        migrations.AddField(
            model_name="appearance",
            name="interview",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appearances",
                to="claims.interview",
            ),
        ),
        migrations.AddField(
            model_name="appearance",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appearances",
                to="claims.person",
            ),
        ),
        migrations.AddField(
            model_name="appearance",
            name="speaker",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="claims.person",
            ),
        ),
        migrations.AddField(
            model_name="personevent",
            name="actor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="personevent",
            name="other",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="other_events",
                to="claims.person",
            ),
        ),
        migrations.AddField(
            model_name="personevent",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="claims.person",
            ),
        ),
        migrations.RunSQL(FILL_APPEARANCES, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="appearance",
            index=models.Index(fields=["person", "-interview"], name="appearance_newest"),
        ),
        migrations.AddConstraint(
            model_name="appearance",
            constraint=models.UniqueConstraint(
                fields=("speaker", "interview"), name="appearance_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="personevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verb__in", ["added", "edited", "merged", "taken_apart", "moved"])
                ),
                name="person_verb_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personevent",
            trigger=pgtrigger.compiler.Trigger(
                name="written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d0983a8818f31d607f4476cbea5a04edcf1470c5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_written_once_f5e53",
                    table="claims_personevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personevent",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'Rows of % are never removed.', TG_TABLE_NAME;",
                    hash="7703a9e4a79bb1859ca102c05a795ea19b95074b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_ca8c2",
                    table="claims_personevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
