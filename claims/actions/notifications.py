"""Telling people of events, in the transaction of the event."""

from collections.abc import Iterable

from claims.models import Claim, Event, Kind, Notification, User
from claims.models.clock import now
from claims.models.notifications import NotificationQuerySet


def tell(people: Iterable[int | None], kind: Kind, event: Event) -> None:
    """Tell these accounts, by id, of a stored event: each once, and never who did it."""
    chosen = {pk for pk in people if pk is not None} - {event.actor_id}
    active = User.objects.filter(pk__in=chosen, is_active=True).values_list("pk", flat=True)
    Notification.objects.bulk_create(
        [
            Notification(user_id=pk, kind=kind, claim_id=event.claim_id, event=event, at=event.at)
            for pk in sorted(active if chosen else ())
        ],
        ignore_conflicts=True,
    )


def tell_that_sign_offs_are_stale(claim: Claim, event: Event) -> None:
    """Whoever signed the content that is no more, and the assignee."""
    signers = claim.sign_offs.filter(submission=claim.submission).values_list("by", flat=True)
    if people := list(signers):
        tell([*people, claim.assignee_id], Kind.STALE, event)


def mark_read(notifications: Iterable[int], *, by: User) -> int:
    """Mark these notifications of a person as read; how many were not."""
    return _read(Notification.objects.filter(pk__in=notifications), by)


def mark_all_read(*, newest: int, by: User) -> int:
    """As mark_read, all of them up to the newest that the person has seen, by its id."""
    return _read(Notification.objects.filter(pk__lte=newest), by)


def _read(notifications: NotificationQuerySet, by: User) -> int:
    return notifications.unread().filter(user=by).update(read_at=now())
