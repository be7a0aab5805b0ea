"""What the database itself refuses, whatever the code above it does."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from claims.actions.people import add_person
from claims.models import Claim, Event, PersonEvent, Publication, SignOff, Topic, TranscriptVersion
from claims.models.claims import hash_of
from tests.factories import (
    make_claim,
    make_interview,
    make_signed_claim,
    make_submitted_claim,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [TranscriptVersion, Event, SignOff, Publication, PersonEvent])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET id = id + 1", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_rows_that_are_written_once_stay(model: type, statement: str) -> None:
    claim = make_signed_claim()
    Publication.objects.create(claim=claim, number=1, by=make_user(), payload={}, sha256="x")
    add_person("Ada Brandt", by=make_user())
    rows = list(model.objects.values_list())
    table = model._meta.db_table
    # Deferred foreign keys would refuse a TRUNCATE first, for another reason.
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert list(model.objects.values_list()) == rows


@pytest.mark.parametrize(
    "changes",
    [
        {"quote": "The bridge cost ten million euros."},
        {"start": 0},
        {"end": 9999},
        {"start": None},
        {"transcript": None},
        {"quote": ""},
        {"status": "done"},
        {"status": "signed_off"},
        {"status": "published"},
        {"status": "set_aside"},
        {"set_aside_reason": "out_of_scope"},
        {"priority": 9},
    ],
)
def test_a_claim_that_breaks_a_rule_is_not_stored(changes: dict[str, object]) -> None:
    claim = make_claim()
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(**changes)


def test_a_quote_of_another_interview_is_not_stored() -> None:
    claim = make_claim()
    other = make_interview()
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(interview=other)


def test_a_claim_is_never_removed() -> None:
    claim = make_claim()
    with pytest.raises(DatabaseError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk)._raw_delete("default")


def test_the_chain_of_events_can_be_recomputed() -> None:
    claim = make_claim()
    previous = ""
    for event in claim.events.order_by("number"):
        assert event.previous_hash == previous
        assert event.hash == hash_of(event.sealed())
        previous = event.hash


@pytest.mark.parametrize("whose", ["submitter", "author", "stranger to the submission"])
def test_a_sign_off_by_the_wrong_person_or_for_the_wrong_content_is_not_stored(whose: str) -> None:
    submitter, other = make_user(), make_user()
    claim = make_submitted_claim(by=submitter)
    if whose == "author":
        Claim.objects.filter(pk=claim.pk).update(authors=[submitter.pk, other.pk])
    by = submitter if whose == "submitter" else other
    submission = claim.submission - (whose == "stranger to the submission")
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOff.objects.create(
            claim=claim, by=by, submission=submission, content=claim.content(),
            content_hash=claim.content_hash,
        )  # fmt: skip


@pytest.mark.parametrize(
    "changes", [{"content_hash": "x"}, {"submission": 2}, {"sign_offs_needed": 2}]
)
def test_a_claim_is_not_signed_off_without_the_sign_offs_that_it_takes(
    changes: dict[str, object],
) -> None:
    claim = make_signed_claim()
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(**changes)


@pytest.mark.parametrize("name", ["", "public MONEY"])
def test_a_topic_has_a_name_that_no_other_has(name: str) -> None:
    Topic.objects.create(name="Public money")
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.create(name=name)


def test_what_a_verdict_says_is_kept() -> None:
    verdict = make_submitted_claim().verdict
    for changes in [{"label": "Other"}, {"definition": "Other"}, {"number": 9}]:
        with pytest.raises(DatabaseError), transaction.atomic():
            type(verdict).objects.filter(pk=verdict.pk).update(**changes)
