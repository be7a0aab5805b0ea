"""What has changed since a sign-off."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from claims.actions.claims import set_rationale, set_speaker, set_verdict
from claims.actions.interviews import person_named
from claims.actions.reviews import sign_off, submit
from claims.actions.sources import edit_evidence, withdraw_evidence
from claims.models import Claim, User, Verdict
from claims.queries.changes import Change
from claims.queries.signoffs import changes_since, signed_of
from claims.text.differences import Piece
from tests.factories import make_evidence, make_signed_claim, make_source, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> User:
    return make_user(name="Ada Author")


@pytest.fixture
def claim(author: User) -> Claim:
    return make_signed_claim(by=author)


def changes(claim: Claim, reader: User) -> list[Change]:
    claim = Claim.objects.get(pk=claim.pk)
    sign_off = claim.sign_offs.last()
    assert sign_off
    return changes_since(sign_off, claim, reader=reader)


def test_a_live_sign_off_has_no_changes(claim: Claim, author: User) -> None:
    assert changes(claim, author) == []
    [signed] = signed_of(claim, reader=author)
    assert (signed.is_live, signed.changes, signed.stale_since) == (True, [], None)


def test_changed_prose_is_told_word_by_word(claim: Claim, author: User) -> None:
    claim = set_rationale(
        claim, "The audited accounts say so.", seen_version=claim.version, by=author
    )
    assert changes(claim, author) == [
        Change(
            "rationale",
            pieces=[
                Piece("same", "The"),
                Piece("added", " audited"),
                Piece("same", " accounts say so."),
            ],
        )
    ]  # fmt: skip
    [signed] = signed_of(claim, reader=author)
    assert (signed.is_live, signed.stale_since) == (False, claim.events.last().at)


def test_speaker_and_verdict_are_told_by_name(claim: Claim, author: User) -> None:
    old = str(claim.speaker)
    new = person_named("Nina Sand")
    claim = set_speaker(claim, new, seen_version=claim.version, by=author)
    false = Verdict.objects.get(label="False")
    claim = set_verdict(claim, false, seen_version=claim.version, by=author)
    assert changes(claim, author) == [
        Change("speaker", old, "Nina Sand"), Change("verdict", "Mostly true", "False"),
    ]  # fmt: skip


def test_evidence_added_withdrawn_and_changed_is_named(claim: Claim, author: User) -> None:
    kept, gone = claim.evidence.get(), claim.sign_offs.get().content["evidence"]
    assert len(gone) == 1
    new = make_source(title="The minutes")
    make_evidence(claim, by=author, source=new, stance="refutes", locator="p. 3", excerpt="Twelve.")
    edit_evidence(
        kept, stance="context", excerpt="Nine.", locator="", seen_version=1, by=author,
    )  # fmt: skip
    assert changes(claim, author) == [
        Change("stance of evidence from “City accounts”", "Supports", "Context"),
        Change("evidence from “The minutes”, added", after="Refutes · p. 3 · “Twelve.”"),
    ]
    withdraw_evidence(kept, seen_version=2, by=author)
    assert changes(claim, author)[0] == Change(
        "evidence from “City accounts”, withdrawn", before="Supports · “Nine.”"
    )


def test_what_is_a_hidden_draft_is_named_and_not_told(claim: Claim, author: User) -> None:
    claim.interview.blind = True
    claim.interview.save()
    claim = set_rationale(claim, "Another reason.", seen_version=claim.version, by=author)
    assert changes(claim, make_user()) == [Change("rationale", hidden=True)]
    assert [change.hidden for change in changes(claim, author)] == [False]


def test_the_queries_do_not_grow_with_the_sign_offs(
    claim: Claim, author: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for words in ["First.", "Second."]:
        claim = set_rationale(claim, words, seen_version=claim.version, by=author)
        claim = submit(claim, seen_version=claim.version, by=author)
        claim = sign_off(claim, seen_hash=claim.content_hash, by=make_user())
        claim = Claim.objects.select_related("interview").get(pk=claim.pk)
        with django_assert_num_queries(5):
            signed_of(claim, reader=author)
    assert [one.is_live for one in signed_of(claim, reader=author)] == [True, False, False]


def test_the_page_says_who_signed_and_what_changed_since(claim: Claim, client: Client) -> None:
    claim = set_rationale(
        claim, "The audited accounts say so.", seen_version=claim.version, by=claim.submitted_by
    )
    client.force_login(make_user())
    page = " ".join(client.get(f"/claims/{claim.pk}/").text.split())
    assert f"Signed off by {claim.sign_offs.get().by}, <time" in page
    assert "<b>stale</b> since <time" in page
    assert ": rationale changed" in page
    assert '<ins><span class="visually-hidden">added: </span> audited' in page
