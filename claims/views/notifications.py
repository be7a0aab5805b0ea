"""What somebody has been told: read on a page of its own, and by mail."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from claims.actions.digests import set_digest
from claims.actions.notifications import mark_all_read, mark_read
from claims.models import Notification
from claims.queries.notifications import page_of
from claims.views.access import SignedInRequest


@require_safe
def notifications(request: SignedInRequest) -> HttpResponse:
    after = request.GET.get("after", "")
    mine = Notification.objects.filter(user=request.user)
    last = get_object_or_404(mine, pk=_number(after)) if after else None
    page = page_of(request.user, after=last)
    context = {
        "nav": "notifications",
        "page": page,
        "later": last is not None,
        "newest": max((row.pk for row in page.rows), default=0),
    }
    return render(request, "notifications/notifications.html", context)


@require_POST
def notification_open(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark one as read, and go to where it happened."""
    mine = Notification.objects.filter(user=request.user).for_line()
    notification = get_object_or_404(mine, pk=pk)
    mark_read([notification.pk], by=request.user)
    return redirect(notification)


@require_POST
def notifications_read(request: SignedInRequest) -> HttpResponse:
    number = mark_all_read(newest=_number(request.POST.get("newest", "")), by=request.user)
    messages.success(request, f"{number} marked as read." if number else "All were read already.")
    return redirect("notifications")


@require_POST
def notifications_digest(request: SignedInRequest) -> HttpResponse:
    wanted = "digest" in request.POST
    set_digest(request.user, wanted=wanted)
    said = "You are mailed what you have not read." if wanted else "You get no such mails."
    messages.success(request, said)
    return redirect("notifications")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Http404("There is no such notification.")
    return int(text)
