"""Tones and evidence rules of the scale, and the ends of the chains of claims that are there."""

from django.db import migrations

TONES = {
    "True": "positive",
    "Mostly true": "positive",
    "Misleading": "mixed",
    "Mostly false": "negative",
    "False": "negative",
}

CHAINS = """
    ALTER TABLE claims_claim DISABLE TRIGGER USER;
    ALTER TABLE claims_signoff DISABLE TRIGGER USER;
    UPDATE claims_claim AS c SET
        version = e.number, last_hash = e.hash,
        submission = (
            SELECT count(*) FROM claims_event AS s
            WHERE s.claim_id = c.id AND s.after ->> 'status' = 'awaiting_sign_off'
            AND s.before ->> 'status' <> 'awaiting_sign_off'
        ),
        authors = ARRAY(
            SELECT DISTINCT a.actor_id FROM claims_event AS a
            WHERE a.claim_id = c.id AND a.number > 1
            AND (a.after ? 'verdict_id' OR a.after ? 'rationale')
            AND a.number > coalesce((
                SELECT max(n.number) FROM claims_event AS n
                WHERE n.claim_id = c.id AND n.after ->> 'status' = 'new'
            ), 1)
            ORDER BY a.actor_id
        )
    FROM claims_event AS e
    WHERE e.claim_id = c.id
    AND e.number = (SELECT max(l.number) FROM claims_event AS l WHERE l.claim_id = c.id);
    UPDATE claims_signoff AS o SET submission = (
        SELECT count(*) FROM claims_event AS s
        WHERE s.claim_id = o.claim_id AND s.at <= o.at
        AND s.after ->> 'status' = 'awaiting_sign_off'
        AND s.before ->> 'status' <> 'awaiting_sign_off'
    );
    ALTER TABLE claims_claim ENABLE TRIGGER USER;
    ALTER TABLE claims_signoff ENABLE TRIGGER USER;
"""


def set_rules(apps, schema_editor):
    scale = apps.get_model("claims", "Verdict").objects
    for label, tone in TONES.items():
        scale.filter(label=label).update(tone=tone)
    scale.filter(label__in=["True", "False"]).update(needs_primary=1)
    scale.filter(label="Unproven").update(
        needs_search_log=True, needs_sources=0, needs_excerpts=False
    )
    apps.get_model("claims", "Newsroom").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("claims", "0006_trusted_reviews")]

    operations = [
        migrations.RunPython(set_rules, migrations.RunPython.noop),
        migrations.RunSQL(CHAINS, migrations.RunSQL.noop),
    ]
