"""The demo: one command that can be killed in any way, and started again."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import psycopg
import pytest

from claims.demo import accounts
from factcheck import demo
from factcheck.postgres import processes
from factcheck.postgres.cluster import EmbeddedPostgres

PATIENCE = 120  # seconds, on a machine that is busy with other things


class Demo:
    """A data folder and a port, and the demo that runs on them."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        self.postgres = EmbeddedPostgres(data / "postgres")
        self.process: subprocess.Popen[str] | None = None

    def run(self, **environment: str) -> subprocess.Popen[str]:
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return subprocess.Popen(
            [sys.executable, "-m", "factcheck.demo"],
            cwd=demo.PROJECT,
            env=kept | {"FACTCHECK_DATA": str(self.data), "PORT": str(self.port)} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def start(self) -> None:
        self.process = self.run()
        assert self.process.stdout
        said = []
        for line in self.process.stdout:
            said.append(line)
            if "Ctrl-C stops it" in line:
                break
        assert self.answers(), "".join(said)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/accounts/login/", timeout=30) as page:
                return page.status == 200
        except OSError:
            return False

    def end(self, number: int) -> tuple[int, str]:
        """Signal it, and wait for its status and its last words."""
        assert self.process
        self.process.send_signal(number)
        return self.last_words()

    def last_words(self) -> tuple[int, str]:
        assert self.process
        output, _ = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, output

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def web_server(self) -> int:
        assert self.process
        return next(
            child.pid
            for child in psutil.Process(self.process.pid).children()
            if "gunicorn" in " ".join(child.cmdline())
        )

    @property
    def postmaster(self) -> int | None:
        return processes.postmaster(self.postgres.place.data)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo that each test leaves running, but for the one that stops it, at the end."""
    with closing(socket.socket()) as probe:
        probe.bind((demo.HOST, 0))
        port = probe.getsockname()[1]
    one = Demo(tmp_path_factory.mktemp("demo data"), port)
    try:
        one.start()
        yield one
    finally:
        one.end(signal.SIGTERM)
        one.postgres.reset()


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex((demo.HOST, port)) != 0


def is_locked(one: Demo) -> bool:
    with (one.data / f"demo-{one.port}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def rename(one: Demo, name: str) -> None:
    with psycopg.connect(one.postgres.url) as connection:
        connection.execute("UPDATE claims_user SET name = %s WHERE username = 'viewer'", [name])


def name_of_viewer(one: Demo) -> object:
    with psycopg.connect(one.postgres.url) as connection:
        row = connection.execute("SELECT name FROM claims_user WHERE username = 'viewer'")
        return row.fetchone()


def test_a_second_one_says_that_the_first_is_running(running: Demo) -> None:
    with running.run() as second:
        output, _ = second.communicate(timeout=PATIENCE)
    assert second.returncode == 0
    assert "already running" in output
    assert running.url in output
    assert "Ctrl-C" not in output
    assert (running.data / "demo-password").read_text().strip() in output


def test_postgres_alone_is_revived(running: Demo) -> None:
    rename(running, "Kept One")
    killed = running.postmaster
    assert killed
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: running.postmaster != killed and running.postgres.answers())
    assert running.answers()
    assert name_of_viewer(running) == ("Kept One",)


def test_all_of_it_killed_starts_again_with_nothing_lost(running: Demo) -> None:
    rename(running, "Kept Two")
    postmaster = running.postmaster
    assert postmaster
    assert running.process
    os.kill(running.web_server, signal.SIGKILL)
    os.kill(postmaster, signal.SIGKILL)
    running.process.kill()
    running.last_words()
    running.start()
    assert name_of_viewer(running) == ("Kept Two",)


def test_a_killed_web_server_is_told_and_started_by_the_same_command(running: Demo) -> None:
    os.kill(running.web_server, signal.SIGKILL)
    status, words = running.last_words()
    assert (status, running.postmaster) == (1, None)
    assert "The web server ended" in words
    running.start()


def test_a_killed_runner_takes_the_web_server_with_it(running: Demo) -> None:
    rename(running, "Kept Three")
    status, _ = running.end(signal.SIGKILL)
    assert status == -signal.SIGKILL
    running.start()
    assert name_of_viewer(running) == ("Kept Three",)


def test_one_that_is_stopping_is_not_taken_for_one_that_runs(running: Demo) -> None:
    first, web_server = running.process, running.web_server
    assert first
    os.kill(web_server, signal.SIGSTOP)  # so that the stopping takes its time
    first.send_signal(signal.SIGTERM)
    wait_until(lambda: not is_locked(running))
    assert first.poll() is None
    os.kill(web_server, signal.SIGCONT)
    running.start()
    output, _ = first.communicate(timeout=PATIENCE)
    assert (first.returncode, output.split()[:1]) == (0, ["Stopped."])
    assert running.answers()


def test_ctrl_c_stops_it_quietly_and_completely(running: Demo) -> None:
    status, words = running.end(signal.SIGINT)
    assert (status, words.split()[:1]) == (0, ["Stopped."])
    assert "Traceback" not in words
    assert is_free(running.port)
    assert running.postmaster is None


def test_a_port_in_use_is_refused_at_once_in_one_sentence(tmp_path: Path) -> None:
    with closing(socket.create_server((demo.HOST, 0))) as other:
        port = other.getsockname()[1]
        with Demo(tmp_path, port).run() as refused:
            output, _ = refused.communicate(timeout=PATIENCE)
    assert refused.returncode == 1
    assert output == (
        f"Port {port} is used by another program. Choose another port: PORT={port + 1} make demo\n"
    )


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: str) -> None:
    with Demo(tmp_path, 0).run(PORT=port) as refused:
        output, _ = refused.communicate(timeout=PATIENCE)
    assert refused.returncode == 1
    assert output == f"PORT must be a number between 1 and 65535, not '{port}'.\n"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://me@127.0.0.1:{port}/x", "The database of DATABASE_URL does not answer: "),
        ("postgresql://me@127.0.0.1:{port}/x?tls=on", 'invalid connection option "tls"'),
        ("postgresql://me:se/cret@127.0.0.1:{port}/x", "DATABASE_URL cannot be read. "),
        ("mysql://me@127.0.0.1:{port}/x", "DATABASE_URL must begin with postgresql://"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_one_sentence(
    tmp_path: Path, url: str, sentence: str
) -> None:
    with closing(socket.create_server((demo.HOST, 0))) as other:
        port = other.getsockname()[1]
    with Demo(tmp_path, port).run(DATABASE_URL=url.format(port=port)) as refused:
        output, _ = refused.communicate(timeout=PATIENCE)
    assert refused.returncode == 1
    assert sentence in output
    assert "Traceback" not in output


def test_the_printed_accounts_are_those_that_are_loaded() -> None:
    assert list(demo.ACCOUNTS) == list(accounts.ACCOUNTS)
