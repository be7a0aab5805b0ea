"""The recording of an interview: a file that is kept here, or the address of one elsewhere."""

import logging

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from claims.actions.documents import (
    BadDocument,
    Upload,
    checked_size,
    clean_name,
    keep,
    sha256_of,
)
from claims.actions.refusals import NotAllowed, Stale
from claims.models import Document, Interview, User
from claims.models.sources import MediaType
from claims.permissions import can_import
from claims.text.recordings import kind_of

log = logging.getLogger(__name__)


class OtherRecording(Stale):
    """`interview` has another recording by now than the one that the person has seen."""

    def __init__(self, interview: Interview) -> None:
        super().__init__("Somebody changed the recording of this interview meanwhile.")
        self.interview = interview


def examine_recording(file: "UploadedFile[bytes]") -> Upload:
    """What an uploaded recording is, by its content. BadDocument where no browser plays it."""
    size = checked_size(file, settings.RECORDING_MAX_BYTES)
    kind = kind_of(file)
    if not kind:
        raise BadDocument(
            "This is no recording that browsers play, or it is damaged. What they play: MP3, MP4 "
            "(M4A), Ogg, Opus, WebM, WAV, FLAC."
        )
    return Upload(file, clean_name(file.name or ""), MediaType(kind), size, sha256_of(file))


def keep_recording(upload: Upload, *, by: User) -> Document:
    """The file as a document, once for each content."""
    if not can_import(by):
        raise NotAllowed("This takes the role “Reviewer”.")
    return keep(upload, by=by)


@transaction.atomic
def set_recording(
    interview: Interview,
    *,
    document: Document | None = None,
    address: str = "",
    seen: str,
    by: User,
) -> Interview:
    """Say where an interview can be heard: in a file, at an address, or with neither, nowhere.

    `seen` is the mark of the recording that the person has seen. Raises OtherRecording. It is no
    change of the details: whoever edits those meanwhile is not disturbed.
    """
    if not can_import(by):
        raise NotAllowed("This takes the role “Reviewer”.")
    rows = Interview.objects.select_related("recording")
    interview = rows.select_for_update(of=("self",), no_key=True).get(pk=interview.pk)
    wanted = document.sha256 if document else address
    if interview.recording_mark == wanted:
        return interview
    if interview.recording_mark != seen:
        raise OtherRecording(interview)
    interview.recording, interview.recording_url = document, address
    interview.save(update_fields=["recording", "recording_url"])
    log.info("%s: recording set by %s to %s", interview.slug, by, wanted or "nothing")
    return interview
