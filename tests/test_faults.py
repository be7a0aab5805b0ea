"""A short form of `make faults`: people at once, and PostgreSQL killed under them."""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SIZE = ["--people=3", "--edits=12", "--claims=3", "--kill-every=2", "--most-kills=2"]


def cells(table: str, row: str) -> list[int]:
    [line] = [line for line in table.splitlines() if line.strip().startswith(row)]
    return [int(cell) for cell in line.split()[-2:]]


def test_nothing_acknowledged_is_lost_by_people_at_once_or_with_a_killed_database() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults", *SIZE],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert cells(ran.stdout, "requests that change something") == [36, 36]
    undisturbed, killed = cells(ran.stdout, "kills of PostgreSQL")
    assert undisturbed == 0
    assert killed >= 1
    assert min(cells(ran.stdout, "answered 200")) > 10
    for row in [
        "answered otherwise", "acknowledged, and missing", "lost updates",
        "refused and done, or done twice", "invariants broken",
    ]:  # fmt: skip
        assert cells(ran.stdout, row) == [0, 0]
