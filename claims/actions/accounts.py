"""Invitations and accounts."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.core.mail import EmailMessage
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from claims.actions.refusals import NotAllowed, Refused
from claims.models import Invitation, Role, User
from claims.models.accounts import RESERVED_USERNAMES, hash_of, new_token
from claims.permissions import can_grant, can_invite, can_manage

log = logging.getLogger(__name__)

GONE = "This invitation is used or no longer valid. Ask for a new one."
HAS_ACCOUNT = "Somebody with this address has an account already."


@transaction.atomic
def invite(
    email: str, role: Role, *, address_of: Callable[[str], str], by: User
) -> tuple[Invitation, str]:
    """An invitation and its address, which is told once, mailed, and stored nowhere.

    `address_of` makes a token into the address of the page that accepts it.
    """
    if not can_grant(by, role):
        raise NotAllowed(f"You cannot invite somebody as “{Role(role).label}”.")
    email = email.lower()
    _one_at_a_time(email)
    if User.objects.filter(email__iexact=email).exists():
        raise Refused(HAS_ACCOUNT)
    if Invitation.objects.open(timezone.now()).filter(email=email).exists():
        raise Refused("This address has an open invitation. Withdraw it to send a new one.")
    token = new_token()
    invitation = Invitation.objects.create(
        email=email, role=role, token_hash=hash_of(token), invited_by=by
    )
    address = address_of(token)
    # The link is shown to the one who invites, so an invitation outlives a mail that fails.
    transaction.on_commit(lambda: _mail(invitation, address), robust=True)
    log.info("%s invited %s as %s", by.username, email, role)
    return invitation, address


def _one_at_a_time(email: str) -> None:
    """Wait until no other transaction invites this address, so that a double click invites once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"invitation {email}"])


def withdraw_invitation(invitation: Invitation, *, by: User) -> None:
    if not can_invite(by):
        raise NotAllowed("This takes the role “Editor”.")
    if not can_grant(by, invitation.role):
        raise NotAllowed(f"You cannot withdraw an invitation as “{invitation.get_role_display()}”.")
    open_ = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not open_.update(withdrawn_at=timezone.now()):
        raise Refused("This invitation has been used or withdrawn already.")


@transaction.atomic
def accept_invitation(token: str, *, user: User, password: str, now: datetime) -> User:
    """Turn an open invitation into the account `user`, whose role and address it decides.

    Raises Refused when it is used, withdrawn, expired or was never made, and when the user name
    or the address was taken in the meantime.
    """
    invitation = Invitation.objects.select_for_update().open(now).with_token(token).first()
    if invitation is None:
        raise Refused(GONE)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise Refused(HAS_ACCOUNT)
    if user.username.lower() in RESERVED_USERNAMES:
        raise Refused(f"Nobody can have the user name “{user.username}”.")
    if User.objects.filter(username__iexact=user.username).exists():
        raise Refused("Somebody has this user name already.")
    user.email, user.role = invitation.email, invitation.role
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise Refused("This user name or address was taken a moment ago.") from None
    invitation.accepted_at, invitation.accepted_by = now, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    log.info("%s accepted an invitation as %s", user.username, user.role)
    return user


@transaction.atomic
def set_active(account: User, *, active: bool, by: User) -> None:
    """Deactivate or reactivate an account. A deactivated one is logged out everywhere at once."""
    account = _locked(account, by=by)
    if account.is_active == active:
        return
    account.is_active = active
    account.save(update_fields=["is_active"])
    _withdraw_what_is_beyond(account)
    log.info("%s %s %s", by.username, "reactivated" if active else "deactivated", account.username)


@transaction.atomic
def set_role(account: User, role: Role, *, by: User) -> None:
    account = _locked(account, by=by)
    if not can_grant(by, role):
        raise NotAllowed(f"You cannot make somebody “{Role(role).label}”.")
    if account.role == role:
        return
    account.role = role
    account.save(update_fields=["role"])
    _withdraw_what_is_beyond(account)
    log.info("%s made %s %s", by.username, account.username, role)


def _locked(account: User, *, by: User) -> User:
    """The account, for an admin who still is one; two admins cannot remove each other at once."""
    if not can_manage(by, account):
        raise NotAllowed("Only an admin changes other people's accounts.")
    admins = User.objects.filter(role=Role.ADMIN, is_active=True).order_by("pk")
    # Whoever waited for the lock sees the rows as they are by then. One admin, the one who asks,
    # therefore always remains.
    if by.pk not in {admin.pk for admin in admins.select_for_update()}:
        raise NotAllowed("You are not an admin any more.")
    return User.objects.select_for_update().get(pk=account.pk)


def _withdraw_what_is_beyond(account: User) -> None:
    """No open invitation grants what the one who sent it may not grant any longer; no token of a
    deactivated account comes back to life with it."""
    sent = account.invitations.filter(accepted_at=None, withdrawn_at=None)
    kept = [role for role in Role if can_grant(account, role)]
    sent.exclude(role__in=kept).update(withdrawn_at=timezone.now())
    if not account.is_active:
        account.tokens.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())


def _mail(invitation: Invitation, address: str) -> None:
    context = {"invitation": invitation, "address": address}
    EmailMessage(
        f"[Factcheck] {invitation.invited_by} invites you",
        render_to_string("accounts/invitation_mail.txt", context),
        to=[invitation.email],
    ).send()
