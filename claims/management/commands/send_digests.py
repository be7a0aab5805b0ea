"""Mails everybody what they have not read. Run it from time to time, as docs/running.md says."""

from datetime import timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.actions.digests import REST, send_digests


class Command(BaseCommand):
    help = "Send each person one mail of the notifications that they have not read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--site", default="", metavar="URL",
            help="where Factcheck is, such as https://facts.example.org (default: SITE_URL)",
        )  # fmt: skip
        parser.add_argument(
            "--now", action="store_true",
            help="take those of the last five minutes too, which may still be read",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        site = _site(options["site"] or settings.SITE_URL)
        rest = timedelta() if options["now"] else REST
        sent = send_digests(address_of=lambda path: urljoin(site, path), older_than=rest)
        failed = [one for one in sent if one.failure]
        for one in sent:
            if not one.failure:
                self.stdout.write(f"{one.user.username}: {one.number} in one mail")
        if not sent:
            self.stdout.write("Nobody has anything to be mailed.")
        if failed:
            raise CommandError(
                "Not sent, and kept for the next time:\n"
                + "\n".join(f"{one.user.username}: {one.failure}" for one in failed)
            )


def _site(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise CommandError(
            "Say where Factcheck is, for the links: --site https://facts.example.org, or SITE_URL."
        )
    return f"{parts.scheme}://{parts.netloc}/"
