"""Documents that are ZIP archives of XML parts: opened with limits, and read part by part."""

import io
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from xml.parsers import expat

from claims.text.errors import UnreadableText

_MOST_ENTRIES = 5_000
_MOST_UNPACKED = 300_000_000
_LARGEST_PART = 40_000_000
_SMALL = 5_000_000
_TIGHTEST = 150
"""How many bytes come out of one, for a part that is not small: text has 5 to 30."""
_DEEPEST = 400
_LONGEST_PROPERTY = 500

type Attributes = dict[str, str]


class Package:
    """The parts of an archive, each read at most to a limit."""

    def __init__(self, data: bytes, noun: str) -> None:
        self.noun = noun
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
            raise self.damaged() from None
        entries = self.archive.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise self.protected()
        self._sizes = {entry.filename: entry.file_size for entry in entries}
        total = sum(entry.file_size for entry in entries)
        tight = any(
            entry.file_size > max(_SMALL, _TIGHTEST * entry.compress_size) for entry in entries
        )
        if len(entries) > _MOST_ENTRIES or total > _MOST_UNPACKED or tight:
            raise UnreadableText(
                f"This {noun} unpacks to far more than such files do "
                f"({total / 1_000_000:,.0f} MB in {len(entries):,} parts): it was not opened."
            )

    @property
    def names(self) -> list[str]:
        return list(self._sizes)

    def part(self, name: str) -> bytes:
        """The bytes of a part; none where there is no such part."""
        if name not in self._sizes:
            return b""
        if self._sizes[name] > _LARGEST_PART:
            raise UnreadableText(
                f"The text of this {self.noun} takes {self._sizes[name] / 1_000_000:,.0f} MB; "
                f"the limit is {_LARGEST_PART // 1_000_000} MB: split it into parts."
            )
        try:
            with self.archive.open(name) as file:
                return file.read(_LARGEST_PART)
        except (
            zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
            RuntimeError, ImportError,
        ):  # fmt: skip
            raise self.damaged() from None

    def damaged(self) -> UnreadableText:
        return UnreadableText(
            f"This {self.noun} is damaged or cut short: open it in its program and save it anew."
        )

    def protected(self) -> UnreadableText:
        return UnreadableText(
            f"This {self.noun} is protected with a password: remove the password and save it anew."
        )


class XmlReader:
    """Reads one part; subclasses take what begins, ends and is written, in the order of the file.

    Names have the prefixes that are usual for their namespaces (`w:p`), whatever the file calls
    them; those of other namespaces are `?:name`.
    """

    prefixes: dict[str, str] = {}

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def begins(self, name: str, attributes: Attributes) -> None:
        raise NotImplementedError

    def ends(self, name: str) -> None:
        raise NotImplementedError

    def writes(self, words: str) -> None:
        raise NotImplementedError

    def read(self, part: bytes, damaged: Callable[[], UnreadableText]) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.ordered_attributes = False
        depth = 0

        def begins(name: str, attributes: Attributes) -> None:
            nonlocal depth
            depth += 1
            if depth > _DEEPEST:
                raise damaged()
            named = {self._named(key): value for key, value in attributes.items()}
            self.begins(self._named(name), named)

        def ends(name: str) -> None:
            nonlocal depth
            depth -= 1
            self.ends(self._named(name))

        def declares(*_: object) -> None:
            raise UnreadableText(
                "This document declares a type or entities of its own (DOCTYPE), which no document "
                "of this kind does: it was not opened."
            )

        parser.StartElementHandler = begins
        parser.EndElementHandler = ends
        parser.CharacterDataHandler = self.writes
        parser.StartDoctypeDeclHandler = declares
        parser.EntityDeclHandler = declares
        try:
            parser.Parse(part, True)
        except UnreadableText:
            raise
        except (expat.ExpatError, ValueError, LookupError):
            raise damaged() from None

    def _named(self, name: str) -> str:
        known = self._names.get(name)
        if known is None:
            namespace, _, local = name.rpartition(" ")
            prefix = self.prefixes.get(namespace, "?") if namespace else ""
            known = self._names[name] = f"{prefix}:{local}" if prefix else local
        return known


class Properties(XmlReader):
    """What a document says of itself: the words of each element by its name."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        super().__init__()
        self.prefixes = prefixes
        self.found: dict[str, str] = {}
        self._name = ""

    def begins(self, name: str, attributes: Attributes) -> None:
        self._name = name

    def ends(self, name: str) -> None:
        self._name = ""

    def writes(self, words: str) -> None:
        if self._name and len(self.found.get(self._name, "")) < _LONGEST_PROPERTY:
            self.found[self._name] = self.found.get(self._name, "") + words

    def first(self, *names: str) -> str:
        """The words of the first of these elements that has any."""
        return next((words for name in names if (words := self.found.get(name, "").strip())), "")


def day_in(words: str) -> date | None:
    """The day of a time as documents write it: 2024-05-01T10:00:00Z."""
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return None
