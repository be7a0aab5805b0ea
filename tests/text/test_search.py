"""Reading what was typed into a search, and marking what it found."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.errors import BadSearch
from claims.text.search import LENGTH, Marking, Term, distance, marked, read_search, words_in


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("bridge", [Term("bridge", unfinished=True)]),
        ("bridge ", [Term("bridge")]),
        ("the bridge", [Term("the"), Term("bridge", unfinished=True)]),
        ('"nine million', [Term("nine million", exact=True)]),
        ("“nine million” ", [Term("nine million", exact=True)]),
        ("insp* -tram", [Term("insp", prefix=True), Term("tram", excluded=True)]),
        ('bridge -"nine million"',
         [Term("bridge"), Term("nine million", exact=True, excluded=True)]),
        ("covid-19", [Term("covid-19", unfinished=True)]),
        ("a & b | !c <-> :*", [Term("a"), Term("b"), Term("!c")]),
        ("bridge – ? *", [Term("bridge")]),
    ],
)  # fmt: skip
def test_what_was_typed_is_read_as_terms(typed: str, terms: list[Term]) -> None:
    assert read_search(typed) == terms


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "There is no word in this search: type one."),
        ("& | ! ( ) : * \" - ' \\", "There is no word in this search: type one."),
        ("-bridge", "This only says what to leave out: add a word to find."),
        ("a" * 10_000, f"A search has {LENGTH} characters at most; this one has 10000."),
    ],
)
def test_what_finds_nothing_is_refused_in_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(BadSearch) as refused:
        read_search(typed)
    assert str(refused.value) == sentence


MARKING = Marking(frozenset({"bridges", "cost"}), ("insp",), (("nine", "million"),))


def test_words_beginnings_and_phrases_are_marked() -> None:
    text = "Bridges’ cost: nine million, not nine. INSPECTED."
    assert [text[start:end] for start, end in MARKING.spans(text)] == [
        "Bridges’ cost: nine million", "INSPECTED",
    ]  # fmt: skip


def test_a_long_text_is_cut_at_words_around_what_was_found() -> None:
    text = "word " * 200 + "the cost of it " + "word " * 200
    shown = marked(text, MARKING.spans(text), most=60)
    assert [piece.text for piece in shown if piece.marked] == ["cost"]
    assert "".join(piece.text for piece in shown) == (
        "… word word the cost of it word word word word word word …"
    )


@given(st.text(max_size=80), st.integers(1, 40))
def test_pieces_are_a_stretch_of_the_text_whatever_it_is(text: str, most: int) -> None:
    words = words_in(text)
    marking = Marking(frozenset(word for word, *_ in words[:2]), (), ())
    shown = "".join(piece.text for piece in marked(text, marking.spans(text), most=most))
    assert shown.removeprefix("… ").removesuffix(" …") in text


@given(st.text(max_size=80))
def test_anything_typed_is_read_or_refused(typed: str) -> None:
    with contextlib.suppress(BadSearch):
        assert all(term.text for term in read_search(typed))


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [("merkel", "merkel", 0), ("merkle", "merkel", 1), ("mrekel", "merkel", 1),
     ("merkl", "merkel", 1), ("ab", "ba", 1), ("", "abc", 3), ("kayser", "cayzer", 2)],
)  # fmt: skip
def test_letters_that_are_wrong_are_counted(one: str, other: str, errors: int) -> None:
    assert (distance(one, other), distance(other, one)) == (errors, errors)
