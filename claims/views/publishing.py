"""What readers were told of a claim: frozen payloads, each with its hash."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from claims.models import Publication
from claims.models.claims import canonical, hash_of
from claims.views import access
from claims.views.access import SignedInRequest


@require_safe
def publications(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every publication of a claim, newest first, each as it was frozen."""
    claim = access.claim_to_read(request, pk)
    rows = [
        (one, hash_of(one.payload) == one.sha256)
        for one in claim.publications.select_related("by").order_by("-number")
    ]
    context = {"claim": claim, "publications": rows, "nav": "claims"}
    return render(request, "publishing/publications.html", context)


@require_safe
def publication_file(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """The payload, byte for byte as it was hashed: `sha256sum` of the file is its hash."""
    found = get_object_or_404(Publication, claim=pk, number=number)
    response = HttpResponse(canonical(found.payload), content_type="application/json")
    name = f"claim-{pk}-publication-{number}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
