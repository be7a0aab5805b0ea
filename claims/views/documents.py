"""Handing out the files that were uploaded."""

import logging

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from claims import permissions
from claims.models import Document
from claims.views import access
from claims.views.access import SignedInRequest

log = logging.getLogger(__name__)


@require_safe
@never_cache
def document(request: SignedInRequest, sha256: str) -> FileResponse:
    """A file as it came. Only pictures made of pixels are shown; all else is saved by the browser.

    Whatever the file holds, nothing of it runs here: no guessing of its kind, no script, no origin.
    """
    access.require(permissions.can_read(request.user))
    document = get_object_or_404(Document, sha256=sha256)
    try:
        file = default_storage.open(str(document.file.name))
    except FileNotFoundError:
        log.error("the file of document %d is gone: %s", document.pk, document.file.name)
        raise Http404 from None
    return FileResponse(
        file,
        as_attachment=not document.kind.is_image,
        filename=document.download_name,
        content_type=document.media_type,
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
