"""Bulk changes: the bar of the claim list, the preview, running it, the report."""

import re
from datetime import date
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.actions.bulk import STALE
from claims.actions.claims import set_due_on, set_priority
from claims.models import (
    BulkChange,
    Claim,
    Event,
    Interview,
    Outcome,
    Priority,
    Role,
    User,
)
from tests.factories import make_claim, make_interview, make_submitted_claim, make_user

HTMX = {"HX-Request": "true"}
LIST_QUERIES, LIST_QUERIES_OF_EDITORS = 7, 8
PREVIEW_QUERIES, REPORT_QUERIES = 10, 10
ONLY_AN_EDITOR = "Only an editor gives a claim to somebody else."

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    user = make_user(username="rita", name="Rita Rey")
    client.force_login(user)
    return user


def make_claims(number: int, by: User, **overrides: Any) -> list[Claim]:
    interview = make_interview(by=by)
    return [make_claim(interview, by=by, **overrides) for _ in range(number)]


def ask(client: Client, claims: list[Claim] | list[str], **fields: Any) -> Any:
    """Post the bar; unless told otherwise, it asks for a priority."""
    chosen = [claim.pk if isinstance(claim, Claim) else claim for claim in claims]
    given = {"key": uuid4(), "query": "", "kind": "priority", "priority": "4", **fields}
    return client.post("/claims/bulk/", {"claim": chosen, **given})


def planned(client: Client, claims: list[Claim] | list[str], **fields: Any) -> BulkChange:
    response = ask(client, claims, **fields)
    change = BulkChange.objects.latest("pk")
    assert (response.status_code, response.headers["Location"]) == (302, f"/bulk/{change.key}/")
    return change


def run(client: Client, change: BulkChange, **headers: Any) -> Any:
    return client.post(f"/bulk/{change.key}/run/", **headers)


def of(change: BulkChange) -> list[int]:
    return list(change.items.values_list("claim_id", flat=True))


def text_of(response: Any) -> str:
    """What a page says, without its tags."""
    body = (
        response.text[response.text.index("<main") :] if "<main" in response.text else response.text
    )
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


# The list


def test_the_list_has_a_named_box_for_each_claim_and_a_bar(client: Client, user: User) -> None:
    first, second = make_claims(2, user)
    text = client.get("/claims/?status=new").text
    boxes = re.findall(
        r'<input type="checkbox" name="claim" value="(\d+)" form="bulk"[^>]*aria-label="([^"]+)"',
        text,
    )
    assert boxes == [
        (str(claim.pk), f"Select claim {claim.pk}: The bridge cost nine million euros.")
        for claim in (second, first)
    ]
    assert f'<input type="checkbox" name="page" value="{second.pk},{first.pk}" form="bulk"' in text
    assert '<form class="bulk" id="bulk" method="post" action="/claims/bulk/"' in text
    assert '<input type="hidden" name="query" value="status=new">' in text
    assert "Duplicates are set aside one by one" in text
    assert '<option value="duplicate">' not in text[text.index('id="bulk"') :]


def test_all_that_match_are_offered_where_there_are_more_than_the_page_shows(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_claims(3, user)
    assert 'name="every"' not in client.get("/claims/").text
    monkeypatch.setattr("claims.queries.claim_list_pages.PAGE_LENGTH", 2)
    assert "All 3 that match" in client.get("/claims/").text


def test_reviewers_choose_themselves_and_editors_anybody(client: Client, user: User) -> None:
    make_claims(1, user)
    editor = make_user(Role.EDITOR, name="Ada Brandt")
    make_user(Role.VIEWER)

    def people() -> list[tuple[str, str]]:
        return list(client.get("/claims/").context["bulk"].fields["person"].choices)[2:]

    assert people() == [(str(user.pk), "Rita Rey")]
    client.force_login(editor)
    everyone = list(User.objects.reviewing())
    assert people() == [(str(person.pk), str(person)) for person in everyone]


def test_a_viewer_has_no_boxes_and_may_not_ask(client: Client, user: User) -> None:
    claims = make_claims(1, user)
    change = planned(client, claims)
    client.force_login(make_user(Role.VIEWER))
    page = client.get("/claims/")
    assert 'type="checkbox" name="claim"' not in page.text
    assert 'id="bulk"' not in page.text
    assert 'name="page"' not in page.text
    assert ask(client, claims).status_code == 403
    assert client.get(f"/bulk/{change.key}/").status_code == 403
    assert run(client, change).status_code == 403
    assert BulkChange.objects.count() == 1


def test_a_stranger_is_sent_to_the_log_in(client: Client) -> None:
    for response in (ask(client, ["1"]), client.get(f"/bulk/{uuid4()}/")):
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/accounts/login/")


def test_asking_and_running_are_posted(client: Client, user: User) -> None:
    change = planned(client, make_claims(1, user))
    assert client.get("/claims/bulk/").status_code == 405
    assert client.get(f"/bulk/{change.key}/run/").status_code == 405
    assert client.post(f"/bulk/{change.key}/").status_code == 405


# Asking


@pytest.mark.parametrize(
    ("fields", "kind", "value", "note", "title"),
    [
        ({"kind": "priority", "priority": "4"}, "priority", "4", "",
         "Set the priority to “Urgent”"),
        ({"kind": "due", "due_on": "2026-12-04"}, "due", "2026-12-04", "",
         "Set the due date to 4 Dec 2026"),
        ({"kind": "due", "no_due": "on", "due_on": "2026-12-04"}, "due", "", "",
         "Clear the due date"),
        ({"kind": "assign", "person": "none"}, "assign", "", "", "Assign to nobody"),
        ({"kind": "set_aside", "reason": "not_checkable", "note": "An opinion."}, "set_aside",
         "not_checkable", "An opinion.", "Set aside as “Not checkable”"),
        ({"kind": "priority", "priority": "1", "note": "left over", "due_on": "x",
          "person": "0", "reason": "duplicate"}, "priority", "1", "",
         "Set the priority to “Low”"),
    ],
)  # fmt: skip
def test_each_kind_of_change_leads_to_its_preview(
    client: Client, user: User, fields: dict[str, str], kind: str, value: str, note: str, title: str
) -> None:
    claims = make_claims(2, user)
    change = planned(client, claims, **fields)
    assert (change.kind, change.value, change.note, change.by) == (kind, value, note, user)
    assert of(change) == [claim.pk for claim in claims]
    page = client.get(f"/bulk/{change.key}/")
    assert f"<h1>{title}</h1>" in unescape(page.text)
    assert "2 claims ticked in the list" in text_of(page)
    if note:
        assert note in text_of(page)


def test_an_editor_assigns_to_anybody(client: Client, user: User) -> None:
    editor = make_user(Role.EDITOR)
    client.force_login(editor)
    change = planned(client, make_claims(1, user), kind="assign", person=str(user.pk))
    assert (change.kind, change.value) == ("assign", str(user.pk))
    assert "<h1>Assign to Rita Rey</h1>" in client.get(f"/bulk/{change.key}/").text


@pytest.mark.parametrize(
    ("fields", "name", "sentence"),
    [
        ({"kind": ""}, "kind", "Choose what to do."),
        ({"kind": "publish"}, "kind", "There is no such bulk change."),
        ({"kind": "assign"}, "person", "Choose a person, or nobody."),
        ({"kind": "assign", "person": "999999"}, "person", "This person cannot be given a claim."),
        ({"kind": "due"}, "due_on", "Choose a day, or tick “No due date”."),
        ({"kind": "due", "due_on": "2026-02-30"}, "due_on",
         "Write the date as year-month-day, such as 2026-12-04."),
        ({"kind": "priority", "priority": ""}, "priority", "Choose a priority."),
        ({"kind": "priority", "priority": "9"}, "priority", "There is no such priority."),
        ({"kind": "set_aside"}, "reason", "Choose why the claims are set aside."),
        ({"kind": "set_aside", "reason": "duplicate"}, "reason", "There is no such reason."),
        ({"kind": "set_aside", "reason": "out_of_scope", "note": "x" * 4001}, "note",
         "A note has 4000 characters at most."),
    ],
)  # fmt: skip
def test_what_is_unknown_or_missing_is_said_beside_its_field_and_the_selection_is_kept(
    client: Client, user: User, fields: dict[str, str], name: str, sentence: str
) -> None:
    first, second = make_claims(2, user)
    page = ask(client, [first], query="status=new&sort=oldest", **fields)
    assert page.status_code == 422
    assert {key: list(errors) for key, errors in page.context["bulk"].errors.items()} == {
        name: [sentence]
    }
    assert f'id="bulk-{name}_error"' in page.text
    assert sentence in unescape(page.text)
    assert re.findall(r'name="claim" value="(\d+)"[^>]*?( checked)?>', page.text) == [
        (str(first.pk), " checked"), (str(second.pk), ""),
    ]  # fmt: skip
    assert '<input type="hidden" name="query" value="status=new&amp;sort=oldest">' in page.text
    assert BulkChange.objects.count() == 0


def test_a_reviewer_cannot_name_somebody_else(client: Client, user: User) -> None:
    page = ask(client, make_claims(1, user), kind="assign", person=str(make_user().pk))
    assert page.status_code == 422
    assert page.context["bulk"].errors["person"] == ["This person cannot be given a claim."]


def test_nothing_ticked_is_said(client: Client, user: User) -> None:
    make_claims(1, user)
    page = ask(client, [])
    assert page.status_code == 422
    assert page.context["bulk"].non_field_errors() == ["Tick the claims to change first."]
    assert "Tick the claims to change first." in page.text


@pytest.mark.parametrize("key", ["", "x"])
def test_a_form_without_its_key_is_refused(client: Client, user: User, key: str) -> None:
    page = ask(client, make_claims(1, user), key=key)
    assert page.status_code == 422
    assert "This form is damaged. Reload the list and choose again." in page.text


def test_claims_that_do_not_exist_are_left_out_and_counted(client: Client, user: User) -> None:
    (claim,) = make_claims(1, user)
    missing = ["999999", "x", "-1", "9" * 30, "\x00"]
    change = planned(client, [str(claim.pk), *missing])
    assert of(change) == [claim.pk]
    assert change.asked == "6 claims ticked in the list, 5 of them not found"
    assert change.asked in text_of(client.get(f"/bulk/{change.key}/"))


def test_only_claims_that_do_not_exist_are_refused(client: Client, user: User) -> None:
    page = ask(client, ["999999"])
    assert page.status_code == 422
    assert "None of these claims was found." in page.text
    assert BulkChange.objects.count() == 0


def test_the_box_of_the_page_stands_for_all_its_claims(client: Client, user: User) -> None:
    first, second, _ = make_claims(3, user)
    change = planned(client, [first], page=f"{second.pk},{first.pk}")
    assert of(change) == [first.pk, second.pk]
    assert change.asked == "2 claims ticked in the list"


def test_all_that_match_are_found_again_by_the_filters(client: Client, user: User) -> None:
    first, second = make_claims(2, user, priority=3)
    make_claims(1, user)
    query = "priority=3&after=2021-01-01T00:00:00Z~4"
    change = planned(client, [first], every="1", query=query)
    assert of(change) == [first.pk, second.pk]
    assert change.asked == "All claims that match Priority: High"
    assert change.query == "priority=3"
    assert 'href="/claims/?priority=3"' in client.get(f"/bulk/{change.key}/").text


def test_all_claims_are_called_so_where_nothing_is_filtered(client: Client, user: User) -> None:
    claims = make_claims(2, user)
    change = planned(client, [], every="1")
    assert of(change) == [claim.pk for claim in claims]
    assert change.asked == "All claims"


def test_filters_that_stand_for_nothing_are_refused(client: Client, user: User) -> None:
    make_claims(1, user)
    page = ask(client, [], every="1", query="status=foo")
    assert page.status_code == 422
    assert page.context["bulk"].non_field_errors() == ["There is no status “foo”."]


def test_filters_that_match_nothing_any_more_are_refused(client: Client, user: User) -> None:
    make_claims(1, user)
    page = ask(client, [], every="1", query="status=published")
    assert page.status_code == 422
    assert "None of these claims was found." in page.text


def test_more_than_can_be_changed_at_once_are_refused(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.actions.bulk.AT_MOST", 2)
    make_claims(3, user)
    page = ask(client, [], every="1")
    assert page.status_code == 422
    assert "At most 2 claims can be changed at once, and these are more." in page.text
    assert BulkChange.objects.count() == 0


def test_a_form_that_is_sent_twice_asks_once(client: Client, user: User) -> None:
    claims, key = make_claims(2, user), uuid4()
    one, two = planned(client, claims, key=key), planned(client, claims[::-1], key=key)
    assert one == two
    assert BulkChange.objects.count() == 1


def test_another_choice_in_a_form_that_was_sent_before_asks_for_another_change(
    client: Client, user: User
) -> None:
    (first, second), key = make_claims(2, user), uuid4()
    one = planned(client, [first], key=key)
    assert of(planned(client, [second], key=key)) == [second.pk]
    assert planned(client, [first], key=key, priority="3").value == "3"
    assert of(one) == [first.pk]
    assert BulkChange.objects.count() == 3


def test_a_filter_by_verdict_reaches_no_hidden_draft(client: Client, user: User) -> None:
    claim = make_submitted_claim()
    Interview.objects.filter(pk=claim.interview_id).update(blind=True)
    page = ask(client, [], every="1", query=f"verdict={claim.verdict_id}")
    assert page.status_code == 422
    assert BulkChange.objects.count() == 0


# The preview


def test_a_preview_says_what_will_happen_and_changes_nothing(client: Client, user: User) -> None:
    free, mine, theirs = make_claims(3, user)
    Claim.objects.filter(pk=mine.pk).update(assignee=user)
    Claim.objects.filter(pk=theirs.pk).update(assignee=make_user())
    change = planned(client, [free, mine, theirs], kind="assign", person=str(user.pk))
    page = client.get(f"/bulk/{change.key}/")
    said = text_of(page)
    assert "Nothing has changed yet 1 claim will change 1 is so already 1 will be refused" in said
    assert f"1 will be refused. {ONLY_AN_EDITOR}" in said
    assert re.findall(r'<li><a href="/claims/(\d+)/"', page.text) == [str(theirs.pk)]
    assert re.findall(r"<button class=\"pri\">([^<]+)</button>", page.text) == ["Change 1 claim"]
    assert ">Cancel</a>" in page.text
    assert Event.objects.filter(number__gt=1).count() == 0


def test_where_nothing_would_change_nothing_is_offered(client: Client, user: User) -> None:
    change = planned(client, make_claims(2, user, priority=4))
    page = client.get(f"/bulk/{change.key}/")
    assert "0 claims will change 2 are so already" in text_of(page)
    assert "There is nothing to do." in page.text
    assert '<button class="pri">' not in page.text


def test_only_who_asked_and_editors_see_and_run_it(client: Client, user: User) -> None:
    claims = make_claims(1, user)
    change = planned(client, claims)
    client.force_login(make_user())
    assert client.get(f"/bulk/{change.key}/").status_code == 404
    assert run(client, change).status_code == 404
    assert client.get(f"/bulk/{uuid4()}/").status_code == 404
    assert change.items.get().outcome == Outcome.WAITING
    client.force_login(make_user(Role.EDITOR))
    assert client.get(f"/bulk/{change.key}/").status_code == 200
    assert run(client, change).status_code == 302
    assert change.items.get().outcome == Outcome.DONE


def test_preview_and_report_show_no_verdict(client: Client, user: User) -> None:
    claim = make_submitted_claim(verdict="Mostly true")
    Interview.objects.filter(pk=claim.interview_id).update(blind=True)
    change = planned(client, [claim])
    texts = [client.get(f"/bulk/{change.key}/").text]
    run(client, change)
    texts.append(client.get(f"/bulk/{change.key}/").text)
    for text in texts:
        assert "Mostly true" not in text
        assert claim.rationale not in text


# Running it


def test_a_run_without_htmx_leads_back_to_the_page(client: Client, user: User) -> None:
    claims = make_claims(2, user)
    change = planned(client, claims)
    response = run(client, change)
    assert (response.status_code, response.headers["Location"]) == (302, f"/bulk/{change.key}/")
    assert set(Claim.objects.values_list("priority", flat=True)) == {Priority.URGENT}
    page = client.get(f"/bulk/{change.key}/")
    assert "<h2>2 claims changed.</h2>" in page.text
    assert [str(message) for message in page.context["messages"]] == ["2 claims changed."]


def test_a_run_by_htmx_goes_on_by_itself_until_the_end(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.views.bulk.SECONDS", 0)
    change = planned(client, make_claims(2, user))
    first = run(client, change, headers=HTMX)
    assert first.status_code == 200
    assert "<html" not in first.text
    assert '<progress aria-label="Claims worked off" max="2" value="1">' in first.text
    assert "1 of 2 claims" in text_of(first)
    assert 'hx-trigger="load, submit"' in first.text
    assert f'hx-post="/bulk/{change.key}/run/"' in first.text
    assert "HX-Trigger" not in first.headers
    second = run(client, change, headers=HTMX)
    assert "hx-trigger" not in second.text
    assert "<h2>2 claims changed.</h2>" in second.text
    assert second.headers["HX-Trigger"] == '{"announce": "2 claims changed."}'
    # The next whole page, which is most often the list, says it once.
    said = [str(message) for message in client.get("/claims/").context["messages"]]
    assert said == ["2 claims changed."]
    assert list(client.get("/claims/").context["messages"]) == []


def test_a_run_that_broke_off_is_offered_again(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = make_claims(3, user)
    change = planned(client, claims)
    with monkeypatch.context() as patch:
        patch.setattr("claims.views.bulk.SECONDS", 0)
        run(client, change)
    page = client.get(f"/bulk/{change.key}/")
    assert "2 claims still to change" in page.text
    assert "1 of 3 claims" in text_of(page)
    assert '<button class="pri">Go on</button>' in page.text
    assert 'hx-trigger="load' not in page.text
    run(client, change)
    assert [claim.events.count() for claim in claims] == [2, 2, 2]
    assert "<h2>3 claims changed.</h2>" in client.get(f"/bulk/{change.key}/").text


def test_running_it_again_changes_nothing(client: Client, user: User) -> None:
    (claim,) = make_claims(1, user)
    change = planned(client, [claim])
    run(client, change)
    claim.refresh_from_db()
    set_priority(claim, Priority.LOW, seen_version=2, by=user)
    assert run(client, change).status_code == 302
    claim.refresh_from_db()
    assert (claim.priority, claim.version) == (Priority.LOW, 3)


# The report


def test_a_report_names_each_claim_that_was_refused_and_folds_the_others(
    client: Client, user: User
) -> None:
    done, same, stale = make_claims(3, user)
    Claim.objects.filter(pk=same.pk).update(due_on="2026-12-04")
    change = planned(client, [done, same, stale], kind="due", due_on="2026-12-04", query="open=1")
    set_due_on(stale, date(2026, 12, 1), seen_version=1, by=user)
    run(client, change)
    page = client.get(f"/bulk/{change.key}/")
    said = "1 claim changed, 1 was so already, 1 refused."
    assert f"<h2>{said}</h2>" in page.text
    refused = page.text[page.text.index('id="bulk-refused"') :]
    assert re.findall(r'<a href="/claims/(\d+)/"', refused) == [
        str(claim.pk) for claim in (stale, done, same)
    ]
    assert f'<span class="bulk-reason">{STALE}</span>' in refused
    assert '<details class="bulk-fold" id="bulk-done">' in refused
    assert '<details class="bulk-fold" id="bulk-same">' in refused
    assert '<a class="btn" href="/claims/?open=1">Back to the list</a>' in page.text


def test_a_long_report_has_pages(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.queries.bulk.PAGE_LENGTH", 2)
    claims = make_claims(3, user, assignee=make_user())
    change = planned(client, claims, kind="assign", person="none")
    run(client, change)

    def shown(page: Any) -> list[int]:
        return [int(pk) for pk in re.findall(r'<li><a href="/claims/(\d+)/"', page.text)]

    first = client.get(f"/bulk/{change.key}/")
    assert shown(first) == [claim.pk for claim in claims[:2]]
    after = change.items.all()[1].pk
    assert f'rel="next" href="/bulk/{change.key}/?refused={after}#bulk-refused"' in first.text
    second = client.get(f"/bulk/{change.key}/?refused={after}")
    assert shown(second) == [claims[2].pk]
    assert 'rel="next"' not in second.text
    assert "To the first" in second.text
    for nothing in ("x", "-1", "9" * 30, "\x00"):
        page = client.get(f"/bulk/{change.key}/", {"refused": nothing})
        assert shown(page) == shown(first)


def test_the_page_lists_my_other_bulk_changes_that_were_begun(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.views.bulk.SECONDS", 0)
    claims = make_claims(2, user)
    begun, planned_only, this = (planned(client, claims, priority=one) for one in "431")
    run(client, begun)
    editor = make_user(Role.EDITOR)
    client.force_login(editor)
    run(client, planned(client, claims))
    client.force_login(user)
    page = client.get(f"/bulk/{this.key}/")
    assert re.findall(r'<a href="/bulk/([0-9a-f-]+)/">', page.text) == [str(begun.key)]
    assert str(planned_only.key) not in page.text
    assert "1 still to change" in text_of(page)


# What it costs


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.EDITOR])
@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_claims(
    client: Client, role: Role, number: int
) -> None:
    user = make_user(role)
    client.force_login(user)
    make_claims(number, user)
    with CaptureQueriesContext(connection) as queries:
        client.get("/claims/")
    assert len(queries) == (LIST_QUERIES if role == Role.REVIEWER else LIST_QUERIES_OF_EDITORS)


@pytest.mark.parametrize("number", [1, 3])
def test_preview_and_report_cost_the_same_for_any_number_of_claims(
    client: Client, user: User, number: int
) -> None:
    other = make_user()
    claims = make_claims(number, user) + make_claims(number, user, assignee=other)
    change = planned(client, claims, kind="assign", person=str(user.pk))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/bulk/{change.key}/").context["preview"].refused == number
    assert len(queries) == PREVIEW_QUERIES
    run(client, change)
    client.get("/claims/")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/bulk/{change.key}/")
    assert len(queries) == REPORT_QUERIES
