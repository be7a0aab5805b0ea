"""Importing claims from a sheet: what each row becomes, and that repeating makes no doubles."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from claims.actions import sheets as actions
from claims.actions.claims import set_statement, set_verdict
from claims.actions.refusals import NotAllowed, Refused
from claims.exports.sheets import report
from claims.models import (
    Claim,
    Evidence,
    Interview,
    Person,
    Role,
    RowOutcome,
    SheetImport,
    SheetRow,
    User,
)
from claims.models.reviews import is_hidden_from
from tests.factories import make_claim, make_interview, make_user
from tests.sheets import BRIDGE, NEVER, imported, set_down, told
from tests.text.readers.sheet_files import HEADINGS, csv_of, xlsx_of

pytestmark = pytest.mark.django_db

NOT_THERE = "The transcript does not have these words: the claim is entered by hand."


@pytest.fixture
def reviewer() -> User:
    return make_user(name="Ruben Achterberg")


@pytest.fixture
def interview(reviewer: User) -> Interview:
    return make_interview(title="The bridge", by=reviewer)


def row(quote: str = BRIDGE, **values: str) -> list[str]:
    """A row of HEADINGS, by the names of its columns."""
    return [{"Quote": quote, **values}.get(heading, "") for heading in HEADINGS]


def verbs(claim: Claim) -> list[str]:
    return [event.verb for event in claim.events.order_by("number")]


def test_a_row_becomes_a_claim_at_its_place_with_an_event_for_each_value(
    interview: Interview, reviewer: User
) -> None:
    whole = row(
        Statement="The bridge cost nine million.", Speaker="Tom Okafor", Status="In progress",
        Verdict="mostly TRUE", Notes="The accounts say so.", Source="https://example.org/accounts",
        Due="4 Dec 2026", Priority="high", Topic="Bridges", **{"Assigned to": "ruben achterberg"},
    )  # fmt: skip
    [done] = imported(csv_of(whole), interview, by=reviewer)
    claim = done.claim
    assert told([done]) == [(2, "new", "")]
    assert claim
    assert (claim.quote, claim.transcript) == (BRIDGE, interview.transcripts.get())
    assert claim.transcript.text[claim.start : claim.end] == BRIDGE
    assert (claim.statement, str(claim.speaker)) == ("The bridge cost nine million.", "TOM OKAFOR")
    assert (claim.status, claim.assignee) == ("checking", reviewer)
    assert (str(claim.verdict), claim.rationale) == ("Mostly true", "The accounts say so.")
    assert (claim.due_on, claim.get_priority_display()) == (date(2026, 12, 4), "High")
    assert (str(claim.topic), claim.authors) == ("Bridges", [reviewer.pk])
    evidence = claim.evidence.get()
    assert (evidence.source.url, evidence.stance) == ("https://example.org/accounts", "context")
    assert verbs(claim) == ["captured", *["edited"] * 4, "evidence_added", *["edited"] * 2, "moved"]
    assert {event.actor for event in claim.events.all()} == {reviewer}
    call_command("verify_history")


def test_a_speaker_is_who_speaks_by_that_name_in_the_transcript_or_somebody_else(
    interview: Interview, reviewer: User
) -> None:
    rows = imported(
        csv_of(row(Speaker="tom okafor"), row("Words.", Speaker="Tom Okafor"),
               row(NEVER, Speaker="Ivo Pell")),
        interview, by=reviewer,
    )  # fmt: skip
    speakers = [done.claim.speaker for done in rows if done.claim]
    assert [str(one) for one in speakers] == ["TOM OKAFOR", "TOM OKAFOR", "Ivo Pell"]
    assert sorted(Person.objects.values_list("name", flat=True)) == [
        "ADA BRANDT", "Ivo Pell", "TOM OKAFOR",
    ]  # fmt: skip


def test_a_workbook_is_read_like_a_table_and_its_dates_are_days(
    interview: Interview, reviewer: User
) -> None:
    cells: list[Any] = [*row(NEVER)]
    cells[HEADINGS.index("Due")] = date(2026, 12, 24)
    [done] = imported(xlsx_of(cells), interview, by=reviewer)
    assert done.claim
    assert (done.claim.quote, done.claim.due_on) == (NEVER, date(2026, 12, 24))


def test_words_that_have_no_one_place_are_entered_by_hand_and_said_so(
    interview: Interview, reviewer: User
) -> None:
    rows = imported(
        csv_of(row("He said nothing."), row("inspected"), row("It was  never inspected.")),
        interview, by=reviewer,
    )  # fmt: skip
    assert told(rows) == [
        (2, "new", NOT_THERE),
        (3, "new", "The transcript has these words twice: the claim is entered by hand."),
        (4, "new", ""),
    ]
    claims = [done.claim for done in rows if done.claim]
    assert [claim.by_hand for claim in claims] == [True, True, False]
    assert claims[2].quote == NEVER


def test_words_of_two_people_are_entered_by_hand(interview: Interview, reviewer: User) -> None:
    both = "It was never inspected.\n\nADA BRANDT: Never inspected?"
    text = interview.transcripts.get().text
    quote = both if both in text else text[text.index(NEVER) : text.index("Never inspected?") + 16]
    [done] = imported(csv_of(row(quote)), interview, by=reviewer)
    assert done.claim
    assert done.claim.by_hand
    assert "More than one person speaks there." in done.remarks[0]


def test_a_value_that_is_none_is_left_out_and_the_rest_of_the_row_is_imported(
    interview: Interview, reviewer: User
) -> None:
    strange = row(
        Status="Later", Verdict="Fake", Due="3/4/2026", Priority="7", Source="the accounts",
        Topic="x" * 81, Notes="So it is.", **{"Assigned to": "Nobody here"},
    )  # fmt: skip
    [done] = imported(csv_of(strange), interview, by=reviewer)
    assert [remark[:60] for remark in done.remarks] == [
        "Status left out. There is no status “Later”.",
        "Verdict left out. There is no verdict “Fake” on the scale: T",
        "Source (web address) left out. “the accounts” is no web addr",
        "Assignee left out. Nobody who checks claims here is called “",
        "Due left out. “3/4/2026” may be one of two days: write it as",
        "Priority left out. There is no priority “7”; there are Low, ",
        "Topic left out. It has 81 characters; there is room for 80.",
    ]
    assert done.claim
    assert (done.claim.rationale, done.claim.status) == ("So it is.", "new")


def test_rows_without_quote_or_with_one_that_is_too_long_are_refused(
    interview: Interview, reviewer: User
) -> None:
    rows = imported(
        csv_of(row("", Statement="It leaks."), row("x" * 10_001), row(Statement="x" * 1_001)),
        interview, by=reviewer,
    )  # fmt: skip
    assert told(rows) == [
        (2, "refused", "It has no quote: the words as they were said."),
        (3, "refused", "Quote: It has 10,001 characters; there is room for 10,000."),
        (4, "refused", "Statement: It has 1,001 characters; there is room for 1,000."),
    ]
    assert not Claim.objects.exists()


@pytest.mark.parametrize("status", ["Published", "signed off", "Done"])
def test_nobody_has_signed_off_what_a_sheet_calls_signed_off(
    interview: Interview, reviewer: User, status: str
) -> None:
    [done] = imported(csv_of(row(Status=status, Verdict="True")), interview, by=reviewer)
    assert done.claim
    assert done.claim.status == "checking"
    assert not done.claim.sign_offs.exists()
    said = f"“{status}” is not carried over: the claim is “Checking”."
    assert [remark[: len(said)] for remark in done.remarks] == [said]
    assert len(done.remarks[0]) > len(said)


def test_a_whole_claim_that_a_sheet_calls_published_awaits_its_sign_off(
    interview: Interview, reviewer: User
) -> None:
    headings = [*HEADINGS, "Excerpt", "Page", "Stance"]
    whole = row(Statement="It cost nine.", Status="Published", Verdict="Mostly true", Notes="Yes.",
                Source="https://example.org/a")  # fmt: skip
    data = csv_of([*whole, "Nine million.", "p. 4", "supports"], headings=headings)
    [done] = imported(data, interview, by=reviewer)
    assert done.claim
    assert (done.claim.status, done.claim.submitted_by) == ("awaiting_sign_off", reviewer)
    said = "“Published” is not carried over: the claim is “Awaiting sign-off”."
    assert done.remarks == [f"{said} Nobody has signed it off here."]


def test_a_claim_is_set_aside_for_the_reason_in_the_sheet(
    interview: Interview, reviewer: User
) -> None:
    rows = imported(
        csv_of(row(Status="Not checkable"), row(NEVER, Status="Set aside")), interview, by=reviewer
    )
    [one, other] = [done.claim for done in rows if done.claim]
    assert (one.status, one.set_aside_reason) == ("set_aside", "not_checkable")
    assert other.status == "new"
    assert rows[1].remarks == [
        "Status left out. “Set aside” takes a reason: write “Not checkable” or “Out of scope”."
    ]


def test_only_an_editor_gives_imported_claims_to_others(
    interview: Interview, reviewer: User
) -> None:
    other = make_user(username="rosa")
    data = csv_of(row(**{"Assigned to": "rosa"}))
    [done] = imported(data, interview, by=reviewer)
    assert done.claim
    assert done.claim.assignee is None
    assert done.remarks == ["Assignee left out. Only an editor gives a claim to somebody else."]
    elsewhere = make_interview()
    [given] = imported(data, elsewhere, by=make_user(Role.EDITOR))
    assert given.claim
    assert given.claim.assignee == other


def test_the_verdict_of_a_blind_interview_stays_a_draft_of_whoever_imports_it(
    reviewer: User,
) -> None:
    blind = make_interview(by=reviewer)
    Interview.objects.filter(pk=blind.pk).update(blind=True)
    blind.refresh_from_db()
    [done] = imported(csv_of(row(Verdict="True", Notes="So.")), blind, by=reviewer)
    claim = Claim.objects.get()
    assert claim.is_sealed
    assert claim.authors == [reviewer.pk]
    assert not is_hidden_from(claim, reviewer)
    assert is_hidden_from(claim, make_user())
    assert done.remarks == []


def test_a_column_names_the_interview_of_each_row(interview: Interview, reviewer: User) -> None:
    other = make_interview(title="The Tram", by=reviewer)
    twice = [make_interview(title="Twice", by=reviewer) for _ in range(2)]
    headings = ["Quote", "Interview"]
    data = csv_of(
        [BRIDGE, "the tram"], [NEVER, ""], ["Words.", "The moon"], ["Words.", "Twice"],
        ["Words.", f"https://facts.example.org/interviews/{twice[1].slug}/"], headings=headings,
    )  # fmt: skip
    rows = imported(data, interview, by=reviewer)
    assert [done.claim and done.claim.interview for done in rows] == [
        other, interview, None, None, twice[1],
    ]  # fmt: skip
    assert [done.reason for done in rows[2:4]] == [
        "There is no interview “The moon”.",
        "2 interviews are called “Twice”: write its address instead.",
    ]


def test_the_same_file_again_makes_no_claim_and_changes_none(
    interview: Interview, reviewer: User
) -> None:
    data = csv_of(row(Verdict="Fake", Topic="Bridges"), row(NEVER), row(NEVER))
    first = imported(data, interview, by=reviewer)
    versions = list(Claim.objects.order_by("pk").values_list("pk", "version"))
    second = imported(data, interview, by=make_user())
    assert [done.outcome for done in first] == ["new", "new", "known"]
    assert [done.outcome for done in second] == ["known"] * 3
    assert [done.claim for done in second] == [done.claim for done in first]
    assert list(Claim.objects.order_by("pk").values_list("pk", "version")) == versions


def test_a_row_that_was_corrected_adds_what_was_left_out_and_changes_nothing_else(
    interview: Interview, reviewer: User
) -> None:
    wrong = row(Verdict="Fake", Due="soon", Notes="First.", Status="Later")
    [made] = imported(csv_of(wrong), interview, by=reviewer)
    right = row(Verdict="False", Due="soon", Notes="Second.", Status="Checking")
    [again] = imported(csv_of(right), interview, by=reviewer)
    assert again.claim
    assert again.claim == made.claim
    assert (str(again.claim.verdict), again.claim.rationale) == ("False", "First.")
    assert again.claim.status == "checking"
    assert sorted(remark[:18] for remark in again.remarks) == [
        "Due left out. “soo", "Status added.", "Verdict added.",
    ]  # fmt: skip


def test_what_was_left_out_can_still_be_added_by_a_later_row(
    interview: Interview, reviewer: User
) -> None:
    for verdict, outcome in [("Fake", "new"), ("", "known"), ("Fake", "known"), ("False", "known")]:
        [done] = imported(csv_of(row(Verdict=verdict, Topic="x")), interview, by=reviewer)
        assert done.outcome == outcome
    claim = Claim.objects.get()
    assert str(claim.verdict) == "False"
    set_verdict(claim, None, seen_version=claim.version, by=reviewer)
    imported(csv_of(row(Verdict="True")), interview, by=reviewer)
    claim.refresh_from_db()
    assert claim.verdict is None


def test_what_somebody_has_cleared_since_is_not_filled_again(
    interview: Interview, reviewer: User
) -> None:
    data = csv_of(row(Statement="It cost nine.", Verdict="Fake"))
    [made] = imported(data, interview, by=reviewer)
    assert made.claim
    set_statement(made.claim, "It cost ten.", seen_version=made.claim.version, by=reviewer)
    [again] = imported(data, interview, by=reviewer)
    assert (again.outcome, again.claim) == ("known", made.claim)
    made.claim.refresh_from_db()
    assert made.claim.statement == "It cost ten."


def test_an_id_stands_for_a_claim_whatever_is_corrected_in_the_row(
    interview: Interview, reviewer: User
) -> None:
    headings = ["ID", "Quote", "Statement"]
    plain = csv_of([BRIDGE, "Nine."], headings=headings[1:])
    [made] = imported(plain, interview, by=reviewer)
    [known] = imported(csv_of(["7", BRIDGE, "Nine."], headings=headings), interview, by=reviewer)
    assert known.claim == made.claim
    other = csv_of(["7", NEVER, ""], ["8", BRIDGE, "Nine."], headings=headings)
    rows = imported(other, interview, by=reviewer)
    assert made.claim
    assert told(rows) == [
        (2, "refused", f"Its ID “7” was imported with other words, as claim {made.claim.pk}: edit "
         "that claim, or give the row another ID."),
        (3, "known", ""),
    ]  # fmt: skip
    assert Claim.objects.count() == 1


def test_a_claim_that_somebody_has_captured_is_not_imported_again(
    interview: Interview, reviewer: User
) -> None:
    claim = make_claim(interview)
    set_statement(claim, "It cost nine.", seen_version=1, by=reviewer)
    rows = imported(csv_of(row(), row(Statement="It cost ten.")), interview, by=reviewer)
    assert [done.outcome for done in rows] == ["known", "new"]
    assert rows[0].claim == claim


def test_the_report_can_be_corrected_and_imported(interview: Interview, reviewer: User) -> None:
    rows = imported(
        csv_of(row("=1+1 “they” said", Statement="-2"), row("", Statement="x")),
        interview, by=reviewer,
    )  # fmt: skip
    sheet = rows[0].sheet
    [claim] = Claim.objects.all()
    assert claim.quote == "=1+1 “they” said"
    file = b"".join(report(sheet))
    lines = file.decode("utf-8-sig").split("\r\n")
    assert lines[0].endswith(
        '"Factcheck row","Factcheck result","Factcheck claim","Factcheck remarks"'
    )
    assert lines[1].startswith('"\'=1+1 “they” said","\'-2"')
    assert lines[1].endswith(f'"2","New","{claim.pk}","{NOT_THERE}"')
    assert lines[2].endswith('"3","Refused","","It has no quote: the words as they were said."')
    corrected = file.replace(b'"","x"', b'"=2+2","x"').replace(b'"\'-2"', b'"minus two"')
    again = imported(corrected, interview, by=reviewer)
    assert [done.outcome for done in again] == ["known", "new"]
    assert again[0].claim == claim
    assert again[1].claim
    assert again[1].claim.quote == "=2+2"
    third = b"".join(report(again[0].sheet)).decode("utf-8-sig").split("\r\n")[0]
    assert third == lines[0]


def test_a_number_of_a_claim_of_another_interview_is_refused(
    interview: Interview, reviewer: User
) -> None:
    claim = make_claim()
    data = csv_of([BRIDGE, str(claim.pk)], headings=["Quote", "Factcheck claim"])
    [done] = imported(data, interview, by=reviewer)
    assert done.reason == f"This interview has no claim {claim.pk}."


def test_what_a_column_means_must_make_claims(interview: Interview, reviewer: User) -> None:
    sheet = set_down(csv_of([BRIDGE, "x"], headings=["Quote", "Words"]), interview, by=reviewer)
    assert sheet.columns == ["quote", ""]
    with pytest.raises(Refused, match="Two columns are “Quote”"):
        actions.choose_columns(sheet, ["quote", "quote"], interview=interview, by=reviewer)
    with pytest.raises(Refused, match="Say which column has the quote"):
        actions.choose_columns(sheet, ["", "statement"], interview=interview, by=reviewer)
    with pytest.raises(Refused, match="not those of this sheet"):
        actions.choose_columns(sheet, ["quote"], interview=interview, by=reviewer)
    sheet = actions.choose_columns(sheet, ["quote", "topic"], interview=None, by=reviewer)
    with pytest.raises(Refused, match="Choose the interview, or the column that names it"):
        actions.begin(sheet, by=reviewer)


def test_only_whoever_has_uploaded_a_sheet_imports_it(interview: Interview, reviewer: User) -> None:
    with pytest.raises(NotAllowed):
        set_down(csv_of(row()), interview, by=make_user(Role.VIEWER))
    sheet = set_down(csv_of(row()), interview, by=reviewer)
    other = make_user(Role.EDITOR)
    with pytest.raises(NotAllowed):
        actions.begin(sheet, by=other)
    sheet = actions.begin(sheet, by=reviewer)
    with pytest.raises(NotAllowed):
        actions.run(sheet, by=other, seconds=1)
    assert actions.begin(sheet, by=reviewer).begun_at == sheet.begun_at
    with pytest.raises(Refused, match="has begun"):
        actions.choose_columns(sheet, sheet.columns, interview=None, by=reviewer)


def test_an_import_goes_on_where_it_broke_off(interview: Interview, reviewer: User) -> None:
    data = csv_of(*[row(f"Words {number}.") for number in range(5)])
    sheet = actions.begin(set_down(data, interview, by=reviewer), by=reviewer)
    assert not actions.run(sheet, by=reviewer, seconds=0)
    assert Claim.objects.count() == 1
    assert actions.run(sheet, by=reviewer, seconds=60)
    assert not actions.run(sheet, by=reviewer, seconds=60)
    assert Claim.objects.count() == 5
    sheet.refresh_from_db()
    assert sheet.finished_at
    assert sheet.document
    assert sheet.document.sha256 == sheet.sha256


def test_the_database_lets_no_two_rows_make_one_claim(interview: Interview, reviewer: User) -> None:
    headings = ["ID", "Quote"]
    rows = imported(csv_of(["1", BRIDGE], ["2", NEVER], headings=headings), interview, by=reviewer)
    for key in ("words_key", "id_key"):
        with pytest.raises(IntegrityError), transaction.atomic():
            SheetRow.objects.filter(pk=rows[1].pk).update(**{key: getattr(rows[0], key)})
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetRow.objects.filter(pk=rows[1].pk).update(outcome=RowOutcome.REFUSED)


def test_what_was_never_begun_is_swept_after_some_days(
    interview: Interview, reviewer: User
) -> None:
    old = set_down(csv_of(row()), interview, by=reviewer)
    kept = actions.begin(set_down(csv_of(row(NEVER)), interview, by=reviewer), by=reviewer)
    SheetImport.objects.update(at=timezone.now() - timedelta(days=4))
    newest = set_down(csv_of(row(NEVER)), interview, by=reviewer)
    assert set(SheetImport.objects.all()) == {kept, newest}
    assert not SheetRow.objects.filter(sheet=old.pk).exists()


def test_a_sheet_that_is_too_long_is_refused(interview: Interview, reviewer: User) -> None:
    data = csv_of(*[["x"]] * 10_000, headings=["Quote"])
    with pytest.raises(Refused, match="This sheet has 10,001 rows; the limit is 10,000"):
        set_down(data, interview, by=reviewer)
    with pytest.raises(Refused, match="This sheet has no rows below its headings"):
        set_down(b"Quote,Verdict\n", interview, by=reviewer)


def test_speakers_of_refused_rows_are_not_added(interview: Interview, reviewer: User) -> None:
    imported(csv_of(row("", Speaker="Nobody Known")), interview, by=reviewer)
    assert not Person.objects.filter(name="Nobody Known").exists()
    assert not Evidence.objects.exists()


def test_a_preview_stores_nothing_and_says_what_comes_of_it(
    interview: Interview, reviewer: User, tmp_path: Any, capsys: Any
) -> None:
    file = tmp_path / "claims.csv"
    file.write_bytes(csv_of(row(), row(Verdict="Fake", Statement="x"), row("", Topic="y")))
    call_command("import_claims", str(file), interview=interview.slug, check=True, json=True)
    said = json.loads(capsys.readouterr().out)
    assert {name: said[name] for name in ("new", "known", "refused", "by_hand")} == {
        "new": 2, "known": 0, "refused": 1, "by_hand": 0,
    }  # fmt: skip
    assert said["columns"]["Notes"] == "rationale"
    assert [group["rows"] for group in said["remarks"]] == [[3]]
    assert not Claim.objects.exists()
    assert not SheetImport.objects.exists()
