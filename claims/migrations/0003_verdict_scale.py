"""The scale that a newsroom starts with."""

from django.db import migrations

SCALE = [
    ("True", 4, "The evidence supports the statement, and nothing important is missing."),
    ("Mostly true", 3, "Right in substance; a detail is wrong or missing."),
    ("Misleading", None, "Each word may be right, but the impression that it leaves is wrong."),
    ("Mostly false", 2, "A part is right; the substance is not."),
    ("False", 1, "The evidence refutes the statement."),
    ("Unproven", None, "The evidence that can be had neither supports nor refutes it."),
    (
        "Attribution confirmed",
        None,
        "The person named said so. Whether it is true is not judged here.",
    ),
]


def add_scale(apps, schema_editor):
    apps.get_model("claims", "Verdict").objects.bulk_create(
        apps.get_model("claims", "Verdict")(
            label=label, number=number, definition=definition, position=position
        )
        for position, (label, number, definition) in enumerate(SCALE, 1)
    )


class Migration(migrations.Migration):
    dependencies = [("claims", "0002_cache_table")]

    operations = [migrations.RunPython(add_scale, migrations.RunPython.noop)]
