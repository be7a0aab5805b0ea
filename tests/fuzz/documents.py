"""Mutated documents, each read or refused with one sentence, in time and memory.

    python -m tests.fuzz.documents FORMAT --files 1000 [--seed 0] [--apart]

With `--apart` each is read in a child process, as the product does it; else in this one, which is
faster and shows faults of ours that a child would hide.
"""

import argparse
import json
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module

from claims.text.errors import UnreadableText
from claims.text.parts import Reading
from claims.text.readers import delimited, read_file, xlsx
from claims.text.readers.sheets import read_book
from claims.text.sheets import Book
from tests.text.readers.documents import (
    column,
    docx,
    odt,
    page,
    paragraph,
    pdf,
    run,
    table,
    word_part,
)
from tests.text.readers.sheet_files import csv_of, xlsx_of

MOST_SECONDS, MOST_MEGABYTES = 10, 512
LINES = [f"Ada Quill: It has leaked {number} times, I am told." for number in range(30)]
SEGMENTS = [{"start": number * 2.0, "end": number * 2.0 + 1, "text": line, "speaker": "A",
             "words": [{"word": word, "start": number * 2.0} for word in line.split()]}
            for number, line in enumerate(LINES)]  # fmt: skip


def _docx() -> bytes:
    note = word_part("footnotes", f'<w:footnote w:id="1">{paragraph(run("So."))}</w:footnote>')
    body = [paragraph(run("Ada Quill", "b"), run(line)) for line in LINES]
    return docx(*body, table(("Ada Quill", "It leaks."), ("Ivo Pell", "No.")), footnotes=note)


def _rtf() -> bytes:
    body = r"\par ".join(rf"{{\b Ada}}\tab {line}\u8364?\'e9{{\footnote x}}" for line in LINES)
    return rf"{{\rtf1\ansi{{\fonttbl{{\f0\fcharset204 A;}}}}{body}\par}}".encode()


def _rows() -> list[list[str]]:
    return [[line, f"“{number}”;\n{number / 8}", f"{number}.1.2026"]
            for number, line in enumerate(LINES)]  # fmt: skip


SHEETS: dict[str, Callable[[bytes], Book]] = {"csv": delimited.read, "xlsx": xlsx.read}
SAMPLES: dict[str, Callable[[], bytes]] = {
    "docx": _docx,
    "odt": lambda: odt("".join(f"<text:p>{line}</text:p>" for line in LINES)),
    "rtf": _rtf,
    "pdf": lambda: pdf([column(LINES)] * 3, packed=False) + b"\n" + pdf([column(LINES)]),
    "html": lambda: page("".join(f"<p><b>x</b>{line}</p>" for line in LINES)),
    "spoken": lambda: json.dumps({"text": " ".join(LINES), "segments": SEGMENTS}).encode(),
    "csv": lambda: csv_of(*_rows(), headings=["Quote", "Notes", "Due"], separator=";"),
    "xlsx": lambda: xlsx_of(*_rows(), headings=["Quote", "Notes", "Due"]),
}


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The same, cut, doubled, shuffled, or with some bits or bytes that are others."""
    one, two = sorted(chance.sample(range(len(data)), 2))
    many = bytearray(data)
    for _ in range(chance.choice([1, 3, 30, 300])):
        place = chance.randrange(len(many))
        many[place] = chance.choice([many[place] ^ 1 << chance.randrange(8), chance.randrange(256)])
    return chance.choice(
        [
            data[:two],
            data[one:],
            data[:one] + data[two:],
            data[:two] + data[one:],
            data + data,
            data[:one] + bytes(chance.randrange(256) for _ in range(99)) + data[two:],
            bytes(many),
            bytes(many),
            bytes(many),
        ]
    )


def _reader(kind: str, *, apart: bool) -> Callable[[bytes], Reading | Book]:
    if kind in SHEETS:
        return read_book if apart else SHEETS[kind]
    whole: Callable[[bytes], Reading] = import_module(f"claims.text.readers.{kind}").read
    return read_file if apart else whole


def _holds_words(found: Reading | Book) -> bool:
    if isinstance(found, Book):
        return any(cell for sheet in found.sheets for row in sheet.rows for cell in row.cells)
    return bool(found.text.strip())


def outcomes(kind: str, files: int, *, seed: int = 0, apart: bool = False) -> Iterator[str]:
    """`read`, or the sentence of the refusal, for each mutation; any other error is raised."""
    chance = random.Random(seed)
    sample = SAMPLES[kind]()
    read = _reader(kind, apart=apart)
    for _ in range(files):
        data = mutated(sample, chance)
        begun = time.process_time()
        try:
            yield "read" if _holds_words(read(data)) else "nothing"
        except UnreadableText as refusal:
            yield str(refusal)
        assert time.process_time() - begun < MOST_SECONDS


def main() -> None:
    parser = argparse.ArgumentParser(description="Read mutated documents.")
    parser.add_argument("format", choices=SAMPLES)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--apart", action="store_true")
    given = parser.parse_args()
    begun = time.monotonic()
    counts = Counter(outcomes(given.format, given.files, seed=given.seed, apart=given.apart))
    assert not any("\n" in sentence for sentence in counts)
    for sentence, number in counts.most_common():
        sys.stdout.write(f"{number:>6,}  {sentence}\n")
    whose = resource.RUSAGE_CHILDREN if given.apart else resource.RUSAGE_SELF
    most = resource.getrusage(whose).ru_maxrss / 1024
    sys.stdout.write(f"{time.monotonic() - begun:.0f} s, {most:.0f} MB at most\n")
    assert most < MOST_MEGABYTES


if __name__ == "__main__":
    main()
