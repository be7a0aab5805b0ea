"""The desk: a transcript to read, its claims beside it, and capturing one from the other."""

import uuid
from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget

from claims import permissions
from claims.actions.claims import capture, capture_words
from claims.actions.interviews import person_named
from claims.actions.refusals import QuoteMismatch
from claims.forms.claim_fields import form_of
from claims.forms.claims import ByHandForm, CaptureForm
from claims.models import Claim, Interview, Person, Timing, TranscriptVersion, TurnKind, WhyNot
from claims.queries.desk import (
    cards_in,
    cards_of,
    current_transcript,
    number_offered,
    transcript_shown,
    turn_shown,
)
from claims.queries.interviews import progress_by_interview
from claims.queries.progress import progress_of
from claims.views import access
from claims.views.access import SignedInRequest
from claims.views.claims import card_context, turns_of
from claims.views.fragments import answer, trigger
from claims.views.recordings import may_play

SHOWS = {"all": "All", "mine": "Mine", "open": "Open"}


@require_safe
def desk(request: SignedInRequest, slug: str) -> HttpResponse:
    interview = access.interview_to_read(request, slug, Interview.objects.with_recording())
    newest = current_transcript(interview)
    transcript = _version_asked_for(request, newest)
    old = transcript is not None and transcript != newest
    cards = list(cards_in(transcript) if transcript and old else cards_of(interview, newest))
    show = request.GET.get("show", "all")
    offering = permissions.can_capture(request.user) and not old
    turns = transcript_shown(transcript, offering=offering) if transcript else []
    context = {
        "nav": "interviews",
        "interview": interview,
        "transcript": transcript,
        "plain": not any(one.turn.kind == TurnKind.SPEECH for one in turns),
        "newest": newest,
        "old": old,
        "turns": turns,
        "suggested": number_offered(turns),
        "whys": WhyNot.choices,
        "cards": _shown_cards(request, cards, show),
        "show": show,
        "shows": _shows(request, cards, show),
        "progress": progress_of(Counter(card.status for card in cards)),
        "key": uuid.uuid4(),
        **_open_card(request, cards),
    }
    response = answer(request, "interviews/desk.html", "interviews/desk.html", context)
    return may_play(request, response, interview)


def _version_asked_for(
    request: SignedInRequest, newest: TranscriptVersion | None
) -> TranscriptVersion | None:
    """The version that the address names, else the newest. 404 where there is no such version."""
    asked = request.GET.get("version", "")
    if newest is None or asked in {"", str(newest.number)}:
        return newest
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    return get_object_or_404(newest.interview.transcripts, number=number)


def _shown_cards(request: SignedInRequest, cards: list[Claim], show: str) -> list[Claim]:
    if show == "mine":
        return [card for card in cards if card.assignee_id == request.user.pk]
    if show == "open":
        return [card for card in cards if card.is_open]
    return cards


def _shows(request: SignedInRequest, cards: list[Claim], show: str) -> list[dict[str, object]]:
    return [
        {
            "name": name, "label": label, "on": name == show,
            "count": len(_shown_cards(request, cards, name)),
        }
        for name, label in SHOWS.items()
    ]  # fmt: skip


def _open_card(request: SignedInRequest, cards: list[Claim]) -> dict[str, object]:
    """The card that the address opens, for a browser that comes by a link."""
    asked = request.GET.get("claim", "")
    card = next((card for card in cards if str(card.pk) == asked), None)
    if card is None:
        return {"opened": None}
    context = card_context(request, card)
    return {"opened": context.pop("claim"), **context}


@require_safe
def desk_progress(request: SignedInRequest, slug: str) -> HttpResponse:
    interview = access.interview_to_read(request, slug)
    progress = progress_by_interview([interview])[interview.pk]
    context = {"interview": interview, "progress": progress}
    page, fragment = "interviews/desk.html", "interviews/_desk.html#desk-progress"
    if not request.htmx:
        return redirect(interview)
    return answer(request, page, fragment, context)


@require_safe
def desk_shows(request: SignedInRequest, slug: str) -> HttpResponse:
    """How many cards each choice of them has, after a claim has come or changed."""
    interview = access.interview_to_read(request, slug)
    if not request.htmx:
        return redirect(interview)
    show = request.GET.get("show", "all")
    cards = list(interview.claims.only("assignee_id", "status"))
    context = {"interview": interview, "show": show, "shows": _shows(request, cards, show)}
    page, fragment = "interviews/desk.html", "interviews/_desk.html#desk-shows"
    return answer(request, page, fragment, context)


@require_safe
def desk_turn(request: SignedInRequest, slug: str, number: int, position: int) -> HttpResponse:
    """One turn with its marks, after a claim in it has come or changed."""
    interview = access.interview_to_read(request, slug)
    transcript = get_object_or_404(interview.transcripts, number=number)
    offering = permissions.can_capture(request.user)
    shown = turn_shown(transcript, position, offering=offering)
    if shown is None:
        raise Http404
    if not request.htmx:
        return redirect(f"{interview.get_absolute_url()}#turn-{position}")
    context = {"interview": interview, "transcript": transcript, "shown": shown}
    return answer(request, "interviews/desk.html", "interviews/_desk.html#desk-turn", context)


@require_safe
@cache_control(private=True, max_age=86_400, immutable=True)
def desk_times(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """When the words of one version are heard, for the player: it never changes."""
    interview = access.interview_to_read(request, slug)
    timing = get_object_or_404(
        Timing, transcript__interview=interview, transcript__number=number
    )  # fmt: skip
    return JsonResponse({"places": timing.places, "times": timing.times})


@require_POST
def claim_capture(request: SignedInRequest, slug: str) -> HttpResponse:
    """Make a claim of the words selected. The same key twice is the same claim."""
    interview = access.interview_to_edit(request, slug)
    form = CaptureForm(request.POST)
    if not form.is_valid():
        raise QuoteMismatch("Select the words of the claim in the transcript.")
    sent = form.cleaned_data
    transcript = get_object_or_404(interview.transcripts, number=sent["transcript"])
    claim = capture(
        transcript, start=sent["start"], end=sent["end"], quote=sent["quote"], by=request.user,
        key=sent["key"],
    )  # fmt: skip
    return _captured(request, claim)


@require_http_methods(["GET", "HEAD", "POST"])
def claim_by_hand(request: SignedInRequest, slug: str) -> HttpResponse:
    """Words typed in: anchored where the transcript has them, else a claim entered by hand."""
    interview = access.interview_to_edit(request, slug)
    transcript = current_transcript(interview)
    if request.method != "POST":
        form = ByHandForm(initial={"key": uuid.uuid4()})
        return _by_hand(request, interview, form)
    form = ByHandForm(request.POST)
    if not form.is_valid():
        return _by_hand(request, interview, form, status=422)
    sent = form.cleaned_data
    try:
        claim, places = capture_words(
            interview, transcript, quote=sent["quote"], statement=sent["statement"],
            speaker=person_named(sent["speaker"], here=interview.pk), by=request.user,
            key=sent["key"],
        )  # fmt: skip
    except QuoteMismatch as mismatch:
        form.add_error("speaker", str(mismatch))
        return _by_hand(request, interview, form, status=422)
    return _captured(request, claim, places=places)


def _by_hand(
    request: SignedInRequest, interview: Interview, form: ByHandForm, *, status: int = 200
) -> HttpResponse:
    speakers = Person.objects.filter(turns__transcript__interview=interview).distinct()
    context = {"nav": "interviews", "interview": interview, "form": form, "speakers": speakers}
    response = answer(
        request, "interviews/by_hand.html", "interviews/_desk.html#claim-by-hand", context,
        status=status,
    )  # fmt: skip
    # A form with errors takes its own place, not that of the card it would have made.
    return reswap(retarget(response, "#by-hand"), "outerHTML") if status == 422 else response


def _captured(request: SignedInRequest, claim: Claim, places: int = 1) -> HttpResponse:
    claim = access.claim_to_read(request, claim.pk)
    said = "Captured." if not claim.by_hand else "Entered by hand."
    if places > 1:
        said += f" The transcript has these words {places} times: capture them there to place it."
    if not request.htmx:
        messages.success(request, said)
        return redirect(f"{reverse('desk', args=[claim.interview.slug])}?claim={claim.pk}")
    context = {
        **card_context(request, claim),
        "open": True,
        "statement_form": form_of(claim, "statement", request.user),
    }
    response = answer(
        request, "claims/card.html", "claims/_card.html#claim-card", context, announce=said
    )  # fmt: skip
    return trigger(response, claim_captured={"claim": claim.pk, "turns": turns_of(claim)})
