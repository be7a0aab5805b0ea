"""What stands on a dashboard beside the numbers of its board: claims to look at, and the tables."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf

from claims.models import Claim, Interview, Measure, Person, Scope, Status, User
from claims.models.claim_orders import EARLIEST
from claims.models.claims import ClaimQuerySet
from claims.models.tallies import STATUSES, Rank
from claims.queries import tallies
from claims.queries.board import UNASSIGNED_DAYS, Period, read
from claims.queries.claim_list import Asking, matching, midnight
from claims.queries.subjects import Subject

INTERVIEWS_SHOWN = 10
SPEAKERS_SHOWN = 8
CLAIMS_SHOWN = 8
OF_EACH_FIRST = 2
OLDEST_SHOWN = 5
REVIEWERS_SHOWN = 20
DONE_DAYS = 7


# What needs somebody


@dataclass(frozen=True, slots=True)
class Need:
    """One reason why a claim needs somebody, as the claim list's own filters."""

    name: str
    label: str
    css: str
    filters: dict[str, Any]
    since: str
    """The field that says how long already."""


def needs(today: date) -> list[Need]:
    """The reasons, the most urgent first. Their names are those of the board's numbers."""
    long_ago = today - timedelta(days=UNASSIGNED_DAYS)
    return [
        Need("stale", "Sign-off is stale", "s-changes", {"attention": "stale"}, "status_since"),
        Need("needs_anchoring", "Needs its place", "s-changes", {"attention": "needs-anchoring"},
             "status_since"),
        Need("overdue", "Overdue", "s-checking", {"due": "overdue"}, "due_on"),
        Need("without_primary_source", "No primary source", "s-awaiting",
             {"attention": "no-primary"}, "status_since"),
        Need("changes", "Changes requested", "s-changes", {"status": [Status.CHANGES_REQUESTED]},
             "status_since"),
        Need("unassigned", "Nobody assigned", "s-new",
             {"open": "1", "assignee": ["none"], "captured_to": long_ago}, "captured_at"),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Looked:
    """A claim to look at, and why: None for one that is only old."""

    claim: Claim
    need: Need | None


def claims_to_look_at(
    reasons: list[Need], subject: Subject, asking: Asking
) -> tuple[list[Looked], list[Looked]]:
    """The first claims that need somebody, each once; and the oldest that are open: one query.

    The first few of each reason are looked for, each by an index; of a speaker, a topic or a
    reviewer only the oldest are.
    """
    mine = _claims_of(subject)
    parts = [mine.open().order_by("captured_at", "pk")]
    whole = subject.scope in {Scope.ALL, Scope.INTERVIEW}
    if whole:
        parts += [
            (mine & matching(need.filters, asking=asking)).order_by(_first_of(need), "pk")
            for need in reasons
        ]
    few = [part.values("pk")[:CLAIMS_SHOWN] for part in parts]
    found = Claim.objects.filter(pk__in=few[0].union(*few[1:], all=True) if whole else few[0])
    # Sorted here: an order would tempt the database to walk all claims in it.
    claims = sorted(found.select_related("assignee"), key=lambda one: (one.captured_at, one.pk))
    looked = [Looked(claim, _need_of(claim, reasons, asking.today)) for claim in claims]
    oldest = [one for one in looked if one.claim.is_open][:OLDEST_SHOWN]
    return _some_of_each(looked, reasons) if whole else [], oldest


def _some_of_each(looked: list[Looked], reasons: list[Need]) -> list[Looked]:
    """The most urgent, but first a few for each reason, so that one does not hide the others."""
    ranked = []
    for rank, need in enumerate(reasons):
        needy = sorted((one for one in looked if one.need == need), key=_since)
        ranked += [(place >= OF_EACH_FIRST, rank, place, one) for place, one in enumerate(needy)]
    shown = sorted(ranked, key=lambda row: row[:3])[:CLAIMS_SHOWN]
    return [one for *_, one in sorted(shown, key=lambda row: row[1:3])]


def _claims_of(subject: Subject) -> ClaimQuerySet:
    return (
        Claim.objects.filter(**{subject.kind: subject.pk}) if subject.kind else Claim.objects.all()
    )


def _first_of(need: Need) -> str:
    return "due_on" if need.name == "overdue" else "captured_at"


def _since(looked: Looked) -> tuple[Any, datetime]:
    overdue = looked.need is not None and looked.need.name == "overdue"
    return (looked.claim.due_on if overdue else EARLIEST), looked.claim.captured_at


def _need_of(claim: Claim, reasons: list[Need], today: date) -> Need | None:
    """The most urgent reason why a claim needs somebody, as its row says it."""
    set_aside = claim.status == Status.SET_ASIDE
    long_ago = midnight(today - timedelta(days=UNASSIGNED_DAYS - 1))
    holds = {
        "stale": claim.sign_off_is_stale and not set_aside,
        "needs_anchoring": claim.needs_anchoring and not set_aside,
        "overdue": claim.is_overdue(today),
        "without_primary_source": claim.status == Status.AWAITING_SIGN_OFF
        and not claim.primary_count,
        "changes": claim.status == Status.CHANGES_REQUESTED,
        "unassigned": claim.is_open and claim.assignee_id is None and claim.captured_at < long_ago,
    }
    return next((need for need in reasons if holds[need.name]), None)


# Tables


@dataclass(slots=True)
class InterviewStanding:
    statuses: Counter[Status] = field(default_factory=Counter)
    next_due: date | None = None


@dataclass(slots=True)
class Tables:
    """What the whole newsroom's dashboard lists: by interview, by speaker and by reviewer."""

    interviews: dict[int, InterviewStanding]
    """In the order of what is open."""
    speakers: dict[int, Counter[int]]
    """By verdict; in the order of what was ever finished."""
    done: Counter[int]
    """By who submitted it: finished in the last days."""


def tables(period: Period, today: date) -> Tables:
    """Three queries."""
    interviews = tallies.most_of(Scope.INTERVIEW, Rank.OPEN, INTERVIEWS_SHOWN)
    speakers = tallies.most_of(Scope.SPEAKER, Rank.FINISHED, SPEAKERS_SHOWN)
    found = Tables(
        {pk: InterviewStanding() for pk in interviews},
        {pk: Counter() for pk in speakers},
        Counter(),
    )
    of_interviews = Q(scope=Scope.INTERVIEW, scope_id__in=list(interviews))
    rows = read(
        of_interviews & Q(measure__in=[Measure.STATUS, Measure.DUE]),
        Q(scope=Scope.SPEAKER, scope_id__in=list(speakers))
        & tallies.period(Measure.FINISHED, period.first, period.last),
        Q(scope=Scope.SUBMITTER, measure=Measure.FINISHED, day__gte=done_from(today)),
        by_day=[Measure.DUE],
    )
    for scope, pk, measure, day, key, number in rows:
        if scope == Scope.SPEAKER:
            found.speakers[pk][key // 2] += number
        elif scope == Scope.SUBMITTER:
            found.done[pk] += number
        elif measure == Measure.STATUS:
            found.interviews[pk].statuses[STATUSES[key - 1]] += number
        else:
            due = found.interviews[pk].next_due
            found.interviews[pk].next_due = min(due or day, day)
    return found


def done_from(today: date) -> date:
    return today - timedelta(days=DONE_DAYS - 1)


@dataclass(frozen=True, slots=True)
class Called:
    """What a row is called; `value` is what the claim list's filters name it by."""

    name: str
    value: str
    more: str = ""


def names(
    *, interviews: Iterable[int] = (), speakers: Iterable[int] = (), reviewers: Iterable[int] = ()
) -> dict[tuple[str, int], Called]:
    """The rows behind these numbers, and everybody who reviews: one query."""
    reviewing = User.objects.reviewing() | User.objects.filter(pk__in=list(reviewers))
    gone = Case(When(is_active=False, then=Value("deactivated")), default=Value(""))
    parts = [
        _called("reviewer", reviewing, name=Coalesce(NullIf(F("name"), Value("")), F("username")),
                value=F("username"), more=gone),
        _called("speaker", Person.objects.filter(pk__in=list(speakers)), name=F("name"),
                value=Cast("pk", CharField()), more=Value("")),
        _called("interview", Interview.objects.filter(pk__in=list(interviews)), name=F("title"),
                value=F("slug"), more=F("outlet")),
    ]  # fmt: skip
    rows = parts[0].union(*parts[1:], all=True)
    return {(kind, pk): Called(name, value, more) for kind, pk, name, value, more in rows}


def _called(kind: str, rows: QuerySet[Any], *, name: Any, value: Any, more: Any) -> QuerySet[Any]:
    named = rows.order_by().annotate(of_kind=Value(kind), called=name, asked=value, also=more)
    found: QuerySet[Any, Any] = named.values_list("of_kind", "pk", "called", "asked", "also")
    return found
