"""The claim list as a file."""

import logging

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims.exports.claim_list import KINDS, exported
from claims.queries.claim_list import Asking, matching
from claims.views.access import SignedInRequest
from claims.views.claim_list import DEFAULT_ORDER, filters, listed

log = logging.getLogger(__name__)


@require_safe
def claims_export(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """Exactly what is filtered, in its order. It is read from the database while it is sent."""
    if kind not in KINDS:
        raise Http404("There is no such kind of file.")
    form = filters(request.GET)
    if not form.is_valid():
        return listed(request, request.GET, status=422)
    media_type, make = KINDS[kind]
    day = timezone.localdate()
    headers = {"Content-Disposition": f'attachment; filename="claims-{day.isoformat()}.{kind}"'}
    if request.method == "HEAD":
        return HttpResponse(content_type=media_type, headers=headers)
    first, last = request.build_absolute_uri("/claims/0/").rsplit("0", 1)
    log.info("%s exports claims as %s: %s", request.user, kind, request.GET.urlencode())
    rows = exported(
        matching(form.cleaned_data, asking=Asking(request.user, day)),
        form.cleaned_data.get("sort") or DEFAULT_ORDER,
        reader=request.user,
        page_of=lambda pk: f"{first}{pk}{last}",
    )
    return StreamingHttpResponse(make(rows), content_type=media_type, headers=headers)
