"""My queue: what waits for the one who looks."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.actions import reviews
from claims.actions.claims import set_rationale
from claims.actions.comments import comment, resolve
from claims.models import Claim, Interview, Role, User, Verdict
from claims.models import Newsroom as NewsroomRules
from claims.queries import queue
from claims.queries.queue import waiting_for
from tests.factories import (
    make_claim,
    make_interview,
    make_signed_claim,
    make_submitted_claim,
    make_user,
)
from tests.queries.newsroom import Newsroom, changed, make_newsroom, submitted

HTMX = {"HX-Request": "true"}
QUERIES = 6

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


def sections(client: Client) -> dict[str, list[int]]:
    return {
        section.name: [line.row.claim.pk for line in section.lines]
        for section in client.get("/queue/").context["sections"]
    }


def test_the_queue_has_what_i_fix_what_i_check_and_what_i_sign_off(
    client: Client, user: User
) -> None:
    other = make_user()
    interview = make_interview(by=user)

    def claim(**overrides: Any) -> Claim:
        return make_claim(interview, by=other, **overrides)

    now = timezone.now()
    today = timezone.localdate()
    new = claim(assignee=user)
    late = claim(assignee=user, status="checking", due_on=today)
    urgent = claim(assignee=user, status="checking", priority=4)
    sooner = claim(assignee=user, due_on=today - timedelta(days=1))
    young = submitted(claim(assignee=other), other, status_since=now - timedelta(hours=1))
    old = submitted(claim(assignee=other), other, status_since=now - timedelta(hours=9))
    submitted(claim(assignee=user), user)
    mine_by_another = submitted(claim(assignee=user), other, status_since=now - timedelta(hours=5))
    fix = submitted(claim(assignee=user), user, status="changes_requested")
    claim()
    claim(assignee=other)
    claim(assignee=user, status="set_aside", set_aside_reason="out_of_scope")
    assert sections(client) == {
        "to-fix": [fix.pk],
        "to-check": [sooner.pk, late.pk, urgent.pk, new.pk],
        "to-sign-off": [old.pk, mine_by_another.pk, young.pk],
    }


def disputed(by: User, second: User) -> Claim:
    """A claim with two verdicts, by two people."""
    claim = make_submitted_claim(make_blind(), by=by, verdict="Mostly true")
    found = Verdict.objects.get(label="Misleading")
    return reviews.sign_off(claim, seen_hash=claim.blind_hash(), verdict=found, by=second)


def make_blind() -> Interview:
    return make_interview(blind=True, by=make_user(Role.EDITOR))


def listed(client: Client, asked: str) -> list[int]:
    rows = re.findall(r'<tr data-row data-claim="(\d+)"', client.get(f"/claims/?{asked}").text)
    return sorted(map(int, rows))


def test_nobody_is_asked_to_sign_what_they_wrote_or_have_signed(client: Client, user: User) -> None:
    newsroom = NewsroomRules.rules()
    newsroom.sign_offs_needed = 2
    newsroom.save()
    other = make_user()
    free = make_submitted_claim(by=other)
    mine = make_submitted_claim(by=user)
    wrote = make_submitted_claim(by=other)
    changed(wrote, authors=[other.pk, user.pk])
    signed = make_submitted_claim(by=other)
    reviews.sign_off(signed, seen_hash=signed.content_hash, by=user)
    assert sections(client)["to-sign-off"] == [free.pk]
    assert listed(client, "sign_off=me") == [free.pk]
    client.force_login(make_user())
    assert sections(client)["to-sign-off"] == [free.pk, mine.pk, wrote.pk, signed.pk]


def test_an_editor_who_is_neither_of_the_two_decides(client: Client) -> None:
    one, other = make_user(Role.EDITOR), make_user(Role.EDITOR)
    claim = disputed(one, other)
    for person in [one, other, make_user(), make_user(Role.VIEWER)]:
        client.force_login(person)
        assert "to-decide" not in sections(client)
        assert listed(client, "waits=to-decide") == []
    client.force_login(make_user(Role.EDITOR))
    assert sections(client)["to-decide"] == [claim.pk]
    assert listed(client, "waits=to-decide") == [claim.pk]


def test_what_i_signed_and_what_has_changed_since_comes_back_to_me(
    client: Client, user: User
) -> None:
    other = make_user()
    claim = make_signed_claim(by=other, signer=user)
    make_signed_claim(by=other, signer=user)
    by_another = make_signed_claim(by=other)
    assert "stale" not in sections(client)
    for one in [claim, by_another]:
        set_rationale(one, "Other words.", seen_version=one.version, by=other)
    assert sections(client)["stale"] == [claim.pk]
    assert listed(client, "waits=stale") == [claim.pk]
    claim.refresh_from_db()
    reviews.submit(claim, seen_version=claim.version, by=make_user(Role.EDITOR))
    found = sections(client)
    assert ("stale" in found, found["to-sign-off"]) == (False, [claim.pk])


def test_a_mention_waits_until_it_is_resolved(client: Client, user: User) -> None:
    jon, claim = make_user(name="Jon Bell"), make_claim()
    first = comment(claim, body=f"@{user.username} the <first>?", by=jon)
    second = comment(claim, body=f"@{user.username} the second?", by=jon)
    comment(make_claim(), body="Not you.", by=jon)
    page = client.get("/queue/")
    assert sections(client)["mentioned"] == [claim.pk]
    assert f"<b>Jon Bell:</b> @{user.username} the second?" in page.text
    assert page.context["header"].waiting == page.context["total"] == 1
    resolve(second, by=jon)
    assert f"@{user.username} the &lt;first&gt;?" in client.get("/queue/").text
    assert listed(client, "waits=mentioned") == [claim.pk]
    resolve(first, by=user)
    assert "mentioned" not in sections(client)
    assert listed(client, "waits=mentioned") == []


def test_a_claim_that_waits_twice_is_counted_once(client: Client, user: User) -> None:
    claim = make_claim(assignee=user)
    comment(claim, body=f"@{user.username}?", by=make_user())
    page = client.get("/queue/")
    assert [section.number for section in page.context["sections"]] == [0, 1, 0, 1]
    assert page.context["header"].waiting == page.context["total"] == 1
    assert '<b class="num">1</b> claim waits for you' in page.text


def test_a_hidden_verdict_stays_hidden_in_the_queue(client: Client, user: User) -> None:
    author = make_user()
    claim = make_submitted_claim(make_blind(), by=author, verdict="Mostly true")
    comment(claim, body=f"@{user.username} mostly right!", by=author, field="rationale")
    page = client.get("/queue/")
    found = sections(client)
    assert (found["to-sign-off"], found["mentioned"]) == ([claim.pk], [claim.pk])
    assert "Mostly true" not in page.text
    assert "mostly right" not in page.text
    assert page.text.count("Hidden until a second person has given a verdict") >= 3
    client.force_login(author)
    assert "Mostly true" in client.get(f"/claims/{claim.pk}/card/").text


def test_what_has_to_change_stands_with_the_claim(client: Client, user: User) -> None:
    editor = make_user(Role.EDITOR, name="Ed Hall")
    claim = submitted(make_claim(by=user, assignee=user), user)
    claim = reviews.request_changes(
        claim, comment="Name the year.", seen_version=claim.version, by=editor
    )
    claim = reviews.submit(claim, seen_version=claim.version, by=user)
    reviews.request_changes(
        claim, comment="Now the <month>.", seen_version=claim.version, by=editor
    )
    text = client.get("/queue/").text
    assert "<b>Ed Hall:</b> Now the &lt;month&gt;." in text
    assert "Name the year." not in text


@pytest.mark.parametrize("name", ["ana", "jon", "ed", "vi"])
def test_the_count_in_the_header_is_what_the_page_shows(client: Client, name: str) -> None:
    room: Newsroom = make_newsroom()
    user = getattr(room, name)
    client.force_login(user)
    page = client.get("/queue/")
    shown = [line.row.claim.pk for section in page.context["sections"] for line in section.lines]
    assert sorted(shown) == sorted(waiting_for(user, most=99).values_list("pk", flat=True))
    assert len(shown) == page.context["total"] == page.context["header"].waiting
    in_header = re.findall(r'<span class="count">(\d+)<', page.text)
    assert in_header == ([str(len(shown))] if shown else [])


@pytest.mark.parametrize("name", ["ana", "jon", "ed"])
def test_each_number_leads_to_the_list_of_its_claims(client: Client, name: str) -> None:
    room: Newsroom = make_newsroom()
    client.force_login(getattr(room, name))
    for section in client.get("/queue/").context["sections"]:
        listed = client.get(section.href).text
        assert f'data-found="{section.number}"' in listed
        found = {int(pk) for pk in re.findall(r'<tr data-row data-claim="(\d+)"', listed)}
        assert found == {line.row.claim.pk for line in section.lines}


def test_when_nothing_waits_the_queue_leads_to_what_nobody_has(client: Client, user: User) -> None:
    free = make_claim()
    text = client.get("/queue/").text
    assert "Nothing waits for you." in text
    assert 'href="/claims/?assignee=none&amp;open=1"' in text
    listed = client.get("/claims/?assignee=none&open=1").text
    assert re.findall(r'<tr data-row data-claim="(\d+)"', listed) == [str(free.pk)]


def test_a_viewer_has_nothing_to_review(client: Client) -> None:
    room: Newsroom = make_newsroom()
    client.force_login(room.vi)
    text = client.get("/queue/").text
    assert "Viewers read" in text
    assert "<tr data-row" not in text


def test_a_long_section_is_cut_and_leads_to_the_rest(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.queries.queue.SHOWN", 2)
    interview = make_interview(by=user)
    for _ in range(3):
        make_claim(interview, by=user, assignee=user)
    page = client.get("/queue/")
    assert [len(section.lines) for section in page.context["sections"]] == [0, 2, 0]
    assert ">All 3</a>" in page.text


def test_htmx_gets_the_sections_only(client: Client, user: User) -> None:
    response = client.get("/queue/", headers=HTMX)
    assert response.text.lstrip().startswith('<div id="queue-sections" ')
    assert "HX-Request" in response.headers["Vary"]


def test_a_stranger_is_sent_to_the_log_in(client: Client) -> None:
    response = client.get("/queue/")
    assert response.headers["Location"] == "/accounts/login/?next=/queue/"


def test_the_queue_is_only_read(client: Client, user: User) -> None:
    assert client.post("/queue/").status_code == 405


def test_it_takes_the_same_queries_for_one_claim_and_for_many(client: Client) -> None:
    room: Newsroom = make_newsroom()
    client.force_login(room.ana)
    kept = waiting_for(room.ana, most=99).values_list("pk", flat=True)[:1]
    many = queries_of(client)
    for claim in waiting_for(room.ana, most=99).exclude(pk__in=list(kept)):
        changed(claim, status="set_aside", set_aside_reason="out_of_scope")
    assert (many, queries_of(client)) == (QUERIES, QUERIES)


def test_an_editor_with_everything_pays_no_more(client: Client) -> None:
    editor = make_user(Role.EDITOR, username="ed")
    client.force_login(editor)
    for _ in range(2):
        disputed(make_user(), make_user())
        claim = make_signed_claim(signer=editor)
        set_rationale(claim, "Other words.", seen_version=claim.version, by=make_user())
        comment(make_claim(assignee=editor), body="@ed", by=make_user())
        assert queries_of(client) == QUERIES


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/queue/").status_code == 200
    return len(captured)


def test_what_is_many_is_not_counted_to_its_end(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "COUNTED", 2)
    interview = make_interview(by=user)
    for _ in range(4):
        make_claim(interview, by=user, assignee=user)
    page = client.get("/queue/")
    assert [section.words for section in page.context["sections"]] == ["0", "2+", "0"]
    assert '<b class="num">2+</b> claims wait for you' in page.text
    assert page.context["header"].waiting_words == "2+"


def test_the_header_counts_for_each_person_what_is_theirs(user: User) -> None:
    other, viewer = make_user(), make_user(Role.VIEWER)
    make_claim(by=other, assignee=user)
    make_submitted_claim(by=user)
    numbers = [queue.in_header(one).waiting for one in (user, other, viewer, user)]
    assert numbers == [1, 1, 0, 1]
