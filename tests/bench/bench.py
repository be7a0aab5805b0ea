"""What a run has at hand: newsrooms, the servers on them, and people who are signed in."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from factcheck.postgres.cluster import EmbeddedPostgres
from tests.bench.client import Refused, Visitor
from tests.bench.newsrooms import DATA, PROJECT, READERS, STAFF, Newsroom, manage, prepared
from tests.bench.pages import LIST
from tests.bench.report import Report
from tests.bench.servers import Server

OURS, ADMIN, BARE = "factcheck.settings", "tests.bench.admin_settings", "tests.bench.bare_settings"
DEEP = 1000


class Bench:
    """`times` is how often each thing is timed, `seconds` how long a crowd is let loose."""

    def __init__(self, sizes: list[int], *, times: int, seconds: float, keep: bool) -> None:
        self.sizes, self.times, self.seconds = sorted(sizes), times, seconds
        self.report = Report()
        self.database = EmbeddedPostgres(DATA / "postgres")
        self._servers: dict[tuple[str, int], Server] = {}
        self._visitors: dict[tuple[str, int], list[Visitor]] = {}
        self.newsrooms = {size: prepared(self.database, size, keep=keep) for size in self.sizes}
        manage(self.small.url, "collectstatic", "--no-input", "--verbosity=0")

    @property
    def small(self) -> Newsroom:
        return self.newsrooms[self.sizes[0]]

    @property
    def large(self) -> Newsroom:
        return self.newsrooms[self.sizes[-1]]

    def server(self, settings: str, newsroom: Newsroom) -> Server:
        key = settings, newsroom.claims
        if key not in self._servers:
            log = DATA / f"{settings.rpartition('.')[0]}-{newsroom.claims}.log"
            self._servers[key] = Server(newsroom, settings, log)
            self._servers[key].wait()
        return self._servers[key]

    def visitors(self, newsroom: Newsroom, settings: str = OURS) -> list[Visitor]:
        """Eight people, each with a connection that is kept."""
        key = settings, newsroom.claims
        if key not in self._visitors:
            names = [STAFF] * len(READERS) if settings == ADMIN else READERS
            port = self.server(settings, newsroom).port
            sessions = asked(newsroom, "sessions", *names, settings=settings)
            self._visitors[key] = [Visitor(port, session) for session in sessions]
        return self._visitors[key]

    def visitor(self, newsroom: Newsroom, settings: str = OURS) -> Visitor:
        return self.visitors(newsroom, settings)[0]

    def deep(self, newsroom: Newsroom) -> None:
        """Find the address of page 1,000 of the list, or of its middle where it has fewer.

        It is that of the second page, put on to the last claim of page 999.
        """
        pages = min(DEEP - 1, newsroom.claims // 100)
        with newsroom.connect() as connection:
            first, last = (
                connection.execute(NTH_CLAIM, [page * 50 - 1]).fetchone() for page in (1, pages)
            )
        second = self.visitor(newsroom).next_page(LIST)
        if quote(_place(first)) not in second:
            raise Refused(f"{second} does not begin after {_place(first)}.")
        newsroom.facts["deep"] = second.replace(quote(_place(first)), quote(_place(last)))

    def stop(self) -> None:
        for server in self._servers.values():
            server.stop()
        self.database.stop()


NTH_CLAIM = """
    SELECT captured_at, id FROM claims_claim ORDER BY captured_at DESC, id DESC OFFSET %s LIMIT 1
"""


def _place(claim: tuple[datetime, int] | None) -> str:
    """A claim's place in the list, as addresses of pages have it."""
    if claim is None:
        raise Refused("There are too few claims.")
    return f"{claim[0].astimezone(UTC).isoformat().replace('+00:00', 'Z')}~{claim[1]}"


@contextmanager
def at_work(*args: Any, **kwargs: Any) -> Iterator[Bench]:
    bench = Bench(*args, **kwargs)
    try:
        yield bench
    finally:
        bench.stop()


def asked(newsroom: Newsroom, what: str, *words: str, settings: str = OURS) -> Any:
    """An answer of Django's own, on this newsroom: see `inside`."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.inside", what, *words], cwd=PROJECT,
        env={**newsroom.environment(), "DJANGO_SETTINGS_MODULE": settings, "DATABASE_POOL": "0"},
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return json.loads(ran.stdout)
