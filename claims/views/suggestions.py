"""Sentences that are offered as claims: all of one interview, put aside, and taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claims import permissions
from claims.actions.sentences import put_aside, take_back
from claims.models import Sentence, WhyNot
from claims.queries.desk import current_transcript
from claims.queries.suggestions import suggestions_of, turn_of
from claims.views import access
from claims.views.access import SignedInRequest
from claims.views.fragments import answer, next_page, trigger


@require_safe
def suggestions(request: SignedInRequest, slug: str) -> HttpResponse:
    """What seems worth checking in an interview, in the order of its text."""
    interview = access.interview_to_read(request, slug)
    transcript = current_transcript(interview)
    rows = suggestions_of(transcript) if transcript else []
    context = {
        "nav": "interviews",
        "interview": interview,
        "transcript": transcript,
        "waiting": [row for row in rows if row.sentence.is_unread],
        "aside": [row for row in rows if not row.sentence.is_unread],
        "can_decide": permissions.can_capture(request.user),
        "whys": WhyNot.choices,
    }
    return answer(request, "suggestions/suggestions.html", "suggestions/suggestions.html", context)


@require_POST
def sentence_aside(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a sentence aside as not checkable."""
    sentence = _sentence(request, pk)
    put_aside(sentence, request.POST.get("why_not", ""), by=request.user)
    return _decided(request, sentence, "Put aside as not checkable.", aside=True)


@require_POST
def sentence_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Offer a sentence again that was put aside."""
    sentence = _sentence(request, pk)
    take_back(sentence, by=request.user)
    return _decided(request, sentence, "Offered again.", aside=False)


def _sentence(request: SignedInRequest, pk: int) -> Sentence:
    sentence = get_object_or_404(
        Sentence.objects.select_related("transcript__interview", "by"), pk=pk
    )
    access.require(permissions.can_capture(request.user))
    return sentence


def _decided(
    request: SignedInRequest, sentence: Sentence, said: str, *, aside: bool
) -> HttpResponse:
    """The desk fetches the turn anew; a page without htmx goes back to where it came from."""
    transcript = sentence.transcript
    slug = transcript.interview.slug
    if not request.htmx:
        messages.success(request, said)
        return redirect(next_page(request, reverse("suggestions", args=[slug])))
    turn = reverse("desk-turn", args=[slug, transcript.number, turn_of(sentence)])
    back = reverse("sentence-back", args=[sentence.pk]) if aside else ""
    told = {"turns": [turn], "back": back, "sentence": sentence.pk}
    return trigger(HttpResponse(status=204), sentence_decided=told, announce=said)
