"""Fetching an address that a person typed, without reaching anything but the public web.

Only http and https, only the ports that are allowed; every address that the name resolves to is
looked at, and the connection goes to one that was looked at, so a name that resolves otherwise a
moment later changes nothing. The same holds for each redirect. One deadline is for all of it.
"""

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from contextlib import closing, suppress
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import urljoin, urlsplit

from claims.text.addresses import canonical_url
from claims.text.errors import BadAddress
from claims.web.places import Network, is_open_to_all

CHUNK = 65_536
REDIRECTS = {301, 302, 303, 307, 308}
ASKED_WITH = {
    "User-Agent": "Factcheck (a newsroom checks what was said)",
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/*;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}


class CannotFetch(Exception):
    """What was asked for cannot be had; the message is one sentence for the person.

    `passing` says that it may go better another time.
    """

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


def resolved(host: str, port: int) -> list[str]:
    """Every address of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be fetched. `networks` are private ones that may be reached all the same."""

    ports: frozenset[int] = frozenset({80, 443})
    networks: tuple[Network, ...] = ()
    seconds: float = 10.0
    max_bytes: int = 20_000_000
    """Of what comes, and of what it unpacks to."""
    redirects: int = 5
    resolve: Callable[[str, int], list[str]] = resolved


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered with. `url` is where it was in the end."""

    url: str
    data: bytes
    media_type: str
    charset: str
    """As the answer says it; "" where it does not."""


def fetch(url: str, rules: Rules = Rules()) -> Fetched:
    """Fetch an address. Raises CannotFetch, or BadAddress where it is none that may be kept."""
    return _Fetching(rules, time.monotonic() + rules.seconds).follow(canonical_url(url))


@dataclass(slots=True)
class _Fetching:
    rules: Rules
    deadline: float
    seen: list[str] = field(default_factory=list)

    def follow(self, url: str) -> Fetched:
        while True:
            self.seen.append(url)
            answer = self._ask(url)
            if isinstance(answer, Fetched):
                return answer
            if len(self.seen) > self.rules.redirects:
                raise CannotFetch(
                    f"This address leads on more than {self.rules.redirects} times: give the last "
                    "one."
                )
            try:
                url = canonical_url(urljoin(url, answer))
            except BadAddress as error:
                words = f"This address leads to one that cannot be used. {error}"
                raise CannotFetch(words) from None

    def _ask(self, url: str) -> Fetched | str:
        """What the address answers with, or the address that it leads to."""
        try:
            with closing(self._connected(url)) as connection:
                watch = threading.Timer(self._left(), _cut, [connection.sock])
                watch.daemon = True
                watch.start()
                try:
                    return self._answered(url, connection)
                finally:
                    watch.cancel()
        except CannotFetch:
            raise
        except ssl.SSLCertVerificationError:
            raise CannotFetch("The certificate of this site is not good.") from None
        except (OSError, http.client.HTTPException, ValueError):
            self._left()
            raise CannotFetch("This site does not answer as it should.", passing=True) from None

    def _connected(self, url: str) -> http.client.HTTPConnection:
        parts = urlsplit(url)
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        if port not in self.rules.ports:
            raise CannotFetch(f"Port {port} of a site is not fetched from.")
        place = self._place(host, port)
        connection = http.client.HTTPConnection(host, port, timeout=self._left())
        connection.sock = self._line(place, port, host if secure else "")
        if secure:
            connection.default_port = 443
        return connection

    def _line(self, place: str, port: int, secured_for: str) -> socket.socket:
        line = socket.create_connection((place, port), timeout=self._left())
        if not secured_for:
            return line
        try:
            context = ssl.create_default_context()
            return context.wrap_socket(line, server_hostname=secured_for)
        except BaseException:
            line.close()
            raise

    def _place(self, host: str, port: int) -> str:
        """An address of the host to connect to, all of them being open to everybody."""
        pool = ThreadPoolExecutor(1)
        try:
            places = pool.submit(self.rules.resolve, host, port).result(self._left())
        except TooLate:
            raise self._late() from None
        except (OSError, UnicodeError):
            raise CannotFetch(f"There is no site called {host}.", passing=True) from None
        finally:
            pool.shutdown(wait=False)
        if not places or not all(is_open_to_all(one, self.rules.networks) for one in places):
            raise CannotFetch("This address leads into a private network: it is not fetched.")
        return places[0]

    def _answered(self, url: str, connection: http.client.HTTPConnection) -> Fetched | str:
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", target, headers=ASKED_WITH)
        with closing(connection.getresponse()) as answer:
            if answer.status in REDIRECTS and (place := answer.headers.get("Location")):
                return place
            if answer.status != 200:
                raise CannotFetch(
                    f"This site answers with {answer.status} {answer.reason}".strip() + ".",
                    passing=answer.status >= 500 or answer.status in {408, 425, 429},
                )
            data = b"".join(self._within(_unpacked(answer, self.rules.max_bytes)))
            return Fetched(url, data, *_said_of(answer.headers))

    def _within(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        size = 0
        for piece in pieces:
            self._left()
            size += len(piece)
            if size > self.rules.max_bytes:
                raise CannotFetch(_too_large(self.rules.max_bytes))
            yield piece

    def _left(self) -> float:
        """Seconds until the deadline. CannotFetch where there are none."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise self._late()
        return left

    def _late(self) -> CannotFetch:
        seconds = f"{self.rules.seconds:g}"
        return CannotFetch(f"This site took longer than {seconds} seconds.", passing=True)


def _cut(line: socket.socket) -> None:
    """End a connection at once, whatever is waited for on it."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _unpacked(answer: http.client.HTTPResponse, most: int) -> Iterator[bytes]:
    """The body in pieces, unpacked, none much larger than what may still come."""
    packing = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if packing in {"", "identity"}:
        yield from iter(lambda: answer.read(CHUNK), b"")
        return
    if packing not in {"gzip", "x-gzip", "deflate"}:
        raise CannotFetch("This site packs its pages in a way that is not understood.")
    unpacker, came = zlib.decompressobj(47), 0
    for piece in iter(lambda: answer.read(CHUNK), b""):
        came += len(piece)
        if came > most:
            raise CannotFetch(_too_large(most))
        try:
            rest = piece
            while rest:
                yield unpacker.decompress(rest, CHUNK)
                rest = unpacker.unconsumed_tail
        except zlib.error:
            raise CannotFetch("What this site sent is damaged.", passing=True) from None


def _said_of(headers: Message) -> tuple[str, str]:
    """The media type and the encoding that an answer claims."""
    return headers.get_content_type(), str(headers.get_content_charset() or "")


def _too_large(most: int) -> str:
    return f"This page is larger than {most / 1_000_000:.0f} MB: it is not fetched."
