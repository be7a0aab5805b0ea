"""The recording of an interview: set, taken away, and handed out piece by piece."""

import logging
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from claims import permissions
from claims.actions.recordings import OtherRecording, keep_recording, set_recording
from claims.forms.recordings import RecordingForm, sealed
from claims.models import Document, Interview
from claims.text.ranges import OutsideFile, asked_for
from claims.text.recordings import origin_of
from claims.views import access
from claims.views.access import SignedInRequest
from claims.views.uploads import WithinLimit

log = logging.getLogger(__name__)

PIECE_BYTES = 4_000_000
"""Of a file in one answer to a player: it holds a thread of the server only for as long as that."""
CHUNK_BYTES = 65_536
HEADERS = {
    "Accept-Ranges": "bytes",
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; media-src 'self'",
}


@require_safe
def recording(request: SignedInRequest, slug: str) -> HttpResponseBase:
    """The file of an interview's recording, or the part of it that a player asks for."""
    access.require(permissions.can_read(request.user))
    interview = access.interview_to_read(request, slug, Interview.objects.with_recording())
    document = interview.recording
    if document is None:
        raise Http404
    headers = {**HEADERS, "ETag": f'"{document.sha256}"', **_named(document)}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponseNotModified(headers=headers)
    if request.method == "HEAD":
        length = {"Content-Length": str(document.size)}
        return HttpResponse(content_type=document.media_type, headers={**headers, **length})
    try:
        asked = asked_for(_range_of(request, headers["ETag"]), document.size)
    except OutsideFile:
        headers["Content-Range"] = f"bytes */{document.size}"
        return HttpResponse(status=416, content_type=document.media_type, headers=headers)
    file = _opened(document)
    if asked is None:
        name, kind = document.download_name, document.media_type
        return FileResponse(file, filename=name, content_type=kind, headers=headers)
    start, end = asked[0], min(asked[1], asked[0] + PIECE_BYTES)
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{document.size}"
    headers["Content-Length"] = str(end - start)
    return StreamingHttpResponse(
        Piece(file, start, end), status=206, content_type=document.media_type, headers=headers
    )


def _named(document: Document) -> dict[str, str]:
    shown = content_disposition_header(False, document.download_name)
    return {"Content-Disposition": shown or "inline"}


def _range_of(request: SignedInRequest, etag: str) -> str:
    """The range that is asked for; '' if only of another file than this one is now."""
    of = request.headers.get("If-Range", etag)
    return request.headers.get("Range", "") if of == etag else ""


def _opened(document: Document) -> "File[bytes]":
    try:
        return default_storage.open(str(document.file.name))
    except FileNotFoundError:
        log.error("the file of document %d is gone: %s", document.pk, document.file.name)
        raise Http404 from None


class Piece:
    """The bytes [start, end) of an open file, chunk by chunk; the file is closed with it."""

    def __init__(self, file: "File[bytes]", start: int, end: int) -> None:
        self.file, self.start, self.end = file, start, end

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.start)
        left = self.end - self.start
        while left > 0 and (data := self.file.read(min(CHUNK_BYTES, left))):
            left -= len(data)
            yield data

    def close(self) -> None:
        self.file.close()


@csrf_exempt  # only so that the handler is in place before the token is read: see `uploads`
@require_http_methods(["GET", "HEAD", "POST"])
def recording_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Give an interview a recording, another one, or none."""
    advice = "make it smaller, or give its address"
    limit = WithinLimit(request, settings.RECORDING_MAX_BYTES, advice)
    request.upload_handlers.insert(0, limit)
    return _recording_edit(request, slug, limit)


@csrf_protect
def _recording_edit(request: SignedInRequest, slug: str, limit: WithinLimit) -> HttpResponse:
    interview = access.interview_to_edit(request, slug, Interview.objects.with_recording())
    if request.method != "POST":
        return _page(request, interview, form_for(interview))
    form = RecordingForm(request.POST, request.FILES)
    if limit.refusal:
        form.errors.clear()
        form.add_error("file", limit.refusal)
    taken_away = request.POST.get("action") == "remove"
    if not form.is_valid() and not taken_away:
        return _page(request, interview, form, status=422)
    given: dict[str, Any] = {} if taken_away else _given(request, form)
    try:
        set_recording(interview, **given, seen=request.POST.get("seen", ""), by=request.user)
    except OtherRecording as other:
        return _conflict(request, other.interview, **given)
    if taken_away:
        messages.success(request, "The interview has no recording any more.")
    else:
        messages.success(request, "Saved. Press a time to play from there.")
    return redirect("desk", interview.slug)


def _given(request: SignedInRequest, form: RecordingForm) -> dict[str, Any]:
    """The recording in a valid form, as `set_recording` takes it; a file is kept by now."""
    upload = form.cleaned_data["file"]
    document = keep_recording(upload, by=request.user) if upload else form.cleaned_data["kept"]
    return {"document": document, "address": form.cleaned_data["address"]}


def form_for(interview: Interview) -> RecordingForm:
    """The form for an interview as it is now."""
    seen, address = interview.recording_mark, interview.recording_url
    return RecordingForm(initial={"seen": seen, "address": address})


def _conflict(
    request: SignedInRequest, interview: Interview, document: Document | None = None,
    address: str = "",
) -> HttpResponse:  # fmt: skip
    """What was given is kept; the form is now about the recording that is there."""
    initial = {"seen": interview.recording_mark, "address": address}
    initial["kept"] = sealed(document) if document else ""
    form = RecordingForm(initial=initial)
    return _page(request, interview, form, status=409, conflict=True, kept=document)


def _page(
    request: SignedInRequest, interview: Interview, form: RecordingForm, *, status: int = 200,
    **context: Any,
) -> HttpResponse:  # fmt: skip
    shown = {"nav": "interviews", "interview": interview, "recording": form, **context}
    shown["largest"] = largest_in_words()
    return render(request, "interviews/recording.html", shown, status=status)


def largest_in_words() -> str:
    return f"{settings.RECORDING_MAX_BYTES // settings.MEGABYTE} MB"


def may_play(
    request: SignedInRequest, response: HttpResponse, interview: Interview
) -> HttpResponse:  # fmt: skip
    """Let this one page play the recording of its interview, where that lies elsewhere."""
    if not interview.recording_url:
        return response
    origin = origin_of(interview.recording_url)
    policy: dict[str, list[str]] = {name: [*of] for name, of in settings.SECURE_CSP.items()}
    policy["media-src"].append(origin)
    return csp_override(policy)(lambda _: response)(request)
