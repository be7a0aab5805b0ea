"""The draft: words of a source in another order, with others in their place, written or left."""

from claims.text.readers.draft import Draft
from claims.text.readers.tape import Tape, Why

CODE = Why("wrote out", "code", "codes")
NAME = Why("left out", "name", "names")


def test_a_draft_is_written_in_pieces_with_its_lines_joined() -> None:
    draft = Draft(Tape("Ada|it &amp;  \n  leaks\nnow"))
    draft.keep(0, 3)
    draft.put(": ")
    draft.keep(4, 7)
    draft.swap(7, 12, "&", CODE)
    draft.keep(12, 26)
    assert draft.text == "Ada: it &  \n  leaks\nnow"
    assert draft.length(5, 23) == 14
    draft.leave(0, 5, NAME)
    assert draft.write(5, 23) == (0, 14)
    assert draft.tape.text == "it & leaks now"
    assert draft.tape.untold() == [(3, 4), (12, 14), (15, 17)]


def test_what_a_source_does_not_have_is_added_and_no_more_than_there_is() -> None:
    draft = Draft(Tape("a"))
    draft.put("b\n")
    draft.keep(0, 1)
    draft.write(0, 9)
    assert draft.tape.text == "b a"
    assert draft.tape.account().added == 2
