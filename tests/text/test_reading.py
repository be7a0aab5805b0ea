"""The whole reading: what it promises for every text."""

import hashlib
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.errors import UnreadableText
from claims.text.normalise import normalise
from claims.text.readers import read_file
from claims.text.reading import as_json, read
from tests.text.soundness import sound

LINES = st.lists(
    st.sampled_from(
        [
            "ADA QUILL: It leaks.",
            "Jan Ober: No — it 😀 doesn't.",
            "\u200fعمر: مرحبا",
            "[APPLAUSE]",
            "(LAUGHTER)",
            "Q:",
            "[00:01:02] Zoe\u0301: Hi.",
            "",
            " ",
            '"It leaks," Ada Quill said. "It',
            "“So what?” asked the mayor, Kim Lund, 54,",
            "'didn't do it,' he said",
            "Note: nothing.",
            "* * *",
            "𝒜da said “no” ‘twice’ \u2028 and “left.",
            "according to",
            "said",
        ]
    ),
    max_size=12,
).map("\n".join)
MARKS = st.text(alphabet="Ab '\"“”‘’.,:()[]\n…—said", max_size=80)


@settings(max_examples=300, deadline=None)
@given(st.one_of(LINES, MARKS, st.text()))
def test_nothing_is_lost_and_every_span_is_sound(raw: str) -> None:
    try:
        text, _ = normalise(raw)
    except UnreadableText:
        return
    reading = read(text)
    assert reading.text == text
    sound(reading)
    json.dumps(as_json(reading))


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.binary(max_size=200), LINES.map(str.encode)))
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes) -> None:
    try:
        reading = read_file(data)
    except UnreadableText as refusal:
        assert str(refusal)  # noqa: PT017
        return
    sound(reading)


def test_offsets_are_code_points_whatever_stands_before() -> None:
    first = "\ufeff𝒜da: e\u0301 😀 yes.\r\n\r\n"
    second = "\u200fعمر: \u202bمرحبا\u202c.\r\n\r\n"
    reading = read_file(f"{first}{second}𝒜da: 👩\u200d👧 no.\r\n".encode())
    assert [(turn.speaker, turn.start, turn.end) for turn in reading.turns] == [
        ("𝒜da", 5, 14),
        ("عمر", 22, 30),
        ("𝒜da", 37, 44),
    ]
    assert reading.text[37:44] == "👩‍👧 no."


def test_the_json_has_exactly_what_is_promised() -> None:
    text = "Ada Quill: Hi 😀.\n\nJan Ober: Yes.\n\nAda Quill: OK.\n\nAda Quil: No.\n"
    assert as_json(read(text)) == {
        "format": "labelled",
        "length": 64,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "text": text,
        "speakers": ["Ada Quill", "Jan Ober", "Ada Quil"],
        "turns": [
            {"speaker": "Ada Quill", "start": 11, "end": 16, "starts_at_ms": None},
            {"speaker": "Jan Ober", "start": 28, "end": 32, "starts_at_ms": None},
            {"speaker": "Ada Quill", "start": 45, "end": 48, "starts_at_ms": None},
            {"speaker": "Ada Quil", "start": 60, "end": 63, "starts_at_ms": None},
        ],
        "quotes": [],
        "notes": [
            "Line 3: “Jan Ober” speaks only once; is it a speaker?",
            "Line 7: “Ada Quil” speaks only once; is it a speaker?",
            "Line 7: “Ada Quil” and “Ada Quill” may be the same speaker: one letter differs.",
        ],
    }


def test_the_quotes_of_an_article_are_in_the_json() -> None:
    reading = as_json(read('It rained.\n\n"It leaks," Ada Quill said.'))
    assert reading["format"] == "article"
    assert reading["speakers"] == ["Ada Quill"]
    assert reading["quotes"] == [{"speaker": "Ada Quill", "start": 13, "end": 22}]


def test_a_guessed_encoding_is_a_doubt() -> None:
    reading = read_file("Zoë: “Hi.”\n\nAda: Ça va.".encode("cp1252"))
    assert reading.notes[0].text == (
        "The file is not UTF-8; it was read as Windows-1252 (Western European): "
        "check letters with accents and quotes."
    )


@pytest.mark.parametrize(
    "text",
    [
        "".join(
            f"ADA QUILL: Word {n} is said here, and more.\n\nJAN OBER: No.\n\n" for n in range(1700)
        ),
        '"It leaks, every night," Ada Quill said. He left. "Yes," she added.\n\n' * 1400,
        " " * 100_000 + "a",
        "A:" * 20_000,
        "said " * 10_000,
        "'as " * 10_000,
        '"a\n\n' * 5_000,
        "[" * 20_000 + "a",
    ],
    ids=["transcript", "article", "spaces", "colons", "verbs", "apostrophes", "open", "brackets"],
)
def test_a_long_text_takes_no_longer_than_its_length_allows(text: str) -> None:
    begun = time.process_time()
    sound(read(text))
    assert time.process_time() - begun < 5
