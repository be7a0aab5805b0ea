"""Files that are named at the shell."""

import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError


class Failed(CommandError):
    """Its text is one sentence for the person at the shell."""


def bytes_of(name: str) -> bytes:
    """The data of a file or of standard input, and never much more than can be read."""
    if name == "-":
        return sys.stdin.buffer.read(settings.DOCUMENT_MAX_BYTES + 1)
    path = Path(name)
    try:
        size = path.stat().st_size
        if size > settings.DOCUMENT_MAX_BYTES:
            raise Failed(f"{name} is {size / 1e6:.1f} MB large; the limit is 25 MB: split it.")
        return path.read_bytes()
    except OSError as error:
        raise Failed(f"{name} cannot be read: {error.strerror or error}.") from None
