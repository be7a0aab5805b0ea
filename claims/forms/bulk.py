"""Shape of a bulk change, as the bar under the claim list asks for it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.core.exceptions import ValidationError

from claims.forms.claims import TypedText
from claims.models import BulkKind, Priority, SetAsideReason, User
from claims.queries.bulk import chosen_numbers
from claims.queries.claim_list import NOBODY

NOTE_LENGTH = 4_000
QUERY_LENGTH = 8_000
DAMAGED = "This form is damaged. Reload the list and choose again."
KINDS = [
    ("", "Choose what to do"),
    (BulkKind.ASSIGN, "Assign"),
    (BulkKind.DUE, "Set the due date"),
    (BulkKind.PRIORITY, "Set the priority"),
    (BulkKind.SET_ASIDE, "Set aside"),
]
REASONS = [(one.value, one.label) for one in SetAsideReason if one != SetAsideReason.DUPLICATE]
NO_DUPLICATES = "Duplicates are set aside one by one: each of them names the claim that it repeats."


class BulkForm(forms.Form):
    """Which claims, and what becomes of them. Only what belongs to the chosen kind is looked at."""

    use_required_attribute = False

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": DAMAGED, "invalid": DAMAGED},
    )
    query = forms.CharField(
        required=False, strip=False, max_length=QUERY_LENGTH, widget=forms.HiddenInput,
        error_messages={"max_length": "The filters of this list are too long."},
    )  # fmt: skip
    every = forms.BooleanField(required=False)
    kind = forms.ChoiceField(
        label="What to do", choices=KINDS,
        error_messages={
            "required": "Choose what to do.",
            "invalid_choice": "There is no such bulk change.",
        },
    )  # fmt: skip
    person = forms.ChoiceField(
        label="To whom", required=False,
        error_messages={"invalid_choice": "This person cannot be given a claim."},
    )  # fmt: skip
    due_on = forms.DateField(
        label="Due date", required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the date as year-month-day, such as 2026-12-04."},
    )  # fmt: skip
    no_due = forms.BooleanField(label="No due date", required=False)
    priority = forms.ChoiceField(
        label="Priority", required=False,
        choices=[("", "Choose a priority"), *Priority.choices],
        error_messages={"invalid_choice": "There is no such priority."},
    )  # fmt: skip
    reason = forms.ChoiceField(
        label="Reason", required=False, choices=[("", "Choose a reason"), *REASONS],
        error_messages={"invalid_choice": "There is no such reason."},
    )  # fmt: skip
    note = TypedText(
        label="Note", required=False, max_length=NOTE_LENGTH,
        widget=forms.TextInput(attrs={"placeholder": "Note", "autocomplete": "off"}),
        error_messages={"max_length": "A note has %(limit_value)d characters at most."},
    )  # fmt: skip

    NEEDS = {
        BulkKind.ASSIGN: ("person", "Choose a person, or nobody."),
        BulkKind.DUE: ("due_on", "Choose a day, or tick “No due date”."),
        BulkKind.PRIORITY: ("priority", "Choose a priority."),
        BulkKind.SET_ASIDE: ("reason", "Choose why the claims are set aside."),
    }
    """What each kind takes, and the sentence where it is missing."""

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "bulk-%s", **kwargs})
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a person"), (NOBODY, "Nobody"), *people,
        ]  # fmt: skip

    @property
    def numbers(self) -> list[str]:
        """The claims that are ticked, one by one or by the page, each once."""
        if not self.is_bound:
            return []
        data: Any = self.data
        pages = ",".join(data.getlist("page")).split(",")
        return list(dict.fromkeys(filter(None, [*data.getlist("claim"), *pages])))

    @property
    def ticked(self) -> set[int]:
        return set(chosen_numbers(self.numbers))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("every") and not self.numbers:
            self.add_error(None, ValidationError("Tick the claims to change first."))
        if kind := data.get("kind"):
            name, missing = self.NEEDS[BulkKind(kind)]
            clears = kind == BulkKind.DUE and data.get("no_due")
            if name not in self.errors and not data.get(name) and not clears:
                self.add_error(name, missing)
            self._keep_only_errors_of(kind)
        return data

    def _keep_only_errors_of(self, kind: str) -> None:
        """What was typed for another kind is not asked for."""
        theirs = {name for of, (name, _) in self.NEEDS.items() if of != kind}
        if kind != BulkKind.SET_ASIDE:
            theirs.add("note")
        for name in theirs & self.errors.keys():
            del self.errors[name]

    @property
    def value(self) -> str:
        """As a bulk change stores it."""
        data = self.cleaned_data
        if data["kind"] == BulkKind.DUE:
            return "" if data["no_due"] else data["due_on"].isoformat()
        value = str(data[self.NEEDS[BulkKind(data["kind"])][0]])
        return "" if value == NOBODY else value

    @property
    def note_given(self) -> str:
        """The note, which only a claim that is set aside keeps."""
        if self.cleaned_data["kind"] != BulkKind.SET_ASIDE:
            return ""
        return str(self.cleaned_data.get("note", ""))

    def key_of(self, numbers: Iterable[str], *, by: User) -> UUID:
        """The same for the same post of this form, another one when anything else is asked: who
        goes back in the browser and chooses other claims asks for another change."""
        data = self.cleaned_data
        asked = [
            str(by.pk), data["kind"], self.value, self.note_given,
            data["query"] if data["every"] else "", *([] if data["every"] else sorted(numbers)),
        ]  # fmt: skip
        return uuid5(data["key"], "\0".join(asked))
