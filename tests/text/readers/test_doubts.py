"""Doubts of a reading: in order, and never by the hundred."""

from claims.text.parts import Note
from claims.text.readers.doubts import Doubts


def test_doubts_stand_in_the_order_of_their_places_and_are_counted_by_kind() -> None:
    doubts = Doubts()
    for at in range(22):
        doubts.add("late", f"Late {at}.", 100 - at, 101)
    doubts.add("whole", "It is odd.")
    doubts.take([Note("Early.", 3, 4)])
    notes = doubts.notes
    assert notes[:2] == [Note("It is odd."), Note("Early.", 3, 4)]
    assert notes[2] == Note("Late 19. So it is at 2 more places after this.", 81, 101)
    assert notes[-1] == Note("Late 0.", 100, 101)
    assert len(notes) == 22
