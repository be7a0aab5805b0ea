"""The comments of a claim, and whom they mention."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, OuterRef, Q
from django.db.models.functions import JSONObject, Lower

from claims.models import Claim, Comment, CommentField, User
from claims.models.comments import CommentQuerySet
from claims.models.reviews import is_hidden_from
from claims.text.mentions import Part, mentioned, names_in, parts_of

FOUND_AT_MOST = 8
JUDGEMENT = {CommentField.VERDICT, CommentField.RATIONALE}


class OneOf(Func):
    """Whether a value is one of an array's: finds rows by the value's index."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class Words:
    """A run of a comment; `person` is the full name of whoever it mentions, or ''."""

    text: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment as one person may read it."""

    comment: Comment
    words: list[Words]
    about: str
    withheld: bool = False
    """Whether it is about a draft that this person must not see."""


def shown_to(claim: Claim, user: User) -> list[Shown]:
    """All comments of a claim, oldest first: one query."""
    return [_shown(comment, claim, user) for comment in with_people(claim.comments.all())]


def with_people(comments: CommentQuerySet) -> CommentQuerySet:
    """With all that a comment shows, and whom it mentions as `people`."""
    named = (
        User.objects.filter(OneOf(F("pk"), OuterRef("mentions")))
        .order_by("pk")
        .values(row=JSONObject(username="username", name="name"))
    )
    return comments.select_related("by", "resolved_by", "evidence__source").annotate(
        people=ArraySubquery(named)
    )


def _shown(comment: Comment, claim: Claim, user: User) -> Shown:
    withheld = is_withheld(comment.field, claim, user)
    people = {row["username"].lower(): row["name"] or row["username"] for row in comment.people}  # type: ignore[attr-defined]
    parts = [] if withheld else parts_of(comment.body, people)
    return Shown(
        comment, [_words(part, people) for part in parts], about=_about(comment), withheld=withheld
    )


def _words(part: Part, people: dict[str, str]) -> Words:
    return Words(part.text, people.get(part.name, "") if part.name else "")


def _about(comment: Comment) -> str:
    """What a comment is about, as it stands after "on"; '' for the claim as a whole."""
    if comment.evidence:
        gone = " (withdrawn)" if comment.evidence.withdrawn_at else ""
        return f"{comment.evidence.source.title}{gone}"
    return f"the {comment.get_field_display().lower()}" if comment.field else ""


def is_withheld(field: str, claim: Claim, user: User) -> bool:
    """Whether a comment on this field is about a draft that this person must not see."""
    return field in JUDGEMENT and is_hidden_from(claim, user)


def people_mentioned(body: str) -> list[int]:
    """The active accounts that a text mentions, by id, in the order of the text: one query."""
    names = names_in(body)
    if not names:
        return []
    rows = User.objects.filter(is_active=True).annotate(small=Lower("username"))
    rows = rows.filter(Q(small__in=names) | Q(username__in=names)).order_by("-pk")
    found = {row.username.lower(): row.pk for row in rows}
    return [found[name] for name in mentioned(body, found)]


def people_found(words: str) -> list[User]:
    """The few active accounts whose user name begins with these letters, or one of whose names
    does: one query."""
    letters = words.strip().lstrip("@")
    begins = Q(username__istartswith=letters) | Q(name__istartswith=letters)
    rows = User.objects.filter(begins | Q(name__icontains=f" {letters}"), is_active=True)
    return list(rows.only("username", "name").order_by("username")[:FOUND_AT_MOST])


def people_who_commented(claim: Claim) -> Iterable[int]:
    return claim.comments.order_by().values_list("by", flat=True).distinct()
