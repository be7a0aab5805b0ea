"""Verbs of saying in the narration of an article, and who does the saying."""

from dataclasses import dataclass, field, replace

from claims.text.cast import Cast, names
from claims.text.subjects import PRONOUNS, Subject, first_subject, subject_after, subject_before
from claims.text.tokens import Token
from claims.text.words import (
    BEING,
    DETERMINERS,
    DOCUMENTS,
    OFTEN_NOUNS,
    SAID_BASE,
    SAID_PAST,
    SAID_PRESENT,
    SAYING,
)

_NAMING = frozenset({"called", "dubbed", "labeled", "labelled", "termed", "deemed"})
_VERBS = SAID_PAST | SAID_PRESENT | SAID_BASE | SAYING | {"according"}
_FAR = 80
_ANSWERING = frozenset({"answered", "replied", "responded", "countered", "retorted"})
_OWNERS = frozenset({"his", "her", "their", "its", "my", "our"})
_ABOUT = frozenset({"by", "if", "whether", "about", "what", "why", "how", "when", "who", "to"})


@dataclass(frozen=True, slots=True)
class Saying:
    """A verb of saying at token ``verb``, and its speaker; ``sure`` unless that is a guess."""

    verb: int
    subject: Subject
    speaker: str
    sure: bool


@dataclass(slots=True)
class Listener:
    """Reads sayings paragraph by paragraph, and remembers who spoke last and who was named."""

    cast: Cast
    speakers: list[tuple[int, str]] = field(default_factory=list)
    paragraph: int = 0

    def sayings(
        self, tokens: list[Token], sentences: list[tuple[int, int]], before: list[list[Token]]
    ) -> list[Saying]:
        """Return the sayings of a paragraph in order.

        ``sentences`` are places of first and last-but-one tokens; ``before`` the tokens of the
        paragraphs before it, the nearest first.
        """
        found = []
        self.paragraph += 1
        for first, ceiling in sentences:
            inside: list[Saying] = []
            for verb in range(first, ceiling):
                subject = _subject(tokens, verb, first, ceiling)
                if subject and (saying := self._saying(tokens, verb, subject, inside, before)):
                    inside.append(saying)
                    if saying.speaker:
                        self.speakers.append((self.paragraph, saying.speaker))
            found.extend(inside)
        return found

    def _saying(
        self,
        tokens: list[Token],
        verb: int,
        subject: Subject,
        inside: list[Saying],
        before: list[list[Token]],
    ) -> Saying | None:
        if subject.kind == "pronoun":
            answers = tokens[verb].low in _ANSWERING and not inside
            speaker, sure = self._pronoun(tokens, subject, inside, before, answers)
        elif subject.kind == "noun":
            speaker, sure = self._noun(subject.words)
        else:
            speaker, sure = self.cast.person(subject.words, tokens[subject.first].start)
            sure = sure and not _through_document(tokens, subject)
        sure = sure and not subject.guessed and not _is_one_of_two(tokens, subject)
        return Saying(verb, subject, speaker, sure)

    def _noun(self, words: str) -> tuple[str, bool]:
        if person := self.cast.by_role(words):
            return person, True
        if person := self.cast.by_document(words):
            return person, False
        return words, words.split(" ", maxsplit=1)[0].casefold() not in _OWNERS

    def _pronoun(
        self,
        tokens: list[Token],
        subject: Subject,
        inside: list[Saying],
        before: list[list[Token]],
        answers: bool,
    ) -> tuple[str, bool]:
        """Return whom a pronoun means.

        The speaker of the sentence so far; else the last speaker of this paragraph or the one
        before, unless others were named since; else who was named last. Sure only where nobody
        else fits.
        """
        wanted = subject.words if subject.words in {"he", "she"} else ""
        if inside and inside[-1].speaker and self._fits(inside[-1].speaker, wanted):
            return inside[-1].speaker, inside[-1].sure and bool(wanted)
        here = self._named(tokens[max(0, subject.first - _FAR) : subject.first], wanted)
        spoke = [
            (place, name) for place, name in self.speakers[-20:] if self.paragraph - place <= 3
        ]
        spoke = [(place, name) for place, name in spoke if self._fits(name, wanted)]
        if answers and self.speakers:
            asker = self.speakers[-1][1]
            spoke = [(place, name) for place, name in spoke if name != asker]
            here = [name for name in here if name != asker]
        last = spoke[-1][1] if spoke else ""
        if subject.words in {"i", "we"}:
            return (last if spoke and self.paragraph - spoke[-1][0] <= 1 else ""), False
        nearby = (self._named(near[-_FAR:], wanted) for near in before)
        others = here or next((named for named in nearby if named), [])
        if last and (not here or last in here or spoke[-1][0] == self.paragraph):
            known = self.cast.gender(last) == wanted
            return last, bool(wanted) and (known or not set(others) - {last})
        if not others:
            return last, False
        return others[-1], bool(wanted) and len(set(others)) == 1

    def _fits(self, name: str, wanted: str) -> bool:
        return not wanted or self.cast.gender(name) in {"", wanted}

    def _named(self, tokens: list[Token], wanted: str) -> list[str]:
        """Return the people named in tokens who fit; possessors only if there are no others."""
        found: dict[bool, list[str]] = {False: [], True: []}
        for first, last in names(tokens):
            person, _ = self.cast.person_at(tokens, first, last)
            if self.cast.is_person(person) and self._fits(person, wanted):
                found[tokens[last].is_possessive].append(person)
        return found[False] or found[True]


def _subject(tokens: list[Token], verb: int, first: int, ceiling: int) -> Subject | None:
    """Return who says it if the token is a verb of saying in use, else None."""
    low = tokens[verb].low
    if low not in _VERBS:
        return None
    previous = tokens[verb - 1].low if verb > first else ""
    if low == "according":
        to = verb + 1 < ceiling and tokens[verb + 1].low == "to"
        return subject_after(tokens, verb + 2, ceiling) if to else None
    if low in SAYING and previous not in BEING and previous != "as":
        return _guessed(first_subject(tokens, max(first, verb - _FAR), verb))
    if low in OFTEN_NOUNS and (previous in DETERMINERS or previous.endswith(("'s", "’s"))):
        return None
    if low in SAID_BASE and previous == "to" and tokens[verb - 2].low not in {"on", "continued"}:
        return None
    following = tokens[verb + 1] if verb + 1 < ceiling else None
    if low in SAID_PAST and previous in BEING:
        return _agent(tokens, verb, ceiling)
    names_a_thing = low in _NAMING and following and following.kind == "quote"
    if names_a_thing and previous not in PRONOUNS and not tokens[verb - 1].is_capital:
        return None
    return _active_subject(tokens, verb, first, ceiling)


def _active_subject(tokens: list[Token], verb: int, first: int, ceiling: int) -> Subject | None:
    floor = max(first, verb - _FAR)
    for place in range(verb - 1, floor - 1, -1):
        if tokens[place].kind == "quote":
            floor = place + 1
            break
    if subject := subject_before(tokens, verb, floor):
        return subject
    following = tokens[verb + 1].low if verb + 1 < ceiling else ""
    starts = verb == floor or (verb == floor + 1 and tokens[floor].kind == "mark")
    if starts:
        return subject_after(tokens, verb + 1, ceiling)
    if following in _ABOUT and tokens[verb].low in {"asked", "told", "pressed"}:
        return None
    return _guessed(first_subject(tokens, floor, verb))


def _is_one_of_two(tokens: list[Token], subject: Subject) -> bool:
    """Whether somebody else says it too (``Quill and Ober said``)."""
    before = subject.first - 1
    together = before > 0 and tokens[before].low in {"and", "or"}
    return together and tokens[before - 1].is_capital


def _guessed(subject: Subject | None) -> Subject | None:
    return replace(subject, guessed=True) if subject else None


def _agent(tokens: list[Token], verb: int, ceiling: int) -> Subject | None:
    """Return who is named by ``by`` behind a verb in the passive."""
    for place in range(verb + 1, min(verb + 6, ceiling)):
        if tokens[place].low == "by":
            return subject_after(tokens, place + 1, ceiling)
    return None


def _through_document(tokens: list[Token], subject: Subject) -> bool:
    """Whether a document speaks for the person (``a suit by Ada Quill says``)."""
    near = tokens[max(0, subject.first - 12) : subject.first]
    return any(token.low in DOCUMENTS for token in near) and any(
        token.low in {"by", "from"} for token in near
    )
