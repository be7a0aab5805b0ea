"""The server, the people, and what befalls them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from factcheck.postgres import PostgresFailed, processes
from factcheck.postgres.cluster import EmbeddedPostgres
from tests.faults.browser import Browser

PROJECT = Path(__file__).resolve().parents[2]
PASSWORD = "only for this run"
NAMES = [f"person{number}" for number in range(1, 33)]


@dataclass(frozen=True)
class Plan:
    people: int
    edits: int
    """Requests that change something, for each person."""
    kill_every: float = 0
    """Seconds between two kills of PostgreSQL; 0 is none."""
    most_kills: int = 1_000_000
    seed: int = 1


@dataclass
class Course:
    """How a run went."""

    seconds: float
    kills: int
    journals: list[Path]


def make_newsroom(claims: int, people: int) -> list[int]:
    """People who may do most things, and claims of theirs to fight over; the claims' numbers."""
    from claims.models import Claim, Newsroom, Role, User
    from tests.factories import make_claim, make_interview, make_user

    for number, name in enumerate(NAMES[:people]):
        if not User.objects.filter(username=name).exists():
            role = Role.EDITOR if number % 4 == 3 else Role.REVIEWER
            make_user(role, username=name, name=name, password=PASSWORD)
    Newsroom.rules()
    before = set(Claim.objects.values_list("pk", flat=True))
    interview = make_interview()
    by = User.objects.get(username=NAMES[0])
    for number in range(claims):
        make_claim(interview, quote=QUOTES[number % len(QUOTES)], by=by)
    return sorted(set(Claim.objects.values_list("pk", flat=True)) - before)


QUOTES = ["The bridge cost nine million euros.", "It was never inspected.", "closed in May"]


class Server:
    """gunicorn, as the demo runs it, on the database of this process's environment."""

    def __init__(self, log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.site = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "gunicorn", "factcheck.wsgi", f"-b127.0.0.1:{self.port}"]
        command += ["--worker-class=gthread", "--workers=2", "--threads=4", "--no-control-socket"]
        self._log = log.open("ab")
        self._process = subprocess.Popen(
            [*command, "--log-level=error"], cwd=PROJECT, stdout=self._log, stderr=self._log
        )

    def __enter__(self) -> "Server":
        browser = Browser(self.site)
        while browser.get("/accounts/login/").status != 200:
            if self._process.poll() is not None:
                raise RuntimeError(f"The server ended: see {self._log.name}.")
            time.sleep(0.05)
        return self

    def __exit__(self, *problem: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=30)
        self._log.close()


def run(plan: Plan, claims: list[int], folder: Path, database: EmbeddedPostgres) -> Course:
    """Everybody at once, until each has changed something as often as planned."""
    folder.mkdir(parents=True, exist_ok=True)
    journals = [folder / f"{name}.jsonl" for name in NAMES[: plan.people]]
    started = time.monotonic()
    with Server(folder / "server.log") as server:
        people = [
            _start(name, journal, server.site, claims, plan, number)
            for number, (name, journal) in enumerate(
                zip(NAMES[: plan.people], journals, strict=True)
            )
        ]
        kills = _watch(people, database, plan)
    failed = [person for person in people if person.returncode]
    if failed:
        raise RuntimeError(f"{len(failed)} people stopped early: see {folder / 'server.log'}.")
    return Course(time.monotonic() - started, kills, journals)


def _start(
    name: str, journal: Path, site: str, claims: list[int], plan: Plan, number: int
) -> "subprocess.Popen[bytes]":
    journal.write_text("")
    told = {
        "name": name, "password": PASSWORD, "site": site, "claims": claims,
        "journal": str(journal), "edits": plan.edits, "run": min(claims),
        "seed": plan.seed * 1000 + number,
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.faults.person", json.dumps(told)]
    return subprocess.Popen(command, cwd=PROJECT)


def _watch(people: "list[subprocess.Popen[bytes]]", database: EmbeddedPostgres, plan: Plan) -> int:
    """Until all have ended: kill the database now and then, and bring it up again."""
    kills, every = 0, plan.kill_every
    due = time.monotonic() + every
    for person in people:
        while True:
            with suppress(subprocess.TimeoutExpired):
                person.wait(timeout=0.2 if every and kills < plan.most_kills else None)
                break
            if time.monotonic() >= due:
                kills += _kill(database)
                due = time.monotonic() + every
    return kills


def _kill(database: EmbeddedPostgres) -> bool:
    """kill -9, and up again. False if there was nothing to kill."""
    number = processes.postmaster(database.place.data)
    if number is None:
        return False
    os.kill(number, signal.SIGKILL)
    while True:
        with suppress(PostgresFailed):
            database.start()
            return True
        time.sleep(0.1)
