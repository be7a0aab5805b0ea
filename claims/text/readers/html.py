"""Web pages: the article in a page, and how much of the page is not part of it.

The article is found by trafilatura, which is an extra: https://trafilatura.readthedocs.io/
"""

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from claims.text.errors import UnreadableText
from claims.text.normalise import BYTE_ORDER_MARKS, decode
from claims.text.parts import Details, Reading
from claims.text.readers.manuscript import Manuscript, Paragraph, Piece, added, kept, left, short
from claims.text.readers.packages import day_in
from claims.text.readers.tape import Why
from claims.text.words import words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_OUTSIDE = Why("left out", "character outside of the article", "characters outside of the article")
_SPACE = Why("joined", "run of white space", "runs of white space")
_BEGINNING = re.compile(
    r"(?is)\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)[\s>]"
)
_FRAGMENT = re.compile(r"(?i)\s*<(?:head|body|article|main|section|div|p|h1)[\s>]")
_META = re.compile(rb"(?i)<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})")
_NAMES = (".html", ".htm", ".xhtml")
_INVISIBLE = {"script", "style", "noscript", "template", "head", "svg", "iframe", "object"}
_INLINE = words(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q rp rt
    ruby s samp small span strike strong sub sup time tt u var wbr"""
)
_NEEDED = (
    "A web page can only be read where the package trafilatura is installed, the extra “articles”."
)
_SHORTEST_SHARE, _WHOLE_SHARE = 0.05, 0.97
"""Of the text of a page: less is no article, and more is the page as it stands."""


def recognises(data: bytes) -> bool:
    """Whether it is a web page, from its beginning."""
    start = data[:4096]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return recognises_text(start[: len(start) // 2 * 2].decode("utf-16", "replace"))
    return recognises_text(start.decode("utf-8-sig", "replace"))


def recognises_text(text: str, name: str = "") -> bool:
    """Whether text is the source of a web page, or of a part of one."""
    named = name.lower().endswith(_NAMES) and "<" in text[:4096]
    return bool(named or _BEGINNING.match(text[:4096]) or _FRAGMENT.match(text[:4096]))


def read(data: bytes, charset: str = "", url: str = "") -> Reading:
    """What is understood of a page; `charset` is what came with it over the web, if anything."""
    return manuscript(data, charset, url).reading()


def manuscript(data: bytes, charset: str = "", url: str = "") -> Manuscript:
    """The paragraphs of the article, and the rest of the page as left out."""
    try:
        from lxml import html as lxml_html
        from trafilatura import bare_extraction
    except ImportError:
        raise UnreadableText(_NEEDED) from None
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    source, notes = _decoded(data, charset)
    if not source.strip():
        raise UnreadableText("This web page is empty.")
    try:
        tree = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", source))
        found = bare_extraction(
            source, url=url or None, favor_recall=True, include_comments=False, with_metadata=True
        )
    except (ValueError, AttributeError, TypeError, LookupError, RecursionError, AssertionError):
        raise UnreadableText("This web page is damaged: it could not be read.") from None
    except Exception as error:  # those of lxml, which have no common ancestor but this
        if isinstance(error, MemoryError) or type(error).__module__.partition(".")[0] != "lxml":
            raise
        raise UnreadableText("This web page is damaged: it could not be read.") from None
    blocks = list(_blocks(tree))
    said: dict[str, Any] = found.as_dict() if found is not None else {}
    lines = [line.strip() for line in (said.get("text") or "").split("\n") if line.strip()]
    visible = sum(len("".join(block.split())) for block in blocks)
    taken = sum(len("".join(line.split())) for line in lines)
    if not _SHORTEST_SHARE * visible <= taken <= _WHOLE_SHARE * visible:
        lines = [" ".join(block.split()) for block in blocks if block.strip()]
    if taken < _SHORTEST_SHARE * visible:
        notes.append(
            "No article could be told from the rest of this page: all of its text is here."
        )
    paragraphs = _taken(blocks, lines)
    return Manuscript("html", paragraphs, _details(said, tree, url), notes=notes)


def _decoded(data: bytes, charset: str) -> tuple[str, list[str]]:
    """The source of a page by the first of its charsets that fits, and doubts about that."""
    meta = _META.search(data[:4096])
    names = [charset, meta[1].decode("ascii", "replace") if meta else "", "utf-8"]
    if data.startswith(BYTE_ORDER_MARKS):
        return decode(data)[0] if len(data) < 5_000_000 else data.decode("utf-8", "replace"), []
    for name in filter(None, names):
        try:
            text = data.decode("cp1252" if name.lower() in {"iso-8859-1", "latin-1"} else name)
        except (LookupError, UnicodeError, ValueError):
            continue
        return text, []
    try:
        return str(data, "cp1252"), ["The page does not say its charset; read as Windows-1252."]
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace"), ["The charset of this page cannot be told."]


def _blocks(tree: "HtmlElement") -> Iterator[str]:
    """The visible text of a page, block by block."""
    from lxml import etree

    run: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            hidden += tag in _INVISIBLE
            if tag not in _INLINE and run and not hidden:
                yield "".join(run)
                run = []
            run += [element.text] * bool(element.text and not hidden)
        else:
            hidden -= event == "end" and tag in _INVISIBLE
            if event == "end" and tag not in _INLINE and run and not hidden:
                yield "".join(run)
                run = []
            run += [element.tail] * bool(element.tail and not hidden)
    yield "".join(run)


def _taken(blocks: list[str], lines: list[str]) -> list[Paragraph]:
    """Lines of the article as taken from the page, and what is left of it."""
    source = "".join(blocks)
    places = [place for place, character in enumerate(source) if not character.isspace()]
    squeezed = "".join(source[place] for place in places)
    at = 0
    taken: list[tuple[int, int]] = []
    paragraphs: list[Paragraph] = []
    for line in lines:
        bare = "".join(line.split())
        found = squeezed.find(bare, at)
        if found < 0:
            doubt = "These words do not stand in the page just so; they may have been put together."
            paragraphs.append([Piece("", line, note=doubt)])
            continue
        at = found + len(bare)
        start, end = places[found], places[at - 1] + 1
        taken.append((start, end))
        paragraphs.append(_aligned(source[start:end], line))
    gaps, before = [], 0
    for start, end in [*taken, (len(source), len(source))]:
        gaps.append(source[before:start])
        before = end
    rest = "".join(gaps)
    if rest:
        paragraphs.append([left(rest, _OUTSIDE, times=len("".join(rest.split())))])
    return paragraphs


def _aligned(source: str, line: str) -> Paragraph:
    """The pieces that make a line of its source: they differ in nothing but white space."""
    pieces: Paragraph = []
    at = 0
    for word in re.findall(r"\s+|\S", line):
        space = re.compile(r"\s*").match(source, at)
        gap = space[0] if space else ""
        at += len(gap)
        wanted = word if word.isspace() else ""
        if gap == wanted:
            pieces += [kept(gap)] * bool(gap)
        elif gap:
            pieces.append(Piece(gap, wanted, _SPACE))
        else:
            pieces.append(added(wanted))
        if not wanted:
            pieces.append(kept(word))
            at += 1
    return _merged(pieces)


def _merged(pieces: Paragraph) -> Paragraph:
    """The same pieces with neighbours that are kept as one."""
    merged: Paragraph = []
    run: list[str] = []
    for piece in [*pieces, added("")]:
        if piece.source and piece.why is None:
            run.append(piece.source)
            continue
        if run:
            merged.append(kept("".join(run)))
            run = []
        if piece.source or piece.text:
            merged.append(piece)
    return merged


def _details(said: dict[str, Any], tree: "HtmlElement", url: str) -> Details:
    language = said.get("language") or tree.get("lang") or ""
    address = url or said.get("url") or ""
    return Details(
        title=short(said.get("title") or ""),
        outlet=short(said.get("sitename") or said.get("hostname") or ""),
        author=short(said.get("author") or ""),
        published_on=day_in(said.get("date") or ""),
        language=language if re.fullmatch(r"[A-Za-z-]{2,12}", language) else "",
        url=address if re.match(r"https?://\S+$", address) else "",
    )
