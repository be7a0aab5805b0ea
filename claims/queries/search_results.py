"""What the page of a search shows of the rows that it found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.db.models import F, Model
from django.db.models.functions import Substr
from django.urls import reverse

from claims.models import Claim, Evidence, Interview, Passage, Person, Source, User
from claims.queries.search import Hit, Query, found, marking
from claims.text.search import SNIPPET, Marking, Piece, marked

GROUPS = {
    "claims": "Claims",
    "transcripts": "Transcripts",
    "sources": "Sources",
    "evidence": "Excerpts",
    "interviews": "Interviews",
    "people": "People",
}
CORRECTED = ["people", "claims", "transcripts"]
"""Where names are, as they should have been typed."""
COUNTED = 100
"""How many are counted for a tab."""
RANKED = 500
"""The newest so many that match are ranked; what is older is listed by age."""
PAGE_LENGTH = 20
FIRST_FEW = 5


@dataclass(slots=True)
class Line:
    """One text of a result; `label` says which, where that is not plain."""

    text: str
    label: str = ""
    always: bool = False
    """Shown also where nothing in it was found."""
    said: bool = False
    """Somebody's own words."""
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Result:
    row: Any
    href: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Group:
    """The results of one kind: some of them, and how many there are."""

    name: str
    number: int
    more_than_counted: bool
    results: list[Result]
    last: Hit | None = None
    """Where the next page goes on from, if there is one."""
    newest: int = 0
    """The highest number among those that were ranked."""
    ranked_all: bool = True

    @property
    def label(self) -> str:
        return GROUPS[self.name]

    @property
    def is_whole(self) -> bool:
        return not self.more_than_counted and self.number == len(self.results)


def overview(query: Query, user: User, kinds: Iterable[str] = GROUPS) -> list[Group]:
    """The first few of each kind that has any."""
    hits = found(query, user, dict.fromkeys(kinds, COUNTED + 1))
    shown = {kind: rows[:FIRST_FEW] for kind, rows in hits.items()}
    results = _results(query, user, shown)
    return [
        Group(kind, min(len(rows), COUNTED), len(rows) > COUNTED, results[kind])
        for kind, rows in hits.items()
    ]


def page_of(
    query: Query, user: User, kind: str, *, newest_first: bool = False, after: Hit | None = None,
    below: int | None = None,
) -> tuple[list[Group], Group]:  # fmt: skip
    """One page of one kind, and the groups without results, for their numbers.

    The best come first, of the newest RANKED that match: `below` is the number from which on rows
    have come since the first page, `after` the last result of the page before. Newest first, all
    are listed, and `after` is enough.
    """
    wanted = dict.fromkeys(GROUPS, COUNTED + 1)
    hits = found(query, user, wanted)
    start = after.pk if newest_first and after else below
    at_most = PAGE_LENGTH if newest_first else RANKED
    rows = found(query, user, {kind: at_most + 1}, below=start)[kind]
    newest = max((hit.pk for hit in rows), default=0)
    ranked_all = newest_first or len(rows) <= RANKED
    if newest_first:
        rows.sort(key=lambda hit: -hit.pk)
    elif not ranked_all:
        rows.remove(min(rows, key=lambda hit: hit.pk))
    if after and not newest_first:
        place = (-after.rank, -after.pk)
        rows = [hit for hit in rows if (-hit.rank, -hit.pk) > place]
    shown = rows[:PAGE_LENGTH]
    numbers = [
        Group(name, min(len(some), COUNTED), len(some) > COUNTED, []) for name, some in hits.items()
    ]
    own = next(group for group in numbers if group.name == kind)
    return numbers, Group(
        kind, own.number, own.more_than_counted, _results(query, user, {kind: shown})[kind],
        last=shown[-1] if len(rows) > PAGE_LENGTH else None, newest=newest, ranked_all=ranked_all,
    )  # fmt: skip


def _results(query: Query, user: User, shown: dict[str, list[Hit]]) -> dict[str, list[Result]]:
    """One query for each kind that has any, and one for what is marked in all of them."""
    results: dict[str, list[Result]] = {}
    for kind, hits in shown.items():
        rows = FETCH[kind]([hit.pk for hit in hits]) if hits else {}
        results[kind] = [SHOW[kind](rows[hit.pk], user) for hit in hits if hit.pk in rows]
    lines = [line for some in results.values() for result in some for line in result.lines]
    marks = marking(query, [line.text for line in lines])
    for some in results.values():
        for result in some:
            result.lines[:] = list(_marked(result.lines, marks))
    for result in results.get("transcripts", []):
        result.lines[0].always = True
    return results


def _marked(lines: list[Line], marks: Marking) -> Iterable[Line]:
    for line in lines:
        spans = marks.spans(line.text)
        if spans or line.always:
            line.pieces = marked(line.text, spans, most=SNIPPET)
            yield line


type Rows = dict[int, Any]


def _claims(pks: list[int]) -> Rows:
    return Claim.objects.select_related("interview", "person", "verdict").in_bulk(pks)


def _passages(pks: list[int]) -> Rows:
    text = Substr("transcript__text", F("start") + 1, F("end") - F("start"))
    rows = Passage.objects.select_related("turn__speaker__identity", "transcript__interview")
    return (
        rows.defer("words", "transcript__text", "transcript__notes")
        .annotate(text=text)
        .in_bulk(pks)
    )


def _evidence(pks: list[int]) -> Rows:
    return Evidence.objects.select_related("source", "claim__interview").in_bulk(pks)


def _plain(model: type[Model]) -> Callable[[list[int]], Rows]:
    return model._default_manager.in_bulk


FETCH: dict[str, Callable[[list[int]], Rows]] = {
    "claims": _claims,
    "transcripts": _passages,
    "evidence": _evidence,
    "sources": _plain(Source),
    "interviews": _plain(Interview),
    "people": _plain(Person),
}


def _claim(claim: Claim, user: User) -> Result:
    lines = [Line(claim.quote, always=True, said=True), Line(claim.statement, "Checked")]
    if not claim.is_sealed or user.pk in claim.authors:
        lines.append(Line(claim.rationale, "Rationale"))
    desk = reverse("desk", args=[claim.interview.slug])
    return Result(claim, f"{desk}?claim={claim.pk}", lines)


def _passage(passage: Any, user: User) -> Result:
    desk = reverse("desk", args=[passage.transcript.interview.slug])
    words = quote(" ".join(passage.text.split()[:6]), safe="")
    place = f"{desk}#turn-{passage.turn.position}:~:text={words}"
    return Result(passage, place, [Line(passage.text, always=True, said=True)])


def _excerpt(evidence: Evidence, user: User) -> Result:
    place = f"{evidence.claim.get_absolute_url()}#claim-{evidence.claim_id}-evidence"
    lines = [Line(evidence.excerpt, always=True, said=True), Line(evidence.locator, "Where")]
    return Result(evidence, place, lines)


def _source(source: Source, user: User) -> Result:
    lines = [Line(source.title, always=True)]
    lines += [
        Line(getattr(source, name), label)
        for name, label in {
            "publisher": "Publisher", "author": "Author", "spoken_to": "Spoken to",
            "reference": "Reference", "short_address": "Address",
        }.items()
    ]  # fmt: skip
    return Result(source, source.get_absolute_url(), lines)


def _interview(interview: Interview, user: User) -> Result:
    lines = [Line(interview.title, always=True), Line(interview.outlet, "Outlet")]
    lines.append(Line(interview.programme, "Programme"))
    return Result(interview, interview.get_absolute_url(), lines)


def _person(person: Person, user: User) -> Result:
    lines = [Line(person.name, always=True), Line(person.description, always=True)]
    return Result(person, person.get_absolute_url(), lines)


SHOW: dict[str, Callable[[Any, User], Result]] = {
    "claims": _claim,
    "transcripts": _passage,
    "evidence": _excerpt,
    "sources": _source,
    "interviews": _interview,
    "people": _person,
}
