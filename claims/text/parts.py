"""What reading a text yields: turns, quotes, notes, and the reading that holds them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of the text by one speaker, a paragraph of an article, or a stage direction.

    ``[start, end)`` counts code points and covers the words themselves: the label before them and
    the white space around them are outside. ``kind`` is ``speech``, ``direction`` or
    ``paragraph``; ``speaker`` is empty where nobody is named. ``label`` is the label as it stands
    in the text right before ``start`` (``"ADA QUILL:"``), empty where there is none.
    ``starts_at_ms`` is the time in the recording, in milliseconds, where the label gives one.
    """

    speaker: str
    start: int
    end: int
    kind: str
    starts_at_ms: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words between quote marks (the marks excluded) and who said them.

    ``[sentence_start, sentence_end)`` is the sentence that names the speaker; it holds the quote
    itself where no sentence does. ``sure`` is false where the speaker is a guess or unknown.
    """

    speaker: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    sure: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A doubt about the reading, in one sentence, shown at the place that it concerns, if any."""

    text: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of one text.

    ``format`` is ``labelled`` or ``article``; ``sha256`` is that of the text in UTF-8;
    ``speakers`` stand in the order of their first appearance; turns and quotes are ordered and
    never overlap among themselves.
    """

    format: str
    text: str
    sha256: str
    speakers: list[str]
    turns: list[Turn]
    quotes: list[Quote]
    notes: list[Note]
