"""The dashboards: where everything stands, and where one interview does."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Self
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from claims import permissions
from claims.forms.dashboard import ALL, PERIODS, DashboardForm
from claims.models import FINISHED, Interview, Verdict
from claims.queries import dashboard as queries
from claims.queries.board import Board, Period, board_of, stays_from
from claims.queries.coverage import coverage_of, stretches_of
from claims.queries.kept import Kept, Marks
from claims.queries.subjects import KINDS, Subject, subject_of, subjects_like
from claims.views import access
from claims.views.access import SignedInRequest, header_of
from claims.views.dashboard_html import rows_of
from claims.views.dashboard_sections import (
    attention_of,
    chart_of,
    findings_of,
    interview_lines,
    speaker_lines,
    stay_lines,
    tiles_of,
    workload,
)
from claims.views.fragments import answer, wants_fragment

WORDS_LENGTH = 200
EVER_FINISHED = [("status", status.value) for status in FINISHED]


@dataclass(frozen=True, slots=True)
class Shown:
    """A dashboard as everybody sees it."""

    head: SafeString
    sections: SafeString
    """What follows, and what pages fetch anew."""


BOARDS: Kept[Shown] = Kept(50)
"""Those that were asked for last. Nothing in them depends on who looks, but for the invitation to
begin in an empty newsroom."""


@require_safe
def dashboard(request: SignedInRequest) -> HttpResponse:
    asked = Asked.by(request)
    shown = asked.kept()
    if not shown:
        form = DashboardForm(request.GET, today=asked.today)
        form.is_valid()
        subject = form.subject()
        if subject.kind == "interview":
            return _elsewhere(request, place_of(subject, form.chosen))
        shown = asked.made(form, lambda: _everything(asked, form, subject))
    return _answer(request, "dashboard/dashboard.html", shown, {"nav": "dashboard"})


@require_safe
def interview_dashboard(request: SignedInRequest, slug: str) -> HttpResponse:
    """The same for one interview, and how much of its text has been taken up."""
    asked = Asked.by(request)
    interview = access.interview_to_read(request, slug)
    shown = asked.kept()
    if not shown:
        form = DashboardForm(request.GET, today=asked.today, subject=False, usual=ALL)
        form.is_valid()
        shown = asked.made(form, lambda: _of_interview(asked, form, interview))
    context = {"nav": "interviews", "interview": interview}
    return _answer(request, "dashboard/interview.html", shown, context)


@require_safe
def coverage(request: SignedInRequest, slug: str) -> HttpResponse:
    """The strip of an interview's dashboard as a table."""
    interview = access.interview_to_read(request, slug)
    lines, beside = stretches_of(interview)
    context = {
        "nav": "interviews", "interview": interview, "desk": interview.get_absolute_url(),
        "lines": lines, "beside": beside,
    }  # fmt: skip
    return render(request, "dashboard/coverage.html", context)


@require_safe
def dashboard_subjects(request: SignedInRequest) -> HttpResponse:
    """What a dashboard can be narrowed to, by words that it is called by."""
    form = DashboardForm(request.GET, today=timezone.localdate(), subject=False)
    form.is_valid()
    period = form.chosen
    words = request.GET.get("words", "")[:WORDS_LENGTH].strip()
    found = subjects_like(words) if words or not wants_fragment(request) else []
    context = {
        "nav": "dashboard",
        "words": words,
        "period_asked": period.asked,
        "found": [
            Choice(KINDS[name].label, [(one.name, place_of(one, period)) for one in of_kind])
            for name, of_kind in groupby(found, key=lambda one: one.kind)
        ],
    }
    said = f"{len(found)} found" if words and wants_fragment(request) else ""
    return answer(
        request, "dashboard/subjects.html", "dashboard/_filters.html#dashboard-subjects", context,
        announce=said,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """The things of one kind that were found, with their dashboards."""

    label: str
    places: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PeriodLink:
    label: str
    href: str
    on: bool


def place_of(subject: Subject, period: Period) -> str:
    """The address of a dashboard."""
    if subject.kind == "interview":
        return _address(reverse("interview-dashboard", args=[subject.value]), period.asked)
    return _address(reverse("dashboard"), [*subject.filters, *period.asked])


def _address(path: str, pairs: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _elsewhere(request: SignedInRequest, place: str) -> HttpResponse:
    return HttpResponseClientRedirect(place) if wants_fragment(request) else redirect(place)


def _answer(
    request: SignedInRequest, page: str, shown: Shown, context: dict[str, Any]
) -> HttpResponse:
    if wants_fragment(request):
        response = HttpResponse(shown.sections)
    else:
        response = render(request, page, {**context, "shown": shown})
    patch_vary_headers(response, ["HX-Request"])
    return response


@dataclass(frozen=True, slots=True)
class Asked:
    """A dashboard that somebody asks for: its address, and when. The first thing to make: marks
    are read before all else, so that whatever is read after them is at least as new as they are.

    Times are told as of the last whole minute, so that what was made in it is right until its end.
    """

    path: str
    query: str
    now: datetime
    may_import: bool
    marks: Marks

    @classmethod
    def by(cls, request: SignedInRequest) -> Self:
        now = timezone.now().replace(second=0, microsecond=0)
        return cls(
            request.path, request.META.get("QUERY_STRING", ""), now,
            permissions.can_import(request.user), header_of(request).marks,
        )  # fmt: skip

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def key(self) -> Hashable:
        return self.path, self.query, self.may_import

    @property
    def made_of(self) -> Hashable:
        return self.marks.boards, self.now

    def kept(self) -> Shown | None:
        return BOARDS.look(self.key, self.made_of)

    def made(self, form: DashboardForm, make: Callable[[], Shown]) -> Shown:
        """Kept, unless something was asked for that does not exist."""
        return make() if form.errors else BOARDS.get(self.key, self.made_of, make)


def _everything(asked: Asked, form: DashboardForm, subject: Subject) -> Shown:
    context = {**_filters(asked, form, subject), **_board(asked, form, subject)}
    return _shown(
        "dashboard/_sections.html#dashboard-head", "dashboard/_sections.html#dashboard-sections",
        context,
    )  # fmt: skip


def _of_interview(asked: Asked, form: DashboardForm, interview: Interview) -> Shown:
    subject = subject_of(interview)
    context = {
        "interview": interview,
        "desk": interview.get_absolute_url(),
        "coverage": coverage_of(interview),
        **_filters(asked, form, subject),
        **_board(asked, form, subject),
    }
    return _shown(
        "dashboard/_interview.html#interview-dashboard-head",
        "dashboard/_interview.html#interview-dashboard-sections", context,
    )  # fmt: skip


def _shown(head: str, sections: str, context: dict[str, Any]) -> Shown:
    """Without the request, so that nothing of whoever asks gets into what others see."""
    return Shown(render_to_string(head, context), render_to_string(sections, context))


def _filters(asked: Asked, form: DashboardForm, subject: Subject) -> dict[str, Any]:
    """The bar of filters: the periods to choose, and the way back to everything."""
    period = form.chosen
    return {
        "now": asked.now,
        "form": form,
        "unknown": form.unknown,
        "period": period,
        "periods": [
            PeriodLink(label, place_of(subject, form.period_called(name)), name == form.chosen_name)
            for name, label in PERIODS
        ],
        "days": [form["first"], form["last"]],
        "path": asked.path,
        "subject": subject,
        "subject_asked": subject.filters,
        "everything": place_of(Subject(), period),
        "here": place_of(subject, period),
    }


def _board(asked: Asked, form: DashboardForm, subject: Subject) -> dict[str, Any]:
    """Every section's numbers; none where something was asked for that does not exist."""
    if form.errors:
        return {}
    today, period = asked.today, form.chosen
    board = board_of(subject, period, today)
    verdicts = list(Verdict.objects.all())
    began = stays_from(subject, period)
    shown = {
        "today": today,
        "nothing_yet": not board.statuses and not subject.kind and not Interview.objects.exists(),
        "can_import": asked.may_import,
        "needy": board.needs.total(),
        "tiles": tiles_of(board, subject),
        **attention_of(board, subject, asked.now),
        **_tables(board, subject, period, verdicts, today),
        "chart": chart_of(board, subject, period),
        "findings": findings_of(board, subject, period, verdicts),
        "stays": stay_lines(board.stays),
        "stays_began": began if began != period.first else None,
    }
    return {**shown, "rows": rows_of(shown)}


def _tables(
    board: Board, subject: Subject, period: Period, verdicts: list[Verdict], today: date
) -> dict[str, Any]:
    """By interview, by speaker and by reviewer, where that says more than the subject itself."""
    whole = None if subject.kind else queries.tables(period, today)
    speakers = whole.speakers if whole else board.by_speaker
    names = queries.names(
        interviews=whole.interviews if whole else (), speakers=speakers, reviewers=board.work
    )
    done = whole.done if whole else None
    shared = period.days_of("finished") if whole else [*subject.filters, *EVER_FINISHED]
    return {
        "interviews": interview_lines(whole.interviews, names, today) if whole else [],
        "speakers": speaker_lines(speakers, names, verdicts, shared),
        "speakers_ever": not whole,
        "workload": []
        if subject.kind == "assignee"
        else workload(board, done, subject, names, today),
    }
