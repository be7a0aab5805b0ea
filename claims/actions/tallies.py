"""Counting anew what the database keeps count of."""

import pgtrigger
from django.conf import settings
from django.db import connection, transaction

from claims.models import Newsroom
from claims.models.tallies import Scope
from claims.queries.recount import (
    APPEARANCES,
    COUNTED,
    HEARD,
    PEOPLE,
    SHAPES,
    SOURCES,
    SPEAKERS,
    STALE,
    STAYS,
)

# Every writer locks a claim before it writes anything, so this one lock waits for those who have
# begun and stops all others; the rest only makes sure of it. Reading goes on.
LOCK = """
    LOCK TABLE claims_claim IN EXCLUSIVE MODE;
    LOCK TABLE claims_evidence, claims_source, claims_signoff, claims_event IN SHARE MODE;
"""
REPAIRS = f"""
    UPDATE claims_claim AS c SET source_count = w.sources, primary_count = w.primaries
    FROM ({SOURCES}) AS w WHERE c.id = w.id;
    UPDATE claims_claim AS c
    SET stale_signers = w.signers, sign_off_is_stale = cardinality(w.signers) > 0
    FROM ({STALE}) AS w (id, was, were, signers) WHERE c.id = w.id;
    UPDATE claims_claim AS c SET heard_at_ms = w.ms
    FROM ({HEARD}) AS w (id, was, ms) WHERE c.id = w.id;
    UPDATE claims_event AS e SET stay = w.stay
    FROM ({STAYS}) AS w (id, claim, number, was, stay) WHERE e.id = w.id;
"""  # noqa: S608 -- every part is written by us

PEOPLE_REPAIRS = f"""
    UPDATE claims_person AS p SET identity_id = nullif(w.who, p.id)
    FROM ({PEOPLE}) AS w (id, was, who) WHERE p.id = w.id;
    UPDATE claims_claim AS c SET person_id = w.who
    FROM ({SPEAKERS}) AS w (id, was, who) WHERE c.id = w.id;
    DELETE FROM claims_appearance AS a
    USING ({APPEARANCES}) AS w (speaker, interview, was, who)
    WHERE a.speaker_id = w.speaker AND a.interview_id = w.interview;
    INSERT INTO claims_appearance (speaker_id, interview_id, person_id)
    SELECT w.speaker, w.interview, w.who
    FROM ({APPEARANCES}) AS w (speaker, interview, was, who) WHERE w.who IS NOT NULL;
"""  # noqa: S608 -- every part is written by us


def repair() -> None:
    """Make right whatever `recounted` finds, who somebody is first: claims are counted by it."""
    _repair_people()
    _repair_counts()


@transaction.atomic
def _repair_people() -> None:
    """In the order of locks in which people are merged."""
    with connection.cursor() as cursor, pgtrigger.ignore(
        "claims.Person:identified", "claims.Person:identified_anew"
    ):  # fmt: skip
        cursor.execute(PEOPLE_REPAIRS)


@transaction.atomic
def _repair_counts() -> None:
    """Nobody else can write meanwhile."""
    Newsroom.rules()
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        Newsroom.objects.update(time_zone=settings.TIME_ZONE)
        with pgtrigger.ignore("claims.Event:written_once"):
            cursor.execute(REPAIRS)
    rebuild()


@transaction.atomic
def rebuild() -> None:
    """Count all tallies anew, as after loading rows past the triggers. Pages wait meanwhile.

    Whoever loads rows says `SET LOCAL factcheck.tallies = 'off'` before it, and events come with
    their `stay`.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute("TRUNCATE claims_tally, claims_tallychange")
        cursor.execute(SHAPES)
        for scope in Scope:
            cursor.execute(INSERT, {"scope": scope})
        cursor.execute("DROP TABLE tally_shapes")
        cursor.execute("ANALYZE claims_tally")


# In the order in which they are read: what is read together then lies together.
INSERT = f"""
    INSERT INTO claims_tally (scope, measure, scope_id, day, key, number)
    {COUNTED} ORDER BY e.measure, e.scope_id, e.day, e.key
"""
