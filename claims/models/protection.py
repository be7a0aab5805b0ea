"""Triggers for rows that are written once."""

import pgtrigger


def written_once() -> list[pgtrigger.Trigger]:
    """The triggers by which the database refuses UPDATE, DELETE and TRUNCATE of a table."""
    return [
        pgtrigger.Protect(name="written_once", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="never_emptied",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'Rows of % are never removed.', TG_TABLE_NAME;",
        ),
    ]
