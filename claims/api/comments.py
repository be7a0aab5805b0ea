"""What people say to each other about a claim."""

from datetime import datetime

from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from claims import permissions
from claims.actions import comments as actions
from claims.api.access import ApiRequest, claim_to_read, require
from claims.api.evidence import Key
from claims.api.people import Account, account, account_of
from claims.api.problems import valid
from claims.forms.comments import CommentForm
from claims.models import Claim, Comment, CommentField, User
from claims.queries.comments import is_withheld
from claims.queries.sources import evidence_of

router = Router(tags=["comments"])


class CommentShape(Schema):
    id: int
    body: str | None
    """None where it is about a verdict that is hidden."""
    about: str
    """A field's name, “evidence-12”, or nothing: the claim as a whole."""
    by: Account
    at: datetime
    resolved_by: Account | None
    resolved_at: datetime | None


class Comments(Schema):
    comments: list[CommentShape]


class Saying(Schema):
    body: str
    about: str = ""


@router.get("/claims/{int:pk}/comments", response=Comments)
def claim_comments(request: ApiRequest, pk: int) -> Comments:
    """All comments of a claim, oldest first."""
    claim = claim_to_read(pk)
    rows = claim.comments.select_related("by", "resolved_by")
    return Comments(comments=[_shape(one, claim, request.user) for one in rows])


@router.post("/claims/{int:pk}/comments", response={201: CommentShape})
def comment_new(request: ApiRequest, pk: int, sent: Saying, key: Key = None) -> CommentShape:
    """Say something about a claim, one of its fields, or one piece of its evidence."""
    claim = claim_to_read(pk)
    require(permissions.can_comment(request.user))
    fields = [field for field in CommentField if not is_withheld(field, claim, request.user)]
    form = CommentForm(
        {**sent.dict(), "key": key}, dom_id="api", fields=fields, evidence=evidence_of(claim)
    )
    said = actions.comment(claim, by=request.user, **valid(form).said())
    return _shape(said, claim, request.user)


@router.post("/comments/{int:pk}/resolve", response=CommentShape)
def comment_resolve(request: ApiRequest, pk: int) -> CommentShape:
    comment = _comment_to_settle(request, pk)
    return _shape(actions.resolve(comment, by=request.user), comment.claim, request.user)


@router.post("/comments/{int:pk}/reopen", response=CommentShape)
def comment_reopen(request: ApiRequest, pk: int) -> CommentShape:
    comment = _comment_to_settle(request, pk)
    return _shape(actions.reopen(comment, by=request.user), comment.claim, request.user)


def _comment_to_settle(request: ApiRequest, pk: int) -> Comment:
    comment = get_object_or_404(Comment.objects.select_related("claim__interview"), pk=pk)
    require(permissions.can_comment(request.user))
    return comment


def _shape(comment: Comment, claim: Claim, reader: User) -> CommentShape:
    withheld = is_withheld(comment.field, claim, reader)
    about = f"evidence-{comment.evidence_id}" if comment.evidence_id else comment.field
    return CommentShape(
        id=comment.pk, body=None if withheld else comment.body, about=about,
        by=account_of(comment.by), at=comment.at, resolved_by=account(comment.resolved_by),
        resolved_at=comment.resolved_at,
    )  # fmt: skip
