"""Fetching addresses in the background: taken once, tried again, and nothing done twice."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from claims.actions.fetches import HELD_FOR, MOST_ATTEMPTS, ask, try_again, work_through
from claims.actions.refusals import NotAllowed, Refused
from claims.models import Claim, Evidence, Fetch, FetchState, Role, Snapshot, User
from claims.text.errors import BadAddress
from tests.factories import make_claim, make_evidence, make_source, make_user
from tests.web.site import Site, serving

pytestmark = pytest.mark.django_db
TALK = b"Ada Quill: The bridge cost nine million euros.\n\nTom Roe: It was never inspected.\n"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as here:
        yield here


@pytest.fixture
def reviewer() -> User:
    return make_user()


def asked_for(url: str, by: User) -> Fetch:
    return ask(url, key=uuid.uuid4(), by=by)


def seen(asked: Fetch) -> Fetch:
    return Fetch.objects.select_related("snapshot__document").get(pk=asked.pk)


def test_a_page_becomes_a_snapshot_with_its_file_its_text_and_what_was_understood(
    site: Site, reviewer: User
) -> None:
    asked = asked_for(site.puts("/talk.txt", TALK), reviewer)
    assert work_through(site.rules) == 1
    asked = seen(asked)
    snapshot = asked.snapshot
    assert (asked.state, asked.problem) == (FetchState.DONE, "")
    assert snapshot
    assert (snapshot.url, snapshot.text) == (site.at("/talk.txt"), TALK.decode())
    assert snapshot.reading["speakers"] == ["Ada Quill", "Tom Roe"]
    with snapshot.document.file.open() as file:
        assert file.read() == TALK
    assert (snapshot.document.name, snapshot.by) == ("talk.txt", reviewer)


def test_what_cannot_be_fetched_or_read_says_why_and_can_be_tried_again(
    site: Site, reviewer: User
) -> None:
    asked = asked_for(site.at("/later"), reviewer)
    work_through(site.rules)
    assert (seen(asked).state, "404" in seen(asked).problem) == (FetchState.FAILED, True)
    site.puts("/later", TALK)
    try_again(asked, by=reviewer)
    work_through(site.rules)
    assert seen(asked).state == FetchState.DONE
    with pytest.raises(Refused):
        try_again(asked, by=reviewer)


def test_what_is_no_text_is_refused_in_one_sentence(site: Site, reviewer: User) -> None:
    asked = asked_for(site.puts("/picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 99), reviewer)
    work_through(site.rules)
    assert seen(asked).problem.startswith("This file is a picture.")
    assert not Snapshot.objects.exists()


def test_a_private_address_is_refused(reviewer: User) -> None:
    asked = asked_for("http://127.0.0.1/", reviewer)
    work_through()
    assert "private network" in seen(asked).problem


def test_the_same_key_is_one_fetch(reviewer: User) -> None:
    key = uuid.uuid4()
    first, second = (ask("https://example.org/", key=key, by=reviewer) for _ in "ab")
    assert first == second
    assert Fetch.objects.count() == 1


def test_a_viewer_and_a_bad_address_are_refused(reviewer: User) -> None:
    with pytest.raises(NotAllowed):
        asked_for("https://example.org/", make_user(Role.VIEWER))
    with pytest.raises(BadAddress):
        asked_for("file:///etc/passwd", reviewer)


def test_what_a_worker_holds_is_not_taken_until_its_time_has_run_out(
    site: Site, reviewer: User
) -> None:
    asked = asked_for(site.puts("/", TALK), reviewer)
    Fetch.objects.update(attempts=1, taken_until=timezone.now() + HELD_FOR)
    assert work_through(site.rules) == 0
    Fetch.objects.update(taken_until=timezone.now() - timedelta(seconds=1))
    assert work_through(site.rules) == 1
    assert (seen(asked).state, seen(asked).attempts) == (FetchState.DONE, 2)


def test_what_breaks_every_worker_off_fails_in_the_end(reviewer: User) -> None:
    asked = asked_for("https://example.org/", reviewer)
    Fetch.objects.update(attempts=MOST_ATTEMPTS)
    assert work_through() == 0
    assert "broken off" in seen(asked).problem


def test_a_second_snapshot_of_a_source_belongs_to_it_as_well(site: Site, reviewer: User) -> None:
    url = site.puts("/", TALK)
    source = make_source(url=url, canonical_url=url)
    for body in (TALK, TALK + b"\nAda Quill: Never?\n"):
        site.puts("/", body)
        ask(url, key=uuid.uuid4(), by=reviewer, source=source)
        work_through(site.rules)
    texts = [one.text for one in source.snapshots.all()]
    assert [len(text) for text in texts] == [len(TALK) + 19, len(TALK)]


def test_evidence_whose_excerpt_has_left_the_page_is_marked_until_it_is_back(
    site: Site, reviewer: User
) -> None:
    url = site.puts("/", TALK)
    source = make_source(url=url, canonical_url=url)
    claim = make_claim()
    kept = make_evidence(claim, source=source, excerpt="never inspected")
    lost = make_evidence(make_claim(), source=source, excerpt="nine million euros")
    before = Claim.objects.get(pk=claim.pk).version

    def marked(body: bytes) -> list[int]:
        site.puts("/", body)
        ask(url, key=uuid.uuid4(), by=reviewer, source=source)
        work_through(site.rules)
        newest = Snapshot.objects.order_by("-pk")[0]
        return [one.pk for one in Evidence.objects.filter(missing_in=newest).order_by("pk")]

    assert marked(TALK.replace(b"nine", b"ten")) == [lost.pk]
    assert marked(b"Gone: nothing is here.") == [kept.pk, lost.pk]
    assert marked(TALK) == []
    assert not Evidence.objects.exclude(missing_in=None).exists()
    assert Claim.objects.get(pk=claim.pk).version == before
