"""Writes an invented newsroom of any size, to measure with and to look at."""

import os
import sys
import time
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from claims.generation.loading import Clock, NotEmpty, check_is_empty, load, make_plan, workers_for
from claims.generation.vocabulary import COMMON, RARE, SCARCE


class Command(BaseCommand):
    help = "Write an invented newsroom, with claims, sources and whole histories, by COPY."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--claims", type=int, default=1000, metavar="NUMBER")
        parser.add_argument(
            "--interviews", type=int, metavar="NUMBER", help="one for 100 claims, unless given"
        )
        parser.add_argument("--seed", type=int, default=7, help="the same seed, the same newsroom")
        parser.add_argument(
            "--now", type=_day, metavar="DAY", help="the day on which it all ends, not today"
        )
        parser.add_argument("--password", help="of all its accounts; without it nobody logs in")
        parser.add_argument(
            "--add", action="store_true", help="also where there are claims already"
        )
        parser.add_argument(
            "--workers", type=int, metavar="NUMBER", help="processes; one for each core"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        claims = options["claims"]
        interviews = options["interviews"] or max(1, claims // 100)
        if not 1 <= interviews <= claims:
            raise CommandError("There is at least one interview, and a claim in each.")
        if not options["add"]:
            try:
                check_is_empty()
            except NotEmpty as error:
                raise CommandError(str(error)) from None
        plan = make_plan(
            claims=claims, interviews=interviews, seed=options["seed"],
            now=options["now"] or timezone.now(), password=options["password"],
        )  # fmt: skip
        workers = options["workers"] or workers_for(claims, len(os.sched_getaffinity(0)))
        started = time.monotonic()
        load(plan, workers=workers, told=self._progress(claims))
        self.stdout.write(
            f"{claims:,} claims in {interviews:,} interviews were written in "
            f"{time.monotonic() - started:.0f} seconds. “{RARE}” stands in ten of them, “{SCARCE}” "
            f"in one of a thousand, “{COMMON}” in one of ten."
        )

    def _progress(self, claims: int) -> Any:
        clock, live = Clock(claims), sys.stderr.isatty()
        said = 0

        def told(done: int) -> None:
            nonlocal said
            tenth = done * 10 // claims
            if live:
                end = "\n" if done == claims else ""
                self.stderr.write(f"\r{clock.words(done)} ", style_func=str, ending=end)
            elif tenth > said:
                self.stderr.write(clock.words(done), style_func=str)
            said = tenth
            if done == claims:
                self.stderr.write("Now the indexes …", style_func=str)

        return told


def _day(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(hour=18, tzinfo=UTC)
