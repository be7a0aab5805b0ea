"""Which bytes of a file a request asks for: https://www.rfc-editor.org/rfc/rfc9110#name-range-requests"""

import re

_ONE = re.compile(
    r"bytes=[ \t]*(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))[ \t]*", re.ASCII | re.IGNORECASE
)


class OutsideFile(Exception):
    """Nothing that is asked for is in the file."""


def asked_for(header: str, size: int) -> tuple[int, int] | None:
    """The bytes [start, end) of a file of this size that a Range header asks for.

    None where the whole file is the answer: without a header, for other units than bytes, for what
    is not understood, and for several ranges at once, which nobody needs here. Raises OutsideFile.
    """
    found = _ONE.fullmatch(header)
    if found is None:
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        start, end = max(0, size - int(suffix)), size
    else:
        start = int(first)
        if last and int(last) < start:
            return None
        end = min(int(last) + 1, size) if last else size
    if start >= end:
        raise OutsideFile
    return start, end
