"""The history of a claim as a page: sentences, filters, pages of it, and any past state."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from claims.actions.claims import set_priority, set_rationale, set_statement, set_verdict
from claims.actions.comments import comment, resolve
from claims.actions.reviews import decide, request_changes, sign_off, start, submit
from claims.actions.searches import log_search, withdraw_search
from claims.actions.sources import edit_evidence, withdraw_evidence
from claims.models import Claim, Newsroom, Priority, Role, User, Verdict
from tests.factories import (
    make_claim,
    make_evidence,
    make_interview,
    make_signed_claim,
    make_source,
    make_submitted_claim,
    make_user,
)

HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db
SECRETS = ["Mostly true", "The accounts say so", "An answer of mine"]


@pytest.fixture
def author() -> User:
    return make_user(name="Ada Author")


def text(client: Client, claim: Claim, query: str = "") -> str:
    """The words of the history page, without marks, spaces folded."""
    page = client.get(f"/claims/{claim.pk}/history/{query}")
    assert page.status_code == 200
    main = page.text.partition('<main id="main"')[2].partition("</main>")[0]
    return " ".join(strip_tags(re.sub(r"</(?:dt|dd|p|h\d|li)>", " ", main)).split())


def sentences(client: Client, claim: Claim, query: str = "") -> list[str]:
    """What each line says that somebody did, newest first."""
    page = client.get(f"/claims/{claim.pk}/history/{query}").text
    found = re.findall(r"<p><b>(.*?)</b> (.*?) <time", page)
    return [f"{who} {did}" for who, did in found]


def blind_draft(author: User) -> Claim:
    """A submitted claim whose verdict nobody but its author may see."""
    claim = make_submitted_claim(make_interview(blind=True, by=make_user(Role.EDITOR)), by=author)
    edit_evidence(
        claim.evidence.get(), stance="refutes", excerpt="Nine.", locator="", seen_version=1,
        by=author, answer="An answer of mine.",
    )  # fmt: skip
    claim.refresh_from_db()
    comment(claim, body="The accounts say so, but which?", field="rationale", by=author)
    claim.refresh_from_db()
    return submit(claim, seen_version=claim.version, by=author)


# Sentences


def test_the_history_reads_as_sentences(client: Client, author: User) -> None:
    client.force_login(make_user())
    second, third = make_user(name="Bo Second"), make_user(name="Cy Third")
    Newsroom.objects.filter(pk=1).update(sign_offs_needed=2)
    claim = make_submitted_claim(by=author)
    claim = sign_off(claim, seen_hash=claim.content_hash, by=second)
    sign_off(claim, seen_hash=claim.content_hash, by=third)
    assert sentences(client, claim) == [
        "Cy Third signed off (2 of 2)",
        "Bo Second signed off (1 of 2)",
        "Ada Author submitted for sign-off",
        "Ada Author attached “City accounts” as evidence",
        "Ada Author changed the rationale",
        "Ada Author changed the verdict",
        "Ada Author changed the statement",
        "Ada Author started checking",
        "Ada Author captured the claim",
    ]


def test_a_change_that_reopens_says_so_and_the_rest_is_told_too(
    client: Client, author: User
) -> None:
    client.force_login(author)
    claim = make_signed_claim(by=author, signer=make_user(name="Bo Second"))
    claim = set_rationale(claim, "Another reason.", seen_version=8, by=author)
    evidence = claim.evidence.get()
    edit_evidence(
        evidence, stance="context", excerpt="Nine.", locator="", seen_version=1, by=author
    )
    withdraw_evidence(evidence, seen_version=2, by=author)
    entry = log_search(claim, place="Archive", searched_on=date(2026, 1, 2), found="No.", by=author)
    withdraw_search(entry, by=author)
    said = comment(claim, body="Which year?", field="statement", by=author)
    resolve(said, by=author)
    other = make_evidence(claim, by=author, source=make_source(title="Minutes"))
    comment(claim, body="Read page 4.", evidence=other, by=author)
    assert sentences(client, claim)[:10] == [
        "Ada Author commented on the evidence from “Minutes”",
        "Ada Author attached “Minutes” as evidence",
        "Ada Author resolved the comment “Which year?”",
        "Ada Author commented on the statement",
        "Ada Author withdrew the search in “Archive”",
        "Ada Author logged a search in “Archive”",
        "Ada Author withdrew the evidence from “City accounts”",
        "Ada Author changed the evidence from “City accounts”",
        "Ada Author changed the rationale, which reopened the claim",
        "Bo Second signed off",
    ]
    words = text(client, claim)
    assert "Read page 4." in words
    assert "Stance: from Supports to Context" in words
    assert "Day: to 2 Jan 2026" in words
    assert "Status:" not in words
    assert "(empty)" not in words


def test_a_second_verdict_and_the_decision_are_told(client: Client, author: User) -> None:
    claim = make_submitted_claim(make_interview(blind=True, by=make_user(Role.EDITOR)), by=author)
    second, editor = make_user(name="Bo Second"), make_user(Role.EDITOR, name="Ed Itor")
    misleading = Verdict.objects.get(label="Misleading")
    claim = sign_off(claim, seen_hash=claim.blind_hash(), by=second, verdict=misleading)
    seen = claim.version
    decide(claim, verdict=misleading, reason="It leaves out half.", seen_version=seen, by=editor)
    client.force_login(make_user())
    assert sentences(client, claim)[:2] == [
        "Ed Itor decided between the two verdicts",
        "Bo Second came to another verdict",
    ]
    words = text(client, claim)
    assert "Second verdict: to Misleading" in words
    assert "Verdict: from Mostly true to Misleading" in words
    assert "It leaves out half." in words


def test_long_texts_are_compared_word_by_word_with_the_rest_left_out(
    client: Client, author: User
) -> None:
    client.force_login(author)
    long = " ".join(f"word{number}" for number in range(80))
    claim = set_rationale(make_claim(by=author), long, seen_version=1, by=author)
    set_rationale(claim, long.replace("word40", "other"), seen_version=2, by=author)
    page = client.get(f"/claims/{claim.pk}/history/").text
    assert (
        '<del><span class="visually-hidden">removed: </span>word40<span class="visually-hidden"> '
        "(end of removed)</span></del>"
    ) in page
    newest = text(client, claim).partition("changed the rationale")[2]
    newest = newest.partition("changed the rationale")[0]
    assert "… word34 word35" in newest
    assert "word20 " not in newest


# Filters and pages


def test_it_is_narrowed_by_part_and_by_person(client: Client, author: User) -> None:
    client.force_login(author)
    other = make_user(name="Bo Second")
    claim = make_submitted_claim(by=author)
    request_changes(claim, comment="Which year?", seen_version=7, by=other)
    make_evidence(claim, by=other, source=make_source(title="Minutes"))
    assert sentences(client, claim, "?part=evidence") == [
        "Bo Second attached “Minutes” as evidence",
        "Ada Author attached “City accounts” as evidence",
    ]
    assert sentences(client, claim, f"?person={other.pk}") == [
        "Bo Second attached “Minutes” as evidence",
        "Bo Second requested changes",
    ]
    assert sentences(client, claim, f"?part=comments&person={other.pk}") == [
        "Bo Second requested changes"
    ]
    assert sentences(client, claim, "?part=signoffs") == []
    page = client.get(f"/claims/{claim.pk}/history/?part=evidence&person={other.pk}")
    assert '<option value="evidence" selected>Evidence</option>' in page.text
    assert f'<option value="{other.pk}" selected>Bo Second</option>' in page.text
    assert f"?part=evidence&amp;person={other.pk}" in page.text


@pytest.mark.parametrize(
    "query", ["?part=x&person=y&before=z", "?person=99999999999999", "?before=-1"]
)
def test_filters_that_make_no_sense_are_passed_over(
    client: Client, author: User, query: str
) -> None:
    client.force_login(author)
    assert sentences(client, make_claim(by=author), query) == ["Ada Author captured the claim"]


def test_htmx_gets_the_section_and_a_browser_without_it_a_page(
    client: Client, author: User
) -> None:
    client.force_login(author)
    address = f"/claims/{make_claim(by=author).pk}/history/?part=status"
    part, page = client.get(address, headers=HTMX), client.get(address)
    assert part.text.strip().startswith("<section")
    assert "<!doctype html>" in page.text
    assert part.headers["Vary"] == page.headers["Vary"]


def test_a_stranger_is_sent_to_log_in(client: Client) -> None:
    pk = make_claim().pk
    for address in [f"/claims/{pk}/history/", f"/claims/{pk}/history.json"]:
        assert client.get(address).status_code == 302


def test_a_long_history_has_pages_and_costs_the_same(
    client: Client, author: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(author)
    claim = make_claim(by=author)
    with django_assert_num_queries(7):
        client.get(f"/claims/{claim.pk}/history/")
    for number in range(52):
        level = Priority.HIGH if number % 2 else Priority.LOW
        claim = set_priority(claim, level, seen_version=claim.version, by=author)
    with django_assert_num_queries(7):
        newest = client.get(f"/claims/{claim.pk}/history/")
    assert newest.text.count('<li id="event-') == 50
    assert f'href="/claims/{claim.pk}/history/?before=4"' in newest.text
    assert sentences(client, claim, "?before=4") == [
        "Ada Author changed the priority", "Ada Author changed the priority",
        "Ada Author captured the claim",
    ]  # fmt: skip
    assert (
        f'href="/claims/{claim.pk}/history/?part=planning&amp;before=4"'
        in client.get(f"/claims/{claim.pk}/history/?part=planning").text
    )


def test_the_page_of_a_claim_has_the_newest_and_few_queries(
    client: Client, author: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(make_user())
    claim = make_signed_claim(by=author)
    for _ in range(2):
        claim = set_rationale(claim, f"{claim.version}", seen_version=claim.version, by=author)
        comment(claim, body="Which year?", field="statement", by=author)
        claim.refresh_from_db()
        claim = submit(claim, seen_version=claim.version, by=author)
        claim = sign_off(claim, seen_hash=claim.content_hash, by=make_user())
        with django_assert_max_num_queries(12):
            client.get(f"/claims/{claim.pk}/")
    for number in range(51):
        level = Priority.HIGH if number % 2 else Priority.LOW
        claim = set_priority(claim, level, seen_version=claim.version, by=author)
    page = client.get(f"/claims/{claim.pk}/").text
    assert page.count('<li id="event-') == 50
    assert f'href="/claims/{claim.pk}/history/?before=' in page


# Past states


def test_any_past_state_is_shown(client: Client, author: User) -> None:
    client.force_login(author)
    claim = make_signed_claim(by=author, signer=make_user(name="Bo Second"))
    log_search(claim, place="Archive", searched_on=date(2026, 1, 2), found="No.", by=author)
    withdraw_evidence(claim.evidence.get(), seen_version=1, by=author)
    claim.refresh_from_db()
    set_statement(claim, "Another.", seen_version=claim.version, by=author)
    signed = text(client, claim, "?at=8")
    for words in [
        "As it was after change 8 of 11", "Bo Second signed off", "Status Signed off",
        "Statement The bridge cost nine million.", "Verdict Mostly true",
        "Supports: City accounts", "“Nine.”", "Sign-offs then Bo Second,",
    ]:  # fmt: skip
        assert words in signed
    assert "Searches then" not in signed
    later = text(client, claim, "?at=11")
    for words in [
        "Status Checking", "Statement Another.", "No source was attached.",
        "Searches then Archive, 2 Jan 2026, by Ada Author: No.",
        "Nobody had signed off what it said.",
    ]:  # fmt: skip
        assert words in later
    first = text(client, claim, "?at=1")
    assert "Status New" in first
    assert "Statement –" in first


def test_each_event_leads_to_the_claim_then(client: Client, author: User) -> None:
    client.force_login(author)
    claim = start(make_claim(by=author), seen_version=1, by=author)
    page = client.get(f"/claims/{claim.pk}/").text
    for number in [1, 2]:
        address = f"/claims/{claim.pk}/history/?at={number}"
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("number", ["0", "3", "-1", "x", "", "99999999999999999999", "1.0"])
def test_a_state_that_never_was_is_not_found(client: Client, author: User, number: str) -> None:
    client.force_login(author)
    claim = start(make_claim(by=author), seen_version=1, by=author)
    assert client.get(f"/claims/{claim.pk}/history/?at={number}").status_code == 404


def test_a_past_state_costs_the_same_however_long_the_history(
    client: Client, author: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(author)
    claim = make_submitted_claim(by=author)
    for number in [6, 7]:
        with django_assert_num_queries(7):
            client.get(f"/claims/{claim.pk}/history/?at={number}")


# What is hidden


def test_a_hidden_draft_is_told_nowhere(client: Client, author: User) -> None:
    claim = blind_draft(author)
    client.force_login(make_user())
    queries = ["", "?part=verdict", "?part=rationale", "?part=comments", "?part=evidence",
               *(f"?at={number}" for number in range(1, claim.version + 1))]  # fmt: skip
    for query in queries:
        words = text(client, claim, query)
        assert [one for one in SECRETS if one in words] == []
    page = client.get(f"/claims/{claim.pk}/").text
    history = page.partition("-history-title")[2]
    assert [one for one in SECRETS if one in history] == []
    words = text(client, claim)
    assert "changed the rationale" in words
    assert "Verdict: hidden until a second person has given a verdict" in words
    assert "Rationale: hidden until a second person has given a verdict" in words
    assert "Answer: hidden until a second person has given a verdict" in words
    past = text(client, claim, f"?at={claim.version}")
    assert "Verdict hidden until a second person has given a verdict" in past


def test_its_author_reads_all_of_a_draft(client: Client, author: User) -> None:
    claim = blind_draft(author)
    client.force_login(author)
    for query in ["", f"?at={claim.version}"]:
        words = text(client, claim, query)
        assert [one for one in SECRETS if one in words] == SECRETS


def test_what_is_no_draft_any_more_is_told_to_all(client: Client, author: User) -> None:
    claim = blind_draft(author)
    sign_off(claim, seen_hash=claim.blind_hash(), by=make_user(), verdict=claim.verdict)
    client.force_login(make_user(Role.VIEWER))
    words = text(client, claim)
    assert [one for one in SECRETS if one in words] == SECRETS


def test_a_changed_verdict_is_named_from_what_to_what(client: Client, author: User) -> None:
    claim = make_submitted_claim(by=author)
    set_verdict(claim, Verdict.objects.get(label="False"), seen_version=7, by=author)
    client.force_login(author)
    assert "Verdict: from Mostly true to False" in text(client, claim)
