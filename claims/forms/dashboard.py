"""Shape of a dashboard's filters, as they stand in the address."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format

from claims.forms.claim_list import Day, OneOf
from claims.queries.board import Period
from claims.queries.subjects import EVERYTHING, KINDS, Subject, subject_named

LAST = {"7": "7 days", "30": "30 days", "90": "90 days", "365": "Year"}
ALL = "all"
PERIODS = [*LAST.items(), (ALL, "All time")]
USUAL = "30"


class DashboardForm(forms.Form):
    use_required_attribute = False

    period = OneOf("period", PERIODS)
    first = Day(label="From")
    last = Day(label="Until")

    def __init__(
        self, data: QueryDict, *, today: date, subject: bool = True, usual: str = USUAL
    ) -> None:
        """`subject` says whether it may be narrowed, `usual` which period it is of otherwise."""
        super().__init__(data, auto_id="dashboard-%s")
        self.today = today
        self.usual = usual
        asked = [(kind, data.get(kind, "").strip()) for kind in KINDS] if subject else []
        self.asked = [(kind, value) for kind, value in asked if value]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and first > min(last or self.today, self.today):
            self.add_error("first", "The first day comes after the last one.")
        if len(self.asked) > 1:
            one = " or ".join(KINDS[kind].label.lower() for kind, _ in self.asked)
            self.add_error(None, f"A dashboard is of one thing at a time: choose {one}.")
        return cleaned

    @property
    def chosen_name(self) -> str:
        """Which of the periods it is; '' for days that were typed."""
        given = self.cleaned_data
        typed = given.get("first") or given.get("last")
        return "" if typed else given.get("period") or self.usual

    @property
    def chosen(self) -> Period:
        """The period asked for, else the usual one."""
        if self.chosen_name:
            return self.period_called(self.chosen_name)
        first = self.cleaned_data.get("first")
        last = min(self.cleaned_data.get("last") or self.today, self.today)
        begin = f"from {date_format(first, 'j M Y')} " if first else ""
        words = f"{begin}until {date_format(last, 'j M Y')}"
        asked = [("first", str(first or "")), ("last", str(last))]
        return Period(first, last, words, [pair for pair in asked if pair[1]])

    def period_called(self, name: str) -> Period:
        asked = [] if name == self.usual else [("period", name)]
        if name == ALL:
            return Period(None, self.today, "since the beginning", asked)
        words = "in the last year" if name == "365" else f"in the last {LAST[name]}"
        return Period(self.today - timedelta(days=int(name) - 1), self.today, words, asked)

    def subject(self) -> Subject:
        """What it is narrowed to. Whatever does not exist becomes an error of the form."""
        if not self.asked or self.errors:
            return EVERYTHING
        ((kind, value),) = self.asked
        subject = subject_named(kind, value)
        if subject is None:
            self.add_error(None, f"There is no {KINDS[kind].label.lower()} “{value}”.")
        return subject or EVERYTHING

    @property
    def unknown(self) -> list[str]:
        """A sentence for each thing that is asked for and not there."""
        return [str(message) for messages in self.errors.values() for message in messages]
