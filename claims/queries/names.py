"""The names behind the ids in histories and signed contents, in one query."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, Model, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils.formats import date_format

from claims.models import (
    Claim,
    Comment,
    Evidence,
    Person,
    Priority,
    SetAsideReason,
    Source,
    Stance,
    Status,
    Topic,
    TranscriptVersion,
    User,
    Verdict,
)

PERSON = Case(
    When(
        Q(identity__isnull=False) & ~Q(identity__name=F("name")),
        then=Concat("identity__name", Value(" (“"), "name", Value("”)")),
    ),
    default=F("name"),
)
"""Another spelling as “Donald Trump (“TRUMP”)”: histories name the row that was set."""

KINDS: dict[str, tuple[type[Model], Any]] = {
    "person": (Person, PERSON),
    "topic": (Topic, F("name")),
    "verdict": (Verdict, F("label")),
    "user": (User, Coalesce(NullIf(F("name"), Value("")), F("username"))),
    "source": (Source, F("title")),
    "claim": (Claim, F("quote")),
    "evidence": (Evidence, F("source__title")),
    "comment": (Comment, F("body")),
    "transcript": (TranscriptVersion, Concat(Value("version "), Cast("number", CharField()))),
}
KIND_OF = {
    "speaker": "person", "speaker_id": "person", "verdict": "verdict", "verdict_id": "verdict",
    "second_verdict_id": "verdict", "assignee_id": "user", "submitted_by_id": "user",
    "second_by_id": "user", "by": "user", "source": "source", "duplicate_of_id": "claim",
    "repeat_of_id": "claim",
    "transcript_id": "transcript", "on_evidence": "evidence", "comment": "comment",
    "topic_id": "topic",
}  # fmt: skip
"""What the number under a key is the number of."""


def in_words(day: str) -> str:
    return date_format(date.fromisoformat(day), "j M Y")


WORDS: dict[str, Any] = {
    "status": lambda value: Status(value).label,
    "priority": lambda value: Priority(value).label,
    "due_on": in_words,
    "searched_on": in_words,
    "stance": lambda value: Stance(value).label,
    "set_aside_reason": lambda value: SetAsideReason(value).label,
    "needs_anchoring": lambda value: "its words are lost" if value else "in its place",
}


class Names:
    """What stands in `values`, dicts as events and signed contents have them, as words."""

    def __init__(self, values: Iterable[dict[str, Any]]) -> None:
        self.ids: dict[str, set[int]] = {}
        for one in values:
            for key, value in one.items():
                if key in KIND_OF and isinstance(value, int):
                    self.ids.setdefault(KIND_OF[key], set()).add(value)
        self.names = self._found()

    def _found(self) -> dict[tuple[str, int], str]:
        """All names in one query, however many kinds there are."""
        rows = [
            KINDS[kind][0]
            ._default_manager.filter(pk__in=ids)
            .order_by()
            .annotate(of_kind=Value(kind, CharField()), in_words=Cast(KINDS[kind][1], CharField()))
            .values_list("of_kind", "pk", "in_words")
            for kind, ids in sorted(self.ids.items())
        ]
        if not rows:
            return {}
        found = rows[0].union(*rows[1:], all=True).order_by()
        return {(kind, pk): name for kind, pk, name in found}

    def shown(self, key: str, value: Any) -> str:
        """A value in words: '' where there is none, its number where nobody knows the row."""
        if value is None or value == "":
            return ""
        if key in KIND_OF:
            return self.names.get((KIND_OF[key], value), f"number {value}")
        try:
            return str(WORDS.get(key, str)(value))
        except ValueError:  # of a row that somebody wrote by hand
            return str(value)
