"""Which processes belong to a cluster.

A number in postmaster.pid proves nothing: it may be a zombie's, or another program's by now. Every
process of a PostgreSQL server has the cluster's data directory as its working directory, and that
can be looked up.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import psutil  # type: ignore[import-untyped]


def postmaster(data: Path) -> int | None:
    """The process number of the server that runs on `data`, or None."""
    try:
        number = int((data / "postmaster.pid").read_text().splitlines()[0])
        process = psutil.Process(number)
    except (OSError, ValueError, IndexError, psutil.NoSuchProcess):
        return None
    return number if _is_of(process, data) else None


def wait_for_the_end(data: Path, seconds: float = 10.0) -> None:
    """Wait until no process of a dead server is left on `data`; kill those that stay.

    Needed before postmaster.pid may be removed: that file is what keeps PostgreSQL itself from
    starting a second server beside them.
    """
    deadline = time.monotonic() + seconds
    while left := [process for process in psutil.process_iter() if _is_of(process, data)]:
        if time.monotonic() > deadline:
            for process in left:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
        time.sleep(0.02)


def _is_of(process: psutil.Process, data: Path) -> bool:
    try:
        return (
            process.name() == "postgres"
            and process.status() != psutil.STATUS_ZOMBIE
            and Path(process.cwd()) == data
        )
    except psutil.Error:
        return False
