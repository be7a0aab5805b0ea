"""`python -m tests.bench.live`: what it costs to tell open pages of changes, three ways.

Polls answered by a view, polls answered in front of Django, and a stream of events fed by NOTIFY.
Each runs for a while with the same pages open and the same changes made. CPU is that of the web
server and of PostgreSQL together, in seconds for each second, changes included; a delay is from the
commit of a change to its number in a page.
"""

import argparse
import asyncio
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
EVERY = 1.0


def main() -> int:
    options = _options()
    if options.folder:
        _run(options, Path(options.folder))
        return 0
    from factcheck.postgres.cluster import EmbeddedPostgres

    with tempfile.TemporaryDirectory(prefix="factcheck-live-") as folder:
        environment = {**os.environ, "FACTCHECK_DATA": folder, "HTTPS": "off"}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "tests.bench.live", *sys.argv[1:], f"--folder={folder}"]
        try:
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            EmbeddedPostgres(Path(folder) / "postgres").reset()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.live", description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--changes", type=float, default=2, help="a second")
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    return parser.parse_args()


@dataclass
class Course:
    """What was seen while the pages were open."""

    cpu: float = 0
    answers: list[float] = field(default_factory=list)
    """Seconds that each answer took."""
    committed: dict[int, float] = field(default_factory=dict)
    """When a version of the one claim that is changed was committed."""
    delays: list[float] = field(default_factory=list)


def _run(options: argparse.Namespace, folder: Path) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.live_settings"
    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from claims.views.live import ticket_for
    from tests.factories import make_claim, make_user

    call_command("migrate", interactive=False, verbosity=0)
    user = make_user()
    claims = [make_claim(by=user) for _ in range(10)]
    client = Client()
    client.force_login(user)
    cookie = f"Cookie: factcheck_session={client.cookies['factcheck_session'].value}\r\n"
    ticket = f"X-Ticket: {ticket_for(user)}\r\n"
    rows = []
    for name, path, header in [("view", "/view/", cookie), ("in front", "/live/", ticket)]:
        with web_server(folder) as (port, pids):
            pages = [poll(port, path, header) for _ in range(options.pages)]
            rows.append((name, course(options, pages, pids, claims, user)))
    with stream_server() as (port, pids):
        pages = [listen(port) for _ in range(options.pages)]
        rows.append(("stream", course(options, pages, pids, claims, user, notify=True)))
    with web_server(folder) as (_, pids):
        rows.append(("no pages", course(options, [], pids, claims, user)))
    print("| | CPU, s/s | answers/s | answer p95, ms | delay median, ms | delay p95, ms |")
    print("|---|---|---|---|---|---|")
    for name, seen in rows:
        rate = len(seen.answers) / options.seconds
        delay = _ms(median(seen.delays)) if seen.delays else "–"
        cells = [name, f"{seen.cpu:.3f}", f"{rate:.0f}", _p95(seen.answers), delay]
        print(f"| {' | '.join([*cells, _p95(seen.delays)])} |")


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"


def _p95(values: list[float]) -> str:
    return _ms(quantiles(values, n=20)[-1]) if len(values) > 1 else "–"


# Servers


@contextmanager
def web_server(folder: Path) -> Iterator[tuple[int, list[int]]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "factcheck.wsgi", f"-b127.0.0.1:{port}"]
    command += ["--worker-class=gthread", "--workers=2", "--threads=8", "--no-control-socket"]
    with (folder / "server.log").open("ab") as log:
        server = subprocess.Popen(
            [*command, "--log-level=error"], cwd=PROJECT, stdout=log, stderr=log
        )
    try:
        ready = time.monotonic() + 3  # by then both workers are up
        while time.monotonic() < ready:
            time.sleep(0.1)
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
        yield port, [server.pid]
    finally:
        server.terminate()
        server.wait()


@contextmanager
def stream_server() -> Iterator[tuple[int, list[int]]]:
    from django.db import connection
    from psycopg.conninfo import make_conninfo

    given = connection.get_connection_params()
    given = {
        key: given[key] for key in ("dbname", "user", "password", "host", "port") if key in given
    }
    command = [sys.executable, "-m", "tests.bench.live_stream", make_conninfo(**given)]
    server = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        yield int(server.stdout.readline()), [server.pid]
    finally:
        server.terminate()
        server.wait()


def cpu_of(pids: list[int]) -> float:
    """Seconds of processor that processes and all below them have taken, and PostgreSQL's."""
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    names: dict[int, str] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            head, _, rest = stat.read_text().rpartition(") ")
            fields = rest.split()
            pid = int(stat.parent.name)
            parents[pid], names[pid] = int(fields[1]), head.partition("(")[2]
            spent[pid] = (int(fields[11]) + int(fields[12])) / TICKS
    mine = {*pids, postmaster()}
    grown = True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in mine} - mine
        mine |= more
        grown = bool(more)
    return sum(spent.get(pid, 0) for pid in mine)


def postmaster() -> int:
    from django.conf import settings

    from factcheck.postgres import processes
    from factcheck.postgres.cluster import EmbeddedPostgres

    found = processes.postmaster(EmbeddedPostgres(settings.DATA_DIR / "postgres").place.data)
    assert found is not None
    return found


# Pages


def course(
    options: argparse.Namespace, pages: list[Any], pids: list[int], claims: list[Any], user: Any,
    *, notify: bool = False,
) -> Course:  # fmt: skip
    seen, over = Course(), threading.Event()
    writer = threading.Thread(target=write, args=(seen, over, claims, user, options, notify))

    async def open_all() -> None:
        tasks = [asyncio.create_task(page(seen)) for page in pages]
        tasks.append(asyncio.create_task(asyncio.Event().wait()))
        await asyncio.wait(tasks, timeout=3)
        seen.answers.clear()
        began = cpu_of(pids)
        writer.start()
        await asyncio.wait(tasks, timeout=options.seconds)
        seen.cpu = (cpu_of(pids) - began) / options.seconds
        over.set()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(open_all())
    writer.join()
    return seen


def write(
    seen: Course, over: threading.Event, claims: list[Any], user: Any,
    options: argparse.Namespace, notify: bool,
) -> None:  # fmt: skip
    """Change one claim after another; the claim's number tells the pages which change it was."""
    from django.db import connection, transaction

    from claims.actions.claims import set_priority

    turn = 0
    while not over.wait(1 / options.changes):
        claim = claims[turn % len(claims)]
        claim.refresh_from_db()
        with transaction.atomic():
            set_priority(claim, claim.priority % 4 + 1, seen_version=claim.version, by=user)
            if notify:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_notify('claims', %s)", [f"[{claim.pk},"])
            seen.committed[claim.pk] = time.monotonic()
        turn += 1
    connection.close()


def poll(port: int, path: str, header: str) -> Any:
    async def page(seen: Course) -> None:
        wait = random.random() * EVERY
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        place = ""
        while True:
            await asyncio.sleep(wait)
            began = time.monotonic()
            writer.write(f"GET {path}?{place} HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}\r\n".encode())
            try:
                body = await answer(reader)
            except asyncio.IncompleteReadError:  # the server closes what was idle for long
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                continue
            took = time.monotonic() - began
            seen.answers.append(took)
            if place:
                told(seen, body)
            place = body.partition('"place":')[2].split('"')[1]
            wait = max(0.0, EVERY - took)

    return page


async def answer(reader: asyncio.StreamReader) -> str:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    assert " 200 " in head, head
    length = int(head.lower().partition("content-length: ")[2].split("\r\n")[0])
    return (await reader.readexactly(length)).decode()


def listen(port: int) -> Any:
    async def page(seen: Course) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        while line := (await reader.readline()).decode():
            told(seen, line)

    return page


def told(seen: Course, words: str) -> None:
    now = time.monotonic()
    for claim, when in list(seen.committed.items()):
        if f"[{claim}," in words.replace(" ", ""):
            seen.delays.append(now - when)


if __name__ == "__main__":
    sys.exit(main())
