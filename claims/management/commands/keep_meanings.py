"""Keeps what claims mean, so that similar ones are found in other words."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims.actions.meaning import NoMeaning, keep_all, make_room


class Command(BaseCommand):
    help = (
        "Encode what every claim means, as far as that is not done, for the switch MEANING. "
        "Takes the extra “meaning”, and pgvector."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            make_room()
        except NoMeaning as error:
            raise CommandError(str(error)) from None
        done = 0
        for done in keep_all():
            self.stderr.write(f"{done:,} claims …", style_func=str)
        self.stdout.write(f"{done:,} claims were encoded.")
        if not settings.MEANING:
            self.stdout.write("Nothing asks for them until MEANING=1 is in the environment.")
