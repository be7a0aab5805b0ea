"""Personal tokens for the API: making, using and withdrawing them."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from claims.actions.refusals import NotAllowed, Refused
from claims.models import ApiToken, User
from claims.models.accounts import hash_of, new_token
from claims.models.tokens import TOKEN_DAYS, TOKENS_AT_MOST

log = logging.getLogger(__name__)

PREFIX = "factcheck_"
"""By which programs that look for leaked secrets can tell one."""


@transaction.atomic
def make_token(name: str, *, days: int, by: User) -> tuple[ApiToken, str]:
    """A token, and its text, which is told once and stored nowhere.

    Each of a person's tokens has a name of its own, so the same form sent twice makes one.
    """
    if days not in TOKEN_DAYS:
        raise Refused("A token is good for one of the times that are offered.")
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    now = timezone.now()
    if by.tokens.live(now).filter(name=name).exists():
        raise Refused(f"You have a token “{name}” already. Withdraw it, or choose another name.")
    if by.tokens.live(now).count() >= TOKENS_AT_MOST:
        raise Refused(f"You have {TOKENS_AT_MOST} tokens: withdraw one first.")
    text = PREFIX + new_token()
    token = ApiToken.objects.create(
        user=by, name=name, token_hash=hash_of(text), created_at=now,
        expires_at=now + timedelta(days=days),
    )  # fmt: skip
    log.info("%s made the token %d for %d days", by.username, token.pk, days)
    return token, text


def withdraw_token(token: ApiToken, *, by: User) -> None:
    """Withdrawing twice is withdrawing once."""
    if token.user_id != by.pk:
        raise NotAllowed("This token is somebody else's.")
    ApiToken.objects.filter(pk=token.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
    log.info("%s withdrew the token %d", by.username, token.pk)


def person_with(text: str) -> User | None:
    """Whose live token this is, with a note that it was used: one write a minute at most."""
    now = timezone.now()
    token = ApiToken.objects.live(now).filter(token_hash=hash_of(text)).select_related("user")
    if (found := token.first()) is None:
        return None
    if found.last_used_at is None or now - found.last_used_at > timedelta(minutes=1):
        ApiToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found.user
