"""Shape of what is typed about a search. Rules are the actions'."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from claims.forms.claims import TypedText
from claims.forms.sources import Line, Pointed, as_in


class SearchForm(Pointed):
    place = Line(
        label="Where", max_length=300,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "placeholder": "Archive, database, search words"}
        ),
        error_messages={
            "required": "Say where was searched.",
            "max_length": "300 characters at most: this is %(show_value)d.",
        },
    )  # fmt: skip
    searched_on = forms.DateField(
        label="When",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Say when.",
            "invalid": "Write the date as year-month-day, such as 2026-12-04.",
        },
    )
    found = TypedText(
        label="Found", max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "What came of it, or: nothing"}),
        error_messages={
            "required": "Say what was found; “nothing” is an answer too.",
            "max_length": "4,000 characters at most: this has %(show_value)d.",
        },
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, dom_id: str, **kwargs: Any) -> None:
        super().__init__(*args, **{**as_in(dom_id), **kwargs})
        self.fields["searched_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_searched_on(self) -> date:
        day: date = self.cleaned_data["searched_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("This day is still to come.")
        return day
