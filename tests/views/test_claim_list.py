"""The claim list: filters in the address, order, pages, rows."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from claims.actions.topics import give_topic
from claims.models import Claim, Interview, Person, Role, Topic, User, Verdict
from tests.factories import make_claim, make_evidence, make_interview, make_user
from tests.queries.newsroom import Newsroom, make_newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    user = make_user(username="rita", name="Rita Rey")
    client.force_login(user)
    return user


def ids(page: Any) -> list[int]:
    return [int(number) for number in re.findall(r'<tr data-row data-claim="(\d+)"', page.text)]


def listed(client: Client, query: str) -> list[int]:
    page = client.get(f"/claims/?{query}")
    assert page.status_code == 200
    assert page.context["unknown"] == []
    return ids(page)


def pks(*claims: Claim) -> list[int]:
    return [claim.pk for claim in claims]


def test_the_newest_claim_stands_first(client: Client, user: User) -> None:
    old, new = make_claim(by=user), make_claim(by=user)
    page = client.get("/claims/")
    assert ids(page) == pks(new, old)
    assert 'data-line="found">2 claims</span> · newest first' in page.text


def test_a_row_shows_the_claim_and_leads_to_it_and_to_the_desk(client: Client, user: User) -> None:
    interview = make_interview(by=user, title="The bridge")
    claim = make_claim(interview, by=user, assignee=user, due_on=date(2020, 12, 4))
    make_evidence(claim, by=user)
    make_evidence(claim, by=user)
    text = client.get("/claims/").text
    row = text[text.index("<tr data-row") : text.index("</tbody>")]
    assert f'href="/claims/{claim.pk}/"><q>The bridge cost nine million euros.</q>' in row
    assert f'href="/interviews/the-bridge/?claim={claim.pk}">The bridge</a>' in row
    assert f'href="/claims/?speaker={claim.speaker_id}">{claim.speaker}</a>' in row
    assert f'#claim-{claim.pk}-evidence">2</a>' in row
    assert "4 Dec 2020" in row
    assert '<span class="late">Overdue</span>' in row
    for name in ("statement", "status", "verdict", "assignee", "priority", "due"):
        assert f'id="claim-{claim.pk}-{name}"' in row
        assert f'hx-get="/claims/{claim.pk}/{name}/"' in row


def test_a_viewer_reads_the_rows_and_is_offered_no_edit(client: Client) -> None:
    client.force_login(make_user(Role.VIEWER))
    claim = make_claim()
    page = client.get("/claims/")
    assert ids(page) == [claim.pk]
    assert 'class="field-value" href' not in page.text
    assert "(edit)" not in page.text


def test_a_stranger_is_sent_to_the_log_in(client: Client) -> None:
    response = client.get("/claims/?open=1")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/?next=/claims/")


def test_the_list_is_only_read(client: Client, user: User) -> None:
    assert client.post("/claims/").status_code == 405


# Filters


def test_claims_are_found_by_interview(client: Client, user: User) -> None:
    one, two, three = (make_interview(by=user, title=title) for title in ("One", "Two", "Three"))
    first, second = make_claim(one, by=user), make_claim(two, by=user)
    make_claim(three, by=user)
    assert listed(client, "interview=one") == [first.pk]
    assert listed(client, "interview=one&interview=two") == pks(second, first)


def test_claims_are_found_by_status(client: Client, user: User) -> None:
    new, checking = make_claim(by=user), make_claim(by=user, status="checking")
    aside = make_claim(by=user, status="set_aside", set_aside_reason="out_of_scope")
    assert listed(client, "status=checking") == [checking.pk]
    assert listed(client, "status=new&status=set_aside") == pks(aside, new)
    assert listed(client, "open=1") == pks(checking, new)
    assert listed(client, "set_aside=out_of_scope") == [aside.pk]
    assert listed(client, "set_aside=not_checkable") == []


def test_claims_are_found_by_verdict_or_by_none(client: Client, user: User) -> None:
    true, unproven = Verdict.objects.get(label="True"), Verdict.objects.get(label="Unproven")
    a, b = make_claim(by=user, verdict=true), make_claim(by=user, verdict=unproven)
    c = make_claim(by=user)
    assert listed(client, f"verdict={true.pk}") == [a.pk]
    assert listed(client, "verdict=none") == [c.pk]
    assert listed(client, f"verdict=none&verdict={unproven.pk}") == pks(c, b)


def test_claims_are_found_by_speaker(client: Client, user: User) -> None:
    nina, omar = (Person.objects.create(name=name) for name in ("Nina Sand", "Omar Diaz"))
    a, b = make_claim(by=user, speaker=nina), make_claim(by=user, speaker=omar)
    make_claim(by=user)
    assert listed(client, f"speaker={nina.pk}") == [a.pk]
    assert listed(client, f"speaker={nina.pk}&speaker={omar.pk}") == pks(b, a)


def test_claims_are_found_by_assignee_by_me_and_by_nobody(client: Client, user: User) -> None:
    other = make_user(username="otto@example.org")
    mine, theirs = make_claim(by=user, assignee=user), make_claim(by=user, assignee=other)
    free = make_claim(by=user)
    assert listed(client, "assignee=me") == [mine.pk]
    assert listed(client, "assignee=rita") == [mine.pk]
    assert listed(client, "assignee=otto%40example.org") == [theirs.pk]
    assert listed(client, "assignee=none") == [free.pk]
    assert listed(client, "assignee=none&assignee=me") == pks(free, mine)


def test_an_account_that_was_deactivated_can_still_be_asked_for(client: Client, user: User) -> None:
    gone = make_user(username="gone", name="Gone Away", is_active=False)
    claim = make_claim(by=user, assignee=gone)
    assert listed(client, "assignee=gone") == [claim.pk]


def test_claims_are_found_by_due_date(client: Client, user: User) -> None:
    today = timezone.localdate()

    def due(days: int, **overrides: Any) -> Claim:
        return make_claim(by=user, due_on=today + timedelta(days=days), **overrides)

    late, now, seven, later = due(-1), due(0), due(7), due(8)
    due(-1, status="set_aside", set_aside_reason="out_of_scope")
    without = make_claim(by=user)
    assert listed(client, "due=overdue") == [late.pk]
    assert listed(client, "attention=overdue") == [late.pk]
    assert listed(client, "due=today") == [now.pk]
    assert listed(client, "due=week") == pks(seven, now)
    assert listed(client, "due=none") == [without.pk]
    assert later.pk not in listed(client, "due=week")


def test_claims_are_found_by_topic(client: Client, user: User) -> None:
    bridges, roads, none = (make_claim(by=user) for _ in range(3))
    for claim, name in [(bridges, "Bridges"), (roads, "Roads")]:
        give_topic(claim, name, seen_version=1, by=user)
    topic = Topic.objects.get(name="Bridges")
    assert listed(client, f"topic={topic.pk}") == [bridges.pk]
    assert listed(client, f"topic={topic.pk}&topic=none") == pks(none, bridges)
    page = client.get("/claims/?topic=999").text
    assert "There is no topic “999”." in page
    assert re.findall(r'name="topic" value="\d+"><span>(.*?)<', page) == ["Bridges", "Roads"]


def test_claims_are_found_by_priority(client: Client, user: User) -> None:
    low, urgent = make_claim(by=user, priority=1), make_claim(by=user, priority=4)
    make_claim(by=user)
    assert listed(client, "priority=4") == [urgent.pk]
    assert listed(client, "priority=1&priority=4") == pks(urgent, low)


def test_claims_without_a_source_are_found(client: Client, user: User) -> None:
    with_one, without = make_claim(by=user), make_claim(by=user)
    make_evidence(with_one, by=user)
    withdrawn = make_claim(by=user)
    evidence = make_evidence(withdrawn, by=user)
    evidence.withdrawn_at = timezone.now()
    evidence.save(update_fields=["withdrawn_at"])
    assert listed(client, "source=none") == pks(withdrawn, without)


def test_every_word_has_to_stand_somewhere_in_the_claim(client: Client, user: User) -> None:
    nina = Person.objects.create(name="Nina Sand")
    a = make_claim(
        by=user, statement="It cost a fortune.", rationale="See the ledger.", speaker=nina
    )
    b = make_claim(by=user)
    assert listed(client, "q=BRIDGE") == pks(b, a)
    assert listed(client, "q=bridge+fortune") == [a.pk]
    assert listed(client, "q=ledger") == [a.pk]
    assert listed(client, "q=nina+million") == [a.pk]
    assert listed(client, "q=nina+harbour") == []
    assert listed(client, "q=bridge+-fortune") == [b.pk]
    assert listed(client, "q=%22nine+million%22+inspect*") == []
    assert listed(client, "q=costs+millions") == pks(b, a)


def test_claims_are_found_by_the_days_of_their_life(client: Client, user: User) -> None:
    noon = timezone.now().replace(hour=12, minute=0) - timedelta(days=10)
    a, b, c = (
        make_claim(by=user, captured_at=moment, status_since=moment)
        for moment in [noon, noon + timedelta(days=1), noon + timedelta(days=2)]
    )
    day = [(noon + timedelta(days=number)).date() for number in range(3)]
    assert listed(client, f"captured={day[1]}") == [b.pk]
    assert listed(client, f"captured_from={day[1]}") == pks(c, b)
    assert listed(client, f"captured_to={day[1]}") == pks(b, a)
    assert listed(client, f"captured_from={day[1]}&captured_to={day[1]}") == [b.pk]
    assert listed(client, f"since={day[2]}") == [c.pk]
    assert listed(client, f"finished={day[1]}") == []


def test_filters_are_combined(client: Client, user: User) -> None:
    wanted = make_claim(by=user, assignee=user, status="checking", priority=3)
    make_claim(by=user, assignee=user, status="checking")
    make_claim(by=user, status="checking", priority=3)
    assert listed(client, "assignee=me&status=checking&priority=3") == [wanted.pk]


def test_an_empty_value_filters_nothing(client: Client, user: User) -> None:
    """A form without JavaScript sends every one of its fields."""
    claim = make_claim(by=user)
    query = "q=&due=&status=&interview=&captured_from=&captured_to=&sort=newest&after="
    assert listed(client, query) == [claim.pk]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("status=foo", "There is no status “foo”."),
        ("interview=nowhere", "There is no interview “nowhere”."),
        ("interview=%00", "There is no interview “\0”."),
        ("speaker=99999999999999999999999", "There is no speaker “99999999999999999999999”."),
        ("speaker=abc", "There is no speaker “abc”."),
        ("verdict=0", "There is no verdict “0”."),
        ("assignee=nobody-here", "There is no account “nobody-here”."),
        ("done_by=nobody-here", "There is no account “nobody-here”."),
        ("due=someday", "There is no due date “someday”."),
        ("priority=9", "There is no priority “9”."),
        ("source=three", "There is no kind of source “three”."),
        ("attention=much", "There is no kind of attention “much”."),
        ("set_aside=tired", "There is no reason “tired”."),
        ("captured=2021-02-30", "There is no day “2021-02-30”: write it as 2021-12-31."),
        ("finished_to=0001-01-01", "There is no day “0001-01-01”: write it as 2021-12-31."),
        ("sort=colour", "There is no order “colour”."),
        ("after=foo", "There is no page “foo” in this list."),
        ("after=2021-01-01~4", "There is no page “2021-01-01~4” in this list."),
        ("before=2021-01-01T00:00:00Z~99999999999999999999",
         "There is no page “2021-01-01T00:00:00Z~99999999999999999999” in this list."),
        ("q=%25", "There is no word in this search: type one."),
        ("q=-a", "This only says what to leave out: add a word to find."),
        ("q=%00", "A search has no NUL character."),
    ],
)  # fmt: skip
def test_an_unknown_value_is_named_and_finds_nothing(
    client: Client, user: User, query: str, sentence: str
) -> None:
    make_claim(by=user)
    page = client.get(f"/claims/?{query}")
    assert page.status_code == 200
    assert page.context["unknown"] == [sentence]
    assert ids(page) == []
    assert sentence in unescape(page.text)


def test_each_unknown_value_is_named(client: Client, user: User) -> None:
    page = client.get("/claims/?status=foo&status=new&status=bar&due=x")
    assert page.context["unknown"] == [
        "There is no status “foo”.", "There is no status “bar”.", "There is no due date “x”.",
    ]  # fmt: skip


def test_each_filter_is_a_pill_that_takes_it_off_again(client: Client, user: User) -> None:
    make_interview(by=user, title="The bridge")
    query = "q=nine&interview=the-bridge&status=new&status=checking&open=1&source=none"
    query += "&captured=2021-12-04&sort=due"
    pills = client.get(f"/claims/?{query}").context["pills"]
    assert [(pill.label, pill.words) for pill in pills] == [
        ("Words", "“nine”"), ("Interview", "The bridge"), ("Status", "New"),
        ("Status", "Checking"), ("Still open", ""), ("No source yet", ""),
        ("Captured on", "4 Dec 2021"),
    ]  # fmt: skip
    assert pills[3].href == (
        "/claims/?q=nine&interview=the-bridge&status=new&open=1&source=none&captured=2021-12-04&sort=due"
    )


def test_what_has_no_control_stays_when_another_filter_changes(client: Client, user: User) -> None:
    page = client.get("/claims/?attention=stale&done_by=rita&status=new")
    assert page.context["hidden"] == [("attention", "stale"), ("done_by", "rita")]
    assert '<input type="hidden" name="attention" value="stale">' in page.text


def test_the_controls_show_what_is_on(client: Client, user: User) -> None:
    query = "q=nine&status=new&due=week&captured_from=2021-12-04&source=none&open=1&assignee=me"
    controls = client.get(f"/claims/?{query}").text.split('<div id="claim-list"')[0]
    assert sorted(re.findall(r'name="(\w+)" value="([^"]*)" checked', controls)) == [
        ("assignee", "me"), ("due", "week"), ("open", "1"), ("sort", "newest"), ("source", "none"),
        ("status", "new"),
    ]  # fmt: skip
    assert 'id="filter-q" value="nine"' in controls
    assert 'name="captured_from" id="filter-captured_from" value="2021-12-04"' in controls


def test_somebody_waits_for_my_sign_off(client: Client) -> None:
    room: Newsroom = make_newsroom()
    client.force_login(room.jon)
    (claim,) = Claim.objects.awaiting_sign_off().not_by(room.jon)
    assert listed(client, "sign_off=me") == [claim.pk]
    client.force_login(room.vi)
    assert listed(client, "sign_off=me") == []


# Choices


def offered(client: Client, name: str, query: str = "") -> list[tuple[str, str, str]]:
    """The choices of a filter: its field and value, and how many claims it leaves."""
    page = client.get(f"/claims/choices/{name}/?{query}", headers={"HX-Request": "true"})
    assert page.status_code == 200
    return [
        (offer.name, offer.value, f"{offer.number}{'+' * offer.more}")
        for offer in page.context["offers"]
    ]


def test_each_choice_says_how_many_claims_it_would_leave(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = (make_interview(by=user, title=title) for title in ("One", "Two"))
    due = timezone.localdate()
    make_claim(one, by=user, assignee=user, priority=4, due_on=due)
    make_claim(one, by=user, status="checking", due_on=due - timedelta(days=1))
    make_claim(two, by=user, status="set_aside", set_aside_reason="out_of_scope", due_on=due)
    statuses = dict(pair[1:] for pair in offered(client, "status"))
    assert (statuses["1"], statuses["new"], statuses["set_aside"], statuses["published"]) == (
        "2", "1", "1", "0",
    )  # fmt: skip
    assert offered(client, "interview") == [("interview", "one", "2"), ("interview", "two", "1")]
    assert offered(client, "interview", "open=1&interview=two") == [
        ("interview", "one", "2"), ("interview", "two", "0"),
    ]  # fmt: skip
    assert offered(client, "assignee", "interview=one")[:2] == [
        ("assignee", "me", "1"), ("assignee", "none", "1"),
    ]  # fmt: skip
    assert offered(client, "assignee")[:2] == [("assignee", "me", "1"), ("assignee", "none", "2")]
    assert offered(client, "due") == [
        ("due", "overdue", "1"), ("due", "today", "1"), ("due", "week", "1"), ("due", "none", "0"),
    ]  # fmt: skip
    assert [number for _, _, number in offered(client, "priority", "status=new")] == list("0001")
    monkeypatch.setattr("claims.queries.claim_list_choices.SAMPLED", 1)
    assert offered(client, "interview", "open=1") == [
        ("interview", "one", "1+"), ("interview", "two", "0+"),
    ]  # fmt: skip


def test_choices_are_found_by_name_and_what_is_chosen_stays(client: Client, user: User) -> None:
    for number in range(31):
        make_interview(by=user, title=f"Talk {number:02}")
    old = make_interview(by=user, title="The harbour")
    Interview.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=9))
    values = [value for _, value, _ in offered(client, "interview", "interview=talk-30")]
    assert (len(values), "the-harbour" in values) == (30, False)
    found = offered(client, "interview", "interview=talk-30&find-interview=HARB")
    assert [value for _, value, _ in found] == ["talk-30", "the-harbour"]
    page = client.get("/claims/choices/interview/?status=new&find-interview=zzz").text
    assert "Nothing goes by this name." in page
    assert '<input type="hidden" name="status" value="new">' in page
    assert client.get("/claims/choices/colour/").status_code == 404


def test_a_draft_verdict_is_not_counted(client: Client, user: User) -> None:
    blind, true = make_interview(by=user), Verdict.objects.get(label="True")
    make_claim(blind, by=user, verdict=true, authors=[0])
    make_claim(by=user, verdict=true)
    Interview.objects.filter(pk=blind.pk).update(blind=True)
    assert dict(pair[1:] for pair in offered(client, "verdict"))[str(true.pk)] == "1"
