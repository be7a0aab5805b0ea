"""Marks: whoever sees the same ones as before sees the same rows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal

import pytest
from django.db import connection, transaction

from claims.actions.claims import set_assignee, set_priority, set_rationale
from claims.actions.comments import comment, resolve
from claims.actions.notifications import mark_all_read
from claims.actions.tallies import rebuild
from claims.models import Claim, Mark, Priority, Topic, User
from claims.queries.kept import Kept, Marks, unless_known
from tests.factories import make_claim, make_evidence, make_signed_claim, make_user


def marks() -> Marks:
    return unless_known(None, "SELECT ARRAY[0]")[0]


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


TABLES = [
    "interview", "transcriptversion", "turn", "person", "topic", "verdict", "tally", "tallychange",
    "sentence",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("table", [*TABLES, "signoff", "comment", "notification"])
@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0} WHERE false"])
def test_each_statement_on_what_pages_show_leaves_a_mark(table: str, statement: str) -> None:
    before = marks()
    column = "number" if table.startswith("tally") else "id"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE claims_{table} DISABLE TRIGGER USER")
        cursor.execute(f"ALTER TABLE claims_{table} ENABLE TRIGGER claims_marked")
        cursor.execute(statement.format(f"claims_{table}", column))
    after = marks()
    assert after.waiting != before.waiting
    assert (after.boards != before.boards) == (table in TABLES)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "boards", "waiting"),
    [
        (lambda one, by: set_assignee(one, by, seen_version=1, by=by), True, True),
        (lambda one, by: set_priority(one, Priority.HIGH, seen_version=1, by=by), True, True),
        (lambda one, by: Claim.objects.update(statement="Nine.", version=9), False, False),
        (lambda one, by: comment(one, body=f"@{by.username}?", by=by), False, True),
        (lambda one, by: mark_all_read(newest=10**9, by=by), False, True),
        (lambda one, by: make_evidence(one, by=by), True, True),
        (lambda one, by: User.objects.filter(pk=by.pk).update(last_login=None), False, False),
        (lambda one, by: User.objects.filter(pk=by.pk).update(name="Ann"), True, True),
        (lambda one, by: rebuild(), True, True),
    ],
)  # fmt: skip
def test_a_change_marks_what_it_shows_on(
    change: Callable[[Claim, User], object], boards: bool, waiting: bool
) -> None:
    one, by = make_claim(), make_user()
    before = marks()
    change(one, by)
    after = marks()
    assert (after.boards != before.boards, after.waiting != before.waiting) == (boards, waiting)


@pytest.mark.django_db
def test_a_sign_off_that_goes_stale_and_a_comment_that_is_resolved_are_marked() -> None:
    by = make_user()
    one = make_signed_claim(by=by)
    asked = comment(one, body="Sure?", by=by)
    before = marks()
    set_rationale(one, "Other words.", seen_version=one.version, by=by)
    after = marks()
    assert after.boards != before.boards
    resolve(asked, by=by)
    assert (marks().boards, marks().waiting) != after
    assert marks().boards == after.boards


@pytest.mark.django_db
def test_what_is_rolled_back_has_left_no_mark() -> None:
    make_claim()
    before = marks()
    with transaction.atomic():
        Topic.objects.create(name="Money")
        within = marks()
        Topic.objects.update(name="Cash")
        assert len({before, within, marks()}) == 3
        transaction.set_rollback(True)
    assert marks() == before


@pytest.mark.django_db
def test_a_question_is_asked_only_of_whoever_knows_other_marks() -> None:
    make_claim()
    now, numbers = unless_known(None, "SELECT ARRAY[4, 2]")
    assert numbers == [4, 2]
    assert unless_known(now, "no question at all") == (now, None)
    Topic.objects.create(name="Money")
    later, numbers = unless_known(now, "SELECT ARRAY[5]")
    assert (later != now, numbers) == (True, [5])


# Several at once


class Writer:
    """Somebody who has written, and has not committed yet."""

    def __init__(self, pool: ThreadPoolExecutor, name: str, isolation: str = "") -> None:
        self.written, self.end = Signal(), Signal()
        self._done = pool.submit(self._write, name, isolation)
        assert self.written.wait(timeout=10)

    def _write(self, name: str, isolation: str) -> None:
        with transaction.atomic():
            if isolation:
                run(f"SET TRANSACTION ISOLATION LEVEL {isolation}")
            for number in range(3):
                Topic.objects.create(name=f"{name} {number}")
            self.written.set()
            assert self.end.wait(timeout=10)
        connection.close()

    def commit(self) -> None:
        self.end.set()
        self._done.result(timeout=10)


@pytest.mark.usefixtures("committed")
def test_a_change_shows_when_it_is_committed_and_nobody_waits_for_another() -> None:
    Topic.objects.create(name="Before")
    with ThreadPoolExecutor(4) as pool:
        states = [marks()]
        early = Writer(pool, "early")
        late = Writer(pool, "late")
        assert marks() == states[0]
        for name in ["a", "b"]:
            Topic.objects.create(name=name)
            states.append(marks())
        late.commit()
        states.append(marks())
        early.commit()
        states.append(marks())
    assert len(set(states)) == len(states)
    assert Mark.objects.filter(about=1).count() <= 3


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("isolation", ["REPEATABLE READ", "SERIALIZABLE"])
def test_a_writer_who_sees_one_moment_alone_does_not_fail(isolation: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        strict = Writer(pool, "strict", isolation)
        Topic.objects.create(name="meanwhile")
        before = marks()
        strict.commit()
        assert marks() != before


# What is kept under them


def test_what_was_not_asked_for_longest_goes_first() -> None:
    kept: Kept[str] = Kept(2)
    made = []

    def get(key: str, made_of: str = "1") -> str:
        def make() -> str:
            made.append(key)
            return f"{key}{made_of}"

        return kept.look(key, made_of) or kept.get(key, made_of, make)

    assert [get(key) for key in "abacacb"] == ["a1", "b1", "a1", "c1", "a1", "c1", "b1"]
    assert made == ["a", "b", "c", "b"]
    assert (get("c", "2"), get("c", "2"), get("c", "1")) == ("c2", "c2", "c1")


def test_what_many_ask_for_at_once_is_made_once() -> None:
    kept: Kept[int] = Kept(9)
    begun, go = Signal(), Signal()
    made = []

    def make() -> int:
        begun.set()
        assert go.wait(timeout=10)
        made.append(1)
        return len(made)

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(kept.get, "key", "marks", make) for _ in range(4)]
        assert begun.wait(timeout=10)
        go.set()
        assert [one.result(timeout=10) for one in asked] == [1] * 4


def test_who_cannot_make_it_leaves_it_to_the_next() -> None:
    kept: Kept[int] = Kept(9)

    def fail() -> int:
        raise LookupError

    with pytest.raises(LookupError):
        kept.get("key", "marks", fail)
    assert kept.get("key", "marks", lambda: 7) == 7
