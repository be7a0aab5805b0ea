"""What reading a text yields: turns, quotes, notes, and the reading that holds them."""

from dataclasses import dataclass, field
from datetime import date

FORMATS = {
    "labelled": "A transcript, with labels of speakers",
    "article": "An article, without labels of speakers",
    "webvtt": "WebVTT captions",
    "srt": "SRT captions",
    "markdown": "Markdown",
    "timed": "A transcript with times",
    "court": "A transcript with numbered lines",
    "paged": "A transcript with numbers of pages or columns",
    "html": "A web page",
    "docx": "A Word document",
    "odt": "An OpenDocument text",
    "rtf": "An RTF document",
    "pdf": "A PDF",
    "whisper": "Whisper (JSON)",
    "assemblyai": "AssemblyAI (JSON)",
    "deepgram": "Deepgram (JSON)",
    "otter": "Otter (JSON)",
    "descript": "Descript (JSON)",
    "trint": "Trint (JSON)",
    "podcast": "A podcast’s transcript (JSON)",
    "spoken": "A transcript in JSON",
}
READ_AS_THEY_STAND = ("labelled", "article")
"""The formats that are understood from their text alone."""


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
class Details:
    """What a file says about the interview itself; '' and None where it says nothing."""

    title: str = ""
    outlet: str = ""
    author: str = ""
    published_on: date | None = None
    language: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of one text.

    ``format`` is ``labelled`` or ``article`` for a text that is read as it stands, else the format
    of the file, such as ``webvtt``; ``sha256`` is that of the text in UTF-8; ``speakers`` stand in
    the order of their first appearance; turns and quotes are ordered and never overlap among
    themselves. ``times`` are places of the text, in order, with the milliseconds in the recording
    at which the words from there on are heard. ``done`` says what the reader did to the file, in
    sentences; ``encoding`` is that of a file that is text.
    """

    format: str
    text: str
    sha256: str
    speakers: list[str]
    turns: list[Turn]
    quotes: list[Quote]
    notes: list[Note]
    times: list[tuple[int, int]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    details: Details = Details()
    encoding: str = ""

    @property
    def label(self) -> str:
        """What a person calls the format."""
        return FORMATS.get(self.format, self.format)

    @property
    def is_article(self) -> bool:
        """Whether it is made of paragraphs, and of quotes where there are any: nobody speaks."""
        return not any(turn.kind == "speech" for turn in self.turns)
