"""What a corrected transcript does to the claims of an interview, before and after it is stored."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Length

from claims.models import Claim, Interview, Person, TranscriptVersion, TurnKind
from claims.text.anchoring import find_all, find_loosely
from claims.text.called import is_full_name
from claims.text.moving import Lost, Moved, Why, moved
from claims.text.passages import similar
from claims.text.reading import Reading, read

WORDS_OF = {
    Why.CHANGED: "These words were changed.",
    Why.GONE: "These words are gone.",
    Why.SEVERAL: "These words stand in more than one place: it could be any of them.",
}


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one claim: its new place, or why it has none."""

    claim: Claim
    place: Moved | None = None
    why: Why | None = None

    @property
    def words(self) -> str:
        return WORDS_OF[self.why] if self.why else ""


@dataclass(slots=True)
class Fates:
    """The claims of an interview by what a correction does to them."""

    moved: list[Fate] = field(default_factory=list)
    lost: list[Fate] = field(default_factory=list)
    """Those that lose their place by this correction."""
    still_lost: list[Fate] = field(default_factory=list)
    """Those that had lost it before, and are not found now either."""
    kept: list[Claim] = field(default_factory=list)
    """Those that somebody left with the words of an older version."""


def anchored_claims(interview: Interview) -> QuerySet[Claim]:
    """Those with a place in any version, in the order in which they are locked."""
    return Claim.objects.filter(interview=interview, transcript__isnull=False).order_by("pk")


def fates_of(claims: Iterable[Claim], present: TranscriptVersion, new_text: str) -> Fates:
    """What becomes of these claims when `new_text` takes the place of the `present` version.

    A claim of an older version that does not need anchoring was left there by a person, and
    stays. One that needs it is looked for again: a later correction may bring its words back.
    """
    fates = Fates()
    by_version: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.transcript_id == present.pk or claim.needs_anchoring:
            by_version[claim.transcript_id or 0].append(claim)
        else:
            fates.kept.append(claim)
    older = set(by_version) - {present.pk}
    versions = {present.pk: present, **TranscriptVersion.objects.in_bulk(older)}
    for version, its_claims in by_version.items():
        spans = [(claim.start or 0, claim.end or 0) for claim in its_claims]
        places = moved(versions[version].text, new_text, spans)
        for claim, place in zip(its_claims, places, strict=True):
            if isinstance(place, Moved):
                fates.moved.append(Fate(claim, place=place))
            else:
                _lose(fates, claim, place)
    fates.moved.sort(key=lambda fate: fate.place.start if fate.place else 0)
    fates.lost.sort(key=lambda fate: fate.claim.start or 0)
    return fates


def _lose(fates: Fates, claim: Claim, place: Lost) -> None:
    which = fates.still_lost if claim.needs_anchoring else fates.lost
    which.append(Fate(claim, why=place.why))


def people_of(transcript: TranscriptVersion) -> dict[str, Person | None]:
    """Who was chosen for each label of a stored transcript; None is nobody.

    Rows keep the person, not the label: the text is read again, and each label meets its row at
    the same place.
    """
    reading = read(transcript.text)
    rows = [*transcript.turns.select_related("speaker__identity")]
    quoted = [*transcript.quotations.select_related("speaker__identity")]
    by_turn = {row.start: row.speaker for row in rows}
    by_quote = {row.start: row.speaker for row in quoted}
    people: dict[str, Person | None] = {}
    for turn in reading.turns:
        if turn.speaker and turn.start in by_turn:
            people.setdefault(turn.speaker, by_turn[turn.start])
    for quote in reading.quotes:
        if quote.speaker and quote.start in by_quote:
            people.setdefault(quote.speaker, by_quote[quote.start])
    return people


@dataclass(frozen=True, slots=True)
class OtherSpeaker:
    """A claim that moves, and whose words the corrected text gives to somebody else."""

    claim: Claim
    name: str


def other_speakers(
    present: TranscriptVersion, reading: Reading, fates: Fates, known: dict[str, Person | None]
) -> list[OtherSpeaker]:
    """Claims keep their speaker: here a person may have to change it. `known` is `people_of`."""
    before = {place.start: place for place in present.turns.select_related("speaker__identity")}
    starts, begins = sorted(before), [turn.start for turn in reading.turns]
    found = []
    for fate in fates.moved:
        if fate.place is None or fate.claim.transcript_id != present.pk or not starts:
            continue
        old = before[starts[max(0, bisect_right(starts, fate.claim.start or 0) - 1)]]
        new = reading.turns[max(0, bisect_right(begins, fate.place.start) - 1)]
        person = known.get(new.speaker)
        is_other = _who(old.speaker) != _who(person) if new.speaker in known else bool(new.speaker)
        if is_other:
            found.append(OtherSpeaker(fate.claim, str(person or new.speaker)))
    return found


def _who(person: Person | None) -> Person | None:
    return person and person.who


@dataclass(frozen=True, slots=True)
class NewSpeaker:
    """A label that the version before did not have, and whether a person has this name."""

    name: str
    known: bool


def new_speakers(known: dict[str, Person | None], reading: Reading) -> list[NewSpeaker]:
    names = [name for name in reading.speakers if name not in known]
    plain = {name: " ".join(name.split()) for name in names}
    here = set(Person.objects.filter(name__in=plain.values()).values_list("name", flat=True))
    return [NewSpeaker(name, plain[name] in here and is_full_name(plain[name])) for name in names]


def versions_of(interview: Interview) -> QuerySet[TranscriptVersion]:
    """Newest first, each with its `length` in code points, and without its text."""
    versions = interview.transcripts.select_related("created_by", "original").defer("text")
    return versions.annotate(length=Length("text")).order_by("-number")


def newest_number(interview: Interview) -> int | None:
    numbers = interview.transcripts.order_by("-number").values_list("number", flat=True)
    return numbers.first()


# A new place for one claim


CONTEXT_CHARACTERS = 200
MOST_OFFERED = 20


@dataclass(frozen=True, slots=True)
class OfferedPlace:
    """A span that a claim can be given, with what stands around it and who says it."""

    start: int
    end: int
    before: str
    quote: str
    after: str
    speaker: str


def similar_places(claim: Claim, transcript: TranscriptVersion) -> list[OfferedPlace]:
    """The words of this version that are most like the claim's."""
    turns = _turns(transcript)
    spans = [(start, end) for start, end, _ in turns]
    offers = similar(transcript.text, spans, claim.quote)
    return _offered(transcript, turns, [(offer.start, offer.end) for offer in offers])


def places_of(words: str, transcript: TranscriptVersion) -> list[OfferedPlace]:
    """Where exactly these words stand; else where they stand but for typography."""
    found = find_all(transcript.text, words) or find_loosely(transcript.text, words)
    return _offered(transcript, _turns(transcript), found[:MOST_OFFERED])


def _turns(transcript: TranscriptVersion) -> list[tuple[int, int, str]]:
    spoken = transcript.turns.exclude(kind=TurnKind.DIRECTION).order_by("position")
    name = Coalesce("speaker__identity__name", "speaker__name")
    return [(start, end, who or "") for start, end, who in spoken.values_list("start", "end", name)]


def _offered(
    transcript: TranscriptVersion, turns: list[tuple[int, int, str]], spans: list[tuple[int, int]]
) -> list[OfferedPlace]:
    text, begins = transcript.text, [turn[0] for turn in turns]
    places = []
    for start, end in spans:
        at = bisect_right(begins, start) - 1
        first, last, speaker = turns[at] if at >= 0 else (0, len(text), "")
        if end > last:
            first, last, speaker = start, end, ""
        before, after = text[first:start], text[end:last]
        if len(before) > CONTEXT_CHARACTERS:
            before = f"… {before[-CONTEXT_CHARACTERS:].partition(' ')[2]}"
        if len(after) > CONTEXT_CHARACTERS:
            after = f"{after[:CONTEXT_CHARACTERS].rpartition(' ')[0]} …"
        places.append(OfferedPlace(start, end, before, text[start:end], after, speaker))
    return places
