"""What became of a transcript, stretch by stretch."""

import pytest

from claims.actions.sentences import put_aside
from claims.models import Interview, Sentence
from claims.queries.coverage import Coverage, Kind, coverage_of, percent, stretches_of
from tests.actions.test_corrections import correct
from tests.factories import TEXT, make_claim, make_interview, make_user

pytestmark = pytest.mark.django_db
CLAIM, ASIDE, UNREAD = Kind


def told(interview: Interview) -> Coverage:
    coverage = coverage_of(interview)
    assert coverage
    return coverage


def test_every_word_is_a_claim_or_set_aside_or_taken_up_by_nobody() -> None:
    interview = make_interview()
    cost = make_claim(interview)
    make_claim(interview, quote="It was never inspected.", status="set_aside",
               set_aside_reason="not_checkable")  # fmt: skip
    make_claim(interview, quote="nine million")
    coverage, (lines, _) = told(interview), stretches_of(interview)
    assert [(line.kind, line.text, line.turn, line.speakers) for line in lines] == [
        (UNREAD, "Thank you for coming. The bridge was closed in May.", 1, ["ADA BRANDT"]),
        (CLAIM, "The bridge cost nine million euros.", 2, ["TOM OKAFOR"]),
        (CLAIM, "nine million", 2, ["TOM OKAFOR"]),
        (ASIDE, "It was never inspected.", 2, ["TOM OKAFOR"]),
        (UNREAD, "Never inspected?", 3, ["ADA BRANDT"]),
    ]
    assert [line.claim.pk if line.claim else None for line in lines][:2] == [None, cost.pk]
    assert coverage.words == 22
    assert [(share.kind, share.percent) for share in coverage.shares] == [
        (CLAIM, "28\u00a0%"), (ASIDE, "18\u00a0%"), (UNREAD, "54\u00a0%"),
    ]  # fmt: skip
    assert [
        (one.name, one.words, [share.percent for share in one.shares]) for one in coverage.speakers
    ] == [
        ("ADA BRANDT", 12, ["0\u00a0%", "0\u00a0%", "100\u00a0%"]),
        ("TOM OKAFOR", 10, ["60\u00a0%", "40\u00a0%", "0\u00a0%"]),
    ]  # fmt: skip


def test_a_sentence_that_was_found_not_checkable_counts_as_set_aside() -> None:
    interview = make_interview()
    claim = make_claim(interview)
    for words, why in [("Never inspected?", "question"), ("The bridge cost", "opinion")]:
        start = TEXT.index(words)
        put_aside(Sentence.objects.get(start=start), why, by=make_user())
    coverage, (lines, _) = told(interview), stretches_of(interview)
    assert [(line.kind, line.why, line.text) for line in lines[1:]] == [
        (CLAIM, "", claim.quote),
        (ASIDE, "Not checkable: An opinion", claim.quote),
        (UNREAD, "", "It was never inspected."),
        (ASIDE, "Not checkable: A question", "Never inspected?"),
    ]
    assert [(mark.css, mark.place, mark.title) for mark in coverage.marks][-2:] == [
        ("k-aside", "#turn-3", "Not checkable: A question"),
        ("s-new", f"?claim={claim.pk}#claim-{claim.pk}", f"“{claim.quote}” New"),
    ]
    assert [share.percent for share in coverage.shares] == ["28\u00a0%", "13\u00a0%", "60\u00a0%"]


def test_the_strip_leads_to_each_claim_and_the_shorter_lies_on_top() -> None:
    interview = make_interview()
    short = make_claim(interview, quote="nine million")
    long = make_claim(interview)
    marks = [(mark.place, mark.css, mark.title) for mark in told(interview).marks]
    assert marks == [
        ("#turn-1", "k-unread", "Taken up by nobody: turn 1"),
        ("#turn-2", "k-unread", "Taken up by nobody: turn 2"),
        (f"?claim={long.pk}#claim-{long.pk}", "s-new", "“The bridge cost nine million euros.” New"),
        (f"?claim={short.pk}#claim-{short.pk}", "s-new", "“nine million” New"),
    ]


def test_a_long_text_is_broken_into_rows_and_each_leads_to_its_own_turn() -> None:
    interview = make_interview(
        "".join(f"ADA BRANDT: {'word ' * 99}end {n}.\n\n" for n in range(10))
    )
    coverage = told(interview)
    assert (coverage.height, coverage.words) == (3 * 22, 1010)
    assert [mark.place for mark in coverage.marks] == ["#turn-1", "#turn-4", "#turn-7"]


def test_claims_without_a_place_in_the_newest_text_are_told_beside_it() -> None:
    ada = make_user()
    interview = make_interview(by=ada)
    lost = make_claim(interview)
    by_hand = make_claim(interview, quote="He said so before.")
    correct(interview, TEXT.replace("nine million", "ten million"), by=ada)
    coverage = told(interview)
    assert [(one.label, [claim.pk for claim in one.claims]) for one in coverage.beside] == [
        ("Lost their words in a correction and need their place", [lost.pk]),
        ("Entered by hand", [by_hand.pk]),
    ]
    assert [line.kind for line in stretches_of(interview)[0]] == [UNREAD]
    assert coverage.version == 2


def test_an_interview_without_a_transcript_has_no_coverage() -> None:
    interview = Interview.objects.create(title="Silence", slug="silence", created_by=make_user())
    assert coverage_of(interview) is None
    assert stretches_of(interview) == ([], [])


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(0, 9, "0\u00a0%"), (9, 9, "100\u00a0%"), (1, 999, "under 1\u00a0%"),
     (998, 999, "over 99\u00a0%"), (1, 3, "33\u00a0%"), (0, 0, "0\u00a0%")],
)  # fmt: skip
def test_a_share_is_not_called_none_or_all_where_it_is_not(
    part: int, whole: int, words: str
) -> None:
    assert percent(part, whole) == words
