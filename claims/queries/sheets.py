"""Imports of sheets: what would come of one, how far it is, and what became of its rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from claims.models import Interview, RowOutcome, SheetImport, SheetRow, User
from claims.queries.sheet_rows import Understanding, Understood

SHOWN = 10
SAMPLED, SAMPLES = 50, 2
NAMED = 20
PAGE_LENGTH = 100
EARLIER = 20
SUGGESTED = 200

type Rows = Iterable[tuple[int, Sequence[str]]]


@dataclass(slots=True)
class Group:
    """Rows of which one thing is to be said, and the numbers of the first of them."""

    sentence: str
    number: int = 0
    rows: list[int] = field(default_factory=list)

    def add(self, row: int) -> None:
        self.number += 1
        if len(self.rows) < NAMED:
            self.rows.append(row)


@dataclass(slots=True)
class Preview:
    """What would become of the rows: how many are new, there already or refused, and why."""

    new: int = 0
    known: int = 0
    refused: int = 0
    by_hand: int = 0
    first: list[Understood] = field(default_factory=list)
    refusals: list[Group] = field(default_factory=list)
    remarks: list[Group] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.new + self.known + self.refused


def preview_of(rows: Rows, columns: Sequence[str], interview: Interview | None) -> Preview:
    """Reads only; the actions are the judges when it runs."""
    understanding, seen = Understanding(columns, interview), Preview()
    refusals: dict[str, Group] = {}
    remarks: dict[str, Group] = {}
    rows = list(rows)
    understanding.prepare(cells for _, cells in rows)
    for number, cells in rows:
        meant = understanding.row(number, cells)
        if len(seen.first) < SHOWN:
            seen.first.append(meant)
        if meant.outcome == RowOutcome.REFUSED:
            seen.refused += 1
            refusals.setdefault(meant.refusal, Group(meant.refusal)).add(number)
        elif meant.outcome == RowOutcome.KNOWN:
            seen.known += 1
        else:
            seen.new += 1
            seen.by_hand += meant.is_by_hand
            for sentence in meant.foreseen:
                remarks.setdefault(sentence, Group(sentence)).add(number)
    seen.refusals, seen.remarks = _most_first(refusals), _most_first(remarks)
    return seen


def _most_first(groups: dict[str, Group]) -> list[Group]:
    return sorted(groups.values(), key=lambda group: (-group.number, group.rows[0]))


def rows_of(sheet: SheetImport) -> Iterator[tuple[int, list[str]]]:
    return iter(sheet.rows.order_by("number").values_list("number", "cells"))


def samples_of(sheet: SheetImport) -> list[list[str]]:
    """For each column the first few texts that differ."""
    found: list[list[str]] = [[] for _ in sheet.headings]
    for cells in sheet.rows.order_by("number").values_list("cells", flat=True)[:SAMPLED]:
        for samples, text in zip(found, cells, strict=False):
            if text and text not in samples and len(samples) < SAMPLES:
                samples.append(text)
    return found


def waiting(sheet: SheetImport) -> QuerySet[SheetRow]:
    return sheet.rows.filter(outcome=RowOutcome.WAITING)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an import is, in rows."""

    waiting: int
    new: int
    known: int
    refused: int
    remarked: int

    @property
    def all(self) -> int:
        return self.waiting + self.worked_off

    @property
    def worked_off(self) -> int:
        return self.new + self.known + self.refused

    @property
    def is_over(self) -> bool:
        return not self.waiting


def standing(sheet: SheetImport) -> Standing:
    counts = {outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in RowOutcome}
    remarked = Count("pk", filter=~Q(remarks=[]))
    return Standing(**sheet.rows.order_by().aggregate(**counts, remarked=remarked))


@dataclass(frozen=True, slots=True)
class RowPage:
    rows: list[SheetRow]
    after: int | None
    """Where the next page begins; None on the last."""


def page_of_rows(sheet: SheetImport, outcome: RowOutcome, *, after: int = 0) -> RowPage:
    """Rows of one outcome, those with something to say of first to last as in the sheet."""
    rows = sheet.rows.filter(outcome=outcome, number__gt=after).order_by("number")
    found = list(rows.select_related("claim__interview")[: PAGE_LENGTH + 1])
    page = found[:PAGE_LENGTH]
    return RowPage(page, page[-1].number if len(found) > PAGE_LENGTH else None)


def rows_to_report(sheet: SheetImport) -> Iterator[SheetRow]:
    """All of them, in the order of the sheet."""
    return iter(sheet.rows.order_by("number"))


def earlier_imports(user: User, *, but: SheetImport | None = None) -> list[SheetImport]:
    """A person's own imports that have begun, newest first, each with `left`: rows that wait."""
    begun = SheetImport.objects.filter(by=user, begun_at__isnull=False)
    begun = begun.exclude(pk=but.pk) if but else begun
    rows = SheetRow.objects.filter(sheet=OuterRef("pk"), outcome=RowOutcome.WAITING)
    number = rows.order_by().values("sheet").annotate(number=Count("pk")).values("number")
    return list(begun.annotate(left=Coalesce(Subquery(number), 0))[:EARLIER])


def interviews_to_suggest() -> list[tuple[str, str]]:
    """Slugs and titles of the newest."""
    return list(Interview.objects.order_by("-pk").values_list("slug", "title")[:SUGGESTED])
