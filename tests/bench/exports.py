"""What a streamed export of the whole list takes of the server's memory."""

import threading
from http.client import HTTPConnection
from urllib.parse import urlencode

from tests.bench.bench import OURS, Bench
from tests.bench.client import Refused
from tests.bench.pages import EXPORT
from tests.bench.report import Line
from tests.bench.servers import Server

KINDS = ["csv", "jsonl", "xlsx"]
MEGABYTE = 1_000_000
MOST_MEGABYTES = 50
PIECE = 65_536
SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_FOR_A_PIECE = 600


def exports(bench: Bench) -> None:
    """Each kind of file of all claims, read as it comes; the most that the server grows by."""
    newsroom = bench.large
    server, visitors = bench.server(OURS, newsroom), bench.visitors(newsroom)
    few = urlencode({"interview": newsroom.fact("interview")})
    for visitor in visitors:  # each process has then read the code that it needs
        for kind in KINDS:
            _download(server, f"{EXPORT}{kind}/?{few}", visitor.session)
    for kind in KINDS:
        before, growth = server.memory(), _Growth(server)
        size = _download(server, f"{EXPORT}{kind}/", visitors[0].session)
        most = (growth.most() - before) / MEGABYTE
        bench.report.add(
            Line(f"Memory of an export of {newsroom.claims:,} claims, in MB",
                 f"{kind}, {size / MEGABYTE:,.0f} MB", f"{most:.1f} MB", ratio=max(most, 0.0),
                 target=float(MOST_MEGABYTES))
        )  # fmt: skip


class _Growth:
    """Looks at a server's memory now and then, until somebody asks for the most of it."""

    def __init__(self, server: Server) -> None:
        self._server, self._seen, self._over = server, [server.memory()], threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def most(self) -> int:
        self._over.set()
        self._thread.join()
        return max(self._seen)

    def _look(self) -> None:
        while not self._over.wait(SECONDS_BETWEEN_LOOKS):
            self._seen.append(self._server.memory())


def _download(server: Server, path: str, session: str) -> int:
    """How many bytes there are of it; none is kept."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=SECONDS_FOR_A_PIECE)
    connection.request("GET", path, headers={"Cookie": f"factcheck_session={session}"})
    answer = connection.getresponse()
    if answer.status != 200:
        raise Refused(f"{path} was answered with {answer.status}.")
    size = 0
    while piece := answer.read(PIECE):
        size += len(piece)
    connection.close()
    return size
