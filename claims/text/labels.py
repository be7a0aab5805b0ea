"""Speaker labels of transcripts: which beginnings of lines name who speaks.

A label is a name and a colon at the start of a line (``ADA QUILL:``, ``Dr. Jean-Luc Núñez:``,
``Q:``), perhaps with a time (``[00:01:02] Ada Quill:``, ``Speaker 1 (01:02):``). Its shape makes
it a candidate; what the whole document does decides whether it counts.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from claims.text.words import phrases, words

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_UNSEEN = "[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]*+"
_BEGINNING = re.compile(
    rf"(?P<label>{_UNSEEN}(?:[\[(]?(?P<before>{_TIME})[\])]?[^\S\n]*+[-–]?[^\S\n]*+)?"
    rf"(?P<name>[^:：\n]{{1,100}}?){_UNSEEN}(?:[^\S\n]*+[\[(](?P<after>{_TIME})[\])])?{_UNSEEN}"
    rf"[^\S\n]?(?P<colon>[:：])(?:[^\S\n]*+[\[(](?P<behind>{_TIME})[\])])?)"
    rf"{_UNSEEN}(?P<next>[^\n]?)",
)
_COURT = re.compile(r"(?P<label>(?P<name>[QA])(?:\.|(?=[ \t\u00a0]{2})))[ \t\u00a0]++\S")
_EXAMINER = re.compile(r"(?:BY|By)[ \t]+(?P<name>(?:[A-Z][\w'’.-]*[ \t]*){1,5})[:.]?")
_ADDRESS = re.compile(r"[^\S\n]*(?:<?\S*[/#.@]\S+>?[^\S\n]*(?:[\"'(]|$))")
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f'’.\-/&])*|#\d+|&")
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]|\s+[\"“][^\"“”]+[\"”](?=\s)")
_LONGEST_LABEL = 160
_STOPS = ".?!…)]\"”’'—–-"
_SMALL = words(
    """de del della der den di da do dos du la le van von zu zur al el bin ibn ben ter ten y e of
    the and for to in on at ap as via hon. rt. member members"""
)
_NEVER_FIRST = words(
    """i he she it we they you this that these those there here what when where why who how if so
    but because since while although though then thus my his her our their its your for from
    with without about after before once now today yesterday tomorrow also not and or yes
    let just even some all both each every more most only as at by in on to"""
)
_NEVER_LAST = words(
    """is are was were be been say says said saying add adds added ask asks asked tell tells told
    write writes wrote tweet tweets tweeted reply replies replied continue continued answer
    answered explain explained note noted warn warns warned claim claims claimed recall
    recalled including reads reading has have had follows following like thing things know"""
)
_NOT_PEOPLE = phrases(
    """note|notes|nb|n.b|ps|p.s|editor's note|editor’s note|editors' note|update|updated|updates
    correction|corrections|clarification|warning|caution|example|for example|examples|hint|photo
    photos|image|images|picture|video|audio|caption|figure|table|chart|map|graphic|source
    sources|credit|credits|via|read more|read also|see also|related|related topics
    related stories|watch|watch live|listen|more|next|previous|breaking|breaking news|exclusive
    opinion|analysis|explainer|fact check|fact-check|claim|claims|verdict|rating|ruling
    conclusion|summary|the bottom line|bottom line|key points|key takeaways|takeaways|topics
    tags|tag|category|date|time|place|location|venue|where|when|duration|length|title|subject|re
    from|to|cc|bcc|sent|url|link|links|web|website|email|e-mail|phone|tel|address|contact|author
    authors|by|published|posted|last updated|copyright|disclaimer|transcript|full transcript
    part|chapter|section|http|https|ftp|mailto|file|version|isbn|doi|outlet|language
    participants|guests|remember|look|listen up|first|second|third|finally|lastly|however|result
    results|question is|reminder|spoiler|tip|fun fact|fact|facts|myth|pro tip|sign up|subscribe
    newsletter|advertisement|ad|sponsored|headline|headlines|background|context|methodology
    method|edited by|reporting by|written by"""
)


class Label(NamedTuple):
    """A label in the text: ``[start, end)`` with its colon, the name in it, and its time.

    ``needs`` is how often the name must come to count: once where the shape is plain, twice in
    court style (``Q.``), three times without a capital letter or without a space after the colon.
    ``opens_paragraph`` tells whether a blank line stands before it, ``after_stop`` whether a
    paragraph or the end of a sentence does.
    """

    name: str
    start: int
    end: int
    starts_at_ms: int | None
    needs: int
    opens_paragraph: bool
    after_stop: bool

    def moved(self, by: int) -> "Label":
        """Return the label with its span moved on by so many characters."""
        return self._replace(start=self.start + by, end=self.end + by)

    def timed(self, start: int, ms: int) -> "Label":
        """Return the label with the time that stands before it, from `start` on."""
        time = ms if self.starts_at_ms is None else self.starts_at_ms
        return self._replace(start=start, starts_at_ms=time)


def candidates(text: str) -> list[Label]:
    """Return every beginning of a line that has the shape of a label, in order."""
    found = []
    start, before = 0, ""
    for line in text.split("\n"):
        bare = line.strip()
        if bare and (label := _candidate(line, before, start)):
            found.append(label)
        before = bare
        start += len(line) + 1
    return found


def is_caps(name: str) -> bool:
    """Whether a name is written in capitals throughout (``SEN. QUILL``)."""
    return name.upper() == name != name.lower()


def examiner_of(line: str) -> str:
    """Return who asks, where a line of the transcript of a court says so; else an empty string."""
    found = _EXAMINER.fullmatch(line.strip()[:_LONGEST_LABEL])
    return " ".join(found["name"].split()) if found else ""


def bare(name: str) -> str:
    """Return a name without what stands in brackets or quote marks after it."""
    return _ASIDE.sub("", name).strip() or name


def _candidate(line: str, before: str, start: int) -> Label | None:
    """Return the label that begins a line, if any; ``before`` is the line before, if not blank.

    ``start`` is where the line stands in the text.
    """
    bare = line.lstrip()
    start += len(line) - len(bare)
    bare = bare[:_LONGEST_LABEL]
    place = (not before, not before or before[-1] in _STOPS)
    found = _BEGINNING.match(bare) if ":" in bare or "：" in bare else None
    name = " ".join(found["name"].split()) if found else ""
    if found and name[:1] == "[" and name[-1:] == "]":
        name = "" if _ADDRESS.match(bare, found.end("colon")) else name[1:-1].strip()
    if found and (needs := times_needed(name)):
        tight = found["colon"] == ":" and bool(found["next"].strip())
        if not (tight and (found["next"] in "/\\" or found["next"].isalnum())):
            time = _milliseconds(found["before"] or found["after"] or found["behind"])
            needs = 3 if tight else needs
            return Label(name, start, start + found.end("label"), time, needs, *place)
    if found := _COURT.match(bare):
        return Label(found["name"], start, start + found.end("label"), None, 2, *place)
    return None


@lru_cache(maxsize=4_096)  # one name stands before many turns, and is asked about again and again
def times_needed(name: str) -> int:
    """Return how often a name must come to be a speaker's; 0 for what is no name at all."""
    bare = _ASIDE.sub("", name).strip()
    if not bare or bare.casefold() in _NOT_PEOPLE or not bare[0].isalpha():
        return 0
    head, *rest = bare.split(",")
    if rest and not (is_caps(bare) or len(head.split()) > 1):
        return 0
    if len(bare) > (100 if is_caps(bare) else 60) or len(bare.split()) > 12:
        return 0
    parts = head.split()
    if not all(_WORD.fullmatch(word) and _is_abbreviation_or_whole(word) for word in parts):
        return 0
    lower = [word.casefold().replace("’", "'") for word in parts]
    some = lower[:2] == ["some", "hon."]  # what reports of parliaments call several members
    if len(parts) > 1 and not some and (lower[0] in _NEVER_FIRST or lower[-1] in _NEVER_LAST):
        return 0
    if len(parts) == 1 and (lower[0] in _NEVER_FIRST or lower[0] in _NEVER_LAST) and name != "A":
        return 0
    if "'" in lower[0] and lower[0].partition("'")[2] in {"s", "re", "m", "ve", "ll", "d", "t"}:
        return 0
    if len(parts) <= 6 and _is_capitalised(parts):
        return 1
    return 3 if len(parts) <= 2 and not rest and bare.islower() else 0


def _is_capitalised(parts: list[str]) -> bool:
    """Whether every word that matters begins with a capital or is of a script without them."""
    if parts[0][0].islower() and parts[0] not in _SMALL:
        return False
    return any(not word[0].islower() for word in parts) and all(
        not word[0].islower() or word in _SMALL or "-" in word or "'" in word for word in parts
    )


def _is_abbreviation_or_whole(word: str) -> bool:
    """Whether full stops in the word are those of an abbreviation (``Sen.``, ``J.R.``)."""
    return "." not in word or max(map(len, word.split("."))) <= 5


def _milliseconds(clock: str | None) -> int | None:
    if not clock:
        return None
    seconds = 0.0
    for part in clock.replace(",", ".").split(":"):
        seconds = seconds * 60 + float(part)
    return round(seconds * 1000)
