"""When something happens, as rows and events write it down.

That is now. Only the demo says otherwise: what it plays by the product's own actions has happened
over some weeks. What runs out (invitations, tokens, sessions, presence, fetches) asks the real
clock itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    return _moment.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Everything in here happens at this moment. For the demo alone: a test holds it.

    In UTC, as the database gives it back: the hash of an event covers how its time is written.
    """
    held = _moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(held)
