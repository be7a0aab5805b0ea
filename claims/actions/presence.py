"""Who has a claim open at this moment."""

from datetime import timedelta

from django.utils import timezone

from claims.models import Claim, Presence, User

SHOWN_FOR = timedelta(seconds=45)
KEPT_FOR = timedelta(seconds=60)


def be_present(claim: Claim, *, by: User) -> list[User]:
    """Say that somebody has a claim open; the others who have, by name."""
    now = timezone.now()
    Presence.objects.bulk_create(
        [Presence(claim=claim, user=by, seen_at=now)],
        update_conflicts=True,
        unique_fields=["claim", "user"],
        update_fields=["seen_at"],
    )
    Presence.objects.filter(seen_at__lt=now - KEPT_FOR).delete()
    others = Presence.objects.filter(claim=claim, seen_at__gte=now - SHOWN_FOR).exclude(user=by)
    rows = others.select_related("user").order_by("user__name", "user__username")
    return [row.user for row in rows]
