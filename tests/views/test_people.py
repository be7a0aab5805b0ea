"""The list of people, the page of one, merging two and splitting one."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.actions.claims import set_speaker
from claims.actions.people import add_person, edit_person, merge
from claims.models import Person, Role, User
from tests.factories import make_claim, make_interview, make_signed_claim, make_user

HTMX = {"HX-Request": "true"}
SHOUTED = "OKAFOR: The bridge cost nine million euros.\n\nADA BRANDT: Never inspected?\n"
LIST_QUERIES = 7
PAGE_QUERIES = 11
pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def editor(client: Client) -> User:
    user = make_user(Role.EDITOR)
    client.force_login(user)
    return user


def who(name: str) -> Person:
    return Person.objects.get(name=name)


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def merged(by: User) -> Person:
    """OKAFOR as a spelling of TOM OKAFOR, who both have a claim."""
    make_claim(make_interview())
    make_claim(make_interview(SHOUTED))
    return merge(who("OKAFOR"), who("TOM OKAFOR"), seen_version=1, seen_into=1, by=by)


def sent(person: Person, **changes: Any) -> dict[str, Any]:
    typed = {"name": person.name, "description": person.description, "same_as": person.same_as}
    return {**typed, "version": person.version, **changes}


# The list


def test_everybody_is_listed_once_by_name_with_claims_and_interviews(
    client: Client, editor: User
) -> None:
    merged(editor)
    rows = client.get("/people/").context["page"].rows
    assert [(row.name, row.claims, row.interviews, row.spellings) for row in rows] == [
        ("ADA BRANDT", 0, 2, []),
        ("TOM OKAFOR", 2, 2, ["OKAFOR"]),
    ]


def test_people_are_found_by_any_of_their_names(client: Client, editor: User) -> None:
    merged(editor)
    edit_person(
        who("ADA BRANDT"), {"description": "Journalist"}, seen_version=1, by=editor
    )  # fmt: skip
    found = {
        words: [row.name for row in client.get("/people/", {"q": words}).context["page"].rows]
        for words in ("okafor", "journalist", "nobody")
    }
    assert found == {"okafor": ["TOM OKAFOR"], "journalist": ["ADA BRANDT"], "nobody": []}
    assert client.get("/people/", {"q": "“"}).status_code in {200, 422}
    assert client.get("/people/", {"after": "x"}).status_code == 422
    assert client.get("/people/", {"after": "999999"}).status_code == 404


def test_pages_of_people_begin_at_the_one_before(
    client: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.queries.people.PAGE", 2)
    people = [add_person(name, by=editor) for name in ("Cy", "ann", "Bo", "Bo", "Di")]
    found, after = [], ""
    while True:
        page = client.get("/people/", {"after": after} if after else {}).context["page"]
        found += [row.person.pk for row in page.rows]
        if not page.last:
            break
        after = page.last
    assert found == [people[place].pk for place in (1, 2, 3, 0, 4)]


def test_the_list_and_a_page_ask_as_much_for_many_as_for_one(client: Client, editor: User) -> None:
    person = merged(editor)
    make_signed_claim()
    url = f"/people/{person.pk}/"
    assert (queries_of(client, "/people/"), queries_of(client, url)) == (
        LIST_QUERIES, PAGE_QUERIES,
    )  # fmt: skip
    for number in range(3):
        make_signed_claim(make_interview(title=f"Talk {number}"))
        add_person(f"Person {number}", by=editor)
    assert (queries_of(client, "/people/"), queries_of(client, url)) == (
        LIST_QUERIES, PAGE_QUERIES,
    )  # fmt: skip


# A person


def test_a_page_tells_claims_interviews_spellings_and_history(client: Client, editor: User) -> None:
    person = merged(editor)
    make_signed_claim()
    shown = client.get(f"/people/{person.pk}/").context
    assert [(status.value, number) for status, number in shown["standing"].by_status] == [
        ("new", 2),
        ("signed_off", 1),
    ]
    assert [(one.label, number) for one, number in shown["standing"].by_verdict] == [
        ("Mostly true", 1)
    ]
    assert len(shown["interviews"].rows) == 3
    assert [one.person.name for one in shown["spellings"]] == ["OKAFOR"]
    assert [event.verb for event in shown["events"]] == ["merged"]


def test_every_number_leads_to_exactly_its_claims(client: Client, editor: User) -> None:
    person = merged(editor)
    make_signed_claim()
    shown = client.get(f"/people/{person.pk}/").context
    for status, number in shown["standing"].by_status:
        listed = client.get(f"{shown['claims_url']}&status={status.value}")
        assert listed.context["page"].claims.__len__() == number
    for verdict, number in shown["standing"].by_verdict:
        listed = client.get(f"{shown['claims_url']}&verdict={verdict.pk}&{shown['finished']}")
        assert listed.context["page"].claims.__len__() == number


def test_another_spelling_leads_to_the_person(client: Client, editor: User) -> None:
    person = merged(editor)
    spelling = who("OKAFOR")
    answer = client.get(f"/people/{spelling.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{person.pk}/")
    for page in ("edit", "merge", "split"):
        assert client.get(f"/people/{spelling.pk}/{page}/").status_code == 404
    listed = client.get("/claims/", {"speaker": spelling.pk})
    assert len(listed.context["page"].claims) == 2
    shown = client.get("/", {"speaker": spelling.pk}).context["subject"]
    assert (shown.pk, shown.name) == (person.pk, "TOM OKAFOR")


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_person_is_edited_where_they_stand(
    client: Client, reviewer: User, headers: dict[str, str]
) -> None:
    make_interview()
    person = who("TOM OKAFOR")
    url = f"/people/{person.pk}/edit/"
    form = client.get(url, headers=headers).content.decode()
    assert ("<html" in form) == (not headers)
    assert 'value="TOM OKAFOR"' in form
    change = sent(person, description=" A  mayor ", same_as="example.org/okafor")
    saved = client.post(url, change, headers=headers)
    assert saved.status_code == (200 if headers else 302)
    person.refresh_from_db()
    assert (person.description, person.same_as) == ("A mayor", "https://example.org/okafor")
    wrong = client.post(url, sent(person, name=""), headers=headers)
    assert wrong.status_code == 422
    assert "A person needs a name." in wrong.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_stale_edit_is_answered_with_both_values(
    client: Client, reviewer: User, headers: dict[str, str]
) -> None:
    make_interview()
    person = who("TOM OKAFOR")
    edit_person(person, {"description": "A singer"}, seen_version=1, by=reviewer)
    stale = client.post(
        f"/people/{person.pk}/edit/", sent(person, description="A mayor"), headers=headers
    )
    assert stale.status_code == 409
    assert stale.context["sides"] == [("Description", "A singer", "A mayor")]
    assert 'name="version" value="2"' in stale.content.decode()
    person.refresh_from_db()
    assert person.description == "A singer"


def test_viewers_read_and_reviewers_edit_and_editors_merge(client: Client) -> None:
    make_interview()
    one, other = who("ADA BRANDT"), who("TOM OKAFOR")
    base = f"/people/{one.pk}/"
    allowed = {
        role: [client.get(url).status_code for url in
               ("/people/", base, f"{base}edit/", f"{base}merge/", f"{base}split/")]
        for role in (Role.VIEWER, Role.REVIEWER, Role.EDITOR)
        if client.force_login(make_user(role)) is None
    }  # fmt: skip
    assert allowed == {
        Role.VIEWER: [200, 200, 403, 403, 403],
        Role.REVIEWER: [200, 200, 200, 403, 403],
        Role.EDITOR: [200] * 5,
    }
    client.force_login(make_user())
    merge_form = {"into": other.pk, "seen_version": 1, "seen_into": 1}
    assert client.post(f"{base}merge/", merge_form).status_code == 403
    assert client.post(f"{base}apart/", {"spelling": one.pk, "version": 1}).status_code == 403
    assert not Person.objects.exclude(merged_into=None).exists()


# Merging


def test_those_who_may_be_the_same_are_offered_and_both_are_shown(
    client: Client, editor: User
) -> None:
    make_claim(make_interview())
    make_interview(SHOUTED)
    person, into = who("OKAFOR"), who("TOM OKAFOR")
    url = f"/people/{person.pk}/merge/"
    chosen = client.get(url).context
    assert [(one.name, why) for one, why in chosen["alike"]] == [
        ("TOM OKAFOR", "the surname is the same")
    ]
    assert [one.name for one in client.get(url, {"q": "brandt"}).context["found"]] == ["ADA BRANDT"]
    both = client.get(url, {"into": into.pk})
    assert [(side.name, side.claims, side.interviews) for side, _ in both.context["sides"]] == [
        ("OKAFOR", 0, 1),
        ("TOM OKAFOR", 1, 1),
    ]
    done = client.post(url, {"into": into.pk, "seen_version": 1, "seen_into": 1, "note": "Yes"})
    assert (done.status_code, done["Location"]) == (302, f"/people/{into.pk}/")
    person.refresh_from_db()
    assert person.identity == into


def test_a_merge_of_who_has_changed_is_shown_again(client: Client, editor: User) -> None:
    make_interview()
    make_interview(SHOUTED)
    person, into = who("OKAFOR"), who("TOM OKAFOR")
    edit_person(into, {"description": "A singer"}, seen_version=1, by=editor)
    url = f"/people/{person.pk}/merge/"
    stale = client.post(url, {"into": into.pk, "seen_version": 1, "seen_into": 1})
    assert stale.status_code == 409
    assert "A singer" in stale.content.decode()
    assert 'name="seen_into" value="2"' in stale.content.decode()
    for into_whom, status in [("x", 404), ("99999", 404), (str(person.pk), 404)]:
        assert client.get(url, {"into": into_whom}).status_code == status
    itself = client.post(url, {"into": person.pk, "seen_version": 1, "seen_into": 1})
    assert itself.status_code == 422


# Splitting


def test_a_merge_is_undone_from_the_split_page(client: Client, editor: User) -> None:
    person = merged(editor)
    spelling = who("OKAFOR")
    shown = client.get(f"/people/{person.pk}/split/")
    assert "Take apart" in shown.content.decode()
    sends = {"spelling": spelling.pk, "version": person.version}
    done = client.post(f"/people/{person.pk}/apart/", sends)
    assert (done.status_code, done["Location"]) == (302, f"/people/{spelling.pk}/")
    again = client.post(f"/people/{person.pk}/apart/", sends)
    assert again.status_code == 409
    assert client.post(f"/people/{person.pk}/apart/", {"spelling": "x"}).status_code == 404


def test_claims_and_interviews_go_to_somebody_new_or_known(client: Client, editor: User) -> None:
    claim = make_claim(make_interview())
    there = make_interview(SHOUTED)
    person, okafor = who("TOM OKAFOR"), who("OKAFOR")
    url = f"/people/{person.pk}/split/"
    form = {"claims": claim.pk, "to": "new", "name": "His father", "version": 1}
    done = client.post(url, form)
    father = who("His father")
    assert (done.status_code, done["Location"]) == (302, f"/people/{father.pk}/")
    claim.refresh_from_db()
    assert claim.person == father
    known = {"interviews": there.pk, "to": father.pk, "version": okafor.version}
    assert client.post(f"/people/{okafor.pk}/split/", known).status_code == 302
    assert father.appearances.get().interview == there


def test_a_split_that_cannot_be_done_says_why_and_keeps_what_was_ticked(
    client: Client, editor: User
) -> None:
    claim = make_claim()
    person = who("TOM OKAFOR")
    url = f"/people/{person.pk}/split/"
    form: dict[str, Any] = {"claims": claim.pk, "to": "new", "name": "Tom", "version": 1}
    refused = {
        change: client.post(url, {**form, **dict([change])}).status_code
        for change in [("claims", ""), ("name", ""), ("to", ""), ("to", "99999"), ("version", 7)]
    }
    assert refused == {
        ("claims", ""): 422, ("name", ""): 422, ("to", ""): 422, ("to", "99999"): 422,
        ("version", 7): 409,
    }  # fmt: skip
    stale = client.post(url, {**form, "version": 7}).content.decode()
    assert f'name="claims" value="{claim.pk}" checked' in stale
    assert 'value="Tom"' in stale
    assert not Person.objects.filter(name="Tom").exists()


# Taking an interview in


def test_a_name_typed_after_the_preview_that_is_known_is_shown_again(
    client: Client, reviewer: User
) -> None:
    make_interview()
    shown = client.post("/interviews/new/", {"text": SHOUTED, "action": "preview"})
    form: dict[str, Any] = {
        "text": shown.context["reading"].text, "sha256": shown.context["reading"].sha256,
        "key": shown.context["key"], "title": "Talk", "language": "en", "action": "store",
        "speaker": ["OKAFOR", "ADA BRANDT"], "name": ["TOM OKAFOR", "ADA BRANDT"],
        "who": [":OKAFOR", f"{who('ADA BRANDT').pk}:ADA BRANDT"],
    }  # fmt: skip
    again = client.post("/interviews/new/", form)
    assert again.status_code == 422
    assert "“TOM OKAFOR” is known here." in again.content.decode()
    form["who"][0] = "new:TOM OKAFOR"
    assert client.post("/interviews/new/", form).status_code == 302
    assert Person.objects.filter(name="TOM OKAFOR").count() == 2
    assert who("ADA BRANDT").appearances.count() == 2


def test_a_choice_of_somebody_who_is_not_called_so_stores_nothing(
    client: Client, reviewer: User
) -> None:
    shown = client.post("/interviews/new/", {"text": SHOUTED, "action": "preview"})
    form: dict[str, Any] = {
        "text": shown.context["reading"].text, "sha256": shown.context["reading"].sha256,
        "key": shown.context["key"], "title": "Talk", "language": "en", "action": "store",
        "speaker": ["OKAFOR"], "name": ["OKAFOR"], "who": ["4711:OKAFOR"],
    }  # fmt: skip
    refused = client.post("/interviews/new/", form)
    assert refused.status_code == 422
    assert "is not called so" in refused.content.decode()
    assert not Person.objects.exists()


# Wherever somebody is shown


def test_lists_dashboards_and_files_show_a_merged_person_once(client: Client, editor: User) -> None:
    make_signed_claim(make_interview())
    make_signed_claim(make_interview(SHOUTED))
    assert "OKAFOR</a>" in client.get("/claims/").content.decode()
    assert len(client.get("/").context["speakers"]) == 2
    person, spelling = who("TOM OKAFOR"), who("OKAFOR")
    merge(spelling, person, seen_version=1, seen_into=1, by=editor)
    page = client.get("/claims/").content.decode()
    assert page.count(f'speaker={person.pk}">TOM OKAFOR</a>') == 2
    assert f"speaker={spelling.pk}" not in page
    [line] = client.get("/").context["speakers"]
    assert (line.called.name, line.total.value) == ("TOM OKAFOR", 2)
    file = b"".join(client.get("/claims/export/csv/").streaming_content).decode()  # type: ignore[attr-defined]
    assert file.count("TOM OKAFOR") == 2
    ordered = client.get("/claims/", {"sort": "speaker"}).context["page"].claims
    assert len(ordered) == 2
    choices = client.get("/claims/choices/speaker/").content.decode()
    assert choices.count("OKAFOR") == choices.count("TOM OKAFOR")


def test_a_history_names_the_spelling_that_was_set(client: Client, editor: User) -> None:
    merged(editor)
    claim = make_claim(make_interview())
    spelling = who("OKAFOR")
    other = add_person("Somebody", by=editor)
    for speaker in (other, spelling):
        claim = set_speaker(claim, speaker, seen_version=claim.version, by=editor)
    history = client.get(f"/claims/{claim.pk}/history/").content.decode()
    assert "TOM OKAFOR (“OKAFOR”)" in history
