"""Reading a file of any kind that a newsroom has: which reader it takes, and what they all yield.

A reader takes over, leaves out or changes each character of its source on a `Tape`, and answers
with a `Reading` whose text, turns and times follow from it. A text in which no other reader
recognises its format is read as it stands: a transcript with labels, or an article.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from claims.text.errors import UnreadableText
from claims.text.normalise import (
    BYTE_ORDER_MARKS,
    MAX_BYTES,
    decode,
    encoding_note,
    normalise,
)
from claims.text.parts import FORMATS, Note, Reading
from claims.text.readers import (
    court,
    docx,
    html,
    markdown,
    odt,
    paged,
    pdf,
    rtf,
    spoken,
    srt,
    timed,
    webvtt,
)
from claims.text.readers.apart import read_apart
from claims.text.reading import read


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads a format that is text. `recognises` and `read` take normalised text.

    `recognises` also takes the file's name, "" for a text that was pasted; it only settles doubts.
    """

    format: str
    label: str
    recognises: Callable[[str, str], bool]
    read: Callable[[str], Reading]


@dataclass(frozen=True, slots=True)
class BinaryReader:
    """Reads a format that is no text, in a child process with limits. Takes a file's bytes.

    That of web pages also takes the `charset` that the site claims.
    """

    format: str
    label: str
    recognises: Callable[[bytes], bool]
    read: Callable[..., Reading]


def _apart(kind: str, recognises: Callable[[bytes], bool]) -> BinaryReader:
    return BinaryReader(kind, FORMATS[kind], recognises, partial(read_apart, kind))


def _page(text: str) -> Reading:
    return read_apart("html", text.encode(), charset="utf-8")


TEXT_READERS: list[TextReader] = [
    TextReader("spoken", FORMATS["spoken"], spoken.recognises_text, spoken.read_text),
    TextReader("html", FORMATS["html"], html.recognises_text, _page),
    TextReader("webvtt", FORMATS["webvtt"], webvtt.recognises, webvtt.read),
    TextReader("srt", FORMATS["srt"], srt.recognises, srt.read),
    TextReader("markdown", FORMATS["markdown"], markdown.recognises, markdown.read),
    TextReader("timed", FORMATS["timed"], timed.recognises, timed.read),
    TextReader("court", FORMATS["court"], court.recognises, court.read),
    TextReader("paged", FORMATS["paged"], paged.recognises, paged.read),
]
BINARY_READERS: list[BinaryReader] = [
    _apart("pdf", pdf.recognises),
    _apart("docx", docx.recognises),
    _apart("odt", odt.recognises),
    _apart("rtf", rtf.recognises),
    _apart("html", html.recognises),
    _apart("spoken", spoken.recognises),
]
"""In the order in which they are asked."""


LOST = "\N{REPLACEMENT CHARACTER}"


def read_file(data: bytes, name: str = "", charset: str = "") -> Reading:
    """What is understood of a file. UnreadableText, in one sentence, where nothing can be.

    `charset` is the encoding that whoever sent it claims, "" where nobody does.
    """
    for binary in BINARY_READERS:
        if binary.recognises(data):
            said = {"charset": charset} if charset and binary.format == "html" else {}
            reading = binary.read(data, **said)
            return replace(reading, notes=[*_lost(reading.text), *reading.notes])
    if len(data) > MAX_BYTES:
        raise UnreadableText(
            f"This file is {len(data) / 1_000_000:.1f} MB large; the limit is "
            f"{MAX_BYTES / 1_000_000:.0f} MB: split it into parts."
        )
    raw, encoding = decode(data)
    reading = read_text(raw, name, encoding=encoding)
    return replace(reading, done=[*_changes(data, raw), *reading.done])


def read_text(raw: str, name: str = "", *, encoding: str = "") -> Reading:
    """What is understood of a text that was pasted, or of a file that is text.

    The notes say all that was doubted on the way.
    """
    text, unseen = normalise(raw)
    ways = (one.read for one in TEXT_READERS if one.recognises(text, name))
    reading = next(ways, read)(text)
    if reading.text != text:
        _, unseen = normalise(reading.text)
    first = [encoding_note(encoding) if encoding else "", *unseen]
    notes = [Note(words) for words in first if words] + _lost(reading.text)
    return replace(reading, notes=[*notes, *reading.notes], encoding=encoding)


def _lost(text: str) -> list[Note]:
    """A note at the first character that was lost before the text got here."""
    if LOST not in text:
        return []
    number = text.count(LOST)
    words = f"“{LOST}” stands for a character that was lost before the text got here"
    words += f", {number:,} times in all." if number > 1 else "."
    return [Note(words, text.index(LOST), text.index(LOST) + 1)]


def _changes(data: bytes, raw: str) -> list[str]:
    """What normalising leaves out of a file, in words."""
    windows = raw.count("\r\n")
    old = raw.count("\r") - windows
    changes = []
    if windows:
        changes.append(f"{windows:,} Windows line ending{'s'[: windows > 1]} became plain.")
    if old:
        changes.append(f"{old:,} old Mac line ending{'s'[: old > 1]} became plain.")
    if data.startswith(BYTE_ORDER_MARKS):
        changes.append("The byte order mark at its start was left out.")
    return changes
