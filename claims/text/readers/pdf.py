"""PDF: the text of its pages, line by line in the order in which it is read.

Pages are taken as the file writes them, which is the order of reading in nearly all; where lines
of two columns are written across both, they are taken apart.
"""

import io
import logging
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from claims.text.errors import UnreadableText
from claims.text.parts import Details, Reading
from claims.text.readers.columns import in_columns
from claims.text.readers.manuscript import Manuscript, counted, short
from claims.text.readers.pages import Line, Page, without_margins
from claims.text.readers.paragraphs import joined

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MOST_PAGES = 3_000
_LEAST_ROWS = 6
_NARROWEST = 0.25  # of the page: a column
_SHOWS = {b"Tj", b"TJ", b"'", b'"'}
_PROTECTED = (
    "This PDF is protected with a password: remove the password and save it anew, or copy its text."
)
_DAMAGED = "This PDF is damaged or cut short: open it in a program that shows it and save it anew."
_PROGRAM = re.compile(r"^Microsoft (?:Word|PowerPoint) - ")


def recognises(data: bytes) -> bool:
    """Whether it is a PDF; some have a few bytes before their beginning."""
    start = data[:1024]
    return start.lstrip().startswith(b"%PDF-") or (b"%PDF-" in start and b" obj" in data)


def read(data: bytes) -> Reading:
    """What is understood of a PDF."""
    return manuscript(data).reading()


def manuscript(data: bytes) -> Manuscript:
    """Its paragraphs, running heads, page numbers and line numbers told of."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = _opened(data)
    pages, broken = _pages(reader)
    blank = [page.number for page in pages if not any(line.text.strip() for line in page.lines)]
    if len(blank) == len(pages):
        raise _without_text(reader, len(pages), broken)
    notes = _page_notes(blank, "no text, only pictures or nothing")
    notes += _page_notes(broken, "something that could not be read")
    across = sum(page.has_columns for page in pages)
    pages, margins = without_margins(pages)
    paragraphs, lines = joined(pages)
    done = counted("Joined", lines, "line", " to paragraphs")
    done += counted("Took apart the two columns of", across, "page")
    return Manuscript("pdf", [*paragraphs, *margins], _details(reader), done, notes)


def _opened(data: bytes) -> "PdfReader":
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableText(_PROTECTED)
        number = len(reader.pages)
    except (UnreadableText, MemoryError):
        raise
    except DependencyError:
        raise UnreadableText(_PROTECTED) from None
    except Exception:  # whatever a damaged file makes of it
        raise UnreadableText(_DAMAGED) from None
    if not number:
        raise UnreadableText(_DAMAGED)
    if number > _MOST_PAGES:
        raise UnreadableText(
            f"This PDF has {number:,} pages; the limit is {_MOST_PAGES:,}: split it into parts."
        )
    return reader


def _pages(reader: "PdfReader") -> tuple[list[Page], list[int]]:
    """The pages with their lines, and the numbers of those that could not be read."""
    pages, broken = [], []
    for number in range(1, len(reader.pages) + 1):
        try:
            pages.append(_page(reader.pages[number - 1], number))
        except MemoryError:
            raise
        except Exception:  # whatever a damaged page makes of it
            pages.append(Page(number, []))
            broken.append(number)
    return pages, broken


def _page(page: "PageObject", number: int) -> Page:
    taking = _Taking(float(page.mediabox.width))
    page.extract_text(visitor_operand_before=taking.shows, visitor_text=taking.takes)
    taking.end_line()
    if taking.is_across():
        rows = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
        if lines := in_columns(rows.split("\n")):
            return Page(number, lines, has_columns=True)
    return Page(number, taking.lines)


@dataclass(slots=True)
class _Taking:
    """Takes down the lines of a page as they are written, and where on it."""

    width: float
    lines: list[Line] = field(default_factory=list)
    _words: list[str] = field(default_factory=list)
    _place: tuple[float, float, float] | None = None
    _before: tuple[float, float] = (0.0, 0.0)
    _least: float | None = None
    _rows: set[int] = field(default_factory=set)
    _jumps: set[tuple[int, int]] = field(default_factory=set)
    """How far to the right, and at which height, words are shown right after others there."""

    def takes(self, text: str, cm: list[float], tm: list[float], _: Any, size: float) -> None:
        """Take text, which ends a line where it has a line break."""
        for part in re.split(r"(\n)", text):
            if part == "\n":
                self.end_line()
            elif part:
                if self._place is None and part.strip():
                    self._place = _place(cm, tm, size)
                self._words.append(part)

    def shows(self, operator: bytes, _: Any, cm: list[float], tm: list[float]) -> None:
        """Note where words are about to be shown."""
        if operator in _SHOWS:
            x, y, _ = _place(cm, tm, 1.0)
            if abs(y - self._before[1]) < 1 and x > self._before[0]:
                self._jumps.add((round(x), round(y)))
            self._before = (x, y)
            self._rows.add(round(y))
            self._least = x if self._least is None else min(self._least, x)

    def end_line(self) -> None:
        text = "".join(self._words)
        if text.strip():
            x, y, size = self._place or (0.0, 0.0, 1.0)
            self.lines.append(Line(text.strip(), x, y, size))
        self._words, self._place = [], None

    def is_across(self) -> bool:
        """Whether lines of a right column are written right after those of the left one.

        So they are where in half of the rows words begin at the same distance from the left,
        in the middle of the page, right after others of the same height.
        """
        middle = (self._least or 0.0) + abs(self.width) * _NARROWEST
        starts = Counter(x for x, _ in self._jumps if x > middle)
        times = max(starts.values(), default=0)
        return times >= _LEAST_ROWS and times * 2 >= len(self._rows)


def _place(cm: list[float], tm: list[float], size: float) -> tuple[float, float, float]:
    """Where on the page, from the left and from the bottom, and how large."""
    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[2]) or 1.0
    return x, y, abs(size) * scale


def _without_text(reader: "PdfReader", number: int, broken: list[int]) -> UnreadableText:
    if len(broken) == number:
        return UnreadableText(_DAMAGED)
    if any(_has_pictures(page) for page in list(reader.pages)[:20]):
        pages = "1 page" if number == 1 else f"{number:,} pages"
        return UnreadableText(
            f"This PDF holds only pictures ({pages}), no text: run text recognition (OCR) on it "
            "first."
        )
    return UnreadableText("This PDF has no text.")


def _has_pictures(page: "PageObject") -> bool:
    def looks() -> bool:
        resources: Any = page["/Resources"].get_object()
        forms = resources["/XObject"].get_object().values()
        return any(form.get_object()["/Subtype"] in {"/Image", "/Form"} for form in forms)

    return bool(_or_nothing(looks))


def _or_nothing[T](find: Callable[[], T]) -> T | None:
    """What is found, or None where the file is too damaged to find it."""
    try:
        return find()
    except MemoryError:
        raise
    except Exception:  # whatever a damaged file makes of it
        return None


def _page_notes(numbers: list[int], what: str) -> list[str]:
    if not numbers:
        return []
    shown = ", ".join(map(str, numbers[:20])) + (" …" if len(numbers) > 20 else "")
    one = len(numbers) == 1
    return [f"{'Page' if one else 'Pages'} {shown} {'has' if one else 'have'} {what}."]


def _details(reader: "PdfReader") -> Details:
    found = _or_nothing(lambda: reader.metadata)
    if found is None:
        return Details()
    title = _or_nothing(lambda: str(found.title or "")) or ""
    author = _or_nothing(lambda: str(found.author or "")) or ""
    made = _or_nothing(lambda: found.creation_date)
    language = _or_nothing(lambda: str(reader.root_object["/Lang"])) or ""
    return Details(
        title=short(_PROGRAM.sub("", title)),
        author=short(author),
        published_on=made.date() if made else None,
        language=language if len(language) < 20 else "",
    )
