from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0008_mentions_that_wait"),
    ]

    operations = [
        migrations.AddField(
            model_name="bulkchange",
            name="query",
            field=models.TextField(
                blank=True,
                default="",
                help_text="The filters of the list that it was asked for in, as its address.",
            ),
            preserve_default=False,
        ),
    ]
