"""What the columns of a sheet mean, by their headings, and what is written in them."""

from datetime import date

import pytest

from claims.exports.claim_list import COLUMNS
from claims.text.sheet_columns import Field, guessed, heading_row
from claims.text.sheet_values import BadValue, addresses_of, day_of, without_marks
from claims.text.sheets import Row


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        ("ID|Claim|Who said it?|Verdict|Notes|Source URL|Second source|Deadline|Assigned to|Random",
         "id|quote|speaker|verdict|rationale|source|source|due|assignee|"),
        ("No.|Quote|Claim|Speaker|Comments|Link 1|Due date|Priority (1-3)|STATUS|Status (old)",
         "id|quote|statement|speaker|rationale|source|due|priority|status|"),
        ("Exact words|Statement to check|Topic|Interview|Page|Excerpt|Factcheck claim",
         "quote|statement|topic|interview|locator|excerpt|claim"),
        ("a|b||1", "|||"),
    ],
)  # fmt: skip
def test_headings_say_what_columns_mean(headings: str, fields: str) -> None:
    assert "|".join(guessed(headings.split("|"), [])) == fields


def test_a_file_of_the_claim_list_is_known_again() -> None:
    heads = [*COLUMNS.values()]
    row = Row(2, ["17" if head in {"Claim", "Sources"} else "x" for head in heads])
    found = dict(zip(heads, guessed(heads, [row]), strict=True))
    assert {head: found[head] for head in ("Claim", "Quote", "Sources", "Due")} == {
        "Claim": "claim", "Quote": "quote", "Sources": "", "Due": "due",
    }  # fmt: skip


def test_a_column_of_claims_that_are_numbers_is_their_id() -> None:
    assert guessed(["Claim", "Words"], [Row(2, ["1", "x"])]) == [Field.ID, Field.QUOTE]


def test_headings_stand_below_a_title() -> None:
    rows = [Row(1, ["Fact check of 4 May"]), Row(3, ["Quote", "Verdict"]), Row(4, ["x", "y"])]
    assert heading_row(rows) == 1
    assert heading_row([Row(1, ["x", "y"])]) == 0


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-12-04", (2026, 12, 4)), ("2026-12-04 13:00", (2026, 12, 4)),
     ("4.12.2026", (2026, 12, 4)),
     ("4 December 2026", (2026, 12, 4)), ("Dec 4th, 2026", (2026, 12, 4)),
     ("13/4/2026", (2026, 4, 13)), ("4/13/2026", (2026, 4, 13)), ("4/4/2026", (2026, 4, 4))],
)  # fmt: skip
def test_days_are_read_where_they_leave_no_doubt(text: str, day: tuple[int, int, int]) -> None:
    assert day_of(text) == date(*day)


@pytest.mark.parametrize(
    ("text", "said"),
    [("3/4/2026", "“3/4/2026” may be one of two days"),
     ("31.2.2026", "There is no day “31.2.2026”"),
     ("2026-13-01", "There is no day “2026-13-01”"), ("soon", "“soon” cannot be read as a date")],
)  # fmt: skip
def test_other_days_are_refused(text: str, said: str) -> None:
    with pytest.raises(BadValue) as refusal:
        day_of(text)
    assert str(refusal.value) == f"{said}: write it as year-month-day, such as 2026-12-04."


def test_addresses_stand_one_after_the_other() -> None:
    text = (
        "https://Example.org/a; example.org/b\n<https://example.org/a>, https://example.org/c?d,e"
    )
    assert addresses_of(text) == [
        "https://example.org/a", "https://example.org/b", "https://example.org/c?d,e",
    ]  # fmt: skip
    with pytest.raises(BadValue, match="is no web address"):
        addresses_of("City budget")
    with pytest.raises(BadValue, match="at most 20"):
        addresses_of(" ".join(f"example.org/{number}" for number in range(21)))


@pytest.mark.parametrize(
    ("cell", "quote"),
    [("“It leaks.”", "It leaks."), ('"It leaks."', "It leaks."), ("„So“", "So"),
     ("“a” and “b”",) * 2,
     ("It “leaks”",) * 2, ("“",) * 2, ("“”",) * 2],
)  # fmt: skip
def test_marks_around_a_whole_quote_are_no_part_of_it(cell: str, quote: str) -> None:
    assert without_marks(cell) == quote
