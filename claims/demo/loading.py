"""Bringing the demo into a database, once."""

from django.db import connection, transaction
from django.utils import timezone

from claims.demo.accounts import load_accounts, others
from claims.demo.baldwin import BALDWIN
from claims.demo.harbour import HARBOUR
from claims.demo.playing import play
from claims.demo.tram import TRAM
from claims.models import Interview

SCRIPTS = (BALDWIN, HARBOUR, TRAM)


class NotADemo(Exception):
    """The database is somebody's own: the demo's accounts have no place in it."""


@transaction.atomic
def load(password: str) -> None:
    """Make the demo's accounts with this password, and its interviews where they are missing.

    An interview that is there is left as people have made it since. Raises NotADemo where the demo
    was never loaded and other people have accounts; those invited into a demo are at home in it.
    """
    _one_at_a_time()
    loaded = set(
        Interview.objects.filter(key__in=[script.key for script in SCRIPTS]).values_list(
            "key", flat=True
        )
    )
    if not loaded and (strangers := others()):
        raise NotADemo(
            f"This database has accounts that are not the demo's ({', '.join(strangers[:3])}): "
            "give the demo a database of its own."
        )
    users = load_accounts(password)
    missing = [script for script in SCRIPTS if script.key not in loaded]
    play(missing, users, loaded=timezone.now())


def _one_at_a_time() -> None:
    """Wait until nobody else is loading the demo into this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('claims_demo'))")
