"""As much of a browser as a person here needs: cookies, forms, and htmx's header."""

import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

SECONDS_FOR_AN_ANSWER = 60
NO_ANSWER = 0
"""The status of a request to which no answer came."""


@dataclass
class Form:
    """A form of a page: where it goes, and what it would send as it stands."""

    action: str
    values: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Collects the forms and the links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._text: str = ""
        self._select: str = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag == "a":
            self.links.append(given.get("href", ""))
        if not self.forms:
            return
        values = self.forms[-1].values
        if tag == "input" and given.get("type") not in {"radio", "checkbox", "file", "submit"}:
            values[given.get("name", "")] = given.get("value", "")
        elif tag == "textarea":
            self._text = given.get("name", "")
            values[self._text] = ""
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and "selected" in given:
            values[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.forms[-1].values[self._text] += data.removeprefix("\n")


@dataclass(frozen=True)
class Answer:
    status: int
    text: str = ""

    def forms(self, path: str) -> list[Form]:
        """The forms that go to this address."""
        return [form for form in Forms(self.text).forms if form.action.split("?")[0] == path]

    def links(self) -> list[str]:
        return Forms(self.text).links


class Browser:
    def __init__(self, site: str) -> None:
        self.site = site
        self._open = build_opener(HTTPCookieProcessor(CookieJar())).open

    def get(self, path: str, *, htmx: bool = True) -> Answer:
        return self._ask(Request(self.site + path, headers=self._headers(htmx)))

    def post(self, path: str, values: dict[str, Any], *, htmx: bool = True) -> Answer:
        body = urlencode(values).encode()
        headers = {**self._headers(htmx), "Referer": self.site + path, "Origin": self.site}
        return self._ask(Request(self.site + path, body, headers))

    def log_in(self, name: str, password: str) -> None:
        """Waits where the database is down, or too many log in from here at once."""
        path = "/accounts/login/"
        answer = self.get(path, htmx=False)  # leads on, once one is logged in
        while 'action="/accounts/logout/"' not in answer.text:
            if forms := answer.forms(path):
                sent = {**forms[0].values, "login": name, "password": password}
                answer = self.post(path, sent, htmx=False)
                if answer.status == 200 and "errorlist" in answer.text:
                    raise RuntimeError(f"{name} could not log in.")
            else:
                time.sleep(0.5)
                answer = self.get(path, htmx=False)

    def wait_for_an_answer(self) -> None:
        """Until the server, and the database behind it, answer again."""
        while self.get("/queue/").status != 200:
            time.sleep(0.1)

    def _headers(self, htmx: bool) -> dict[str, str]:
        return {"HX-Request": "true"} if htmx else {}

    def _ask(self, request: Request) -> Answer:
        try:
            with self._open(request, timeout=SECONDS_FOR_AN_ANSWER) as answer:
                return Answer(answer.status, answer.read().decode())
        except HTTPError as error:
            with error:
                return Answer(error.code, error.read().decode(errors="replace"))
        except (URLError, HTTPException, OSError):
            return Answer(NO_ANSWER)
