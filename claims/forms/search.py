"""Shape of a search, as it stands in the address."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from claims.queries.search import Hit
from claims.queries.search_results import GROUPS
from claims.text.errors import BadSearch
from claims.text.search import read_search


class SearchField(forms.CharField):
    """Words to find. What nothing can be found by is an error, in a sentence."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "type": "search"})

    def __init__(self, label: str = "Words", **kwargs: Any) -> None:
        super().__init__(label=label, required=False, strip=False, **kwargs)
        self.error_messages["null_characters_not_allowed"] = "A search has no NUL character."

    def run_validators(self, value: str) -> None:
        super().run_validators(value)
        if value.strip():
            try:
                read_search(value)
            except BadSearch as error:
                raise ValidationError(str(error)) from error

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        return typed if typed.strip() else ""


class SearchForm(forms.Form):
    q = SearchField()


class PlaceField(forms.Field):
    """Where a page ended: how well its last result matched, and its number."""

    def to_python(self, value: Any) -> Hit | None:
        rank, _, number = str(value or "").partition("~")
        if not (rank or number):
            return None
        if not re.fullmatch(r"[0-9.e-]{1,30}~[0-9]{1,18}", f"{rank}~{number}"):
            raise ValidationError("There is no such page of this search.")
        try:
            return Hit(int(number), float(rank))
        except ValueError as error:
            raise ValidationError("There is no such page of this search.") from error


class SearchPageForm(forms.Form):
    """A search, of what, in which order, and from where on."""

    q = SearchField("Search")
    sort = forms.ChoiceField(required=False, choices=[("", "Best first"), ("newest", "Newest")])
    after = PlaceField(required=False)
    below = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["in"] = forms.ChoiceField(
            required=False, choices=[("", "All"), *GROUPS.items()]
        )

    @property
    def sentences(self) -> list[str]:
        return [str(error) for errors in self.errors.values() for error in errors]
