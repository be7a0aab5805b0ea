"""The scale of verdicts as its page shows it, and what each verdict is used by."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from claims.models import Claim, Event, SignOff, User, Verdict
from claims.models.claims import verdict_is_open_to
from claims.models.evidence_rules import rule_in_words
from claims.models.verdicts import VerdictQuerySet


@dataclass(frozen=True, slots=True)
class Worded:
    """One wording of a verdict, and how many claims stand on it that this person may know of."""

    verdict: Verdict
    claims: int
    followed_by: Verdict
    """The wording that took its place, with who wrote that and when."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One verdict: its newest wording, and those before it, newest first."""

    verdict: Verdict
    claims: int
    rule: list[str]
    older: list[Worded]
    is_first: bool = False
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    entries: list[Entry] = field(default_factory=list)
    retired: list[Entry] = field(default_factory=list)

    @property
    def older(self) -> list[Worded]:
        """The older wordings of all that is, or was, on the scale."""
        return [one for entry in [*self.entries, *self.retired] for one in entry.older]

    def entry_of(self, verdict: Verdict) -> Entry | None:
        entries = [*self.entries, *self.retired]
        return next((entry for entry in entries if entry.verdict.pk == verdict.pk), None)


def scale_for(user: User) -> Scale:
    """Every verdict with its older wordings: one query."""
    rows = list(_counted(user).select_related("written_by"))
    newest = [row for row in rows if row.replaced_by_id is None]
    there = [row for row in newest if row.retired_at is None]
    gone = [row for row in newest if row.retired_at is not None]
    return Scale(
        [
            _entry(row, rows, is_first=row is there[0], is_last=row is there[-1])
            for row in there
        ],
        [_entry(row, rows) for row in sorted(gone, key=lambda row: str(row.retired_at))],
    )  # fmt: skip


def wordings_of(verdict: Verdict, rows: Iterable[Verdict]) -> list[Verdict]:
    """A verdict's wordings among these rows, newest first, whichever of them is asked about."""
    by_pk = {row.pk: row for row in rows}
    before = {row.replaced_by_id: row for row in by_pk.values() if row.replaced_by_id}
    newest = by_pk[verdict.pk]
    while newest.replaced_by_id:
        newest = by_pk[newest.replaced_by_id]
    found = [newest]
    while older := before.get(found[-1].pk):
        found.append(older)
    return found


def use_of(wordings: Iterable[Verdict]) -> str:
    """Why a verdict is kept, in one sentence, or '' where no claim ever had any of its wordings."""
    ids = [verdict.pk for verdict in wordings]
    if Claim.objects.filter(Q(verdict__in=ids) | Q(second_verdict__in=ids)).exists():
        return "Claims stand on it, so it stays."
    in_events = (
        Q(before__verdict_id__in=ids)
        | Q(after__verdict_id__in=ids)
        | Q(before__second_verdict_id__in=ids)
        | Q(after__second_verdict_id__in=ids)
    )
    if Event.objects.filter(in_events).exists():
        return "It stands in the history of claims, so it stays."
    if SignOff.objects.filter(content__verdict__in=ids).exists():
        return "A sign-off is for it, so it stays."
    return ""


def _entry(
    verdict: Verdict, rows: list[Verdict], *, is_first: bool = False, is_last: bool = False
) -> Entry:
    wordings = wordings_of(verdict, rows)
    older = [Worded(one, _claims(one), after) for after, one in pairwise(wordings)]
    return Entry(verdict, _claims(verdict), rule_in_words(verdict), older, is_first, is_last)


def _counted(user: User) -> VerdictQuerySet:
    """With the number of claims whose verdict this person may know: annotates `claim_count`."""
    counts = (
        Claim.objects.filter(verdict_is_open_to(user), verdict=OuterRef("pk"))
        .order_by()
        .values("verdict")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Verdict.objects.annotate(
        claim_count=Coalesce(Subquery(counts, output_field=IntegerField()), 0)
    )


def _claims(verdict: Verdict) -> int:
    counted: int = verdict.claim_count  # type: ignore[attr-defined]
    return counted
