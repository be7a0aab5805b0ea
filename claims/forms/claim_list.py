"""Shape of the claim list's filters, as they stand in the address."""

from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from claims.forms.search import SearchField
from claims.models import Priority, SetAsideReason, Status
from claims.queries.claim_list import ME, NOBODY, Choices
from claims.queries.claim_list_pages import ORDERS

YEARS = range(1900, 2201)
WORDS_OF_ORDERS = {
    "newest": "newest first",
    "oldest": "oldest first",
    "due": "due soonest first",
    "-due": "due last first",
    "priority": "most urgent first",
    "-priority": "least urgent first",
    "status": "in the order of the work",
    "-status": "in the order of the work, backwards",
    "since": "longest in its status first",
    "-since": "newest in its status first",
    "sources": "most sources first",
    "-sources": "fewest sources first",
    "interview": "by interview",
    "-interview": "by interview, Z to A",
    "speaker": "by speaker",
    "-speaker": "by speaker, Z to A",
    "topic": "by topic",
    "-topic": "by topic, Z to A",
    "verdict": "by verdict, in the order of the scale",
    "-verdict": "by verdict, from the end of the scale",
    "assignee": "by assignee",
    "-assignee": "by assignee, Z to A",
}
YES = [("1", "Yes")]
FROM_ROWS: dict[str, tuple[Choices, str, Choices]] = {
    "interview": ([], "interview", []),
    "verdict": ([], "verdict", [(NOBODY, "No verdict yet")]),
    "speaker": ([], "speaker", []),
    "topic": ([], "topic", [(NOBODY, "No topic")]),
    "assignee": ([(ME, "Me"), (NOBODY, "Nobody")], "assignee", []),
    "done_by": ([(ME, "Me")], "assignee", []),
}
"""The filters by rows of the database: what is offered before them, their kind, and after them."""


class Several(forms.MultipleChoiceField):
    """Any number of choices; the empty ones that a form without JavaScript sends are none."""

    def __init__(self, thing: str, choices: Iterable[Any] = (), **kwargs: Any) -> None:
        unknown = {"invalid_choice": f"There is no {thing} “%(value)s”."}
        super().__init__(choices=choices, required=False, error_messages=unknown, **kwargs)

    def to_python(self, value: Any) -> list[str]:
        return [chosen for chosen in super().to_python(value) if chosen]

    def validate(self, value: list[str]) -> None:
        unknown = self.error_messages["invalid_choice"]
        if errors := [
            ValidationError(unknown, params={"value": chosen})
            for chosen in value
            if not self.valid_value(chosen)
        ]:
            raise ValidationError(errors)


class OneOf(forms.ChoiceField):
    def __init__(self, thing: str, choices: Iterable[Any], **kwargs: Any) -> None:
        unknown = {"invalid_choice": f"There is no {thing} “%(value)s”."}
        super().__init__(choices=choices, required=False, error_messages=unknown, **kwargs)


class Day(forms.DateField):
    """A day as 2021-12-31."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, input_formats=["%Y-%m-%d"], **kwargs)

    def to_python(self, value: Any) -> date | None:
        try:
            day = super().to_python(value)
        except ValidationError:
            day = date.min
        if day is not None and day.year not in YEARS:
            raise ValidationError(f"There is no day “{value}”: write it as 2021-12-31.")
        return day


class ClaimListForm(forms.Form):
    """The filters of the list, in the order in which the page names them: those that are asked for,
    and the ones that are wanted `also`. The others filter nothing, and would only cost time.

    `rows` are the choices that are rows of the database. A value that is none of the choices makes
    the form invalid, and its error names the value.
    """

    use_required_attribute = False

    q = SearchField()
    interview = Several("interview", label="Interview")
    status = Several("status", Status.choices, label="Status")
    open = OneOf("answer", YES, label="Still open")
    verdict = Several("verdict", label="Verdict")
    speaker = Several("speaker", label="Speaker")
    topic = Several("topic", label="Topic")
    assignee = Several("account", label="Assignee")
    priority = Several("priority", Priority.choices, label="Priority")
    due = OneOf(
        "due date",
        [("overdue", "Overdue"), ("today", "Today"), ("week", "In the next 7 days"),
         (NOBODY, "No due date")],
        label="Due",
    )  # fmt: skip
    source = OneOf("kind of source", [(NOBODY, "No source yet")], label="Sources")
    primary = OneOf("answer", YES, label="With a primary source")
    attention = OneOf(
        "kind of attention",
        [("stale", "Sign-off is stale"), ("no-primary", "No primary source"),
         ("needs-anchoring", "Needs its place"), ("overdue", "Overdue")],
        label="Needs attention",
    )  # fmt: skip
    set_aside = Several("reason", SetAsideReason.choices, label="Set aside as")
    captured = Day(label="Captured on")
    captured_from = Day(label="Captured from")
    captured_to = Day(label="Captured until")
    finished = Day(label="Finished on")
    finished_from = Day(label="Finished from")
    finished_to = Day(label="Finished until")
    since = Day(label="In this status since")
    done_by = OneOf("account", [], label="Finished, submitted by")
    sign_off = OneOf("person", [(ME, "me")], label="Waits for a sign-off by")
    waits = OneOf(
        "thing that waits",
        [("to-decide", "my decision between two verdicts"),
         ("stale", "nothing: I signed it off, and it has changed"),
         ("mentioned", "an answer to a mention of me")],
        label="Waits for",
    )  # fmt: skip
    sort = OneOf("order", [(name, WORDS_OF_ORDERS[name]) for name in ORDERS])

    def __init__(
        self, data: QueryDict, *, rows: Mapping[str, Choices], also: Container[str] = ()
    ) -> None:
        vars(self)["base_fields"] = {
            name: field
            for name, field in self.base_fields.items()
            if name in also or any(value.strip() for value in data.getlist(name))
        }
        super().__init__(data, auto_id="filter-%s")
        self.asked = data
        self.whole: dict[str, str] = {}
        for name, (before, kind, after) in FROM_ROWS.items():
            if name in self.fields:
                pairs = [*before, *rows[kind], *after]
                self.whole = getattr(rows[kind], "whole", {}) if name == "speaker" else self.whole
                self.fields[name].choices = pairs  # type: ignore[attr-defined]

    def clean_speaker(self) -> list[str]:
        """Another spelling of somebody, as in an address from before a merge, is the person."""
        return [self.whole.get(value, value) for value in self.cleaned_data["speaker"]]

    def given(self) -> list[tuple[str, str]]:
        """What the address asks for, in this order, without what is empty or said twice."""
        pairs: dict[tuple[str, str], None] = {}
        for name, field in self.fields.items():
            values = self.asked.getlist(name)
            for value in values if isinstance(field, Several) else values[-1:]:
                if value.strip():
                    pairs[name, value.strip()] = None
        return list(pairs)

    def words_for(self, name: str, value: str) -> str:
        """How a choice is called; a value that is none stands for itself."""
        field = self.fields[name]
        choices: Any = field.choices if isinstance(field, forms.ChoiceField) else []
        return {str(known): str(words) for known, words in choices}.get(value, value)

    @property
    def unknown(self) -> list[str]:
        """A sentence for each value that stands for nothing."""
        return [str(message) for messages in self.errors.values() for message in messages]
