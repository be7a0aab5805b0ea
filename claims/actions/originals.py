"""The files that interviews are read from: set down at the preview, kept with the interview.

Between preview and storing a file lies in the folder `incoming`, under its SHA-256. What nobody
stores is swept from there after some days, whenever another file is set down.
"""

import hashlib
from datetime import timedelta

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils import timezone

from claims.actions.documents import Upload, clean_name, keep
from claims.actions.refusals import Refused
from claims.models import Document, User
from claims.models.sources import MediaType

FOLDER = "incoming"
KEPT_FOR = timedelta(days=3)
MEDIA_TYPES = {
    "webvtt": MediaType.VTT, "srt": MediaType.SRT, "markdown": MediaType.MARKDOWN,
    "html": MediaType.HTML, "docx": MediaType.DOCX, "odt": MediaType.ODT, "rtf": MediaType.RTF,
    "pdf": MediaType.PDF, "json": MediaType.JSON, "csv": MediaType.CSV,
    "xlsx": MediaType.XLSX,
}  # fmt: skip
"""By the format of a reading; others are text."""


class OriginalIsGone(Refused):
    """The file was set down too long ago."""

    def __init__(self) -> None:
        super().__init__("The file was read too long ago to be kept with it: choose it again.")


def set_down(data: bytes) -> str:
    """Put a file where `keep_original` finds it; the SHA-256 that it is found by."""
    _sweep()
    sha256 = hashlib.sha256(data).hexdigest()
    path = f"{FOLDER}/{sha256}"
    if default_storage.exists(path):
        default_storage.delete(path)  # its age counts from now on
    default_storage.save(path, ContentFile(data))
    return sha256


def keep_original(sha256: str, *, name: str, read_as: str, by: User) -> Document:
    """The file as a document; `read_as` is the format of its reading.

    OriginalIsGone where it has been swept, and is not kept already.
    """
    if known := Document.objects.filter(sha256=sha256).first():
        return known
    with opened(sha256) as file:
        return keep(_upload(file, sha256, name, read_as), by=by)


def opened(sha256: str) -> "File[bytes]":
    """A file that was set down. OriginalIsGone where it has been swept."""
    path = f"{FOLDER}/{sha256}"
    if not default_storage.exists(path):
        raise OriginalIsGone
    return default_storage.open(path)


def _upload(file: "File[bytes]", sha256: str, name: str, read_as: str) -> Upload:
    media_type = MEDIA_TYPES.get(read_as, MediaType.TEXT)
    return Upload(file, clean_name(name), media_type, file.size, sha256)


def _sweep() -> None:
    """Remove what was set down long ago."""
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if timezone.now() - default_storage.get_modified_time(path) > KEPT_FOR:
            default_storage.delete(path)
