"""What one filter of the claim list offers, with how many claims each choice would leave."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims.forms.claim_list import ClaimListForm
from claims.queries.claim_list import Asking, Choices
from claims.queries.claim_list_choices import COLUMNS, SEARCHED, named, offers_of
from claims.views.access import SignedInRequest
from claims.views.claim_list import filters, given_of
from claims.views.claim_list_panels import fields_of_panel, kind_of, label_of
from claims.views.fragments import answer

FIND_LENGTH = 200


@require_safe
def claim_choices(request: SignedInRequest, name: str) -> HttpResponse:
    """A filter's choices: in the list's panel, or a page where they can be looked for."""
    if name not in COLUMNS:
        raise Http404("There is no such filter.")
    form = filters(request.GET, also={name})
    form.is_valid()
    find = request.GET.get(f"find-{name}", "").replace("\0", "").strip()[:FIND_LENGTH]
    asking = Asking(request.user, timezone.localdate())
    given = given_of(form)
    own = fields_of_panel(name)
    context: dict[str, Any] = {
        "nav": "claims",
        "name": name,
        "label": label_of(name),
        "find": find,
        "searched": name in SEARCHED,
        "kind": kind_of(name),
        "chosen": {value for field, value in given if field in own},
        "rest": [pair for pair in given if pair[0] not in own],
        "offers": offers_of(name, _choices(form, name, find), form.cleaned_data, asking=asking),
    }
    part = "claims/_choices.html#claim-choices"
    return answer(request, "claims/choices.html", part, context)


def _choices(form: ClaimListForm, name: str, find: str) -> Choices:
    """What the list offers; or what is chosen, and what goes by a name with these words."""
    field: Any = form.fields[name]
    offered = [(str(value), str(words)) for value, words in field.choices]
    if name == "status":
        return [("1", label_of("open")), *offered]
    if not find or name not in SEARCHED:
        return offered
    chosen = {value for field, value in form.given() if field == name}
    kept = [(value, words) for value, words in offered if value in chosen]
    return kept + [one for one in named(name, find) if one[0] not in chosen]
