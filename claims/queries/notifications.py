"""What one person has been told, newest first."""

from dataclasses import dataclass

from claims.models import Notification, User

PAGE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Notification]
    last: int | None
    """The notification after which the next page begins, by id; None on the last page."""


def page_of(user: User, *, after: Notification | None = None) -> Page:
    """One page: one query, whatever stands on it."""
    mine = Notification.objects.filter(user=user).for_line().newest()
    rows = list((mine.after(after) if after else mine)[: PAGE_LENGTH + 1])
    shown = rows[:PAGE_LENGTH]
    return Page(shown, shown[-1].pk if len(rows) > PAGE_LENGTH else None)
