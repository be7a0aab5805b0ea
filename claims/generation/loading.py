"""Loading a generated newsroom into the database by COPY, all of it or nothing."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import accumulate, batched, pairwise
from multiprocessing import get_context

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from claims.actions.tallies import rebuild
from claims.generation.interviews import begin, generated, generated_here
from claims.generation.newsroom import Plan, Scale, shared_rows, sizes_of
from claims.generation.rows import COLUMNS, NULL, NUMBERED
from claims.generation.vocabulary import TOPIC_NAMES
from claims.generation.words import Lexicon, every_word
from claims.models import Claim, Interview, Topic, Verdict

CLAIMS_AT_ONCE = 500
"""In one piece of work: one that is small stays in the caches of a processor."""
COPIED_AT_ONCE = 4
"""Pieces that are sent to the database in one go, table after table."""
AHEAD = 2 * COPIED_AT_ONCE
"""Pieces that each worker may be ahead of the database: what memory holds."""

type Written = dict[str, bytes]
type Told = Callable[[int], None]


class NotEmpty(Exception):
    """There are claims or interviews already; its text is for a person."""


def make_plan(
    *, claims: int, interviews: int, seed: int, now: datetime, password: str | None
) -> Plan:
    """Decide all that is written. `password` is that of all accounts; None lets nobody log in."""
    scale = [
        Scale(one.pk, one.label, one.definition, one.tone, one.needs_primary > 0,
              one.needs_search_log)
        for one in Verdict.objects.on_scale()
    ]  # fmt: skip
    with connection.cursor() as cursor:
        last = {table: _last(cursor, table) for table in NUMBERED}
        lexicon = _lexicon(cursor)
    micros = int(now.astimezone(UTC).timestamp()) * 1_000_000
    return Plan(
        claims, sizes_of(claims, interviews, seed), seed, micros, make_password(password), scale,
        _topics(last["topic"]), last, lexicon,
    )  # fmt: skip


def _topics(last: int) -> list[int]:
    known = {topic.name: topic.pk for topic in Topic.objects.filter(name__in=TOPIC_NAMES)}
    return [known.get(name, last + nth) for nth, name in enumerate(TOPIC_NAMES, 1)]


def _lexicon(cursor: CursorWrapper) -> Lexicon:
    """How the database stems, asked once for each word."""
    cursor.execute(
        "SELECT w, search_vector('english', w)::text FROM unnest(%s::text[]) AS w", [every_word()]
    )  # fmt: skip
    return Lexicon((word, vector.replace(":1", ":#")) for word, vector in cursor.fetchall())


def check_is_empty() -> None:
    """Raises NotEmpty."""
    claims, interviews = Claim.objects.count(), Interview.objects.count()
    if claims or interviews:
        raise NotEmpty(
            f"This database has {interviews:,} interviews and {claims:,} claims already, and "
            "nothing here is ever deleted. Use a database of its own, or say --add to have "
            "invented claims among them."
        )


def load(plan: Plan, *, workers: int, told: Told) -> None:
    """Write what was planned. `told` hears how many claims have been written.

    One transaction: indexes and foreign keys are dropped in it, and made again once the rows are
    there, so nobody else can use the site meanwhile.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        with _bare_tables(cursor), _filled_columns(cursor):
            _copy(cursor, [shared_rows(plan)])
            done = 0
            for pieces in batched(_pieces(plan, workers), COPIED_AT_ONCE):
                _copy(cursor, [rows for _, rows in pieces])
                done += sum(claims for claims, _ in pieces)
                told(done)
            _index_words(cursor, plan.last)
            cursor.execute(APPEARANCES, [plan.last["transcriptversion"]])
        for table in NUMBERED:
            _set_sequence(cursor, table)
        rebuild()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _pieces(plan: Plan, workers: int) -> Iterator[tuple[int, Written]]:
    """The rows of some interviews after the other, in order, made by several processes."""
    parts = _parts(plan)
    if workers == 1:
        yield from (generated(plan, part) for part in parts)
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), begin, (plan,)) as pool:
        waiting: deque[Future[tuple[int, Written]]] = deque()
        for part in parts:
            waiting.append(pool.submit(generated_here, part))
            if len(waiting) > workers * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _parts(plan: Plan) -> list[range]:
    """The interviews, cut where about as many claims as CLAIMS_AT_ONCE have come together."""
    ends, before = [0], 0
    for number, claims in enumerate(accumulate(plan.sizes), 1):
        if claims - before >= CLAIMS_AT_ONCE or number == len(plan.sizes):
            ends.append(number)
            before = claims
    return [range(start, end) for start, end in pairwise(ends)]


NULLS = f"(NULL '{NULL}')"


def _copy(cursor: CursorWrapper, pieces: list[Written]) -> None:
    for table, columns in COLUMNS.items():
        if written := [rows[table] for rows in pieces if table in rows]:
            names = ", ".join(f'"{name}"' for name in columns)
            with cursor.copy(f"COPY claims_{table} ({names}) FROM STDIN {NULLS}") as copy:
                for lines in written:
                    copy.write(lines)


@contextmanager
def _bare_tables(cursor: CursorWrapper) -> Iterator[None]:
    """Without triggers, foreign keys, and indexes that hold no rule: they come back at the end.

    The rows are what triggers would let through, only not in this order: a sign-off needs its
    claim, and a claim that is signed off needs its sign-off.
    """
    tables = [f"claims_{table}" for table in COLUMNS]
    cursor.execute(KEYS, [tables])
    keys = cursor.fetchall()
    cursor.execute(INDEXES, [tables])
    indexes = cursor.fetchall()
    for table, name, _ in keys:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    for _, definition in indexes:
        cursor.execute(definition)
    for table, name, definition in keys:
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


@contextmanager
def _filled_columns(cursor: CursorWrapper) -> Iterator[None]:
    """Columns of which the rows say nothing get what the model puts into a new row."""
    columns = [
        (sql.Identifier(model._meta.db_table), sql.Identifier(str(field.column)),
         sql.Literal(field.get_db_prep_save(field.get_default(), connection)))
        for model in apps.get_app_config("claims").get_models()
        for field in model._meta.local_concrete_fields
        if (written := COLUMNS.get(model._meta.model_name or ""))
        and field.column not in written and not field.null and not field.generated
        and not field.has_db_default()
    ]  # fmt: skip
    change = "ALTER TABLE {} ALTER COLUMN {} "
    for table, column, value in columns:
        cursor.execute(sql.SQL(change + "SET DEFAULT {}").format(table, column, value))
    yield
    for table, column, _ in columns:
        cursor.execute(sql.SQL(change + "DROP DEFAULT").format(table, column))


def _index_words(cursor: CursorWrapper, last: dict[str, int]) -> None:
    """Make searchable what triggers would have: what are few, for the rest comes with its words."""
    for table in ("interview", "person"):
        cursor.execute(
            f"SELECT search_index_{table}(ARRAY(SELECT id FROM claims_{table} "  # noqa: S608
            "WHERE id > %s ORDER BY id))",
            [last[table]],
        )


APPEARANCES = """
    INSERT INTO claims_appearance (speaker_id, person_id, interview_id)
    SELECT DISTINCT u.speaker_id, u.speaker_id, t.interview_id
    FROM claims_turn AS u JOIN claims_transcriptversion AS t ON t.id = u.transcript_id
    WHERE u.speaker_id IS NOT NULL AND t.id > %s ORDER BY 1, 3
"""
KEYS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid::regclass::text = ANY (%s) ORDER BY 1, 2
"""
INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid::regclass::text = ANY (%s) AND NOT indisunique ORDER BY 1
"""


def _last(cursor: CursorWrapper, table: str) -> int:
    cursor.execute(f"SELECT coalesce(max(id), 0) FROM claims_{table}")  # noqa: S608
    return int(cursor.fetchone()[0])


def _set_sequence(cursor: CursorWrapper, table: str) -> None:
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence('claims_{table}', 'id'), "  # noqa: S608
        f"greatest((SELECT max(id) FROM claims_{table}), 1))"
    )


def workers_for(claims: int, cores: int) -> int:
    """A process more takes a second to start."""
    return cores if claims > 20 * CLAIMS_AT_ONCE else 1


class Clock:
    """How long it takes, and will take."""

    def __init__(self, claims: int) -> None:
        self.claims, self.started = claims, time.monotonic()

    def words(self, done: int) -> str:
        share = done / self.claims
        spent = time.monotonic() - self.started
        bar = "█" * int(share * 30)
        left = spent / share - spent
        return f"{bar:·<30} {done:,} of {self.claims:,} claims, {_minutes(left)} left"


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
