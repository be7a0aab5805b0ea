"""Several workers at once, and one that is killed: nothing is lost, and nothing done twice."""

import os
import signal
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from claims.actions.fetches import ask, work_through, work_until_done
from claims.models import Fetch, FetchState, Snapshot
from claims.web.fetching import Rules
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
STARTED_SERVER = """
import sys, threading
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
import factcheck.wsgi
for thread in threading.enumerate():
    if thread.name == "fetches":
        thread.join(30)
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as here:
        yield here


def two_at_once(work: Callable[[Rules], int], site: Site) -> list[int]:
    """How many fetches each of two workers did."""
    done: list[int] = []

    def work_and_leave() -> None:
        done.append(work(site.rules))
        connection.close()

    workers = [threading.Thread(target=work_and_leave) for _ in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return done


def test_two_workers_share_the_work_and_do_nothing_twice(site: Site) -> None:
    by = make_user()
    for number in range(6):
        ask(site.puts(f"/{number}", TALK + str(number).encode()), key=uuid.uuid4(), by=by)
    done = two_at_once(work_through, site)
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
    killed_at(asked, site, "/")
    assert (Fetch.objects.get().state, Fetch.objects.get().attempts) == (FetchState.WAITING, 1)
    site.puts("/", TALK)
    Fetch.objects.filter(pk=asked.pk).update(taken_until=timezone.now() + timedelta(seconds=50))
    assert work_through(site.rules) == 0  # its time has not run out yet
    Fetch.objects.filter(pk=asked.pk).update(taken_until=timezone.now() - timedelta(seconds=1))
    assert work_through(site.rules) == 1
    assert Fetch.objects.get().state == FetchState.DONE
    assert Snapshot.objects.count() == 1


def killed_at(asked: Fetch, site: Site, path: str) -> None:
    """Leave a fetch as a worker leaves it that is killed while the site answers."""
    reached = threading.Event()

    def answers() -> Iterator[bytes]:
        reached.set()
        site.over.wait(30)
        yield TALK

    site.puts(path, answers)
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, connection.settings_dict["NAME"], str(site.port)],
        cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": "factcheck.settings"},
    )  # fmt: skip
    assert reached.wait(30)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    soon = timezone.now() + timedelta(seconds=2)
    assert Fetch.objects.filter(pk=asked.pk, attempts=1).update(taken_until=soon) == 1


def test_what_a_killed_worker_held_is_waited_for_and_fetched_once(site: Site) -> None:
    asked = ask(site.at("/"), key=uuid.uuid4(), by=make_user())
    killed_at(asked, site, "/")
    site.puts("/", TALK)
    done = two_at_once(work_until_done, site)
    assert sorted(done) == [0, 1]
    assert [path for path, _ in site.asked] == ["/", "/"]  # once by the one that was killed
    assert (Fetch.objects.get().state, Snapshot.objects.count()) == (FetchState.DONE, 1)


def test_a_server_that_starts_takes_up_what_a_killed_one_has_left(site: Site) -> None:
    asked = ask(site.at("/"), key=uuid.uuid4(), by=make_user())
    killed_at(asked, site, "/")
    connection.close()
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "factcheck.settings", "FETCH_IN_BACKGROUND": "on",
    }  # fmt: skip
    command = [sys.executable, "-c", STARTED_SERVER, connection.settings_dict["NAME"]]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=60)
    taken = Fetch.objects.get()
    # A real server refuses the address of this machine.
    assert (taken.state, taken.attempts) == (FetchState.FAILED, 2)
    assert [path for path, _ in site.asked] == ["/"]


def test_the_command_works_on_what_waits_and_ends(site: Site) -> None:
    ask(site.at("/"), key=uuid.uuid4(), by=make_user())
    told = StringIO()
    call_command("run_fetches", stdout=told)
    assert told.getvalue() == "Worked on 1 fetch.\n"
    assert Fetch.objects.get().state == FetchState.FAILED
    call_command("run_fetches", stdout=told)
    assert told.getvalue().endswith("Worked on 0 fetches.\n")
