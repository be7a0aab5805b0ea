"""gunicorn as it serves in production, and the memory that it takes."""

import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil

from tests.bench.newsrooms import PROJECT, Newsroom

SECONDS_TO_START = 60
WORKERS = ["--worker-class=gthread", "--workers=2", "--threads=8", "--no-control-socket"]


class Server:
    """One site on one newsroom: `factcheck.settings`, or one of the settings beside this file."""

    def __init__(self, newsroom: Newsroom, settings: str, log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.newsroom = newsroom
        command = [sys.executable, "-m", "gunicorn", "factcheck.wsgi", f"-b127.0.0.1:{self.port}"]
        environment = {**newsroom.environment(), "DJANGO_SETTINGS_MODULE": settings}
        self._log = log.open("ab")
        self._process = subprocess.Popen(
            [*command, *WORKERS, "--log-level=error"], cwd=PROJECT, env=environment,
            stdout=self._log, stderr=self._log,
        )  # fmt: skip

    def wait(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The server did not start: see {self._log.name}.")
            time.sleep(0.1)

    def memory(self) -> int:
        """Bytes that its processes have in memory of their own."""
        processes = [psutil.Process(self._process.pid)]
        processes += processes[0].children(recursive=True)
        return sum(process.memory_full_info().uss for process in processes)

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._log.close()

    def _answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/accounts/login/")
            return connection.getresponse().status < 500
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()
