"""Spans and quotes: cutting, trimming, and finding again."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.anchoring import (
    Places,
    find_all,
    find_loosely,
    folded,
    line_of,
    quote_at,
    trim_span,
)
from claims.text.errors import BadSpan

TEXT = "Ada 𝒮aid: “It’s  not\ntrue — not at all…” Cafe\u0301. “It’s not\ntrue”\u200b"


def test_a_quote_is_cut_by_code_points() -> None:
    assert quote_at(TEXT, 4, 8) == "𝒮aid"
    assert quote_at("👩‍👧 e\u0301 x", 4, 6) == "e\u0301"


@pytest.mark.parametrize("span", [(-1, 3), (0, 0), (3, 2), (0, 99), (99, 100), (3, 4)])
def test_a_span_without_words_in_the_text_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(BadSpan):
        quote_at("Ada said", *span)


def test_a_span_is_trimmed_of_white_space_only() -> None:
    assert trim_span("  \u00a0ab\u200b \n", 0, 8) == (3, 6)
    assert trim_span("   ", 0, 3) == (3, 3)


def test_a_quote_is_found_to_the_letter_everywhere() -> None:
    assert find_all("a b a B a", "a") == [(0, 1), (4, 5), (8, 9)]
    assert find_all("aaaa", "aa") == [(0, 2), (2, 4)]
    assert find_all("abc", "") == []


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("It's not true", ["It’s  not\ntrue", "It’s not\ntrue"]),
        ('"It\'s not true -- not at all..."', ["“It’s  not\ntrue — not at all…”"]),
        ("true—not", ["true — not"]),
        ("  not at all \n", ["not at all"]),
        ("it's not true", []),
        (" \n ", []),
        ("", []),
    ],
)
def test_a_quote_is_found_whatever_its_typography(quote: str, found: list[str]) -> None:
    assert [TEXT[start:end] for start, end in find_loosely(TEXT, quote)] == found


def test_lines_are_counted_from_one() -> None:
    assert [line_of("a\n\nb", offset) for offset in range(4)] == [1, 1, 2, 3]


@settings(deadline=None)
@given(st.text(alphabet="ab '’\"“-—…. \n\U0001f600"), st.data())
def test_every_quote_cut_from_a_text_is_found_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    start, end = trim_span(text, start, end)
    spans = find_loosely(text, text[start:end])
    assert all(0 <= first < last <= len(text) for first, last in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert bool(spans) == (start < end)


@given(st.text(alphabet="ab '’\"“-—…. \n\U0001f600"), st.text(alphabet="ab '’-… \n", min_size=1))
def test_two_texts_are_one_but_for_typography_if_each_is_found_in_the_other(
    one: str, other: str
) -> None:
    same = bool(Places(one).loosely(other) and Places(other).loosely(one))
    assert same == (folded(one) == folded(other) != "")


def test_a_quote_is_first_looked_for_to_the_letter() -> None:
    places = Places("It’s true. It's true.")
    assert places.find("It's true") == [(11, 20)]
    assert places.find("It`s true") == [(0, 9), (11, 20)]
