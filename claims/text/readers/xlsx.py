"""Workbooks (XLSX), read from their XML: each cell as it is shown, formulas by the value kept.

https://ecma-international.org/publications-and-standards/standards/ecma-376/
"""

import posixpath
import re

from claims.text.errors import UnreadableText
from claims.text.readers.number_formats import code_of, shown
from claims.text.readers.packages import Attributes, Package, XmlReader
from claims.text.sheets import MOST_COLUMNS, Book, Rows, Sheet

_NOUN = "workbook"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_SHEETS = 200
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_UNKEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_PLACE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_LOST = "\N{REPLACEMENT CHARACTER}"


def recognises(data: bytes) -> bool:
    """Whether it is a workbook, or a document that is encrypted."""
    if data.startswith(_OLD_OFFICE):
        return _ENCRYPTED in data
    return data.startswith(b"PK") and (b"xl/workbook" in data or b"xl/worksheets" in data)


def read(data: bytes) -> Book:
    """The sheets of a workbook, in its order."""
    if data.startswith(_OLD_OFFICE):
        raise UnreadableText(
            "This workbook is protected with a password: remove the password and save it anew."
        )
    package = Package(data, _NOUN)
    if any(name.lower().endswith("vbaproject.bin") for name in package.names):
        raise UnreadableText("This workbook holds macros: save it without them, as XLSX.")
    listing = _Listing()
    home = _home(package)
    listing.read(package.part(home), package.damaged)
    parts = _related(package, home)
    texts = _Texts()
    styles = _Styles()
    for reader, kind in [(texts, "sharedStrings"), (styles, "styles")]:
        if part := next((package.part(path) for path, of in parts.values() if of == kind), b""):
            reader.read(part, package.damaged)
    sheets = []
    for name, key in listing.sheets[:_MOST_SHEETS]:
        path, kind = parts.get(key, ("", ""))
        if kind == "worksheet" and (part := package.part(path)):
            cells = _Cells(texts.all, styles.codes(), since_1904=listing.since_1904)
            cells.read(part, package.damaged)
            sheets.append(cells.sheet(name))
    if not any(sheet.rows for sheet in sheets):
        raise UnreadableText("There is nothing in the sheets of this workbook.")
    return Book("xlsx", sheets)


def _home(package: Package) -> str:
    """The part that lists the sheets."""
    names = [*_targets(package, "_rels/.rels", ""), "xl/workbook.xml"]
    for name in names:
        if name.endswith(".xml") and "workbook" in name and name in package.names:
            return name
    raise package.damaged()


def _related(package: Package, home: str) -> dict[str, tuple[str, str]]:
    """Path and kind of the parts that the workbook refers to, by the key that it has for each."""
    folder, name = posixpath.split(home)
    relations = _Relations(folder)
    relations.read(package.part(f"{folder}/_rels/{name}.rels"), package.damaged)
    return relations.found


def _targets(package: Package, path: str, folder: str) -> list[str]:
    relations = _Relations(folder)
    if part := package.part(path):
        relations.read(part, package.damaged)
    return [path for path, kind in relations.found.values() if kind == "officeDocument"]


class _Part(XmlReader):
    prefixes = {_MAIN: "", _STRICT: "", _OFFICE: "r", _STRICT_OFFICE: "r"}

    def _named(self, name: str) -> str:
        return super()._named(name).removeprefix(":")

    def ends(self, name: str) -> None:
        """Most parts say all with what begins."""

    def writes(self, words: str) -> None:
        """Most parts say nothing in words."""


class _Relations(_Part):
    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = folder
        self.found: dict[str, tuple[str, str]] = {}

    def begins(self, name: str, attributes: Attributes) -> None:
        target = attributes.get("Target", "")
        if name.endswith("Relationship") and attributes.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", self.folder, target)).lstrip("/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = (path, kind)


class _Listing(_Part):
    """The names of the sheets with their keys, and from when on days are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        self.since_1904 = False

    def begins(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            self.sheets.append((_clean(attributes.get("name", "")), attributes.get("r:id", "")))
        elif name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "") in {"1", "true"}


class _Styles(_Part):
    """The format of each style of a cell."""

    def __init__(self) -> None:
        super().__init__()
        self._written: dict[int, str] = {}
        self._numbers: list[int] = []
        self._within = False

    def begins(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self._written[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._within = True
        elif name == "xf" and self._within:
            self._numbers.append(_number(attributes.get("numFmtId")))

    def ends(self, name: str) -> None:
        if name == "cellXfs":
            self._within = False

    def codes(self) -> list[str]:
        return [code_of(number, self._written) for number in self._numbers]


class _Texts(_Part):
    """The texts that cells share. What says how to pronounce one is no part of it."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[str] = []
        self._pieces: list[str] | None = None
        self._said = 0

    def begins(self, name: str, attributes: Attributes) -> None:
        if name == "si":
            self.all.append("")
        elif name == "rPh":
            self._said += 1
        elif name == "t" and not self._said:
            self._pieces = []

    def ends(self, name: str) -> None:
        if name == "rPh":
            self._said -= 1
        elif name == "t" and self._pieces is not None and self.all:
            self.all[-1] += _clean("".join(self._pieces))
            self._pieces = None

    def writes(self, words: str) -> None:
        if self._pieces is not None:
            self._pieces.append(words)


class _Cells(_Part):
    """The cells of one sheet."""

    def __init__(self, texts: list[str], codes: list[str], *, since_1904: bool) -> None:
        super().__init__()
        self._texts, self._codes, self._since_1904 = texts, codes, since_1904
        self._rows = Rows()
        self._number = self._column = 0
        self._cells: dict[int, str] = {}
        self._kind = self._style = ""
        self._pieces: list[str] = []
        self._listens = self._computed = False
        self._said = self._errors = self._uncounted = 0

    def begins(self, name: str, attributes: Attributes) -> None:
        if name == "row":
            self._number = _number(attributes.get("r")) or self._number + 1
            self._cells, self._column = {}, 0
        elif name == "c":
            place = _PLACE.fullmatch(attributes.get("r", ""))
            self._column = _column(place[1]) if place else self._column + 1
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._pieces, self._computed = [], False
        elif name == "rPh":
            self._said += 1
        elif name in {"v", "t"} and not self._said:
            self._listens = True
        elif name == "f":
            self._computed = True

    def writes(self, words: str) -> None:
        if self._listens:
            self._pieces.append(words)

    def ends(self, name: str) -> None:
        if name in {"v", "t"}:
            self._listens = False
        elif name == "rPh":
            self._said -= 1
        elif name == "c":
            if value := self._value("".join(self._pieces)):
                self._cells[min(self._column, MOST_COLUMNS + 1)] = value
            elif self._computed and not self._pieces:
                self._uncounted += 1
        elif name == "row" and self._cells:
            width = max(self._cells)
            self._rows.add(
                self._number, [self._cells.get(at, "") for at in range(1, width + 1)]
            )  # fmt: skip

    def _value(self, words: str) -> str:
        if self._kind == "s":
            at = _number(words, -1)
            return self._texts[at].strip() if 0 <= at < len(self._texts) else ""
        if self._kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(words, "")
        if self._kind == "e":
            self._errors += 1
            return ""
        if self._kind == "n":
            style = _number(self._style)
            code = self._codes[style] if style < len(self._codes) else ""
            return _clean(shown(words.strip(), code, since_1904=self._since_1904))
        return _clean(words).strip()

    def sheet(self, name: str) -> Sheet:
        notes = []
        if self._errors:
            cells = "1 cell shows" if self._errors == 1 else f"{self._errors:,} cells show"
            notes.append(f"{cells} an error, such as #REF!, and counted as empty.")
        if self._uncounted:
            cells = (
                "1 formula has" if self._uncounted == 1 else f"{self._uncounted:,} formulas have"
            )
            notes.append(f"{cells} no value kept in the file, and counted as empty.")
        return self._rows.sheet(name, notes)


def _clean(text: str) -> str:
    """Text with what XML cannot hold put back, and without what cannot be kept."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return _UNKEPT.sub(_LOST, text.replace("\r\n", "\n").replace("\r", "\n"))


def _number(words: str | None, otherwise: int = 0) -> int:
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 9 \
        else otherwise  # fmt: skip


def _column(letters: str) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - 64
    return at
