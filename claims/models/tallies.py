"""How many claims there are of each kind, counted by the database as they change.

Whoever changes claims only appends to `TallyChange` what their row counted as before and what it
counts as now: no lock, and no row that everybody writes to. Now and then one of them folds these
changes into `Tally`. `Tallied` is both together, and always right.

The functions and triggers are those of `claims/migrations/sql/tallies.py`. They are none that can
be ignored like other triggers: what is not counted shows on every page.
"""

from datetime import date
from enum import IntEnum

from django.db import models

from claims.models.statuses import SetAsideReason, Status

SINCE_EVER = date(1, 1, 1)
"""The day of what is not counted by the day."""


class Scope(IntEnum):
    """Whose claims are counted. Where a claim has none, like a speaker, the id is 0."""

    ALL = 0
    INTERVIEW = 1
    SPEAKER = 2
    TOPIC = 3
    ASSIGNEE = 4
    SUBMITTER = 5  # of finished claims, and these alone


class Measure(IntEnum):
    """What is counted, and what the key says. By month it has the same key as by day."""

    STATUS = 1  # claims: the status
    PRIORITY = 2  # claims: the priority
    SET_ASIDE = 3  # claims set aside: the reason
    ATTENTION = 4  # claims: why they need attention
    RANKED = 5  # claims: open or finished
    ASSIGNED = 6  # claims, but by assignee: assignee * 16 + status
    SPOKEN = 7  # finished claims, by interview only: speaker * 2**32 + finding
    CAPTURED = 10  # claims by the day of their capture: the work that is left
    CAPTURED_BY_MONTH = 11
    FINISHED = 12  # finished claims by the day they were signed off: the finding
    FINISHED_BY_MONTH = 13
    DUE = 14  # open claims by the day that they are due: the status
    DUE_BY_MONTH = 15
    STAYED = 16  # stays by the day that they ended, for all claims only: status * 256 + length
    STAYED_BY_MONTH = 17


STATUSES = list(Status)
"""Their numbers in keys count from 1."""
REASONS = list(SetAsideReason)
"""The same."""


class Attention(IntEnum):
    """As the claim list's filters have it."""

    STALE = 1
    NEEDS_ANCHORING = 2
    WITHOUT_SOURCE = 3
    WITHOUT_PRIMARY_SOURCE = 4


class Rank(IntEnum):
    OPEN = 1
    FINISHED = 2


class Work(IntEnum):
    """What is left of the work on a claim."""

    CLOSED = 0
    ASSIGNED = 1
    UNASSIGNED = 2


class Counted(models.Model):
    """One number: of what, of whose claims, on which day (or in the month that begins then)."""

    pk = models.CompositePrimaryKey("scope", "measure", "scope_id", "day", "key")
    key = models.BigIntegerField()
    scope_id = models.IntegerField()
    day = models.DateField()
    number = models.IntegerField()
    scope = models.SmallIntegerField()
    measure = models.SmallIntegerField()

    class Meta:
        abstract = True


class Tally(Counted):
    """What was counted up to the last fold. No row is zero."""

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.number} of {self.pk}"


class Tallied(Counted):
    """`Tally`, and what has changed since: several rows for one number, to be summed."""

    class Meta:
        managed = False

    def __str__(self) -> str:
        return f"{self.number} of {self.pk}"


class TallyChange(models.Model):
    """That so many claims (or fewer) count as this from now on.

    Either a claim, with a status, or a stay in a status that ended, with `stayed_in`. Days are
    those of the newsroom's time zone; what plays no part in any tally is left empty.
    """

    number = models.IntegerField()
    interview = models.IntegerField()
    speaker = models.IntegerField()
    topic = models.IntegerField()
    assignee = models.IntegerField()
    submitter = models.IntegerField()
    status = models.SmallIntegerField(null=True)
    priority = models.SmallIntegerField(null=True)
    reason = models.SmallIntegerField(null=True)
    attention = models.SmallIntegerField(help_text="A bit for each reason.")
    finding = models.IntegerField(null=True, help_text="Verdict · 2 + has a primary source.")
    captured = models.DateField(null=True)
    due = models.DateField(null=True)
    finished = models.DateField(null=True)
    stayed_in = models.SmallIntegerField(null=True)
    length = models.SmallIntegerField(null=True, help_text="Logarithm of seconds, base 1.15.")
    stayed_until = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.number:+} of interview {self.interview}"
