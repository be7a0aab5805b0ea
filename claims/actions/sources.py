"""Attaching sources to claims."""

import logging
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db import IntegrityError, transaction

from claims.actions.documents import Upload, keep
from claims.actions.history import locked, write
from claims.actions.refusals import NotAllowed, Refused, Stale
from claims.models import Claim, Evidence, Source, User, Verb
from claims.models.clock import now
from claims.models.reviews import HIDDEN, is_hidden_from
from claims.permissions import can_attach, can_capture

log = logging.getLogger(__name__)


class StaleSource(Stale):
    """`source` is the source as it is now."""

    def __init__(self, source: Source) -> None:
        super().__init__("Somebody changed this source while you were typing.")
        self.source = source


class StaleEvidence(Stale):
    """`evidence` is the evidence as it is now; it may have been withdrawn."""

    def __init__(self, evidence: Evidence) -> None:
        done = "withdrew" if evidence.withdrawn_at else "changed"
        super().__init__(f"Somebody {done} this evidence while you were typing.")
        self.evidence = evidence


class AddressTaken(Refused):
    """Another source, `source`, stands for this address."""

    def __init__(self, source: Source) -> None:
        super().__init__(f"Another source has this address already: “{source}”.")
        self.source = source


@dataclass(frozen=True, slots=True)
class Attached:
    """What came of attaching: `known` says by what a source was found that was here before."""

    evidence: Evidence
    known: Literal["", "address", "file"] = ""
    repeated: bool = False
    """Whether the same had been attached already, so that nothing was done."""


def find_source(canonical_url: str) -> Source | None:
    """The source that already stands for this address."""
    return Source.objects.filter(canonical_url=canonical_url).first() if canonical_url else None


def find_source_of_file(sha256: str) -> Source | None:
    """The first source that was made of a file with this content."""
    return Source.objects.filter(document__sha256=sha256).order_by("pk").first()


def add_source(source: Source, *, by: User, upload: Upload | None = None) -> Source:
    """Store a new source, or answer with the one that has its address already."""
    _check_role(by)
    source.added_by = by
    try:
        with transaction.atomic():
            if upload:
                source.document = keep(upload, by=by)
            source.save()
    except IntegrityError:
        if known := find_source(source.canonical_url):
            return known
        raise
    return source


@transaction.atomic
def edit_source(source: Source, changes: dict[str, Any], *, seen_version: int, by: User) -> Source:
    """Change how a source is described. Saving what stands there changes nothing, also when stale.

    Raises StaleSource if somebody else changed it meanwhile, AddressTaken.
    """
    _check_role(by)
    if changes.get("primary", source.primary) != source.primary:
        _lock_claims_of(source)
    source = Source.objects.select_for_update(of=("self",)).select_related("document", "added_by") \
        .get(pk=source.pk)  # fmt: skip
    changes = {name: value for name, value in changes.items() if getattr(source, name) != value}
    if not changes:
        return source
    if source.version != seen_version:
        raise StaleSource(source)
    for name, value in changes.items():
        setattr(source, name, value)
    source.version += 1
    try:
        with transaction.atomic():
            source.save(update_fields=[*changes, "version"])
    except IntegrityError:
        other = find_source(changes.get("canonical_url", ""))
        if other is None:
            raise
        raise AddressTaken(other) from None
    log.info("source %d: %s changed %s", source.pk, by, ", ".join(sorted(changes)))
    return source


def _lock_claims_of(source: Source) -> None:
    """Before the source itself, as whoever attaches it locks: the claims count primary sources."""
    used = source.evidence.standing().values("claim")
    rows = Claim.objects.filter(pk__in=used).select_for_update(no_key=True)
    list(rows.order_by("pk").values_list("pk"))


@transaction.atomic
def attach_new(
    claim: Claim, source: Source, *, stance: str, by: User, excerpt: str = "", locator: str = "",
    upload: Upload | None = None, key: UUID | None = None,
) -> Attached:  # fmt: skip
    """Use a source that is only described so far, stored here unless it is a source already.

    It is one already if its address is, or else if its file is. Nothing is stored, the file
    neither, when the claim takes no evidence.
    """
    claim = locked(claim)
    check_open(claim, by=by)
    if made := _made_by(key, claim):
        return Attached(made, repeated=True)
    found = find_source(source.canonical_url)
    by_file = None if found or not upload else find_source_of_file(upload.sha256)
    stored = found or by_file or add_source(source, by=by, upload=upload)
    attached = _attach(
        claim, stored, stance=stance, by=by, excerpt=excerpt, locator=locator, key=key
    )
    if stored is source:
        return attached
    known: Literal["address", "file"] = "file" if by_file else "address"
    return Attached(attached.evidence, known, attached.repeated)


def attach(
    claim: Claim, source: Source, *, stance: str, by: User, excerpt: str = "", locator: str = "",
    key: UUID | None = None,
) -> Evidence:  # fmt: skip
    """Use a source on a claim. Several people can do this at once.

    What is attached already, in the same words or by the same form, is not attached twice.
    """
    return attach_known(
        claim, source, stance=stance, by=by, excerpt=excerpt, locator=locator, key=key
    ).evidence


@transaction.atomic
def attach_known(
    claim: Claim, source: Source, *, stance: str, by: User, excerpt: str = "", locator: str = "",
    key: UUID | None = None,
) -> Attached:  # fmt: skip
    """As `attach`, and says whether it was attached already."""
    claim = locked(claim)
    check_open(claim, by=by)
    if made := _made_by(key, claim):
        return Attached(made, repeated=True)
    return _attach(claim, source, stance=stance, by=by, excerpt=excerpt, locator=locator, key=key)


@transaction.atomic
def edit_evidence(
    evidence: Evidence, *, stance: str, excerpt: str, locator: str, seen_version: int, by: User,
    answer: str | None = None,
) -> Evidence:  # fmt: skip
    """Change a standing piece of evidence. Saving what stands there changes nothing.

    `answer` says why the verdict holds against it; None leaves it as it is.

    Raises StaleEvidence if somebody else changed or withdrew it meanwhile.
    """
    claim = locked(evidence.claim)
    check_open(claim, by=by)
    evidence = _fresh(evidence)
    before = evidence.content()
    seen = evidence.version == seen_version and not evidence.withdrawn_at
    evidence.stance, evidence.excerpt, evidence.locator = stance, excerpt.strip(), locator.strip()
    if answer is not None and answer.strip() != evidence.answer:
        if is_hidden_from(claim, by):
            raise Refused(HIDDEN)
        evidence.answer = answer.strip()
    if evidence.content() == before and not evidence.withdrawn_at:
        return evidence
    if not seen:
        raise StaleEvidence(_fresh(evidence))
    evidence.version += 1
    evidence.save(update_fields=["stance", "excerpt", "locator", "answer", "version"])
    _evidence_changed(claim, Verb.EVIDENCE_EDITED, before, evidence.content(), by=by)
    return evidence


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, seen_version: int, by: User) -> None:
    """Take a source off a claim; the history keeps it. Withdrawing twice is withdrawing once.

    Raises StaleEvidence if somebody else changed it meanwhile.
    """
    claim = locked(evidence.claim)
    check_open(claim, by=by)
    evidence = _fresh(evidence)
    if evidence.withdrawn_at:
        return
    if evidence.version != seen_version:
        raise StaleEvidence(evidence)
    evidence.withdrawn_at = now()
    evidence.version += 1
    evidence.save(update_fields=["withdrawn_at", "version"])
    _evidence_changed(claim, Verb.EVIDENCE_WITHDRAWN, evidence.content(), {}, by=by)


def check_open(claim: Claim, *, by: User) -> None:
    """Raises NotAllowed, or Refused where the claim takes no evidence as it stands now."""
    _check_role(by)
    if not can_attach(by, claim):
        raise Refused(f"The evidence of a claim that is “{claim.get_status_display()}” is closed.")


def _check_role(by: User) -> None:
    if not can_capture(by):
        raise NotAllowed("This takes the role “Reviewer”.")


def _made_by(key: UUID | None, claim: Claim) -> Evidence | None:
    """What the same form has made already, on this claim, which is locked."""
    made = Evidence.objects.filter(key=key).select_related("source").first() if key else None
    if made and made.claim_id != claim.pk:
        raise Refused("This form has been used on another claim. Open it again.")
    if made and made.withdrawn_at:
        raise Refused("What this form attached has been withdrawn. Open it again.")
    return made


def _attach(
    claim: Claim, source: Source, *, stance: str, by: User, excerpt: str, locator: str,
    key: UUID | None,
) -> Attached:  # fmt: skip
    content = {"stance": stance, "excerpt": excerpt.strip(), "locator": locator.strip()}
    standing = claim.evidence.standing().filter(source=source, **content)
    if same := standing.select_related("source").first():
        return Attached(same, repeated=True)
    evidence = Evidence.objects.create(
        claim=claim, source=source, **content, added_by=by, key=key
    )  # fmt: skip
    _evidence_changed(claim, Verb.EVIDENCE_ADDED, {}, evidence.content(), by=by)
    return Attached(evidence)


def _fresh(evidence: Evidence) -> Evidence:
    rows = Evidence.objects.select_for_update(of=("self",))
    return rows.select_related("claim", "source", "added_by").get(pk=evidence.pk)


def _evidence_changed(
    claim: Claim, verb: Verb, before: dict[str, Any], after: dict[str, Any], *, by: User
) -> None:
    """Evidence is content, but edits of other parts of the claim do not conflict with it."""
    write(claim, {}, by=by, verb=verb, before=before, after=after, new_content=True)
