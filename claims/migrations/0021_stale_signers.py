"""A claim's row says whose sign-offs are stale, so that they are found by an index."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


FILL = """
    UPDATE claims_claim AS c SET stale_signers = ARRAY(
        SELECT s.by_id::integer FROM claims_signoff AS s
        WHERE s.claim_id = c.id AND s.submission = c.submission
        AND (c.needs_anchoring OR s.content_hash <> c.content_hash)
        ORDER BY s.by_id
    )
    WHERE c.sign_off_is_stale;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0020_indexes_of_queues"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="claim",
            name="stale_by_change",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="signoff",
            name="stale_on_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="signoff",
            name="stale_on_delete",
        ),
        migrations.AddField(
            model_name="claim",
            name="stale_signers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(),
                default=list,
                help_text="Whose sign-offs are stale.",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="claim",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("sign_off_is_stale", True)),
                fastupdate=False,
                fields=["stale_signers"],
                name="claim_stale_signers",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claim",
            trigger=pgtrigger.compiler.Trigger(
                name="stale_by_change",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."content_hash" IS DISTINCT FROM (NEW."content_hash") OR OLD."needs_anchoring" IS DISTINCT FROM (NEW."needs_anchoring") OR OLD."submission" IS DISTINCT FROM (NEW."submission"))',
                    func="\n    NEW.stale_signers := ARRAY(\n    SELECT s.by_id::integer FROM claims_signoff AS s\n    WHERE s.claim_id = NEW.id AND s.submission = NEW.submission\n    AND (NEW.needs_anchoring OR s.content_hash <> NEW.content_hash)\n    ORDER BY s.by_id\n);\n    NEW.sign_off_is_stale := cardinality(NEW.stale_signers) > 0;\n    RETURN NEW;\n",
                    hash="3f062c03972656a1f51710a3fd3ec4f89e86c030",
                    operation="UPDATE",
                    pgid="pgtrigger_stale_by_change_32a8d",
                    table="claims_claim",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signoff",
            trigger=pgtrigger.compiler.Trigger(
                name="stale_on_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    PERFORM 1 FROM claims_claim WHERE id IN (SELECT claim_id FROM new_rows)\n    ORDER BY id FOR NO KEY UPDATE;\n    UPDATE claims_claim AS c\n    SET stale_signers = d.signers, sign_off_is_stale = cardinality(d.signers) > 0\n    FROM (\n        SELECT c.id, ARRAY(\n    SELECT s.by_id::integer FROM claims_signoff AS s\n    WHERE s.claim_id = c.id AND s.submission = c.submission\n    AND (c.needs_anchoring OR s.content_hash <> c.content_hash)\n    ORDER BY s.by_id\n) AS signers FROM claims_claim AS c\n        WHERE c.id IN (SELECT claim_id FROM new_rows)\n    ) AS d\n    WHERE c.id = d.id AND (c.stale_signers, c.sign_off_is_stale)\n        IS DISTINCT FROM (d.signers, cardinality(d.signers) > 0);\n    RETURN NULL;\n",
                    hash="59fdebe2edb7d00039b72c05869f4f904a88bd7d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_stale_on_insert_13fae",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="claims_signoff",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signoff",
            trigger=pgtrigger.compiler.Trigger(
                name="stale_on_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    PERFORM 1 FROM claims_claim WHERE id IN (SELECT claim_id FROM old_rows)\n    ORDER BY id FOR NO KEY UPDATE;\n    UPDATE claims_claim AS c\n    SET stale_signers = d.signers, sign_off_is_stale = cardinality(d.signers) > 0\n    FROM (\n        SELECT c.id, ARRAY(\n    SELECT s.by_id::integer FROM claims_signoff AS s\n    WHERE s.claim_id = c.id AND s.submission = c.submission\n    AND (c.needs_anchoring OR s.content_hash <> c.content_hash)\n    ORDER BY s.by_id\n) AS signers FROM claims_claim AS c\n        WHERE c.id IN (SELECT claim_id FROM old_rows)\n    ) AS d\n    WHERE c.id = d.id AND (c.stale_signers, c.sign_off_is_stale)\n        IS DISTINCT FROM (d.signers, cardinality(d.signers) > 0);\n    RETURN NULL;\n",
                    hash="82be731f30bafdd1a32eb2a48454ba408b43298c",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_stale_on_delete_a4c84",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="claims_signoff",
                    when="AFTER",
                ),
            ),
        ),
    ]
