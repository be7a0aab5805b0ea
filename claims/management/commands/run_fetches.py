"""Fetches the addresses that wait, where web processes do not, as docs/running.md says."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from claims.actions.fetches import work_until_done


class Command(BaseCommand):
    help = "Fetch every address that waits, also those that a killed process has left; then end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--watch", type=float, metavar="SECONDS",
            help="do not end: look again every so many seconds",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            done = work_until_done()
            if done or options["watch"] is None:
                self.stdout.write(f"Worked on {done} fetch{'' if done == 1 else 'es'}.")
            if options["watch"] is None:
                return
            close_old_connections()
            time.sleep(options["watch"])
