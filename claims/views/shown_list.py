"""How a list of claims is shown: which saved view it is, and which columns it has."""

from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from claims.models import SavedView, User
from claims.permissions import can_change_view
from claims.queries.claim_list import is_number
from claims.queries.compiled import models_of
from claims.views.claim_rows import COLUMNS, USUAL, Column

VIEWS_SHOWN = 8


class Link(NamedTuple):
    """Where a saved view is opened."""

    pk: int
    name: str
    shared: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """`view` is the saved view that the list came from, and `changed` says that it shows something
    else now. `carried` are the pairs of the address that say both."""

    views: list[SavedView]
    more_views: bool
    view: SavedView | None
    changed: bool
    can_change: bool
    columns: list[Column]
    query: str
    carried: list[tuple[str, str]]

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(Link(one.pk, one.name, one.shared, one is self.view) for one in self.views)

    @property
    def names(self) -> str:
        return ",".join(column.name for column in self.columns)

    @property
    def choices(self) -> tuple[tuple[str, str, bool], ...]:
        """Every column with its label, and whether it is shown."""
        shown = {column.name for column in self.columns}
        return tuple((name, column.label, name in shown) for name, column in COLUMNS.items())

    @property
    def as_new(self) -> str:
        """What the form of a new view begins with."""
        return urlencode({"query": self.query, "columns": self.names})


def shown_by(user: User, asked: QueryDict, filtered: list[tuple[str, str]]) -> Shown:
    """One query: the views that this person can open."""
    views = models_of(_open_to, user.pk)
    number = asked.get("view", "")
    pk = int(number) if is_number(number) else 0
    view = next((one for one in views if one.pk == pk), None)
    given = [name for name in asked.get("columns", "").split(",") if name in COLUMNS]
    kept = [name for name in (view.columns if view else user.claim_columns) if name in COLUMNS]
    names = given or kept or USUAL
    same_filters = view is not None and sorted(parse_qsl(view.query)) == sorted(filtered)
    same_columns = not given or set(given) == set(kept)
    first = views[:VIEWS_SHOWN]
    return Shown(
        views=first if view is None or view in first else [*first[:-1], view],
        more_views=len(views) > VIEWS_SHOWN,
        view=view,
        changed=view is not None and not (same_filters and same_columns),
        can_change=view is not None and can_change_view(user, view),
        columns=[column for column in COLUMNS.values() if column.name in names],
        query=urlencode(filtered),
        carried=[
            *([("view", str(view.pk))] if view else []),
            *([("columns", ",".join(given))] if not same_columns else []),
        ],
    )


def _open_to(user: Any) -> QuerySet[SavedView]:
    return SavedView.objects.open_to(user)
