"""Every number that is promised, one function each."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import cycle

from psycopg import Connection

from tests.bench.bench import ADMIN, BARE, OURS, Bench, asked
from tests.bench.client import AdminEdit, Edit, View
from tests.bench.newsrooms import DATA, Newsroom, say
from tests.bench.pages import (
    ADMIN_FIRST,
    ADMIN_SEARCH,
    ADMIN_STATUS,
    DASHBOARD,
    FIRST,
    PAGES,
    SEARCH_COMMON,
    SEARCH_RARE,
    Page,
)
from tests.bench.report import Line, ms
from tests.bench.timing import Task, throughput, timed

CROWD = 8
TURNS = 3
MOST_QUERIES = 12
MANY_BLOCKS = 500


def flat_pages(bench: Bench) -> None:
    """Each page in the largest newsroom against the same in the smallest."""
    small, large = bench.small, bench.large
    section = f"Pages at {large.claims:,} claims against {small.claims:,}, one person"
    for newsroom in (small, large):
        bench.deep(newsroom)
    for page in PAGES:
        tasks = {
            newsroom.claims: _looking(bench, newsroom, page) for newsroom in (small, large)
        }  # fmt: skip
        times = timed(tasks, times=bench.times)
        bench.report.compare(
            section, page.name, times[large.claims], f"{small.claims:,} claims",
            times[small.claims], target=1.5 if page.flat else None,
        )  # fmt: skip


def edits(bench: Bench) -> None:
    """Opening a field and saving it, against the small newsroom and against the admin's form."""
    small, large = bench.small, bench.large
    for words, values in [("statement", statements), ("due date, which is tallied", due_dates)]:
        tasks = {
            "small": Task(bench.visitor(small), Edit(cycle(small.fact("open")), values())),
            "large": Task(bench.visitor(large), Edit(cycle(large.fact("open")), values())),
            "admin": Task(
                bench.visitor(large, ADMIN), AdminEdit(cycle(large.fact("open")), statements())
            ),
        }
        times = timed(tasks, times=bench.times)
        name, section = f"open and save: {words}", f"Edits at {large.claims:,} claims, one person"
        bench.report.compare(section, name, times["large"], f"{small.claims:,} claims",
                             times["small"], target=1.3)  # fmt: skip
        bench.report.compare(section, name, times["large"], "admin's form and save",
                             times["admin"], target=0.5)  # fmt: skip


def against_the_admin(bench: Bench) -> None:
    """How much more is served in a second than by the plain admin, to one person and to eight."""
    middle = bench.newsrooms[bench.sizes[len(bench.sizes) // 2]]
    pairs = [
        (middle, FIRST, ADMIN_FIRST, 6.0), (bench.large, FIRST, ADMIN_FIRST, 10.0),
        (bench.large, _page("claim list by status"), ADMIN_STATUS, None),
        (middle, DASHBOARD, ADMIN_FIRST, 10.0), (bench.large, DASHBOARD, ADMIN_FIRST, 15.0),
        (bench.large, SEARCH_COMMON, ADMIN_SEARCH, 20.0),
    ]  # fmt: skip
    for newsroom, page, other, target in pairs:
        for people in (1, CROWD):
            crowds = {
                "ours": _crowd(bench, newsroom, page, people),
                "admin": _crowd(bench, newsroom, other, people, settings=ADMIN),
            }
            rates = throughput(crowds, seconds=bench.seconds, turns=TURNS)
            who = "one person" if people == 1 else f"{people} people"
            bench.report.rates(
                "Throughput against the plain Django admin",
                f"{page.name}, {newsroom.claims:,} claims, {who}", rates["ours"], other.name,
                rates["admin"], target=target,
            )  # fmt: skip


def searches(bench: Bench) -> None:
    """A rare word against a common one: neither costs more than three times the other."""
    tasks = {
        page: _looking(bench, bench.large, page) for page in (SEARCH_RARE, SEARCH_COMMON)
    }  # fmt: skip
    times = timed(tasks, times=bench.times)
    slow, fast = sorted(tasks, key=lambda page: -times[page].p95)
    bench.report.compare(
        f"Search at {bench.large.claims:,} claims, one person", slow.name, times[slow], fast.name,
        times[fast], target=3.0,
    )  # fmt: skip


def editors_at_once(bench: Bench) -> None:
    """Eight people who edit different claims, against edits that write no event and no tally."""
    newsroom = bench.large
    crowds = {settings: _editors(bench, newsroom, settings) for settings in (OURS, BARE)}
    with newsroom.connect() as connection:

        def between(settings: str) -> None:
            what = "DISABLE" if settings == BARE else "ENABLE"
            connection.execute(f"ALTER TABLE claims_claim {what} TRIGGER USER")

        try:
            rates = throughput(crowds, seconds=bench.seconds, turns=TURNS, between=between)
        finally:
            between(OURS)
    bench.report.rates(
        f"Edits at {newsroom.claims:,} claims, {CROWD} people at once",
        "open and save: statement, due date", rates[OURS], "without events and tallies",
        rates[BARE], target=0.7,
    )  # fmt: skip


def queries(bench: Bench) -> None:
    """How many queries each page takes: a dozen at most, and as many at every size."""
    small, large = bench.small, bench.large
    for newsroom in (small, large):
        bench.deep(newsroom)
    counted = {
        newsroom.claims: asked(newsroom, "queries", *(page.address(newsroom) for page in PAGES))
        for newsroom in (small, large)
    }
    for page, few, many in zip(PAGES, counted[small.claims], counted[large.claims], strict=True):
        bench.report.add(
            Line(f"Queries of a page at {large.claims:,} claims, with who is signed in", page.name,
                 str(many), "", f"{small.claims:,} claims", str(few), "", float(many),
                 float(MOST_QUERIES))
        )  # fmt: skip


def blocks(bench: Bench) -> None:
    """How much of the database each page reads. Exact, whatever else the machine does meanwhile."""
    small, large = bench.small, bench.large
    for newsroom in (small, large):
        bench.deep(newsroom)
    read = {
        newsroom.claims: asked(newsroom, "blocks", *(page.address(newsroom) for page in PAGES))
        for newsroom in (small, large)
    }
    growing: list[str] = []
    for page, few, many in zip(PAGES, read[small.claims], read[large.claims], strict=True):
        before, after = (sum(number for number, _ in queries) for queries in (few, many))
        bench.report.add(
            Line(f"Blocks of 8 KB that a page reads at {large.claims:,} claims", page.name,
                 f"{after:,}", f"{max(many)[0]:,}", f"{small.claims:,} claims", f"{before:,}",
                 f"{max(few)[0]:,}", after / before)
        )  # fmt: skip
        grown = [(new - old, query) for (old, _), (new, query) in zip(few, many, strict=False)]
        growing += [f"-- {page.name}: {more:,} blocks more\n{query};\n" for more, query in grown
                    if more > MANY_BLOCKS]  # fmt: skip
    (DATA / "growing.sql").write_text("\n".join(growing), encoding="utf-8")
    say(f"{len(growing)} queries that read more where there are more claims: {DATA}/growing.sql")


def floor(bench: Bench) -> None:
    """What bare SQL takes through the same driver: below it nothing gets. For orientation."""
    for newsroom in (bench.small, bench.large):
        with newsroom.connect() as connection:
            for name, times in timed(_bare(newsroom, connection), times=bench.times).items():
                bench.report.add(
                    Line("Bare SQL", f"{name}, {newsroom.claims:,} claims", ms(times.median),
                         ms(times.p95))
                )  # fmt: skip


def _bare(newsroom: Newsroom, connection: Connection) -> dict[str, Callable[[], object]]:
    claims = cycle(newsroom.fact("open"))
    return {
        "first page of 50 rows": lambda: connection.execute(FIRST_ROWS).fetchall(),
        "one row read": lambda: connection.execute(ONE_ROW, [next(claims)]).fetchall(),
        "one row saved": lambda: connection.execute(SAVE_ROW, [next(claims)]),
        "counts by GROUP BY": lambda: connection.execute(COUNTS).fetchall(),
    }


FIRST_ROWS = """
    SELECT c.*, i.title, p.name, v.label, t.name, u.name FROM claims_claim AS c
    JOIN claims_interview AS i ON i.id = c.interview_id
    LEFT JOIN claims_person AS p ON p.id = c.speaker_id
    LEFT JOIN claims_verdict AS v ON v.id = c.verdict_id
    LEFT JOIN claims_topic AS t ON t.id = c.topic_id
    LEFT JOIN claims_user AS u ON u.id = c.assignee_id
    ORDER BY c.captured_at DESC, c.id DESC LIMIT 50
"""
ONE_ROW = "SELECT * FROM claims_claim WHERE id = %s"
SAVE_ROW = "UPDATE claims_claim SET priority = 5 - priority WHERE id = %s"
COUNTS = "SELECT status, count(*) FROM claims_claim GROUP BY status"


def statements() -> Iterator[tuple[str, str]]:
    """Each another one."""
    while True:
        yield "statement", f"The bridge near Alderham cost {time.time_ns()} euros too much in 2019."


def due_dates() -> Iterator[tuple[str, str]]:
    while True:
        day = date(2027, 1, 1) + timedelta(days=random.randrange(3000))
        yield "due", day.isoformat()


def both() -> Iterator[tuple[str, str]]:
    for pair in zip(statements(), due_dates(), strict=True):
        yield from pair


def _looking(bench: Bench, newsroom: Newsroom, page: Page) -> Task:
    return Task(bench.visitor(newsroom), View(page.address(newsroom)))


def _crowd(
    bench: Bench, newsroom: Newsroom, page: Page, people: int, *, settings: str = OURS
) -> list[Task]:
    visitors = bench.visitors(newsroom, settings)[:people]
    return [Task(visitor, View(page.address(newsroom))) for visitor in visitors]


def _editors(bench: Bench, newsroom: Newsroom, settings: str) -> list[Task]:
    claims = newsroom.fact("open")
    return [
        Task(visitor, Edit(cycle(claims[number::CROWD]), both()))
        for number, visitor in enumerate(bench.visitors(newsroom, settings))
    ]


def _page(name: str) -> Page:
    return next(page for page in PAGES if page.name == name)
