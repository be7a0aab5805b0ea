"""Reading in a child process with limits, so that a hostile file harms nothing but its own reading.

The child gets the file by its standard input and answers with one JSON object. It inherits no
descriptor and no environment, and has limits of memory, processor time and wall time.
"""

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from claims.text.errors import UnreadableText
from claims.text.packing import packed, unpacked
from claims.text.parts import Reading
from claims.text.sheets import Book

MAX_FILE_BYTES = 20_000_000
MEMORY_BYTES = 512_000_000
SECONDS = 10
SECONDS_FOR_PDF = 20
_WALL_PER_SECOND = 2
"""How long a second of the processor may take where other work goes on."""
_SMALL_PDF = 300_000
_ENDED_BY_TIME = {-signal.SIGXCPU, -signal.SIGKILL}
_NOUNS = {
    "docx": "Word document",
    "odt": "OpenDocument text",
    "rtf": "RTF document",
    "pdf": "PDF",
    "html": "web page",
    "spoken": "JSON file",
    "xlsx": "workbook",
}
_ROOT = Path(__file__).resolve().parents[3]
_CHILD = """
import sys
sys.path.insert(0, sys.argv[1])
from claims.text.readers.apart import main
main()
"""


def read_apart(
    kind: str,
    data: bytes,
    *,
    seconds: int | None = None,
    memory: int = MEMORY_BYTES,
    **options: str,
) -> Reading:
    """What the reader of a format understands of a file. UnreadableText, in one sentence, else.

    `seconds` are those of the processor; a PDF that is not small gets more of them.
    """
    usual = SECONDS_FOR_PDF if kind == "pdf" and len(data) > _SMALL_PDF else SECONDS
    answer = _understood(kind, data, seconds=seconds or usual, memory=memory, options=options)
    reading = unpacked(answer["text"], answer["reading"])
    if reading is None:
        raise UnreadableText(_damaged(kind))
    return reading


def read_book_apart(
    kind: str, data: bytes, *, seconds: int = SECONDS, memory: int = MEMORY_BYTES
) -> Book:
    """The sheets that the reader of a format finds in a file; else as `read_apart`."""
    return Book.of(_understood(kind, data, seconds=seconds, memory=memory, options={})["book"])


def _understood(
    kind: str, data: bytes, *, seconds: int, memory: int, options: dict[str, str]
) -> dict[str, Any]:
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableText(
            f"This file is {len(data) / 1_000_000:.1f} MB large; the limit is "
            f"{MAX_FILE_BYTES / 1_000_000:.0f} MB: split it into parts."
        )
    asked = {"kind": kind, "seconds": seconds, "memory": memory, "options": options}
    answer = _answer(asked, data)
    if "refused" in answer:
        raise UnreadableText(answer["refused"])
    return answer


def _answer(asked: dict[str, Any], data: bytes) -> dict[str, Any]:
    """What the child says; a child that was ended, or broke, says nothing."""
    kind, seconds = asked["kind"], asked["seconds"]
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _CHILD, str(_ROOT)]
    environment = {name: os.environ[name] for name in ["LD_LIBRARY_PATH"] if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603
            [*command, json.dumps(asked)],
            input=data,
            capture_output=True,
            timeout=seconds * _WALL_PER_SECOND,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableText(_too_long(kind, seconds)) from None
    if done.returncode in _ENDED_BY_TIME:
        raise UnreadableText(_too_long(kind, seconds))
    try:
        return dict(json.loads(done.stdout))
    except ValueError:
        raise UnreadableText(_damaged(kind)) from None


def _damaged(kind: str) -> str:
    return f"This {_NOUNS[kind]} is damaged: it could not be read."


def _too_long(kind: str, seconds: int) -> str:
    time = "1 second" if seconds == 1 else f"{seconds} seconds"
    return f"This {_NOUNS[kind]} takes longer than {time} to read: split it, or save it anew."


def main() -> None:
    """Read standard input as the arguments say, and print what is understood."""
    asked = json.loads(sys.argv[2])
    _limit(asked["seconds"], asked["memory"])
    kind = asked["kind"]
    try:
        read = import_module(f"claims.text.readers.{kind}").read
        words = json.dumps(_said(read(sys.stdin.buffer.read(), **asked["options"])))
    except UnreadableText as error:
        words = json.dumps({"refused": str(error)})
    except MemoryError:
        words = f'{{"refused": "This {_NOUNS[kind]} takes too much memory to read: split it."}}'
    sys.stdout.write(words)


def _said(found: Reading | Book) -> dict[str, Any]:
    if isinstance(found, Book):
        return {"book": asdict(found)}
    return {"text": found.text, "reading": packed(found)}


def _limit(seconds: int, memory: int) -> None:
    """Take the limits of memory, processor time, files and descriptors, where there are any."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
