"""How checkable a sentence is, and the words that say why. All talk is invented."""

import time
from dataclasses import replace
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.parts import Reading
from claims.text.reading import read
from claims.text.suggestion_places import Said, who_asks
from claims.text.suggestion_signs import SOMEWHERE, signs_of, words_of
from claims.text.suggestion_weights import SIGNS
from claims.text.suggestions import (
    Part,
    Suggested,
    parts_of,
    points,
    rate,
    score,
    suggest,
    suggestion,
    word_weights,
)

CLAIM = "Unemployment fell to 3.2 percent last year, the lowest in history."
SMALL_TALK = "Thank you, it is wonderful to be here."
TALK = f"""ADA BRANDT: {SMALL_TALK} {CLAIM} I feel good.

[APPLAUSE]

TOM OKAFOR: Do you think so?
"""
ARTICLE = """The council met on Monday.

“The bridge cost 9 million dollars, twice the largest budget in history,” said Ada Brandt.
"""


def signs(sentence: str) -> set[str]:
    return signs_of(sentence, words_of(sentence))


def reasons(sentence: str) -> dict[str, float]:
    """Everything that moves a sentence, by its reason."""
    found: dict[str, float] = {}
    for part in parts_of(sentence):
        found[part.reason] = found.get(part.reason, 0.0) + part.points
    return found


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("He paid 750 in tax.", "a number"),
        ("Wages rose by 4 percent.", "a percentage"),
        ("It cost $9 million.", "an amount of money"),
        ("They earn more than we do.", "a comparison"),
        ("It is the largest bridge.", "a superlative"),
        ("It failed because of the rain.", "says what causes what"),
        ("It opened in 2009.", "a date or a span of time"),
        ("It opened in May, three years ago.", "a date or a span of time"),
        ("Senator Brandt voted for it.", "names an act of a person"),
        ("That never happened.", "“never”"),
        ("We were the first.", "“first”"),
        ("Crime has doubled.", "crime and guns"),
    ],
)
def test_what_can_be_checked_speaks_for_a_sentence(sentence: str, reason: str) -> None:
    assert reasons(sentence)[reason] > 0


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("That is a wonderful bridge.", "an opinion"),
        ("We will build it.", "an intention"),
        ("Is it open?", "a question"),
        ("Thank you all.", "a pleasantry"),
        ("Not that.", "too short"),
        ("I feel proud of it.", "about feelings"),
        ("[APPLAUSE]", "a stage direction"),
    ],
)
def test_what_is_no_claim_speaks_against_a_sentence(sentence: str, reason: str) -> None:
    assert reasons(sentence)[reason] < 0


def test_a_claim_stands_far_above_small_talk_and_says_why() -> None:
    claim, talk = score(CLAIM), score(SMALL_TALK)
    assert (claim.offered, talk.offered) == (True, False)
    assert claim.score > 10 * talk.score
    assert {"a percentage", "the word “unemployment”"} < set(claim.reasons)
    assert talk.against == ["a pleasantry", "an opinion"]


@pytest.mark.parametrize("before", ["", CLAIM, SMALL_TALK])
@pytest.mark.parametrize("sentence", [CLAIM, SMALL_TALK, "He said that we cut taxes in 2009."])
def test_leaving_a_reason_out_changes_the_score_by_what_it_adds(sentence, before) -> None:
    parts = parts_of(sentence, SOMEWHERE, before)
    whole = suggestion(parts)
    for reason in whole.reasons + whole.against:
        less = suggestion([part for part in parts if part.reason != reason])
        adds = sum(part.points for part in parts if part.reason == reason)
        assert log_odds(whole.score) - log_odds(less.score) == pytest.approx(adds)
        assert (adds > 0) == (reason in whole.reasons)


def log_odds(chance: float) -> float:
    return log(chance / (1 - chance))


@given(st.lists(st.builds(Part, st.sampled_from("abcdefghij"), st.floats(-2, 2)), max_size=12))
def test_no_reason_that_is_left_out_moved_the_score_more_than_one_that_is_shown(parts) -> None:
    shown = suggestion(parts)
    totals: dict[str, float] = {}
    for part in parts:
        totals[part.reason] = totals.get(part.reason, 0.0) + part.points
    for side, names in [(1, shown.reasons), (-1, shown.against)]:
        sizes = [side * totals[name] for name in names]
        others = [side * total for name, total in totals.items() if name not in names]
        assert sizes == sorted(sizes, reverse=True)
        assert len(others) == 0 or max(others) <= min(sizes, default=0.05)
    assert log_odds(shown.score) == pytest.approx(points(parts), abs=1e-6)


def test_a_sentence_is_moved_by_the_one_before_it() -> None:
    alone = score(SMALL_TALK)
    assert score(SMALL_TALK, before=CLAIM).score > alone.score
    assert score(SMALL_TALK, before="Okay.").score < alone.score
    assert "follows a likely claim" in score("That is so.", before=CLAIM).reasons


def test_a_talk_is_rated_as_its_sentences_are_one_by_one() -> None:
    said = [Said(words, "ADA", 0) for words in [SMALL_TALK, CLAIM, "He did it."]]
    one = replace(SOMEWHERE, number=2, turn=3)
    assert rate(said)[1] == score(CLAIM, before=SMALL_TALK, place=one)


def test_paragraphs_of_an_article_are_no_turns() -> None:
    [alone] = rate([Said(CLAIM, "", 0)])
    assert alone == score(CLAIM)
    assert alone.score > rate([Said(CLAIM, "ADA", 0)])[0].score


def test_who_mostly_asks_is_found_by_questions_or_label() -> None:
    asked = [Said("Is it open?", "HOLT", turn) for turn in range(0, 20, 2)]
    told = [Said("It is open.", "ADA", turn) for turn in range(1, 60)]
    assert who_asks([*asked, *told]) == {"HOLT"}
    assert who_asks([*told, Said("It is late.", "QUESTION", 99)]) == {"QUESTION"}
    assert who_asks(told + asked[:3]) == set()
    assert score(CLAIM, speaker="MODERATOR").score < score(CLAIM, speaker="ADA").score
    assert "said by no speaker" in score("Music.", speaker="SYSTEM").against


def test_each_sentence_of_a_text_is_suggested_with_its_place() -> None:
    found = suggest(read(TALK))
    assert [(TALK[one.start : one.end], one.speaker, one.offered) for one in found] == [
        (SMALL_TALK, "ADA BRANDT", False),
        (CLAIM, "ADA BRANDT", True),
        ("I feel good.", "ADA BRANDT", False),
        ("[APPLAUSE]", "", False),
        ("Do you think so?", "TOM OKAFOR", False),
    ]


def test_a_quote_is_offered_with_its_speaker_instead_of_the_sentence_around_it() -> None:
    reading = read(ARTICLE)
    quote = reading.quotes[0]
    offered = [one for one in suggest(reading) if one.offered]
    assert [(one.start, one.end, one.speaker) for one in offered] == [
        (quote.start, quote.end, "Ada Brandt")
    ]
    assert kept_apart(suggest(reading), reading) == 3


def kept_apart(found: list[Suggested], reading: Reading) -> int:
    """How many there are, all in order, in bounds, and none beginning where another does."""
    starts = [one.start for one in found]
    assert starts == sorted(set(starts))
    assert all(0 <= one.start < one.end <= len(reading.text) for one in found)
    return len(found)


@given(st.text(alphabet="abZ .?!\"'“”:\n[]1é😀", max_size=200))
def test_any_text_is_rated_in_order_and_in_bounds(text: str) -> None:
    reading = read(f"A{text}")
    kept_apart(suggest(reading), reading)


@pytest.mark.parametrize("sentence", ["", " ", "…", "?", "1" * 5_000, "a " * 5_000, "😀", "’'-"])
def test_any_sentence_has_a_score(sentence: str) -> None:
    assert 0 < score(sentence, before=sentence).score < 1


def test_apostrophes_and_capitals_make_no_difference_to_words() -> None:
    assert signs("We don’t know.") == signs("We don't know.")
    assert words_of("The U.S. won’t") == ["the", "u", "s", "won't"]


def test_every_sign_has_its_own_name_and_a_reason() -> None:
    assert len({sign.name for sign in SIGNS}) == len(SIGNS)
    assert all(sign.reason.strip() == sign.reason != "" for sign in SIGNS)
    assert len(word_weights()) > 1_000


def test_a_thousand_sentences_take_far_less_than_a_second() -> None:
    said = [Said(f"{CLAIM} And {at} of {SMALL_TALK}", "ADA", at // 7) for at in range(3_000)]
    start = time.process_time()
    rate(said)
    assert time.process_time() - start < 3
