"""Fetching addresses in the background: asked for, worked on by whoever is free, tried again.

A fetch is a row. A worker takes one, commits, fetches, and writes what came of it in one
transaction, if nobody else has taken the fetch meanwhile. So a process may be killed at any moment:
the row is taken by the next one when its time has run out, and nothing is stored twice.
"""

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import DatabaseError, close_old_connections, transaction
from django.utils import timezone

from claims.actions.documents import Upload, clean_name, keep
from claims.actions.originals import MEDIA_TYPES
from claims.actions.refusals import NotAllowed, Refused
from claims.models import Evidence, Fetch, FetchState, Snapshot, Source, User
from claims.models.sources import MediaType
from claims.permissions import can_capture
from claims.text.addresses import canonical_url
from claims.text.errors import UnreadableText
from claims.text.excerpts import stands_in
from claims.text.packing import packed
from claims.text.parts import Reading
from claims.text.readers import read_file
from claims.web.fetching import CannotFetch, Fetched, Rules, fetch

log = logging.getLogger(__name__)

HELD_FOR = timedelta(seconds=60)
LOOK_EVERY = 5.0
"""Seconds between two looks at what another process holds, which may be done long before."""
MOST_ATTEMPTS = 3


def ask(url: str, *, key: UUID, by: User, source: Source | None = None) -> Fetch:
    """Have an address fetched. The same key twice is the same fetch. Raises BadAddress."""
    if not can_capture(by):
        raise NotAllowed("This takes the role “Reviewer”.")
    values = {"url": canonical_url(url), "source": source, "by": by}
    asked, _ = Fetch.objects.get_or_create(key=key, defaults=values)
    transaction.on_commit(begin_working)
    return asked


@transaction.atomic
def try_again(asked: Fetch, *, by: User) -> Fetch:
    """A fetch that failed waits once more."""
    if not can_capture(by):
        raise NotAllowed("This takes the role “Reviewer”.")
    asked = Fetch.objects.select_for_update().get(pk=asked.pk)
    if asked.state == FetchState.DONE:
        raise Refused("This address has been fetched.")
    if asked.state == FetchState.FAILED:
        _write(asked, state=FetchState.WAITING, problem="", attempts=0, taken_until=None)
    transaction.on_commit(begin_working)
    return asked


def begin_working() -> None:
    """Work in the background, in this process, until nothing is free to be worked on."""
    _in_background(work_through)


def resume() -> None:
    """Take up in the background what another process has left: for a server that starts."""
    _in_background(work_until_done)


def _in_background(work: Callable[[], int]) -> None:
    if settings.FETCH_IN_BACKGROUND:
        threading.Thread(target=_work_and_leave, args=[work], name="fetches", daemon=True).start()


def _work_and_leave(work: Callable[[], int]) -> None:
    try:
        work()
    except DatabaseError as error:
        log.warning("fetches wait until somebody looks at them: %s", error)
    finally:
        close_old_connections()


def work_until_done(rules: Rules | None = None) -> int:
    """Work until nothing waits any more; how many fetches there were.

    What another process holds may have been left by it: it is taken when its time has run out.
    """
    done = work_through(rules)
    while (free := Fetch.objects.next_free_at(now := timezone.now())) is not None:
        close_old_connections()
        time.sleep(min(max(1.0, (free - now).total_seconds()), LOOK_EVERY))
        done += work_through(rules)
    return done


def work_through(rules: Rules | None = None) -> int:
    """Work on everything that waits, one after the other; how many there were."""
    done = 0
    while taken := _take():
        _work(taken, rules or Rules(ports=frozenset(settings.FETCH_PORTS)))
        done += 1
    return done


@transaction.atomic
def _take() -> Fetch | None:
    """The next fetch, held for this worker."""
    now = timezone.now()
    free = Fetch.objects.to_do(now).select_for_update(skip_locked=True, of=("self",))
    asked = free.select_related("by").first()
    if asked is None:
        return None
    if asked.attempts >= MOST_ATTEMPTS:
        _write(asked, state=FetchState.FAILED, problem="This was broken off several times.")
        return _take()
    _write(asked, attempts=asked.attempts + 1, taken_until=now + HELD_FOR)
    return asked


def _work(asked: Fetch, rules: Rules) -> None:
    try:
        came = fetch(asked.url, rules)
        reading = read_file(came.data, _name_of(came), came.charset)
    except (CannotFetch, UnreadableText) as error:
        log.info("fetch %d of %s failed: %s", asked.pk, asked.url, error)
        _end(asked, problem=str(error)[:500])
        return
    _end(asked, came=came, reading=reading)


@transaction.atomic
def _end(
    asked: Fetch, *, came: Fetched | None = None, reading: Reading | None = None, problem: str = ""
) -> None:
    """Write what came of a fetch, unless another worker has taken it meanwhile."""
    now = Fetch.objects.select_for_update(of=("self",)).select_related("by").get(pk=asked.pk)
    if not now.is_waiting or now.attempts != asked.attempts:
        return
    if came is None or reading is None:
        _write(now, state=FetchState.FAILED, problem=problem)
        return
    snapshot = _stored(now, came, reading)
    _write(now, state=FetchState.DONE, snapshot=snapshot)
    if now.source_id:
        mark_excerpts(snapshot)


def _stored(asked: Fetch, came: Fetched, reading: Reading) -> Snapshot:
    sha256 = hashlib.sha256(came.data).hexdigest()
    media_type = MEDIA_TYPES.get(reading.format, MediaType.TEXT)
    file = ContentFile(came.data)
    upload = Upload(file, clean_name(_name_of(came)), media_type, len(came.data), sha256)
    return Snapshot.objects.create(
        source=asked.source, url=came.url, document=keep(upload, by=asked.by), text=reading.text,
        text_sha256=reading.sha256, reading=packed(reading), by=asked.by,
    )  # fmt: skip


def mark_excerpts(snapshot: Snapshot) -> None:
    """Say of each piece of evidence from a page whether its excerpt is still on it.

    What was found is no change of the claim: its content stays, and so do its sign-offs.
    """
    used = Evidence.objects.filter(source=snapshot.source_id).standing().exclude(excerpt="")
    gone = [one.pk for one in used if not stands_in(one.excerpt, snapshot.text)]
    used.filter(pk__in=gone).update(missing_in=snapshot)
    used.exclude(pk__in=gone).exclude(missing_in=None).update(missing_in=None)


def _name_of(came: Fetched) -> str:
    return came.url.partition("?")[0].rstrip("/").rpartition("/")[2] or "page"


def _write(asked: Fetch, **values: object) -> None:
    for name, value in values.items():
        setattr(asked, name, value)
    asked.save(update_fields=[*values])
