"""What a claim's row says of its evidence and sign-offs, against the rows themselves."""

import pgtrigger
import pytest
from django.db import connection

from claims.actions.claims import set_statement
from claims.actions.sources import edit_source, withdraw_evidence
from claims.models import Claim, Evidence, SignOff
from tests.factories import (
    make_claim,
    make_evidence,
    make_signed_claim,
    make_source,
    make_submitted_claim,
    make_user,
)

pytestmark = pytest.mark.django_db


def counted(claim: Claim) -> tuple[int, int, bool]:
    return Claim.objects.values_list("source_count", "primary_count", "sign_off_is_stale").get(
        pk=claim.pk
    )


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_claim_counts_the_sources_that_stand_and_those_that_are_primary() -> None:
    claim, user = make_claim(), make_user()
    first, second = make_source(), make_source(primary=True)
    one = make_evidence(claim, source=first)
    make_evidence(claim, source=second, stance="refutes")
    make_evidence(claim, source=second, stance="context")
    assert counted(claim) == (3, 2, False)
    edit_source(first, {"primary": True}, seen_version=1, by=user)
    assert counted(claim) == (3, 3, False)
    edit_source(second, {"primary": False, "title": "New"}, seen_version=1, by=user)
    assert counted(claim) == (3, 1, False)
    withdraw_evidence(one, seen_version=1, by=user)
    assert counted(claim) == (2, 0, False)
    edit_source(first, {"primary": False}, seen_version=2, by=user)
    assert counted(claim) == (2, 0, False)


def test_statements_behind_the_back_of_the_application_are_counted_too() -> None:
    claim, other = make_claim(), make_claim()
    plain, primary = make_source(), make_source(primary=True)
    for on in [claim, claim, other]:
        make_evidence(on, source=plain, excerpt=str(on.evidence.count()))
    run("UPDATE claims_evidence SET source_id = %s", primary.pk)
    assert (counted(claim), counted(other)) == ((2, 2, False), (1, 1, False))
    run('UPDATE claims_source SET "primary" = NOT "primary", title = \'x\'')
    assert (counted(claim), counted(other)) == ((2, 0, False), (1, 0, False))
    run("UPDATE claims_evidence SET claim_id = %s, source_id = %s", other.pk, plain.pk)
    assert (counted(claim), counted(other)) == ((0, 0, False), (3, 3, False))
    run("UPDATE claims_evidence SET withdrawn_at = now(), excerpt = excerpt || '.'")
    assert counted(other) == (0, 0, False)
    Evidence.objects.update(withdrawn_at=None)
    assert counted(other) == (3, 3, False)
    Evidence.objects.all().delete()
    assert counted(other) == (0, 0, False)


def test_a_sign_off_is_stale_while_its_claim_is_not_what_was_signed() -> None:
    by = make_user()
    claim = make_signed_claim(by=by)
    assert counted(claim)[2] is False
    Claim.objects.filter(pk=claim.pk).update(needs_anchoring=True)
    assert counted(claim)[2] is True
    Claim.objects.filter(pk=claim.pk).update(needs_anchoring=False)
    assert counted(claim)[2] is False
    claim = set_statement(claim, "It cost ten.", seen_version=claim.version, by=by)
    assert counted(claim)[2] is True
    claim = set_statement(claim, "The bridge cost nine million.", seen_version=claim.version, by=by)
    assert counted(claim)[2] is False
    Claim.objects.filter(pk=claim.pk).update(content_hash="0" * 64)
    assert counted(claim)[2] is True
    Claim.objects.filter(pk=claim.pk).update(submission=2)
    assert counted(claim)[2] is False
    Claim.objects.filter(pk=claim.pk).update(submission=1)
    with pgtrigger.ignore("claims.SignOff:written_once"):
        SignOff.objects.filter(claim=claim).delete()
    assert counted(claim)[2] is False


def test_who_signs_what_has_lost_its_place_signs_what_is_stale() -> None:
    claim = make_submitted_claim()
    Claim.objects.filter(pk=claim.pk).update(needs_anchoring=True)
    assert counted(claim)[2] is False
    SignOff.objects.create(claim=claim, by=make_user(), content={}, content_hash=claim.content_hash)
    assert counted(claim)[2] is True


def test_a_claim_names_those_whose_sign_offs_are_stale() -> None:
    def signers() -> list[int]:
        return Claim.objects.values_list("stale_signers", flat=True).get(pk=claim.pk)

    claim, first, second = make_submitted_claim(), make_user(), make_user()
    for user, content_hash in [(second, claim.content_hash), (first, claim.content_hash)]:
        SignOff.objects.create(
            claim=claim, by=user, submission=claim.submission, content={}, content_hash=content_hash
        )
    assert signers() == []
    Claim.objects.filter(pk=claim.pk).update(content_hash="0" * 64)
    assert signers() == [first.pk, second.pk]
    third = SignOff.objects.create(
        claim=claim, by=make_user(), submission=claim.submission, content={}, content_hash="0" * 64
    )
    assert signers() == [first.pk, second.pk]
    Claim.objects.filter(pk=claim.pk).update(content_hash=claim.content_hash)
    assert signers() == [third.by_id]
    Claim.objects.filter(pk=claim.pk).update(needs_anchoring=True)
    assert signers() == [first.pk, second.pk, third.by_id]
    for user, stale in [(first, [claim]), (make_user(), [])]:
        assert list(Claim.objects.all().with_stale_sign_off(by=user)) == stale
    Claim.objects.filter(pk=claim.pk).update(submission=2)
    assert signers() == []
