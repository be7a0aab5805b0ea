"""A steady stream of requests, 70 % of them reads, for as long as wanted."""

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle

from tests.bench.bench import OURS, Bench
from tests.bench.client import Edit, View, Visitor
from tests.bench.measures import both
from tests.bench.pages import (
    DASHBOARD,
    FIRST,
    PAGES,
    SEARCH_COMMON,
    SEARCH_RARE,
)
from tests.bench.report import Line, ms
from tests.bench.timing import percentile

CLAIMS = 200_000
REQUESTS = 40
"""Each second. An edit takes two: 12 edits and 16 looks make 30 % that save something."""
EDITS, LOOKS = 12, 16
PEOPLE = 16
READ = [DASHBOARD, FIRST, SEARCH_RARE, SEARCH_COMMON,
        *(page for page in PAGES if page.name in {
            "desk", "claim", "queue", "claim list by status", "interview dashboard"
        })]  # fmt: skip
SAMPLES = 20


@dataclass
class Course:
    """How it went: seconds of each request, from when it was due, and what failed."""

    taken: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Arrivals:
    """When the next request is due, whether or not the one before has been answered."""

    def __init__(self, minutes: float) -> None:
        self.started, self.end = time.perf_counter(), minutes * 60
        self._due, self._lock = 0.0, threading.Lock()

    def next(self) -> float | None:
        """When, on the clock of `perf_counter`; None once it is over. Waits until then."""
        with self._lock:
            self._due += 1 / (EDITS + LOOKS)
            due = self._due
        if due > self.end:
            return None
        while (left := self.started + due - time.perf_counter()) > 0:
            time.sleep(left)
        return self.started + due


def soak(bench: Bench, minutes: float) -> None:
    newsroom = bench.newsrooms[CLAIMS]
    server = bench.server(OURS, newsroom)
    course, arrivals = Course(), Arrivals(minutes)
    visitors = [Visitor(one.port, one.session) for one in bench.visitors(newsroom) * 2]
    views = [View(page.address(newsroom)) for page in READ]
    claims = newsroom.fact("open")
    threads = [
        threading.Thread(
            target=_work,
            args=(visitor, views, Edit(cycle(claims[number::PEOPLE]), both()), arrivals, course),
        )
        for number, visitor in enumerate(visitors)
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        course.memory.append(server.memory())
        threads[0].join(timeout=max(1.0, minutes * 60 / SAMPLES))
    _tell(bench, course, minutes)


def _work(
    visitor: Visitor, views: Sequence[View], edit: Edit, arrivals: Arrivals, course: Course
) -> None:
    rng = random.Random()
    while (due := arrivals.next()) is not None:
        journey = edit if rng.random() < EDITS / (EDITS + LOOKS) else rng.choice(views)
        visitor.taken.clear()
        late = time.perf_counter() - due
        try:
            journey(visitor)
        except Exception as error:
            with course.lock:
                course.failed.append(f"{type(error).__name__}: {error}")
        with course.lock:
            course.taken += [late + visitor.taken[0], *visitor.taken[1:]] if visitor.taken else []


def _tell(bench: Bench, course: Course, minutes: float) -> None:
    section = (
        f"{REQUESTS} requests a second for {minutes:g} minutes at {CLAIMS:,} claims, 70 % reads"
    )
    p99 = percentile(course.taken, 99)
    early = course.memory[len(course.memory) // 5]  # once everything has been used
    late = course.memory[-1]
    bench.report.add(
        Line(section, "requests that were answered", f"{len(course.taken):,}"),
        Line(section, "errors", str(len(course.failed)), ratio=float(len(course.failed)),
             target=0.0),
        Line(section, "median", ms(1000 * percentile(course.taken, 50))),
        Line(section, "99th percentile, in seconds", ms(1000 * p99), ratio=p99, target=1.0),
        Line(section, "memory of the server, at the end", _megabytes(late), "", "after a fifth",
             _megabytes(early), "", late / early, 1.1),
    )  # fmt: skip
    for said in sorted(set(course.failed))[:5]:
        bench.report.add(Line(section, f"failed: {said}", ""))


def _megabytes(number: int) -> str:
    return f"{number / 1_000_000:.0f} MB"
