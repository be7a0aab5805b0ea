"""Articles: paragraphs, the quotes in them, and doubts about both."""

from claims.text.anchoring import LINE, trim_span
from claims.text.attribution import Paragraph, attribute
from claims.text.directions import is_direction
from claims.text.parts import Note, Quote, Turn
from claims.text.quotes import Quoted, quoted_spans
from claims.text.stamps import stamps_of
from claims.text.transcripts import paragraph_spans

_FEWEST_WRAPPED_LINES = 3
_LONGEST_EXCERPT = 50


def read_article(text: str) -> tuple[list[Turn], list[Quote], list[Note]]:
    """Return the paragraphs of an article as turns, its quotes, and doubts about them.

    Paragraphs stand between blank lines; so do lines on their own, unless the lines of the text
    look wrapped at a fixed width.
    """
    turns = _turns(text, _paragraphs(text))
    spans = [(turn.start, turn.end) for turn in turns]
    paragraphs = []
    for (start, end), after in zip(spans, [*spans[1:], None], strict=True):
        quoted = quoted_spans(text, start, end, text[after[0]] if after else "")
        paragraphs.append(Paragraph(start, end, quoted))
    quotes = attribute(text, paragraphs)
    marks = [quoted for paragraph in paragraphs for quoted in paragraph.quoted]
    return turns, quotes, _notes(text, quotes, marks)


def _turns(text: str, spans: list[tuple[int, int]]) -> list[Turn]:
    """Return a turn for each paragraph; a time before its words, or above them, is its label."""
    stamps = {stamp.start: stamp for stamp in stamps_of(text)}
    turns: list[Turn] = []
    for start, end in spans:
        stamp = stamps.get(start)
        above = stamps.get(turns[-1].start) if turns and not turns[-1].label else None
        if stamp and (words := trim_span(text, stamp.end, end))[0] < end:
            label = text[stamp.start : stamp.end]
            turns.append(Turn("", *words, "paragraph", stamp.ms, label))
        elif stamp or is_direction(text[start:end]):
            turns.append(Turn("", start, end, "direction"))
        elif above:
            label = text[slice(turns[-1].start, turns[-1].end)]
            turns[-1] = Turn("", start, end, "paragraph", above.ms, label)
        else:
            turns.append(Turn("", start, end, "paragraph"))
    return turns


def _paragraphs(text: str) -> list[tuple[int, int]]:
    blocks = list(paragraph_spans(text))
    if _is_wrapped(text, blocks):
        return blocks
    return [
        trim_span(text, *found.span())
        for start, end in blocks
        for found in LINE.finditer(text, start, end)
    ]


def _is_wrapped(text: str, blocks: list[tuple[int, int]]) -> bool:
    """Whether lines end at a fixed width: nearly all but the last of a block are 45 to 100 long."""
    lengths = [len(line) for start, end in blocks for line in text[start:end].split("\n")[:-1]]
    fitting = sum(45 <= length <= 100 for length in lengths)
    return len(lengths) >= _FEWEST_WRAPPED_LINES and fitting * 10 >= len(lengths) * 8


def _notes(text: str, quotes: list[Quote], marks: list[Quoted]) -> list[Note]:
    notes = []
    for quoted in marks:
        if not quoted.opened:
            words = "An opening quote mark seems to be missing here."
            notes.append(Note(words, quoted.start, quoted.end))
        if not quoted.closed and not quoted.goes_on:
            words = "A closing quote mark seems to be missing here."
            notes.append(Note(words, quoted.start, quoted.end))
    for quote in quotes:
        excerpt = _excerpt(text[quote.start : quote.end])
        if not quote.speaker:
            words = f"Nobody is named as saying “{excerpt}”."
        elif not quote.sure:
            words = f"It is not certain that {quote.speaker} says “{excerpt}”."
        else:
            continue
        notes.append(Note(words, quote.start, quote.end))
    return notes


def _excerpt(words: str) -> str:
    words = " ".join(words.split())
    if len(words) <= _LONGEST_EXCERPT:
        return words
    return words[:_LONGEST_EXCERPT].rsplit(" ", maxsplit=1)[0] + " …"
