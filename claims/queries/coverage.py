"""How much of an interview's newest transcript has been taken up, and what nobody has taken."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import groupby

from django.db.models import Value

from claims.models import Claim, Interview, Sentence, Status, TranscriptVersion, Turn
from claims.models.interviews import TurnKind
from claims.models.sentences import WhyNot
from claims.queries.desk import current_transcript
from claims.text.coverage import ROW, WIDTH, Box, Span, boxes, cut, merged

ROW_LENGTH = 2400
MOST_ROWS = 20
WORDS_SHOWN = 14
LETTERS_SHOWN = 90
BETWEEN = " \n,.;:!?…–—-"
"""What may be left over where a claim ends, and begins no stretch."""


class Kind(Enum):
    """What can have become of a stretch of text. Where two lie on one place, the first one counts.

    A further kind takes a member here, its spans in `spans_by_kind`, and its colour in the CSS. It
    is told apart by its height, so that it needs no colour.
    """

    CLAIM = "claim", "Became a claim", 14
    ASIDE = "aside", "Set aside", 6
    UNREAD = "unread", "Taken up by nobody", 2

    def __init__(self, css: str, label: str, height: int) -> None:
        self.css = css
        self.label = label
        self.height = height
        self.top = (ROW - height) // 2


@dataclass(frozen=True, slots=True)
class Placed:
    """A claim, and where its words are in the newest transcript."""

    pk: int
    quote: str
    status: Status
    start: int = 0
    end: int = 0

    @property
    def kind(self) -> Kind:
        return Kind.ASIDE if self.status == Status.SET_ASIDE else Kind.CLAIM


@dataclass(frozen=True, slots=True)
class PutAside:
    """A sentence that somebody found not checkable, and why."""

    why: WhyNot
    start: int
    end: int

    @property
    def title(self) -> str:
        return f"Not checkable: {self.why.label}"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something in the strip, and where it leads: a claim, a sentence that was put aside, or what
    of one row is neither."""

    css: str
    place: str
    """After the address of the desk."""
    title: str
    whole: str
    """Where it can be clicked, and where it is seen: the paths of a drawing."""
    seen: str


@dataclass(frozen=True, slots=True)
class Line:
    """A claim, a sentence that was put aside, or a stretch between, which may reach over turns."""

    kind: Kind
    text: str
    words: int
    turn: int
    """The position of the turn that it begins in."""
    speakers: list[str]
    claim: Placed | None = None
    why: str = ""
    """Of a sentence that was put aside."""


@dataclass(frozen=True, slots=True)
class Share:
    """How much of some text is of one kind, and its part of a bar that is 100 wide."""

    kind: Kind
    percent: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Heard:
    """One speaker's part of the text."""

    name: str
    words: int
    shares: list[Share]


@dataclass(slots=True)
class Beside:
    """Claims that have no place in the newest transcript, and why."""

    label: str
    claims: list[Placed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Coverage:
    version: int
    words: int
    height: int
    marks: list[Mark]
    shares: list[Share]
    speakers: list[Heard]
    beside: list[Beside]


def percent(part: int, whole: int) -> str:
    """A whole number of percent that says neither none nor all where that is not so."""
    if not whole or part in {0, whole}:
        return "0\u00a0%" if not part else "100\u00a0%"
    rounded = round(100 * part / whole)
    return {0: "under 1\u00a0%", 100: "over 99\u00a0%"}.get(rounded, f"{rounded}\u00a0%")


def shares_of(sizes: Mapping[Kind, int]) -> list[Share]:
    """`sizes` are in code points; absent is none."""
    whole = sum(sizes.values())
    shares, before = [], 0
    for kind in Kind:
        size = sizes.get(kind, 0)
        x, width = (100 * before / whole, 100 * size / whole) if whole else (0, 0)
        shares.append(Share(kind, percent(size, whole), round(x, 2), round(width, 2)))
        before += size
    return shares


def coverage_of(interview: Interview) -> Coverage | None:
    """None without a transcript: three queries, whatever its length."""
    text = _text_of(interview)
    return None if text is None else _coverage(text)


def stretches_of(interview: Interview) -> tuple[list[Line], list[Beside]]:
    """Every claim, and every stretch between two, in the order of the text; and who is not in it.

    The same three queries.
    """
    text = _text_of(interview)
    return ([], []) if text is None else (_lines(text), text.beside)


class Text:
    """A transcript, its turns laid end to end, and what covers them."""

    def __init__(
        self, transcript: TranscriptVersion, claims: list[Placed], beside: list[Beside],
        put_aside: list[PutAside],
    ) -> None:  # fmt: skip
        self.transcript = transcript
        self.claims = claims
        self.put_aside = put_aside
        self.beside = beside
        everything = transcript.turns.select_related("speaker__identity")
        self.turns = [turn for turn in everything if turn.kind != TurnKind.DIRECTION]
        self.starts = [turn.start for turn in self.turns]
        self.offsets = [0]
        for turn in self.turns:
            self.offsets.append(self.offsets[-1] + turn.end - turn.start)
        length = max(self.offsets[-1], 1)
        self.rows = min(MOST_ROWS, -(-length // ROW_LENGTH))
        self.per_row = -(-length // self.rows)
        self.pieces = self._pieces()

    def _pieces(self) -> dict[Kind, list[Span]]:
        """The parts of turns that are of each kind: every one of them lies in one turn."""
        left: list[Span] = [(turn.start, turn.end) for turn in self.turns]
        pieces: dict[Kind, list[Span]] = {}
        for kind, spans in spans_by_kind(self.claims, self.put_aside).items():
            pieces[kind], left = cut(left, merged(spans))
        pieces[Kind.UNREAD] = [span for span in left if _says_something(self.words(span))]
        return pieces

    def words(self, span: Span) -> str:
        return self.transcript.text[slice(*span)]

    def turn_at(self, place: int) -> Turn:
        """The turn that a place of the transcript lies in, or that stands before it."""
        return self.turns[max(0, bisect_right(self.starts, place) - 1)]

    def offset(self, place: int) -> int:
        """Of a place of the transcript, among all that is spoken."""
        index = max(0, bisect_right(self.starts, place) - 1)
        turn = self.turns[index]
        return self.offsets[index] + min(place, turn.end) - turn.start

    def boxes(self, start: int, end: int) -> list[Box]:
        left, right = self.offset(start), self.offset(end - 1) + 1
        return boxes(left, right, self.per_row)

    def turn_in(self, box: Box) -> int:
        """The position of the turn that begins a box, or goes on in it."""
        offset = (box.y // ROW + box.x / WIDTH) * self.per_row
        index = bisect_right(self.offsets, offset + 1) - 1
        return self.turns[min(index, len(self.turns) - 1)].position


def _text_of(interview: Interview) -> Text | None:
    transcript = current_transcript(interview)
    return None if transcript is None else Text(transcript, *_taken_up(transcript))


def _coverage(text: Text) -> Coverage:
    sizes = {kind: sum(end - start for start, end in text.pieces[kind]) for kind in Kind}
    speakers = _speakers(text)
    return Coverage(
        version=text.transcript.number,
        words=sum(speaker.words for speaker in speakers),
        height=text.rows * ROW,
        marks=[*_unread(text), *_put_aside(text), *_claimed(text)],
        shares=shares_of(sizes),
        speakers=speakers,
        beside=text.beside,
    )


def _unread(text: Text) -> list[Mark]:
    """What nobody has taken up, a mark for each row, so that a click leads near what it shows."""
    kind = Kind.UNREAD
    found = []
    for start, end in merged(
        (text.offset(a), text.offset(b - 1) + 1) for a, b in text.pieces[kind]
    ):
        for box in boxes(start, end, text.per_row):
            turn = text.turn_in(box)
            whole, seen = box.path(0, ROW), box.path(kind.top, kind.height)
            title = f"{kind.label}: turn {turn}"
            found.append(Mark(f"k-{kind.css}", f"#turn-{turn}", title, whole, seen))
    return found


def _put_aside(text: Text) -> list[Mark]:
    found, kind = [], Kind.ASIDE
    for one in text.put_aside:
        drawn = _drawn(kind, text.boxes(one.start, one.end))
        turn = text.turn_at(one.start).position
        found.append(Mark(f"k-{kind.css}", f"#turn-{turn}", one.title, *drawn))
    return found


def _claimed(text: Text) -> list[Mark]:
    """The claims, the shorter ones last: they lie on top."""
    found = []
    for claim in sorted(text.claims, key=lambda claim: claim.start - claim.end):
        its = text.boxes(claim.start, claim.end) if text.turns else []
        words = f"“{_shortened(claim.quote)}” {claim.status.label}"
        place = f"?claim={claim.pk}#claim-{claim.pk}"
        found.append(Mark(claim.status.css, place, words, *_drawn(claim.kind, its)))
    return found


def _drawn(kind: Kind, places: Sequence[Box]) -> tuple[str, str]:
    """Where something can be clicked, and where it is seen: see `Mark`."""
    whole = "".join(box.path(0, ROW) for box in places)
    return whole, "".join(box.path(kind.top, kind.height) for box in places)


def _shortened(words: str) -> str:
    return words if len(words) <= LETTERS_SHOWN else f"{words[:LETTERS_SHOWN].rstrip()}…"


def _taken_up(
    transcript: TranscriptVersion,
) -> tuple[list[Placed], list[Beside], list[PutAside]]:
    """The claims of the interview in the order of this text, those that are not in it, and the
    sentences that were put aside. One query."""
    lost = Beside("Lost their words in a correction and need their place")
    by_hand = Beside("Entered by hand")
    older = Beside("Keep the words of an older version")
    placed, put_aside = [], []
    claims = Claim.objects.filter(interview=transcript.interview_id).values_list(
        "pk", "quote", "status", "start", "end", "transcript", "needs_anchoring"
    )
    sentences = Sentence.objects.filter(transcript=transcript).decided()
    rows = claims.union(
        sentences.values_list(
            "pk", "why_not", Value(""), "start", "end", "transcript", Value(False)
        ),
        all=True,
    ).order_by("start", "end", "pk")
    for pk, quote, status, start, end, version, needs_anchoring in rows:
        if not status:
            put_aside.append(PutAside(WhyNot(quote), start or 0, end or 0))
        elif needs_anchoring and status != Status.SET_ASIDE:
            lost.claims.append(Placed(pk, quote, Status(status)))
        elif version is None:
            by_hand.claims.append(Placed(pk, quote, Status(status)))
        elif version != transcript.pk:
            older.claims.append(Placed(pk, quote, Status(status)))
        else:
            placed.append(Placed(pk, quote, Status(status), start or 0, end or 0))
    return placed, [one for one in (lost, by_hand, older) if one.claims], put_aside


def spans_by_kind(
    claims: Iterable[Placed], put_aside: Iterable[PutAside] = ()
) -> dict[Kind, list[Span]]:
    """The spans of each kind but the last, which is what they leave."""
    found: dict[Kind, list[Span]] = {
        Kind.CLAIM: [], Kind.ASIDE: [(one.start, one.end) for one in put_aside]
    }  # fmt: skip
    for claim in claims:
        found[claim.kind].append((claim.start, claim.end))
    return found


def _says_something(words: str) -> bool:
    """A full stop that is left between two claims is nothing to take up."""
    return any(letter.isalnum() for letter in words)


def _speakers(text: Text) -> list[Heard]:
    """Whoever speaks, the longest first; those without a name together."""
    of_turn: dict[int, list[tuple[Kind, int]]] = defaultdict(list)
    for kind, spans in text.pieces.items():
        for start, end in spans:
            of_turn[text.turn_at(start).pk].append((kind, end - start))
    names: dict[int | None, str] = {}
    words: dict[int | None, int] = defaultdict(int)
    sizes: dict[int | None, dict[Kind, int]] = defaultdict(lambda: defaultdict(int))
    for turn in text.turns:
        who = turn.speaker.who_id if turn.speaker else None
        names[who] = str(turn.speaker or "Nobody named")
        words[who] += len(text.words((turn.start, turn.end)).split())
        for kind, size in of_turn[turn.pk]:
            sizes[who][kind] += size
    heard = [Heard(names[who], words[who], shares_of(sizes[who])) for who in names]
    return sorted(heard, key=lambda speaker: (-speaker.words, speaker.name))


def _lines(text: Text) -> list[Line]:
    taken_up: list[Placed | PutAside] = [*text.claims, *text.put_aside] if text.turns else []
    order: list[tuple[Span, Placed | PutAside | None]] = [
        *((span, None) for span in text.pieces[Kind.UNREAD]),
        *(((one.start, one.end), one) for one in taken_up),
    ]
    order.sort(key=lambda row: row[0])
    lines = []
    for one, group in groupby(order, key=lambda row: row[1]):
        spans = [span for span, _ in group]
        turns = [text.turn_at(start) for start, _ in spans]
        names = dict.fromkeys(str(turn.speaker) for turn in turns if turn.speaker)
        said = " ".join(text.words(span) for span in spans).lstrip(BETWEEN).split()
        words = " ".join(said[:WORDS_SHOWN]) + (" …" if len(said) > WORDS_SHOWN else "")
        about = words, len(said), turns[0].position, list(names)
        match one:
            case Placed():
                lines.append(Line(one.kind, *about, claim=one))
            case PutAside():
                lines.append(Line(Kind.ASIDE, *about, why=one.title))
            case None:
                lines.append(Line(Kind.UNREAD, *about))
    return lines
