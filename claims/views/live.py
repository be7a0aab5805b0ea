"""What open pages ask every second: answered before Django begins, with numbers alone.

A page asks with a ticket, which is signed, good for some minutes, and renewed by a request that
goes the whole way. So whoever is logged out or deactivated hears of numbers a few minutes longer.
"""

import json
from collections.abc import Iterable
from time import monotonic
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.core import signing
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from claims.models import User
from claims.queries.live import STREAM, News
from claims.views.access import SignedInRequest

PATH = "/live/"
PLACE = "claims.live.place"
SALT = "claims.live"
TICKET_SECONDS = 15 * 60
EVERY = 1.0
"""Seconds between two questions of one page."""
TICKETS_KNOWN = 10_000
POLLS_PER_SECOND = 300
"""That one process answers; beyond it pages ask less often."""

Answer = tuple[str, dict[str, Any]]


class Live:
    """In front of the application: answers the polls, and tells pages where the stream stood."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application
        self.pace = Pace()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != PATH:
            if _opens_a_page(environ):
                environ[PLACE] = _place()
            return self.application(environ, start_response)
        status, told = self.poll(environ)
        body = json.dumps(told, separators=(",", ":")).encode()
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start_response(status, headers)
        return [body]

    def poll(self, environ: WSGIEnvironment) -> Answer:
        if environ["REQUEST_METHOD"] != "GET":
            return "405 Method Not Allowed", {}
        user = reader_of(environ.get("HTTP_X_TICKET", ""))
        if user is None:
            return "403 Forbidden", {}
        try:
            news = STREAM.since(environ.get("QUERY_STRING", ""))
        except DatabaseError:
            return "503 Service Unavailable", {}
        return "200 OK", {"every": self.pace.count(), **told_to(user, news)}


def told_to(user: int, news: News) -> dict[str, Any]:
    """The news, as far as one person is told of it."""
    told: dict[str, Any] = {"place": news.place.text}
    if news.changes is None:
        return {**told, "all": True}
    if news.changes:
        captured = {one.claim for one in news.changes if one.captured}
        claims = {one.claim: one.interview for one in news.changes}
        told["claims"] = [[*pair, int(pair[0] in captured)] for pair in claims.items()]
        told["header"] = any(one.moved or user in one.people for one in news.changes)
    return told


class Pace:
    """How often pages are to ask, so that the questions of all of them stay within bounds."""

    def __init__(self) -> None:
        self.began, self.polls, self.every = monotonic(), 0, EVERY

    def count(self) -> float:
        """Count a question; the seconds to wait before the next. A race loses a count, no more."""
        self.polls += 1
        seconds = monotonic() - self.began
        if seconds >= 2:
            crowd = self.polls / seconds * self.every
            self.every = round(max(EVERY, crowd / POLLS_PER_SECOND), 1)
            self.began, self.polls = monotonic(), 0
        return self.every


def ticket_for(user: User) -> str:
    return signing.dumps(user.pk, salt=SALT)


_readers: dict[str, tuple[int, float]] = {}
"""Whose tickets were found good, and until when: checking a signature costs more than the rest."""


def reader_of(ticket: str) -> int | None:
    """The person to whom a ticket was given, by id; None where it is not good, or not any more."""
    known = _readers.get(ticket)
    if known and known[1] > monotonic():
        return known[0]
    _readers.pop(ticket, None)
    try:
        user: int = signing.loads(ticket, salt=SALT, max_age=TICKET_SECONDS)
    except signing.BadSignature:
        return None
    if len(_readers) >= TICKETS_KNOWN:
        _readers.clear()
    _readers[ticket] = (user, monotonic() + 60)
    return user


def live(request: HttpRequest) -> dict[str, Any]:
    """For a whole page of somebody who is logged in: where it begins to listen."""
    place = request.META.get(PLACE)
    if not place or not request.user.is_authenticated:
        return {}
    return {"live": {"place": place, "ticket": ticket_for(request.user)}}


@never_cache
@require_safe
def live_ticket(request: SignedInRequest) -> HttpResponse:
    return JsonResponse({"ticket": ticket_for(request.user)})


@require_safe
def live_header(request: SignedInRequest) -> HttpResponse:
    """What the header counts."""
    if not request.htmx:
        return redirect("queue")
    return render(request, "live/_header.html#live-header")


def _opens_a_page(environ: WSGIEnvironment) -> bool:
    html = "text/html" in environ.get("HTTP_ACCEPT", "")
    return environ["REQUEST_METHOD"] == "GET" and html and "HTTP_HX_REQUEST" not in environ


def _place() -> str:
    try:
        return STREAM.place().text
    except DatabaseError:
        return ""
