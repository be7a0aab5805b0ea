"""A claim's status, moved where it stands."""

import pytest
from django.test import Client

from claims.actions.claims import set_rationale
from claims.actions.reviews import sign_off, start, submit
from claims.models import Claim, Role, Status
from tests.factories import make_claim, make_evidence, make_submitted_claim, make_user

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


def post(client: Client, claim: Claim, action: str, **more: object) -> "object":
    sent = {"action": action, "version": claim.version, "seen_hash": claim.content_hash, **more}
    return client.post(f"/claims/{claim.pk}/status/", sent, headers=HTMX)


def test_the_menu_offers_what_is_allowed_and_says_why_the_rest_is_not(client: Client) -> None:
    reviewer = make_user()
    client.force_login(reviewer)
    claim = start(make_claim(), seen_version=1, by=reviewer)
    menu = client.get(f"/claims/{claim.pk}/status/", headers=HTMX)
    assert menu.status_code == 200
    assert 'value="start"' not in menu.text
    assert "action=set_aside" in menu.text
    assert (
        "Submit for sign-off: Write the statement that is checked. Choose a verdict: it "
        "says which evidence is needed. Write the rationale. Attach at least one source."
    ) in menu.text


def test_starting_a_free_claim_makes_one_the_assignee(client: Client) -> None:
    reviewer = make_user()
    client.force_login(reviewer)
    claim = make_claim()
    response = post(client, claim, "start")
    assert response.status_code == 200
    assert f'id="claim-{claim.pk}-status"' in response.text
    claim.refresh_from_db()
    assert (claim.status, claim.assignee) == (Status.CHECKING, reviewer)


def test_without_htmx_the_page_has_the_same_moves_and_comes_back(client: Client) -> None:
    client.force_login(make_user())
    claim = make_claim()
    page = client.get(f"/claims/{claim.pk}/status/")
    assert "<!doctype html>" in page.text
    assert 'name="action" value="start"' in page.text
    sent = {"action": "start", "version": 1}
    response = client.post(f"/claims/{claim.pk}/status/", sent)
    assert (response.status_code, response.headers["Location"]) == (302, f"/claims/{claim.pk}/")


def test_the_submitter_cannot_sign_off(client: Client) -> None:
    reviewer = make_user()
    client.force_login(reviewer)
    claim = make_submitted_claim(by=reviewer)
    response = post(client, claim, "sign_off")
    assert response.status_code == 422
    assert "You submitted this claim: somebody else has to sign it off." in response.text
    claim.refresh_from_db()
    assert claim.status == Status.AWAITING_SIGN_OFF


def test_an_admin_who_submitted_cannot_sign_off_either(client: Client) -> None:
    admin = make_user(Role.ADMIN)
    client.force_login(admin)
    claim = make_submitted_claim(by=admin)
    assert post(client, claim, "sign_off").status_code == 422
    claim.refresh_from_db()
    assert claim.status == Status.AWAITING_SIGN_OFF


def test_another_person_signs_off_and_an_editor_publishes(client: Client) -> None:
    claim = make_submitted_claim()
    second = make_user()
    client.force_login(second)
    assert post(client, claim, "sign_off").status_code == 200
    claim.refresh_from_db()
    assert claim.status == Status.SIGNED_OFF
    assert [sign_off.by for sign_off in claim.sign_offs.all()] == [second]
    assert post(client, claim, "publish").status_code == 403
    client.force_login(make_user(Role.EDITOR))
    assert post(client, claim, "publish").status_code == 200
    claim.refresh_from_db()
    assert claim.status == Status.PUBLISHED
    assert [publication.payload["quote"] for publication in claim.publications.all()] == [
        "The bridge cost nine million euros."
    ]


def test_a_sign_off_of_content_that_moved_on_is_a_conflict(client: Client) -> None:
    claim = make_submitted_claim()
    seen = claim.content_hash
    make_evidence(claim)
    claim.refresh_from_db()
    submit(claim, seen_version=claim.version, by=claim.submitted_by)
    client.force_login(make_user())
    response = client.post(
        f"/claims/{claim.pk}/status/",
        {"action": "sign_off", "version": claim.version, "seen_hash": seen},
        headers=HTMX,
    )
    assert response.status_code == 409
    assert not claim.sign_offs.exists()


@pytest.mark.parametrize("signed", [False, True], ids=["submitted", "signed off"])
@pytest.mark.parametrize("what", ["rationale", "evidence"])
def test_changing_what_was_reviewed_reopens_it(signed: bool, what: str) -> None:
    submitter = make_user()
    claim = make_submitted_claim(by=submitter)
    if signed:
        claim = sign_off(claim, seen_hash=claim.content_hash, by=make_user())
    if what == "rationale":
        set_rationale(claim, "Better.", seen_version=claim.version, by=submitter)
    else:
        make_evidence(claim, by=submitter)
    claim.refresh_from_db()
    assert (claim.status, claim.finished_at) == (Status.CHECKING, None)
    done = "edited" if what == "rationale" else "evidence_added"
    last = claim.events.last()
    assert (last.verb, last.after["status"]) == (done, "checking")
    assert [one.is_live for one in claim.sign_offs.all()] == [False] * signed


def test_requesting_changes_needs_a_comment_and_keeps_what_was_typed(client: Client) -> None:
    claim = make_submitted_claim()
    client.force_login(make_user())
    empty = post(client, claim, "request_changes", note="  ")
    assert empty.status_code == 422
    assert "Say what has to change." in empty.text
    written = post(client, claim, "request_changes", note="Name the year.")
    assert written.status_code == 200
    claim.refresh_from_db()
    assert claim.status == Status.CHANGES_REQUESTED
    assert claim.events.last().note == "Name the year."


def test_a_stale_request_for_changes_keeps_the_comment(client: Client) -> None:
    submitter = make_user()
    claim = make_submitted_claim(by=submitter)
    old = claim.version
    make_evidence(claim, by=submitter)
    client.force_login(make_user())
    sent = {"action": "request_changes", "version": old, "note": "Name the year."}
    response = client.post(f"/claims/{claim.pk}/status/", sent, headers=HTMX)
    assert response.status_code == 409
    assert "Name the year.</textarea>" in response.text


@pytest.mark.parametrize("reason", ["not_checkable", "out_of_scope"])
def test_a_claim_is_set_aside_with_a_reason_and_restored(client: Client, reason: str) -> None:
    client.force_login(make_user())
    claim = make_claim()
    assert post(client, claim, "set_aside", reason=reason, note="An opinion.").status_code == 200
    claim.refresh_from_db()
    assert (claim.status, claim.set_aside_reason) == (Status.SET_ASIDE, reason)
    assert post(client, claim, "restore").status_code == 200
    claim.refresh_from_db()
    assert (claim.status, claim.set_aside_reason) == (Status.NEW, "")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({}, "Choose why the claim is set aside."),
        ({"reason": "boring"}, "There is no such reason."),
        ({"reason": "duplicate"}, "A duplicate names the claim that it repeats."),
        ({"reason": "duplicate", "duplicate_of": "999999"}, "There is no claim with this number."),
    ],
)
def test_setting_aside_without_a_good_reason_is_refused(
    client: Client, more: dict[str, str], message: str
) -> None:
    client.force_login(make_user())
    claim = make_claim()
    response = post(client, claim, "set_aside", **more)
    assert response.status_code == 422
    assert message in response.text
    claim.refresh_from_db()
    assert claim.status == Status.NEW


def test_a_claim_is_no_duplicate_of_itself(client: Client) -> None:
    client.force_login(make_user())
    claim = make_claim()
    response = post(client, claim, "set_aside", reason="duplicate", duplicate_of=claim.pk)
    assert response.status_code == 422


@pytest.mark.parametrize("action", ["", "delete", "signed_off", "new"])
def test_an_unknown_move_is_refused(client: Client, action: str) -> None:
    client.force_login(make_user(Role.ADMIN))
    claim = make_claim()
    response = post(client, claim, action)
    assert response.status_code == 422
    claim.refresh_from_db()
    assert (claim.status, claim.version) == (Status.NEW, 1)


@pytest.mark.parametrize("action", ["submit", "sign_off", "request_changes", "publish", "correct",
                                    "restore"])  # fmt: skip
def test_a_move_that_is_not_in_the_table_is_refused_whatever_the_form_says(
    client: Client, action: str
) -> None:
    client.force_login(make_user(Role.ADMIN))
    claim = make_claim()
    response = post(client, claim, action, note="because")
    assert response.status_code == 422
    assert "cannot be moved so" in response.text
    claim.refresh_from_db()
    assert (claim.status, claim.version, claim.events.count()) == (Status.NEW, 1, 1)


def test_a_viewer_moves_nothing(client: Client) -> None:
    client.force_login(make_user(Role.VIEWER))
    claim = make_claim()
    assert post(client, claim, "start").status_code == 403
    assert client.get(f"/claims/{claim.pk}/status/").status_code == 403
    read = client.get(f"/claims/{claim.pk}/status/?read", headers=HTMX)
    assert read.status_code == 200


def test_a_stranger_is_sent_to_log_in(client: Client) -> None:
    claim = make_claim()
    response = client.post(f"/claims/{claim.pk}/status/", {"action": "start", "version": 1})
    assert response.headers["Location"].startswith("/accounts/login/")


def test_a_published_claim_is_corrected_with_a_reason(client: Client) -> None:
    claim = make_submitted_claim()
    client.force_login(make_user(Role.EDITOR))
    post(client, claim, "sign_off")
    claim.refresh_from_db()
    post(client, claim, "publish")
    claim.refresh_from_db()
    assert post(client, claim, "correct").status_code == 422
    assert post(client, claim, "correct", note="The year was wrong.").status_code == 200
    claim.refresh_from_db()
    assert (claim.status, claim.finished_at) == (Status.CHECKING, None)
    assert claim.publications.count() == 1


def test_a_sign_off_that_came_too_late_shows_what_happened_meanwhile(client: Client) -> None:
    ana = make_user(name="Ana Ruiz")
    claim = make_submitted_claim(by=ana)
    seen = {"version": claim.version, "seen_hash": claim.content_hash, "action": "sign_off"}
    claim = set_rationale(claim, "The accounts deny it.", seen_version=claim.version, by=ana)
    client.force_login(make_user())
    path = f"/claims/{claim.pk}/status/"
    reopened = client.post(path, seen, headers=HTMX)
    assert reopened.status_code == 409
    assert "cannot be moved so" in reopened.text
    assert "Ana Ruiz</b> changed the rationale, which reopened the claim" in reopened.text
    assert "deny" in reopened.text
    submit(claim, seen_version=claim.version, by=ana)
    late = client.post(path, seen, headers=HTMX)
    assert late.status_code == 409
    assert "Ana Ruiz</b> changed the rationale, which reopened the claim" in late.text
    assert "deny" in late.text
    claim.refresh_from_db()
    assert f'name="seen_hash" value="{claim.content_hash}"' in late.text
    assert not claim.sign_offs.exists()


def test_a_signer_sees_exactly_what_is_signed(client: Client) -> None:
    ana, jon = make_user(), make_user(name="Jon Berg")
    claim = make_submitted_claim(by=ana)
    claim = sign_off(claim, seen_hash=claim.content_hash, by=jon)
    claim = set_rationale(claim, "The ledgers say so.", seen_version=claim.version, by=ana)
    submit(claim, seen_version=claim.version, by=ana)
    client.force_login(jon)
    form = client.get(f"/claims/{claim.pk}/status/?action=sign_off", headers=HTMX)
    for words in [
        "The bridge cost nine million euros.", "The bridge cost nine million.", "Mostly true",
        "The ledgers say so.", "City accounts", "Nine.",
    ]:  # fmt: skip
        assert words in form.text
    assert "Jon Berg</b> signed it off on" in form.text
    assert "accounts" in form.text.partition("<del>")[2].partition("</del>")[0]
    assert "ledgers" in form.text.partition("<ins>")[2].partition("</ins>")[0]
