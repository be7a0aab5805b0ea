"""Sentences, made of the vocabulary by one random generator."""

from collections.abc import Callable, Sequence
from random import Random

from claims.generation.vocabulary import (
    BODIES,
    DEEDS,
    MONTHS,
    MOVES,
    OPENINGS,
    PHRASES,
    PLACES,
    QUESTIONS,
    REMARKS,
    TOPIC_NAMES,
    TOPICS,
)


class Prose:
    """Says things about one topic."""

    def __init__(self, rng: Random, topic: int) -> None:
        self.random = rng.random
        self.figures, self.things = TOPICS[TOPIC_NAMES[topic]]
        self.place = self.one_of(PLACES)
        self._patterns: list[Callable[[], str]] = [
            self._trend, self._sum, self._share, self._deed, self._neglect, self._report,
        ]  # fmt: skip

    def one_of[T](self, choices: Sequence[T]) -> T:
        return choices[int(self.random() * len(choices))]

    def skewed[T](self, choices: Sequence[T], power: float = 3) -> T:
        """One of them, the first ones far more often."""
        return choices[int(self.random() ** power * len(choices))]

    def number(self, first: int, last: int) -> int:
        return first + int(self.random() * (last - first + 1))

    def chance(self, share: float) -> bool:
        return self.random() < share

    def somewhere(self) -> str:
        return self.place if self.random() < 0.4 else self.one_of(PLACES)

    # What can be checked

    def assertion(self, phrase: str = "") -> str:
        """A sentence without its full stop, with a phrase that must be in it."""
        said = self.one_of(self._patterns)()
        return f"{said}, and {phrase} says the same" if phrase else said

    def phrase(self, word: str) -> str:
        """The turn of phrase in which a word of known frequency stands, '' without a word."""
        if not word:
            return ""
        return PHRASES[word].format(
            place=self.somewhere(), body=self.one_of(BODIES), year=self.year()
        )  # fmt: skip

    def year(self) -> int:
        return self.number(2004, 2025)

    def _trend(self) -> str:
        return (
            f"{_capital(self.one_of(self.figures))} in {self.somewhere()} {self.one_of(MOVES)} by "
            f"{self.number(2, 88)} percent between {self.number(1988, 2010)} and "
            f"{self.number(2011, 2025)}"
        )

    def _sum(self) -> str:
        return (
            f"The {self.one_of(self.things)} of {self.somewhere()} cost {self.number(2, 950)} "
            f"million euros, {self.number(3, 140)} percent more than planned in {self.year()}"
        )

    def _share(self) -> str:
        of = self.number(12, 4000)
        return (
            f"In {self.somewhere()}, {self.number(1, of)} of {of} {self.one_of(self.things)} were "
            f"closed before the end of {self.one_of(MONTHS)} {self.year()}"
        )

    def _deed(self) -> str:
        return (
            f"{_capital(self.one_of(BODIES))} {self.one_of(DEEDS)} {self.number(2, 900)} "
            f"{self.one_of(self.things)} in {self.one_of(MONTHS)} {self.year()}"
        )

    def _neglect(self) -> str:
        return (
            f"Nobody has looked at {self.one_of(self.figures)} in {self.somewhere()} since "
            f"{self.one_of(MONTHS)} {self.year()}, although {self.one_of(BODIES)} asked for it"
        )

    def _report(self) -> str:
        return (
            f"According to {self.one_of(BODIES)}, {self.one_of(self.figures)} "
            f"{self.one_of(MOVES)} to {self.number(2, 990)} a year after {self.one_of(BODIES)} "
            f"{self.one_of(DEEDS)} the {self.one_of(self.things)}"
        )

    # What stands around it

    def spoken(self, assertion: str) -> str:
        """How somebody says it in an interview."""
        if self.random() < 0.6:
            return f"{assertion}."
        return f"{self.one_of(OPENINGS)}{assertion[0].lower()}{assertion[1:]}."

    def question(self) -> str:
        return self._filled(self.one_of(QUESTIONS))

    def remark(self) -> str:
        return self._filled(self.one_of(REMARKS))

    def _filled(self, pattern: str) -> str:
        if "{" not in pattern:
            return pattern
        return pattern.format(
            place=self.somewhere(), thing=f"the {self.one_of(self.things)}", year=self.year()
        )

    def paragraph(self, sentences: int) -> str:
        return " ".join(f"{self.assertion()}." for _ in range(sentences))

    def title(self) -> str:
        return f"{_capital(self.one_of(self.figures))} in {self.somewhere()}, {self.year()}"


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
