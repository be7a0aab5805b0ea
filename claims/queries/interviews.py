"""Interviews in a list, and what a person sees of a text before it is stored."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from claims.models import (
    Interview,
    Person,
    Quotation,
    TranscriptVersion,
    Turn,
    User,
)
from claims.queries import search
from claims.queries.progress import Progress, progress_of
from claims.queries.tallies import standing_of_interviews
from claims.text.labels import is_caps
from claims.text.lookalikes import lookalikes
from claims.text.reading import Quote, Reading
from claims.text.reading import Turn as ReadTurn
from claims.text.timing import clock

PAGE = 50
MOST_SPEAKERS = 200
MOST_KNOWN = 100


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
class Suggestion:
    name: str
    reason: str


@dataclass
class SpeakerRow:
    """One speaker of a text that is not stored yet, and who that may be."""

    number: int
    heard: Heard
    name: str
    error: str = ""
    known_from: int | None = None
    same_as: list[str] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)

    @property
    def same_letters(self) -> str:
        """A suggestion that writes this name in other letters and changes nothing else."""
        plain = self.name.casefold()
        same = (one.name for one in self.suggestions if one.name.casefold() == plain)
        return next(same, "")


@dataclass(frozen=True)
class KnownPerson:
    name: str
    interviews: int


def speaker_rows(
    reading: Reading, names: dict[str, str], errors: dict[str, str]
) -> tuple[list[SpeakerRow], list[KnownPerson]]:
    """A row for each of the first speakers, and the people who are known and may be meant."""
    rows = []
    for number, one in enumerate(heard(reading)[:MOST_SPEAKERS]):
        name = " ".join(names.get(one.speaker, one.speaker).split())
        rows.append(SpeakerRow(number, one, name, errors.get(one.speaker, "")))
    known = people_like({row.name for row in rows if row.name and not row.error})
    by_name = {person.name: person for person in known}
    for row in rows:
        row.same_as = [
            other.heard.speaker for other in rows if other is not row and other.name == row.name
        ] if row.name else []  # fmt: skip
        if row.name in by_name:
            row.known_from = by_name[row.name].interviews
    for name, suggestion in _suggestions([row.name for row in rows if row.name], by_name):
        for row in rows:
            if row.name == name and not row.error:
                row.suggestions.append(suggestion)
    return rows, known


def people_like(names: set[str]) -> list[KnownPerson]:
    """People with these names or these last names, and those met last, with their interviews."""
    last_names = {re.escape(name.split()[-1].strip(".,:")) for name in names} - {""}
    pattern = rf"(^|\s)({'|'.join(sorted(last_names))})$"
    alike = Person.objects.filter(name__iregex=pattern) if last_names else Person.objects.none()
    people = {
        person.pk: person.name
        for group in (
            Person.objects.filter(name__in=names),
            alike.exclude(name__in=names)[:MOST_KNOWN],
            Person.objects.order_by("-pk")[:MOST_KNOWN],
        )
        for person in group
    }
    places = [
        model.objects.filter(speaker__in=people).order_by()
        .values_list("speaker", "transcript__interview").distinct()
        for model in (Turn, Quotation)
    ]  # fmt: skip
    met: dict[str, set[int]] = {name: set() for name in people.values()}
    for person, interview in {place for query in places for place in query}:
        met[people[person]].add(interview)
    return [KnownPerson(name, len(interviews)) for name, interviews in met.items()]


def _suggestions(
    names: list[str], known: dict[str, KnownPerson]
) -> Iterable[tuple[str, Suggestion]]:
    """Yield a name and what it may be: someone known, a fuller name of this text, small letters."""
    distinct = dict.fromkeys(names)
    for later, earlier, reason in lookalikes([*dict.fromkeys([*known, *distinct])]):
        short, full = sorted((later, earlier), key=lambda name: (name in known, _fullness(name)))
        if short not in distinct or (short in known and _fullness(short) == _fullness(full)):
            continue
        where = "in this text too"
        if full in known:
            where = f"known from {_interviews(known[full].interviews)}"
        yield short, Suggestion(full, f"{where}; {reason}")
    spelled = {name.casefold() for name in known}
    for name in distinct:
        if is_caps(name) and len(name) > 2 and name.casefold() not in spelled:
            yield name, Suggestion(_in_small_letters(name), "the same name in small letters")


def _interviews(number: int) -> str:
    return "1 interview" if number == 1 else f"{number} interviews"


def _fullness(name: str) -> tuple[int, bool, int]:
    return len(name.split()), not is_caps(name), len(name)


def _in_small_letters(name: str) -> str:
    """`O'BRIEN-MCKAY` as `O'Brien-McKay`; a guess, for a person to confirm."""
    words = re.sub(r"[^\W\d_]+", lambda found: found[0].capitalize(), name)
    return re.sub(r"\bMc([a-z])", lambda found: f"Mc{found[1].upper()}", words)


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
