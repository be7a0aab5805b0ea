"""Each section of a queue is read from an index, in its order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0019_words_hold_no_row")]

    operations = [
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("status__in", ["awaiting_sign_off", "disputed"])),
                fields=["status", "status_since", "id"],
                name="claim_to_decide_on",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("status__in", ["new", "checking"])),
                fields=["assignee", "due_on", "-priority", "id"],
                name="claim_to_check",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("status", "changes_requested")),
                fields=["assignee", "status_since", "id"],
                name="claim_to_fix",
            ),
        ),
    ]
