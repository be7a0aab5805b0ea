"""Several workers at once, and one that is killed: nothing is lost, and nothing done twice."""

import os
import signal
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from claims.actions.fetches import ask, work_through
from claims.models import Fetch, FetchState, Snapshot
from tests.factories import make_user
from tests.web.site import Site, serving

pytestmark = pytest.mark.usefixtures("committed")
ROOT = Path(__file__).resolve().parents[2]
TALK = b"Ada Quill: The bridge cost nine million euros.\n"
WORKER = """
import sys
import django
django.setup()
from ipaddress import ip_network
from django.db import connection
from claims.actions.fetches import work_through
from claims.web.fetching import Rules
connection.settings_dict["NAME"] = sys.argv[1]
ports = frozenset({int(sys.argv[2])})
work_through(Rules(ports=ports, networks=(ip_network("127.0.0.0/8"),), seconds=30))
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as here:
        yield here


def test_two_workers_share_the_work_and_do_nothing_twice(site: Site) -> None:
    by = make_user()
    for number in range(6):
        ask(site.puts(f"/{number}", TALK + str(number).encode()), key=uuid.uuid4(), by=by)
    done: list[int] = []

    def work() -> None:
        done.append(work_through(site.rules))
        connection.close()

    workers = [threading.Thread(target=work) for _ in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(done) == 6
    assert sorted(path for path, _ in site.asked) == [f"/{number}" for number in range(6)]
    assert Snapshot.objects.count() == 6
    assert {one.state for one in Fetch.objects.all()} == {FetchState.DONE}


def test_a_worker_that_was_given_up_stores_nothing_any_more(site: Site) -> None:
    asked = ask(site.at("/"), key=uuid.uuid4(), by=make_user())

    def answers() -> Iterator[bytes]:
        Fetch.objects.filter(pk=asked.pk).update(attempts=2)  # another has taken it meanwhile
        connection.close()
        yield TALK

    site.puts("/", answers)
    assert work_through(site.rules) == 1
    assert not Snapshot.objects.exists()
    assert Fetch.objects.get().state == FetchState.WAITING


def test_a_worker_that_is_killed_leaves_its_fetch_to_the_next(site: Site) -> None:
    asked = ask(site.at("/"), key=uuid.uuid4(), by=make_user())
    reached = threading.Event()

    def answers() -> Iterator[bytes]:
        reached.set()
        site.over.wait(30)
        yield TALK

    site.puts("/", answers)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "factcheck.settings"}
    database = connection.settings_dict["NAME"]
    command = [sys.executable, "-c", WORKER, database, str(site.port)]
    worker = subprocess.Popen(command, cwd=ROOT, env=environment)
    assert reached.wait(30)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert (Fetch.objects.get().state, Fetch.objects.get().attempts) == (FetchState.WAITING, 1)
    site.puts("/", TALK)
    assert work_through(site.rules) == 0  # its time has not run out yet
    Fetch.objects.filter(pk=asked.pk).update(taken_until=timezone.now() - timedelta(seconds=1))
    assert work_through(site.rules) == 1
    assert Fetch.objects.get().state == FetchState.DONE
    assert Snapshot.objects.count() == 1
