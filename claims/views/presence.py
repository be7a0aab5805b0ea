"""Who else has a claim open: the page says so, and asks, every twenty seconds."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from claims.actions.presence import be_present
from claims.models import Claim
from claims.views.access import SignedInRequest
from claims.views.fragments import answer


@require_POST
def claim_presence(request: SignedInRequest, pk: int) -> HttpResponse:
    claim = get_object_or_404(Claim.objects.only("pk"), pk=pk)
    others = be_present(claim, by=request.user)
    if not request.htmx:
        return redirect(claim)
    fragment = "comments/_presence.html#claim-others"
    return answer(request, fragment, fragment, {"others": others})
