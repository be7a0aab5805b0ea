"""Accounts: who works here, invitations, and how the accounts library behaves."""

import logging
from typing import Any

import qrcode  # type: ignore[import-untyped]
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import perform_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.actions.accounts import (
    accept_invitation,
    invite,
    set_active,
    set_role,
    withdraw_invitation,
)
from claims.actions.refusals import NotAllowed, Refused
from claims.forms.accounts import AcceptForm, InviteForm
from claims.models import Invitation, Role, User
from claims.permissions import can_grant, can_invite, can_manage
from claims.views.access import SignedInRequest, require

log = logging.getLogger(__name__)

NO_MATCH = "There is no account with this name or address and this password."


@require_safe
def team(request: SignedInRequest) -> HttpResponse:
    require(can_invite(request.user))
    return _team_page(request, InviteForm(roles=_grantable(request.user)))


@never_cache
@require_POST
def invitation_new(request: SignedInRequest) -> HttpResponse:
    """Answers with the page itself: the link is stored nowhere, so no redirect could show it."""
    require(can_invite(request.user))
    form = InviteForm(request.POST, roles=_grantable(request.user))
    if not form.is_valid():
        return _team_page(request, form, status=422)
    email, role = form.cleaned_data["email"], form.cleaned_data["role"]
    try:
        invitation, link = invite(
            email,
            role,
            address_of=lambda token: request.build_absolute_uri(
                reverse("invitation", args=[token])
            ),
            by=request.user,
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error("email", str(refusal))
        return _team_page(request, form, status=422)
    empty = InviteForm(roles=_grantable(request.user))
    return _team_page(request, empty, invited=invitation, link=link, status=201)


@require_POST
def invitation_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    require(can_invite(request.user))
    invitation = get_object_or_404(Invitation, pk=pk)
    withdraw_invitation(invitation, by=request.user)
    messages.success(request, f"The invitation of {invitation.email} is withdrawn.")
    return redirect("team")


@require_POST
def account_role(request: SignedInRequest, pk: int) -> HttpResponse:
    account = _account_to_manage(request, pk)
    role = request.POST.get("role", "")
    if role not in Role.values:
        raise Refused("There is no such role.")
    set_role(account, Role(role), by=request.user)
    messages.success(request, f"{account} has the role “{Role(role).label}” now.")
    return redirect("team")


@require_POST
def account_active(request: SignedInRequest, pk: int) -> HttpResponse:
    account = _account_to_manage(request, pk)
    active = request.POST.get("active", "")
    if active not in {"yes", "no"}:
        raise Refused("An account is active or it is not.")
    set_active(account, active=active == "yes", by=request.user)
    done = "active again" if active == "yes" else "deactivated, and logged out everywhere"
    messages.success(request, f"{account} is {done}.")
    return redirect("team")


@never_cache
@login_not_required
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    response = _accept(request, token)
    # The address is the key. (Without any referrer, browsers send no origin that CSRF could check.)
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up: accounts come from invitations."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": NO_MATCH,
        "email_password_mismatch": NO_MATCH,
        "too_many_login_attempts": "Too many wrong passwords. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What was done stays done when the mail about it fails."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except OSError:
            log.exception("A notification was not sent")


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002
        return f"Key {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def build_totp_svg(self, url: str) -> str:
        """A QR code that stands in the page: its policy allows no data: image, and no style."""
        code = qrcode.QRCode()
        code.add_data(url)
        rows = code.get_matrix()
        size = len(rows)
        dots = "".join(
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
        )
        return (
            f'<svg viewBox="0 0 {size} {size}" width="208" height="208" role="img"'
            ' aria-label="QR code of the key below" shape-rendering="crispEdges">'
            f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{dots}"/></svg>'
        )


def _account_to_manage(request: SignedInRequest, pk: int) -> User:
    require(request.user.has_role(Role.ADMIN))
    account = get_object_or_404(User, pk=pk)
    require(can_manage(request.user, account))
    return account


def _grantable(user: User) -> list[Role]:
    return [role for role in Role if can_grant(user, role)]


def _team_page(
    request: SignedInRequest, form: InviteForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    user = request.user
    accounts = sorted(User.objects.all(), key=lambda row: (not row.is_active, str(row).casefold()))
    invitations = Invitation.objects.open(timezone.now()).order_by("-created_at", "-pk")
    context |= {
        "form": form,
        "accounts": [(account, can_manage(user, account)) for account in accounts],
        "invitations": [
            (invitation, can_grant(user, invitation.role))
            for invitation in invitations.select_related("invited_by")
        ],
        "roles": list(Role),
        "days": settings.INVITATION_DAYS,
        "can_manage": user.has_role(Role.ADMIN),
        "nav": "team",
    }
    return render(request, "accounts/team.html", context, status=status)


def _accept(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    found = Invitation.objects.open(now).with_token(token).select_related("invited_by").first()
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    if request.user.is_authenticated:
        status = 200 if request.method != "POST" else 422
        return render(request, "accounts/invitation_other.html", {"found": found}, status=status)
    form = AcceptForm(request.POST or None, email=found.email)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            password = form.cleaned_data["password1"]
            try:
                user = accept_invitation(token, user=form.account(), password=password, now=now)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return perform_login(request, user)  # type: ignore[no-any-return]
    context = {"form": form, "found": found}
    return render(request, "accounts/invitation.html", context, status=status)
