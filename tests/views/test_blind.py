"""A blind second verdict: the first one is hidden until the second person has given theirs."""

import json

import pytest
from django.test import Client

from claims.actions import reviews
from claims.actions.claims import set_rationale, set_verdict
from claims.actions.refusals import Refused, StaleClaim, TransitionRefused
from claims.models import (
    Claim,
    Interview,
    Kind,
    Notification,
    Role,
    SetAsideReason,
    Status,
    User,
    Verdict,
)
from claims.queries.verification import verified
from tests.factories import make_evidence, make_interview, make_submitted_claim, make_user

HTMX = {"HX-Request": "true"}
SECRET = "The accounts say so."
pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return make_user(name="Ana Ruiz")


@pytest.fixture
def claim(ana: User) -> Claim:
    """Submitted by Ana, who found it mostly true, in an interview with blind second verdicts."""
    interview = make_interview()
    Interview.objects.filter(pk=interview.pk).update(blind=True)
    interview.refresh_from_db()
    return make_submitted_claim(interview, by=ana)


def verdict(label: str) -> Verdict:
    return Verdict.objects.get(label=label)


def second(claim: Claim, label: str, by: User) -> Claim:
    return reviews.sign_off(claim, seen_hash=claim.blind_hash(), verdict=verdict(label), by=by)


def places(claim: Claim) -> list[str]:
    """Every address at which something of a claim is shown."""
    interview = claim.interview
    return [
        f"/claims/{claim.pk}/",
        f"/claims/{claim.pk}/card/",
        f"/claims/{claim.pk}/head/",
        f"/claims/{claim.pk}/history/",
        f"/claims/{claim.pk}/history/?at={claim.version}",
        f"/claims/{claim.pk}/verdict/?read",
        f"/claims/{claim.pk}/rationale/?read",
        f"/claims/{claim.pk}/verdict/",
        f"/claims/{claim.pk}/rationale/",
        f"/claims/{claim.pk}/status/?read&full",
        f"/claims/{claim.pk}/status/",
        f"/claims/{claim.pk}/evidence/",
        f"/claims/{claim.pk}/history.json",
        f"/claims/?q={claim.quote[:10]}",
        f"/search/?q={claim.quote[:10]}",
        f"/interviews/{interview.slug}/",
        f"/interviews/{interview.slug}/?claim={claim.pk}",
        "/queue/",
        "/",
        "/notifications/",
        "/sources/",
    ]


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_the_first_verdict_is_shown_nowhere(
    client: Client, claim: Claim, role: str, headers: dict[str, str]
) -> None:
    reader = make_user(role)
    client.force_login(reader)
    for place in places(claim):
        response = client.get(place, headers=headers)
        assert response.status_code in {200, 302, 403}, place
        assert SECRET not in response.text, place
        # What a form offers to choose from, each verdict once, is the same for every claim.
        offered = int(place.startswith("/claims/?") or place.endswith("/verdict/"))
        assert response.text.count("Mostly true") <= offered, place
        assert "selected>Mostly true" not in response.text, place


def test_setting_it_aside_and_taking_it_up_again_does_not_open_it(
    client: Client, claim: Claim, ana: User
) -> None:
    jon = make_user()
    claim = reviews.set_aside(
        claim, reason=SetAsideReason.OUT_OF_SCOPE, seen_version=claim.version, by=jon
    )
    claim = reviews.restore(claim, seen_version=claim.version, by=jon)
    assert (claim.status, claim.authors) == (Status.NEW, [ana.pk])
    client.force_login(jon)
    for place in places(claim):
        assert SECRET not in client.get(place).text, place
    assert client.get(f"/claims/{claim.pk}/history.json").status_code == 403
    client.force_login(ana)
    assert SECRET in client.get(f"/claims/{claim.pk}/").text
    assert [one.faults for one in verified(only=claim.pk)] == [[]]


def test_who_wrote_it_sees_it(client: Client, claim: Claim, ana: User) -> None:
    client.force_login(ana)
    page = client.get(f"/claims/{claim.pk}/")
    assert SECRET in page.text
    assert "Mostly true" in page.text


def test_no_filter_and_no_search_finds_it_by_what_is_hidden(
    client: Client, claim: Claim, ana: User
) -> None:
    asked = [f"/claims/?verdict={verdict('Mostly true').pk}", "/claims/?q=accounts"]
    client.force_login(make_user(Role.ADMIN))
    for address in asked:
        assert f'id="claim-{claim.pk}' not in client.get(address).text
    client.force_login(ana)
    for address in asked:
        assert f'id="claim-{claim.pk}' in client.get(address).text


def test_nobody_writes_over_what_they_cannot_see(client: Client, claim: Claim) -> None:
    editor = make_user(Role.EDITOR)
    for field, value in [("verdict", verdict("False").pk), ("rationale", "Other.")]:
        client.force_login(editor)
        sent = {"value": value, "version": claim.version}
        response = client.post(f"/claims/{claim.pk}/{field}/", sent, headers=HTMX)
        assert response.status_code == 422
        assert SECRET not in response.text
        stale = client.post(
            f"/claims/{claim.pk}/{field}/", {**sent, "version": 1}, headers=HTMX
        )  # fmt: skip
        assert stale.status_code == 422
        assert SECRET not in stale.text
    claim.refresh_from_db()
    assert (claim.verdict, claim.rationale) == (verdict("Mostly true"), SECRET)


def test_the_same_verdict_signs_off(claim: Claim) -> None:
    jon = make_user()
    claim = second(claim, "Mostly true", jon)
    assert (claim.status, claim.second_verdict) == (Status.SIGNED_OFF, None)
    assert [(one.by, one.is_live) for one in claim.sign_offs.all()] == [(jon, True)]


def test_another_verdict_makes_it_disputed_and_open_to_all(client: Client, claim: Claim) -> None:
    jon = make_user()
    claim = second(claim, "False", jon)
    assert (claim.status, claim.second_verdict, claim.second_by) == (
        Status.DISPUTED, verdict("False"), jon,
    )  # fmt: skip
    assert not claim.sign_offs.exists()
    client.force_login(make_user(Role.VIEWER))
    page = client.get(f"/claims/{claim.pk}/").text
    assert SECRET in page
    assert "Mostly true" in page
    assert list(Notification.objects.values_list("user", "kind")) == [
        (claim.submitted_by_id, Kind.DISPUTED)
    ]


def test_the_form_offers_the_scale_and_not_the_answer(client: Client, claim: Claim) -> None:
    client.force_login(make_user())
    form = client.get(f"/claims/{claim.pk}/status/?action=sign_off&full", headers=HTMX)
    assert form.text.count('name="verdict"') == Verdict.objects.on_scale().count()
    assert "checked" not in form.text
    assert SECRET not in form.text
    sent = {
        "action": "sign_off", "version": claim.version, "seen_hash": claim.blind_hash(),
        "full": 1,
    }  # fmt: skip
    empty = client.post(f"/claims/{claim.pk}/status/", sent, headers=HTMX)
    assert empty.status_code == 422
    assert "Choose the verdict that you come to." in empty.text
    done = client.post(
        f"/claims/{claim.pk}/status/", {**sent, "verdict": verdict("Mostly true").pk}, headers=HTMX
    )
    assert done.status_code == 200
    claim.refresh_from_db()
    assert claim.status == Status.SIGNED_OFF


def test_a_second_verdict_on_evidence_that_has_changed_is_stale(claim: Claim, ana: User) -> None:
    seen = claim.blind_hash()
    make_evidence(claim, by=ana)
    claim.refresh_from_db()
    claim = reviews.submit(claim, seen_version=claim.version, by=ana)
    with pytest.raises(StaleClaim):
        reviews.sign_off(claim, seen_hash=seen, verdict=verdict("True"), by=make_user())
    with pytest.raises(StaleClaim):
        reviews.sign_off(
            claim, seen_hash=claim.content_hash, verdict=verdict("True"), by=make_user()
        )


def test_an_editor_who_is_neither_decides_and_that_needs_a_sign_off(
    claim: Claim, ana: User
) -> None:
    jon, ed = make_user(Role.EDITOR), make_user(Role.EDITOR)
    claim = second(claim, "Misleading", jon)
    seen = {"seen_version": claim.version}
    with pytest.raises(TransitionRefused):
        reviews.decide(claim, verdict=verdict("Misleading"), reason="So.", by=jon, **seen)
    with pytest.raises(TransitionRefused):
        reviews.decide(claim, verdict=verdict("True"), reason="So.", by=ed, **seen)
    with pytest.raises(TransitionRefused):
        reviews.decide(claim, verdict=verdict("Misleading"), reason=" ", by=ed, **seen)
    claim = reviews.decide(
        claim, verdict=verdict("Misleading"), reason="See item 4.", by=ed, **seen
    )
    assert (claim.status, claim.verdict, claim.submitted_by) == (
        Status.AWAITING_SIGN_OFF, verdict("Misleading"), ed,
    )  # fmt: skip
    assert (claim.is_sealed, claim.rationale) == (False, "See item 4.")
    for one_of_the_three in (ana, jon, ed):
        with pytest.raises(TransitionRefused):
            reviews.sign_off(claim, seen_hash=claim.content_hash, by=one_of_the_three)
    claim = reviews.sign_off(claim, seen_hash=claim.content_hash, by=make_user())
    assert claim.status == Status.SIGNED_OFF


def test_a_decision_takes_the_evidence_that_its_verdict_takes(claim: Claim) -> None:
    claim = second(claim, "False", make_user())
    ed = make_user(Role.EDITOR)
    with pytest.raises(TransitionRefused) as refused:
        reviews.decide(
            claim, verdict=verdict("False"), reason="So.", seen_version=claim.version, by=ed
        )
    assert str(refused.value) == (
        "Attach at least one primary source. "
        "“City accounts” speaks against the verdict: say why the verdict holds."
    )
    make_evidence(claim, by=ed)
    claim.refresh_from_db()
    assert claim.status == Status.DISPUTED


def test_while_two_verdicts_stand_nobody_edits_them(claim: Claim, ana: User) -> None:
    claim = second(claim, "False", make_user())
    with pytest.raises(Refused):
        set_verdict(claim, verdict("False"), seen_version=claim.version, by=ana)


@pytest.mark.parametrize("name", ["statement", "speaker"])
def test_nobody_gets_past_a_dispute_by_editing_the_claim(
    client: Client, claim: Claim, ana: User, name: str
) -> None:
    jon, ed = make_user(Role.EDITOR), make_user(Role.EDITOR)
    claim = second(claim, "False", jon)
    address, form = f"/claims/{claim.pk}/{name}/", {"version": claim.version}
    for person, said in [(ana, "an editor who gave neither"), (jon, "You gave one of the two")]:
        client.force_login(person)
        assert address not in client.get(f"/claims/{claim.pk}/").text
        refused = client.post(address, form | {name: ""}, headers=HTMX)
        assert (refused.status_code, said in refused.text) == (422, True)
    claim.refresh_from_db()
    assert claim.status == Status.DISPUTED
    client.force_login(ed)
    assert address in client.get(f"/claims/{claim.pk}/").text


def test_the_submitter_is_told_of_what_is_stale_but_not_of_the_verdict(
    claim: Claim, ana: User
) -> None:
    jon = make_user()
    claim = second(claim, "Mostly true", jon)
    claim = set_rationale(claim, "Better.", seen_version=claim.version, by=ana)
    assert claim.is_sealed
    told = Notification.objects.filter(user=jon, kind=Kind.STALE)
    assert [one.event.verb for one in told] == ["edited"]


def test_two_blind_sign_offs_are_both_blind(ana: User, claim: Claim) -> None:
    Claim.objects.filter(pk=claim.pk).update(sign_offs_needed=2)
    claim.refresh_from_db()
    claim = second(claim, "Mostly true", make_user())
    assert (claim.status, claim.is_sealed) == (Status.AWAITING_SIGN_OFF, True)
    claim = second(claim, "Mostly true", make_user())
    assert claim.status == Status.SIGNED_OFF


def test_somebody_else_does_not_judge_beside_the_first(claim: Claim) -> None:
    for act in (
        lambda by: set_verdict(claim, verdict("True"), seen_version=claim.version, by=by),
        lambda by: set_rationale(claim, "Mine.", seen_version=claim.version, by=by),
    ):
        with pytest.raises(Refused):
            act(make_user(Role.ADMIN))
    claim.refresh_from_db()
    assert json.dumps(claim.content()).count("Mine.") == 0
