"""Keeping lists of claims under a name, and what a person's own list looks like."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from claims.actions.refusals import NotAllowed, Refused, Stale
from claims.models import SavedView, User
from claims.permissions import can_change_view, can_share_views

TAKEN = {
    True: "The newsroom has a shared view of this name already.",
    False: "You have a view of this name already.",
}


def save_view(
    *, name: str, query: str, columns: Sequence[str], shared: bool, by: User,
    key: UUID | None = None,
) -> SavedView:  # fmt: skip
    """Keep a list under a name. A `key` that has made a view already answers with that view.

    Raises NotAllowed, and Refused where the name is taken.
    """
    _check_may_share(shared, by)
    view = SavedView(
        name=name, query=query, columns=list(columns), shared=shared, owner=by, key=key
    )
    made = SavedView.objects.filter(key=key, owner=by).first() if key else None
    return made or _stored(view)


def change_view(
    view: SavedView, *, seen_version: int, by: User, name: str | None = None,
    shared: bool | None = None, query: str | None = None, columns: Sequence[str] | None = None,
) -> SavedView:  # fmt: skip
    """Change what is given. A view that is shared no more is nobody else's default any more.

    Raises NotAllowed, Stale, and Refused where the name is taken.
    """
    with transaction.atomic():
        view = SavedView.objects.select_for_update(of=("self",)).get(pk=view.pk)
        _check_may_change(view, by)
        if view.version != seen_version:
            raise Stale("Somebody changed this view meanwhile. Nothing was saved.")
        if shared and not view.shared:
            _check_may_share(shared, by)
        if view.shared and shared is False:
            others = User.objects.filter(default_view=view).exclude(pk=view.owner_id)
            others.update(default_view=None)
        view.name = view.name if name is None else name
        view.shared = view.shared if shared is None else shared
        view.query = view.query if query is None else query
        view.columns = view.columns if columns is None else list(columns)
        view.version += 1
        return _stored(view)


def remove_view(view: SavedView, *, by: User) -> None:
    """A view holds no claims: nothing is lost but the name. Raises NotAllowed."""
    _check_may_change(view, by)
    view.delete()


def set_default_view(view: SavedView | None, *, by: User) -> None:
    """The view that “Claims” leads this person to; None is all claims."""
    if view is not None and not (view.shared or view.owner_id == by.pk):
        raise NotAllowed("This view is somebody else's.")
    by.default_view = view
    by.save(update_fields=["default_view"])


def choose_columns(columns: Sequence[str], *, by: User) -> None:
    """The columns of this person's lists, where no view says others."""
    by.claim_columns = list(columns)
    by.save(update_fields=["claim_columns"])


def _stored(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        if "saved_view_once" in str(error):
            raise Refused(TAKEN[view.shared]) from error
        made = SavedView.objects.filter(key=view.key, owner=view.owner_id).first()
        if made is None or view.key is None:
            raise Refused("This form was used before. Open the list again.") from error
        return made
    return view


def _check_may_share(shared: bool, by: User) -> None:
    if shared and not can_share_views(by):
        raise NotAllowed("Sharing a view takes the role “Reviewer”.")


def _check_may_change(view: SavedView, by: User) -> None:
    if not can_change_view(by, view):
        raise NotAllowed("This view is somebody else's.")
