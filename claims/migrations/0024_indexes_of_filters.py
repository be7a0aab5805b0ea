"""Filters are counted, and their newest claims found, in an index alone."""

import datetime

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0023_passages_of_long_turns"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="claim",
            name="claim_submitter_newest",
        ),
        migrations.RemoveIndex(
            model_name="claim",
            name="claim_open_newest",
        ),
        migrations.RemoveIndex(
            model_name="claim",
            name="claim_due_newest",
        ),
        migrations.RemoveIndex(
            model_name="claim",
            name="claim_stale_newest",
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                models.F("submitted_by"),
                models.OrderBy(models.F("captured_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("status__in", ["signed_off", "published"])),
                name="claim_submitter_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                models.OrderBy(models.F("captured_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                models.F("topic"),
                models.F("assignee"),
                models.F("priority"),
                condition=models.Q(
                    (
                        "status__in",
                        ["new", "checking", "awaiting_sign_off", "changes_requested", "disputed"],
                    )
                ),
                name="claim_open_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce(
                    "due_on", models.Value(datetime.date(9999, 12, 31))
                ),
                models.F("id"),
                models.F("topic"),
                models.F("assignee"),
                condition=models.Q(
                    (
                        "status__in",
                        ["new", "checking", "awaiting_sign_off", "changes_requested", "disputed"],
                    )
                ),
                name="claim_open_soonest",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                models.OrderBy(models.F("captured_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                models.F("due_on"),
                condition=models.Q(
                    ("due_on__isnull", False),
                    (
                        "status__in",
                        ["new", "checking", "awaiting_sign_off", "changes_requested", "disputed"],
                    ),
                ),
                name="claim_due_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                models.OrderBy(models.F("captured_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(
                    ("sign_off_is_stale", True), models.Q(("status", "set_aside"), _negated=True)
                ),
                name="claim_stale_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                models.F("set_aside_reason"),
                models.OrderBy(models.F("captured_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("status", "set_aside")),
                name="claim_aside_newest",
            ),
        ),
    ]
