"""A person's tokens for the API."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from claims.actions.refusals import Refused
from claims.actions.tokens import make_token, withdraw_token
from claims.forms.tokens import TokenForm
from claims.views.access import SignedInRequest


@require_safe
def tokens(request: SignedInRequest) -> HttpResponse:
    return _page(request, TokenForm())


@never_cache
@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def token_new(request: SignedInRequest) -> HttpResponse:
    """Answers with the page itself: the token is stored nowhere, so no redirect could show it."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    sent = form.cleaned_data
    try:
        token, text = make_token(sent["name"], days=sent["days"], by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=422)
    return _page(request, TokenForm(), status=201, made=token, text=text)


@require_POST
def token_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(request.user.tokens, pk=pk)
    withdraw_token(token, by=request.user)
    messages.success(request, f"The token “{token}” is withdrawn.")
    return redirect("tokens")


def _page(
    request: SignedInRequest, form: TokenForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {"form": form, "tokens": request.user.tokens.live(timezone.now()), "nav": "tokens"}
    return render(request, "tokens/tokens.html", context, status=status)
