"""One cluster: made once, started when it does not answer, stopped by the last who uses it."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from . import processes
from .errors import PostgresFailed
from .lease import Lease, locked
from .place import Place, find_place, forget_place, is_complete, keep, mark_complete
from .programs import MAJOR_VERSION, find_programs, run

NAME = "factcheck"  # of the database, and of the role that owns it
PORT = "5432"  # only part of the socket's name: nothing listens on the network
SECONDS_TO_START = 60.0  # recovery after a crash replays the log first
LOG_LIMIT = 5_000_000  # bytes, after which the log starts anew
SETTINGS = (
    *("listen_addresses=", "unix_socket_permissions=0700", f"port={PORT}"),
    *("max_connections=100", "timezone=UTC", "log_timezone=UTC"),
)


class EmbeddedPostgres:
    """The PostgreSQL server of one home directory, shared by every process that starts it."""

    def __init__(self, home: Path) -> None:
        self.home = home.resolve()
        self._lease = Lease(self.home / "lease.lock")
        self._process: int | None = None  # who took the lease; a forked child did not

    def start(self) -> str:
        """Make sure that the server runs, and hold it until `stop` or the end of this process.

        Gives its URL. It may be called again, to revive a server that was killed.
        """
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lease.take()
        except OSError as error:
            raise PostgresFailed(
                f"The database is kept in {self.home}, which cannot be used: {error.strerror}. "
                "Run this as the user who owns it, or set FACTCHECK_DATA to a folder of your own."
            ) from error
        self._process = os.getpid()
        try:
            if not self.answers():
                with locked(self.home / "start.lock"):
                    self._bring_up()
        except BaseException:
            self.stop()
            raise
        return self.url

    def stop(self) -> None:
        """Let go of the server; stop it if no other process uses it."""
        if self._process != os.getpid():
            return
        self._process = None
        self._lease.release()
        if not self.home.exists():  # somebody removed the data: PostgreSQL notices that by itself
            return
        with self._lease.alone() as alone:
            if alone:
                self._shut_down()

    def reset(self) -> None:
        """Remove the cluster with all its data. Refused while a process uses it."""
        if not self.home.exists():
            return
        with self._lease.alone() as alone:
            if not alone:
                raise PostgresFailed(
                    "The database is in use. Stop what uses it first: the demo, or a test run."
                )
            self._shut_down()
            forget_place(self.home, self.place)

    def add_vectors(self, database: str = NAME) -> None:
        """Let a database keep vectors: pgvector comes with the programs, and takes a superuser."""
        with self._connect(database, "postgres") as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS vector")

    def answers(self) -> bool:
        """Whether the server takes a connection of the application's role, right now."""
        if not is_complete(self.home):
            return False
        try:
            self._connect(NAME, NAME).close()
        except psycopg.OperationalError as error:
            return _is_full(str(error))
        return True

    @cached_property
    def place(self) -> Place:
        return find_place(self.home)

    @property
    def url(self) -> str:
        host = quote(str(self.place.socket), safe="")
        return f"postgresql://{NAME}:{self._password(NAME)}@/{NAME}?host={host}&port={PORT}"

    def django_settings(self) -> dict[str, str]:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": NAME,
            "USER": NAME,
            "PASSWORD": self._password(NAME),
            "HOST": str(self.place.socket),
            "PORT": PORT,
        }

    def _bring_up(self) -> None:
        """Called by one process at a time."""
        if self.answers():
            return
        self.place.make()
        if not is_complete(self.home):
            self._create()
        self._check_version()
        if not (processes.postmaster(self.place.data) and self._reaches("postgres", "postgres")):
            self._launch()
        if not is_complete(self.home):
            self._create_database()
            mark_complete(self.home)
        if not self._reaches(NAME, NAME):
            raise self._failed("PostgreSQL was started, and does not answer.")

    def _create(self) -> None:
        """initdb; what an interrupted one left is removed first."""
        say = f"Making a PostgreSQL {MAJOR_VERSION} database cluster in {self.place.folder}"
        print(say, file=sys.stderr, flush=True)
        processes.wait_for_the_end(self.place.data, seconds=0)
        if self.place.data.exists():
            shutil.rmtree(self.place.data)
        for role in ("postgres", NAME):
            keep(self.home / f"{role}.password", secrets.token_urlsafe(24))
        with tempfile.NamedTemporaryFile("w", dir=self.place.folder) as password:
            password.write(self._password("postgres"))
            password.flush()
            if account := self.place.account:
                os.chown(password.name, account.pw_uid, account.pw_gid)
            self._run(
                "initdb",
                *("--pgdata=data", "--username=postgres", "--auth=scram-sha-256"),
                *(f"--pwfile={Path(password.name).name}", "--no-instructions"),
                *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin"),
                *("--builtin-locale=C.UTF-8", "--data-checksums"),
            )

    def _create_database(self) -> None:
        """The application's role, which is no superuser, and its database."""
        with self._connect("postgres", "postgres") as connection:
            connection.autocommit = True
            role, password = sql.Identifier(NAME), sql.Literal(self._password(NAME))
            create_role = sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}")
            connection.execute(create_role.format(role, password))
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))

    def _check_version(self) -> None:
        data = self.place.data
        try:
            version = (data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            raise PostgresFailed(
                f"The database that belongs to {self.home} is not in {data} any more. "
                "Put it back, or start with an empty one: `make reset`."
            ) from None
        if version != str(MAJOR_VERSION):
            raise PostgresFailed(
                f"The database in {data} was made by PostgreSQL {version}; this is PostgreSQL "
                f"{MAJOR_VERSION}, which cannot read it. Move its data over with pg_dump of "
                f"PostgreSQL {version}, or start with an empty one: `make reset`."
            )

    def _launch(self) -> None:
        """Start the server, after whatever a killed or an unreachable one left is out of the way.

        PostgreSQL's own lock files hold a process number, and it does not start while a process
        of that number is there, be it a zombie or another program by now.
        """
        data, socket, log = self.place.data, self.place.socket, self.place.log
        self._shut_down()
        processes.wait_for_the_end(data)
        for stale in (data / "postmaster.pid", *socket.glob(".s.PGSQL.*")):
            stale.unlink(missing_ok=True)
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".old"))
        settings = (*SETTINGS, f"unix_socket_directories={socket}")
        options = " ".join(f"-c {setting}" for setting in settings)
        wait = ("--wait", f"--timeout={SECONDS_TO_START:.0f}")
        self._run("pg_ctl", "start", *wait, "--pgdata=data", "--log=log", f"--options={options}")

    def _shut_down(self) -> None:
        if processes.postmaster(self.place.data):
            self._run("pg_ctl", "stop", "--pgdata=data", "--mode=fast", "--wait", "--timeout=30")

    def _reaches(self, database: str, role: str) -> bool:
        """Whether the server takes connections, waiting while it starts or recovers.

        False if nobody listens, or it is shutting down. Raises PostgresFailed if it refuses.
        """
        deadline = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                self._connect(database, role).close()
            except psycopg.OperationalError as error:
                answer = str(error)
            else:
                return True
            if _is_full(answer):
                return True
            if "FATAL" not in answer or "shutting down" in answer:
                return False
            if "the database system is" not in answer or time.monotonic() > deadline:
                raise self._failed(f"PostgreSQL runs, and refuses a connection: {answer}")
            time.sleep(0.05)

    def _connect(self, database: str, role: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.place.socket),
            port=PORT,
            dbname=database,
            user=role,
            password=self._password(role),
            connect_timeout=10,
        )

    def _password(self, role: str) -> str:
        path = self.home / f"{role}.password"
        try:
            return path.read_text()
        except OSError as error:
            raise PostgresFailed(
                f"The password of the database is kept in {path}, which cannot be read: "
                f"{error.strerror}."
            ) from error

    def _run(self, program: str, *arguments: str) -> None:
        path = find_programs(self.place) / program
        try:
            status, output = run(self.place, [path, *arguments], seconds=SECONDS_TO_START + 30)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise self._failed(f"{program} could not be run: {error}") from error
        if status != 0:
            raise self._failed(f"{program} failed: {output}")

    def _failed(self, what: str) -> PostgresFailed:
        try:
            lines = self.place.log.read_text(errors="replace").splitlines()[-10:]
        except OSError:
            return PostgresFailed(what)
        return PostgresFailed("\n  ".join([what, f"The end of {self.place.log}:", *lines]))


def _is_full(answer: str) -> bool:
    """Whether the server runs, only has no connection left. It speaks English: its locale is C."""
    return "too many clients" in answer or "connection slots are reserved" in answer
