"""Shape of the import of a sheet: the file, and what its columns mean."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings

from claims.models import Interview, SheetImport
from claims.queries.sheet_words import Newsroom
from claims.text.sheet_columns import LABELS
from claims.text.sheet_values import BadValue

CHOICES = [("", "Not imported"), *((name.value, label) for name, label in LABELS.items())]
NAME_LENGTH = 300


class InterviewName(forms.CharField):
    """An interview by its title, or its name in addresses; nothing for none."""

    def __init__(self) -> None:
        attrs = {"list": "interviews", "autocomplete": "off"}
        super().__init__(
            label="Interview", required=False, max_length=NAME_LENGTH,
            widget=forms.TextInput(attrs=attrs),
        )  # fmt: skip

    def clean(self, value: Any) -> Interview | None:
        text = " ".join(super().clean(value).split())
        try:
            return Newsroom().interview(text) if text else None
        except BadValue as wrong:
            raise forms.ValidationError(str(wrong)) from None


class UploadForm(forms.Form):
    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"required": "Choose the file with the claims."},
    )
    interview = InterviewName()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.DOCUMENT_MAX_BYTES:
            size, limit = file.size / settings.MEGABYTE, settings.DOCUMENT_MAX_BYTES
            raise forms.ValidationError(
                f"This file has {size:.1f} MB; the limit is {limit // settings.MEGABYTE} MB."
            )
        return file


class ColumnsForm(forms.Form):
    """What each column means: a field `column-0`, `column-1` … for each."""

    use_required_attribute = False

    interview = InterviewName()

    def __init__(self, data: Any = None, *, sheet: SheetImport) -> None:
        title = sheet.interview.title if sheet.interview else ""
        initial = {f"column-{at}": name for at, name in enumerate(sheet.columns)}
        super().__init__(data, initial={"interview": title, **initial})
        self.names = [f"column-{at}" for at in range(len(sheet.headings))]
        for name, heading in zip(self.names, sheet.headings, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=heading, choices=CHOICES, required=False,
                error_messages={"invalid_choice": "There is no such field of a claim."},
            )  # fmt: skip

    @property
    def columns(self) -> Sequence[str]:
        return [self.cleaned_data[name] for name in self.names]
