"""OpenDocument texts (ODT), read from their XML.

https://docs.oasis-open.org/office/OpenDocument/v1.3/
"""

import re

from claims.text.parts import Details, Reading
from claims.text.readers.flow import Flow, in_brackets, with_colons
from claims.text.readers.manuscript import (
    DELETED,
    HIDDEN,
    MARGINS,
    Manuscript,
    Paragraph,
    Piece,
    added,
    comment,
    counted,
    kept,
    left,
    noted,
    short,
    words_of,
)
from claims.text.readers.packages import Attributes, Package, Properties, XmlReader, day_in
from claims.text.readers.tape import Why

_NOUN = "OpenDocument text"
_KIND = b"application/vnd.oasis.opendocument.text"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = {
    **{
        f"{_OASIS}{name}:1.0": name
        for name in ("office", "text", "style", "table", "meta", "manifest")
    },
    f"{_OASIS}drawing:1.0": "draw",
    f"{_OASIS}xsl-fo-compatible:1.0": "fo",
    "http://purl.org/dc/elements/1.1/": "dc",
}
_NUMBERS = Why("left out", "mark of a footnote", "marks of footnotes")
_SPACE = Why("joined", "run of white space", "runs of white space")
_SPACES = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 1_000
_PARAGRAPHS = {"text:p", "text:h"}


def recognises(data: bytes) -> bool:
    """Whether it is an OpenDocument text."""
    return data.startswith(b"PK") and (
        _KIND in data[:200] or (b"content.xml" in data and b"META-INF/manifest.xml" in data)
    )


def read(data: bytes) -> Reading:
    """What is understood of an OpenDocument text."""
    return manuscript(data).reading()


def manuscript(data: bytes) -> Manuscript:
    """Its paragraphs, notes at the end, headers and footers told of."""
    package = Package(data, _NOUN)
    if b"encryption-data" in package.part("META-INF/manifest.xml"):
        raise package.protected()
    content = package.part("content.xml")
    if not content:
        raise package.damaged()
    body = _Body()
    body.read(content, package.damaged)
    paragraphs, colons = with_colons(body.flow.paragraphs)
    paragraphs += [
        in_brackets(f"Note {number}", words) for number, words in enumerate(body.notes, 1)
    ]
    done = counted("Wrote", colons, "colon", " after names in bold")
    done += counted("Left out", body.pictures, "picture")
    paragraphs += _margins(package)
    return Manuscript("odt", paragraphs, _details(package), done)


class _Body(XmlReader):
    """The text, its tables and notes; of header and footer too."""

    prefixes = _PREFIXES

    def __init__(self) -> None:
        super().__init__()
        self.flow = Flow()
        self.notes: list[list[Paragraph]] = []
        self.pictures = 0
        self._within: list[str] = []
        self._bold = [False]
        self._bold_styles: set[str] = set()
        self._style = ""
        self._around: list[tuple[Flow, bool]] = []  # of each note or comment, and its last state
        self._authors: list[str] = []
        self._after_space = True
        self._skipped = 0  # how deep in a deletion or hidden text

    def begins(self, name: str, attributes: Attributes) -> None:
        self._within.append(name)
        style = attributes.get("text:style-name", "")
        if name in _PARAGRAPHS | {"text:span"}:
            self._bold.append(self._bold[-1] or style in self._bold_styles)
            if name in _PARAGRAPHS:
                self.flow.begin_paragraph()
                self._after_space = True
        elif name in {"text:tracked-changes", "text:hidden-text", "text:hidden-paragraph"}:
            self._skipped += 1
        elif name in {"text:note", "office:annotation"}:
            self._around.append((self.flow, self._after_space))
            self.flow = Flow()
            self._authors.append("")
        elif name in _SIGNS:
            self._sign(name, attributes)
        elif name in _TABLES:
            getattr(self.flow, _TABLES[name])()
        elif name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:text-properties" and attributes.get("fo:font-weight") == "bold":
            self._bold_styles.add(self._style)
        elif name in {"draw:image", "draw:object"}:
            self.pictures += 1

    def _sign(self, name: str, attributes: Attributes) -> None:
        if self._skipped:
            return
        count = attributes.get("text:c", "1")
        times = min(int(count), _MOST_SPACES) if count.isdigit() else 1
        self.flow.put(added(_SIGNS[name] * (times if name == "text:s" else 1)))
        self._after_space = name == "text:line-break"

    def ends(self, name: str) -> None:
        self._within.pop()
        if name in _PARAGRAPHS | {"text:span"}:
            self._bold.pop()
            if name in _PARAGRAPHS:
                self.flow.end_paragraph()
        elif name in {"text:tracked-changes", "text:hidden-text", "text:hidden-paragraph"}:
            self._skipped -= 1
        elif name in {"text:note", "office:annotation"}:
            self._end_note(name)
        elif name == "table:table":
            self.flow.end_table()

    def _end_note(self, name: str) -> None:
        inner = self.flow.paragraphs
        author = self._authors.pop()
        self.flow, self._after_space = self._around.pop()
        if name == "text:note" and not self._skipped:
            self.notes.append(inner)
            self.flow.put(noted(f"Note {len(self.notes)} belongs here; see the end."))
            return
        words = "\n".join(words_of(paragraph) for paragraph in inner)
        source = "".join(piece.source for paragraph in inner for piece in paragraph)
        for piece in comment(source, words, author):
            self.flow.put(piece)

    def writes(self, words: str) -> None:
        name = self._within[-1] if self._within else ""
        if self._authors and name == "dc:creator" and "office:annotation" in self._within:
            self._authors[-1] += words
        elif self._skipped:
            if _PARAGRAPHS & set(self._within):
                deleted = "text:tracked-changes" in self._within
                self.flow.put(left(words, DELETED if deleted else HIDDEN))
        elif name == "text:note-citation":
            self.flow.put(left(words, _NUMBERS))
        elif _PARAGRAPHS & set(self._within) and not _is_of_a_comment(self._within, name):
            for piece in self._collapsed(words):
                self.flow.put(piece)

    def _collapsed(self, words: str) -> list[Piece]:
        """Words with each run of white space as one space, none at the start of a paragraph."""
        pieces, at = [], 0
        for found in _SPACES.finditer(words):
            if at < found.start():
                pieces.append(kept(words[at : found.start()], bold=self._bold[-1]))
                self._after_space = False
            space = "" if self._after_space else " "
            why = None if found[0] == space else _SPACE
            pieces.append(Piece(found[0], space, why, bold=self._bold[-1]))
            self._after_space = True
            at = found.end()
        if at < len(words):
            pieces.append(kept(words[at:], bold=self._bold[-1]))
            self._after_space = False
        return pieces


_SIGNS = {"text:s": " ", "text:tab": "\t", "text:line-break": "\n"}
_TABLES = {
    "table:table": "begin_table",
    "table:table-row": "begin_row",
    "table:table-cell": "begin_cell",
}


def _is_of_a_comment(within: list[str], name: str) -> bool:
    """Whether characters are the name or time of a comment, not its words."""
    return name in {"dc:creator", "dc:date", "meta:date-string", "meta:creator-initials"}


def _margins(package: Package) -> list[Paragraph]:
    """What stands in headers and footers, as left out."""
    part = package.part("styles.xml")
    if not part:
        return []
    reader = _Margins()
    reader.read(part, package.damaged)
    return [[left(words, MARGINS)] for words in reader.found if words.strip()]


class _Margins(XmlReader):
    """The words of each header and footer."""

    prefixes = _PREFIXES

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._within = 0

    def begins(self, name: str, attributes: Attributes) -> None:
        margin = name.startswith(("style:header", "style:footer")) and "style-" not in name[6:]
        if margin and not self._within and not name.endswith("properties"):
            self.found.append("")
            self._within = 1
        elif self._within:
            self._within += 1

    def ends(self, name: str) -> None:
        self._within -= bool(self._within)

    def writes(self, words: str) -> None:
        if self._within:
            self.found[-1] += words


def _details(package: Package) -> Details:
    properties = Properties(_PREFIXES)
    if part := package.part("meta.xml"):
        properties.read(part, package.damaged)
    return Details(
        title=short(properties.first("dc:title")),
        author=short(properties.first("meta:initial-creator", "dc:creator")),
        published_on=day_in(properties.first("meta:creation-date", "dc:date")),
        language=properties.first("dc:language"),
    )
