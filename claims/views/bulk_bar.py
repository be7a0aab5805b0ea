"""The bar under the claim list, with which many claims are changed at once."""

from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from claims.forms.bulk import NO_DUPLICATES, BulkForm

BARS_KEPT = 64


class Bar(NamedTuple):
    form: BulkForm
    fields: SafeString


def bar_of(form: BulkForm) -> Bar:
    context = {"bulk": form, "no_duplicates": NO_DUPLICATES}
    return Bar(form, render_to_string("bulk/_bar.html#bulk-fields", context))


@lru_cache(maxsize=BARS_KEPT)
def blank_bar(people: tuple[tuple[str, str], ...]) -> Bar:
    """A bar in which nothing is chosen follows from the people in it alone: it is kept, and shown
    to everybody who may choose from the same people."""
    return bar_of(BulkForm(people=people))
