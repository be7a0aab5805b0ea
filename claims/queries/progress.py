"""How far the claims of something are: the bar of statuses, in numbers and in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from claims.models import OPEN, Status

ORDER = [
    Status.PUBLISHED, Status.SIGNED_OFF, Status.DISPUTED, Status.AWAITING_SIGN_OFF,
    Status.CHANGES_REQUESTED, Status.CHECKING, Status.NEW, Status.SET_ASIDE,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Share:
    """One status' part of a bar that is 100 wide."""

    status: Status
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Progress:
    shares: list[Share]
    total: int
    open: int
    next_due: date | None = None

    @property
    def words(self) -> str:
        parts = [f"{share.count} {share.status.label.lower()}" for share in self.shares]
        return ", ".join(parts) or "no claims yet"


def progress_of(
    counts: Mapping[Status, int] | Mapping[str, int], *, next_due: date | None = None
) -> Progress:
    """`counts` says how many claims stand in each status; absent is none."""
    total = sum(counts.values())
    shares, x = [], 0.0
    for status in ORDER:
        if count := counts.get(status, 0):
            width = 100 * count / total
            shares.append(Share(status, count, round(x, 2), round(width, 2)))
            x += width
    is_open = sum(counts.get(status, 0) for status in OPEN)
    return Progress(shares, total, is_open, next_due)
