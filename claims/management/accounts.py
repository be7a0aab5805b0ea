"""Accounts that are named at the shell."""

from collections.abc import Callable

from claims.management.files import Failed
from claims.models import Role, User


def account_named(username: str | None, may: Callable[[User], bool], cannot: str) -> User:
    """The account that may do this, else the first admin; `cannot` is said of one that may not."""
    if username:
        by = User.objects.filter(username=username).first()
        if not by or not may(by):
            why = cannot if by else "is no account here"
            raise Failed(f"{username} {why}; these can: {_who_can()}.")
        return by
    if by := User.objects.filter(role=Role.ADMIN, is_active=True).order_by("pk").first():
        return by
    raise Failed(f"There is no admin account; say with --by who it is: {_who_can()}.")


def _who_can() -> str:
    names = User.objects.reviewing().order_by("username").values_list("username", flat=True)[:10]
    return ", ".join(names) or "nobody yet"
