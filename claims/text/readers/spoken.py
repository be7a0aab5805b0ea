"""Transcripts that programs export as JSON: words with times and speakers.

Whatever the shape, the text of each passage is taken whole, and its words are looked up in it for
their times, so that no word is lost that has no time.
"""

import hashlib
import json
import re

from claims.text.errors import UnreadableText
from claims.text.normalise import normalise
from claims.text.parts import Note, Reading, Turn
from claims.text.readers.heard import Passage, Spoken
from claims.text.readers.shapes import KNOWN, recognised
from claims.text.readers.tape import Tape, Why

_SPACE = Why(
    "left out", "run of white space between passages", "runs of white space between passages"
)
_BEGINNING = re.compile(r'\s*(?:\{\s*"|\[\s*\{\s*")')
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_SENTENCE_ENDS = (".", "?", "!", "…", "。", "？", "！", '."', ".”", "?”", "!”")
_LONG_PARAGRAPH = 600
_PAUSE_MS = 2_000


def recognises(data: bytes) -> bool:
    """Whether it is JSON: an object, or a list of objects."""
    start = data[:400]
    return recognises_text(start.decode(json.detect_encoding(start), "replace").lstrip("\ufeff"))


def recognises_text(text: str, name: str = "") -> bool:
    """Whether text is JSON, whatever its name."""
    return bool(_BEGINNING.match(text[:400]))


def read(data: bytes) -> Reading:
    """What is understood of a transcript in JSON."""
    try:
        text = data.decode(json.detect_encoding(data[:400]))
    except UnicodeDecodeError:
        raise UnreadableText(
            "This JSON file is damaged: it is not in UTF-8, UTF-16 or UTF-32 throughout."
        ) from None
    return read_text(text.lstrip("\ufeff"))


def read_text(text: str) -> Reading:
    """What is understood of the same as text."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableText(
            f"This looks like JSON, but it is damaged or cut short on line {error.lineno}."
        ) from None
    except RecursionError:
        raise UnreadableText("This JSON file is nested too deeply: it was not read.") from None
    except ValueError:
        raise UnreadableText("This JSON file has a number that is too long to be one.") from None
    spoken = recognised(value)
    if spoken is None:
        raise UnreadableText(
            f"This is JSON, but no transcript that can be recognised. Known are exports of {KNOWN}."
        )
    return _Writing(spoken).reading()


class _Writing:
    """Writes passages as paragraphs with labels, and notes when each word is heard."""

    def __init__(self, spoken: Spoken) -> None:
        self.spoken = spoken
        self.passages = [_fit(one) for one in spoken.passages]
        self.tape = Tape("".join(one.text for one in self.passages))
        self.turns: list[Turn] = []
        self.times: list[tuple[int, int]] = []
        self.notes = [Note(words) for words in spoken.notes]
        self._source = 0
        self._last_ms: int | None = None
        self._untimed: list[tuple[int, int]] = []
        self._unnamed: list[tuple[int, int]] = []
        self._backwards: list[tuple[int, int]] = []
        self._missing: list[tuple[int, str]] = []
        self._words = 0

    def reading(self) -> Reading:
        for index, passage in enumerate(self.passages):
            self._write(passage, self.passages[index - 1] if index else None)
        text, unseen = normalise(self.tape.text)
        self.notes += [Note(words) for words in unseen]
        named = list(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker))
        self._tell(named)
        self.notes.sort(key=lambda note: -1 if note.start is None else note.start)
        passages = len(self.turns)
        turns = "1 turn" if passages == 1 else f"{passages:,} turns"
        took = f"Took {self._words:,} words in {turns} from the JSON"
        done = [f"{took}, and left out its other values."]
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        return Reading(
            self.spoken.format, text, sha256, named, self.turns, [], self.notes, self.times,
            [*done, *self.tape.account().done], self.spoken.details,
        )  # fmt: skip

    def _write(self, passage: Passage, before: Passage | None) -> None:
        """Write one passage: as a paragraph, or at the end of the one before."""
        whole = passage.text
        begin, end = len(whole) - len(whole.lstrip()), len(whole.rstrip())
        base = self._source
        self._source += len(whole)
        if begin >= end:
            self.tape.leave(base, base + len(whole), _SPACE)
            return
        goes_on = bool(self.turns) and before is not None and self._goes_on(passage, before)
        if goes_on:
            begin = self._keep_space(whole, begin, base)
        else:
            self.tape.leave(base, base + begin, _SPACE)
            label = f"{passage.speaker}:" if passage.speaker else ""
            self.tape.add("\n\n" * bool(self.turns) + label + " " * bool(label))
        start, stop = self.tape.keep(base + begin, base + end)
        self.tape.leave(base + end, base + len(whole), _SPACE)
        self._take_turn(passage, start, stop, goes_on=goes_on)
        self._take_times(passage, start - begin, (start, stop))
        self._words += len(whole.split())

    def _keep_space(self, whole: str, begin: int, base: int) -> int:
        """Part words from those before by the space that the passage has, or one that it lacks."""
        if begin:
            self.tape.keep(base, base + 1)
            self.tape.leave(base + 1, base + begin, _SPACE)
        else:
            self.tape.add(" ")
        return begin

    def _goes_on(self, passage: Passage, before: Passage) -> bool:
        """Whether a passage goes on with the paragraph before it."""
        turn = self.turns[-1]
        if not self.spoken.in_pieces or passage.speaker != turn.speaker:
            return False
        if not before.text.rstrip().endswith(_SENTENCE_ENDS):
            return True
        pause = (passage.start or 0) - (before.end or passage.start or 0)
        return pause < _PAUSE_MS and turn.end - turn.start < _LONG_PARAGRAPH

    def _take_turn(self, passage: Passage, start: int, stop: int, *, goes_on: bool) -> None:
        if goes_on:
            last = self.turns.pop()
            turn = Turn(last.speaker, last.start, stop, last.kind, last.starts_at_ms, last.label)
        else:
            kind = "speech" if passage.speaker else "paragraph"
            label = f"{passage.speaker}:" if passage.speaker else ""
            turn = Turn(passage.speaker, start, stop, kind, passage.start, label)
        self.turns.append(turn)
        if not passage.speaker:
            self._unnamed.append((start, stop))

    def _take_times(self, passage: Passage, base: int, span: tuple[int, int]) -> None:
        """Note the times of the words of a passage whose text begins at `base`."""
        text, at = passage.text.casefold(), 0
        if len(text) != len(passage.text):
            text = passage.text
        if passage.start is not None and not passage.words:
            self._take_time(span[0], passage.start)
        elif passage.start is None and not passage.words:
            self._untimed.append(span)
        for word in passage.words:
            bare = word.text.strip()
            place = text.find(bare.casefold() if text != passage.text else bare, at)
            if not bare or place < 0:
                self._missing += [(span[0], bare)] * bool(bare)
                continue
            at = place + len(bare)
            if word.start is None:
                self._untimed.append((base + place, base + at))
            else:
                self._take_time(max(span[0], base + place), word.start)

    def _take_time(self, place: int, ms: int) -> None:
        if self._last_ms is not None and ms < self._last_ms:
            self._backwards.append((place, ms))
        elif not self.times or place > self.times[-1][0]:
            self.times.append((place, ms))
            self._last_ms = ms

    def _tell(self, named: list[str]) -> None:
        """Tell the doubts, each kind once, where it is first."""
        if not named:
            self.notes.append(Note("No speaker is named in this file."))
        else:
            self._doubt(self._unnamed, "passage has no speaker", "passages have no speaker")
        self._doubt(self._untimed, "word or passage has no time", "words or passages have no time")
        back = [(place, place) for place, _ in self._backwards]
        self._doubt(back, "time goes backwards: left out", "times go backwards: left out")
        if self._missing:
            place, word = self._missing[0]
            words = f"“{word}” is in the file’s list of words, but not in the text that it gives"
            more = len(self._missing) - 1
            words += f"; so are {more:,} more." if more else "."
            self.notes.append(Note(words, place, place))

    def _doubt(self, spans: list[tuple[int, int]], one: str, many: str) -> None:
        if len(spans) == 1:
            self.notes.append(Note(f"1 {one}.", *spans[0]))
        elif spans:
            self.notes.append(Note(f"{len(spans):,} {many}, the first here.", *spans[0]))


def _fit(passage: Passage) -> Passage:
    """A passage whose characters can all be stored."""
    text = passage.text.replace("\r\n", "\n").replace("\r", "\n")
    return passage.with_text(_UNFIT.sub("\N{REPLACEMENT CHARACTER}", text).replace("\ufeff", ""))
