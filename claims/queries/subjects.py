"""Whose claims a dashboard is of: all, or those of one interview, speaker, topic or reviewer."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Model, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from claims.models import Interview, Person, Scope, Topic, User

FOUND_OF_EACH = 6


@dataclass(frozen=True, slots=True)
class Kind:
    """What a dashboard can be narrowed to. `name` is the filter of the claim list that does it."""

    name: str
    label: str
    scope: Scope
    model: type[Model]
    key: str
    """The field that an address names a row by."""
    words: tuple[str, ...]
    """The fields that it is found by, what it is called first."""


KINDS = {
    kind.name: kind
    for kind in [
        Kind("interview", "Interview", Scope.INTERVIEW, Interview, "slug", ("title", "outlet")),
        Kind("speaker", "Speaker", Scope.SPEAKER, Person, "pk", ("name",)),
        Kind("topic", "Topic", Scope.TOPIC, Topic, "pk", ("name",)),
        Kind("assignee", "Reviewer", Scope.ASSIGNEE, User, "username", ("name", "username")),
    ]
}


@dataclass(frozen=True, slots=True)
class Subject:
    """One of them; without a kind, all claims."""

    kind: str = ""
    pk: int = 0
    value: str = ""
    """What an address calls it."""
    name: str = ""

    @property
    def label(self) -> str:
        return KINDS[self.kind].label

    @property
    def scope(self) -> Scope:
        return KINDS[self.kind].scope if self.kind else Scope.ALL

    @property
    def filters(self) -> list[tuple[str, str]]:
        """The filters of the claim list that let through its claims alone."""
        return [(self.kind, self.value)] if self.kind else []


EVERYTHING = Subject()


def subject_of(interview: Interview) -> Subject:
    return Subject("interview", interview.pk, interview.slug, interview.title)


def subject_named(kind: str, value: str) -> Subject | None:
    """What an address asks for; None where there is none."""
    of = KINDS[kind]
    if "\0" in value or (of.key == "pk" and not _is_number(value)):
        return None
    named = Q(**{of.key: value})
    if of.model is Person:  # another spelling stands for whom it is of
        named = Q(pk=value, identity=None) | Q(spellings=value)
    rows = _in_words(of, of.model._default_manager.filter(named))
    return next((Subject(*row) for row in rows), None)


def _in_words(kind: Kind, rows: QuerySet[Model]) -> QuerySet[Any, Any]:
    called = [NullIf(F(field), Value("")) for field in kind.words]
    name = Coalesce(*called, Value("")) if len(called) > 1 else F(kind.words[0])
    named = rows.order_by().annotate(
        of_kind=Value(kind.name), asked=Cast(kind.key, CharField()), called=name
    )
    found: QuerySet[Any, Any] = named.values_list("of_kind", "pk", "asked", "called")
    return found


def subjects_like(words: str) -> list[Subject]:
    """The first few of each kind that hold every word; without words the newest: one query."""
    parts = []
    for kind in KINDS.values():
        whole = {"merged_into": None} if kind.model is Person else {}
        rows = kind.model._default_manager.filter(**whole)
        for word in words.replace("\0", "").split():
            holds = Q()
            for field in kind.words:
                holds |= Q(**{f"{field}__icontains": word})
            rows = rows.filter(holds)
        parts.append(_in_words(kind, rows).order_by("-pk")[:FOUND_OF_EACH])
    found = [Subject(*row) for row in parts[0].union(*parts[1:], all=True)]
    order = list(KINDS)
    return sorted(found, key=lambda one: (order.index(one.kind), one.name.casefold()))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9
