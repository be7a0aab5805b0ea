"""Ranks the sentences of a file by how checkable they are, and says why. Stores nothing."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from claims.management.files import Failed, bytes_of
from claims.text.errors import UnreadableText
from claims.text.normalise import decode, normalise
from claims.text.readers import read_file
from claims.text.suggestion_rows import read_rows, said_in
from claims.text.suggestions import Suggested, rate, suggest


class Command(BaseCommand):
    help = "Print the sentences of an interview that are likely claims, best first, with reasons."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="as for import_interview; - reads stdin")
        parser.add_argument("--top", type=int, metavar="N", help="only the N best")
        parser.add_argument("--json", action="store_true", help="print a JSON list")
        parser.add_argument(
            "--tsv",
            action="store_true",
            help="read rows of number, speaker and sentence with tabs between them, and print "
            "number and score of each, in the same order",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        top = options["top"]
        if top is not None and top < 1:
            raise Failed("--top takes a number from 1 on.")
        if options["tsv"] and (options["json"] or top):
            raise Failed("--tsv goes with neither --json nor --top.")
        data = bytes_of(options["file"])
        try:
            shown = _rated(data) if options["tsv"] else _ranked(data, options)
        except UnreadableText as error:
            raise Failed(str(error)) from None
        self.stdout.write(shown)


def _rated(data: bytes) -> str:
    rows = read_rows(normalise(decode(data)[0])[0])
    rated = rate(said_in(rows))
    lines = (f"{row.number}\t{one.score:.6f}" for row, one in zip(rows, rated, strict=True))
    return "\n".join(lines)


def _ranked(data: bytes, options: dict[str, Any]) -> str:
    reading = read_file(data, options["file"])
    ranked = sorted(suggest(reading), key=lambda one: -one.score)[: options["top"]]
    if options["json"]:
        found = [_as_json(one, reading.text) for one in ranked]
        return json.dumps(found, ensure_ascii=False)
    return "\n".join(_in_words(one, reading.text) for one in ranked)


def _as_json(one: Suggested, text: str) -> dict[str, object]:
    return {
        "start": one.start,
        "end": one.end,
        "speaker": one.speaker,
        "sentence": text[one.start : one.end],
        "score": round(one.score, 6),
        "reasons": one.reasons,
        "against": one.against,
        "offered": one.offered,
    }


def _in_words(one: Suggested, text: str) -> str:
    """Two lines: the sentence with score and speaker, and what speaks for and against it."""
    speaker = f"{one.speaker}: " if one.speaker else ""
    words = " ".join(text[one.start : one.end].split())
    sides = [("for", one.reasons), ("against", one.against)]
    why = "; ".join(f"{side}: {', '.join(reasons)}" for side, reasons in sides if reasons)
    return f"{one.score:.3f}  {speaker}{words}" + (f"\n       {why}" if why else "")
