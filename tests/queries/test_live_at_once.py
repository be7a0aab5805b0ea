"""What a page is told has changed, when transactions end in another order than they began."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal

import pytest
from django.db import connection, transaction

from claims.actions.claims import set_assignee, set_priority
from claims.actions.reviews import start
from claims.models import Claim, Priority, User
from claims.queries import live
from claims.queries.live import News, Stream, present_place
from tests.factories import make_claim, make_user

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def _never_from_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "FRESH", 0)


def plan(claim: Claim, by: User) -> None:
    set_priority(claim, Priority.HIGH, seen_version=1, by=by)


def told(news: News) -> list[int]:
    assert news.changes is not None
    return [change.claim for change in news.changes]


def another_process(place: str) -> News:
    return Stream().since(place)


@pytest.mark.parametrize("same_process", [True, False])
@pytest.mark.usefixtures("_never_from_memory")
def test_a_change_that_began_first_and_ended_last_is_told_once(same_process: bool) -> None:
    early, late, by = make_claim(), make_claim(), make_user()
    written, go = Signal(), Signal()

    def slowly() -> None:
        with transaction.atomic():
            plan(early, by)
            written.set()
            assert go.wait(timeout=10)
        connection.close()

    stream = Stream()
    since = stream.since if same_process else another_process
    place = stream.place().text
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(slowly)
        assert written.wait(timeout=10)
        plan(late, by)
        first = since(place)
        assert told(first) == [late.pk]
        assert told(since(first.place.text)) == []
        go.set()
        slow.result()
    second = since(first.place.text)
    assert told(second) == [early.pk]
    assert sorted(told(since(place))) == [early.pk, late.pk]
    assert told(since(second.place.text)) == []


def test_a_process_answers_from_memory_for_a_moment_and_then_from_the_database() -> None:
    claim, by = make_claim(), make_user()
    stream = Stream()
    place = stream.place().text
    plan(claim, by)
    assert told(stream.since(place)) == []
    assert told(another_process(place)) == [claim.pk]
    stream._read_at -= live.FRESH
    assert told(stream.since(place)) == [claim.pk]


@pytest.mark.usefixtures("_never_from_memory")
def test_a_change_is_told_with_whom_it_concerns() -> None:
    claim, ana, jon = make_claim(), make_user(), make_user("editor")
    stream = Stream()
    place = stream.place().text
    start(claim, seen_version=1, by=ana)
    set_assignee(claim, jon, seen_version=2, by=jon)
    new = make_claim(claim.interview, by=ana)
    changes = stream.since(place).changes
    assert changes is not None
    assert [
        (one.claim, one.interview, one.captured, one.moved, one.people) for one in sorted(changes)
    ] == [
        (claim.pk, claim.interview_id, False, True, {ana.pk, jon.pk}),
        (claim.pk, claim.interview_id, False, False, {ana.pk, jon.pk}),
        (new.pk, claim.interview_id, True, True, set()),
    ]


@pytest.mark.usefixtures("_never_from_memory")
def test_where_not_all_can_be_told_everything_is_to_be_fetched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claims, by, stream = [make_claim(), make_claim(), make_claim()], make_user(), Stream()
    place = stream.place()
    monkeypatch.setattr(live, "MOST", 2)
    for claim in claims:
        plan(claim, by)
    news = stream.since(place.text)
    assert news.changes is None
    assert told(stream.since(news.place.text)) == []
    of_another_server = f"9{place.xmax}:9{place.xmax}:"
    for unknown in ["", "x", "1:2", f"1:2:{'3,' * 3000}4", of_another_server]:
        news = stream.since(unknown)
        assert news.changes is None
        assert not news.place.precedes(place)


@pytest.mark.usefixtures("_never_from_memory")
def test_what_a_process_keeps_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST", 2)
    claims, by, stream = [make_claim() for _ in range(5)], make_user(), Stream()
    places = [stream.place().text]
    for claim in claims:
        plan(claim, by)
        places.append(stream.since(places[-1]).place.text)
    assert stream._known is not None
    assert [change.claim for change in stream._known.changes] == [claims[4].pk]
    assert told(stream.since(places[3])) == [claim.pk for claim in claims[3:]]
    assert present_place().ended <= 0
