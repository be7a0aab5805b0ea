"""What is kept of dashboards: always what they would be if they were made anew."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from claims.actions import reviews
from claims.actions.claims import set_assignee, set_due_on, set_rationale, set_statement
from claims.actions.corrections import correct_transcript
from claims.actions.interviews import add_interview
from claims.actions.sentences import put_aside
from claims.actions.sources import edit_source, withdraw_evidence
from claims.actions.verdicts import retire
from claims.models import (
    Claim,
    Evidence,
    Interview,
    Person,
    Role,
    Sentence,
    Source,
    Topic,
    User,
    Verdict,
)
from claims.queries.claim_list import midnight
from claims.queries.kept import Kept
from claims.queries.queue import HEADERS, in_header, waiting_for
from claims.text.normalise import normalise
from claims.text.reading import read
from claims.views import dashboard, interviews
from tests.factories import TEXT, make_claim, make_evidence, make_user
from tests.queries.newsroom import Newsroom, changed, make_newsroom
from tests.queries.test_tallies import Room, step

pytestmark = pytest.mark.django_db

KEPT, KEPT_OF_AN_INTERVIEW = 3, 4


@pytest.fixture
def room() -> Newsroom:
    room = make_newsroom()
    Claim.objects.filter(quote__endswith="one").update(topic=Topic.objects.create(name="Money"))
    return room


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """No minute passes, and each day has an earlier and a later time."""
    now = timezone.localtime().replace(hour=12, minute=0, second=10, microsecond=0)
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def reader(client: Client, room: Newsroom) -> Client:
    client.force_login(room.vi)
    return client


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


@contextmanager
def nothing_kept() -> Iterator[None]:
    """As in a process that begins."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dashboard, "BOARDS", Kept(9))
        patch.setattr(interviews, "PAGES", Kept(9))
        yield


def anew(client: Client, address: str) -> str:
    with nothing_kept():
        return main_of(client.get(address).text)


def claim(words: str) -> Claim:
    return Claim.objects.get(quote__endswith=f"number {words}")


def evidence_of(words: str) -> Evidence:
    return Evidence.objects.get(claim=claim(words))


def primary(room: Newsroom, *, now: bool) -> None:
    source = Source.objects.filter(primary=not now, evidence__claim=claim("awaiting two")).get()
    edit_source(source, {"primary": now}, seen_version=source.version, by=room.jon)


EVERYWHERE, OF_ANA, OF_BRIDGE, OF_MONEY, LIST = (
    "/",
    "/?assignee=ana",
    "bridge",
    "money",
    "/interviews/",
)
CHANGES: dict[str, tuple[Callable[[Newsroom], object], set[str]]] = {
    "a person is renamed": (
        lambda room: Person.objects.filter(name="Tom Okafor").update(name="Tomas Okafor"),
        {EVERYWHERE, OF_BRIDGE},
    ),
    "an interview is renamed": (
        lambda room: Interview.objects.filter(pk=room.bridge.pk).update(title="The arch"),
        {EVERYWHERE, OF_BRIDGE, LIST},
    ),
    "an interview has another outlet": (
        lambda room: Interview.objects.filter(pk=room.bridge.pk).update(outlet="Hill Radio"),
        {EVERYWHERE, OF_BRIDGE, LIST},
    ),
    "an interview is taken in": (
        lambda room: add_interview({"title": "New"}, read(normalise(TEXT)[0]), by=room.ed), {LIST},
    ),
    "a topic is renamed": (lambda room: Topic.objects.update(name="Cash"), {OF_MONEY}),
    "an account is renamed": (
        lambda room: User.objects.filter(pk=room.ana.pk).update(name="Ann Ruiz"),
        {EVERYWHERE, OF_ANA, OF_BRIDGE, OF_MONEY},
    ),
    "whoever took it in is renamed": (
        lambda room: User.objects.filter(pk=room.ed.pk).update(name="Eddie Hall"),
        {EVERYWHERE, LIST},
    ),
    "an account is deactivated": (
        lambda room: User.objects.filter(pk=room.jon.pk).update(is_active=False),
        {EVERYWHERE, OF_BRIDGE, OF_MONEY},
    ),
    "an account becomes a viewer's": (
        lambda room: User.objects.filter(pk=room.ed.pk).update(role=Role.VIEWER), {EVERYWHERE},
    ),
    "a reviewer comes": (lambda room: make_user(name="New Here"), {EVERYWHERE}),
    "a verdict reads otherwise": (
        lambda room: Verdict.objects.filter(label="True").update(tone="mixed"),
        {EVERYWHERE, OF_ANA, OF_BRIDGE, OF_MONEY},
    ),
    "a verdict is retired": (
        lambda room: retire(
            Verdict.objects.get(label="True"), seen_version=1, by=room.ed
        ),
        {EVERYWHERE, OF_ANA, OF_BRIDGE, OF_MONEY},
    ),
    "a claim moves": (
        lambda room: reviews.start(claim("new one"), seen_version=1, by=room.jon),
        {EVERYWHERE, OF_MONEY, LIST},
    ),
    "a claim is given to somebody": (
        lambda room: set_assignee(claim("new two"), room.ana, seen_version=1, by=room.ed),
        {EVERYWHERE, OF_ANA, OF_BRIDGE},
    ),
    "a claim is due": (
        lambda room: set_due_on(
            claim("new two"), timezone.localdate() - timedelta(days=7), seen_version=1, by=room.ed
        ),
        {EVERYWHERE, OF_BRIDGE, LIST},
    ),
    "a claim is captured": (
        lambda room: make_claim(room.bridge), {EVERYWHERE, OF_BRIDGE, LIST},
    ),
    "a claim is set aside": (
        lambda room: reviews.set_aside(
            claim("checking one"), reason="out_of_scope", seen_version=1, by=room.ana
        ),
        {EVERYWHERE, OF_ANA, OF_BRIDGE, OF_MONEY, LIST},
    ),
    "the quote is another": (
        lambda room: changed(claim("checking one"), quote="Other words."),
        {EVERYWHERE, OF_BRIDGE, OF_MONEY},
    ),
    "it was captured at another time of the same day": (
        lambda room: changed(
            (one := Claim.objects.open().earliest("captured_at")),
            captured_at=midnight(timezone.localdate(one.captured_at)) + timedelta(hours=23),
        ),
        {EVERYWHERE},
    ),
    "two claims change hands": (
        lambda room: [
            changed(claim("checking one"), assignee=room.jon),
            changed(claim("awaiting three"), assignee=room.ana),
        ],
        {EVERYWHERE, OF_ANA, OF_BRIDGE, OF_MONEY},
    ),
    "a sign-off is stale": (
        lambda room: changed(claim("signed one"), needs_anchoring=True),
        {EVERYWHERE, OF_ANA, OF_BRIDGE, OF_MONEY},
    ),
    "evidence is withdrawn": (
        lambda room: withdraw_evidence(evidence_of("awaiting one"), seen_version=1, by=room.ana),
        {EVERYWHERE, OF_ANA, OF_BRIDGE, OF_MONEY, LIST},
    ),
    "a source turns out to be primary": (
        lambda room: primary(room, now=True), {EVERYWHERE, OF_BRIDGE},
    ),
    "a sentence is put aside": (
        lambda room: put_aside(
            Sentence.objects.filter(transcript__interview=room.bridge)[0], "question", by=room.ana
        ),
        {OF_BRIDGE},
    ),
    "the transcript is corrected": (
        lambda room: correct_transcript(
            room.bridge, read(TEXT.replace("May", "late May")), seen_number=1, reason="Misheard.",
            by=room.ed,
        ),
        {OF_BRIDGE},
    ),
}  # fmt: skip


def test_what_a_page_shows_changes_with_it(
    reader: Client, room: Newsroom, subtests: pytest.Subtests
) -> None:
    pages = {
        EVERYWHERE: "/", OF_ANA: OF_ANA, OF_BRIDGE: f"/interviews/{room.bridge.slug}/dashboard/",
        OF_MONEY: f"/?topic={Topic.objects.get().pk}&period=all", LIST: LIST,
    }  # fmt: skip
    for what, (change, touched) in CHANGES.items():
        with subtests.test(what), nothing_kept(), transaction.atomic():
            before = {name: main_of(reader.get(page).text) for name, page in pages.items()}
            change(room)
            after = {name: main_of(reader.get(page).text) for name, page in pages.items()}
            assert after == {name: anew(reader, page) for name, page in pages.items()}
            assert {name for name in pages if after[name] != before[name]} == touched
            transaction.set_rollback(True)


def test_an_edit_of_what_no_dashboard_shows_lets_them_be(reader: Client, room: Newsroom) -> None:
    first = reader.get("/").text
    one = set_statement(claim("checking one"), "It cost ten.", seen_version=1, by=room.ana)
    set_rationale(changed(one, authors=[room.ana.pk]), "So.", seen_version=2, by=room.ana)
    reader.get("/")
    set_rationale(one, "So they say.", seen_version=3, by=room.ana)
    assert queries_of(reader, "/") == KEPT
    assert main_of(reader.get("/").text) == main_of(first)


@pytest.mark.parametrize("address", ["/", "/?period=all", "bridge"])
def test_a_page_is_made_once_for_everybody(client: Client, room: Newsroom, address: str) -> None:
    queries = KEPT
    if address == "bridge":
        address, queries = f"/interviews/{room.bridge.slug}/dashboard/", KEPT_OF_AN_INTERVIEW
    pages = []
    for user in [room.ed, room.ana, room.jon]:
        client.force_login(user)
        pages.append(main_of(client.get(address).text))
        assert queries_of(client, address) == queries
    assert pages == [pages[0]] * 3


def queries_of(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_what_is_kept_has_nothing_of_the_one_who_looked_first(
    client: Client, room: Newsroom
) -> None:
    """Names of people who review are on it; a viewer's name is on no dashboard."""
    User.objects.filter(pk=room.vi.pk).update(name="Violet Lundqvist", role=Role.ADMIN)
    for address in ["/", f"/interviews/{room.bridge.slug}/dashboard/", LIST]:
        client.force_login(room.vi)
        client.get(f"{address}?violet=first")
    User.objects.filter(pk=room.vi.pk).update(role=Role.VIEWER)
    other = make_user(Role.VIEWER)
    for address in ["/", f"/interviews/{room.bridge.slug}/dashboard/", LIST]:
        client.force_login(User.objects.get(pk=room.vi.pk))
        first = client.get(address).text
        client.force_login(other)
        page = client.get(address).text
        assert main_of(first) == main_of(page)
        assert "Violet" not in page
        tokens = [re.findall(r'csrfmiddlewaretoken" value="(\w+)"', one) for one in (first, page)]
        assert set(tokens[0]).isdisjoint(tokens[1])
        assert "csrf" not in main_of(page)


def test_an_empty_newsroom_invites_those_who_may_begin(client: Client) -> None:
    reviewer, viewer = make_user(), make_user(Role.VIEWER)
    for user, invited in [(reviewer, True), (viewer, False), (reviewer, True), (viewer, False)]:
        client.force_login(user)
        assert ("Take in an interview" in client.get("/").text) == invited


def test_ages_and_days_go_on(
    reader: Client, room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = timezone.now()
    changed(claim("checking two"), captured_at=noon - timedelta(days=400), due_on=None)
    changed(claim("new one"), captured_at=noon - timedelta(days=500, minutes=58))
    changed(claim("left behind"), captured_at=noon - timedelta(minutes=58, seconds=10))
    pages = ["/", "/?period=7", f"/interviews/{room.harbour.slug}/dashboard/"]
    before = [main_of(reader.get(page).text) for page in pages]
    assert [main_of(reader.get(page).text) for page in pages] == before
    for later, differ in [
        (timedelta(seconds=40), False), (timedelta(hours=3), True), (timedelta(days=1), True),
    ]:  # fmt: skip
        monkeypatch.setattr(timezone, "now", lambda later=later: noon + later)
        after = [main_of(reader.get(page).text) for page in pages]
        assert after == [anew(reader, page) for page in pages]
        assert (after != before) == differ


def test_a_claim_gets_older_by_the_minute(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(make_user())
    one, now = make_claim(), timezone.now().replace(second=30)
    for seconds, age in [(0, "0 min"), (29, "0 min"), (30, "1 min"), (89, "1 min"), (3600, "1 h")]:
        moment = now + timedelta(seconds=seconds)
        changed(one, captured_at=now.replace(second=0, microsecond=0))
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        assert re.findall(r">(\d+ (?:min|h))</time>", client.get("/").text) == [age]


def test_what_does_not_exist_is_not_kept(client: Client, room: Newsroom) -> None:
    client.force_login(room.vi)
    asked = "/?speaker=99999999"
    assert "There is no speaker" in client.get(asked).text
    Person.objects.create(pk=99999999, name="Late Comer")
    assert "Late Comer" in client.get(asked).text


@settings(
    max_examples=3, deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(st.lists(step, min_size=16, max_size=16))
def test_whatever_happens_a_page_is_as_if_made_anew(steps: list[Any]) -> None:
    with transaction.atomic():
        room = Room()
        client = Client()
        client.force_login(room.people[0])
        pages = ["/", "/?period=all", f"{room.interviews[0].get_absolute_url()}dashboard/", LIST]
        for one in steps:
            room.act(*one)
            for page in pages:
                assert main_of(client.get(page).text) == anew(client, page)
            for person in room.people:
                assert in_header(person).waiting == waiting_for(person, most=99).count()
        transaction.set_rollback(True)


def test_the_header_is_counted_anew_only_where_something_has_changed(room: Newsroom) -> None:
    HEADERS._values.clear()
    first = in_header(room.ana)
    assert in_header(room.ana) is first
    one = claim("checking one")
    make_evidence(set_statement(one, "It cost ten.", seen_version=1, by=room.ana))
    assert in_header(room.ana).waiting == first.waiting
    set_assignee(claim("new two"), room.ana, seen_version=1, by=room.ed)
    assert in_header(room.ana).waiting == first.waiting + 1
    assert in_header(room.jon) != first
