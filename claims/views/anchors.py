"""The place of a claim in the newest transcript, where a correction has lost it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from claims.actions.corrections import StaleTranscript, anchor, keep_old_anchor
from claims.actions.refusals import NotAllowed, Refused, Stale
from claims.forms.claims import SeenVersion
from claims.forms.corrections import AnchorForm, WordsForm
from claims.models import Claim, TranscriptVersion
from claims.queries.corrections import OfferedPlace, places_of, similar_places
from claims.queries.desk import current_transcript
from claims.queries.history import passage_around
from claims.views import access
from claims.views.access import SignedInRequest

NOT_FOUND = (
    "The newest transcript does not have these words. Copy them from it, as they stand there."
)


@require_http_methods(["GET", "HEAD", "POST"])
def claim_anchor(request: SignedInRequest, pk: int) -> HttpResponse:
    """The old passage and what resembles it (GET); look for words, take a place, keep (POST)."""
    claim = access.claim_to_edit(request, pk)
    transcript = current_transcript(claim.interview)
    if claim.by_hand or transcript is None:
        raise Refused("This claim was entered by hand: it never had a place in a transcript.")
    if request.method != "POST":
        return _page(request, claim, transcript, WordsForm(auto_id="anchor-%s"))
    action = request.POST.get("action")
    if action == "find":
        return _find(request, claim, transcript)
    try:
        if action == "keep":
            _keep(request, claim)
        else:
            _take(request, claim, transcript)
    except NotAllowed:
        raise
    except Refused as refusal:
        status = 409 if isinstance(refusal, Stale) else 422
        return _again(request, pk, refusal=str(refusal), status=status)
    return redirect(claim)


def _keep(request: SignedInRequest, claim: Claim) -> None:
    form = SeenVersion(request.POST)
    if not form.is_valid():
        raise Refused("Open this page again: the form was not whole.")
    keep_old_anchor(claim, seen_version=form.cleaned_data["version"], by=request.user)
    number = claim.transcript.number if claim.transcript else ""
    messages.success(request, f"The claim keeps its words of transcript v{number}.")


def _take(request: SignedInRequest, claim: Claim, newest: TranscriptVersion) -> None:
    form = AnchorForm(request.POST)
    if not form.is_valid():
        raise Refused("Choose the words of the claim in the transcript.")
    sent = form.cleaned_data
    if sent["transcript"] != newest.number:
        raise StaleTranscript(newest)
    anchor(
        claim, transcript=newest, start=sent["start"], end=sent["end"], quote=sent["quote"],
        seen_version=sent["version"], by=request.user,
    )  # fmt: skip
    messages.success(request, f"The claim has its place in transcript v{newest.number}.")


def _find(
    request: SignedInRequest, claim: Claim, transcript: TranscriptVersion
) -> HttpResponse:  # fmt: skip
    form = WordsForm(request.POST, auto_id="anchor-%s")
    if not form.is_valid():
        return _page(request, claim, transcript, form, status=422)
    found = places_of(form.cleaned_data["words"], transcript)
    if not found:
        form.add_error("words", NOT_FOUND)
        return _page(request, claim, transcript, form, status=422)
    return _page(request, claim, transcript, form, found=found)


def _again(request: SignedInRequest, pk: int, **context: Any) -> HttpResponse:
    """Refused: the claim and the transcript as they are now, and what was chosen or typed."""
    claim = access.claim_to_read(request, pk)
    transcript = current_transcript(claim.interview)
    words = request.POST.get("words") or request.POST.get("quote", "")
    form = WordsForm(initial={"words": words.replace("\x00", "")}, auto_id="anchor-%s")
    return _page(request, claim, transcript, form, **context)


def _page(
    request: SignedInRequest, claim: Claim, transcript: TranscriptVersion | None, form: WordsForm,
    *, found: list[OfferedPlace] | None = None, refusal: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    newest = claim.transcript_id == (transcript.pk if transcript else None)
    context = {
        "nav": "claims",
        "claim": claim,
        "interview": claim.interview,
        "transcript": transcript,
        "passage": passage_around(claim),
        "form": form,
        "found": found,
        "offers": similar_places(claim, transcript) if transcript and found is None else [],
        "refusal": refusal,
        "in_newest": newest,
        "takes_other_words": claim.content_is_open,
    }
    return render(request, "claims/anchor.html", context, status=status)
