"""Edits as a product without histories would save them: lock, check, and one UPDATE of the row."""

from typing import Any

from django.apps import AppConfig


class Bare(AppConfig):
    name = "tests.bench"
    label = "bench"

    def ready(self) -> None:
        from claims.actions import claims as actions

        actions.write = write  # type: ignore[attr-defined]


def write(claim: Any, changes: dict[str, Any], *, by: Any, **more: Any) -> None:
    """In the place of `claims.actions.history.write`, without its event."""
    from claims.actions.history import CONTENT
    from claims.models.claims import hash_of

    for name, value in changes.items():
        setattr(claim, name, value)
    claim.version += 1
    updated = [*changes, "version"]
    if CONTENT & changes.keys():
        claim.content_hash = hash_of(claim.content())
        updated.append("content_hash")
    claim.save(update_fields=updated)
