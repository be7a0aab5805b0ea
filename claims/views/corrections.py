"""Correcting a transcript: edit, look at what it does, store; and all versions of a text."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from claims.actions.corrections import SameText, StaleTranscript, correct_transcript
from claims.actions.originals import OriginalIsGone, set_down
from claims.forms.corrections import CorrectionForm
from claims.models import Interview, TranscriptVersion
from claims.queries.corrections import (
    anchored_claims,
    fates_of,
    new_speakers,
    other_speakers,
    people_of,
    versions_of,
)
from claims.queries.desk import current_transcript
from claims.text.parts import READ_AS_THEY_STAND
from claims.text.passages import changed_passages
from claims.views import access
from claims.views.access import SignedInRequest
from claims.views.interviews import original_of
from claims.views.uploads import WithinLimit

MOST_PASSAGES = 200


@csrf_exempt  # only so that the handler is in place before the token is read, as for an import
@require_http_methods(["GET", "HEAD", "POST"])
def transcript_correct(request: SignedInRequest, slug: str) -> HttpResponse:
    interview = access.interview_to_edit(request, slug)
    limit = WithinLimit(request)
    request.upload_handlers.insert(0, limit)
    return _transcript_correct(request, interview, limit)


@csrf_protect
def _transcript_correct(
    request: SignedInRequest, interview: Interview, limit: WithinLimit
) -> HttpResponse:
    present = current_transcript(interview)
    if present is None:
        raise Http404
    if request.method != "POST":
        form = CorrectionForm(initial={"number": present.number})
        return _form_page(request, interview, present, form, text=present.text)
    seen = _seen(request, interview, present)
    form = CorrectionForm(request.POST, request.FILES, seen=seen)
    text = str(request.POST.get("text", seen.text)).replace("\r\n", "\n")
    if limit.refusal:
        form.errors.clear()
        form.add_error(limit.field, limit.refusal)
    if request.POST.get("action") == "back":
        return _form_page(request, interview, present, form, text=text, back=True)
    if seen.number != present.number and not _is_stored(request, form, present):
        return _stale(request, interview, seen, present, text)
    if not form.is_valid():
        return _form_page(request, interview, present, form, text=text, status=422)
    if form.reading.sha256 == present.sha256 and seen.number == present.number:
        form.add_error("file" if form.cleaned_data.get("file") else "text", str(SameText()))
        return _form_page(request, interview, present, form, text=text, status=422)
    if file := form.cleaned_data.get("file"):
        file.seek(0)
        set_down(file.read())
    if request.POST.get("action") == "store":
        return _store(request, interview, present, form)
    return _preview(request, interview, present, form)


def _seen(
    request: SignedInRequest, interview: Interview, present: TranscriptVersion
) -> TranscriptVersion:
    """The version that the form was made on; the present one where it names none."""
    number = request.POST.get("number", "")
    if not number.isascii() or not number.isdigit() or int(number[:9]) == present.number:
        return present
    return interview.transcripts.filter(number=int(number[:9])).first() or present


def _is_stored(request: SignedInRequest, form: CorrectionForm, present: TranscriptVersion) -> bool:
    """Whether this very form made the present version: it was sent twice."""
    sent = request.POST.get("action") == "store" and form.is_valid()
    return sent and form.reading.sha256 == present.sha256


def _form_page(
    request: SignedInRequest, interview: Interview, present: TranscriptVersion,
    form: CorrectionForm, *, text: str, back: bool = False, status: int = 200, **context: Any,
) -> HttpResponse:  # fmt: skip
    shown = {
        "nav": "interviews",
        "interview": interview,
        "transcript": present,
        "form": form,
        "number": present.number,
        "text": text,
        "show_errors": status == 422,
        "lost_file": getattr(request.FILES.get("file"), "name", ""),
        **context,
    }
    if back or status != 200:
        shown["origin"] = request.POST.get("origin", "")
    return render(request, "interviews/correct.html", shown, status=status)


def _stale(
    request: SignedInRequest, interview: Interview, seen: TranscriptVersion,
    present: TranscriptVersion, text: str,
) -> HttpResponse:  # fmt: skip
    """Somebody corrected it meanwhile. What was typed stays, now against the newer version."""
    typed = request.POST.copy()
    typed["number"] = str(present.number)
    form = CorrectionForm(typed, seen=seen)
    passages = changed_passages(seen.text, present.text)
    return _form_page(
        request, interview, present, form, text=text, status=409, seen=seen,
        passages=passages[:MOST_PASSAGES], unshown=len(passages[MOST_PASSAGES:]),
    )  # fmt: skip


def _preview(
    request: SignedInRequest, interview: Interview, present: TranscriptVersion,
    form: CorrectionForm,
) -> HttpResponse:  # fmt: skip
    """What a correction changes and what becomes of the claims, before anything is stored."""
    passages = changed_passages(present.text, form.reading.text)
    claims = anchored_claims(interview).select_related("person")
    fates = fates_of(claims, present, form.reading.text)
    known = people_of(present)
    context = {
        "nav": "interviews",
        "interview": interview,
        "transcript": present,
        "form": form,
        "reading": form.reading,
        "origin": form.origin,
        "reason": form.cleaned_data["reason"],
        "passages": passages[:MOST_PASSAGES],
        "changes": len(passages),
        "unshown": len(passages[MOST_PASSAGES:]),
        "fates": fates,
        "other_speakers": other_speakers(present, form.reading, fates, known),
        "new_speakers": new_speakers(known, form.reading),
        "no_longer_labelled": {present.format, form.reading.format} == set(READ_AS_THEY_STAND),
        "was_article": present.format == "article",
    }
    return render(request, "interviews/correction.html", context)


def _store(
    request: SignedInRequest, interview: Interview, present: TranscriptVersion,
    form: CorrectionForm,
) -> HttpResponse:  # fmt: skip
    if not form.is_as_seen():
        return _preview(request, interview, present, form)
    try:
        stored = correct_transcript(
            interview, form.reading, seen_number=form.cleaned_data["number"],
            reason=form.cleaned_data["reason"], by=request.user,
            original=original_of(form, request.user),
        )  # fmt: skip
    except OriginalIsGone as gone:
        form.add_error("file", str(gone))
        return _form_page(request, interview, present, form, text=form.reading.text, status=422)
    except StaleTranscript as stale:
        seen = _seen(request, interview, stale.transcript)
        return _stale(request, interview, seen, stale.transcript, form.reading.text)
    number = stored.transcript.number
    if stored.repeated:
        messages.info(request, f"This is transcript v{number} already, and is not stored twice.")
        return redirect(interview)
    said = f"Stored as transcript v{number}. {_claims(stored.moved)} moved along"
    said += f", {_claims(stored.lost)} lost their place." if stored.lost > 1 else (
        ", 1 claim lost its place." if stored.lost else "."
    )  # fmt: skip
    (messages.warning if stored.lost else messages.success)(request, said)
    return redirect(interview)


def _claims(number: int) -> str:
    return "1 claim" if number == 1 else f"{number} claims"


@require_safe
def versions(request: SignedInRequest, slug: str) -> HttpResponse:
    """All versions of a transcript; with ?from=1&to=2 what differs between two of them."""
    interview = access.interview_to_read(request, slug)
    rows = list(versions_of(interview))
    numbers = [row.number for row in rows]
    context: dict[str, Any] = {"nav": "interviews", "interview": interview, "versions": rows}
    if asked := request.GET.get("from", "") or request.GET.get("to", ""):
        first, second = (_number_in(request, name, numbers) for name in ("from", "to"))
        texts = dict(interview.transcripts.values_list("number", "text"))
        passages = changed_passages(texts[first], texts[second])
        context |= {
            "asked": asked, "first": first, "second": second, "changes": len(passages),
            "page": Paginator(passages, 100).get_page(request.GET.get("page")),
        }  # fmt: skip
    elif len(numbers) > 1:
        context |= {"first": numbers[1], "second": numbers[0]}
    context["address"] = reverse("versions", args=[interview.slug])
    return render(request, "interviews/versions.html", context)


def _number_in(request: SignedInRequest, name: str, numbers: list[int]) -> int:
    value = request.GET.get(name, "")
    if value.isascii() and value.isdigit() and int(value[:9]) in numbers:
        return int(value[:9])
    raise Http404
