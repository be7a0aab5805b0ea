"""Labelled transcripts, and what the sentences in them have: signs and words, as numbers."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import log, sqrt
from pathlib import Path

from claims.text.suggestion_places import places
from claims.text.suggestion_rows import read_rows, said_in
from claims.text.suggestion_signs import signs_of, words_of
from claims.text.words import words

type Row = list[tuple[str, float]]

_FEWEST_TIMES, _FEWEST_TRANSCRIPTS, _OFTEN_CAPITAL = 8, 4, 0.8
_INSIDE = re.compile(r"(?<=[a-z,;] )[^\W_]+(?:['’\-][^\W_]+)*")
_SMALL_TALK = frozenset(
    {"opinion", "feelings", "pleasantry", "intention", "demand", "would", "talk about the talk"}
)
GRAMMAR = words(
    """the a an and or but of to in on for with that this it is are was were be been being have has
    had having do does did doing i you he she we they me him us them my your his its our their mine
    yours hers ours theirs what which who whom whose these those am at by from as if so than then
    there here when where why how all any both each few more most other some such no nor not only
    own same too very can will just don't should now i'm i've i'd i'll you're you've you'd you'll
    he's he'd he'll she's she'd she'll it's it'll we're we've we'd we'll they're they've they'd
    they'll that's there's what's who's let's isn't aren't wasn't weren't hasn't haven't hadn't
    doesn't didn't won't wouldn't can't cannot couldn't shouldn't about into through during before
    after above below up down out off over under again further once because until while against
    between would could may might must shall get got go goes going gonna come comes also well oh
    yes no yeah okay ok let her"""
)


@dataclass(slots=True)
class Transcript:
    """One talk: for each sentence its words, its signs and whether it was chosen (0 or 1)."""

    name: str
    sentences: list[str]
    labels: list[int]
    words: list[list[str]]
    signs: list[Row]
    follows: list[bool]
    """Whether the sentence before it is of the same turn."""
    weighed: list[Row] = field(default_factory=list)
    """Its words with numbers, once the table of words is known."""


def read_transcript(path: Path) -> Transcript:
    text = path.read_text(encoding="utf-8")
    rows = read_rows(text)
    labels = [int(line.rsplit("\t", 1)[1]) for line in text.splitlines() if line.strip()]
    said = said_in(rows)
    spoken = [words_of(one.words) for one in said]
    signs = [
        [(name, 1.0) for name in sorted(signs_of(one.words, found, place))]
        for one, found, place in zip(said, spoken, places(said), strict=True)
    ]
    follows = [at > 0 and said[at - 1].turn == one.turn for at, one in enumerate(said)]
    return Transcript(path.stem, [one.words for one in said], labels, spoken, signs, follows)


def weigh_words(transcripts: list[Transcript]) -> dict[str, float]:
    """Give each sentence its words as numbers; answers with how rare each word of the table is.

    Left out are numbers, words of grammar and of small talk, and words that mostly have a capital
    letter inside a sentence: names tie the weights to the years of the transcripts.
    """
    times: Counter[str] = Counter()
    spread: defaultdict[str, set[str]] = defaultdict(set)
    for one in transcripts:
        for spoken in one.words:
            times.update(set(spoken))
            for word in spoken:
                spread[word].add(one.name)
    names = _names(transcripts)
    total = sum(len(one.words) for one in transcripts)
    table = {
        word: log(total / count)
        for word, count in times.items()
        if count >= _FEWEST_TIMES and len(spread[word]) >= _FEWEST_TRANSCRIPTS
        and word not in GRAMMAR and word not in names and not _is_small_talk(word)
        and len(word) > 1 and not any(letter.isdigit() for letter in word)
    }  # fmt: skip
    for one in transcripts:
        one.weighed = [
            [(word, table[word] / sqrt(max(1, len(spoken))))
             for word in dict.fromkeys(spoken) if word in table]
            for spoken in one.words
        ]  # fmt: skip
    return table


def _is_small_talk(word: str) -> bool:
    """Whether the word is one of those by which opinions, wishes and small talk are known."""
    return not _SMALL_TALK.isdisjoint(signs_of("", [word]))


def _names(transcripts: list[Transcript]) -> set[str]:
    inside: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for one in transcripts:
        for sentence in one.sentences:
            for word in _INSIDE.findall(sentence):
                inside[word.replace("’", "'").lower()] += 1
                capital[word.replace("’", "'").lower()] += word[0].isupper()
    return {word for word, count in inside.items() if capital[word] / count > _OFTEN_CAPITAL}
