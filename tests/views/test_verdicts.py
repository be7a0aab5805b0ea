"""The page of the verdict scale: everyone reads it, editors change it, with htmx and without."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.actions.claims import set_verdict
from claims.actions.verdicts import retire, reword, set_rule, set_sign_offs_needed
from claims.models import Claim, Newsroom, Role, User, Verdict
from tests.factories import make_claim, make_interview, make_user

HTMX = {"HX-Request": "true"}
BOTH = pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
pytestmark = pytest.mark.django_db
WORDING = {"label": "Wrong", "definition": "It is not so.", "number": "1"}
RULE = {
    "tone": "negative", "needs_sources": "2", "needs_primary": "1", "needs_publishers": "2",
    "needs_excerpts": "on", "needs_answers": "on",
}  # fmt: skip


@pytest.fixture
def editor(client: Client) -> User:
    user = make_user(Role.EDITOR, name="Edda Editor")
    client.force_login(user)
    return user


def verdict(label: str = "False") -> Verdict:
    return Verdict.objects.on_scale().get(label=label)


def labels() -> list[str]:
    return [row.label for row in Verdict.objects.on_scale()]


def judged(label: str, **details: Any) -> Claim:
    person = make_user()
    claim = make_claim(
        make_interview(by=make_user(Role.EDITOR), **details) if details else None, by=person
    )
    return set_verdict(claim, verdict(label), seen_version=1, by=person)


def written_anew(row: Verdict, by: User, label: str) -> Verdict:
    return reword(row, label=label, definition=row.definition, number=row.number, by=by)


def post(client: Client, path: str, sent: dict[str, Any], headers: dict[str, str]) -> HttpResponse:
    return client.post(f"/scale/{path}", sent, headers=headers)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REVIEWER])
def test_everyone_reads_the_scale_and_only_editors_see_controls(client: Client, role: Role) -> None:
    judged("False")
    client.force_login(make_user(role))
    page = client.get("/scale/")
    assert page.status_code == 200
    assert [entry.verdict.label for entry in page.context["scale"].entries] == labels()
    assert "The evidence refutes the statement." in page.text
    assert "at least one source, at least one primary source, excerpt and place" in page.text
    assert f'href="/claims/?verdict={verdict().pk}">1 claim<' in page.text
    assert "A claim takes <b>1 sign-off</b>" in page.text
    assert 'action="/scale/' not in page.text
    assert 'href="/scale/new/"' not in page.text
    assert '<a href="/scale/">' in page.text
    client.force_login(make_user(Role.EDITOR))
    controls = client.get("/scale/").text
    for address in ("new/", "sign-offs/", *(f"{verdict().pk}/{name}/" for name in (
        "wording", "rule", "move", "retire", "remove"
    ))):  # fmt: skip
        assert f'"/scale/{address}"' in controls


def test_the_page_costs_the_same_however_much_is_on_it(client: Client, editor: User) -> None:
    for label in ("Wrong", "Untrue", "Mistaken"):
        judged(labels()[4])
        written_anew(verdict(labels()[4]), editor, label)
        with CaptureQueriesContext(connection) as captured:
            client.get("/scale/")
        assert len(captured) == 5


def test_older_wordings_are_readable_with_who_and_when_and_how_many(
    client: Client, editor: User
) -> None:
    judged("False")
    old = verdict()
    new = written_anew(old, editor, "Wrong")
    page = client.get("/scale/")
    assert "Older wordings <small>1</small>" in page.text
    text = page.text[page.text.index('id="scale-older"') :]
    assert f'id="verdict-{old.pk}"' in text
    assert "Came with Factcheck" in text
    assert f'Replaced by <a href="#verdict-{new.pk}">“Wrong”</a>, by Edda Editor' in text
    assert f'href="/claims/?verdict={old.pk}">1 claim<' in text


def test_a_blind_draft_is_not_counted_for_those_who_must_not_know_it(client: Client) -> None:
    judged("False", blind=True)
    client.force_login(make_user())
    entries = client.get("/scale/").context["scale"].entries
    assert {entry.claims for entry in entries} == {0}


@BOTH
def test_an_editor_adds_a_verdict_once(
    client: Client, editor: User, headers: dict[str, str]
) -> None:
    form = client.get("/scale/new/", headers=headers)
    assert form.status_code == 200
    assert ("<html" in form.text) == (not headers)
    sent = {**WORDING, **RULE, "key": str(uuid4())}
    first = post(client, "new/", sent, headers)
    post(client, "new/", sent, headers)
    assert labels()[-2:] == ["Attribution confirmed", "Wrong"]
    added = verdict("Wrong")
    assert (added.needs_sources, added.needs_publishers, added.needs_search_log) == (2, 2, False)
    assert (added.number, added.tone, added.written_by) == (1, "negative", editor)
    if headers:
        assert first["HX-Retarget"] == "#scale"
        assert json.loads(first["HX-Trigger"]) == {"announce": "“Wrong” is on the scale."}
        assert f'id="verdict-{added.pk}"' in first.text
    else:
        assert (first.status_code, first["Location"]) == (302, "/scale/")


@BOTH
@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"label": ""}, {"label": ["Give the verdict a label."]}),
        ({"label": "FALSE"},
         {"label": ["Another verdict on the scale is called “FALSE” already."]}),
        ({"definition": " "},
         {"definition": ["Say when it is the right one: reviewers choose by this."]}),
        ({"number": "0"}, {"number": ["Write a whole number from 1 to 100, or nothing."]}),
        ({"tone": "sad"}, {"tone": ["There is no such way to read it."]}),
        ({"needs_sources": "-1"}, {"needs_sources": ["A number from 0 on."]}),
        ({"needs_primary": "21"}, {"needs_primary": ["20 at most."]}),
        ({"needs_publishers": ""}, {"needs_publishers": ["Write a number; 0 asks for none."]}),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_new_verdict_stands_beside_it(
    client: Client, editor: User, headers: dict[str, str], typed: dict[str, str],
    wrong: dict[str, list[str]],
) -> None:  # fmt: skip
    before = labels()
    response = post(client, "new/", {**WORDING, **RULE, **typed}, headers)
    assert response.status_code == 422
    assert response.context["form"].errors == wrong
    name = next(iter(wrong))
    assert f'id="verdict-new-{name}_error"' in response.text
    assert labels() == before


@BOTH
def test_a_new_wording_takes_the_place_of_the_old_one(
    client: Client, editor: User, headers: dict[str, str]
) -> None:
    old = verdict()
    form = client.get(f"/scale/{old.pk}/wording/", headers=headers)
    assert form.context["form"]["definition"].value() == "The evidence refutes the statement."
    saved = post(client, f"{old.pk}/wording/", WORDING, headers)
    new = verdict("Wrong")
    old.refresh_from_db()
    assert (old.replaced_by, new.definition) == (new, "It is not so.")
    if headers:
        assert f'<li class="verdict t-negative" id="verdict-{new.pk}">' in saved.text
        assert json.loads(saved["HX-Trigger"])["scale-changed"] == {"verdict": new.pk}
    else:
        assert (saved.status_code, saved["Location"]) == (302, f"/scale/#verdict-{new.pk}")


@BOTH
def test_a_stale_wording_shows_both_and_saves_on_the_newer_one(
    client: Client, editor: User, headers: dict[str, str]
) -> None:
    old = verdict()
    theirs = written_anew(old, make_user(Role.EDITOR), "Untrue")
    response = post(client, f"{old.pk}/wording/", WORDING, headers)
    assert response.status_code == 409
    assert response.context["sides"] == [
        ("Label", "Untrue", "Wrong"),
        ("Definition", "The evidence refutes the statement.", "It is not so."),
    ]
    assert f'action="/scale/{theirs.pk}/wording/"' in response.text
    assert "Nothing was overwritten." in response.text
    assert verdict("Untrue") == theirs
    assert post(client, f"{theirs.pk}/wording/", WORDING, headers).status_code in {200, 302}
    assert "Wrong" in labels()


@BOTH
def test_a_rule_is_edited_in_place(client: Client, editor: User, headers: dict[str, str]) -> None:
    row = verdict()
    form = client.get(f"/scale/{row.pk}/rule/", headers=headers)
    assert form.context["form"]["version"].value() == 1
    sent = {**RULE, "tone": "mixed", "needs_answers": "", "needs_search_log": "on", "version": 1}
    saved = post(client, f"{row.pk}/rule/", sent, headers)
    assert saved.status_code == (200 if headers else 302)
    row.refresh_from_db()
    assert (row.tone, row.needs_sources, row.needs_answers, row.needs_search_log) == (
        "mixed", 2, False, True,
    )  # fmt: skip
    assert row.version == 2


@BOTH
def test_a_stale_rule_shows_both_and_keeps_what_was_typed(
    client: Client, editor: User, headers: dict[str, str]
) -> None:
    row = verdict()
    set_rule(row, needs_sources=5, needs_excerpts=False, seen_version=1, by=editor)
    response = post(client, f"{row.pk}/rule/", {**RULE, "version": 1}, headers)
    assert response.status_code == 409
    assert response.context["sides"] == [
        ("Sources, at least", "5", "2"),
        ("Independent publishers, at least", "0", "2"),
        ("Each source with its excerpt and its place", "No", "Yes"),
    ]
    assert '<input type="hidden" name="version" value="2"' in response.text
    assert response.context["form"]["needs_sources"].value() == "2"
    assert verdict().needs_sources == 5
    post(client, f"{row.pk}/rule/", {**RULE, "version": 2}, headers)
    assert verdict().needs_sources == 2


@BOTH
def test_what_was_typed_for_a_verdict_that_is_retired_meanwhile_stays(
    client: Client, editor: User, headers: dict[str, str]
) -> None:
    row = verdict()
    retire(row, seen_version=1, by=editor)
    response = post(client, f"{row.pk}/wording/", WORDING, headers)
    assert response.status_code == 409
    assert "Somebody retired this verdict while you were typing." in response.text
    assert response.context["form"]["label"].value() == "Wrong"
    assert "Save" not in response.text


@BOTH
def test_verdicts_are_moved_by_buttons(
    client: Client, editor: User, headers: dict[str, str]
) -> None:
    row = verdict("Misleading")
    moved = post(client, f"{row.pk}/move/", {"direction": "up", "position": 3}, headers)
    assert labels()[:3] == ["True", "Misleading", "Mostly true"]
    if headers:
        button = f'id="verdict-{row.pk}-up" autofocus>'
        assert button in moved.text
    else:
        assert (moved.status_code, moved["Location"]) == (302, f"/scale/#verdict-{row.pk}")
    again = post(client, f"{row.pk}/move/", {"direction": "up", "position": 3}, headers)
    assert again.status_code == 409
    assert "Somebody changed the order of the scale." in again.text
    assert post(client, f"{row.pk}/move/", {"direction": "in"}, headers).status_code == 422
    assert labels()[:3] == ["True", "Misleading", "Mostly true"]


def test_at_an_end_of_the_scale_there_is_no_way_on(client: Client, editor: User) -> None:
    row = verdict("Mostly true")
    moved = post(client, f"{row.pk}/move/", {"direction": "up", "position": 2}, HTMX)
    assert f'id="verdict-{row.pk}-up" disabled>' in moved.text
    assert f'id="verdict-{row.pk}-down" autofocus>' in moved.text


@BOTH
def test_a_verdict_is_retired_and_brought_back(
    client: Client, editor: User, headers: dict[str, str]
) -> None:
    row = verdict()
    assert post(client, f"{row.pk}/retire/", {"version": 9}, headers).status_code == 409
    assert "False" in labels()
    post(client, f"{row.pk}/retire/", {"version": 1}, headers)
    assert "False" not in labels()
    page = client.get("/scale/")
    assert [entry.verdict for entry in page.context["scale"].retired] == [row]
    assert f'action="/scale/{row.pk}/bring-back/"' in page.text
    post(client, f"{row.pk}/bring-back/", {}, headers)
    assert labels()[-1] == "False"


@BOTH
def test_a_verdict_that_was_never_used_is_removed_after_a_question(
    client: Client, editor: User, headers: dict[str, str]
) -> None:
    row = verdict()
    asked = client.get(f"/scale/{row.pk}/remove/", headers=headers)
    assert "No claim ever had it." in asked.text
    assert "False" in labels()
    removed = post(client, f"{row.pk}/remove/", {}, headers)
    assert removed.status_code == (200 if headers else 302)
    assert "False" not in labels()
    assert client.get(f"/scale/{row.pk}/wording/", headers=headers).status_code == 404


@BOTH
def test_a_verdict_that_was_used_is_not_removed_and_retiring_is_offered(
    client: Client, editor: User, headers: dict[str, str]
) -> None:
    row = verdict()
    judged("False")
    asked = client.get(f"/scale/{row.pk}/remove/", headers=headers)
    refused = post(client, f"{row.pk}/remove/", {}, headers)
    assert (asked.status_code, refused.status_code) == (200, 422)
    for answer in (asked.text, refused.text):
        assert "“False” cannot be removed. Claims stand on it, so it stays." in answer
        assert f'action="/scale/{row.pk}/retire/"' in answer
        assert f'action="/scale/{row.pk}/remove/"' not in answer
    assert "False" in labels()


@BOTH
def test_the_number_of_sign_offs_is_changed(
    client: Client, editor: User, headers: dict[str, str]
) -> None:
    form = client.get("/scale/sign-offs/", headers=headers)
    assert "It holds for claims that are submitted from now on." in form.text
    saved = post(client, "sign-offs/", {"number": "2", "version": 1}, headers)
    assert Newsroom.rules().sign_offs_needed == 2
    if headers:
        assert "A claim takes <b>2 sign-offs</b>" in saved.text
        said = "Claims that are submitted from now on take 2 sign-offs."
        assert json.loads(saved["HX-Trigger"]) == {"announce": said}
    else:
        assert (saved.status_code, saved["Location"]) == (302, "/scale/")


@BOTH
def test_a_stale_number_of_sign_offs_shows_both(
    client: Client, editor: User, headers: dict[str, str]
) -> None:
    set_sign_offs_needed(2, seen_version=1, by=editor)
    response = post(client, "sign-offs/", {"number": "3", "version": 1}, headers)
    assert response.status_code == 409
    assert '<p class="meta">Stands now</p>2</div>' in response.text
    assert '<p class="meta">You chose</p>3</div>' in response.text
    assert Newsroom.rules().sign_offs_needed == 2
    assert post(client, "sign-offs/", {"number": "4", "version": 2}, headers).status_code == 422
    post(client, "sign-offs/", {"number": "3", "version": 2}, headers)
    assert Newsroom.rules().sign_offs_needed == 3


CHANGES = ["wording", "rule", "move", "retire", "bring-back", "remove"]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REVIEWER])
@pytest.mark.parametrize("change", [*CHANGES, "new", "sign-offs"])
def test_others_change_nothing(client: Client, role: Role, change: str) -> None:
    client.force_login(make_user(role))
    path = f"{verdict().pk}/{change}/" if change in CHANGES else f"{change}/"
    before = list(Verdict.objects.values())
    sent = {**WORDING, **RULE, "version": 1, "direction": "up", "position": 5, "number": "2"}
    assert post(client, path, sent, HTMX).status_code == 403
    assert list(Verdict.objects.values()) == before
    assert Newsroom.rules().sign_offs_needed == 1


@pytest.mark.parametrize("change", CHANGES)
def test_a_verdict_that_is_not_there_is_not_found(
    client: Client, editor: User, change: str
) -> None:
    assert post(client, f"99999/{change}/", {}, HTMX).status_code == 404


def test_a_claim_shows_that_its_verdict_is_an_older_wording(client: Client, editor: User) -> None:
    claim = judged("False")
    old = claim.verdict
    note = f'<a class="field-note" href="/scale/#verdict-{old.pk}">'
    assert note not in client.get(f"/claims/{claim.pk}/").text
    new = written_anew(old, editor, "Wrong")
    page = client.get(f"/claims/{claim.pk}/")
    assert f"{note}An older wording</a>" in page.text
    assert page.context["fields"]["verdict"].text == "False"
    form = client.get(f"/claims/{claim.pk}/verdict/", headers=HTMX)
    offered = [label for _, label in form.context["form"].fields["value"].choices]
    assert offered.count("False (older wording)") == 1
    assert "Wrong" in offered
    set_verdict(claim, new, seen_version=claim.version, by=editor)
    retire(new, seen_version=1, by=editor)
    page = client.get(f"/claims/{claim.pk}/")
    assert ">No longer on the scale</a>" in page.text


def test_a_retired_verdict_is_not_offered_to_other_claims(client: Client, editor: User) -> None:
    row = verdict()
    retire(row, seen_version=1, by=editor)
    claim = make_claim()
    form = client.get(f"/claims/{claim.pk}/verdict/", headers=HTMX)
    assert row not in form.context["form"].fields["value"].queryset
    sent = {"value": row.pk, "version": 1}
    assert client.post(f"/claims/{claim.pk}/verdict/", sent, headers=HTMX).status_code == 422
    claim.refresh_from_db()
    assert claim.verdict is None
