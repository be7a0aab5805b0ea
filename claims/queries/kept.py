"""What one process keeps of what it has made of many rows, as long as none of them has changed.

That something has changed is said by marks, which the database leaves in the transaction of the
change: see `claims.models.marks`. They are read before anything that is kept under them. So what is
kept is never older than they are; where it is newer, there are new marks, and nobody asks for it.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import NamedTuple

from django.db import connection


class Marks(NamedTuple):
    """What is the same as long as nothing has changed which pages of a kind show."""

    boards: str
    """Of what dashboards show."""
    waiting: str
    """Of that, and of all else that may wait for somebody."""


def unless_known(known: Marks | None, question: str) -> tuple[Marks, list[int] | None]:
    """The present marks, and the answer to a question, unless all the marks are known: one query.

    The question is SQL for one array of numbers, all of whose rows leave a mark when they change.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT boards, waiting, answer FROM claims_unless_known(%s, %s)",
            [known and known.waiting, question],
        )
        *marks, answer = cursor.fetchone()
    return Marks(*marks), answer


class Kept[V]:
    """Values by key: at most so many; what was not asked for longest goes first.

    Each is good as long as what it was `made_of` is the same: marks, and the time if it tells it.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: OrderedDict[Hashable, tuple[Hashable, V]] = OrderedDict()
        self._lock = Lock()
        self._making = [Lock() for _ in range(16)]

    def look(self, key: Hashable, made_of: Hashable = None) -> V | None:
        with self._lock:
            known = self._values.get(key)
            if known is None or known[0] != made_of:
                return None
            self._values.move_to_end(key)
            return known[1]

    def put(self, key: Hashable, value: V, made_of: Hashable = None) -> V:
        with self._lock:
            self._values[key] = made_of, value
            self._values.move_to_end(key)
            if len(self._values) > self.most:
                self._values.popitem(last=False)
        return value

    def get(self, key: Hashable, made_of: Hashable, make: Callable[[], V]) -> V:
        """What is kept, else what is made: by whoever comes first, while others wait for it."""
        with self._making[hash(key) % len(self._making)]:
            return self.look(key, made_of) or self.put(key, make(), made_of)
