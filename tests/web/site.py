"""A web site on this machine, which answers what a test has put there."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any

from claims.web.fetching import Rules

PAGE = b"<p>The bridge cost nine million.</p>"


@dataclass
class Site:
    """A server that answers each path by what was put there: status, headers, body in pieces."""

    port: int
    answers: dict[str, tuple[int, dict[str, str], Any]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def rules(self) -> Rules:
        loopback = (ip_network("127.0.0.0/8"),)
        return Rules(ports=frozenset({self.port}), networks=loopback, seconds=10)

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def puts(self, path: str, body: Any = PAGE, status: int = 200, **headers: str) -> str:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, named, body)
        return self.at(path)


@contextmanager
def serving() -> Iterator[Site]:
    """A site while it is there."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append((self.path, dict(self.headers)))
            status, headers, body = here.answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in [body] if isinstance(body, bytes) else body():
                self.wfile.write(piece)

        def log_message(self, *args: Any) -> None:
            """Tests say what went wrong."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """A visitor that goes in the middle of an answer is what some tests are about."""

    server = Quiet(("127.0.0.1", 0), Handler)
    here = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        here.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
