"""Interviews: the list, taking one in, and its details."""

import re
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from claims import permissions
from claims.actions.interviews import (
    AlreadyStored,
    BlindIsSettled,
    NotCalledSo,
    add_interview,
    edit_interview,
)
from claims.actions.originals import OriginalIsGone, keep_original, set_down
from claims.actions.refusals import Stale
from claims.forms.interviews import (
    LANGUAGES,
    DetailsForm,
    EditForm,
    Origin,
    TextForm,
    name_errors,
    names_in,
    who_in,
)
from claims.forms.search import SearchForm
from claims.models import Document, Fetch, Interview, User
from claims.queries.interviews import (
    InterviewPage,
    interviews_page,
    passages,
    with_the_same_text,
)
from claims.queries.kept import Kept
from claims.queries.speakers import MOST_SPEAKERS, ONLY, known_by_name, speaker_rows
from claims.text.timing import clock
from claims.views import access
from claims.views.access import SignedInRequest, header_of
from claims.views.fragments import answer
from claims.views.interview_rows import interview_rows
from claims.views.recordings import form_for, largest_in_words
from claims.views.uploads import WithinLimit

ACCEPTED = ".txt,.text,.md,.markdown,.vtt,.srt,.docx,.odt,.rtf,.pdf,.html,.htm,.json,text/plain"
DETAILS = ["title", "outlet", "programme", "published_on", "url", "language", "blind"]


@require_safe
def interviews(request: SignedInRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    page, rows = _listed(
        request, words, _from_where(request, "before"), _from_where(request, "after")
    )
    context = {"nav": "interviews", "form": form, "page": page, "q": words, "rows": rows}
    said = "1 interview" if page.total == 1 else f"{page.total} interviews"
    return answer(
        request, "interviews/list.html", "interviews/_list.html#interview-list",
        context, announce=said,
        status=422 if form.errors else 200,
    )  # fmt: skip


PAGES: Kept[tuple[InterviewPage, SafeString]] = Kept(10)
"""Those that were asked for last: they are the same for everybody. A search is not kept."""


def _listed(
    request: SignedInRequest, words: str, before: Interview | None, after: Interview | None
) -> tuple[InterviewPage, SafeString]:
    """A page of the list, and its rows as HTML."""
    today = timezone.localdate()

    def make() -> tuple[InterviewPage, SafeString]:
        page = interviews_page(request.user, words, before=before, after=after)
        return page, interview_rows(page.rows, today)

    if words:
        return make()
    key = before and before.pk, after and after.pk
    made_of = header_of(request).marks.boards, today
    return PAGES.look(key, made_of) or PAGES.get(key, made_of, make)


@csrf_exempt  # only so that the handler is in place before the token is read: see below
@require_http_methods(["GET", "HEAD", "POST"])
def interview_new(request: SignedInRequest) -> HttpResponse:
    access.require(permissions.can_import(request.user))
    limit = WithinLimit(request)
    request.upload_handlers.insert(0, limit)
    return _interview_new(request, limit)


@csrf_protect
def _interview_new(request: SignedInRequest, limit: "WithinLimit") -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, TextForm(), _details_form(request, title_needed=False))
    action = request.POST.get("action", "preview")
    text = TextForm(request.POST, request.FILES)
    if limit.refusal:
        text.errors.clear()
        text.add_error(limit.field, limit.refusal)
    if action == "back" or not text.is_valid():
        details = _details_form(request, request.POST, title_needed=False)
        return _form_page(request, text, details, status=200 if action == "back" else 422)
    if file := text.cleaned_data.get("file"):
        file.seek(0)
        set_down(file.read())
    if action == "store":
        return _store(request, text)
    return _preview(request, text, _details_form(request, _with_suggestions(request, text)))


def _details_form(request: SignedInRequest, *args: Any, **kwargs: Any) -> DetailsForm:
    may = permissions.can_set_blind(request.user)
    return DetailsForm(*args, may_set_blind=may, **kwargs)


def _edit_form(request: SignedInRequest, *args: Any, **kwargs: Any) -> EditForm:
    return EditForm(*args, may_set_blind=permissions.can_set_blind(request.user), **kwargs)


@require_http_methods(["GET", "HEAD", "POST"])
def interview_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    interview = access.interview_to_edit(request, slug, Interview.objects.with_recording())
    if request.method != "POST":
        initial = {name: getattr(interview, name) for name in [*DETAILS, "version"]}
        return _edit_page(request, interview, _edit_form(request, initial=initial))
    form = _edit_form(request, request.POST)
    if not form.is_valid():
        return _edit_page(request, interview, form, status=422)
    typed = {name: form.cleaned_data[name] for name in DETAILS if name in form.cleaned_data}
    try:
        edit_interview(interview, typed, seen_version=form.cleaned_data["version"], by=request.user)
    except Stale:
        interview.refresh_from_db()
        retry = _edit_form(request, {**request.POST.dict(), "version": interview.version})
        conflict = [
            (retry.fields[name].label or name.capitalize(), getattr(interview, name), typed[name])
            for name in typed
            if getattr(interview, name) != typed[name]
        ]
        return _edit_page(request, interview, retry, status=409, conflict=conflict)
    except BlindIsSettled as refusal:
        form.add_error("blind", str(refusal))
        return _edit_page(request, interview, form, status=422)
    messages.success(request, "Saved.")
    return redirect("desk", interview.slug)


def _from_where(request: SignedInRequest, name: str) -> Interview | None:
    """The interview that the list goes on from. 404 where there is none with this number."""
    value = request.GET.get(name, "")
    number = int(value) if re.fullmatch("[0-9]{1,18}", value) else 0
    return get_object_or_404(Interview, pk=number) if value else None


@require_safe
def interview_from(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """What was understood of a page that has been fetched, before anything is stored."""
    access.require(permissions.can_import(request.user))
    asked = get_object_or_404(Fetch.objects.select_related("snapshot__document"), key=key)
    snapshot = asked.snapshot
    if snapshot is None:
        return redirect("fetch", key)
    origin = Origin(
        filename=snapshot.url, kept=snapshot.document.sha256, reading=snapshot.reading,
        changes=snapshot.reading["done"],
    )  # fmt: skip
    text = TextForm({"text": snapshot.text, "origin": origin.sealed(), "key": str(key)})
    if not text.is_valid():
        return _form_page(request, text, _details_form(request, title_needed=False), status=422)
    found = text.reading.details
    details = {
        "title": text.suggested_title(), "outlet": found.outlet, "url": found.url or snapshot.url,
        "published_on": str(found.published_on or ""), "language": found.language or "en",
        "suggested": "yes",
    }  # fmt: skip
    return _preview(request, text, _details_form(request, details))


def _form_page(
    request: SignedInRequest, text: TextForm, details: DetailsForm, *, status: int = 200
) -> HttpResponse:
    back = status == 200 and text.is_bound
    origin = request.POST.get("origin", "") if text.is_bound else ""
    context = {
        "nav": "interviews",
        "form": text,
        "details": details,
        "languages": LANGUAGES,
        "accepted": ACCEPTED,
        "typed_text": text.data.get("text", ""),
        "origin": origin,
        "from_file": Origin.unsealed(origin).filename if back else "",
        "names": list(names_in(request.POST).items()),
        "lost_file": getattr(request.FILES.get("file"), "name", ""),
        "show_errors": text.is_bound and not back,
    }
    return render(request, "interviews/new.html", context, status=status)


def _with_suggestions(request: SignedInRequest, text: TextForm) -> QueryDict:
    """What was posted, with a suggested title where none was typed.

    At the first look, what the file says of itself also fills what was left empty.
    """
    data = request.POST.copy()
    if not data.get("title", "").strip():
        data["title"] = text.suggested_title()
        data["suggested"] = "yes"
    if not data.get("sha256"):
        found = text.reading.details
        for name in ("outlet", "url", "published_on"):
            if not data.get(name, "").strip():
                data[name] = str(getattr(found, name) or "")
        if found.language and data.get("language", "") in {"", "en"}:
            data["language"] = found.language
    return data


def _preview(
    request: SignedInRequest, text: TextForm, details: DetailsForm, *, refusal: str = ""
) -> HttpResponse:
    """What was understood of a text, before anything is stored."""
    reading, names, (who, _) = text.reading, names_in(request.POST), who_in(request.POST)
    focus = _accept_suggestions(request, text, names, who)
    errors = name_errors(names, reading.speakers)
    rows, known = speaker_rows(reading, names, errors, who)
    shown, doubts = passages(reading, names)
    context = {
        "nav": "interviews",
        "reading": reading,
        "details": details,
        "suggested": details.data.get("suggested"),
        "languages": LANGUAGES,
        "origin": text.origin,
        "key": text.cleaned_data.get("key") or uuid.uuid4(),
        "rows": rows,
        "focus": focus,
        "unshown": len(reading.speakers) - len(rows),
        "in_capitals": sum(bool(row.same_letters) for row in rows),
        "most_speakers": MOST_SPEAKERS,
        "known": known,
        "passages": shown,
        "doubts": doubts,
        "changes": text.origin.changes or reading.done,
        "first_time": clock(reading.times[0][1]) if reading.times else "",
        "last_time": clock(reading.times[-1][1]) if reading.times else "",
        "same": with_the_same_text(reading.sha256)[:3],
        "unsure": sum(not quote.sure for quote in reading.quotes),
        "refusal": refusal,
        "wrong": bool(refusal or details.errors or errors),
    }
    status = 422 if context["wrong"] else 200
    return answer(
        request, "interviews/preview.html", "interviews/_preview.html#interview-preview", context,
        status=status,
    )  # fmt: skip


def _accept_suggestions(
    request: SignedInRequest, text: TextForm, names: dict[str, str], who: dict[str, str]
) -> int | str | None:
    """Put accepted suggestions into `names` and `who`.

    Answers with where the focus goes: a row, or the button pressed.
    """
    use = request.POST.get("use", "")
    if use == "letters":
        rows, _ = speaker_rows(text.reading, names, {})
        names.update({row.heard.speaker: row.same_letters for row in rows if row.same_letters})
        return 0
    number, _, name = use.partition(":")
    if not number.isdecimal() or int(number) >= len(text.reading.speakers):
        return request.POST.get("action")
    names[text.reading.speakers[int(number)]] = name
    who.setdefault(name, ONLY)
    return int(number)


def _store(request: SignedInRequest, text: TextForm) -> HttpResponse:
    details = _details_form(request, request.POST)
    names = names_in(request.POST)
    if not text.is_as_seen():
        refusal = "The text is not the one that was shown. Nothing was stored: look at it again."
        return _preview(request, text, details, refusal=refusal)
    if not details.is_valid() or name_errors(names, text.reading.speakers):
        return _preview(request, text, details)
    who, typed = who_in(request.POST)
    if unseen := known_by_name(typed):
        called = ", ".join(f"“{name}”" for name in sorted(unseen))
        refusal = f"{called} is known here. Look who is meant, then store the interview."
        return _preview(request, text, details, refusal=refusal)
    try:
        interview = add_interview(
            details.cleaned_data, text.reading, by=request.user, names=names, who=who,
            original=original_of(text, request.user), key=text.cleaned_data.get("key"),
        )  # fmt: skip
    except (OriginalIsGone, NotCalledSo) as refused:
        return _preview(request, text, details, refusal=str(refused))
    except AlreadyStored as stored:
        messages.info(request, "This was stored already, and is not stored twice.")
        return redirect(stored.interview)
    messages.success(request, "Stored. Select words in the transcript to capture a claim.")
    return redirect(interview)


def original_of(form: TextForm, user: User) -> Document | None:
    """The file that the form's text was read from, kept; None for a text that was pasted."""
    origin = form.origin
    if not origin.kept:
        return None
    return keep_original(origin.kept, name=origin.filename, read_as=form.reading.format, by=user)


def _edit_page(
    request: SignedInRequest, interview: Interview, form: EditForm, *, status: int = 200,
    **context: Any,
) -> HttpResponse:  # fmt: skip
    shown = {"nav": "interviews", "interview": interview, "details": form, **context}
    shown |= {"languages": LANGUAGES, "largest": largest_in_words()}
    shown["recording"] = form_for(interview)
    shown["back"] = reverse("desk", args=[interview.slug])
    return render(request, "interviews/edit.html", shown, status=status)
