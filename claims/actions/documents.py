"""Uploaded files: of which kind they are by their content, and keeping each content once."""

import hashlib
import logging
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

import puremagic
from charset_normalizer import from_bytes
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from claims.actions.refusals import Refused
from claims.models import Document, User
from claims.models.sources import MediaType

log = logging.getLogger(__name__)

HEAD_BYTES = 4096
TAIL_BYTES = 65_536
SAMPLE_BYTES = 100_000
NAME_LENGTH = 200
KEPT = "a PDF, a Word document (DOCX), an image (PNG, JPEG, GIF, WebP), text or CSV"
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# After https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type
_MARKUP = re.compile(
    r"[\s\ufeff]*<(!doctype|\?xml|!--|/?(html|head|body|title|meta|link|style|script|iframe|object|embed"
    r"|svg|math|img|video|audio|form|input|h1|div|span|font|table|a|b|br|p)[\s>/])",
    re.IGNORECASE,
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class BadDocument(Refused):
    """A file that is not kept; the text names what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was looked at and can be kept."""

    file: "File[bytes]"
    name: str
    media_type: MediaType
    size: int
    sha256: str


def examine(file: "UploadedFile[bytes]") -> Upload:
    """What an uploaded file is, by its content. BadDocument where it is nothing that is kept."""
    size = checked_size(file, settings.DOCUMENT_MAX_BYTES)
    name = clean_name(file.name or "")
    return Upload(file, name, _media_type(file, name), size, sha256_of(file))


def checked_size(file: "UploadedFile[bytes]", limit: int) -> int:
    """The size of an uploaded file; BadDocument where it is empty or over the limit, in bytes."""
    size = file.size or 0
    if not size:
        raise BadDocument("This file is empty.")
    if size > limit:
        raise BadDocument(f"This file has {_megabytes(size)}; the limit is {_megabytes(limit)}.")
    return size


def sha256_of(file: "File[bytes]") -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def keep(upload: Upload, *, by: User) -> Document:
    """The document of this content: the one that is here already, else a new one.

    The file is written before its row, so a row never points at nothing. A file whose row was
    rolled back lies under the same name for the next time.
    """
    known = Document.objects.filter(sha256=upload.sha256).first()
    path = f"documents/{upload.sha256[:2]}/{upload.sha256}"
    name = _write(upload, str(known.file.name) if known else path)
    if known:
        return known
    try:
        with transaction.atomic():
            return Document.objects.create(
                sha256=upload.sha256, media_type=upload.media_type, size=upload.size,
                name=upload.name, file=name, added_by=by,
            )  # fmt: skip
    except IntegrityError:
        return Document.objects.get(sha256=upload.sha256)


def clean_name(name: str) -> str:
    """A file's name without folders, line breaks and characters that nobody sees."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(
        character
        for character in re.sub(r"\s", " ", last)
        if not unicodedata.category(character).startswith("C")
    )
    path = PurePosixPath(" ".join(seen.split()).strip(". ") or "document")
    suffix = path.suffix[:20]
    return path.name.removesuffix(path.suffix)[: NAME_LENGTH - len(suffix)] + suffix


def _write(upload: Upload, path: str) -> str:
    """Store the content at a path, unless it is there whole; gives the path that it got."""
    if default_storage.exists(path):
        if default_storage.size(path) == upload.size:
            return path
        log.error("document %s was cut off and is written again", path)
        default_storage.delete(path)
    upload.file.seek(0)
    return default_storage.save(path, upload.file)


def _media_type(file: "UploadedFile[bytes]", name: str) -> MediaType:
    file.seek(0)
    head = file.read(HEAD_BYTES)
    guessed = _guesses(head)
    if head.startswith(b"PK\x03\x04"):
        return _word(file)
    for media_type, signature in _SIGNATURES.items():
        if media_type in guessed and re.match(signature, head, re.DOTALL):
            return _whole_pdf(file) if media_type == MediaType.PDF else media_type
    if head.startswith(_OLD_OFFICE):
        raise BadDocument(
            "This is an old Office file, or one with a password: save it as DOCX or PDF."
        )
    _check_text(file)
    return MediaType.CSV if name.lower().endswith(".csv") else MediaType.TEXT


_SIGNATURES = {
    MediaType.PDF: rb"%PDF-[12]\.\d",
    MediaType.PNG: rb"\x89PNG\r\n\x1a\n....IHDR",
    MediaType.JPEG: rb"\xff\xd8\xff[\xc0-\xfe]",
    MediaType.GIF: rb"GIF8[79]a.{7}",
    MediaType.WEBP: rb"RIFF....WEBPVP8[ LX]",
}


def _guesses(head: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _whole_pdf(file: "UploadedFile[bytes]") -> MediaType:
    file.seek(max(0, (file.size or 0) - TAIL_BYTES))
    tail = file.read()
    if b"startxref" not in tail and b"%%EOF" not in tail:
        raise BadDocument("This PDF is damaged or cut short: it has no end.")
    return MediaType.PDF


def _word(file: "UploadedFile[bytes]") -> MediaType:
    """A DOCX is a ZIP archive with certain parts. Nothing is unpacked here."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise BadDocument("This file is damaged or cut short.") from None
    if not {"[Content_Types].xml", "word/document.xml"} <= parts:
        raise BadDocument(f"This file is an archive of another kind. What can be kept: {KEPT}.")
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        raise BadDocument("This Word document holds macros: save it without them, or as PDF.")
    return MediaType.DOCX


def _check_text(file: "UploadedFile[bytes]") -> None:
    file.seek(0)
    text = _decoded(file.read())
    if text is None:
        raise BadDocument(f"This file is of a kind that is not kept. What can be kept: {KEPT}.")
    if _MARKUP.match(text):
        raise BadDocument(
            "This is a web page, SVG or XML: attach its address, or save it as PDF and attach that."
        )


def _decoded(data: bytes) -> str | None:
    """The beginning of a text in any encoding that can be told; None if it is no text at all."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        if _CONTROL.search(data):
            return None
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if _CONTROL.search(data):
            return None
    best = from_bytes(data[:SAMPLE_BYTES]).best()
    return str(best) if best is not None else None


def _megabytes(size: int) -> str:
    """In MB (of a million bytes), rounded up, so that what is over a limit also looks like it."""
    tenths = -(-size // (settings.MEGABYTE // 10))
    return f"{tenths / 10:g} MB"
