"""Word documents (DOCX), read from their XML: what a word processor hides is told, not lost.

https://ecma-international.org/publications-and-standards/standards/ecma-376/
"""

import re

from claims.text.errors import UnreadableText
from claims.text.parts import Details, Reading
from claims.text.readers.flow import Flow, in_brackets, with_colons
from claims.text.readers.manuscript import (
    COMMENTS,
    DELETED,
    FIELDS,
    HIDDEN,
    MARGINS,
    Manuscript,
    Paragraph,
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

_NOUN = "Word document"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RUBY = Why("left out", "reading aid above a word", "reading aids above words")
_OFF = {"0", "false", "off", "none"}


def recognises(data: bytes) -> bool:
    """Whether it is a Word document, or one that is encrypted."""
    if data.startswith(_OLD_OFFICE):
        return _ENCRYPTED in data
    return data.startswith(b"PK") and (b"word/document" in data or b"word/_rels/" in data)


def read(data: bytes) -> Reading:
    """What is understood of a Word document."""
    return manuscript(data).reading()


def manuscript(data: bytes) -> Manuscript:
    """Its paragraphs, notes at the end, headers and footers told of."""
    if data.startswith(_OLD_OFFICE):
        raise UnreadableText(
            "This Word document is protected with a password: remove the password and save it anew."
        )
    package = Package(data, _NOUN)
    body = _Body(_bold_styles(package), _remarks(package))
    body.read(_document(package), package.damaged)
    paragraphs, colons = with_colons(body.flow.paragraphs)
    paragraphs += _notes_at_the_end(package, body)
    paragraphs += [*body.unplaced(), *_margins(package)]
    done = counted("Wrote", colons, "colon", " after names in bold")
    done += counted("Left out", body.pictures, "picture")
    notes = []
    if body.numbered:
        some = f"{body.numbered:,} paragraphs have" if body.numbered > 1 else "1 paragraph has"
        notes.append(f"{some} a number or bullet that Word makes, which is not part of the text.")
    return Manuscript("docx", paragraphs, _details(package), done, notes)


def _document(package: Package) -> bytes:
    """The part with the text: Word calls it word/document.xml, some programs otherwise."""
    relations = package.part("_rels/.rels").decode("utf-8", "replace")
    found = re.search(r'<[^>]*relationships/officeDocument"[^>]*>', relations)
    target = re.search(r'Target="/?([^"]+)"', found[0]) if found else None
    for name in [target[1] if target else "", "word/document.xml"]:
        if part := package.part(name):
            return part
    raise package.damaged()


class _Part(XmlReader):
    """Text, tabs and breaks of any part of a Word document."""

    prefixes = {
        _WORD: "w",
        _STRICT: "w",
        "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
        "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
        "http://purl.org/dc/elements/1.1/": "dc",
        "http://purl.org/dc/terms/": "dcterms",
        "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
    }
    _SIGNS = {
        "w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
        "w:softHyphen": "\N{SOFT HYPHEN}", "w:ptab": "\t",
    }  # fmt: skip

    def __init__(self, bold_styles: set[str]) -> None:
        super().__init__()
        self.flow = Flow()
        self.pictures = self.numbered = 0
        self._bold_styles = bold_styles
        self._whys: list[Why] = []  # of all that is left out here, innermost last
        self._told = False  # whether that has been counted
        self._within: list[str] = []
        self._skipped = 0
        self._bold = self._hidden = self._bold_paragraph = False

    def begins(self, name: str, attributes: Attributes) -> None:
        if self._skipped or name == "mc:Fallback":
            self._skipped += 1
            return
        self._within.append(name)
        if name == "w:p":
            self.flow.begin_paragraph()
            self._bold_paragraph = False
        elif name == "w:r":
            self._bold, self._hidden = self._bold_paragraph, False
        elif why := _LEFT.get(name):
            self._whys.append(why)
            self._told = False
        elif name in self._SIGNS and self._within[-2:-1] == ["w:r"]:
            self._sign(name, attributes)
        elif name in _TABLES:
            getattr(self.flow, _TABLES[name])()
        else:
            self._property(name, attributes.get("w:val", ""))
            self._refers(name, attributes)

    def _sign(self, name: str, attributes: Attributes) -> None:
        if not self._whys and attributes.get("w:type", "textWrapping") == "textWrapping":
            self.flow.put(added(self._SIGNS[name]))

    def _property(self, name: str, value: str) -> None:
        """Take what makes words bold or hidden, and count what has no characters."""
        around = self._within[-2] if len(self._within) > 1 else ""
        if name in {"w:b", "w:vanish"} and around == "w:rPr" and "w:r" in self._within[-3:]:
            setattr(self, "_bold" if name == "w:b" else "_hidden", value not in _OFF)
        elif name == "w:rStyle" and value in self._bold_styles:
            self._bold = True
        elif name == "w:pStyle" and value in self._bold_styles:
            self._bold_paragraph = True
        elif name == "w:numPr":
            self.numbered += 1
        elif name in {"w:drawing", "w:pict", "w:object"}:
            self.pictures += 1
        elif name == "w:txbxContent":
            self.pictures -= "w:drawing" in self._within or "w:pict" in self._within

    def _refers(self, name: str, attributes: Attributes) -> None:
        """Take a reference to a comment or a footnote."""

    def ends(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        self._within.pop()
        if name == "w:p":
            self.flow.end_paragraph()
        elif name in _LEFT:
            self._whys.pop()
        elif name == "w:tbl":
            self.flow.end_table()

    def writes(self, words: str) -> None:
        if self._skipped or not self._within:
            return
        name = self._within[-1]
        if name not in {"w:t", "w:delText", "w:instrText", "w:delInstrText", "m:t"}:
            return
        why = self._whys[-1] if self._whys else None
        if "nstrText" in name:
            self.flow.put(left(words, FIELDS))
        elif why or name == "w:delText":
            self.flow.put(left(words, why or DELETED, times=not self._told))
            self._told = bool(why)
        elif self._hidden:
            self.flow.put(left(words, HIDDEN))
        else:
            self.flow.put(kept(words, bold=self._bold))


_LEFT = {"w:del": DELETED, "w:moveFrom": DELETED, "w:rt": _RUBY}
_TABLES = {"w:tbl": "begin_table", "w:tr": "begin_row", "w:tc": "begin_cell"}


class _Body(_Part):
    """The text itself, with references to comments and notes."""

    def __init__(self, bold_styles: set[str], remarks: dict[str, tuple[str, str]]) -> None:
        super().__init__(bold_styles)
        self.notes: list[tuple[str, str]] = []  # kind and number, in order
        self._remarks = remarks

    def _refers(self, name: str, attributes: Attributes) -> None:
        number = attributes.get("w:id", "")
        if name == "w:commentReference" and number in self._remarks:
            author, words = self._remarks.pop(number)
            for piece in comment(words, words, author):
                self.flow.put(piece)
        elif name in {"w:footnoteReference", "w:endnoteReference"}:
            kind = name[2:].removesuffix("Reference")
            self.notes.append((kind, number))
            place = f"{kind.capitalize()} {len(self.notes)}"
            self.flow.put(noted(f"{place} belongs here; see the end."))

    def unplaced(self) -> list[Paragraph]:
        """Comments that stand nowhere."""
        return [
            [left(words, COMMENTS), noted(f"A comment that has no place says: “{short(words)}”.")]
            for _, words in self._remarks.values()
        ]


class _Pieces(_Part):
    """A part of several texts with numbers: comments, footnotes, endnotes."""

    def __init__(self, element: str) -> None:
        super().__init__(set())
        self.found: dict[str, list[Paragraph]] = {}
        self.authors: dict[str, str] = {}
        self._element = element
        self._id = ""

    def begins(self, name: str, attributes: Attributes) -> None:
        if name == self._element:
            self._id = attributes.get("w:id", "")
            self.authors[self._id] = attributes.get("w:author", "")
            self.flow = Flow()
        super().begins(name, attributes)

    def ends(self, name: str) -> None:
        super().ends(name)
        if name == self._element:
            self.found[self._id] = self.flow.paragraphs


def _remarks(package: Package) -> dict[str, tuple[str, str]]:
    """Author and words of each comment, by its number."""
    part = package.part("word/comments.xml")
    if not part:
        return {}
    reader = _Pieces("w:comment")
    reader.read(part, package.damaged)
    texts = {
        number: "\n".join(words_of(paragraph) for paragraph in paragraphs)
        for number, paragraphs in reader.found.items()
    }
    return {one: (reader.authors[one], text) for one, text in texts.items() if text.strip()}


def _notes_at_the_end(package: Package, body: _Body) -> list[Paragraph]:
    """Footnotes and endnotes in brackets, so that nobody is taken to say them."""
    paragraphs: list[Paragraph] = []
    for kind in ("footnote", "endnote"):
        part = package.part(f"word/{kind}s.xml")
        if not part:
            continue
        reader = _Pieces(f"w:{kind}")
        reader.read(part, package.damaged)
        order = [number for one, number in body.notes if one == kind]
        for number in [*order, *(one for one in reader.found if one not in order)]:
            words = reader.found.pop(number, [])
            if words_of(piece for paragraph in words for piece in paragraph).strip():
                place = body.notes.index((kind, number)) + 1 if number in order else "?"
                paragraphs.append(in_brackets(f"{kind.capitalize()} {place}", words))
    return paragraphs


def _margins(package: Package) -> list[Paragraph]:
    """What stands in headers and footers, as left out."""
    texts = []
    for name in package.names:
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name):
            reader = _Part(set())
            reader.read(package.part(name), package.damaged)
            pieces = [piece for paragraph in reader.flow.paragraphs for piece in paragraph]
            texts.append("".join(piece.source for piece in pieces))
    return [[left(words, MARGINS)] for words in texts if words.strip()]


class _Styles(XmlReader):
    """The styles that make words bold, each with the one that it is based on."""

    prefixes = _Part.prefixes

    def __init__(self) -> None:
        super().__init__()
        self.bold: dict[str, bool] = {}
        self.based_on: dict[str, str] = {}
        self._style = ""

    def begins(self, name: str, attributes: Attributes) -> None:
        if name == "w:style":
            self._style = attributes.get("w:styleId", "")
        elif name == "w:basedOn":
            self.based_on[self._style] = attributes.get("w:val", "")
        elif name == "w:b":
            self.bold[self._style] = attributes.get("w:val", "") not in _OFF

    def ends(self, name: str) -> None:
        if name == "w:style":
            self._style = ""

    def writes(self, words: str) -> None:
        """Nothing is written in styles."""


def _bold_styles(package: Package) -> set[str]:
    part = package.part("word/styles.xml")
    styles = _Styles()
    if part:
        styles.read(part, package.damaged)
    bold = set()
    for style in {*styles.bold, *styles.based_on} - {""}:
        at, seen = style, {style}
        while at not in styles.bold and (at := styles.based_on.get(at, "")) not in {"", *seen}:
            seen.add(at)
        if styles.bold.get(at):
            bold.add(style)
    return bold


def _details(package: Package) -> Details:
    properties = Properties(_Part.prefixes)
    if part := package.part("docProps/core.xml"):
        properties.read(part, package.damaged)
    return Details(
        title=short(properties.first("dc:title")),
        author=short(properties.first("dc:creator")),
        published_on=day_in(properties.first("dcterms:created")),
        language=properties.first("dc:language"),
    )
