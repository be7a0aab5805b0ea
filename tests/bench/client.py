"""An HTTP client that keeps its connection, and what it does for one measurement."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urljoin

SECONDS_FOR_AN_ANSWER = 120
SECONDS_IDLE = 1.5
"""gunicorn closes a connection that is idle for two."""

VERSION = re.compile(r'name="version" value="(\d+)"')
NEXT = re.compile(r'rel="next" href="([^"]+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
CONTROL = re.compile(r"<(input|select|textarea)\b([^>]*)>(.*?)(?=<(?:input|select|textarea)\b|$)",
                     re.DOTALL)  # fmt: skip
ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
CHOSEN = re.compile(r'<option value="([^"]*)"[^>]*\bselected')


class Refused(Exception):
    """The server answered otherwise than it should: what is measured would mean nothing."""


@dataclass
class Visitor:
    """A person who is signed in to one server."""

    port: int
    session: str
    cookies: dict[str, str] = field(default_factory=dict)
    last: float = 0.0
    taken: list[float] = field(default_factory=list)
    """Seconds that each request took, since somebody cleared the list."""
    _connection: HTTPConnection | None = None

    def get(self, path: str, *, htmx: bool = False, expected: int = 200) -> str:
        return self._ask("GET", path, {}, None, htmx=htmx, expected=expected)

    def post(self, path: str, values: dict[str, str], *, htmx: bool = False,
             expected: int = 200) -> str:  # fmt: skip
        headers = {"Content-Type": "application/x-www-form-urlencoded",
                   "Origin": f"http://127.0.0.1:{self.port}"}  # fmt: skip
        body = urlencode(values).encode()
        return self._ask("POST", path, headers, body, htmx=htmx, expected=expected)

    def next_page(self, path: str) -> str:
        """The address of the page of a list that comes after this one."""
        return urljoin(path, unescape(_found(NEXT, self.get(path))))

    def ready(self) -> HTTPConnection:
        """A connection that the server has not closed meanwhile. Nobody times this."""
        if self._connection and time.monotonic() - self.last < SECONDS_IDLE:
            return self._connection
        if self._connection:
            self._connection.close()
        self._connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_FOR_AN_ANSWER)
        self._connection.connect()
        self.last = time.monotonic()
        return self._connection

    def _ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None, *, htmx: bool,
        expected: int,
    ) -> str:  # fmt: skip
        cookies = {"factcheck_session": self.session, **self.cookies}
        headers = {**headers, "Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())}
        if htmx:
            headers["HX-Request"] = "true"
        connection = self.ready()
        started = time.perf_counter()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, HTTPException):
            self._connection = None
            raise
        self.last = time.monotonic()
        self.taken.append(time.perf_counter() - started)
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status != expected:
            raise Refused(f"{method} {path} was answered with {answer.status}, not {expected}")
        return text


@dataclass
class View:
    """Looking at one page."""

    path: str

    def __call__(self, visitor: Visitor) -> None:
        visitor.get(self.path)


@dataclass
class Edit:
    """Opening a field of a claim where it stands, and saving it: two requests."""

    claims: Iterator[int]
    values: Iterator[tuple[str, str]]
    """Which field, and its new value."""

    def __call__(self, visitor: Visitor) -> None:
        (field_name, value), path = next(self.values), f"/claims/{next(self.claims)}/"
        form = visitor.get(f"{path}{field_name}/", htmx=True)
        sent = {
            "version": _found(VERSION, form), "csrfmiddlewaretoken": _found(TOKEN, form),
            "value": value,
        }  # fmt: skip
        visitor.post(f"{path}{field_name}/", sent, htmx=True)


@dataclass
class AdminEdit:
    """Opening the admin's form of a claim, and saving it with another statement: two requests.

    The page to which saving leads is not asked for.
    """

    claims: Iterator[int]
    values: Iterator[tuple[str, str]]

    def __call__(self, visitor: Visitor) -> None:
        path = f"/admin/claims/claim/{next(self.claims)}/change/"
        sent = values_of(visitor.get(path)) | {"statement": next(self.values)[1]}
        visitor.post(path, sent, expected=302)


def values_of(page: str) -> dict[str, str]:
    """What the form of an admin page would send."""
    form = page[page.index('id="claim_form"') : page.rindex("</form>")]
    sent: dict[str, str] = {}
    for kind, attributes, inside in CONTROL.findall(form):
        given = {name: unescape(value) for name, value in ATTRIBUTE.findall(attributes)}
        name = given.get("name", "")
        if kind == "textarea":
            sent[name] = unescape(inside.partition("</textarea>")[0]).removeprefix("\n")
        elif kind == "select":
            chosen = CHOSEN.search(inside.partition("</select>")[0])
            sent[name] = unescape(chosen[1]) if chosen else ""
        elif given.get("type") not in {"submit", "checkbox"}:
            sent[name] = given.get("value", "")
    return sent


def _found(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    if found is None:
        raise Refused(f"There is no {pattern.pattern} in what was answered.")
    return found[1]
