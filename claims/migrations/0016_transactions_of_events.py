"""Events know their transaction. Those that are there do not, and the table is not written anew."""

from django.db import migrations, models

import claims.models.transactions


class Migration(migrations.Migration):
    dependencies = [("claims", "0015_api_tokens")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="tx",
            field=claims.models.transactions.TransactionField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="event",
            name="tx",
            field=claims.models.transactions.TransactionField(
                db_default=models.Func(function="pg_current_xact_id"),
                editable=False,
                null=True,
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("tx__isnull", False)),
                fields=["tx"],
                name="event_transaction",
            ),
        ),
    ]
