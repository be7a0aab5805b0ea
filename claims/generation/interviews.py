"""One interview: its transcript, and the places of its claims in it."""

import re
from dataclasses import dataclass
from random import Random

from claims.generation.histories import Place, Setting
from claims.generation.lives import Life
from claims.generation.newsroom import (
    DAYS,
    ROLES,
    Plan,
    own_sources,
    write_source,
)
from claims.generation.prose import Prose
from claims.generation.rows import DAY, SECOND, Rows, day_of, hashed, moment
from claims.generation.vocabulary import (
    HOSTS,
    OUTLETS,
    PROGRAMMES,
    TOPIC_NAMES,
    marked,
    person_name,
)
from claims.generation.words import passages

CORRECTION = "A number was misheard, as the recording shows."


@dataclass(slots=True)
class Said:
    """A turn: who speaks, and the span of the words."""

    person: int
    start: int
    end: int


class Transcript:
    """Grows by turns; remembers where the claims stand."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.parts: list[str] = []
        self.length = 0
        self.turns: list[Said] = []
        self.places: list[Place] = []

    def turn(self, person: int) -> None:
        self._add(f"{'\n\n' if self.parts else ''}{person_name(person)}: ")
        self.turns.append(Said(person, self.length, self.length))

    def say(self, sentence: str) -> int:
        """Add a sentence to the turn; where it begins."""
        turn = self.turns[-1]
        self._add(sentence if turn.start == self.length else f" {sentence}")
        turn.end = self.length
        return self.length - len(sentence)

    def claim(self, sentence: str, statement: str) -> None:
        start = self.say(sentence)
        person = self.turns[-1].person
        speaker = self.plan.person(person)
        self.places.append(
            Place(start, self.length, sentence, statement, speaker, person_name(person))
        )

    def text(self) -> str:
        return "".join(self.parts) + "\n"

    def _add(self, words: str) -> None:
        self.parts.append(words)
        self.length += len(words)


def generated(plan: Plan, interviews: range) -> tuple[int, dict[str, bytes]]:
    """How many claims some of the interviews have, and the rows of all their tables."""
    rows = Rows()
    for number in interviews:
        _Interview(rows, plan, number).write()
    return sum(plan.sizes[number] for number in interviews), rows.as_bytes()


_begun: list[Plan] = []


def begin(plan: Plan) -> None:
    """Give a worker process its plan, once: it takes as long to send as a piece of work takes."""
    _begun.append(plan)


def generated_here(interviews: range) -> tuple[int, dict[str, bytes]]:
    """As `generated`, in a process that has begun."""
    return generated(_begun[0], interviews)


class _Interview:
    def __init__(self, rows: Rows, plan: Plan, number: int) -> None:
        """Number `number` from 0."""
        self.rows, self.plan, self.number, self.first = rows, plan, number, plan.firsts[number]
        self.topic = int(Random(f"{plan.seed} topic {number}").random() ** 1.5 * len(TOPIC_NAMES))  # noqa: S311
        self.prose = Prose(Random(f"{plan.seed} {number}"), self.topic)  # noqa: S311
        self.pk = plan.number("interview", number)
        self.version = plan.number("transcriptversion", 2 * number)
        self.at = self._when()
        self.team = self._team()
        self.own = own_sources(plan, number, self.first)

    def write(self) -> None:
        said = self._transcript()
        blind = self.number % 25 == 11
        title = f"{person_name(said.turns[1].person)} on {TOPIC_NAMES[self.topic].lower()}"
        title += f" in {self.prose.place}"
        slug = re.sub("[^a-z]+", "-", title.lower()).strip("-")
        self.rows.add(
            "interview", self.pk, title, f"{slug[:60]}-{self.pk}", self.prose.one_of(OUTLETS),
            self.prose.one_of(PROGRAMMES), day_of(self.at // DAY),
            f"https://interviews.example.org/{self.pk}", "en", blind, self.team[0],
            moment(self.at), 1,
        )  # fmt: skip
        corrected = self.number % 97 == 50
        self._version(said, said.text(), 1, "", self.at, newest=not corrected)
        self._sources()
        setting = Setting(
            self.plan, self.rows, self.prose, self.pk, title, blind, self.version, self.team,
            self.at, self.own, self.plan.famous, self.first, corrected,
            self.plan.topics[self.topic],
        )  # fmt: skip
        lives = [Life(setting, self.first + n, place) for n, place in enumerate(said.places)]
        for life in lives:
            life.live()
        if corrected:
            self._correct(said, lives)
        for life in lives:
            life.write()

    def _when(self) -> int:
        """During working hours, seldom on a weekend, and not after now."""
        share = (self.number + self.prose.random()) / len(self.plan.sizes)
        day = (self.plan.now - int((1 - share) * DAYS * DAY)) // DAY
        if day % 7 in {2, 3} and self.prose.chance(0.8):  # the first day of 1970 was a Thursday
            day -= 2
        at = day * DAY + self.prose.number(8 * 3600, 18 * 3600) * SECOND + self.number % SECOND
        return min(at, self.plan.now - 3600 * SECOND - self.number)

    def _team(self) -> list[int]:
        """An editor, and a few reviewers: some have far more to do than others."""
        editor = self.plan.user(self.prose.number(1, 6))
        reviewers = range(7, 7 + ROLES.count("reviewer"))
        team = {self.prose.skewed(reviewers, 2) for _ in range(self.prose.number(3, 7))}
        return [editor, *(self.plan.user(number) for number in sorted(team | {7, 8}))]

    def _transcript(self) -> Transcript:
        """Questions of one host, and answers of one guest or several."""
        prose, plan = self.prose, self.plan
        host = prose.number(0, HOSTS - 1)
        others = range(HOSTS, plan.people)
        guests = [prose.skewed(others, 2) for _ in range(prose.one_of([1, 1, 1, 1, 2, 2, 3, 4]))]
        said, made = Transcript(plan), 0
        while made < plan.sizes[self.number]:
            said.turn(host)
            said.say(prose.question())
            said.turn(prose.skewed(guests, 2))
            for _ in range(min(prose.number(1, 4), plan.sizes[self.number] - made)):
                while prose.chance(0.5):
                    said.say(prose.remark())
                self._claim(said, self.first + made)
                made += 1
        return said

    def _claim(self, said: Transcript, claim: int) -> None:
        prose = self.prose
        assertion = prose.assertion(prose.phrase(marked(claim, self.plan.claims)))
        said.claim(prose.spoken(assertion), f"{assertion}.")

    def _version(
        self, said: Transcript, text: str, number: int, reason: str, at: int, *, newest: bool
    ) -> None:  # fmt: skip
        """A version of the transcript, with its turns, which are searched in the newest one."""
        pk = self.version + number - 1
        self.rows.add(
            "transcriptversion", pk, self.pk, number, text, hashed(text), "labelled", "[]", reason,
            self.team[0], moment(at),
        )  # fmt: skip
        turn = self.plan.number("turn", self.first) + 60 * self.number
        turn += (number - 1) * len(said.turns)
        for position, one in enumerate(said.turns):
            self.rows.add(
                "turn", turn + position, pk, position + 1, "speech", self.plan.person(one.person),
                one.start, one.end,
            )  # fmt: skip
        if newest:
            self._passages(said, text, pk, turn)

    def _passages(self, said: Transcript, text: str, version: int, turn: int) -> None:
        """What is searched of a version whose first turn has the number `turn`."""
        pk = self.plan.number("passage", self.first) + 10 * self.number
        for position, one in enumerate(said.turns):
            for start, end in passages(text, one.start, one.end):
                words = self.plan.lexicon.vector(pk, text[start:end])
                self.rows.add("passage", pk, version, turn + position, start, end, words)
                pk += 1

    def _sources(self) -> None:
        for nth, source in enumerate(self.own):
            number = source.id - self.plan.last["source"] - 1
            by = self.team[nth % len(self.team)]
            write_source(self.rows, self.plan, source, number, self.at + nth, added_by=by)

    def _correct(self, said: Transcript, lives: list[Life]) -> None:
        """A second version of the transcript, in which one claim reads otherwise."""
        at = max(life.time for life in lives)
        at += (self.plan.now - at) // 2
        lost = lives[len(lives) // 2]
        other = re.sub("[0-9]", lambda digit: str(9 - int(digit.group())), lost.place.quote)
        text = said.text()
        text = text[: lost.place.start] + other + text[lost.place.end :]
        self._version(said, text, 2, CORRECTION, at, newest=True)
        for life in lives:
            life.correct_transcript(self.version + 1, f"Transcript v2: {CORRECTION}", at,
                                    lost=life is lost)  # fmt: skip
