"""Two imports of the same rows at once, and an import that is killed."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
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


ROOT = Path(__file__).resolve().parents[2]
RUNNER = """
import sys, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from claims.actions import sheets
from claims.models import SheetImport, SheetRow
save = SheetRow.save
def telling(row, **kwargs):
    save(row, **kwargs)
    print(row.number, flush=True)
    if row.number == 5:
        sys.stdin.read()
SheetRow.save = telling
sheet = SheetImport.objects.get(pk=sys.argv[2])
sheets.run(sheet, by=sheet.by, seconds=30)
"""


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


def test_an_import_that_is_killed_goes_on_or_is_repeated() -> None:
    """Killed with a claim made, its row noted, and nothing of both committed."""
    person = make_user()
    interview = make_interview(by=person)
    sheet = actions.begin(set_down(DATA, interview, by=person), by=person)
    database = connection.settings_dict["NAME"]
    command = [sys.executable, "-c", RUNNER, database, str(sheet.pk)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "factcheck.settings"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert [int(process.stdout.readline()) for _ in range(4)] == [2, 3, 4, 5]
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert interview.claims.count() == 3
    again = actions.begin(set_down(DATA, interview, by=person), by=person)
    while not actions.run(again, by=person, seconds=30):  # until the server sees who is gone
        assert again.rows.filter(outcome="waiting").exists()
    while not actions.run(sheet, by=person, seconds=30):
        assert sheet.rows.filter(outcome="waiting").exists()
    assert sorted(claim.quote for claim in interview.claims.all()) == sorted(
        quote for quote, _ in ROWS
    )
    assert list(again.rows.values_list("outcome", flat=True)) == ["known"] * 3 + ["new"] * 9
    assert list(sheet.rows.values_list("outcome", flat=True)) == ["new"] * 3 + ["known"] * 9
