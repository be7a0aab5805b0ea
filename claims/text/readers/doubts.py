"""Doubts about a file, gathered while it is read: told at their places, never by the hundred."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from claims.text.parts import Note

MOST_OF_A_KIND = 20


@dataclass(slots=True)
class Doubts:
    """Notes of a reading. Of each kind the first 20 are told; the last of them counts the rest."""

    _notes: list[tuple[str, Note]] = field(default_factory=list)
    _kinds: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, words: str, start: int | None = None, end: int | None = None) -> None:
        """Note a doubt about the text, at a place of it where it has one."""
        self._kinds[kind] += 1
        if self._kinds[kind] <= MOST_OF_A_KIND:
            self._notes.append((kind, Note(words, start, start if end is None else end)))

    def take(self, notes: Iterable[Note]) -> None:
        """Add doubts of which somebody else takes care that they are not too many."""
        self._notes += [("", note) for note in notes]

    @property
    def notes(self) -> list[Note]:
        """All of them, in the order of their places, those without one first."""
        last = {kind: place for place, (kind, _) in enumerate(self._notes)}
        notes = [
            self._counting(kind, note) if last[kind] == place else note
            for place, (kind, note) in enumerate(self._notes)
        ]
        return sorted(notes, key=lambda note: -1 if note.start is None else note.start)

    def _counting(self, kind: str, note: Note) -> Note:
        rest = self._kinds[kind] - MOST_OF_A_KIND
        if rest <= 0:
            return note
        places = "1 more place" if rest == 1 else f"{rest:,} more places"
        return replace(note, text=f"{note.text} So it is at {places} after this.")
