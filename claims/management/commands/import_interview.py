"""Takes an interview in from a file, as the page “New interview” does."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from claims.actions.interviews import add_interview
from claims.actions.originals import keep_original, set_down
from claims.actions.refusals import Refused
from claims.forms.interviews import DetailsForm
from claims.management.accounts import account_named
from claims.management.files import Failed, bytes_of
from claims.models import Person
from claims.permissions import can_import
from claims.queries.interviews import heard, with_the_same_text
from claims.queries.speakers import NEW, ONLY, known_from, speaker_rows
from claims.text.errors import UnreadableText
from claims.text.parts import Reading
from claims.text.readers import read_file
from claims.text.reading import as_json, note_lines

DETAILS = ["title", "outlet", "programme", "published_on", "url", "language"]


class Command(BaseCommand):
    help = "Take in an interview: a transcript with names before the turns, or an article."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", help="of any format that is read; - reads stdin"
        )
        parser.add_argument("--title", default="", help="needed, except with --check")
        parser.add_argument("--outlet", default="", help="who published it")
        parser.add_argument("--programme", default="", help="the broadcast or section it was in")
        parser.add_argument("--published-on", default="", metavar="DATE", help="such as 2021-12-02")
        parser.add_argument("--url", default="", help="its address on the web")
        parser.add_argument("--language", default="en", help="its code (default: en)")
        parser.add_argument(
            "--who", action="append", default=[], metavar="LABEL=WHO",
            help="who a speaker is: a name, '#12' for the person with this number, or 'new' for "
            "somebody new, also where others have the name; may be given for each speaker",
        )  # fmt: skip
        parser.add_argument("--by", metavar="USERNAME", help="who takes it in (default: an admin)")
        parser.add_argument(
            "--check", action="store_true", help="store nothing: print what is understood"
        )
        parser.add_argument("--json", action="store_true", help="with --check: print it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"] and not options["check"]:
            raise Failed("--json goes with --check.")
        reading = self._read(options["file"])
        if options["json"]:
            self.stdout.write(json.dumps(as_json(reading)))
        elif options["check"]:
            self._describe(reading)
        else:
            self._store(reading, options)

    def _who(self, reading: Reading, given: list[str]) -> tuple[dict[str, str], dict[str, str]]:
        """The name of each speaker, and who has it where that was said; told, where known."""
        names, who = _named(reading, given)
        rows, _ = speaker_rows(reading, names, {}, who)
        for row in rows:
            label = row.heard.speaker
            if row.chosen:
                about = f"{row.chosen.name} (#{row.chosen.person.pk}), {known_from(row.chosen)}"
                self._say(f"{label} is {about}.")
            elif row.matches and not row.settled:
                numbers = ", ".join(f"#{one.person.pk}" for one in row.matches)
                self._say(f"{label} is somebody new; known by this name: {numbers}. See --who.")
        return names, who

    def _say(self, words: str) -> None:
        self.stderr.write(words, style_func=str)

    def _read(self, name: str) -> Reading:
        self._say(f"Reading {'standard input' if name == '-' else name} …")
        try:
            self.data = bytes_of(name)
            reading = read_file(self.data, name)
        except UnreadableText as error:
            raise Failed(str(error)) from None
        self._say(
            f"Understood: {_format(reading)}, {len(reading.turns):,} turns, "
            f"{len(reading.speakers):,} speakers, {len(reading.quotes):,} quotes, "
            f"{len(reading.notes):,} doubts."
        )
        return reading

    def _describe(self, reading: Reading) -> None:
        facts = {
            "Format": _format(reading),
            "Encoding": reading.encoding or "of its own",
            "Length": f"{len(reading.text):,} characters",
            "SHA-256": reading.sha256,
            "Turns": f"{len(reading.turns):,}",
            "Quotes": f"{len(reading.quotes):,}",
            "Speakers": f"{len(reading.speakers):,}",
        }
        lines = [f"{name + ':':<10}{value}" for name, value in facts.items()]
        times = "quotes" if reading.quotes else "turns"
        width = max((len(speaker) for speaker in reading.speakers), default=0)
        lines += [
            f"  {one.speaker:<{width}}  {one.times:>5,} {times}  {one.words:>7,} words  "
            f"“{one.first_words}”"
            for one in heard(reading)
        ]
        if reading.done:
            lines.append(f"{'Done:':<10}{len(reading.done):,}")
            lines += [f"  {sentence}" for sentence in reading.done]
        lines.append(f"{'Doubts:':<10}{len(reading.notes):,}")
        lines += [f"  {note}" for note in note_lines(reading)]
        self.stdout.write("\n".join(lines))

    def _store(self, reading: Reading, options: dict[str, Any]) -> None:
        details = DetailsForm({name: options[name] for name in DETAILS})
        if not details.is_valid():
            name, errors = next(iter(details.errors.items()))
            raise Failed(f"--{name.replace('_', '-')}: {errors[0]}")
        by = account_named(options["by"], can_import, "cannot take in interviews")
        for same in with_the_same_text(reading.sha256)[:1]:
            self._say(f"Exactly this text is here already: {same.get_absolute_url()}")
        names, who = self._who(reading, options["who"])
        self._say(f"Storing as {by.username} …")
        try:
            original = keep_original(
                set_down(self.data), name=Path(options["file"]).name, read_as=reading.format, by=by
            )
            interview = add_interview(
                details.cleaned_data, reading, by=by, original=original, names=names, who=who
            )
        except Refused as error:
            raise Failed(str(error)) from None
        self._say("Stored.")
        self.stdout.write(interview.get_absolute_url())


def _named(reading: Reading, given: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    """What `--who` says, as `add_interview` takes it."""
    names: dict[str, str] = {}
    who: dict[str, str] = {}
    for one in given:
        label, equals, said = (part.strip() for part in one.rpartition("="))
        if not equals or label not in reading.speakers:
            raise Failed(f"--who {one}: the text has no speaker “{label or one}”.")
        if said.startswith("#"):
            person = Person.objects.filter(pk=said[1:]).first() if said[1:].isdecimal() else None
            if person is None:
                raise Failed(f"--who {one}: there is no person {said}.")
            names[label], who[person.name] = person.name, str(person.who_id)
        elif said == NEW:
            who[label] = NEW
        else:
            names[label] = said
            who.setdefault(" ".join(said.split()), ONLY)
    return names, who


def _format(reading: Reading) -> str:
    return "an article" if reading.format == "article" else "a transcript with speaker labels"
