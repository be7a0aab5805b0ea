"""Counts everything that is kept count of anew, and says where it differs."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.actions.tallies import repair
from claims.queries.recount import one_snapshot, recounted


class Failed(CommandError):
    """Its text is one sentence for the person at the shell."""


class Command(BaseCommand):
    help = "Count the claims behind every tally anew, and compare; --repair makes them right."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="set right what differs; edits wait meanwhile"
        )
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        parser.add_argument(
            "--progress", action="store_true", help="say how far it is, also to no terminal"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.progress = options["progress"] or sys.stderr.isatty()
        problems = self._problems()
        if problems and options["repair"]:
            repair()
        if options["json"]:
            found = {"problems": problems, "repaired": bool(problems and options["repair"])}
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(f"{problem}." for problem in problems) or "All is well.")
        if problems and not options["repair"]:
            raise Failed(f"{_differ(problems)}; --repair sets this right.")
        if problems:
            self.stderr.write(f"{_differ(problems)}, and set right.", style_func=str)

    def _problems(self) -> list[str]:
        problems: list[str] = []
        with one_snapshot():
            for step, found in recounted():
                problems += found
                if self.progress:
                    self.stderr.write(f"{step}: {len(found):,} differ", style_func=str)
        return problems


def _differ(problems: list[str]) -> str:
    return f"{len(problems):,} {'number differs' if len(problems) == 1 else 'numbers differ'}"
