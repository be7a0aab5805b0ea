"""Broken files: samples of each format, mutated by a seed, and what a reader may make of them.

A format is a folder of `tests/data/formats`; whoever puts one there with a sample in it has it
tried. `python -m tests.fuzz FORMAT --files 1000` tries many.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from claims.text.errors import UnreadableText
from claims.text.readers import read_file
from tests.text.soundness import sound

SAMPLES = Path(__file__).resolve().parent.parent / "data" / "formats"
MOST_SECONDS = 10

type Mutation = Callable[[bytes, Random], bytes]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: ``read`` with its format, ``refused`` with the sentence."""

    name: str
    verdict: str
    detail: str
    seconds: float


def formats() -> list[str]:
    """Every format that has samples."""
    return sorted(path.name for path in SAMPLES.iterdir() if path.is_dir())


def samples(kind: str) -> list[Path]:
    """The samples of a format, in order."""
    return sorted(path for path in (SAMPLES / kind).iterdir() if path.is_file())


def cut(data: bytes, random: Random) -> bytes:
    """The file cut short, or a stretch cut out of it."""
    start, end = sorted(random.choices(range(len(data) + 1), k=2))
    return data[:start] if random.random() < 0.5 else data[:start] + data[end:]


def doubled(data: bytes, random: Random) -> bytes:
    """A stretch of the file twice, or the whole."""
    start, end = sorted(random.choices(range(len(data) + 1), k=2))
    return data + data if random.random() < 0.2 else data[:end] + data[start:]


def flipped(data: bytes, random: Random) -> bytes:
    """Up to twenty bits turned over."""
    broken = bytearray(data)
    for _ in range(random.randint(1, 20) if broken else 0):
        broken[random.randrange(len(broken))] ^= 1 << random.randrange(8)
    return bytes(broken)


def swapped(data: bytes, random: Random) -> bytes:
    """Up to ten pairs of lines, each in the other's place."""
    lines = data.splitlines(keepends=True)
    for _ in range(random.randint(1, 10) if lines else 0):
        one, two = random.choices(range(len(lines)), k=2)
        lines[one], lines[two] = lines[two], lines[one]
    return b"".join(lines)


MUTATIONS: list[Mutation] = [cut, doubled, flipped, swapped]


def mutated(kind: str, number: int) -> tuple[str, bytes]:
    """A broken file and its name, always the same for one number; some have another's name."""
    random = Random(f"{kind} {number}")
    path = random.choice(samples(kind))
    data = path.read_bytes()
    for _ in range(random.randint(1, 3)):
        data = random.choice(MUTATIONS)(data, random)
    other = random.choice(samples(random.choice(formats())))
    return (other if random.random() < 0.2 else path).name, data


def judge(kind: str, number: int) -> Outcome:
    """Read a broken file. Whatever else happens than that it is read or refused is raised."""
    name, data = mutated(kind, number)
    begun = time.process_time()
    try:
        reading = read_file(data, name)
    except UnreadableText as refusal:
        words = str(refusal)
        assert words.endswith("."), words
        assert "\n" not in words, words
        verdict, detail = "refused", words
    else:
        sound(reading)
        verdict, detail = "read", reading.format
    seconds = time.process_time() - begun
    assert seconds < MOST_SECONDS, f"{seconds:.1f} s"
    return Outcome(name, verdict, detail, seconds)
