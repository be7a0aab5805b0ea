"""Where words stand in a corrected text: found for certain, or said to be lost."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.moving import Lost, Moved, Why, moved, stretches

OLD = """ADA BRANDT: Thank you for coming. The bridge was closed in May.

TOM OKAFOR: The bridge cost nine million euros. It was never inspected.

ADA BRANDT: Never inspected?

TOM OKAFOR: Never. Yes.
"""
words = st.sampled_from(["yes", "no", "9", "9.5", " ", "  ", "\n", "\n\n", ".", "é", "e\u0301",
                         "\U0001d4b3", "ninety", "nine", "\u2028", "\x0b", "don’t"])  # fmt: skip
texts = st.one_of(
    st.lists(words, max_size=40).map("".join), st.text(max_size=60), st.text("ab \n", max_size=40)
)


@st.composite
def with_spans(draw, text=texts):
    whole = draw(text)
    place = st.integers(0, len(whole))
    pairs = draw(st.lists(st.tuples(place, place), max_size=6))
    return whole, [tuple(sorted(pair)) for pair in pairs if pair[0] != pair[1]]


def span_of(quote: str, text: str = OLD) -> tuple[int, int]:
    start = text.index(quote)
    return start, start + len(quote)


def fate(new: str, quote: str, old: str = OLD) -> str:
    """The words where they stand now, with their place; or why they are lost."""
    (one,) = moved(old, new, [span_of(quote, old)])
    if isinstance(one, Lost):
        return one.why
    assert new[one.start : one.end] == quote
    return f"at {one.start}"


@given(with_spans(), texts)
def test_what_has_moved_has_the_same_words_within_bounds(given_, new):
    old, spans = given_
    fates = moved(old, new, spans)
    assert len(fates) == len(spans)
    for (start, end), one in zip(spans, fates, strict=True):
        if isinstance(one, Moved):
            assert 0 <= one.start < one.end <= len(new)
            assert new[one.start : one.end] == old[start:end]
        else:
            assert one.why in Why


@given(with_spans())
def test_the_same_text_moves_nothing(given_):
    text, spans = given_
    assert moved(text, text, spans) == [Moved(start, end) for start, end in spans]


@given(with_spans(), texts)
def test_words_before_lines_that_are_put_in_stay_where_they_are(given_, inserted):
    old, spans = given_
    begins = old.rfind("\n", 0, len(old) // 2 + 1) + 1
    new = f"{old[:begins]}{inserted}\n{old[begins:]}"
    for (start, end), one in zip(spans, moved(old, new, spans), strict=True):
        if end <= begins:
            assert one == Moved(start, end)


@given(texts, texts)
def test_stretches_are_the_same_in_both_texts_and_in_order(old, new):
    at_old = at_new = 0
    for one in stretches(old, new):
        assert one.length > 0
        assert at_old <= one.old
        assert at_new <= one.new
        assert old[one.old : one.old_end] == new[one.new : one.new_end]
        at_old, at_new = one.old_end, one.new_end
    assert at_old <= len(old)
    assert at_new <= len(new)


def test_a_change_before_the_words_shifts_them():
    new = OLD.replace("Thank you for coming.", "Thanks.")
    assert fate(new, "The bridge cost nine million euros.") == f"at {new.index('The bridge cost')}"


def test_offsets_count_code_points():
    new = OLD.replace("ADA BRANDT", "\U0001d4b3DA BRANDT\u0301")
    quote = "The bridge cost nine million euros."
    assert fate(new, quote) == f"at {new.index(quote)}"


@pytest.mark.parametrize(
    ("before", "after", "quote", "expected"),
    [
        ("nine million", "ten million", "The bridge cost nine million euros.", Why.CHANGED),
        ("nine million", "ninety million", "The bridge cost nine", Why.CHANGED),
        ("nine", "nine.5", "The bridge cost nine", Why.CHANGED),
        ("It was never inspected.", "", "It was never inspected.", Why.GONE),
        ("million euros", "million\neuros", "nine million euros", Why.CHANGED),
    ],
)
def test_words_that_are_not_there_to_the_letter_are_lost(before, after, quote, expected):
    assert fate(OLD.replace(before, after), quote) == expected


def test_words_that_went_to_another_place_are_found_by_themselves():
    turn = "TOM OKAFOR: The bridge cost nine million euros. It was never inspected.\n\n"
    new = turn.replace("TOM", "MR TOM").replace("It was", "It has been") + OLD.replace(turn, "")
    quote = "The bridge cost nine million euros."
    assert fate(new, quote) == f"at {new.index(quote)}"


def test_of_words_that_stand_twice_now_none_is_taken():
    quote = "The bridge cost nine million euros."
    new = f"IVO PELL: {quote}\n\nADA BRANDT: What?\n\nIVO PELL: {quote}\n"
    assert fate(new, quote) == Why.SEVERAL


def test_of_words_that_stood_twice_the_one_left_is_given_to_neither():
    old = "Was it closed?\nYes.\nWas it inspected?\nYes.\nThank you.\n"
    new = "Hello.\nHad it been inspected at all?\nYes.\nThanks.\n"
    first = old.index("Yes.")
    second = old.index("Yes.", first + 1)
    fates = moved(old, new, [(first, first + 4), (second, second + 4)])
    assert fates == [Lost(Why.SEVERAL), Lost(Why.SEVERAL)]


def test_repeated_words_with_their_surroundings_keep_their_own_place():
    old = "Was it closed?\nYes.\nWas it inspected?\nYes.\nThank you.\n"
    new = "Good evening.\n" + old.replace("Thank you.", "Thanks.")
    spans = [(place, place + 4) for place in (15, 38)]
    assert [old[slice(*span)] for span in spans] == ["Yes.", "Yes."]
    assert moved(old, new, spans) == [Moved(29, 33), Moved(52, 56)]


@pytest.mark.parametrize("share", [0.002, 0.05, 0.5, 1.0])
def test_a_long_debate_takes_well_under_a_second(share):
    chance = random.Random(7)
    vocabulary = [f"word{number}" for number in range(1500)]
    lines = [
        f"SPEAKER {number % 3}: " + " ".join(chance.choices(vocabulary, k=28)) + "."
        for number in range(600)
    ]
    old = "\n\n".join(lines)
    assert len(old.split()) > 17_000
    new = " ".join(f"x{word}" if chance.random() < share else word for word in old.split(" "))
    spans = [(start, start + 60) for start in range(0, len(old) - 60, len(old) // 300)]
    begun = time.process_time()
    moved(old, new, spans)
    assert time.process_time() - begun < 1
