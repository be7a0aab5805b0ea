"""Sentences of a stretch of text, as spans."""

import re
from collections.abc import Iterator

import nupunkt

from claims.text.anchoring import trim_span

_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n\s*|\u2029\s*")


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of ``text[start:end]`` as spans of ``text``, in code points.

    They are ordered, in bounds, trimmed and never overlap, and each character that is not white
    space is in exactly one. A sentence never runs over a blank line. The language model is loaded
    on first use (about 0.2 s), then kept. ``0 <= start <= end <= len(text)`` must hold.
    """
    spans = []
    for first, last in _paragraphs(text, start, end):
        for left, right in nupunkt.sent_spans(text[first:last]):
            span = trim_span(text, first + left, first + right)
            if span[0] < span[1]:
                spans.append(span)
    return spans


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for found in _PARAGRAPH_BREAK.finditer(text, start, end):
        yield at, found.start()
        at = found.end()
    yield at, end
