"""Links between claims that say the same, and how the most similar claims are found."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from claims.migrations.sql import similar


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0030_imports_of_sheets"),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="repeat_of",
            field=models.ForeignKey(
                db_index=False,
                help_text="The claim that says the same, elsewhere: both stay open.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="repeats",
                to="claims.claim",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("repeat_of__isnull", False)),
                fields=["repeat_of"],
                name="claim_repeats",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="repeat_of_is_no_circle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."repeat_of_id" IS NOT NULL)',
                    func="\n    PERFORM pg_advisory_xact_lock(hashtext('claims: links between claims'));\n    IF NEW.id IN (\n        WITH RECURSIVE ahead (id) AS (\n            SELECT NEW.repeat_of_id\n            UNION SELECT c.repeat_of_id FROM claims_claim AS c JOIN ahead ON c.id = ahead.id\n        ) SELECT id FROM ahead WHERE id IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'Claim % would repeat itself.', NEW.id\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_repeat_of_is_no_circle';\n    END IF;\n    RETURN NULL;\n",
                    hash="7525b48169d529e04ffe1d1366ad66814093f286",
                    operation='UPDATE OF "repeat_of_id"',
                    pgid="pgtrigger_repeat_of_is_no_circle_626a8",
                    table="claims_claim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="duplicate_of_is_no_circle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."duplicate_of_id" IS NOT NULL)',
                    func="\n    PERFORM pg_advisory_xact_lock(hashtext('claims: links between claims'));\n    IF NEW.id IN (\n        WITH RECURSIVE ahead (id) AS (\n            SELECT NEW.duplicate_of_id\n            UNION SELECT c.duplicate_of_id FROM claims_claim AS c JOIN ahead ON c.id = ahead.id\n        ) SELECT id FROM ahead WHERE id IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'Claim % would repeat itself.', NEW.id\n        USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_duplicate_of_is_no_circle';\n    END IF;\n    RETURN NULL;\n",
                    hash="eeeb0bde89d1ed23f09734b33aaf1264fca0fb32",
                    operation='UPDATE OF "duplicate_of_id"',
                    pgid="pgtrigger_duplicate_of_is_no_circle_deccf",
                    table="claims_claim",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("repeat_of", None),
                    models.Q(("repeat_of", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="claim_repeat_of_is_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("duplicate_of", None),
                    models.Q(("duplicate_of", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="claim_duplicate_of_is_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("repeat_of", None), ("duplicate_of", None), _connector="OR"),
                name="claim_repeat_or_duplicate",
            ),
        ),
        migrations.RunSQL(similar.CREATE, similar.DROP),
    ]
