"""Goes through every history, and says where a claim is not what its history says."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.queries.history_file import NoHistoryFile, faults_of, public_key, read_file
from claims.queries.verification import Checked, one_moment, verified

EVERY = 1000
"""How many claims go by between two lines of progress."""


class Failed(CommandError):
    """Its text is one sentence for the person at the shell."""


class Command(BaseCommand):
    help = "Recompute the history of every claim, replay it, and compare it with what is stored."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--claim", type=int, metavar="NUMBER", help="only this claim")
        parser.add_argument(
            "--file", metavar="FILE", help="check a downloaded history instead; - reads stdin"
        )
        parser.add_argument(
            "--key", default="", metavar="KEY", help="with --file: whose signature it must have"
        )
        parser.add_argument(
            "--public-key", action="store_true", help="print the key that our files are signed by"
        )
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        parser.add_argument(
            "--progress", action="store_true", help="say how far it is, also to no terminal"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.progress = options["progress"] or sys.stderr.isatty()
        if options["public_key"]:
            self.stdout.write(public_key())
            return
        if options["file"]:
            self._file(options["file"], key=options["key"], as_json=options["json"])
            return
        if options["key"]:
            raise Failed("--key goes with --file.")
        claims, events, problems = self._database(options["claim"])
        if options["claim"] and not claims:
            raise Failed(f"There is no claim {options['claim']}.")
        self._report(claims, events, problems, as_json=options["json"])

    def _database(self, only: int | None) -> tuple[int, int, list[dict[str, Any]]]:
        claims = events = 0
        problems: list[dict[str, Any]] = []
        with one_moment():
            for checked in verified(only=only):
                claims, events = claims + 1, events + checked.events
                problems += _problems(checked)
                if self.progress and claims % EVERY == 0:
                    said = f"{_count(claims, 'claim')}, {_count(events, 'event')} …"
                    self.stderr.write(said, style_func=str)
        return claims, events, problems

    def _file(self, name: str, *, key: str, as_json: bool) -> None:
        """Check a file by what is in it alone: the database is not asked."""
        try:
            told = read_file(_bytes_of(name))
        except NoHistoryFile as error:
            raise Failed(f"{name} is no history file. {error}") from None
        checked = Checked(told["claim"], len(told["events"]), faults_of(told, key=key))
        if not key:
            said = (
                f"It names {told['public_key']} as the key that it is signed by. Compare it with "
                "the newsroom's, or give that with --key: a file can name any key."
            )
            self.stderr.write(said, style_func=str)
        self._report(1, checked.events, _problems(checked), as_json=as_json, of="their signature")

    def _report(
        self, claims: int, events: int, problems: list[dict[str, Any]], *, as_json: bool,
        of: str = "what is stored",
    ) -> None:  # fmt: skip
        numbers = f"{_count(claims, 'claim')} and {_count(events, 'event')}"
        if as_json:
            found = {"claims": claims, "events": events, "problems": problems}
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        elif not problems:
            self.stdout.write(f"All is well: {numbers} agree with {of}.")
        else:
            self.stdout.write("\n".join(_line(one) for one in problems))
        if problems:
            wrong = len({one["claim"] for one in problems})
            raise Failed(f"{_count(wrong, 'claim')} of {numbers} did not agree.")


def _bytes_of(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise Failed(f"{name} cannot be read: {error.strerror or error}.") from None


def _problems(checked: Checked) -> list[dict[str, Any]]:
    return [
        {"claim": checked.claim, "problem": fault.what, "event": fault.event}
        for fault in checked.faults
    ]


def _line(problem: dict[str, Any]) -> str:
    event = f", event {problem['event']}" if problem["event"] else ""
    return f"Claim {problem['claim']}{event}: {problem['problem']}."


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
