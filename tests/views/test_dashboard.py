"""The dashboards: where everything stands, and that every number leads to what it counts."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.actions.interviews import person_named
from claims.forms.claim_list import ClaimListForm
from claims.models import FINISHED, OPEN, Claim, Event, Newsroom, Person, Role, Status, Topic, User
from claims.queries.board import Stay
from claims.queries.claim_list import Asking, Choices, choices, matching, midnight
from claims.views.dashboard_sections import age, lasted, stay_lines
from tests.factories import make_claim, make_evidence, make_interview, make_signed_claim, make_user
from tests.queries.newsroom import Newsroom as Room
from tests.queries.newsroom import make_newsroom

HTMX = {"HX-Request": "true"}
QUERIES = 10
QUERIES_OF_A_SUBJECT = 9
QUERIES_OF_AN_INTERVIEW = 12
VOID = {"input", "link", "meta", "br", "img", "hr"}
NOT_A_COUNT = {
    "time", "q", "svg", "desc", "title", "axis", "share", "words", "spell", "note", "legend",
    "listed", "periods", "abbr",
}  # fmt: skip

pytestmark = pytest.mark.django_db


class Numbers(HTMLParser):
    """The texts with a digit in <main>: those inside a link, by its address, and the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.path: list[tuple[str, dict[str, str | None]]] = []
        self.linked: list[tuple[str, int]] = []
        self.loose: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.path.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.path.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        inside = {tag for tag, _ in self.path}
        classes = {name for _, attrs in self.path for name in (attrs.get("class") or "").split()}
        if "main" not in inside or not re.search(r"\d", data) or NOT_A_COUNT & (inside | classes):
            return
        links = [attrs["href"] for tag, attrs in self.path if tag == "a"]
        if links and links[0]:
            (number,) = re.findall(r"[\d,]+", data)
            self.linked.append((links[0], int(number.replace(",", ""))))
        else:
            self.loose.append(data)


def numbers_on(client: Client, address: str = "/") -> Numbers:
    numbers = Numbers()
    numbers.feed(client.get(address).text)
    return numbers


def known(moment: datetime) -> date:
    return timezone.localdate(moment)


def local(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def account(user: User | None) -> str:
    return user.username if user else "none"


def day(text: str) -> date:
    return date.fromisoformat(text)


def primaries(claim: Claim) -> list[bool]:
    pieces = [piece for piece in claim.evidence.all() if piece.withdrawn_at is None]
    return [piece.source.primary for piece in pieces]


def overdue(claim: Claim, today: date) -> bool:
    return claim.status in OPEN and claim.due_on is not None and claim.due_on < today


# What each filter means, said once more in plain Python.
MEANINGS: dict[str, Callable[[Claim, str, date], bool]] = {
    "status": lambda claim, value, today: claim.status == value,
    "open": lambda claim, value, today: claim.status in OPEN,
    "interview": lambda claim, value, today: claim.interview.slug == value,
    "speaker": lambda claim, value, today: str(claim.speaker_id) == value,
    "topic": lambda claim, value, today: str(claim.topic_id) == value,
    "verdict": lambda claim, value, today: str(claim.verdict_id) == value,
    "assignee": lambda claim, value, today: account(claim.assignee) == value,
    "done_by": lambda claim, value, today: (
        claim.status in FINISHED and account(claim.submitted_by) == value
    ),
    "due": lambda claim, value, today: value == "overdue" and overdue(claim, today),
    "primary": lambda claim, value, today: any(primaries(claim)),
    "attention": lambda claim, value, today: {
        "stale": claim.status in OPEN and bool(claim.sign_offs.all()),
        "needs-anchoring": claim.needs_anchoring and claim.status != "set_aside",
        "no-primary": claim.status == "awaiting_sign_off" and not any(primaries(claim)),
    }[value],
    "set_aside": lambda claim, value, today: claim.set_aside_reason == value,
    "captured": lambda claim, value, today: local(claim.captured_at) == day(value),
    "captured_from": lambda claim, value, today: known(claim.captured_at) >= day(value),
    "captured_to": lambda claim, value, today: known(claim.captured_at) <= day(value),
    "finished": lambda claim, value, today: local(claim.finished_at) == day(value),
    "finished_from": lambda claim, value, today: (
        claim.finished_at is not None and known(claim.finished_at) >= day(value)
    ),
    "finished_to": lambda claim, value, today: (
        claim.finished_at is not None and known(claim.finished_at) <= day(value)
    ),
}  # fmt: skip


def meant_by(href: str, claims: list[Claim], today: date) -> set[int]:
    """The ids of the claims that an address speaks of."""
    wanted: dict[str, list[str]] = {}
    for name, value in parse_qsl(urlsplit(href).query):
        wanted.setdefault(name, []).append(value)
    return {
        claim.pk
        for claim in claims
        if all(
            any(MEANINGS[name](claim, value, today) for value in values)
            for name, values in wanted.items()
        )
    }


def listed_at(href: str, user: User, today: date, rows: dict[str, Choices]) -> set[int]:
    """The ids of the claims that the list at an address shows."""
    form = ClaimListForm(QueryDict(urlsplit(href).query), rows=rows)
    assert form.is_valid(), (href, form.unknown)
    return set(matching(form.cleaned_data, asking=Asking(user, today)).values_list("pk", flat=True))


def every_claim() -> list[Claim]:
    rows = Claim.objects.select_related("interview", "assignee", "submitted_by")
    return list(rows.prefetch_related("evidence__source", "sign_offs"))


@pytest.fixture
def room() -> Room:
    return make_newsroom()


@pytest.fixture
def reader(client: Client, room: Room) -> Client:
    client.force_login(room.vi)
    return client


def test_every_number_leads_to_a_list_of_exactly_the_claims_that_it_counts(
    reader: Client, room: Room
) -> None:
    money, speaker = Topic.objects.create(name="Money"), Person.objects.get(name="Tom Okafor")
    Claim.objects.filter(quote__endswith="one").update(topic=money)
    today = timezone.localdate()
    claims = every_claim()
    pages = [
        "/", "/?period=all", f"/?first={today - timedelta(days=3)}",
        f"/?speaker={speaker.pk}&period=7", f"/?topic={money.pk}&period=7",
        "/?assignee=ana&period=7",
        f"/interviews/{room.bridge.slug}/dashboard/?period=7",
    ]  # fmt: skip
    said: dict[str, set[int]] = {}
    for page in pages:
        numbers = numbers_on(reader, page)
        assert numbers.loose == []
        for href, number in numbers.linked:
            said.setdefault(href, set()).add(number)
        if page == "/":
            # 7 tiles, 3 of them with a second number; 2 interviews; 6 reasons; 4 reviewers with 5
            # numbers; 2 totals and 30 days with 2 numbers; 3 of verdicts, and 2 by speaker.
            assert len(numbers.linked) == 7 + 3 + 2 + 6 + 4 * 5 + 2 + 30 * 2 + 3 + 2
    rows = choices({"assignee": ["gone"]})
    wrong = []
    for href, values in said.items():
        found, meant = listed_at(href, room.vi, today, rows), meant_by(href, claims, today)
        if not (values == {len(meant)} and found == meant):
            wrong.append((href, values, sorted(found), sorted(meant)))
    assert wrong == []
    listed = reader.get("/claims/?status=checking&due=overdue").text
    assert re.findall(r'data-found="(\d+)"', listed) == ["2"]
    assert len(re.findall(r"<tr data-row", listed)) == 2


def test_the_dashboard_says_how_everything_stands_and_what_needs_somebody(
    reader: Client, room: Room
) -> None:
    page = reader.get("/")
    shown, today = page.context, timezone.localdate()
    assert [(tile.status.value, tile.number.value) for tile in shown["tiles"]] == [
        ("new", 5), ("checking", 7), ("awaiting_sign_off", 3), ("changes_requested", 3),
        ("signed_off", 3), ("published", 4), ("set_aside", 3),
    ]  # fmt: skip
    assert [
        (line.called.name, line.open.value, line.progress.words, line.due, line.late)
        for line in shown["interviews"]
    ] == [
        ("The bridge", 13,
         "3 signed off, 2 awaiting sign-off, 3 changes requested, 6 checking, 2 new, 3 set aside",
         today - timedelta(days=2), True),
        ("The harbour", 5, "4 published, 1 awaiting sign-off, 1 checking, 3 new",
         today - timedelta(days=4), True),
    ]  # fmt: skip
    assert page.text.count(" overdue</span>") == 2
    assert [
        (line.called.name, line.called.more, [number.value for number in line.numbers[:4]])
        for line in shown["workload"]
    ] == [
        ("Ana Ruiz", "", [1, 5, 1, 1]), ("Jon Bell", "", [0, 1, 2, 2]),
        ("Gone Away", "deactivated", [0, 1, 0, 0]), ("Ed Hall", "", [0, 0, 0, 0]),
    ]  # fmt: skip
    assert (shown["findings"].total.value, shown["findings"].percent) == (7, "100 %")
    assert [line.words for line in shown["speakers"]] == ["7 true"]
    assert [(kind.need.label, kind.number.value) for kind in shown["attention_kinds"]] == [
        ("Sign-off is stale", 1), ("Needs its place", 0), ("Overdue", 3), ("No primary source", 2),
        ("Changes requested", 3), ("Nobody assigned", 3),
    ]  # fmt: skip
    words = "What was said, number "
    assert [
        (line.need.name, line.claim.quote.removeprefix(words)) for line in shown["attention"]
    ] == [
        ("stale", "stale one"), ("overdue", "awaiting three"), ("overdue", "checking one"),
        ("without_primary_source", "awaiting two"), ("changes", "sent back three"),
        ("changes", "sent back two"), ("unassigned", "new four"), ("unassigned", "new three"),
    ]  # fmt: skip
    oldest = Claim.objects.open().order_by("captured_at")[:5]
    assert [line.claim for line in shown["oldest"]] == list(oldest)


def test_the_dashboard_of_an_interview_has_its_claims_and_its_text(
    client: Client, room: Room
) -> None:
    client.force_login(room.vi)
    address = f"/interviews/{room.bridge.slug}/dashboard/"
    page = client.get(address)
    assert [tile.number.value for tile in page.context["tiles"]] == [2, 6, 2, 3, 3, 0, 3]
    assert [
        (line.called.name, [number.value for number in line.numbers])
        for line in page.context["workload"]
    ] == [("Ana Ruiz", [0, 5, 1, 1]), ("Jon Bell", [0, 1, 1, 2])]
    assert page.context["attention"][0].claim.interview_id == room.bridge.pk
    chart, days = page.context["chart"], Claim.objects.filter(interview=room.bridge)
    assert (page.context["period"].words, chart.by_month) == ("since the beginning", False)
    assert chart.lines[-1].bucket.first == known(days.earliest("captured_at").captured_at)
    assert sum(line.captured.value for line in chart.lines) == days.count()
    desk = room.bridge.get_absolute_url()
    assert re.findall(r'<a class="([\w-]+)" href="([^"]+)" tabindex="-1">', page.text) == [
        ("k-unread", f"{desk}#turn-1")
    ]
    assert f'href="{address}"' in client.get(desk).text
    table = client.get(f"/interviews/{room.bridge.slug}/coverage/")
    assert [line.turn for line in table.context["lines"]] == [1]
    assert [len(one.claims) for one in table.context["beside"]] == [19]
    moved = client.get(f"/?interview={room.bridge.slug}&period=all")
    assert (moved.status_code, moved.headers["Location"]) == (302, f"{address}?period=all")
    by_htmx = client.get(f"/?interview={room.bridge.slug}", headers=HTMX)
    assert by_htmx.headers["HX-Redirect"] == address
    assert client.get("/interviews/none/dashboard/").status_code == 404


def test_it_takes_the_same_queries_for_one_claim_and_for_many(client: Client) -> None:
    client.force_login(make_user())
    claim = make_claim()
    make_evidence(claim)
    pages = {
        "/": QUERIES,
        f"/?speaker={claim.speaker_id}": QUERIES_OF_A_SUBJECT,
        f"{claim.interview.get_absolute_url()}dashboard/": QUERIES_OF_AN_INTERVIEW,
    }
    assert {page: queries_of(client, page) for page in pages} == pages
    make_newsroom()
    make_claim(claim.interview)
    assert {page: queries_of(client, page) for page in pages} == pages


def queries_of(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_a_blind_draft_is_in_no_count_of_verdicts(client: Client) -> None:
    interview = make_interview()
    claim = make_signed_claim(interview)
    claim.interview.blind = True
    claim.interview.save()
    Claim.objects.filter(pk=claim.pk).update(status="checking", finished_at=None)
    client.force_login(make_user())
    for page in ["/", f"/interviews/{interview.slug}/dashboard/"]:
        shown = client.get(page).context
        assert (shown["findings"].total.value, shown["speakers"]) == (0, [])


def test_a_stay_in_a_status_counts_in_the_period_in_which_it_ended(client: Client) -> None:
    claim = make_signed_claim()
    client.force_login(make_user())
    stays = client.get("/").context["stays"]
    assert [(line.stay.status, line.stay.number) for line in stays] == [
        (Status.NEW, 1), (Status.CHECKING, 1), (Status.AWAITING_SIGN_OFF, 1),
    ]  # fmt: skip
    assert Event.objects.filter(claim=claim, stay__isnull=False).count() == 3
    last_week = timezone.localdate() - timedelta(days=7)
    before = client.get(f"/?last={last_week}")
    assert (before.context["stays"], before.context["findings"].total.value) == ([], 0)
    assert "No claim left a status in this time." in before.text


def test_bars_of_time_in_status_are_as_long_as_what_is_told(client: Client) -> None:
    make_signed_claim()
    client.force_login(make_user())
    lines = client.get("/").context["stays"]
    assert {(line.median, line.most, line.width, line.whole) for line in lines} == {
        ("0 min", "0 min", 0, 0)
    }
    second, hour = timedelta(seconds=1), timedelta(hours=1)
    lines = stay_lines([
        Stay(Status.NEW, 3, 59 * second, hour), Stay(Status.CHECKING, 3, hour, 4 * hour),
    ])  # fmt: skip
    assert [(line.width, line.whole) for line in lines] == [(0, 25), (25, 100)]


@pytest.mark.parametrize(
    ("asked", "points", "by_month", "words"),
    [
        ("", 30, False, "in the last 30 days"), ("?period=7", 7, False, "in the last 7 days"),
        ("?period=90", 90, False, "in the last 90 days"),
        ("?period=all", 1, True, "since the beginning"),
        ("?first=2026-01-20&last=2026-06-10", 6, True, "from 20 Jan 2026 until 10 Jun 2026"),
        ("?first=2026-01-30&last=2026-02-02", 4, False, "from 30 Jan 2026 until 2 Feb 2026"),
    ],
)  # fmt: skip
def test_the_chart_has_every_day_of_a_period_or_every_month_with_zeroes(
    client: Client, asked: str, points: int, by_month: bool, words: str
) -> None:
    client.force_login(make_user())
    make_interview()
    shown = client.get(f"/{asked}").context
    assert (len(shown["chart"].lines), shown["chart"].by_month) == (points, by_month)
    assert shown["period"].words == words


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("?speaker=99999999", "There is no speaker “99999999”."),
        ("?assignee=nobody", "There is no reviewer “nobody”."),
        ("?topic=x&speaker=1", "A dashboard is of one thing at a time: choose speaker or topic."),
        ("?first=2026-05-02&last=2026-05-01", "The first day comes after the last one."),
        ("?period=7000", "There is no period “7000”."),
        ("?last=yesterday", "There is no day “yesterday”: write it as 2021-12-31."),
    ],
)
def test_what_a_dashboard_cannot_be_asked_for_is_said(
    client: Client, asked: str, sentence: str
) -> None:
    client.force_login(make_user())
    make_interview()
    page = client.get(f"/{asked}")
    assert page.context["unknown"] == [sentence]
    assert "Without these filters" in page.text
    assert 'class="tiles"' not in page.text


def test_a_dashboard_is_narrowed_by_a_name(client: Client) -> None:
    make_user(username="okan", name="Okan Tommasi")
    make_interview(title="Tom and the bridge")
    atoms, ida = Topic.objects.create(name="Atoms"), person_named("Ida Tombs")
    tom = Person.objects.get(name="TOM OKAFOR")
    client.force_login(make_user())
    page = client.get("/dashboard/narrow/?words=TOM&period=7", headers=HTMX)
    assert re.findall(r'<a href="([^"]+)">([^<]+)</a>', page.text) == [
        ("/interviews/tom-and-the-bridge/dashboard/?period=7", "Tom and the bridge"),
        (f"/?speaker={ida.pk}&amp;period=7", "Ida Tombs"),
        (f"/?speaker={tom.pk}&amp;period=7", "TOM OKAFOR"),
        (f"/?topic={atoms.pk}&amp;period=7", "Atoms"),
        ("/?assignee=okan&amp;period=7", "Okan Tommasi"),
    ]
    assert '"announce": "5 found"' in page.headers["HX-Trigger"]
    whole = client.get("/dashboard/narrow/?words=zzzz")
    assert "No interview, speaker, topic or reviewer is called “zzzz”." in whole.text
    assert client.get("/dashboard/narrow/", headers=HTMX).text.strip() == ""


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_days_begin_where_the_newsroom_is(client: Client, settings: Any, zone: str) -> None:
    settings.TIME_ZONE = zone
    timezone.get_default_timezone.cache_clear()
    Newsroom.objects.update(time_zone=zone)
    try:
        client.force_login(make_user())
        claim = make_claim()
        today = timezone.localdate()
        Claim.objects.filter(pk=claim.pk).update(
            captured_at=midnight(today) - timedelta(minutes=1)
        )  # fmt: skip
        lines = client.get("/").context["chart"].lines
        assert [line.captured.value for line in lines[:3]] == [0, 1, 0]
        assert listed_at(lines[1].captured.href, make_user(), today, choices({})) == {claim.pk}
    finally:
        timezone.get_default_timezone.cache_clear()


def test_a_newsroom_without_interviews_is_told_what_to_do_first(client: Client) -> None:
    client.force_login(make_user())
    page = client.get("/").text
    assert "Nothing has been taken in yet." in page
    assert 'href="/interviews/new/"' in page
    assert 'class="tiles"' not in page


def test_a_viewer_is_offered_no_import(client: Client) -> None:
    client.force_login(make_user(Role.VIEWER))
    page = client.get("/").text
    assert "A reviewer or an editor takes in the first interview." in page
    assert 'href="/interviews/new/"' not in page


def test_interviews_without_claims_show_zeroes(client: Client) -> None:
    client.force_login(make_user(Role.VIEWER))
    make_interview()
    page = client.get("/")
    assert {tile.number.value for tile in page.context["tiles"]} == {0}
    assert "Nothing is overdue, stale or left lying." in page.text


def test_a_stranger_is_sent_to_the_log_in(client: Client) -> None:
    response = client.get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/accounts/login/?next=/")


def test_htmx_gets_the_sections_only_and_fetches_them_from_the_same_place(client: Client) -> None:
    client.force_login(make_user())
    make_interview()
    response = client.get("/?period=7", headers=HTMX)
    assert response.text.lstrip().startswith('<div id="dashboard-sections" hx-get="/?period=7"')
    assert "HX-Request" in response.headers["Vary"]
    assert "<html" not in response.text
    assert client.post("/").status_code == 405


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=-5), "0 min"), (timedelta(minutes=59), "59 min"),
        (timedelta(hours=1), "1 h"), (timedelta(hours=47), "47 h"), (timedelta(hours=48), "2 d"),
    ],
)  # fmt: skip
def test_an_age_is_said_in_its_largest_unit(ago: timedelta, words: str) -> None:
    now = timezone.now()
    assert age(now - ago, now) == words
    assert lasted(timedelta(days=1234)) == "1,234 d"
