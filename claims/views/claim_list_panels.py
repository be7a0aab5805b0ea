"""The controls of the claim list's filters, as plain values: equal values are equal HTML."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from claims.forms.claim_list import WORDS_OF_ORDERS, ClaimListForm
from claims.models import Status
from claims.queries.claim_list import NOBODY
from claims.queries.claim_list_choices import COLUMNS

WITHOUT_CONTROL = [
    "primary", "attention", "set_aside", "captured", "finished", "since", "done_by", "sign_off",
    "waits", "view", "columns",
]  # fmt: skip
DAYS = ["captured_from", "captured_to", "finished_from", "finished_to"]
ORDERS = tuple(WORDS_OF_ORDERS.items())


class Choice(NamedTuple):
    name: str
    value: str
    words: str
    chosen: bool
    css: str = ""


class Panel(NamedTuple):
    """A filter that opens. The choices of one that is off are fetched when somebody opens it."""

    name: str
    label: str
    kind: str
    choices: tuple[Choice, ...] = ()


class Day(NamedTuple):
    name: str
    label: str
    value: str


class Controls(NamedTuple):
    """All that the form of filters shows. `hidden` are those that are on and have no control."""

    hidden: tuple[tuple[str, str], ...]
    words: str
    panels: tuple[Panel, ...]
    days: tuple[Day, ...]
    without_source: bool
    sort: str
    orders: tuple[tuple[str, str], ...] = ORDERS


def without_control(given: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [pair for pair in given if pair[0] in WITHOUT_CONTROL]


def controls_of(form: ClaimListForm, hidden: list[tuple[str, str]], sort: str) -> Controls:
    asked = form.asked
    return Controls(
        hidden=tuple(hidden), words=asked.get("q", ""), panels=panels_of(form), days=days_of(form),
        without_source=asked.get("source") == NOBODY, sort=sort,
    )  # fmt: skip


def panels_of(form: ClaimListForm) -> tuple[Panel, ...]:
    """One query for each filter by rows of the database that is on."""
    return tuple(
        Panel(name, label_of(name), kind_of(name), tuple(_choices(form, name))) for name in COLUMNS
    )


def days_of(form: ClaimListForm) -> tuple[Day, ...]:
    return tuple(Day(name, label_of(name), form.asked.get(name, "")) for name in DAYS)


def label_of(name: str) -> str:
    return str(ClaimListForm.base_fields[name].label)


def kind_of(name: str) -> str:
    return "radio" if name == "due" else "checkbox"


def fields_of_panel(name: str) -> set[str]:
    """The filters that stand in one panel."""
    return {name, "open"} if name == "status" else {name}


def _choices(form: ClaimListForm, name: str) -> list[Choice]:
    if not fields_of_panel(name) & form.fields.keys():
        return []
    field: Any = form.fields.get(name) or ClaimListForm.base_fields[name]
    asked = set(form.asked.getlist(name))
    choices = [
        Choice(name, str(value), str(words), str(value) in asked,
               Status(value).css if name == "status" else "")
        for value, words in field.choices
    ]  # fmt: skip
    if name == "status":
        choices.insert(0, Choice("open", "1", label_of("open"), form.asked.get("open") == "1"))
    return choices
