"""`python -m tests.faults`: both ordeals, and a table of what came of them."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """A folder and a database of its own for the run, which is another process."""
    options = _options()
    if options.folder:
        return _run(options, Path(options.folder))
    from factcheck.postgres.cluster import EmbeddedPostgres

    with tempfile.TemporaryDirectory(prefix="factcheck-faults-") as folder:
        environment = {**os.environ, "FACTCHECK_DATA": folder}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "tests.faults", *sys.argv[1:], f"--folder={folder}"]
        try:
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            EmbeddedPostgres(Path(folder) / "postgres").reset()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--edits", type=int, default=500, help="for each person")
    parser.add_argument("--claims", type=int, default=20)
    parser.add_argument("--kill-every", type=float, default=5, metavar="SECONDS")
    parser.add_argument("--most-kills", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    return parser.parse_args()


def _run(options: argparse.Namespace, folder: Path) -> int:
    import django

    import tests.environment  # noqa: F401 - the settings that tests run with

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from factcheck.postgres.cluster import EmbeddedPostgres
    from tests.faults.judge import Findings, judge
    from tests.faults.ordeal import Course, Plan, make_newsroom, run

    database = EmbeddedPostgres(folder / "postgres")
    call_command("migrate", interactive=False, verbosity=0)
    found: list[tuple[str, Course, Findings]] = []
    for title, every in [("at once", 0), ("PostgreSQL killed", options.kill_every)]:
        print(f"{title}: {options.people} people, {options.edits} changes each …", flush=True)
        plan = Plan(options.people, options.edits, every, options.most_kills, options.seed)
        claims = make_newsroom(options.claims, options.people)
        connection.close()
        course = run(plan, claims, folder / title.replace(" ", "-"), database)
        found.append((title, course, judge(course.journals)))
    return _report(found)


def _report(found: list) -> int:  # type: ignore[type-arg]
    rows = [
        ("", [title for title, _, _ in found]),
        ("seconds", [f"{course.seconds:.0f}" for _, course, _ in found]),
        ("kills of PostgreSQL", [str(course.kills) for _, course, _ in found]),
        ("requests that change something",
         [str(sum(one.answers.values())) for _, _, one in found]),
        *((f"  answered {status}", [str(one.answers[status]) for _, _, one in found])
          for status in (200, 403, 409, 422)),
        ("  without an answer, or 5xx", [str(one.unanswered) for _, _, one in found]),
        ("  answered otherwise",
         [str(one.odd - one.unanswered) for _, _, one in found]),
        ("acknowledged, and missing", [str(len(one.missing)) for _, _, one in found]),
        ("lost updates", [str(len(one.lost)) for _, _, one in found]),
        ("refused and done, or done twice", [str(len(one.unasked)) for _, _, one in found]),
        ("invariants broken, histories wrong", [str(len(one.broken)) for _, _, one in found]),
    ]  # fmt: skip
    for name, cells in rows:
        print(f"{name:36}" + "".join(f"{cell:>20}" for cell in cells))
    wrong = [
        sentence
        for _, course, one in found
        for sentence in [
            *one.missing, *one.lost, *one.unasked, *one.broken,
            *([f"{one.odd} odd answers"] if not course.kills and one.odd else []),
        ]
    ]  # fmt: skip
    for sentence in wrong[:20]:
        print(sentence, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
