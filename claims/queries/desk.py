"""What the desk shows: the transcript cut at its claims, and the claims beside it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Case, IntegerChoices, IntegerField, Value, When

from claims.models import (
    Claim,
    Interview,
    Quotation,
    Sentence,
    Status,
    TranscriptVersion,
    Turn,
)
from claims.models.claims import ClaimQuerySet
from claims.text.coverage import merged
from claims.text.timing import Heard


@dataclass(frozen=True, slots=True)
class Span:
    """A claim's place in the text."""

    claim: int
    start: int
    end: int
    status: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a turn's text that the same claims cover; `css` is the shortest one's status.

    `sentence` is one that is offered as a claim, where no claim covers it.
    """

    text: str
    claims: tuple[int, ...] = ()
    css: str = ""
    quoted: bool = False
    sentence: Sentence | None = None

    @property
    def ids(self) -> str:
        return " ".join(map(str, self.claims))


@dataclass(slots=True)
class ShownTurn:
    turn: Turn
    heard: Heard | None
    """When it begins in the recording, where that is known."""
    segments: list[Segment] = field(default_factory=list)


def current_transcript(interview: Interview) -> TranscriptVersion | None:
    return interview.transcripts.order_by("-number").first()


class Place(IntegerChoices):
    """Where a claim's card stands on the desk of the newest transcript."""

    LOST = 0, "First: it needs its place"
    HERE = 1, "Where its words are"
    OLDER = 2, "After those: it keeps the words of an older version"
    NOWHERE = 3, "Last: entered by hand"


def cards_of(interview: Interview, transcript: TranscriptVersion | None = None) -> ClaimQuerySet:
    """An interview's claims in the order of its newest transcript, each with its `place`."""
    place = Case(
        When(needs_anchoring=True, then=Value(Place.LOST)),
        When(transcript=None, then=Value(Place.NOWHERE)),
        When(transcript=transcript, then=Value(Place.HERE)),
        default=Value(Place.OLDER),
        output_field=IntegerField(),
    )
    claims = Claim.objects.for_row().filter(interview=interview).annotate(place=place)
    return claims.order_by("place", "start", "end", "pk")


def cards_in(transcript: TranscriptVersion) -> ClaimQuerySet:
    """The claims whose words are taken from this version, in the order of its text."""
    return Claim.objects.for_row().filter(transcript=transcript).order_by("start", "end", "pk")


def spans_of(transcript: TranscriptVersion, start: int = 0, end: int | None = None) -> list[Span]:
    claims = Claim.objects.filter(transcript=transcript, end__gt=start)
    if end is not None:
        claims = claims.filter(start__lt=end)
    rows = claims.values_list("pk", "start", "end", "status")
    return [Span(pk, start or 0, end or 0, status) for pk, start, end, status in rows]


def transcript_shown(transcript: TranscriptVersion, *, offering: bool = False) -> list[ShownTurn]:
    """Every turn, cut at its claims and quotations: three queries, whatever the length.

    With `offering`, also at the sentences that are offered as claims: one more.
    """
    turns = list(transcript.turns.select_related("speaker__identity"))
    sentences = list(transcript.sentences.unread().offered()) if offering else []
    return _cut(transcript, turns, spans_of(transcript), transcript.quotations.all(), sentences)


def turn_shown(
    transcript: TranscriptVersion, position: int, *, offering: bool = False
) -> ShownTurn | None:
    turn = transcript.turns.select_related("speaker__identity").filter(position=position).first()
    if turn is None:
        return None
    within = {"start__lt": turn.end, "end__gt": turn.start}
    quotations = transcript.quotations.filter(**within)
    spans = spans_of(transcript, turn.start, turn.end)
    sentences = list(transcript.sentences.unread().offered().filter(**within)) if offering else []
    return _cut(transcript, [turn], spans, quotations, sentences)[0]


def _cut(
    transcript: TranscriptVersion, turns: list[Turn], spans: list[Span],
    quotations: Iterable[Quotation], sentences: list[Sentence],
) -> list[ShownTurn]:  # fmt: skip
    """Give each turn what overlaps it; `turns` are in order and never overlap each other."""
    text, media = transcript.text, transcript.interview.media_url
    claimed = _by_turn(turns, [(span.start, span.end, span) for span in spans])
    quoted = _by_turn(turns, [(one.start, one.end, one) for one in quotations])
    free = not_claimed(sentences, spans)
    offered = _by_turn(turns, [(one.start, one.end, one) for one in free])
    return [
        ShownTurn(
            turn,
            None if turn.starts_at_ms is None else Heard(turn.starts_at_ms, media),
            segments_of(
                text, turn.start, turn.end, claimed[turn.pk], quoted[turn.pk], offered[turn.pk]
            ),
        )
        for turn in turns
    ]


def number_offered(turns: Iterable[ShownTurn]) -> int:
    """How many sentences are offered as claims."""
    return len({one.sentence.pk for turn in turns for one in turn.segments if one.sentence})


def not_claimed(sentences: Iterable[Sentence], spans: list[Span]) -> list[Sentence]:
    """The sentences of which no claim takes any words."""
    taken = merged((span.start, span.end) for span in spans)
    ends = [end for _, end in taken]
    free = []
    for one in sentences:
        following = bisect_right(ends, one.start)
        if following == len(taken) or taken[following][0] >= one.end:
            free.append(one)
    return free


def _by_turn[T](turns: list[Turn], items: list[tuple[int, int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    first = 0
    for start, end, item in sorted(items, key=lambda row: row[:2]):
        while first < len(turns) and turns[first].end <= start:
            first += 1
        at = first
        while at < len(turns) and turns[at].start < end:
            found[turns[at].pk].append(item)
            at += 1
    return found


def segments_of(
    text: str, start: int, end: int, spans: list[Span], quotations: list[Quotation],
    sentences: Sequence[Sentence] = (),
) -> list[Segment]:  # fmt: skip
    """Cut text[start:end] wherever a claim, a quotation or a sentence that is offered begins or
    ends; nothing is lost."""
    parts: list[Span | Quotation | Sentence] = [*spans, *quotations, *sentences]
    inner = [(one.start, one.end) for one in parts]
    edges = {start, end}
    for left, right in inner:
        edges |= {max(start, left), min(end, right)}
    cuts = sorted(edges)
    segments = []
    for left, right in pairwise(cuts):
        covering = sorted(
            (span for span in spans if span.start <= left and right <= span.end),
            key=lambda span: (span.end - span.start, span.claim),
        )
        segments.append(
            Segment(
                text=text[left:right],
                claims=tuple(span.claim for span in covering),
                css=Status(covering[0].status).css if covering else "",
                quoted=any(one.start <= left and right <= one.end for one in quotations),
                sentence=next(
                    (one for one in sentences if one.start <= left and right <= one.end), None
                ),
            )
        )
    return segments
