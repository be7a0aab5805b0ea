"""Orders and filters of the claim list: what they mean, and whether they are read from an index."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.actions.topics import topic_named
from claims.models import Claim, Person, Status, User, Verdict
from claims.models.claims import ClaimQuerySet
from claims.queries.claim_list import Asking, Number, matching, number_of
from claims.queries.claim_list_pages import ORDERS, in_order, page_of
from claims.queries.claim_rows import WHOLE
from tests.factories import make_claim, make_interview, make_user
from tests.queries.plans import make_many, plan_of

pytestmark = pytest.mark.django_db


def plan_of_page(claims: ClaimQuerySet, sort: str) -> str:
    with CaptureQueriesContext(connection) as queries:
        page_of(claims, sort, reading=WHOLE, reader=User(pk=1))
    return plan_of(queries[0]["sql"])


@pytest.mark.parametrize(
    ("sort", "index"),
    [
        ("newest", "Scan using claim_newest on"),
        ("oldest", "Scan Backward using claim_newest on"),
        ("due", "Scan using claim_soonest on"),
        ("-due", "Scan Backward using claim_last_due on"),
        ("priority", "Scan using claim_urgent on"),
        ("-priority", "Scan Backward using claim_urgent on"),
        ("status", "Scan using claim_by_status on"),
        ("-status", "Scan Backward using claim_by_status on"),
        ("since", "Scan using claim_status_since on"),
        ("-since", "Scan Backward using claim_status_since on"),
        ("sources", "Scan using claim_most_sources on"),
        ("-sources", "Scan Backward using claim_most_sources on"),
        ("interview", "Scan using claim_interview_newest on"),
        ("-interview", "Scan Backward using interview_by_title on"),
        ("speaker", "Scan using claim_speaker_newest on"),
        ("-speaker", "Scan Backward using person_name on"),
        ("topic", "Scan using claim_topic_newest on"),
        ("verdict", "Scan using claim_verdict_newest on"),
        ("assignee", "Scan using claim_assignee_newest on"),
    ],
)
def test_every_order_is_that_of_an_index(sort: str, index: str) -> None:
    """The rows of a small table may be sorted, and then claims are read group by group."""
    make_claim()
    plan = plan_of_page(Claim.objects.all(), sort)
    small = sort.removeprefix("-") in {"topic", "verdict", "assignee"}
    assert index in plan, plan
    assert ("Sort" in plan) <= small, plan


FILTERS: list[tuple[dict[str, Any], str]] = [
    ({"status": [Status.CHECKING]}, "claim_status_newest"),
    ({"open": "1"}, "claim_open_newest"),
    ({"interview": ["the-bridge"]}, "claim_interview_newest"),
    ({"speaker": ["0"]}, "claim_speaker_newest"),
    ({"topic": ["1"]}, "claim_topic_newest"),
    ({"verdict": ["1"]}, "claim_verdict_newest"),
    ({"assignee": ["ana"]}, "claim_assignee_newest"),
    ({"priority": ["4"]}, "claim_priority_newest"),
    ({"due": "overdue"}, "claim_due_newest"),
    ({"source": "none"}, "claim_sourceless_newest"),
    ({"attention": "stale"}, "claim_stale_newest"),
    ({"set_aside": ["not_checkable"]}, "claim_aside_newest"),
    ({"attention": "needs-anchoring"}, "claim_lost_newest"),
    ({"attention": "no-primary"}, "claim_unproven_newest"),
    ({"captured": date(2026, 1, 2)}, "claim_newest"),
    ({"captured_from": date(2026, 1, 2)}, "claim_newest"),
    ({"done_by": "ana"}, "claim_submitter_newest"),
]


def test_each_filter_has_its_newest_claims_in_an_index() -> None:
    make_claim(quote="By hand.")
    make_many()
    asking = Asking(User(pk=1), timezone.localdate())
    for wanted, index in FILTERS:
        plan = plan_of_page(matching(wanted, asking=asking), "newest")
        assert (f"Scan using {index} on" in plan, "Sort" in plan) == (True, False), (wanted, plan)


def test_open_claims_of_a_topic_by_due_date_are_found_without_a_look_at_finished_ones() -> None:
    make_claim(quote="By hand.")
    make_many()
    asking = Asking(User(pk=1), timezone.localdate())
    plan = plan_of_page(matching({"open": "1", "topic": ["1"]}, asking=asking), "due")
    assert ("Scan using claim_open_soonest on" in plan, "Sort" in plan) == (True, False), plan
    assert "Index Cond: (topic_id = 1)" in plan, plan


@pytest.fixture
def reader() -> User:
    return make_user()


def make_variety(reader: User) -> list[Claim]:
    """Claims of every kind of group, with ties, with nothing, and with a draft verdict."""
    bridge, tower = (make_interview(by=reader, title=title) for title in ("the bridge", "Tower"))
    blind = make_interview(by=reader, title="A blind one", blind=False)
    type(blind).objects.filter(pk=blind.pk).update(blind=True)
    people = [Person.objects.create(name=name) for name in ("nina", "Omar", "Omar")]
    topics = [topic_named(name) for name in ("Roads", "bridges")]
    true, false = (Verdict.objects.get(label=label) for label in ("True", "False"))
    soon = date(2030, 1, 1)
    rows: list[tuple[Any, dict[str, Any]]] = [
        (bridge, {"speaker": people[0], "topic": topics[0], "verdict": true}),
        (bridge, {"speaker": people[1], "due_on": soon, "assignee": reader}),
        (bridge, {"speaker": people[2], "status": "checking", "priority": 4}),
        (tower, {"speaker": None, "topic": topics[1], "verdict": false, "source_count": 2}),
        (tower, {"speaker": people[1], "topic": topics[1], "verdict": false, "due_on": soon}),
        (tower, {"speaker": people[1], "assignee": make_user(name="Zoe"), "source_count": 1}),
        (blind, {"speaker": people[0], "verdict": true, "authors": [0]}),
        (blind, {"speaker": people[0], "verdict": false, "authors": [reader.pk]}),
        (blind, {"speaker": None, "due_on": soon + timedelta(days=1), "topic": topics[0]}),
    ]
    claims = [make_claim(interview, by=reader, **values) for interview, values in rows]
    Claim.objects.filter(pk__in=[claims[4].pk, claims[5].pk]).update(captured_at=timezone.now())
    return claims


@pytest.mark.parametrize("few", [True, False])
def test_pages_of_every_order_hold_every_claim_once_there_and_back(
    monkeypatch: pytest.MonkeyPatch, reader: User, few: bool
) -> None:
    make_variety(reader)
    monkeypatch.setattr("claims.queries.claim_list_pages.PAGE_LENGTH", 4)
    for sort in ORDERS:
        whole = [claim.pk for claim in in_order(Claim.objects.all(), sort, reader=reader)]
        cut = [whole[:4], whole[4:8], whole[8:]]

        def at(sort: str = sort, **place: str) -> Any:
            return page_of(
                Claim.objects.all(), sort, reading=WHOLE, reader=reader, few=few, **place
            )

        pages = [at()]
        while pages[-1].after:
            pages.append(at(after=pages[-1].after))
        assert [[one.pk for one in page.claims] for page in pages] == cut, sort
        assert [bool(page.before) for page in pages] == [False, True, True]
        back = at(before=pages[2].before)
        assert [one.pk for one in back.claims] == cut[1], sort
        assert [one.pk for one in at(before=back.before).claims] == cut[0], sort


def test_groups_are_sorted_by_what_they_are_called_and_what_has_none_comes_last(
    reader: User,
) -> None:
    a, b, c, d, e, f, g, h, i = (claim.pk for claim in make_variety(reader))

    def order(sort: str) -> list[int]:
        return [
            claim.pk
            for claim in page_of(Claim.objects.all(), sort, reading=WHOLE, reader=reader).claims
        ]

    assert order("interview") == [i, h, g, c, b, a, f, e, d]
    assert order("speaker") == [h, g, a, f, e, b, c, i, d]
    assert order("-speaker") == [c, f, e, b, h, g, a, i, d]
    assert order("topic") == [e, d, i, a, f, h, g, c, b]
    assert order("-assignee") == [f, b, e, i, h, g, d, c, a]


def test_a_draft_verdict_does_not_show_in_the_order(reader: User) -> None:
    a, _, _, d, e, _, hidden, own, _ = (claim.pk for claim in make_variety(reader))
    listed = [
        claim.pk
        for claim in page_of(Claim.objects.all(), "verdict", reading=WHOLE, reader=reader).claims
    ]
    assert listed[:4] == [a, e, own, d]
    assert hidden in listed[4:]
    file = [claim.pk for claim in in_order(Claim.objects.all(), "verdict", reader=reader)]
    assert file == listed


def test_claims_are_counted_up_to_a_number(reader: User) -> None:
    interview = make_interview(by=reader)
    for _ in range(3):
        make_claim(interview, by=reader)
    assert str(number_of(Claim.objects.all(), 3)) == "3 claims"
    assert number_of(Claim.objects.all(), 2) == Number(2, more=True)
    assert str(Number(10_000, more=True)) == "more than 10,000 claims"
    assert str(Number(1)) == "1 claim"
