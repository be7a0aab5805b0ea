"""Two imports of the same rows at once, and an import that is killed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from claims.actions import sheets as actions
from claims.models import Claim, SheetImport, SheetRow, User
from tests.factories import make_interview, make_user
from tests.sheets import set_down
from tests.text.readers.sheet_files import csv_of

pytestmark = pytest.mark.usefixtures("committed")

ROWS = [[f"Words {number}.", f"{number}"] for number in range(12)]
DATA = csv_of(*ROWS, headings=["Quote", "ID"])


def run_all(sheet: SheetImport, by: User, barrier: Barrier) -> None:
    try:
        barrier.wait(timeout=30)
        actions.run(sheet, by=by, seconds=60)
    finally:
        connection.close()


def at_once(*runs: tuple[SheetImport, User]) -> None:
    barrier = Barrier(len(runs))
    with ThreadPoolExecutor(len(runs)) as pool:
        for done in [pool.submit(run_all, sheet, by, barrier) for sheet, by in runs]:
            done.result(timeout=120)


def test_two_imports_of_the_same_sheet_make_each_claim_once() -> None:
    people = [make_user(), make_user()]
    interview = make_interview(by=people[0])
    sheets = [actions.begin(set_down(DATA, interview, by=person), by=person) for person in people]
    at_once(*zip(sheets, people, strict=True))
    assert sorted(claim.quote for claim in interview.claims.all()) == sorted(
        quote for quote, _ in ROWS
    )
    rows = SheetRow.objects.filter(sheet__in=sheets)
    assert sorted(rows.values_list("outcome", flat=True)) == ["known"] * 12 + ["new"] * 12
    assert {row.claim_id for row in rows} == {claim.pk for claim in interview.claims.all()}


def test_one_import_run_twice_at_once_does_nothing_twice() -> None:
    person = make_user()
    interview = make_interview(by=person)
    sheet = actions.begin(set_down(DATA, interview, by=person), by=person)
    at_once((sheet, person), (sheet, person))
    assert interview.claims.count() == len(ROWS)
    assert set(sheet.rows.values_list("outcome", flat=True)) == {"new"}
    sheet.refresh_from_db()
    assert sheet.finished_at
    assert Claim.objects.filter(interview=interview).exclude(version=1).count() == 0
