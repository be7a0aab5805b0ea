"""Importing claims from a spreadsheet: the file, its columns with a preview, its report."""

import re
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.actions import sheets as actions
from claims.actions.refusals import NotAllowed, Refused
from claims.exports.sheets import report
from claims.forms.sheets import ColumnsForm, UploadForm
from claims.models import Interview, RowOutcome, SheetImport
from claims.permissions import can_import_claims, can_see_import
from claims.queries.sheets import (
    Standing,
    earlier_imports,
    interviews_to_suggest,
    page_of_rows,
    preview_of,
    rows_of,
    samples_of,
    standing,
)
from claims.text.errors import UnreadableText
from claims.text.sheets import MOST_ROWS
from claims.views.access import SignedInRequest, require
from claims.views.fragments import answer, trigger, wants_fragment

PAGE, FRAGMENT = "sheets/sheet.html", "sheets/_sheet.html#sheet-import"
SECONDS = 1.0
SLUG = re.compile(r"[-\w]+")
CHANGED = "The columns were changed: this is what they make of it now. Import once it is right."
LISTS = [
    (RowOutcome.REFUSED, "Refused"), (RowOutcome.NEW, "New claims"),
    (RowOutcome.KNOWN, "Already there"),
]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_new(request: SignedInRequest) -> HttpResponse:
    """Ask for a file. What is in it is set down and shown; nothing is a claim yet."""
    require(can_import_claims(request.user))
    if request.method != "POST":
        asked = request.GET.get("interview", "")
        found = Interview.objects.filter(slug=asked) if SLUG.fullmatch(asked) else None
        interview = found.first() if found else None
        initial = {"key": uuid.uuid4(), "interview": interview.title if interview else ""}
        return _upload_page(request, UploadForm(initial=initial))
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form, status=422)
    file = form.cleaned_data["file"]
    try:
        sheet = actions.upload(
            file.read(), file.name or "", key=form.cleaned_data["key"], by=request.user,
            interview=form.cleaned_data["interview"],
        )  # fmt: skip
    except NotAllowed:
        raise
    except (UnreadableText, Refused) as refusal:
        form.add_error("file", str(refusal))
        return _upload_page(request, form, status=422)
    return redirect(sheet)


@require_safe
def sheet(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """The preview; once it has begun, how far it is; in the end, the report."""
    found = _sheet(request, key)
    return answer(request, PAGE, FRAGMENT, _context(request, found))


@require_POST
def sheet_columns(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """Say what the columns mean, or choose another sheet; the button “Import” begins.

    It begins only with the columns that the preview has shown.
    """
    found = _sheet(request, key)
    if chosen := request.POST.get("sheet"):
        return _other_sheet(request, found, chosen)
    form = ColumnsForm(request.POST, sheet=found)
    if not form.is_valid():
        return _refused(request, found, form)
    interview, columns = form.cleaned_data["interview"], form.columns
    as_shown = [*columns] == found.columns and interview == found.interview
    try:
        found = actions.choose_columns(found, columns, interview=interview, by=request.user)
        if request.POST.get("action") == "import" and as_shown:
            actions.begin(found, by=request.user)
            return sheet_run(request, key)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _refused(request, found, form)
    said = CHANGED if request.POST.get("action") == "import" else ""
    if not wants_fragment(request):
        if said:
            messages.info(request, said)
        return redirect(found)
    context = {**_context(request, found), "said": said}
    return answer(request, PAGE, FRAGMENT, context, announce=said or "The preview is renewed.")


@require_POST
def sheet_run(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """Work off rows for a second. By htmx the answer asks for the next second by itself."""
    found = _sheet(request, key)
    ended = actions.run(found, by=request.user, seconds=SECONDS)
    stands = standing(found)
    said = _said(stands)
    if ended:
        messages.success(request, said)
    if not wants_fragment(request):
        return redirect(found)
    found = _sheet(request, key)
    context = _context(request, found, going=not stands.is_over)
    response = answer(request, PAGE, FRAGMENT, context)
    return trigger(response, announce=said) if ended else response


@require_safe
def sheet_report(request: SignedInRequest, key: uuid.UUID) -> HttpResponseBase:
    """The rows with what became of each, as CSV."""
    found = _sheet(request, key)
    if not found.begun_at:
        raise Http404("This import has not begun.")
    headers = {"Content-Disposition": f'attachment; filename="import-{found.pk}-report.csv"'}
    kind = "text/csv; charset=utf-8"
    if request.method == "HEAD":
        return HttpResponse(content_type=kind, headers=headers)
    return StreamingHttpResponse(report(found), content_type=kind, headers=headers)


def _sheet(request: SignedInRequest, key: uuid.UUID) -> SheetImport:
    require(can_import_claims(request.user))
    rows = SheetImport.objects.select_related("interview", "document", "by")
    found = get_object_or_404(rows, key=key)
    if not can_see_import(request.user, found):
        raise Http404
    return found


def _upload_page(request: SignedInRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    context = {
        "nav": "claims", "form": form, "most_rows": MOST_ROWS,
        "interviews": interviews_to_suggest(), "earlier": earlier_imports(request.user),
    }  # fmt: skip
    return render(request, "sheets/new.html", context, status=status)


def _other_sheet(request: SignedInRequest, found: SheetImport, name: str) -> HttpResponse:
    try:
        actions.choose_sheet(found, name, by=request.user)
    except NotAllowed:
        raise
    except Refused as refusal:
        form = ColumnsForm(sheet=found)
        return _refused(request, found, form, said=str(refusal))
    return redirect(found)


def _refused(
    request: SignedInRequest, found: SheetImport, form: ColumnsForm, *, said: str = ""
) -> HttpResponse:
    """The page as it was, with the form as it was sent. Nothing has changed."""
    context = {**_context(request, found, form=form), "refusal": said}
    return answer(request, PAGE, FRAGMENT, context, status=422)


def _context(
    request: SignedInRequest, found: SheetImport, *, going: bool = False,
    form: ColumnsForm | None = None,
) -> dict[str, Any]:  # fmt: skip
    context: dict[str, Any] = {"nav": "claims", "sheet": found, "going": going}
    if not found.begun_at:
        form = form or ColumnsForm(sheet=found)
        context |= {
            "form": form,
            "columns": list(zip([form[name] for name in form.names], found.headings,
                                samples_of(found), strict=True)),
            "interviews": interviews_to_suggest(),
            "preview": preview_of(rows_of(found), found.columns, found.interview),
        }  # fmt: skip
    else:
        stands = standing(found)
        context |= {"stands": stands, "said": _said(stands)}
        if stands.is_over:
            context["lists"] = _lists(request, found, stands)
    if not wants_fragment(request):
        context["earlier"] = earlier_imports(request.user, but=found)
    return context


def _lists(request: SignedInRequest, found: SheetImport, stands: Standing) -> list[dict[str, Any]]:
    """The rows by what became of them. Each list turns its pages by itself."""
    lists = []
    for outcome, label in LISTS:
        given = request.GET.get(outcome, "")
        after = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
        page = page_of_rows(found, outcome, after=after)
        number = getattr(stands, outcome.value)
        lists.append({"outcome": outcome, "label": label, "page": page, "number": number,
                      "is_turned": bool(after)})  # fmt: skip
    return lists


def _said(stands: Standing) -> str:
    """The numbers of a report in one sentence."""
    parts = [f"{stands.new:,} new claim{'s'[: stands.new != 1]}"]
    if stands.known:
        parts.append(f"{stands.known:,} already there")
    if stands.refused:
        parts.append(f"{stands.refused:,} row{'s'[: stands.refused != 1]} refused")
    return ", ".join(parts) + "."
