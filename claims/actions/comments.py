"""What people say to each other about a claim. Comments are no content: they reopen nothing."""

from uuid import UUID

from django.db import transaction

from claims.actions.history import locked, write
from claims.actions.notifications import tell
from claims.actions.refusals import NotAllowed, Refused
from claims.models import Claim, Comment, CommentField, Event, Evidence, Kind, User, Verb
from claims.models.clock import now
from claims.models.reviews import HIDDEN
from claims.permissions import can_comment
from claims.queries.comments import is_withheld, people_mentioned, people_who_commented

LENGTH = 4_000


@transaction.atomic
def comment(
    claim: Claim, *, body: str, by: User, field: str = "", evidence: Evidence | None = None,
    key: UUID | None = None,
) -> Comment:  # fmt: skip
    """Say something about a claim, about one of its fields, or about one piece of its evidence.

    A `key` that has made a comment already answers with that comment.
    """
    check_may_comment(by)
    claim = locked(claim)
    if made := _made_by(key, claim, by):
        return made
    said = _new(claim, body=body, by=by, field=field, evidence=evidence, key=key)
    before = list(people_who_commented(claim))
    said.save()
    after = {"comment": said.pk, "about": field, "on_evidence": evidence.pk if evidence else None}
    event = write(claim, {}, by=by, verb=Verb.COMMENTED, after=after, note=said.body)
    tell(said.mentions, Kind.MENTIONED, event)
    tell({claim.assignee_id, *before} - set(said.mentions), Kind.COMMENTED, event)
    return said


def keep_request(claim: Claim, event: Event) -> Comment:
    """Keep the note of a request for changes as a comment, which can be resolved.

    In the transaction of its event, which stays the only one.
    """
    mentions = people_mentioned(event.note)
    said = Comment.objects.create(
        claim=claim, body=event.note, mentions=mentions, by=event.actor, at=event.at
    )
    tell(mentions, Kind.MENTIONED, event)
    return said


def resolve(comment: Comment, *, by: User) -> Comment:
    """Mark a comment as dealt with. Twice is once."""
    return _settle(comment, Verb.COMMENT_RESOLVED, by=by)


def reopen(comment: Comment, *, by: User) -> Comment:
    """Open a resolved comment again. Twice is once."""
    return _settle(comment, Verb.COMMENT_REOPENED, by=by)


def check_may_comment(by: User) -> None:
    if not can_comment(by):
        raise NotAllowed("This takes the role “Reviewer”.")


@transaction.atomic
def _settle(comment: Comment, verb: Verb, *, by: User) -> Comment:
    check_may_comment(by)
    claim = locked(comment.claim)
    comment = claim.comments.get(pk=comment.pk)
    resolved = verb == Verb.COMMENT_RESOLVED
    if (comment.resolved_at is not None) == resolved:
        return comment
    if is_withheld(comment.field, claim, by):
        raise Refused(HIDDEN)
    comment.resolved_at = now() if resolved else None
    comment.resolved_by = by if resolved else None
    comment.save(update_fields=["resolved_at", "resolved_by"])
    write(claim, {}, by=by, verb=verb, after={"comment": comment.pk})
    return comment


def _made_by(key: UUID | None, claim: Claim, by: User) -> Comment | None:
    """What the same form has made already, on this claim, which is locked."""
    made = Comment.objects.filter(key=key).first() if key else None
    if made and (made.claim_id, made.by_id) != (claim.pk, by.pk):
        raise Refused("This form has been used elsewhere. Open it again.")
    return made


def _new(
    claim: Claim, *, body: str, by: User, field: str, evidence: Evidence | None, key: UUID | None
) -> Comment:
    """The comment, not stored yet, once everything about it holds."""
    body = body.strip()
    if not body:
        raise Refused("Write the comment.")
    if len(body) > LENGTH:
        raise Refused(f"A comment has {LENGTH} characters at most: this one has {len(body)}.")
    if field and evidence:
        raise Refused("A comment is about one thing.")
    if field and field not in CommentField.values:
        raise Refused("A claim has no such part.")
    if is_withheld(field, claim, by):
        raise Refused(HIDDEN)
    if evidence and not claim.evidence.standing().filter(pk=evidence.pk).exists():
        raise Refused("This evidence has been withdrawn, or is that of another claim.")
    return Comment(
        claim=claim, body=body, mentions=people_mentioned(body), by=by, field=field,
        evidence=evidence, key=key,
    )  # fmt: skip
