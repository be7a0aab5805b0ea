"""Snapshots of web pages: those of a source, and what came before one."""

from dataclasses import dataclass
from itertools import pairwise

from claims.models import Snapshot, Source

SHOWN = 20


@dataclass(frozen=True, slots=True)
class ShownSnapshot:
    """`changed` says whether its text differs from that of the one before; None for the first."""

    snapshot: Snapshot
    changed: bool | None


def snapshots_of(source: Source) -> list[ShownSnapshot]:
    """The newest first: one query, without their texts."""
    rows = source.snapshots.select_related("document", "by").defer("text", "reading")
    found = list(rows.order_by("-fetched_at", "-pk")[: SHOWN + 1])
    shown = [ShownSnapshot(a, a.text_sha256 != b.text_sha256) for a, b in pairwise(found)]
    if found and len(found) <= SHOWN:
        shown.append(ShownSnapshot(found[-1], None))
    return shown


def snapshot_before(snapshot: Snapshot) -> Snapshot | None:
    """The snapshot of the same source before this one."""
    if snapshot.source_id is None:
        return None
    earlier = Snapshot.objects.filter(source=snapshot.source_id, pk__lt=snapshot.pk)
    return earlier.order_by("-fetched_at", "-pk").first()
