"""The markup inside cues: tags, entities, times between words, and tags that name a voice."""

import re
from html import unescape

from claims.text.clocks import CLOCK, milliseconds
from claims.text.readers.cues import BAD_TIME, Captions, Cue, Voice
from claims.text.readers.tape import MARK, Why

TAG = Why("left out", "tag", "tags")
VOICE_TAG = Why("left out", "tag of a voice", "tags of voices")
INLINE_TIME = Why("left out", "time between words", "times between words")
ENTITY = Why("wrote out", "character written as a code", "characters written as codes")
BREAK = Why("joined", "line", "lines")
_MAY_MARK = re.compile("[<{&\ufeff]")
_TOKEN = re.compile(
    rf"(?P<time><{CLOCK}>)|(?P<tag></?[A-Za-z][^<>]{{0,400}}>)|(?P<place>\{{\\[^{{}}\n]{{1,200}}\}})"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    "|(?P<mark>\ufeff+)"
)
_KNOWN = re.compile(
    r"/?(c|i|b|u|s|v|ruby|rt|rp|lang|font|br|em|strong|span|p|div|small|big|sub|sup|tt|center"
    r"|strike|del|ins|mark)(?=[\s./>]|\Z)",
    re.IGNORECASE,
)
_VOICE = re.compile(r"v(?:\.[^\s<>]*)?(?:\s+(?P<name>[^<>]*))?\s*", re.IGNORECASE)
_LONGEST_NAME = 100


def read_markup(captions: Captions, cue: Cue) -> None:
    """Take the words of a cue over into the draft, after those that are there already."""
    draft, source = captions.draft, captions.draft.tape.source
    draft.put("\n\n")
    cue.first = draft.size
    at = cue.start
    is_marked = _MAY_MARK.search(source, cue.start, cue.end)
    for found in _TOKEN.finditer(source, cue.start, cue.end) if is_marked else ():
        draft.keep(at, found.start())
        at = found.end()
        kind, span = found.lastgroup, found.span()
        if kind == "tag":
            _read_tag(captions, cue, *span)
        elif kind == "time":
            _read_time(captions, cue, *span)
        elif kind == "entity":
            _read_entity(captions, *span)
        else:
            draft.tape.leave(*span, MARK if kind == "mark" else TAG)
    draft.keep(at, cue.end)
    cue.last = draft.size


def _read_tag(captions: Captions, cue: Cue, start: int, end: int) -> None:
    draft = captions.draft
    inside = draft.tape.source[start + 1 : end - 1]
    known = _KNOWN.match(inside)
    name = known[1].casefold() if known else ""
    if name == "br":
        draft.swap(start, end, "\n", BREAK)
    elif name == "v":
        _read_voice(captions, start, end)
    elif name:
        draft.tape.leave(start, end, TAG)
    else:
        draft.keep(start, end)
        cue.doubts.append(f"“<{inside[:60]}>” is no tag that captions have; it is kept as words.")


def _read_voice(captions: Captions, start: int, end: int) -> None:
    """Read a tag that names a voice: the name stands in the draft, as a label before the words."""
    draft = captions.draft
    source = draft.tape.source
    found = _VOICE.fullmatch(source, start + 1, end - 1)
    name = " ".join(unescape(found["name"]).split()) if found and found["name"] else ""
    at = draft.size
    if found and any(map(str.isalnum, name)) and len(name) <= _LONGEST_NAME:
        first = found.start("name")
        last = first + len(found["name"].rstrip())
        draft.tape.leave(start, first, VOICE_TAG)
        if source[first:last] == name:
            draft.keep(first, last)
        else:
            draft.swap(first, last, name, ENTITY)
        draft.put(":")
        draft.tape.leave(last, end, VOICE_TAG, times=0)
    else:
        draft.tape.leave(start, end, VOICE_TAG)
        name = ""
    captions.voices.append(Voice(at, draft.size, name))


def _read_time(captions: Captions, cue: Cue, start: int, end: int) -> None:
    draft = captions.draft
    written = draft.tape.source[start:end]
    time = milliseconds(written[1:-1])
    if time is None:
        draft.tape.leave(start, end, BAD_TIME)
        cue.doubts.append(f"“{written}” is no time; it is left out.")
    else:
        draft.tape.leave(start, end, INLINE_TIME)
        captions.times.append((draft.size, time))


def _read_entity(captions: Captions, start: int, end: int) -> None:
    """Write out what an entity stands for: one character that a text can hold, or else as it is."""
    draft = captions.draft
    written = draft.tape.source[start:end]
    character = unescape(written)
    if len(character) == 1 and character >= " " and character not in "\x7f\ufeff\ufffd":
        draft.swap(start, end, character, ENTITY)
    else:
        draft.keep(start, end)
