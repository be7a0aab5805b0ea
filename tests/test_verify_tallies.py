"""The command that counts everything anew."""

import json
from io import StringIO
from typing import Any

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from claims.models import Appearance, Claim, Newsroom, Person, Tally
from claims.models.tallies import Measure
from tests.factories import (
    TIMED,
    make_claim,
    make_evidence,
    make_interview,
    make_signed_claim,
    make_user,
)

pytestmark = pytest.mark.django_db


def verify(**options: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("verify_tallies", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_what_agrees_is_well_and_progress_says_what_was_counted() -> None:
    make_signed_claim()
    out, err = verify(progress=True)
    assert out == "All is well.\n"
    assert err.splitlines() == [
        f"{step}: 0 differ"
        for step in [
            "time zone", "sources", "stale sign-offs", "times in recordings", "stays", "people",
            "tallies by all", "tallies by interview", "tallies by speaker", "tallies by topic",
            "tallies by assignee", "tallies by submitter",
        ]
    ]  # fmt: skip


def test_who_speaks_and_appears_is_compared_and_set_right() -> None:
    claim = make_claim()
    person, other = Person.objects.get(name="TOM OKAFOR"), Person.objects.get(name="ADA BRANDT")
    with pgtrigger.ignore("claims.Claim:speaker_identified", "claims.Person:identified"):
        Claim.objects.filter(pk=claim.pk).update(person=other)
    Appearance.objects.filter(speaker=person).delete()
    Appearance.objects.filter(speaker=other).update(person=person)
    named = [
        f"Claim {claim.pk}: its row says that person {other.pk} speaks, and it is {person.pk}.",
        f"Interview {claim.interview_id}, speaker {person.pk}: it is kept that person None "
        f"appears, and it is {person.pk}.",
        f"Interview {claim.interview_id}, speaker {other.pk}: it is kept that person {person.pk} "
        f"appears, and it is {other.pk}.",
    ]
    out = StringIO()
    with pytest.raises(CommandError, match="3 numbers differ"):
        call_command("verify_tallies", stdout=out, stderr=StringIO())
    assert sorted(out.getvalue().splitlines()) == sorted(named)
    verify(repair=True)
    assert verify()[0] == "All is well.\n"


def test_each_number_that_differs_is_named_and_set_right() -> None:
    claim = make_claim()
    make_evidence(claim)
    Newsroom.objects.update(time_zone="Asia/Tokyo")
    Claim.objects.filter(pk=claim.pk).update(source_count=7, sign_off_is_stale=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT claims_tally_fold()")
    Tally.objects.filter(scope=1, scope_id=claim.interview_id, measure=Measure.PRIORITY).update(
        number=5
    )
    named = [
        "Days are counted in the time zone Asia/Tokyo, not in UTC",
        f"Claim {claim.pk}: its row counts 7 sources, 0 of them primary, "
        "and there are 1, 0 of them primary",
        f"Claim {claim.pk}: its row says that its sign-off is stale",
        f"Tally of interview {claim.interview_id}, priority 2: it says 5, and the rows 1",
    ]
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("verify_tallies", stdout=out)
    found = out.getvalue().rstrip(".\n").split(".\n")
    assert set(named) <= set(found)
    assert str(refusal.value).endswith("numbers differ; --repair sets this right.")
    out_json, _ = verify(repair=True, json=True)
    told = json.loads(out_json)
    assert (set(named) <= set(told["problems"]), told["repaired"]) == (True, True)
    assert verify()[0] == "All is well.\n"
    assert Newsroom.rules().time_zone == "UTC"


def test_a_stay_that_was_changed_by_hand_is_named() -> None:
    claim = make_signed_claim(by=make_user())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE claims_event SET stay = 90000 WHERE number = 2")
        cursor.execute("ALTER TABLE claims_event ENABLE TRIGGER USER")
    out, err = verify(repair=True)
    assert out.startswith(f"Claim {claim.pk}, event 2: it ended a stay of 0 s, not of 90000 s.\n")
    assert err.endswith("numbers differ, and set right.\n")
    assert verify()[0] == "All is well.\n"


def test_a_claim_that_names_others_than_those_who_signed_is_named() -> None:
    user = make_user()
    claim = make_signed_claim(signer=user)
    Claim.objects.filter(pk=claim.pk).update(needs_anchoring=True)
    Claim.objects.filter(pk=claim.pk).update(stale_signers=[7])
    out, _ = verify(repair=True)
    assert out == (
        f"Claim {claim.pk}: its row says that what is stale was signed by the accounts [7], "
        f"and it was by [{user.pk}].\n"
    )
    assert verify()[0] == "All is well.\n"
    assert Claim.objects.get(pk=claim.pk).stale_signers == [user.pk]


def test_a_claim_that_is_said_to_be_heard_at_another_time_is_named() -> None:
    timed = make_claim(make_interview(TIMED))
    untimed = make_claim()
    Claim.objects.filter(pk=timed.pk).update(heard_at_ms=None)
    Claim.objects.filter(pk=untimed.pk).update(heard_at_ms=5)
    out, _ = verify(repair=True)
    assert set(out.splitlines()) == {
        f"Claim {timed.pk}: its row says that it is heard at no time, and it is at 723000 ms.",
        f"Claim {untimed.pk}: its row says that it is heard at 5 ms, and it is at no time.",
    }
    assert verify()[0] == "All is well.\n"
