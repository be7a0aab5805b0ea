"""One mail for each person, of what they have not read.

A mail is never sent twice: its notifications are marked as taken, and that is committed, before it
is sent. If sending fails they are given back. If the process dies in between, they are not mailed;
they stand on the page.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from claims.models import Notification, User
from claims.models.notifications import NotificationQuerySet

log = logging.getLogger(__name__)

REST = timedelta(minutes=5)
"""How long a notification waits to be read before a mail takes it."""
LISTED = 50


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one person's mail: `failure` says why it was not sent, or ''."""

    user: User
    number: int
    failure: str = ""


def send_digests(*, address_of: Callable[[str], str], older_than: timedelta = REST) -> list[Sent]:
    """Mail everybody what they have not read for `older_than`, each notification at most once.

    `address_of` makes a path of this site into an address. Several processes may do this at once.
    """
    before = timezone.now() - older_than
    _pass_over()
    waiting = _waiting(before).order_by("user").values_list("user", flat=True).distinct()
    return [sent for pk in list(waiting) for sent in _send_to(pk, before, address_of)]


@transaction.atomic
def set_digest(user: User, *, wanted: bool) -> None:
    """Turn a person's own mails on or off. What came while they were off is never mailed."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.digest == wanted:
        return
    user.digest = wanted
    user.save(update_fields=["digest"])
    Notification.objects.filter(user=user, mailed_at=None).update(mailed_at=timezone.now())


@transaction.atomic
def _pass_over() -> None:
    """Mark what no mail will take: of people who want none, and what has been read already."""
    nobody = Q(user__is_active=False) | Q(user__digest=False)
    rows = _unmailed().filter(nobody | Q(read_at__isnull=False))
    taken = rows.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)
    Notification.objects.filter(pk__in=list(taken)).update(mailed_at=timezone.now())


def _unmailed() -> NotificationQuerySet:
    return Notification.objects.filter(mailed_at=None).order_by()


def _waiting(before: datetime) -> NotificationQuerySet:
    people = Q(user__is_active=True, user__digest=True)
    return _unmailed().unread().filter(people, at__lte=before)


def _send_to(pk: int, before: datetime, address_of: Callable[[str], str]) -> Iterator[Sent]:
    rows = _take(pk, before)
    if not rows:
        return  # another process has taken them
    user = rows[0].user
    try:
        _mail(user, rows, address_of).send()
    except Exception as error:
        # whatever it was, the rows must not be lost, nor the mails of the others
        log.exception("the mail to %s was not sent", user.username)
        _give_back(rows)
        yield Sent(user, len(rows), failure=str(error) or type(error).__name__)
    else:
        log.info("mailed %d notifications to %s", len(rows), user.username)
        yield Sent(user, len(rows))


@transaction.atomic(durable=True)
def _take(pk: int, before: datetime) -> list[Notification]:
    """Mark a person's waiting notifications as taken by this process alone; newest first.

    Whoever locks the person first takes all of them: two mails with a part each would be one too
    many.
    """
    person = User.objects.filter(pk=pk).select_for_update(skip_locked=True, no_key=True)
    if person.first() is None:
        return []
    rows = list(_waiting(before).filter(user=pk).for_line().select_related("user").newest())
    now = timezone.now()
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=now)
    return rows


def _give_back(rows: list[Notification]) -> None:
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=None)


def _mail(user: User, rows: list[Notification], address_of: Callable[[str], str]) -> EmailMessage:
    lines = [(row, address_of(row.get_absolute_url())) for row in rows[:LISTED]]
    context = {
        "user": user,
        "lines": lines,
        "number": len(rows),
        "more": len(rows) - len(lines),
        "page": address_of("/notifications/"),
    }
    things = "1 thing" if len(rows) == 1 else f"{len(rows)} things"
    return EmailMessage(
        f"[Factcheck] {things} that you have not read",
        render_to_string("notifications/digest_mail.txt", context),
        to=[user.email],
    )
