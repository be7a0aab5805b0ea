"""Sentences as spans."""

from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.sentences import sentences


def cut(text: str, start: int = 0, end: int | None = None) -> list[str]:
    spans = sentences(text, start, len(text) if end is None else end)
    return [text[first:last] for first, last in spans]


def test_abbreviations_do_not_end_a_sentence() -> None:
    text = "Dr. Quill met the U.S. envoy at 5 p.m. on Monday. No. 5 was shut! Why?"
    assert cut(text) == [
        "Dr. Quill met the U.S. envoy at 5 p.m. on Monday.",
        "No. 5 was shut!",
        "Why?",
    ]


def test_a_sentence_never_runs_over_a_blank_line_but_over_line_ends() -> None:
    assert cut("A headline\n \nIt was\nwrapped.") == ["A headline", "It was\nwrapped."]


def test_only_the_stretch_asked_for_is_cut() -> None:
    assert cut("One here. Two here. Three here.", 10, 19) == ["Two here."]
    assert cut("One.", 2, 2) == []


def test_offsets_count_code_points() -> None:
    text = "𝒜da e\u0301 left 😀. She 👩‍👧 came back."
    assert sentences(text, 0, len(text)) == [(0, 14), (15, 33)]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abZ .?!\"'\n\u2029\u200b😀é1,", max_size=200), st.data())
def test_every_character_is_in_exactly_one_sentence(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = sentences(text, start, end)
    inside = [place for first, last in spans for place in range(first, last)]
    assert len(inside) == len(set(inside))
    assert set(range(start, end)) >= set(inside)
    assert all(text[p].isspace() for p in set(range(start, end)) - set(inside))
    assert all(text[first:last].strip() == text[first:last] != "" for first, last in spans)
    assert spans == sorted(spans)
