"""The people of an article: full names for surnames, people for roles, who is he and who is she."""

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from claims.text.tokens import Token, name_after, name_text
from claims.text.words import (
    BODIES,
    DOCUMENTS,
    FEMALE_ROLES,
    HE,
    MALE_ROLES,
    NUMBERED_NAMES,
    OPENERS,
    PREPOSITIONS,
    ROLES,
    SAID_PAST,
    SAID_PRESENT,
)

_STARTS = frozenset(".!?…:“”\"'‘’")
_BEFORE_NAMES = ROLES | OPENERS
_SAID = SAID_PAST | SAID_PRESENT
_OWNING = frozenset({"his", "her", "himself", "herself"})
_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(slots=True)
class Cast:
    """Who is named in an article; built once from the tokens of all its paragraphs."""

    full: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    places: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    first: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    roles: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    others: set[str] = field(default_factory=set)
    documents: dict[str, str] = field(default_factory=dict)
    pronouns: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @classmethod
    def of(cls, narration: list[list[Token]], spoken: list[list[Token]]) -> "Cast":
        """Return the people named in the narration and in the words quoted, as lists of tokens."""
        cast = cls()
        for tokens in [*narration, *spoken]:
            for first, last in names(tokens):
                cast._meet(tokens, first, last)
        for places in cast.places.values():
            places.sort()
        for tokens in narration:
            cast._learn_roles(tokens)
            cast._learn_others(tokens)
            cast._learn_pronouns(tokens)
        return cast

    def person(self, name: str, at: int | None = None) -> tuple[str, bool]:
        """Return the full name for a name as it stands, and whether there is only one such.

        Where several people share a surname, it is the one last named in full before ``at``, an
        offset in the text.
        """
        words = name.split()
        known = self.full.get(_surname(words))
        if len(words) > 1:
            inside = [full for full in known or () if name.endswith(f" {full}")]
            return (max(inside, key=len), True) if inside else (name, True)
        if known:
            places = self.places[_surname(words)]
            before = bisect_left(places, (at, "")) if at is not None and len(known) > 1 else 0
            best = places[before - 1][1] if before else max(known, key=known.__getitem__)
            return best, len(known) == 1
        firsts = self.first.get(name.casefold(), set())
        return (next(iter(firsts)), True) if len(firsts) == 1 else (name, True)

    def by_role(self, role: str) -> str:
        """Return the only person called ``the <role>`` here, or an empty string.

        Nobody is where the article also speaks of ``a <role>``.
        """
        role = _without_article(role)
        people = self.roles.get(role, set())
        return next(iter(people)) if len(people) == 1 and role not in self.others else ""

    def by_document(self, noun: str) -> str:
        """Return who made the document (``the lawsuit``), or an empty string."""
        return self.documents.get(_without_article(noun).split(" ")[-1], "")

    def gender(self, name: str) -> str:
        """Return ``he`` or ``she`` where the article shows it, else an empty string."""
        counts = self.pronouns.get(name, Counter())
        if counts["he"] > 2 * counts["she"]:
            return "he"
        return "she" if counts["she"] > 2 * counts["he"] else ""

    def is_person(self, name: str) -> bool:
        """Whether a name is that of a person, as far as the article shows: in full, or a he."""
        namesakes = self.first.get(name.split(" ", maxsplit=1)[0].casefold(), set())
        return name in namesakes or bool(self.gender(name))

    def _meet(self, tokens: list[Token], first: int, last: int) -> None:
        words = name_text(tokens, first, last).split()
        titles, name = split_name(words)
        if 2 <= len(name) <= 4 and name[-1].casefold() not in BODIES:
            full = " ".join(name)
            certain = first > 0 and tokens[first - 1].text not in _STARTS
            self.full[_surname(name)][full] += 2 if certain else 1
            self.places[_surname(name)].append((tokens[first].start, full))
            self.first[name[0].casefold()].add(full)
        person = self.person(" ".join(name))[0]
        for title in titles:
            low = title.casefold().rstrip(".")
            self.pronouns[person]["he"] += 5 * (low in MALE_ROLES)
            self.pronouns[person]["she"] += 5 * (low in FEMALE_ROLES)
        if titles:
            self.roles[" ".join(titles).casefold()].add(person)

    def person_at(self, tokens: list[Token], first: int, last: int) -> tuple[str, bool]:
        """Return the person named by tokens ``first`` to ``last``, as ``person`` does."""
        name = split_name(name_text(tokens, first, last).split())[1]
        return self.person(" ".join(name), tokens[first].start)

    def _learn_roles(self, tokens: list[Token]) -> None:
        """Learn from ``Ada Quill, the mayor,`` and ``the mayor, Ada Quill`` and ``suit by …``."""
        for first, last in names(tokens):
            person, _ = self.person_at(tokens, first, last)
            if role := _role_after(tokens, last + 1) or _role_before(tokens, first - 1):
                self.roles[role].add(person)
                head = role.rsplit(" ", maxsplit=1)[-1]
                self.pronouns[person]["he"] += 5 * (head in MALE_ROLES)
                self.pronouns[person]["she"] += 5 * (head in FEMALE_ROLES)
            if document := _document_before(tokens, first):
                self.documents.setdefault(document, person)

    def _learn_others(self, tokens: list[Token]) -> None:
        """Learn what ``a spokesman`` or ``another lawyer`` is, unless as an aside to a name."""
        for at in range(len(tokens) - 2):
            aside = at > 0 and tokens[at - 1].text == ","
            if tokens[at].low in {"a", "an", "another", "one"} and not aside:
                self.others.add(tokens[at + 1].low)
                self.others.add(f"{tokens[at + 1].low} {tokens[at + 2].low}")

    def _learn_pronouns(self, tokens: list[Token]) -> None:
        """Learn from a pronoun close behind a name (``Quill lost her keys``)."""
        for first, last in names(tokens):
            if tokens[last].is_possessive:
                continue
            person, sure = self.person_at(tokens, first, last)
            pronoun = _pronoun_after(tokens, last + 1)
            if sure and pronoun:
                self.pronouns[person][pronoun] += 1


def names(tokens: list[Token]) -> list[tuple[int, int]]:
    """Return the runs of capitalised words in a paragraph as places of first and last token."""
    found = []
    at = 0
    while at < len(tokens):
        if tokens[at].is_capital and tokens[at].low not in OPENERS:
            last = name_after(tokens, at, len(tokens))
            found.append((at, last))
            at = last
        at += 1
    return found


def split_name(words: list[str]) -> tuple[list[str], list[str]]:
    """Return titles and the like before a name, and the name; the name is never empty."""
    at = 0
    while at < len(words) - 1 and words[at].casefold().rstrip(".") in _BEFORE_NAMES:
        at += 1
    titles = [word for word in words[:at] if word.casefold().rstrip(".") in ROLES]
    return [title for title in titles if title.casefold() != "former"], words[at:]


def _surname(words: list[str]) -> str:
    bare = [word for word in words if word.casefold().rstrip(".") not in NUMBERED_NAMES] or words
    return bare[-1].casefold()


def _without_article(role: str) -> str:
    head, _, rest = role.casefold().partition(" ")
    return rest if head in _ARTICLES else role.casefold()


def _role_after(tokens: list[Token], at: int) -> str:
    """Return ``mayor`` after ``Ada Quill`` in ``Ada Quill, the mayor, …``."""
    if at + 2 >= len(tokens) or tokens[at].text != "," or tokens[at + 1].low not in _ARTICLES:
        return ""
    return _plain_words(tokens, at + 2)


def _role_before(tokens: list[Token], at: int) -> str:
    """Return ``mayor`` before ``Ada Quill`` in ``the mayor, Ada Quill``."""
    if at < 1 or tokens[at].text != ",":
        return ""
    for first in range(max(0, at - 5), at - 1):
        if tokens[first].low in {"the", "a"} or tokens[first].is_possessive:
            role = _plain_words(tokens, first + 1)
            return role if role and len(role.split()) == at - first - 1 else ""
    return ""


def _plain_words(tokens: list[Token], at: int) -> str:
    """Return up to four words in small letters before a comma, a full stop or a preposition."""
    taken: list[str] = []
    for token in tokens[at : at + 5]:
        if token.text in {",", "."} or token.low in PREPOSITIONS:
            return " ".join(taken)
        if token.kind != "word" or token.is_capital:
            return ""
        taken.append(token.low)
    return ""


def _document_before(tokens: list[Token], first: int) -> str:
    """Return ``lawsuit`` for a name after ``a lawsuit filed last week by her aide,``."""
    by = False
    for token in reversed(tokens[max(0, first - 12) : first]):
        if token.text in {".", "?", "!", ";"} or token.kind == "quote":
            return ""
        if token.low in {"by", "from"}:
            by = True
        if token.low in DOCUMENTS:
            return token.low if by else ""
    return ""


def _pronoun_after(tokens: list[Token], at: int) -> str:
    """Return ``he`` or ``she`` for a pronoun at most four words behind, which can mean the name."""
    said = False
    for place in range(at, min(at + 4, len(tokens) - 1)):
        low = tokens[place].low
        if tokens[place].kind != "word" or tokens[place].is_capital:
            return ""
        if low in {"he", "she"}:
            return low
        if low in _OWNING:
            follower = tokens[place + 1]
            owns = follower.kind == "word" and follower.low not in PREPOSITIONS
            if said or not (owns or low.endswith("self")):
                return ""
            return "he" if low in HE else "she"
        said = said or low in _SAID
        if low in {"and", "or", "but", "when", "while"}:
            return ""
    return ""
