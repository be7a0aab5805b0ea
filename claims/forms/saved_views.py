"""Shape of a saved view."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict

from claims.forms.claims import TypedText
from claims.models.saved_views import QUERY_LENGTH, VIEW_NAME_LENGTH


class Columns(forms.MultipleChoiceField):
    """Names of columns, each once; as one text, with commas, or as many values."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[str]:
        given = ",".join(super().to_python(value)).split(",")
        return list(dict.fromkeys(filter(None, given)))


class ShownForm(forms.Form):
    """What a list shows: its filters and order as in its address, and its columns."""

    query = forms.CharField(
        required=False, strip=False, max_length=QUERY_LENGTH, widget=forms.HiddenInput,
        error_messages={"max_length": "The filters of this list are too long."},
    )  # fmt: skip
    columns = Columns(
        error_messages={
            "required": "A list has one column at least.",
            "invalid_choice": "There is no column “%(value)s”.",
        }
    )

    def __init__(self, *args: Any, columns: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "view-%s", **kwargs})
        self.fields["columns"].choices = columns  # type: ignore[attr-defined]

    @property
    def asked(self) -> QueryDict:
        return QueryDict(self.cleaned_data["query"])


class ChangeShownForm(ShownForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class NamedForm(forms.Form):
    name = TypedText(
        label="Name", max_length=VIEW_NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
        error_messages={
            "required": "Give the view a name.",
            "max_length": "A name has %(limit_value)d characters at most.",
        },
    )  # fmt: skip
    shared = forms.BooleanField(label="Shared with the newsroom", required=False)

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())


class NewViewForm(NamedForm, ShownForm):
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": uuid4(), **(initial or {})}, **kwargs)


class EditViewForm(NamedForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
