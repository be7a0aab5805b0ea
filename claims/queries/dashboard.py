"""What stands on a dashboard beside the numbers of its board: claims to look at, and the tables."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model

from claims.models import Claim, Measure, Scope, Status, User
from claims.models.claim_orders import EARLIEST
from claims.models.claims import ClaimQuerySet
from claims.models.tallies import STATUSES, Rank
from claims.queries import tallies
from claims.queries.board import UNASSIGNED_DAYS, Period
from claims.queries.claim_list import Asking, matching, midnight
from claims.queries.questions import ANYBODY, about, sql_of
from claims.queries.subjects import Subject
from claims.queries.tallies import Ranked, Span, Wanted, sums

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
    reasons: list[Need], subject: Subject, today: date
) -> tuple[list[Looked], list[Looked]]:
    """The first claims that need somebody, each once; and the oldest that are open: one query.

    The first few of each reason are looked for, each by an index; of a speaker, a topic or a
    reviewer only the oldest are.
    """
    question = _question(subject.kind, tuple(need.name for need in reasons), today)
    with connection.cursor() as cursor:
        cursor.execute(about(subject.pk, question))
        claims = [_claim(*row) for row in cursor.fetchall()]
    # Sorted here: an order would tempt the database to walk all claims in it.
    claims.sort(key=lambda one: (one.captured_at, one.pk))
    looked = [Looked(claim, _need_of(claim, reasons, today)) for claim in claims]
    oldest = [one for one in looked if one.claim.is_open][:OLDEST_SHOWN]
    return _some_of_each(looked, reasons) if _is_whole(subject.kind) else [], oldest


def _in_order(model: type[Model], names: str) -> list[str]:
    """Columns in the order in which a model takes their values."""
    return [one.attname for one in model._meta.concrete_fields if one.attname in names.split()]


SHOWN = _in_order(
    Claim,
    "id quote status due_on captured_at status_since sign_off_is_stale needs_anchoring "
    "primary_count assignee_id",
)
OF_ASSIGNEE = _in_order(User, "id username name")


@lru_cache(maxsize=32)
def _question(kind: str, reasons: tuple[str, ...], today: date) -> str:
    """For any subject of a kind: its claims to look at, with their assignees."""
    mine = _claims_of(Subject(kind, ANYBODY))
    parts = [mine.open().order_by("captured_at", "pk")]
    if _is_whole(kind):
        asking = Asking(User(pk=ANYBODY), today)
        parts += [
            (mine & matching(need.filters, asking=asking)).order_by(_first_of(need), "pk")
            for need in needs(today)
            if need.name in reasons
        ]
    few = [part.values("pk")[:CLAIMS_SHOWN] for part in parts]
    found = Claim.objects.filter(pk__in=few[0].union(*few[1:], all=True) if few[1:] else few[0])
    return sql_of(found.values_list(*SHOWN, *(f"assignee__{name}" for name in OF_ASSIGNEE)))


def _is_whole(kind: str) -> bool:
    return kind in {"", "interview"}


def _claim(*row: Any) -> Claim:
    """The claim of a row: what else it has is not there."""
    claim = Claim.from_db("default", SHOWN, row[: len(SHOWN)])
    assignee = row[len(SHOWN) :]
    claim.assignee = User.from_db("default", OF_ASSIGNEE, assignee) if assignee[0] else None
    return claim


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
    """Two queries."""
    most = tallies.most_of(
        Ranked(Scope.INTERVIEW, Rank.OPEN, INTERVIEWS_SHOWN),
        Ranked(Scope.SPEAKER, Rank.FINISHED, SPEAKERS_SHOWN),
    )
    interviews, speakers = most[Scope.INTERVIEW], most[Scope.SPEAKER]
    found = Tables(
        {pk: InterviewStanding() for pk in interviews},
        {pk: Counter() for pk in speakers},
        Counter(),
    )
    rows = sums(
        Wanted(Scope.INTERVIEW, list(interviews), [Span(Measure.STATUS), Span(Measure.DUE)]),
        Wanted(
            Scope.SPEAKER, list(speakers),
            tallies.period(Measure.FINISHED, period.first, period.last),
        ),
        Wanted(Scope.SUBMITTER, None, [Span(Measure.FINISHED, done_from(today))]),
        by_day=[Measure.DUE],
    )  # fmt: skip
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
    ids = {"reviewers": reviewers, "speakers": speakers, "interviews": interviews}
    with connection.cursor() as cursor:
        cursor.execute(_question_of_names(), {name: list(given) for name, given in ids.items()})
        rows = cursor.fetchall()
    return {(kind, pk): Called(name, value, more) for kind, pk, name, value, more in rows}


@cache
def _question_of_names() -> str:
    reviewing = sql_of(User.objects.reviewing().order_by().values("pk")).replace("%", "%%")
    return f"""
        SELECT 'reviewer', id, coalesce(nullif(name, ''), username), username,
            CASE WHEN is_active THEN '' ELSE 'deactivated' END
        FROM claims_user WHERE id IN ({reviewing}) OR id = ANY (%(reviewers)s::bigint[])
        UNION ALL
        SELECT 'speaker', id, name, id::text, '' FROM claims_person
        WHERE id = ANY (%(speakers)s::bigint[])
        UNION ALL
        SELECT 'interview', id, title, slug, outlet FROM claims_interview
        WHERE id = ANY (%(interviews)s::bigint[])
    """  # noqa: S608 -- written by us
