"""That something has changed which pages are kept of: what says whether a kept page is still good.

Whoever changes rows that such a page shows leaves a new value in a `Mark`, in the same transaction.
So whoever sees the same values as before sees the same rows: nothing that any of these pages shows
has been changed by anybody since.

A value is random, and nobody writes over one that is not committed: a writer takes a mark that no
other transaction holds, or makes one more. So nobody waits, and there are no more marks than there
have ever been writers at once. The triggers are those of
`claims/migrations/sql/marks.py`; they are none that can be ignored like other triggers.
"""

from django.db import models

from claims.models.transactions import TransactionField


class About(models.IntegerChoices):
    """Which pages a change may show on."""

    BOARDS = 1, "dashboards, and what waits for people"
    WAITING = 2, "what waits for people alone"


class Mark(models.Model):
    about = models.SmallIntegerField(choices=About)
    value = models.UUIDField()
    tx = TransactionField(help_text="Which transaction wrote it: it takes the same one again.")

    def __str__(self) -> str:
        return f"{self.about}: {self.value}"
