"""The account of every character that a reader took in."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.readers.tape import Tape, Unaccounted, Why

TAG = Why("left out", "tag", "tags")
ENTITY = Why("wrote out", "entity", "entities")


def test_what_is_kept_left_changed_and_added_adds_up_on_both_sides() -> None:
    tape = Tape("<b>Tom &amp; Ada</b>")
    tape.leave(0, 3, TAG)
    assert tape.keep(3, 7) == (0, 4)
    assert tape.change(7, 12, "&", ENTITY) == (4, 5)
    tape.keep(12, 16)
    tape.leave(16, 20, TAG)
    tape.add("\n")
    account = tape.account()
    assert tape.text == "Tom & Ada\n"
    assert account.done == ["Left out 2 tags.", "Wrote out 1 entity."]
    assert account.kept + account.left + account.changed_from == account.source == 20
    assert account.kept + account.added + account.changed_to == account.text == 10


@pytest.mark.parametrize("spans", [[(0, 2)], [(0, 3), (2, 4)], [(1, 4)], [(0, 2), (3, 4)]])
def test_a_character_told_of_twice_or_never_is_a_fault(spans: list[tuple[int, int]]) -> None:
    tape = Tape("abcd")
    for span in spans:
        tape.keep(*span)
    with pytest.raises(Unaccounted):
        tape.account()


def test_characters_that_are_not_there_are_a_fault() -> None:
    with pytest.raises(Unaccounted):
        Tape("abcd").keep(2, 5)


def test_ends_of_lines_become_spaces_and_are_counted() -> None:
    tape = Tape("a\nb\nc")
    assert tape.join(0, 5, Why("joined", "line", "lines")) == (0, 5)
    account = tape.account()
    assert tape.text == "a b c"
    assert account.done == ["Joined 2 lines."]
    assert (account.kept, account.changed_from, account.changed_to) == (3, 2, 2)


def test_byte_order_marks_at_the_very_start_of_the_text_are_left_out() -> None:
    tape = Tape("x\ufeff\ufeffa\ufeffb")
    tape.leave(0, 1, TAG)
    assert tape.keep(1, 6) == (0, 3)
    assert tape.text == "a\ufeffb"
    assert tape.account().done == ["Left out 1 tag.", "Left out 2 byte order marks."]


def test_what_has_not_been_told_of_is_told_in_order() -> None:
    tape = Tape("0123456789")
    tape.keep(6, 8)
    tape.leave(2, 3, TAG)
    assert tape.untold() == [(0, 2), (3, 6), (8, 10)]


@given(st.text(), st.data())
def test_pieces_in_any_order_always_add_up(source: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(source)))) | {0, len(source)})
    tape = Tape(source)
    for start, end in data.draw(st.permutations(list(pairwise(cuts)))):
        if data.draw(st.booleans()):
            tape.keep(start, end)
        else:
            tape.leave(start, end, TAG)
    account = tape.account()
    assert account.kept + account.left == account.source == len(source)
    assert account.kept == account.text == len(tape.text)
