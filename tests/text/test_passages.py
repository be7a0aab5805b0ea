"""What a correction changed, passage by passage, and passages that resemble a quote."""

from hypothesis import given
from hypothesis import strategies as st

from claims.text.passages import LONGEST_PIECE, changed_passages, similar

OLD = "ADA: The bridge was closed in May.\n\nTOM: The bridge cost nine million euros.\n"
texts = st.one_of(
    st.lists(st.sampled_from(["yes ", "no ", "\n", "9", ".", "é"]), max_size=40).map("".join),
    st.text(max_size=80),
)


def changes(old: str, new: str) -> list[list[tuple[str, str]]]:
    return [
        [(piece.kind, piece.text) for piece in passage.pieces if piece.kind != "same"]
        for passage in changed_passages(old, new)
    ]


def test_each_changed_place_is_shown_with_words_around_it():
    far = f"{OLD}\n" + "ADA: Well, so it goes on for quite some time.\n" * 9 + "TOM: Yes.\n"
    new = far.replace("nine", "ninety").replace("Yes", "No")
    first, second = changed_passages(far, new)
    assert [(piece.kind, piece.text) for piece in first.pieces[:3]] == [
        ("same", OLD[: OLD.index("nine")]),
        ("removed", "nine"),
        ("added", "ninety"),
    ]
    assert first.pieces[3].text.startswith(" million euros.\n")
    assert (first.line, second.line) == (3, 14)


def test_changes_close_to_each_other_are_one_passage():
    new = OLD.replace("May", "June").replace("nine", "ninety")
    assert changes(OLD, new) == [
        [("removed", "May"), ("added", "June"), ("removed", "nine"), ("added", "ninety")]
    ]


def test_the_same_text_has_no_changes():
    assert changed_passages(OLD, OLD) == []


def test_a_long_piece_is_shortened():
    (passage,) = changed_passages("One. ", "One. " + "Two words. " * 5000)
    assert max(len(piece.text) for piece in passage.pieces) == LONGEST_PIECE + 3


@given(texts, texts)
def test_every_change_is_in_a_passage(old, new):
    shown = [piece for passage in changed_passages(old, new) for piece in passage.pieces]
    same = sum(len(piece.text) for piece in shown if piece.kind == "same")
    removed = sum(len(piece.text) for piece in shown if piece.kind == "removed")
    added = sum(len(piece.text) for piece in shown if piece.kind == "added")
    assert bool(removed or added) == (old != new)
    assert len(new) - added == len(old) - removed
    assert same <= len(new) - added


def turns_of(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for line in text.split("\n"):
        if line:
            found.append((at, at + len(line)))
        at += len(line) + 1
    return found


def test_the_words_that_were_changed_are_offered_whole():
    new = OLD.replace("nine", "ten")
    offers = similar(new, turns_of(new), "The bridge cost nine million euros.")
    assert [new[offer.start : offer.end] for offer in offers] == [
        "The bridge cost ten million euros.",
    ]


def test_a_changed_first_and_last_word_are_part_of_the_offer():
    new = "TOM: That bridge cost nine million dollars, he said.\n"
    (offer,) = similar(new, turns_of(new), "The bridge cost nine million euros.")
    assert new[offer.start : offer.end] == "That bridge cost nine million dollars"


def test_nothing_is_offered_where_nothing_resembles():
    assert similar(OLD, turns_of(OLD), "Quite another thing.") == []
    assert similar(OLD, turns_of(OLD), "…") == []


@given(texts, texts)
def test_offers_are_words_within_their_turns(text, quote):
    turns = turns_of(text)
    for offer in similar(text, turns, quote):
        assert any(start <= offer.start < offer.end <= end for start, end in turns)
        assert text[offer.start : offer.end].strip()
        assert 0 <= offer.likeness <= 1
