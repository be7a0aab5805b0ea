"""Each field of a claim, edited where it stands."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from claims.actions.claims import set_speaker, set_statement
from claims.actions.interviews import person_named
from claims.actions.topics import give_topic
from claims.forms.claim_fields import KINDS
from claims.models import Claim, Person, Priority, Role, Topic, User, Verdict
from tests.factories import make_claim, make_submitted_claim, make_user

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> User:
    user = make_user(Role.EDITOR)
    client.force_login(user)
    return user


def url(claim: Claim, name: str) -> str:
    return f"/claims/{claim.pk}/{name}/"


def a_person() -> str:
    return "Nina Sand"


CASES: list[tuple[str, str, Callable[[], Any], Callable[[Any], Any]]] = [
    ("statement", "statement", lambda: "It cost nine million.", lambda typed: typed),
    ("rationale", "rationale", lambda: "The accounts say so.\nTwice.", lambda typed: typed),
    ("verdict", "verdict", lambda: Verdict.objects.get(label="True").pk,
     lambda pk: Verdict.objects.get(pk=pk)),
    ("speaker", "speaker", a_person, lambda name: Person.objects.get(name=name)),
    ("assignee", "assignee", lambda: make_user().pk, lambda pk: User.objects.get(pk=pk)),
    ("priority", "priority", lambda: 4, lambda typed: Priority.URGENT),
    ("due", "due_on", lambda: "2026-12-04", lambda typed: date(2026, 12, 4)),
    ("topic", "topic", lambda: "Bridges", lambda name: Topic.objects.get(name=name)),
]  # fmt: skip
NAMES = [case[0] for case in CASES]
NEWER: dict[str, Callable[[], Any]] = {
    "statement": lambda: "Newer.",
    "rationale": lambda: "Newer.",
    "verdict": lambda: Verdict.objects.get(label="False"),
    "speaker": lambda: "Somebody Else",
    "assignee": make_user,
    "priority": lambda: Priority.LOW,
    "due": lambda: date(2026, 1, 1),
    "topic": lambda: "Roads",
}
"""What somebody else has put into each field meanwhile."""


@pytest.mark.parametrize(("name", "attribute", "typed", "stored"), CASES, ids=NAMES)
def test_a_field_is_saved_where_it_stands(
    client: Client, editor: User, name: str, attribute: str, typed: Any, stored: Any
) -> None:
    claim = make_claim()
    value = typed()
    response = client.post(
        url(claim, name), {"value": value, "version": claim.version}, headers=HTMX
    )  # fmt: skip
    assert response.status_code == 200
    assert f'id="claim-{claim.pk}-{name}"' in response.text
    assert "<form" not in response.text
    assert f"claim-{claim.pk}-changed" in response.headers["HX-Trigger"]
    assert "HX-Request" in response.headers["Vary"]
    claim.refresh_from_db()
    assert getattr(claim, attribute) == stored(value)
    assert claim.version == 2
    assert [event.verb for event in claim.events.all()] == ["captured", "edited"]
    assert claim.events.last().actor == editor


@pytest.mark.parametrize(("name", "attribute", "typed", "stored"), CASES, ids=NAMES)
def test_a_field_is_saved_without_htmx(
    client: Client, editor: User, name: str, attribute: str, typed: Any, stored: Any
) -> None:
    claim = make_claim()
    page = client.get(url(claim, name), headers={"Referer": "http://testserver/claims/?open=1"})
    assert page.status_code == 200
    assert "<!doctype html>" in page.text
    assert 'name="next" value="http://testserver/claims/?open=1"' in page.text
    value = typed()
    sent = {"value": value, "version": claim.version, "next": "/claims/?open=1"}
    response = client.post(url(claim, name), sent)
    assert (response.status_code, response.headers["Location"]) == (302, "/claims/?open=1")
    claim.refresh_from_db()
    assert getattr(claim, attribute) == stored(value)


@pytest.mark.parametrize("name", NAMES)
def test_a_form_opens_and_closes_where_the_field_stands(
    client: Client, editor: User, name: str
) -> None:
    claim = make_claim()
    form = client.get(url(claim, name), headers=HTMX)
    assert form.status_code == 200
    assert f'id="claim-{claim.pk}-{name}"' in form.text
    assert f'action="/claims/{claim.pk}/{name}/"' in form.text
    assert "<!doctype" not in form.text
    read = client.get(url(claim, name) + "?read", headers=HTMX)
    assert read.status_code == 200
    assert "<form" not in read.text


def test_opening_and_saving_a_field_takes_few_queries(
    client: Client, editor: User, django_assert_num_queries: Any
) -> None:
    claim = make_claim()
    with django_assert_num_queries(3):  # session, account, claim
        client.get(url(claim, "statement"), headers=HTMX)
    # These, the lock, evidence, searches, the row, its event; and the transaction of the test.
    with django_assert_num_queries(8 + 2):
        client.post(url(claim, "statement"), {"value": "It cost nine.", "version": 1}, headers=HTMX)


@pytest.mark.parametrize(("name", "attribute", "typed", "stored"), CASES, ids=NAMES)
def test_a_stale_form_overwrites_nothing_and_keeps_what_was_typed(
    client: Client, editor: User, name: str, attribute: str, typed: Any, stored: Any
) -> None:
    claim = make_claim()
    KINDS[name].save(claim, NEWER[name](), seen_version=1, by=editor)
    before = getattr(Claim.objects.get(pk=claim.pk), attribute)
    value = typed()
    response = client.post(url(claim, name), {"value": value, "version": 1}, headers=HTMX)
    assert response.status_code == 409
    assert 'class="theirs"' in response.text
    assert 'class="mine"' in response.text
    assert 'name="version" value="2"' in response.text
    claim.refresh_from_db()
    assert getattr(claim, attribute) == before
    assert claim.events.count() == 2
    again = client.post(url(claim, name), {"value": value, "version": 2}, headers=HTMX)
    assert again.status_code == 200
    claim.refresh_from_db()
    assert getattr(claim, attribute) == stored(value)


@pytest.mark.parametrize(("name", "attribute", "typed", "stored"), CASES, ids=NAMES)
def test_people_who_edit_different_fields_do_not_get_into_each_others_way(
    client: Client, editor: User, name: str, attribute: str, typed: Any, stored: Any
) -> None:
    claim = make_claim()
    other = "rationale" if name == "statement" else "statement"
    KINDS[other].save(claim, "Theirs.", seen_version=1, by=make_user())
    value = typed()
    response = client.post(url(claim, name), {"value": value, "version": 1}, headers=HTMX)
    assert response.status_code == 200
    claim.refresh_from_db()
    assert (getattr(claim, attribute), getattr(claim, other)) == (stored(value), "Theirs.")


@pytest.mark.parametrize("name", ["statement", "rationale", "verdict", "speaker"])
def test_a_form_from_before_the_submission_does_not_reopen_it_unasked(
    client: Client, editor: User, name: str
) -> None:
    claim = make_submitted_claim()
    value = {case[0]: case[2] for case in CASES}[name]()
    before = claim.version - 1
    response = client.post(url(claim, name), {"value": value, "version": before}, headers=HTMX)
    assert response.status_code == 409
    claim.refresh_from_db()
    assert claim.status == "awaiting_sign_off"


def test_a_conflict_shows_both_statements_and_who_was_faster(client: Client, editor: User) -> None:
    claim = make_claim()
    faster = make_user(name="Ana Ruiz")
    set_statement(claim, "Theirs.", seen_version=1, by=faster)
    response = client.post(url(claim, "statement"), {"value": "Mine.", "version": 1}, headers=HTMX)
    assert response.status_code == 409
    assert "Ana Ruiz changed this just now, while you were typing." in response.text
    assert '<p class="meta">Stands now</p>Theirs.' in response.text
    assert '<p class="meta">You typed</p>Mine.' in response.text
    assert ">\nMine.</textarea>" in response.text


def test_a_conflict_offers_three_ways_and_marks_the_words(client: Client, editor: User) -> None:
    claim = make_claim()
    claim = set_statement(claim, "The bridge cost nine in May.", seen_version=1, by=make_user())
    set_statement(claim, "The bridge cost ten in May.", seen_version=2, by=make_user())
    sent = {"value": "The bridge cost nine in June.", "version": 2}
    response = client.post(url(claim, "statement"), sent, headers=HTMX)
    assert response.status_code == 409
    assert response.text.count("<del>") == response.text.count("<ins>") == 2
    for words in ["Save mine", "Keep theirs", "Edit a merge"]:
        assert words in response.text
    sent = {**sent, "version": 3, "base": 2, "merge": 1}
    merge = client.post(url(claim, "statement"), sent, headers=HTMX)
    assert merge.status_code == 409
    assert ">\nThe bridge cost ten in June.</textarea>" in merge.text
    claim.refresh_from_db()
    assert claim.statement == "The bridge cost ten in May."
    sent = {"value": "The bridge cost ten in June.", "version": 3, "base": 2}
    assert client.post(url(claim, "statement"), sent, headers=HTMX).status_code == 200


def test_edits_of_the_same_words_are_merged_by_a_person(client: Client, editor: User) -> None:
    claim = make_claim()
    set_statement(claim, "It cost ten.", seen_version=1, by=make_user())
    sent = {"value": "It cost eight.", "version": 2, "base": 1, "merge": 1}
    merge = client.post(url(claim, "statement"), sent, headers=HTMX)
    assert "Both edits touch the same words" in merge.text
    assert ">\nIt cost ten.\n\nIt cost eight.</textarea>" in merge.text


@pytest.mark.parametrize("base", ["", "x", "-1", "99999999999999999999", "\u00b2"])
def test_a_forged_base_of_a_merge_does_no_harm(client: Client, editor: User, base: str) -> None:
    claim = make_claim()
    set_statement(claim, "It cost ten.", seen_version=1, by=make_user())
    sent = {"value": "It cost eight.", "version": 2, "base": base, "merge": 1}
    assert client.post(url(claim, "statement"), sent, headers=HTMX).status_code == 409
    claim.refresh_from_db()
    assert claim.statement == "It cost ten."


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("statement", "x" * 1001, "A statement has 1000 characters at most: this one has 1001."),
        ("rationale", "x" * 20_001, "A rationale has 20000 characters at most"),
        ("statement", "nul \x00 here", "Null characters are not allowed."),
        ("verdict", "999999", "There is no such verdict on the scale."),
        ("verdict", "<b>", "There is no such verdict on the scale."),
        ("speaker", "x" * 201, "A name has 200 characters at most."),
        ("topic", "x" * 81, "A name has 80 characters at most."),
        ("assignee", "999999", "This person cannot be given a claim."),
        ("priority", "9", "There is no such priority."),
        ("priority", "high", "There is no such priority."),
        ("due", "tomorrow", "Write the date as year-month-day"),
        ("due", "2026-13-40", "Write the date as year-month-day"),
    ],
)
def test_what_cannot_be_saved_is_refused_beside_the_field(
    client: Client, editor: User, name: str, value: str, message: str
) -> None:
    claim = make_claim()
    response = client.post(url(claim, name), {"value": value, "version": 1}, headers=HTMX)
    assert response.status_code == 422
    assert message in response.text
    assert 'role="alert"' in response.text
    claim.refresh_from_db()
    assert claim.version == 1
    assert claim.events.count() == 1


@pytest.mark.parametrize("version", ["", "0", "-1", "one", "99999999999999999999"])
def test_a_damaged_version_saves_nothing(client: Client, editor: User, version: str) -> None:
    claim = make_claim()
    response = client.post(
        url(claim, "statement"), {"value": "S", "version": version}, headers=HTMX
    )  # fmt: skip
    assert response.status_code in {409, 422}
    claim.refresh_from_db()
    assert (claim.statement, claim.version) == ("", 1)


def test_a_viewer_reads_but_is_offered_no_edit(client: Client) -> None:
    client.force_login(make_user(Role.VIEWER))
    claim = make_claim()
    read = client.get(url(claim, "statement") + "?read", headers=HTMX)
    assert read.status_code == 200
    assert "<a" not in read.text


@pytest.mark.parametrize("name", NAMES)
def test_a_viewer_is_refused_an_edit(client: Client, name: str) -> None:
    client.force_login(make_user(Role.VIEWER))
    claim = make_claim()
    assert client.get(url(claim, name)).status_code == 403
    response = client.post(url(claim, name), {"value": "1", "version": 1})
    assert response.status_code == 403
    claim.refresh_from_db()
    assert claim.version == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_is_sent_to_log_in(client: Client, name: str) -> None:
    claim = make_claim()
    response = client.post(url(claim, name), {"value": "1", "version": 1})
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


def test_an_unknown_claim_is_not_found(client: Client, editor: User) -> None:
    assert client.get("/claims/999999/statement/").status_code == 404
    assert client.post("/claims/999999/statement/", {"value": "S"}).status_code == 404


def test_a_reviewer_takes_a_free_claim_but_gives_none_away(client: Client) -> None:
    reviewer, other = make_user(), make_user()
    client.force_login(reviewer)
    claim = make_claim()
    form = client.get(url(claim, "assignee"), headers=HTMX)
    assert f'value="{reviewer.pk}"' in form.text
    assert f'value="{other.pk}"' not in form.text
    given = client.post(
        url(claim, "assignee"), {"value": other.pk, "version": 1}, headers=HTMX
    )  # fmt: skip
    assert given.status_code == 422
    taken = client.post(
        url(claim, "assignee"), {"value": reviewer.pk, "version": 1}, headers=HTMX
    )  # fmt: skip
    assert taken.status_code == 200
    claim.refresh_from_db()
    assert claim.assignee == reviewer


def test_a_reviewer_takes_no_claim_from_somebody_else(client: Client) -> None:
    client.force_login(make_user())
    claim = make_claim(assignee=make_user())
    response = client.post(url(claim, "assignee"), {"value": "", "version": 1}, headers=HTMX)
    assert response.status_code == 403
    claim.refresh_from_db()
    assert claim.assignee is not None


def test_a_published_claim_is_not_edited_where_it_stands(client: Client, editor: User) -> None:
    claim = make_claim(status="set_aside", set_aside_reason="out_of_scope")
    response = client.post(url(claim, "statement"), {"value": "S", "version": 1}, headers=HTMX)
    assert response.status_code == 422
    assert "restore it first" in response.text


def test_saving_what_stands_there_already_writes_nothing(client: Client, editor: User) -> None:
    claim = make_claim()
    sent = {"value": "Once.", "version": 1}
    assert client.post(url(claim, "statement"), sent, headers=HTMX).status_code == 200
    assert client.post(url(claim, "statement"), sent, headers=HTMX).status_code == 200
    claim.refresh_from_db()
    assert claim.version == 2
    assert claim.events.count() == 2


def test_a_refused_speaker_leaves_no_person_behind(client: Client, editor: User) -> None:
    claim = make_claim()
    set_speaker(claim, person_named("Newer"), seen_version=1, by=make_user())
    response = client.post(url(claim, "speaker"), {"value": "Nina Sand", "version": 1})
    assert response.status_code == 409
    assert not Person.objects.filter(name="Nina Sand").exists()


def test_a_topic_is_one_however_it_is_capitalised(client: Client, editor: User) -> None:
    first, second = make_claim(), make_claim()
    for claim, typed in [(first, "Public  money"), (second, "public MONEY ")]:
        sent = {"value": typed, "version": 1}
        assert client.post(url(claim, "topic"), sent, headers=HTMX).status_code == 200
    [topic] = Topic.objects.all()
    assert topic.name == "Public money"
    assert set(topic.claims.all()) == {first, second}
    form = client.get(url(first, "topic"), headers=HTMX)
    assert '<option value="Public money"></option>' in form.text
    history = client.get(f"/claims/{first.pk}/history/?part=planning").text
    assert "changed the topic" in history
    assert "Public money" in history


def test_a_refused_topic_is_not_made(client: Client, editor: User) -> None:
    claim = make_claim()
    give_topic(claim, "Roads", seen_version=1, by=editor)
    sent = {"value": "Bridges", "version": 1}
    assert client.post(url(claim, "topic"), sent, headers=HTMX).status_code == 409
    assert [topic.name for topic in Topic.objects.all()] == ["Roads"]


def test_next_leads_to_no_other_site(client: Client, editor: User) -> None:
    claim = make_claim()
    sent = {"value": "S", "version": 1, "next": "https://evil.example/"}
    response = client.post(url(claim, "statement"), sent)
    assert response.headers["Location"] == f"/claims/{claim.pk}/"


def test_typed_markup_is_shown_as_text(client: Client, editor: User) -> None:
    claim = make_claim()
    sent = {"value": "<script>alert(1)</script>", "version": 1}
    response = client.post(url(claim, "statement"), sent, headers=HTMX)
    assert "&lt;script&gt;" in response.text
    assert "<script>" not in response.text
