"""Interviews in a list, and what a person sees of a text before it is stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from claims.models import Interview, TranscriptVersion, User
from claims.queries import search
from claims.queries.progress import Progress, progress_of
from claims.queries.tallies import standing_of_interviews
from claims.text.reading import Quote, Reading
from claims.text.reading import Turn as ReadTurn
from claims.text.timing import clock

PAGE = 50


@dataclass(frozen=True)
class InterviewPage:
    """A page of the list; `newer` and `older` are the interviews to go on from."""

    rows: list[tuple[Interview, Progress]]
    total: int
    newer: int | None = None
    older: int | None = None


def interviews_page(
    user: User, words: str = "", *, before: Interview | None = None, after: Interview | None = None
) -> InterviewPage:
    """Newest first; those that a search for `words` finds; older than `before` or newer than
    `after`. Raises BadSearch."""
    found = Interview.objects.select_related("created_by")
    if words:
        found = search.holding(found, "interviews", search.query_of(words), user)
    total = found.count()
    if after:
        rows = list(found.filter(_beyond("gt", after)).order_by("created_at", "pk")[: PAGE + 1])
        more_newer, more_older = len(rows) > PAGE, bool(rows)
        rows = rows[:PAGE][::-1]
    else:
        older = found.filter(_beyond("lt", before)) if before else found
        rows = list(older.newest_first()[: PAGE + 1])
        more_newer, more_older = before is not None, len(rows) > PAGE
        rows = rows[:PAGE]
    progress = progress_by_interview(rows)
    return InterviewPage(
        [(row, progress[row.pk]) for row in rows],
        total,
        newer=rows[0].pk if rows and more_newer else None,
        older=rows[-1].pk if rows and more_older else None,
    )


def _beyond(comparison: str, interview: Interview) -> Q:
    """Those before or after an interview in the list's order."""
    at = interview.created_at
    return Q(**{f"created_at__{comparison}": at}) | Q(
        created_at=at, **{f"pk__{comparison}": interview.pk}
    )


def progress_by_interview(interviews: Iterable[Interview]) -> dict[int, Progress]:
    """Progress by interview, in one query."""
    ids = [interview.pk for interview in interviews]
    standing = standing_of_interviews(ids)
    return {
        pk: progress_of(counts, next_due=due)
        for pk, (counts, due) in ((pk, standing.get(pk, ({}, None))) for pk in ids)
    }


def with_the_same_text(sha256: str) -> QuerySet[Interview]:
    same = TranscriptVersion.objects.filter(sha256=sha256).values("interview")
    return Interview.objects.filter(pk__in=same).select_related("created_by").newest_first()


@dataclass(frozen=True)
class Heard:
    """How much of a text one speaker says: turns, or quotes in an article."""

    speaker: str
    times: int
    words: int
    first_words: str


def heard(reading: Reading) -> list[Heard]:
    """The speakers of a reading in the order of their first appearance."""
    spoken: list[ReadTurn] | list[Quote] = reading.quotes if reading.quotes else reading.turns
    spans: dict[str, list[tuple[int, int]]] = {speaker: [] for speaker in reading.speakers}
    for part in spoken:
        if part.speaker in spans:
            spans[part.speaker].append((part.start, part.end))
    return [
        Heard(
            speaker,
            len(parts),
            sum(len(reading.text[start:end].split()) for start, end in parts),
            _beginning(reading.text[slice(*parts[0])]) if parts else "",
        )
        for speaker, parts in spans.items()
    ]


def _beginning(words: str, limit: int = 90) -> str:
    words = " ".join(words[: limit * 3].split())
    return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + " …"


@dataclass(frozen=True)
class Piece:
    """A stretch of a turn: quoted words and whose they are, or words between quotes."""

    text: str
    quoted: bool = False
    by: str = ""
    sure: bool = True


@dataclass(frozen=True)
class Doubt:
    """A note on the reading and the number of the turn that it is about, if it is about one."""

    text: str
    turn: int | None = None


@dataclass
class Passage:
    """A turn as it will be stored."""

    number: int
    kind: str
    speaker: str
    clock: str
    pieces: list[Piece]
    doubts: list[str] = field(default_factory=list)


def passages(reading: Reading, names: dict[str, str]) -> tuple[list[Passage], list[Doubt]]:
    """The turns of a reading under the names typed, and its doubts, each at its turn."""
    quotes = iter(reading.quotes)
    quote = next(quotes, None)
    found = []
    for number, turn in enumerate(reading.turns, 1):
        pieces, at = [], turn.start
        while quote and quote.start < turn.end:
            start, end = max(quote.start, at), min(quote.end, turn.end)
            pieces.append(Piece(reading.text[at:start]))
            by = " ".join(names.get(quote.speaker, quote.speaker).split())
            pieces.append(Piece(reading.text[start:end], True, by, quote.sure))
            at = max(at, end)
            if quote.end > turn.end:
                break
            quote = next(quotes, None)
        pieces.append(Piece(reading.text[at : turn.end]))
        speaker = " ".join(names.get(turn.speaker, turn.speaker).split())
        shown = [piece for piece in pieces if piece.text]
        heard_at = "" if turn.starts_at_ms is None else clock(turn.starts_at_ms)
        found.append(Passage(number, turn.kind, speaker, heard_at, shown))
    return found, _doubts(reading, found)


def _doubts(reading: Reading, found: list[Passage]) -> list[Doubt]:
    """The notes as doubts, and each one at its passage."""
    doubts = []
    at = 0
    for note in sorted(reading.notes, key=lambda note: -1 if note.start is None else note.start):
        if note.start is None or not found:
            doubts.append(Doubt(note.text))
            continue
        while at < len(found) - 1 and reading.turns[at].end <= note.start:
            at += 1
        found[at].doubts.append(note.text)
        doubts.append(Doubt(note.text, found[at].number))
    return doubts
