"""Review: the one table of what may happen to a claim, sign-offs and publications."""

from collections.abc import Callable
from dataclasses import dataclass

import pgtrigger
from django.conf import settings
from django.db import models

from claims.models.accounts import Role, User
from claims.models.claims import Claim
from claims.models.clock import now
from claims.models.counted import stale_by_sign_off
from claims.models.evidence_rules import needs_of
from claims.models.protection import written_once
from claims.models.statuses import Status

type Rule = Callable[[Claim, User], str]
"""A rule answers with what is missing, in words for the person who asks, or with ''."""


class SignOff(models.Model):
    """A second person's approval of one exact content of a claim."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="sign_offs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sign_offs")
    at = models.DateTimeField(default=now)
    submission = models.PositiveIntegerField(default=1)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "submission", "by"], name="sign_off_once_by_each"
            ),
        ]
        triggers = [
            *written_once(),
            *stale_by_sign_off(),
            pgtrigger.Trigger(
                name="by_another",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF NOT EXISTS (
                    SELECT 1 FROM claims_claim AS c
                    WHERE c.id = NEW.claim_id AND c.submission = NEW.submission
                    AND c.content_hash = NEW.content_hash AND c.submitted_by_id <> NEW.by_id
                    AND NOT NEW.by_id = ANY (c.authors)
                ) THEN
                    RAISE EXCEPTION 'Nobody signs off their own work, nor what has changed.'
                    USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} signed off {self.claim}"

    @property
    def is_live(self) -> bool:
        """Whether it still stands: for this submission, this content, and a quote in its place."""
        return (
            self.submission == self.claim.submission
            and self.content_hash == self.claim.content_hash
            and not self.claim.needs_anchoring
        )


class Publication(models.Model):
    """What readers were told of a claim at one time: a frozen payload."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    payload = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["claim", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="publication_number_once"),
        ]
        triggers = written_once()

    def __str__(self) -> str:
        return f"{self.claim}, publication {self.number}"


def assignee_or_editor(claim: Claim, user: User) -> str:
    if claim.assignee_id == user.pk or user.has_role(Role.EDITOR):
        return "" if not is_hidden_from(claim, user) else HIDDEN
    return "Only the assignee or an editor can do this."


def not_the_submitter(claim: Claim, user: User) -> str:
    if claim.submitted_by_id == user.pk:
        return "You submitted this claim: somebody else has to sign it off."
    return ""


def a_second_person(claim: Claim, user: User) -> str:
    """Neither the submitter, nor an author of the verdict or rationale, nor one who has signed."""
    if reason := not_the_submitter(claim, user):
        return reason
    if user.pk in claim.authors:
        return "You wrote its verdict or rationale: somebody else has to sign it off."
    if any(sign_off.by_id == user.pk and sign_off.is_live for sign_off in claim.sign_offs.all()):
        return "You have signed it off: it needs somebody else too."
    return ""


def neither_of_the_two(claim: Claim, user: User) -> str:
    if user.pk in claim.authors or user.pk == claim.submitted_by_id:
        return "You gave one of the two verdicts: an editor who did not has to decide."
    return ""


DISPUTE = "Two people came to two verdicts: an editor who gave neither decides between them."


def decides_if_disputed(claim: Claim, user: User) -> str:
    """Nobody gets past a dispute by way of another status."""
    if claim.status != Status.DISPUTED:
        return ""
    return neither_of_the_two(claim, user) if user.has_role(Role.EDITOR) else DISPUTE


HIDDEN = "Its verdict is hidden until a second person has given theirs."


def is_hidden_from(claim: Claim, user: User) -> bool:
    """Whether verdict and rationale are a draft that this person must not see."""
    return claim.is_sealed and bool(claim.authors) and user.pk not in claim.authors


def seen_hash(claim: Claim) -> str:
    """What a sign-off names: what somebody who may sign it is shown of the claim."""
    return claim.blind_hash() if claim.is_sealed else claim.content_hash


def is_whole(claim: Claim, user: User) -> str:
    """Statement, verdict, rationale, and the verdict's evidence rule."""
    if is_hidden_from(claim, user):
        return ""  # it was whole when it was submitted, and saying more would say what it is
    return " ".join(need.missing for need in needs_of(claim) if need.missing)


def has_live_sign_offs(claim: Claim, user: User) -> str:
    live = {
        sign_off.by_id
        for sign_off in claim.sign_offs.all()
        if sign_off.is_live and sign_off.by_id not in {claim.submitted_by_id, *claim.authors}
    }
    if len(live) >= claim.sign_offs_needed:
        return ""
    return "It needs a sign-off of its present content."


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: who may move a claim from where to where, and what must hold."""

    name: str
    label: str
    done: str
    from_: frozenset[Status]
    to: Status
    role: Role | None
    """None where the system does it, and no person can."""
    actor: Rule | None = None
    rules: tuple[Rule, ...] = ()
    asks: str = ""
    """What the person is asked: '' nothing, 'comment', 'reason', 'decision', or 'signature': to
    look at exactly what is signed."""

    def refusal(self, claim: Claim, user: User) -> str:
        """Why `user` may not do this to `claim` now, or '' where nothing stands against it."""
        if self.role is None:
            return "Nobody does this: it happens by itself."
        if claim.status not in self.from_:
            return f"A claim that is “{claim.get_status_display()}” cannot be moved so."
        if not user.has_role(self.role):
            return f"This takes the role “{self.role.label}”."
        if self.actor and (reason := self.actor(claim, user)):
            return reason
        return " ".join(missing for rule in self.rules if (missing := rule(claim, user)))

    def asks_of(self, claim: Claim) -> str:
        """What this claim's form asks for: a blind second person gives a verdict."""
        return "verdict" if self.name == "sign_off" and claim.is_sealed else self.asks


def _row(
    name: str, label: str, done: str, from_: set[Status], to: Status, role: Role | None,
    *, actor: Rule | None = None, rules: tuple[Rule, ...] = (), asks: str = "",
) -> Transition:  # fmt: skip
    return Transition(name, label, done, frozenset(from_), to, role, actor, rules, asks)


S, R = Status, Role
UNPUBLISHED = set(Status) - {S.PUBLISHED, S.SET_ASIDE}

TRANSITIONS: dict[str, Transition] = {
    row.name: row
    for row in [
        _row("start", "Start checking", "started checking", {S.NEW}, S.CHECKING, R.REVIEWER),
        _row("submit", "Submit for sign-off", "submitted for sign-off",
             {S.CHECKING, S.CHANGES_REQUESTED}, S.AWAITING_SIGN_OFF, R.REVIEWER,
             actor=assignee_or_editor, rules=(is_whole,)),
        _row("sign_off", "Sign off", "signed off", {S.AWAITING_SIGN_OFF}, S.SIGNED_OFF,
             R.REVIEWER, actor=a_second_person, rules=(is_whole,), asks="signature"),
        _row("request_changes", "Request changes", "requested changes", {S.AWAITING_SIGN_OFF},
             S.CHANGES_REQUESTED, R.REVIEWER, actor=not_the_submitter, asks="comment"),
        _row("dispute", "Dispute", "came to another verdict", {S.AWAITING_SIGN_OFF},
             S.DISPUTED, None),
        _row("decide", "Decide", "decided between the two verdicts", {S.DISPUTED},
             S.AWAITING_SIGN_OFF, R.EDITOR, actor=neither_of_the_two, asks="decision"),
        _row("publish", "Publish", "published", {S.SIGNED_OFF}, S.PUBLISHED, R.EDITOR,
             rules=(is_whole, has_live_sign_offs)),
        _row("correct", "Correct", "reopened for a correction", {S.PUBLISHED}, S.CHECKING,
             R.EDITOR, asks="reason"),
        _row("set_aside", "Set aside", "set aside", UNPUBLISHED, S.SET_ASIDE, R.REVIEWER,
             actor=decides_if_disputed, asks="reason"),
        _row("restore", "Restore", "restored", {S.SET_ASIDE}, S.NEW, R.REVIEWER),
        _row("reopen", "Reopen", "reopened", {S.AWAITING_SIGN_OFF, S.DISPUTED, S.SIGNED_OFF},
             S.CHECKING, None),
    ]
}  # fmt: skip


def offered(claim: Claim, user: User) -> list[Transition]:
    """The transitions that this user may do to this claim now, in the table's order."""
    return [row for row in TRANSITIONS.values() if not row.refusal(claim, user)]


def withheld(claim: Claim, user: User) -> list[tuple[Transition, str]]:
    """Those that the claim's status leads to but that are refused now, each with the reason."""
    return [
        (row, reason)
        for row in TRANSITIONS.values()
        if row.role and claim.status in row.from_ and user.has_role(row.role)
        and (reason := row.refusal(claim, user))
    ]  # fmt: skip


def payload_of(claim: Claim) -> dict[str, object]:
    """What a publication of the claim as it is now says, in words that need no other row."""
    heard = claim.heard
    return {
        "claim": claim.pk,
        "interview": claim.interview.title,
        "quote": claim.quote,
        **({"heard": {"at": heard.clock, "url": heard.address}} if heard else {}),
        "speaker": str(claim.person or ""),
        "statement": claim.statement,
        "verdict": {"label": claim.verdict.label, "definition": claim.verdict.definition}
        if claim.verdict
        else None,
        "rationale": claim.rationale,
        "evidence": [
            {
                "source": evidence.source.title,
                "url": evidence.source.url,
                "primary": evidence.source.primary,
                "stance": evidence.stance,
                "excerpt": evidence.excerpt,
                "locator": evidence.locator,
                "answer": evidence.answer,
            }
            for evidence in claim.evidence.standing().select_related("source")
        ],
        "searched": [
            {
                "where": entry.place,
                "when": entry.searched_on.isoformat(),
                "found": entry.found,
            }
            for entry in claim.search_log.standing()
        ],
        "content_hash": claim.content_hash,
    }
