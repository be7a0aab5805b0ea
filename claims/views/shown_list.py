"""How a list of claims is shown: which saved view it is, and which columns it has."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict

from claims.models import SavedView, User
from claims.permissions import can_change_view
from claims.queries.claim_list import is_number
from claims.views.claim_rows import COLUMNS, USUAL, Column

VIEWS_SHOWN = 8


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
    def names(self) -> str:
        return ",".join(column.name for column in self.columns)

    @property
    def choices(self) -> list[tuple[Column, bool]]:
        """Every column, and whether it is shown."""
        return [(column, column in self.columns) for column in COLUMNS.values()]

    @property
    def as_new(self) -> str:
        """What the form of a new view begins with."""
        return urlencode({"query": self.query, "columns": self.names})


def shown_by(user: User, asked: QueryDict, filtered: list[tuple[str, str]]) -> Shown:
    """One query: the views that this person can open."""
    views = list(SavedView.objects.open_to(user))
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
