"""Whether what the database keeps count of is what its rows say."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from claims.models import Newsroom
from claims.models.counted import STALE_SIGNERS
from claims.models.heard import HEARD_AT
from claims.models.tallies import SINCE_EVER, Measure, Scope

# Rows whose own count is wrong: what they say, and what is right.
SOURCES = """
    SELECT c.id, c.source_count, c.primary_count, r.sources, r.primaries
    FROM claims_claim AS c LEFT JOIN (
        SELECT claim_id, count(*) AS sources, count(*) FILTER (WHERE s."primary") AS primaries
        FROM claims_evidence JOIN claims_source AS s ON s.id = source_id
        WHERE withdrawn_at IS NULL GROUP BY claim_id
    ) AS e ON e.claim_id = c.id
    CROSS JOIN LATERAL (
        SELECT coalesce(e.sources, 0) AS sources, coalesce(e.primaries, 0) AS primaries
    ) AS r
    WHERE (c.source_count, c.primary_count) <> (r.sources, r.primaries)
"""
STALE = f"""
    SELECT c.id, c.sign_off_is_stale, c.stale_signers, r.signers
    FROM claims_claim AS c
    CROSS JOIN LATERAL (SELECT {STALE_SIGNERS.format(claim="c")} AS signers) AS r
    WHERE (c.sign_off_is_stale, c.stale_signers)
        IS DISTINCT FROM (cardinality(r.signers) > 0, r.signers)
"""  # noqa: S608 -- written by us
HEARD = f"""
    SELECT c.id, c.heard_at_ms, r.ms FROM claims_claim AS c
    CROSS JOIN LATERAL (SELECT {HEARD_AT.format(claim="c")} AS ms) AS r
    WHERE c.heard_at_ms IS DISTINCT FROM r.ms
"""  # noqa: S608 -- written by us
STAYS = """
    SELECT e.id, e.claim_id, e.number, e.stay, r.stay FROM claims_event AS e LEFT JOIN (
        SELECT id, floor(greatest(0, extract(epoch FROM at - lag(at) OVER (
            PARTITION BY claim_id ORDER BY number
        ))))::integer AS stay FROM claims_event
        WHERE number = 1 OR before->'status' IS DISTINCT FROM after->'status'
    ) AS r ON r.id = e.id AND e.number > 1
    WHERE e.stay IS DISTINCT FROM r.stay
"""

# Who everybody is, following all merges; what claims and appearances say of that follows from it.
WHO = """
    WITH RECURSIVE who AS (
        SELECT id, id AS who FROM claims_person WHERE merged_into_id IS NULL
        UNION ALL
        SELECT p.id, w.who FROM claims_person AS p JOIN who AS w ON w.id = p.merged_into_id
    )
"""
PEOPLE = f"""
    {WHO} SELECT p.id, p.identity_id, w.who FROM claims_person AS p LEFT JOIN who AS w USING (id)
    WHERE p.identity_id IS DISTINCT FROM nullif(w.who, p.id)
"""  # noqa: S608 -- written by us
SPEAKERS = f"""
    {WHO} SELECT c.id, c.person_id, w.who FROM claims_claim AS c
    LEFT JOIN who AS w ON w.id = c.speaker_id WHERE c.person_id IS DISTINCT FROM w.who
"""  # noqa: S608 -- written by us
SPOKEN = """
    SELECT s.speaker_id, t.interview_id FROM (
        SELECT speaker_id, transcript_id FROM claims_turn
        UNION SELECT speaker_id, transcript_id FROM claims_quotation
    ) AS s JOIN claims_transcriptversion AS t ON t.id = s.transcript_id
    WHERE s.speaker_id IS NOT NULL GROUP BY 1, 2
"""
APPEARANCES = f"""
    {WHO} SELECT speaker_id, interview_id, a.person_id, w.who
    FROM ({SPOKEN}) AS s FULL JOIN claims_appearance AS a USING (speaker_id, interview_id)
    LEFT JOIN who AS w ON w.id = s.speaker_id WHERE a.person_id IS DISTINCT FROM w.who
"""  # noqa: S608 -- written by us

SHAPES = "CREATE TEMP TABLE tally_shapes ON COMMIT DROP AS SELECT * FROM claims_tally_shapes()"
# A row is a claim or a stay, and counts as such alone: each is tried only with its own measures.
COUNTED = f"""
    SELECT e.scope, e.measure, e.scope_id, e.day, e.key, count(*)::integer AS number
    FROM (
        SELECT e.* FROM tally_shapes AS s
        CROSS JOIN LATERAL claims_tally_expand(ROW(s.*)::claims_tallychange) AS e
        WHERE s.stayed_in IS NULL AND e.measure < {Measure.STAYED} AND e.scope = %(scope)s
        UNION ALL
        SELECT e.* FROM tally_shapes AS s
        CROSS JOIN LATERAL claims_tally_expand(ROW(s.*)::claims_tallychange) AS e
        WHERE s.stayed_in IS NOT NULL AND e.measure >= {Measure.STAYED} AND e.scope = %(scope)s
    ) AS e
    GROUP BY e.scope, e.measure, e.scope_id, e.day, e.key
"""  # noqa: S608 -- a number of ours
TALLIES = f"""
    SELECT measure, scope_id, day, key, coalesce(kept.number, 0), coalesce(counted.number, 0)
    FROM ({COUNTED}) AS counted FULL JOIN (
        SELECT measure, scope_id, day, key, sum(number)::integer AS number FROM claims_tallied
        WHERE scope = %(scope)s GROUP BY measure, scope_id, day, key HAVING sum(number) <> 0
    ) AS kept USING (measure, scope_id, day, key)
    WHERE kept.number IS DISTINCT FROM counted.number ORDER BY measure, scope_id, day, key
"""  # noqa: S608 -- both parts are written here


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Everything counted in here is as it was at one moment, whatever others write meanwhile."""
    begun = connection.in_atomic_block
    with transaction.atomic():
        if not begun:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def recounted() -> Iterator[tuple[str, list[str]]]:
    """What is recounted, step by step, each with what is not right there."""
    zone = Newsroom.rules().time_zone
    same = zone == settings.TIME_ZONE
    yield (
        "time zone",
        [] if same else [f"Days are counted in the time zone {zone}, not in {settings.TIME_ZONE}"],
    )
    yield (
        "sources",
        [
            f"Claim {claim}: its row counts {sources} sources, {primaries} of them primary, "
            f"and there are {right}, {right_primaries} of them primary"
            for claim, sources, primaries, right, right_primaries in _rows(SOURCES)
        ],
    )
    yield "stale sign-offs", [_stale(*row) for row in _rows(STALE)]
    yield "times in recordings", [_heard(*row) for row in _rows(HEARD)]
    yield (
        "stays",
        [
            f"Claim {claim}, event {number}: it ended a stay of {right} s, not of {stay} s"
            for _, claim, number, stay, right in _rows(STAYS)
        ],
    )
    yield "people", list(_people())
    with connection.cursor() as cursor:
        cursor.execute(SHAPES)
    for scope in Scope:
        yield (
            f"tallies by {scope.name.lower()}",
            [_tally(scope, *row) for row in _rows(TALLIES, {"scope": scope})],
        )
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE tally_shapes")


def _people() -> Iterator[str]:
    for pk, kept, right in _rows(PEOPLE):
        yield f"Person {pk}: their row says that this is {kept or pk}, and by its merges {right}"
    for pk, kept, right in _rows(SPEAKERS):
        yield f"Claim {pk}: its row says that person {kept} speaks, and it is {right}"
    for speaker, interview, kept, right in _rows(APPEARANCES):
        said = f"Interview {interview}, speaker {speaker}: it is kept that person {kept} appears"
        yield f"{said}, and it is {right}"


def _rows(sql: str, values: dict[str, Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[Any] = cursor.fetchall()
        return rows


def _heard(claim: int, ms: int | None, right: int | None) -> str:
    def said(at: int | None) -> str:
        return "at no time" if at is None else f"at {at} ms"

    return f"Claim {claim}: its row says that it is heard {said(ms)}, and it is {said(right)}"


def _stale(claim: int, stale: bool, signers: list[int], right: list[int]) -> str:
    said = f"Claim {claim}: its row says that "
    if stale != bool(right):
        return f"{said}its sign-off is {'stale' if stale else 'not stale'}"
    return f"{said}what is stale was signed by the accounts {signers}, and it was by {right}"


def _tally(
    scope: Scope, measure: int, scope_id: int, day: Any, key: int, kept: int, right: int
) -> str:
    what = Measure(measure).name.lower().replace("_", " ")
    whose = "all claims" if scope == Scope.ALL else f"{scope.name.lower()} {scope_id}"
    when = "" if day == SINCE_EVER else f" on {day}"
    return f"Tally of {whose}, {what} {key}{when}: it says {kept}, and the rows {right}"
