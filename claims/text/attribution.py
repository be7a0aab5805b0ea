"""Who said what: from quoted stretches and sayings to quotes with speakers."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from claims.text.cast import Cast, names
from claims.text.parts import Quote
from claims.text.quotes import Quoted
from claims.text.sayings import Listener, Saying
from claims.text.subjects import first_subject, subject_before
from claims.text.tokens import Token, ends_abbreviation, tokens_of
from claims.text.words import PREPOSITIONS, SAID_PAST, SAID_PRESENT

_WORD = re.compile(r"[^\W_][^\W_'’\-]*(?:['’\-][^\W_]+)*")
_SMALL_IN_TITLES = PREPOSITIONS | {"a", "an", "the"}
_TERMS = frozenset({"so-called", "term", "word", "phrase", "nicknamed", "titled", "entitled"})
_JOINING = frozenset(
    {"and", "but", "while", "as", "because", "when", "which", "who", "or", "though"}
)
_CALLING = frozenset({"called", "calls", "dubbed", "labeled", "labelled", "branded", "described"})
_SAID = SAID_PAST | SAID_PRESENT
_LONGEST_TERM = 4
_NEAR = 10
_CLOSING = frozenset("'\"’”»“")


class Paragraph(NamedTuple):
    """A paragraph of an article: ``[start, end)`` and the quoted stretches in it."""

    start: int
    end: int
    quoted: list[Quoted]


def attribute(text: str, paragraphs: list[Paragraph]) -> list[Quote]:
    """Return the direct quotes of an article with who said them, in order.

    Titles, nicknames and single terms between quote marks are left out, unless their sentence
    says who said them.
    """
    if not any(part.quoted for part in paragraphs):
        return []
    narration = [tokens_of(text, part.start, part.end, part.quoted) for part in paragraphs]
    spoken = [
        tokens_of(text, quoted.start, quoted.end, [])
        for part in paragraphs
        for quoted in part.quoted
    ]
    listener = Listener(Cast.of(narration, spoken))
    quotes: list[Quote] = []
    carried: Quote | None = None
    sayings: list[Saying] = []
    for place, part in enumerate(paragraphs):
        tokens = narration[place]
        reader = _Reader(text, part, tokens, _sentences(text, part, tokens), listener.cast)
        if sayings and text[max(0, part.start - 9) : part.start].rstrip().endswith(":"):
            reader.introduced = sayings[-1].speaker
        near = narration[max(0, place - 2) : place][::-1]
        reader.sayings = sayings = listener.sayings(tokens, reader.sentences, near)
        found = reader.quotes(quotes[-1] if quotes else None, carried)
        quotes.extend(found)
        goes_on = bool(part.quoted) and part.quoted[-1].goes_on
        carried = quotes[-1] if goes_on and quotes else None
    return quotes


def _sentences(text: str, part: Paragraph, tokens: list[Token]) -> list[tuple[int, int]]:
    """Return the sentences of a paragraph as ``[first, last)`` places of tokens.

    A quote that ends a sentence ends the one around it too, unless who said it comes next
    (``"Why?" Quill asked.``).
    """
    inner_end = {quoted.outer_start: quoted.end for quoted in part.quoted}
    sentences = []
    first = 0
    for place in range(len(tokens) - 1):
        if _ends_sentence(text, tokens, place, inner_end):
            sentences.append((first, place + 1))
            first = place + 1
    if first < len(tokens):
        sentences.append((first, len(tokens)))
    return sentences


def _ends_sentence(text: str, tokens: list[Token], place: int, inner_end: dict[int, int]) -> bool:
    token, after = tokens[place], tokens[place + 1]
    if after.start == token.end or not (after.kind == "quote" or not after.text[0].islower()):
        return False
    if after.kind == "mark" and after.text not in "([¿¡":
        return False
    if token.kind == "quote":
        last = _last_character(text, inner_end.get(token.start, token.end))
        return last == "." or (last in "?!…" and not _is_attribution(tokens, place + 1))
    if token.text in ")]":
        return place > 0 and tokens[place - 1].text in ".?!"
    return token.text in ".?!…" and not ends_abbreviation(tokens, place)


def _last_character(text: str, end: int) -> str:
    """Return the last character before ``end`` that is no quote mark; ``…`` for three dots."""
    while end > 0 and text[end - 1] in "'\"’”»\n ":
        end -= 1
    return "…" if text[max(0, end - 3) : end] in {"...", ". ."} else text[max(0, end - 1) : end]


def _is_attribution(tokens: list[Token], first: int) -> bool:
    """Whether ``Quill asked`` or the like begins here."""
    for place in range(first, min(first + 9, len(tokens))):
        token = tokens[place]
        if token.kind == "quote" or token.text in ".?!":
            return False
        if token.low in _SAID:
            subject = subject_before(tokens, place, first)
            return place == first or (subject is not None and subject.first <= first + 1)
    return False


@dataclass(slots=True)
class _Reader:
    """One paragraph, its tokens, sentences and sayings, being read for quotes."""

    text: str
    part: Paragraph
    tokens: list[Token]
    sentences: list[tuple[int, int]]
    cast: Cast
    introduced: str = ""
    sayings: list[Saying] = field(default_factory=list)
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.starts = [token.start for token in self.tokens]

    def quotes(self, previous: Quote | None, carried: Quote | None) -> list[Quote]:
        """Return the quotes of the paragraph.

        ``previous`` is the last quote before it, ``carried`` the one that goes on in it, if any.
        """
        found: list[Quote] = []
        for quoted in self.part.quoted:
            place = self._token_at(quoted)
            bounds = self._sentence_at(place)
            if carried and quoted is self.part.quoted[0] and quoted.opened:
                quote = replace(carried, start=quoted.start, end=quoted.end)
            elif saying := self._saying_for(quoted, place, bounds):
                sure = saying.sure and quoted.opened and (quoted.closed or quoted.goes_on)
                quote = self._quote(quoted, saying.speaker, sure, bounds)
            elif self._is_term(quoted, place):
                continue
            else:
                quote = self._without_saying(quoted, found, place, bounds)
            found.append(quote)
        return self._settled(found, previous)

    def _settled(self, found: list[Quote], previous: Quote | None) -> list[Quote]:
        """Give quotes that nobody claims the speaker of the paragraph, or of the one before."""
        if all(quote.speaker for quote in found):
            return found
        named = next((quote.speaker for quote in found if quote.speaker), "")
        if not named and not self.sayings:
            named = (
                self._only_name()
                if any(token.kind == "word" for token in self.tokens)
                else self._speaker_before(previous)
            )
        settled = []
        for quote in found:
            closed = self.text[quote.end : quote.end + 1] in _CLOSING
            if not quote.speaker and closed and self._is_whole_sentence(quote):
                settled.append(replace(quote, speaker=named))
            else:
                settled.append(quote)
        return settled

    def _only_name(self) -> str:
        """Return the one person named in the paragraph; empty if there are none or several."""
        named = {self.cast.person_at(self.tokens, *span)[0] for span in names(self.tokens)}
        people = {name for name in named if self.cast.is_person(name)}
        return people.pop() if len(people) == 1 else ""

    def _speaker_before(self, previous: Quote | None) -> str:
        """Return who spoke last if that was in the paragraph right before."""
        if previous is None:
            return ""
        between = self.text[previous.end : self.part.start].strip("\n\"”’' ")
        return "" if "\n" in between else previous.speaker

    def _without_saying(
        self, quoted: Quoted, found: list[Quote], place: int, bounds: tuple[int, int]
    ) -> Quote:
        """Return a quote whose sentence has no verb of saying."""
        first, ceiling = bounds
        if self._heads(place):
            subject = first_subject(self.tokens, place + 2, ceiling)
            speaker = self.cast.person(subject.words)[0] if subject else ""
            return self._quote(quoted, speaker, False, bounds)
        if place == first or not quoted.opened:
            if found and found[-1].speaker:
                last = found[-1]
                between = self.tokens[self._place_from(last.end) : place]
                sure = last.sure and quoted.opened and self._only_attribution(between)
                quote = self._quote(quoted, last.speaker, sure, bounds)
                return replace(
                    quote, sentence_start=last.sentence_start, sentence_end=last.sentence_end
                )
            if place == 0 and self.introduced:
                return self._quote(quoted, self.introduced, True, bounds)
        elif self.tokens[place - 1].text == ":":
            subject = first_subject(self.tokens, first, place)
            if subject and subject.kind == "name":
                return self._quote(quoted, self.cast.person(subject.words)[0], False, bounds)
        return self._quote(quoted, "", False, bounds)

    def _saying_for(self, quoted: Quoted, place: int, bounds: tuple[int, int]) -> Saying | None:
        """Return the saying that the quote belongs to: right before it, after it, or around it."""
        first, ceiling = bounds
        at = bisect_left(self.sayings, place, key=_verb)
        before = self.sayings[max(bisect_left(self.sayings, first, key=_verb), at - _NEAR) : at]
        after = self.sayings[at : min(bisect_left(self.sayings, ceiling, key=_verb), at + _NEAR)]
        if before and self._leads(before[-1], place):
            return before[-1]
        if after and self._follows(quoted, place, after[0]):
            return after[0]
        if place > 0 and self.tokens[place - 1].low in _TERMS:
            return None
        if self._is_title(quoted):
            calls = before and self.tokens[before[-1].verb].low in _CALLING
            return before[-1] if calls else None
        if before:
            return self._around(before, place)
        return after[0] if after else None

    def _around(self, before: list[Saying], place: int) -> Saying:
        """Return the last saying before a quote; unsure where others speak or quotes stand between.

        A comma right before the quote shows that it goes on.
        """
        last = before[-1]
        between = self.tokens[last.verb : place]
        interrupted = any(token.kind == "quote" for token in between) and between[-1].text != ","
        several = len({saying.speaker for saying in before}) > 1
        return replace(last, sure=last.sure and not interrupted and not several)

    def _leads(self, saying: Saying, place: int) -> bool:
        """Whether the verb stands right before the quote (``Quill said, "…"``)."""
        between = self.tokens[max(saying.verb, saying.subject.last) + 1 : place]
        if any(token.kind == "quote" for token in between) or len(between) > 6:
            return False
        return not between or between[-1].text in {",", ":", "that", "of"}

    def _follows(self, quoted: Quoted, place: int, saying: Saying) -> bool:
        """Whether the verb stands behind the quote (``"…," Quill said``)."""
        between = self.tokens[place + 1 : saying.verb]
        if any(token.kind == "quote" for token in between) or saying.subject.first < place:
            return False
        if between and between[0].low in _JOINING:
            return False
        if saying.verb == place + 1 or between[0].text in {",", ":"}:
            return True
        return _last_character(self.text, quoted.end) in ",?!…—–-"

    def _is_title(self, quoted: Quoted) -> bool:
        """Whether all words that matter begin with a capital, and there are few of them."""
        words = _WORD.findall(self.text[quoted.start : quoted.end])
        weighty = [word for word in words if word not in _SMALL_IN_TITLES]
        return len(words) <= 8 and all(not word[0].islower() for word in weighty)

    def _is_term(self, quoted: Quoted, place: int) -> bool:
        """Whether the quote is a title or a few words taken up by the writer, nobody's speech."""
        first, ceiling = self._sentence_at(place)
        alone = place == first and all(
            token.kind == "mark" for token in self.tokens[place + 1 : ceiling]
        )
        introduced = place > first and self.tokens[place - 1].text == ":"
        introduced = introduced or self._heads(place)
        if alone or introduced or not quoted.opened or not quoted.closed:
            return False
        words = _WORD.findall(self.text[quoted.start : quoted.end])
        return len(words) <= _LONGEST_TERM or self._is_title(quoted)

    def _is_whole_sentence(self, quote: Quote) -> bool:
        place = self._place_from(quote.start)
        return place == self._sentence_at(place)[0]

    def _heads(self, place: int) -> bool:
        """Whether a colon stands right behind the quote, as in ``'No': Quill hits back``."""
        return place + 1 < len(self.tokens) and self.tokens[place + 1].text == ":"

    def _only_attribution(self, between: list[Token]) -> bool:
        """Whether at most one sentence stands between two quotes."""
        return sum(token.text in ".?!" for token in between if token.kind == "mark") <= 1

    def _quote(self, quoted: Quoted, speaker: str, sure: bool, bounds: tuple[int, int]) -> Quote:
        start = self.tokens[bounds[0]].start
        end = self.tokens[bounds[1] - 1].end
        return Quote(speaker, quoted.start, quoted.end, start, end, sure and bool(speaker))

    def _token_at(self, quoted: Quoted) -> int:
        return self._place_from(quoted.outer_start)

    def _place_from(self, offset: int) -> int:
        """Return the place of the token that holds an offset of the text."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def _sentence_at(self, place: int) -> tuple[int, int]:
        return self.sentences[bisect_right(self.sentences, (place, len(self.tokens))) - 1]


def _verb(saying: Saying) -> int:
    return saying.verb
