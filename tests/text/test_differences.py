from hypothesis import given
from hypothesis import strategies as st

from claims.text.differences import Piece, merged, shortened, word_diff

texts = st.text(alphabet="ab .\n", max_size=40)


@given(texts, texts)
def test_the_pieces_make_up_both_texts(old, new):
    pieces = word_diff(old, new)

    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


def test_only_the_words_that_differ_are_marked():
    pieces = word_diff("It cost nine million euros.", "It cost ten million euros.")

    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "It cost "),
        ("removed", "nine"),
        ("added", "ten"),
        ("same", " million euros."),
    ]


def test_edits_of_different_words_go_together():
    base = "The bridge cost nine million euros in May."

    assert (
        merged(
            base,
            "The bridge cost ten million euros in May.",
            "The bridge cost nine million euros in June.",
        )
        == "The bridge cost ten million euros in June."
    )


def test_edits_of_the_same_word_are_nobodys_to_guess():
    assert merged("It cost nine.", "It cost ten.", "It cost eight.") is None


def test_two_insertions_at_one_place_are_nobodys_to_guess():
    assert merged("It cost nine.", "It cost nine. A.", "It cost nine. B.") is None


@given(texts, texts)
def test_an_edit_beside_none_is_that_edit(base, mine):
    assert merged(base, base, mine) == mine
    assert merged(base, mine, base) == mine
    assert merged(base, mine, mine) == mine


def test_the_middle_of_a_long_run_that_did_not_change_is_left_out() -> None:
    old = " ".join(f"word{number}" for number in range(60))
    new = old.replace("word30", "other")
    assert shortened(word_diff(old, new), around=2) == [
        Piece("same", " … word28 word29 "),
        Piece("removed", "word30"),
        Piece("added", "other"),
        Piece("same", " word31 word32 … "),
    ]


def test_short_runs_stay_whole() -> None:
    pieces = word_diff("It cost nine million euros.", "It cost ten million euros.")
    assert shortened(pieces) == pieces
