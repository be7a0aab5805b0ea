"""Words with times and speakers, in passages, from values of JSON that name them variously.

A passage is what the file gives as one: a segment, an utterance, a paragraph.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from claims.text.parts import Details
from claims.text.readers.packages import day_in

_TEXTS = ("punctuated_word", "word", "text", "value", "transcript", "body", "content", "name")
STARTS = ("start", "start_time", "startTime", "start_ms", "startMs", "time", "ts", "timestamp",
           "timestamps", "offsets", "from", "start_offset")  # fmt: skip
_ENDS = (
    "end",
    "end_time",
    "endTime",
    "end_ms",
    "endMs",
    "timestamp",
    "timestamps",
    "offsets",
    "to",
)
SPEAKERS = ("speaker", "speaker_name", "speakerName", "speaker_id", "speakerId", "speaker_label")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?")
_LONGEST_NAME = 80
_MARK = re.compile(r"\[_[A-Z]+_\d*\]")

type Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: int | None = None
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Times are milliseconds from the beginning of the recording."""

    text: str
    start: int | None = None
    end: int | None = None
    speaker: str = ""
    words: list[Word] = field(default_factory=list)

    def with_text(self, text: str) -> "Passage":
        return self if text == self.text else replace(self, text=text)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A transcript. `in_pieces` where passages are shorter than paragraphs."""

    format: str
    passages: list[Passage]
    details: Details = field(default_factory=Details)
    notes: list[str] = field(default_factory=list)
    in_pieces: bool = False


def mappings(value: Any) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def mapping(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def text_of(value: Json, names: Iterable[str] = _TEXTS) -> str:
    return next((one for name in names if isinstance(one := value.get(name), str) and one), "")


def milliseconds(value: Any, per_unit: float = 1000.0) -> int | None:
    """Milliseconds of a number of units, of a clock such as 00:01:02,500, or of a pair of them."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("from", value.get("start"))
    if isinstance(value, str):
        if found := _CLOCK.fullmatch(value.strip()):
            hours, minutes, seconds, rest = found.groups()
            whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
            return whole * 1000 + int((rest or "0").ljust(3, "0"))
        try:
            value = float(value.strip().removesuffix("s"))
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value) * per_unit
    except OverflowError:
        return None
    return round(number) if math.isfinite(number) and 0 <= number < 1e9 else None


def _time(value: Json, names: Iterable[str], per_unit: float) -> int | None:
    for name in names:
        if value.get(name) is not None:
            known = 1.0 if name.lower().endswith("ms") or name == "offsets" else per_unit
            return milliseconds(value[name], known)
    return None


def unit_of(passages: list[Json]) -> float:
    """How many milliseconds a unit of time is: 1 where all are whole and words take many."""
    lengths = []
    for one in passages:
        for word in [one, *mappings(one.get("words"))]:
            start, end = word.get("start", word.get("time")), word.get("end")
            if end is None and isinstance(word.get("duration"), int | float) and start is not None:
                end = (start if isinstance(start, int | float) else 0) + word["duration"]
            if isinstance(start, float) and not start.is_integer():
                return 1000.0
            if isinstance(start, int | float) and isinstance(end, int | float):
                lengths.append(end - start)
    return 1.0 if lengths and sorted(lengths)[len(lengths) // 2] > 30 else 1000.0


def called(value: Any, names: dict[str, str] | None = None) -> str:
    """What a speaker is called: `Speaker 1` for a number, `Speaker A` for a letter."""
    if isinstance(value, dict):
        value = text_of(value, ("name", "speaker_name", "label", "id"))
    if value is None or isinstance(value, bool | list):
        return ""
    words = " ".join(str(value).replace(":", " ").split())[:_LONGEST_NAME]
    if names and words in names:
        return names[words]
    if found := re.fullmatch(r"(?i)(?:speaker[_ -]?)?(\d{1,4}|[a-z])", words):
        return f"Speaker {found[1]}"
    return words if any(character.isalnum() for character in words) else ""


def speaker_of(value: Json, names: dict[str, str] | None = None) -> str:
    given = (value[name] for name in SPEAKERS if value.get(name) not in (None, ""))
    return next((name for one in given if (name := called(one, names))), "")


def names_of(value: Any) -> dict[str, str]:
    """Names of speakers by their numbers, where the file lists them; else by their places."""
    if isinstance(value, dict):
        return {str(key): name for key, one in value.items() if (name := called(one))}
    found, places = {}, {}
    for place, one in enumerate(mappings(value)):
        name = text_of(one, ("name", "speaker_name", "label"))
        if name:
            places[str(place)] = name
        for key in ("id", "speaker_id", "key"):
            if name and one.get(key) is not None:
                found[str(one[key])] = name
    return found or places


def words_of(
    values: Iterable[Json], per_unit: float, names: dict[str, str] | None = None, after: int = 0
) -> list[Word]:
    words = []
    for one in values:
        start = _time(one, STARTS, per_unit)
        start = start if start is None else start + after
        if (text := text_of(one)) and not _MARK.fullmatch(text.strip()):
            words.append(Word(text, start, speaker_of(one, names)))
    return words


def together(words: list[Word]) -> str:
    """The text of words, which have their spaces with them or not."""
    spaced = any(word.text[:1].isspace() for word in words)
    return ("" if spaced else " ").join(word.text for word in words)


def passages_of(
    values: list[Json], per_unit: float, names: dict[str, str] | None = None
) -> list[Passage]:
    """Passages as most files have them: text, start, end, speaker and words."""
    return [part for one in values for part in by_speaker(passage_of(one, per_unit, names))]


def passage_of(one: Json, per_unit: float, names: dict[str, str] | None) -> Passage:
    sentences = mappings(one.get("sentences"))
    listed = one.get("words") or one.get("tokens") or one.get("elements") or one.get("alignment")
    words = words_of(mappings(listed), per_unit, names)
    text = text_of(one, ("text", "transcript", "body", "content", "value"))
    text = text or " ".join(text_of(sentence) for sentence in sentences) or together(words)
    start = _time(one, STARTS, per_unit)
    first = next((word.start for word in words if word.start is not None), None)
    end = _time({"end": one.get("end", one.get("end_time"))}, ("end",), per_unit)
    return Passage(text, first if start is None else start, end, speaker_of(one, names), words)


def by_speaker(passage: Passage) -> Iterator[Passage]:
    """A passage, in parts where its words have different speakers."""
    speakers = [word.speaker for word in passage.words if word.speaker]
    if len(set(speakers)) < 2:
        named = passage.speaker or (speakers[0] if speakers else "")
        yield replace(passage, speaker=named)
        return
    speaker, begin, at = speakers[0], 0, 0
    words: list[Word] = []
    for word in passage.words:
        place = passage.text.find(word.text.strip(), at)
        if place >= 0 and word.speaker and word.speaker != speaker:
            yield Passage(passage.text[begin:place], first_time(words), None, speaker, words)
            speaker, begin, words = word.speaker, place, []
        at = at if place < 0 else place + len(word.text.strip())
        words.append(word)
    yield Passage(passage.text[begin:], first_time(words), passage.end, speaker, words)


def first_time(words: list[Word]) -> int | None:
    return next((word.start for word in words if word.start is not None), None)


def details_of(value: Json, *more: Json) -> Details:
    """What a file says of itself, here or in some of its values."""
    places = [value, *more]

    def find(*names: str) -> str:
        return next((found for place in places if (found := text_of(place, names))), "")

    language = find("language", "language_code", "detected_language", "lang")
    url = find("audio_url", "url", "source_url")
    return Details(
        title=find("title")[:300],
        published_on=day_in(find("date", "created", "created_at", "createdAt")),
        language=language if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?", language) else "",
        url=url if re.fullmatch(r"https?://\S+", url) else "",
    )
