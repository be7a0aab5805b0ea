"""Parts of pages that follow from a few plain values: rendered once for each, and kept."""

from collections.abc import Hashable, Iterable
from functools import lru_cache

from django import template
from django.conf import settings
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()
PARTS_KEPT = 2_000


@register.simple_tag
def part(template_name: str, **values: Hashable) -> SafeString:
    """As `include`, but the part sees these values and nothing else: no request, person or token.

    So the same values make the same part, and what is not among them cannot be in it. While
    templates are worked on nothing is kept. Raises TypeError for a row of the database: it equals
    any other with its number, whatever they say.
    """
    return (_rendered if settings.DEBUG else _kept)(template_name, **values)


def _rendered(template_name: str, **values: Hashable) -> SafeString:
    _refuse_rows(values.values())
    return render_to_string(template_name, values)


def _refuse_rows(values: Iterable[object]) -> None:
    for value in values:
        if isinstance(value, Model):
            raise TypeError(f"A part cannot be kept for {value!r}: give it what it shows.")
        if isinstance(value, tuple):
            _refuse_rows(value)


_kept = lru_cache(maxsize=PARTS_KEPT, typed=True)(_rendered)
