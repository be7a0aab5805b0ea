"""`python -m factcheck.demo`: the whole product on this machine, from nothing to an address.

It prepares the database, the demo's data and the static files, then watches over a web server until
it is told to stop: by Ctrl-C, a closed terminal or SIGTERM. What is killed is started again by the
same command, and nothing is lost: all that is kept is in PostgreSQL and in the data folder.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType
from typing import IO

from factcheck.postgres import PostgresFailed, data_folder, ensure_running

HOST = "127.0.0.1"
ACCOUNTS = ("viewer", "reviewer", "reviewer2", "editor", "admin")
PROJECT = Path(__file__).resolve().parent.parent
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SECONDS_TO_FINISH_REQUESTS = 5
SECONDS_FOR_ORPHANS = 8.0
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "factcheck.settings",
    "DEBUG": "off",
    "HTTPS": "off",  # it serves this machine only
    "ALLOWED_HOSTS": "127.0.0.1,localhost",
}


class DemoRefused(Exception):
    """The demo cannot start here. The message is for a person."""


class Stopped(BaseException):
    """Somebody asked the demo to stop; no error, like KeyboardInterrupt."""


def main() -> int:
    for number in STOP_SIGNALS:
        signal.signal(number, _stop)
    try:
        return _run(_port())
    except (DemoRefused, PostgresFailed) as problem:
        print(problem, file=sys.stderr)
        return 1
    except Stopped:
        print("\nStopped. `make demo` starts it again, with everything that is in it.")
        return 0
    finally:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # stopping PostgreSQL, at exit, takes a moment


def _run(port: int) -> int:
    with _lock_of(port) as lock:
        if lock is None:
            print("The demo of this folder is already running.")
            _print_address(port, _password())
            return 0
        _wait_for_port(port)
        os.environ.update(ENVIRONMENT)
        password = _password()
        _prepare(password)
        return _serve(port, password, lock)


def _prepare(password: str) -> None:
    """Everything before the first request. Quick when there is nothing left to do."""
    if _is_embedded():
        _say("Starting PostgreSQL")
        ensure_running()
    else:
        _say("Connecting to the database of DATABASE_URL")
    os.environ["DATABASE_POOL"] = "0"  # one connection is enough for this process
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    try:
        django.setup()
        connection.ensure_connection()
    except ImproperlyConfigured as error:
        raise DemoRefused(str(error)) from error
    except DatabaseError as error:
        raise DemoRefused(
            f"The database of DATABASE_URL does not answer: {str(error).strip()}"
        ) from error
    _say("Preparing the tables")
    call_command("migrate", interactive=False, verbosity=0)
    _load(password)
    _say("Collecting the static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    connection.close()
    del os.environ["DATABASE_POOL"]


def _load(password: str) -> None:
    from claims.demo import NotADemo, load

    _say("Loading the demo")
    try:
        load(password)
    except NotADemo as refusal:
        raise DemoRefused(str(refusal)) from refusal


def _serve(port: int, password: str, lock: IO[str]) -> int:
    """Run the web server, and watch over it and PostgreSQL."""
    _say("Starting the web server")
    server = _start_web_server(port)
    try:
        _wait_until_it_answers(server, port)
        _print_address(port, password)
        print("\n  Ctrl-C stops it.", flush=True)
        while True:
            try:
                server.wait(timeout=1)
            except subprocess.TimeoutExpired:
                if _is_embedded():
                    ensure_running()  # it may have been killed
            else:
                raise DemoRefused(
                    f"The web server ended (status {server.returncode}). Nothing is lost: "
                    "`make demo` starts it again."
                )
    finally:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        lock.close()  # whoever starts it now is not told that it runs, and waits for the port
        _stop_web_server(server)


def _start_web_server(port: int) -> subprocess.Popen[bytes]:
    parent = os.getpid()

    def end_with_parent() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
            if os.getppid() != parent:
                os._exit(1)

    gunicorn = (sys.executable, "-m", "gunicorn", "factcheck.wsgi", f"--bind={HOST}:{port}")
    size = ("--worker-class=gthread", "--workers=2", "--threads=4")
    rest = ("--log-level=warning", "--no-control-socket")
    graceful = f"--graceful-timeout={SECONDS_TO_FINISH_REQUESTS}"
    return subprocess.Popen(  # noqa: S603 - our own program and arguments
        [*gunicorn, *size, *rest, graceful],
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for this process, which then stops it in order
        preexec_fn=end_with_parent,  # noqa: PLW1509 - this process has no threads
    )


def _stop_web_server(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=SECONDS_TO_FINISH_REQUESTS + 3)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _wait_until_it_answers(server: subprocess.Popen[bytes], port: int) -> None:
    """Until a page came back: the port is open long before the first worker is ready."""
    while server.poll() is None:
        connection = HTTPConnection(HOST, port, timeout=60)
        try:
            connection.request("GET", "/accounts/login/")
            connection.getresponse().read()
        except (OSError, HTTPException):
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()


@contextmanager
def _lock_of(port: int) -> Iterator[IO[str] | None]:
    """Locked inside, for the only demo of this data folder on this port; None for any other."""
    folder = data_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / f"demo-{port}.lock").open("a")
    except OSError as error:
        raise DemoRefused(
            f"The demo keeps its data in {folder}, which cannot be used: {error.strerror}. "
            "Run it as the user who owns that, or set FACTCHECK_DATA to a folder of your own."
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield file


def _wait_for_port(port: int) -> None:
    """Refuse a port that another program has; wait while the workers of a killed demo let go."""
    ran_here = data_folder() / f"demo-{port}.lock"
    deadline = time.monotonic() + (SECONDS_FOR_ORPHANS if ran_here.stat().st_size else 0)
    while not _is_free(port):
        if time.monotonic() >= deadline:
            raise DemoRefused(
                f"Port {port} is used by another program. Choose another port: "
                f"PORT={port + 1} make demo"
            )
        time.sleep(0.1)
    ran_here.write_text("used\n")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise DemoRefused(f"Port {port} cannot be used: {error.strerror}.") from error
    return True


def _port() -> int:
    value = os.environ.get("PORT", "").strip() or "8000"
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise DemoRefused(f"PORT must be a number between 1 and 65535, not {value!r}.")
    return int(value)


def _password() -> str:
    """The password of the demo's accounts: DEMO_PASSWORD, else the one kept, made on first use."""
    path = data_folder() / "demo-password"
    given = os.environ.get("DEMO_PASSWORD", "")
    if not given and path.exists():
        return path.read_text().strip()
    password = given or secrets.token_urlsafe(12)
    with open(path, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(password + "\n")
    return password


def _print_address(port: int, password: str) -> None:
    print(f"\n  Factcheck is at  http://{HOST}:{port}")
    print(f"  Accounts         {', '.join(ACCOUNTS)}")
    print(f"  Password         {password}", flush=True)


def _is_embedded() -> bool:
    return not os.environ.get("DATABASE_URL", "").strip()


def _say(what: str) -> None:
    print(f"{what} …", flush=True)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


if __name__ == "__main__":
    sys.exit(main())
