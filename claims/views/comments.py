"""What people say to each other about a claim, where the claim stands."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims import permissions
from claims.actions import comments as actions
from claims.actions.refusals import NotAllowed, Refused
from claims.forms.comments import CommentForm
from claims.models import Claim, Comment, CommentField, Evidence
from claims.queries.comments import is_withheld, people_found, shown_to
from claims.queries.sources import evidence_of
from claims.views import access
from claims.views.access import SignedInRequest
from claims.views.fragments import answer, claim_changed, next_page, wants_fragment

PAGE = "comments/comments.html"
SECTION = "comments/_comments.html#claim-comments"
LIST = "comments/_comments.html#comment-list"
CLOSED = "comments/_comments.html#comments-closed"


@require_safe
def claim_comments(request: SignedInRequest, pk: int) -> HttpResponse:
    """The section (or the list in it, ?list, or the link that opens it, ?closed)."""
    claim = access.claim_to_read(request, pk)
    if "closed" in request.GET:
        return answer(request, PAGE, CLOSED, _context(request, claim))
    if "list" in request.GET:
        return answer(request, PAGE, LIST, _context(request, claim))
    return answer(request, PAGE, SECTION, _context(request, claim, focus=wants_fragment(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def comment_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form, about something (?about=), and the comment that it makes."""
    claim = access.claim_to_read(request, pk)
    access.require(permissions.can_comment(request.user))
    evidence = evidence_of(claim)
    if request.method != "POST":
        form = _form(request, claim, evidence, initial={"about": request.GET.get("about", "")})
        return answer(request, PAGE, SECTION, _context(request, claim, form=form, focus=True))
    form = _form(request, claim, evidence, request.POST)
    if not form.is_valid():
        return _again(request, claim, form)
    try:
        actions.comment(claim, by=request.user, **form.said())
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error("body", str(refusal))
        return _again(request, claim, form)
    return _changed(request, claim, SECTION, "Comment added.", focus=True)


@require_POST
def comment_resolve(request: SignedInRequest, pk: int) -> HttpResponse:
    comment = _comment_to_settle(request, pk)
    actions.resolve(comment, by=request.user)
    return _changed(request, comment.claim, LIST, "Comment resolved.")


@require_POST
def comment_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    comment = _comment_to_settle(request, pk)
    actions.reopen(comment, by=request.user)
    return _changed(request, comment.claim, LIST, "Comment opened again.")


@require_safe
def people_lookup(request: SignedInRequest) -> HttpResponse:
    """Whom an @ can mention, as names: for those who type in a browser with scripts."""
    words = request.GET.get("q", "").replace("\x00", "")[:150]
    found = people_found(words)
    return JsonResponse({"people": [{"username": one.username, "name": str(one)} for one in found]})


def comments_context(
    request: SignedInRequest, claim: Claim, evidence: Iterable[Evidence]
) -> dict[str, Any]:
    """What a page of the claim needs to show its comments in place: one query."""
    return _context(request, claim, form=_form(request, claim, evidence))


def _comment_to_settle(request: SignedInRequest, pk: int) -> Comment:
    comment = get_object_or_404(Comment.objects.select_related("claim"), pk=pk)
    access.require(permissions.can_comment(request.user))
    return comment


def _form(
    request: SignedInRequest, claim: Claim, evidence: Iterable[Evidence], *args: Any,
    initial: dict[str, Any] | None = None,
) -> CommentForm:  # fmt: skip
    fields = [field for field in CommentField if not is_withheld(field, claim, request.user)]
    return CommentForm(
        *args, initial={"key": uuid4(), **(initial or {})}, fields=fields, evidence=evidence,
        dom_id=f"claim-{claim.pk}-comment",
    )  # fmt: skip


def _context(
    request: SignedInRequest, claim: Claim, *, form: CommentForm | None = None, focus: bool = False
) -> dict[str, Any]:
    comments = shown_to(claim, request.user)
    can_comment = permissions.can_comment(request.user)
    if form is None and can_comment:
        form = _form(request, claim, evidence_of(claim))
    return {
        "claim": claim,
        "unresolved": [one for one in comments if one.comment.resolved_at is None],
        "resolved": [one for one in comments if one.comment.resolved_at],
        "can_comment": can_comment,
        "comment_form": form,
        "focus_comment": focus,
        "in_card": "card" in request.GET or "card" in request.POST,
        "nav": "claims",
    }


def _again(request: SignedInRequest, claim: Claim, form: CommentForm) -> HttpResponse:
    """Refused: what was typed stays in the form."""
    said = str(next(iter(form.errors.values()))[0])
    context = _context(request, claim, form=form)
    return answer(request, PAGE, SECTION, context, status=422, announce=said)


def _changed(
    request: SignedInRequest, claim: Claim, fragment: str, said: str, *, focus: bool = False
) -> HttpResponse:
    if not wants_fragment(request):
        messages.success(request, said)
        return redirect(next_page(request, claim.get_absolute_url()))
    claim = access.claim_to_read(request, claim.pk)
    response = answer(request, PAGE, fragment, _context(request, claim, focus=focus))
    return claim_changed(response, claim, announce=said)
