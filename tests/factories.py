"""Plain functions that make rows by the product's own actions."""

from itertools import count
from typing import Any

from claims.actions.claims import (
    capture,
    enter_by_hand,
    set_rationale,
    set_statement,
    set_verdict,
)
from claims.actions.interviews import add_interview, person_named
from claims.actions.reviews import sign_off, start, submit
from claims.actions.sources import add_source, attach
from claims.models import Claim, Evidence, Interview, Role, Source, SourceKind, User, Verdict
from claims.text.anchoring import find_all
from claims.text.normalise import normalise
from claims.text.reading import read

TEXT = """ADA BRANDT: Thank you for coming. The bridge was closed in May.

TOM OKAFOR: The bridge cost nine million euros. It was never inspected.

ADA BRANDT: Never inspected?
"""
TIMED = """[00:00:01] ADA BRANDT: Thank you for coming. The bridge was closed in May.

[00:12:03] TOM OKAFOR: The bridge cost nine million euros. It was never inspected.

[01:02:03] ADA BRANDT: Never inspected?
"""
numbers = count(1)


def make_user(role: str = Role.REVIEWER, **overrides: Any) -> User:
    number = next(numbers)
    fields = {"username": f"user{number}", "email": f"user{number}@example.org"}
    fields = {"name": f"Person {number}", "role": role, **fields, **overrides}
    password = fields.pop("password", None)
    user = User(**fields)
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    return user


def make_interview(text: str = TEXT, *, by: User | None = None, **details: Any) -> Interview:
    details.setdefault("title", f"Interview {next(numbers)}")
    return add_interview(details, read(normalise(text)[0]), by=by or make_user())


def make_claim(
    interview: Interview | None = None,
    *,
    quote: str = "The bridge cost nine million euros.",
    by: User | None = None,
    **overrides: Any,
) -> Claim:
    """A claim, captured where the quote stands in the transcript, else entered by hand.

    `overrides` are written to the row as they are, without an event.
    """
    interview = interview or make_interview()
    by = by or make_user()
    transcript = interview.transcripts.first()
    spans = find_all(transcript.text, quote) if transcript else []
    if spans:
        start, end = spans[0]
        claim = capture(transcript, start=start, end=end, quote=quote, by=by)
    else:
        claim = enter_by_hand(interview, quote=quote, by=by, speaker=person_named("Tom Okafor"))
    if overrides:
        Claim.objects.filter(pk=claim.pk).update(**overrides)
        claim.refresh_from_db()
    return claim


def make_source(*, by: User | None = None, **overrides: Any) -> Source:
    address = f"https://example.org/{next(numbers)}"
    fields = {"kind": SourceKind.WEB, "title": "City accounts", "url": address}
    fields = {**fields, "canonical_url": address, **overrides}
    return add_source(Source(**fields), by=by or make_user())


def make_evidence(claim: Claim, *, by: User | None = None, **overrides: Any) -> Evidence:
    by = by or make_user()
    source = overrides.pop("source", None) or make_source(by=by)
    return attach(claim, source, by=by, **{"stance": "supports", "excerpt": "Nine.", **overrides})


def make_submitted_claim(
    interview: Interview | None = None, *, by: User | None = None, verdict: str = "Mostly true"
) -> Claim:
    """A claim that awaits a sign-off: captured, checked, judged and submitted by one person."""
    by = by or make_user()
    claim = start(make_claim(interview, by=by), seen_version=1, by=by)
    claim = set_statement(claim, "The bridge cost nine million.", seen_version=2, by=by)
    found = Verdict.objects.get(label=verdict)
    claim = set_verdict(claim, found, seen_version=3, by=by)
    claim = set_rationale(claim, "The accounts say so.", seen_version=4, by=by)
    make_evidence(claim, by=by)
    return submit(claim, seen_version=6, by=by)


def make_signed_claim(
    interview: Interview | None = None, *, by: User | None = None, signer: User | None = None
) -> Claim:
    """A submitted claim that a second person has signed off."""
    claim = make_submitted_claim(interview, by=by)
    return sign_off(claim, seen_hash=claim.content_hash, by=signer or make_user())
