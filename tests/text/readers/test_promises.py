"""What holds for every file that a text reader takes, however odd or large."""

import time
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.text.errors import UnreadableText
from claims.text.readers import TEXT_READERS, TextReader, read_file, read_text
from tests.text.soundness import sound

CAPTIONS = [
    "WEBVTT", "WEBVTT - x", "1", "2", "NOTE x", "STYLE", "REGION", "Kind: captions", "",
    " ", "00:00:01.000 --> 00:00:02.000", "00:00:02,000 --> 00:00:02,010", "--> 00:00:01",
    "00:00:02,000 --> 00:00:09,000 X1:2", "00:59 -> x y", "100:00:00 --> 00:00:61", "a --> b",
    "<v Ada>It <i>leaks</i>.</v> <v.x Jan Ober>No", "</v>", "<v>", "hello<00:00:01.000><c> and</c>",
    "hello and", "hello", "&amp;&lt;&#0;&nbsp;", "&nbsp;", "<br>x<br/>", ">> ADA: Yes. >> No. >>",
    ">>>", "- Who? - Me.", "- So", "-5", "ADA QUILL: It leaks.", "Jan Ober:", "[music]", "♪ la ♪",
    "{\\an8}<font color=x>y", "<laughs> 3 < 4", "\u200fعمر: مرحبا", "\ufeffx", "𝒜 😀", "\u2028x",
]  # fmt: skip
PLAIN = [
    "0:01", "0:02 it", "[00:00.000 --> 00:04.000] x", "[00:12:03]", "(12:03) It.", "00:13:00 a",
    "Ada Quill  0:03", "Jan Ober 12:04 PM", "ADA — Yes.", "Mr. SMITH. Yes.", "Jan Ober (Lab)",
    "BY MS. JONES:", "Q. Why?", "A. So.", " 1   Q.  Where", " 2   were you", "3", "25 x", "412",
    "Column 12", "Column 13", "Page 3 of 4", "it goes on", "12.03 pm", "CROSS-EXAMINATION", "",
    "[Ada]: Yes.", "[x 0:09] y", '"It leaks," Ada Quill said.',
]  # fmt: skip
MARKDOWN = [
    "---", "title: It", "# It *leaks* #", "**Ada:** no", "> > q", "- [x] l", "1. o", "```", "~~~",
    "| a |", "|---|---|", "===", "***", "[a](b) ![c](d \"e\")", "[a][b] [c] [^1]", "[b]: http://x",
    "<!-- c", "d -->", "a\\", "\\*b\\*", "`c ``d`", "<b>e</b> <http://x>", "&amp; __f__ _g",
    "~~h~~", "*i **j* k**", "]( [", "",
]  # fmt: skip


def lines(*kinds: list[str]) -> st.SearchStrategy[str]:
    known = st.sampled_from([line for kind in kinds for line in kind])
    return st.lists(known, max_size=14).map("\n".join)


TEXTS = st.one_of(
    lines(CAPTIONS), lines(PLAIN), lines(MARKDOWN), lines(CAPTIONS, PLAIN, MARKDOWN),
    lines(CAPTIONS).map("WEBVTT\n\n{}".format),
    lines(CAPTIONS).map("1\n00:00:01,000 --> 00:00:03,000\n{}".format), st.text(),
)  # fmt: skip
HERE = [reader for reader in TEXT_READERS if reader.format not in {"html", "spoken"}]
"""Those that read in this process, and not in a child with limits."""
NAMES = st.sampled_from(["", "a.vtt", "a.srt", "a.md", "a.txt"])


@settings(max_examples=200, deadline=None)
@given(TEXTS, NAMES)
def test_every_text_is_read_without_loss_or_refused_with_a_sentence(raw: str, name: str) -> None:
    try:
        reading = read_text(raw, name)
    except UnreadableText as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017
        return
    sound(reading)


@pytest.mark.parametrize("reader", HERE, ids=lambda reader: reader.format)
def test_a_reader_takes_whatever_it_is_given(reader: TextReader) -> None:
    """As where a name settles what the words leave open; `read` adds its account up."""

    @settings(max_examples=100, deadline=None)
    @given(TEXTS)
    @example("a")
    def takes(raw: str) -> None:
        text = raw.replace("\r", "\n").replace("\x00", "").lstrip("\ufeff") or "a"
        try:
            sound(reader.read(text))
        except UnreadableText as refusal:
            assert str(refusal).endswith(".")  # noqa: PT017

    takes()


WORDS = st.lists(st.sampled_from(["it", "Leaks.", "No", "5", "R&D", "“so”", "3<4", "naïve"]),
                 min_size=1, max_size=6)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["", "Ada", "Jan Ober"]), WORDS), min_size=1, max_size=8),
    st.booleans(),
)
def test_the_words_of_cues_are_all_in_the_text_in_order(
    cues: list[tuple[str, list[str]]], is_tagged: bool
) -> None:
    blocks, said = ["WEBVTT"], []
    for at, (name, words) in enumerate([*cues, ("", ["End"])]):
        escaped = " ".join(words).replace("&", "&amp;").replace("<", "&lt;")
        label = f"<v {name}>" if name and is_tagged else ""
        blocks.append(f"00:{at * 3:02}.000 --> 00:{at * 3 + 2:02}.000\n{label}{escaped}")
        said += words
    reading = read_text("\n\n".join(blocks))
    sound(reading)
    heard = " ".join(reading.text[turn.start : turn.end] for turn in reading.turns)
    assert heard.split() == said
    assert len(reading.times) == len(cues) + 1


LONG = 17_000
CUE = "1\n00:00:01,000 --> 00:00:02,000\n"


def clock(at: int) -> str:
    return f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}.000"


def as_vtt() -> str:
    cue = "{} --> {}\n<v Ada{}>The mayor said that it leaks, number {}."
    return "WEBVTT\n\n" + "\n\n".join(
        cue.format(clock(at * 3), clock(at * 3 + 2), at // 9 % 5, at) for at in range(LONG // 8)
    )


def as_srt() -> str:
    return as_vtt()[8:].replace("<v Ada", ">> ADA ").replace(">The", ": The")


def as_rolling() -> str:
    blocks, above = ["WEBVTT"], " "
    for at in range(LONG // 5):
        line = f"it<{clock(at * 3)}><c> leaks</c> every night {at}"
        blocks.append(f"{clock(at * 3)} --> {clock(at * 3 + 3)}\n{above}\n{line}")
        above = f"it leaks every night {at}"
    return "\n\n".join(blocks)


def as_timed() -> str:
    return "\n".join(f"{clock(at * 3)[:8]}\nit leaks every night {at}" for at in range(LONG // 5))


def as_court() -> str:
    lines = ("Q.  The mayor said that it", "leaks every night, so to say")
    return "\n".join(f"{at % 25 + 1:2}   {lines[at % 2]}" for at in range(LONG // 6))


def as_paged() -> str:
    page = "Ada Quill{}: The mayor said that it\n\nColumn {}\n\nleaks every night."
    return "\n\n".join(page.format(at % 5, at) for at in range(LONG // 10))


def as_markdown() -> str:
    turn = "**Ada Quill{}:** The *mayor* said [that](https://x.org) it leaks, number {}."
    return "\n\n".join(turn.format(at % 5, at) for at in range(LONG // 10))


def as_labelled() -> str:
    turn = "[{}] Ada Quill{}: The mayor said that it leaks, number {}."
    return "\n\n".join(turn.format(clock(at), at % 5, at) for at in range(LONG // 10))


@pytest.mark.parametrize(
    ("write", "kind"),
    [
        (as_vtt, "webvtt"), (as_srt, "srt"), (as_rolling, "webvtt"), (as_timed, "timed"),
        (as_court, "court"), (as_paged, "paged"), (as_markdown, "markdown"),
        (as_labelled, "labelled"),
    ],
)  # fmt: skip
def test_17000_words_take_less_than_two_seconds(write: Callable[[], str], kind: str) -> None:
    text = write()
    begun = time.process_time()
    reading = read_text(text)
    assert time.process_time() - begun < 2
    assert reading.format == kind
    assert len(reading.text.split()) > LONG * 0.8


@pytest.mark.parametrize(
    "text",
    [
        CUE + "The bridge leaks. " * 270_000,
        CUE + "a" + "<" * 1_000_000,
        "WEBVTT\n\n00:01.000 --> 00:02.000\na" + "<00:00:01.000>a<00:00:00.500>b" * 160_000,
        "\n".join(f"00:00:0{at % 2}.000 --> 00:00:0{at % 2}.500\na" for at in range(150_000)),
        CUE + "a<i>" * 300_000,
        CUE + "a\n" * 500_000,
        CUE + ">> a " * 900_000,
        CUE + "a" + " " * 4_000_000 + "b",
        CUE + "[" * 4_000_000 + "a",
        "WEBVTT\n\n" + "a\n\n" * 1_500_000,
        "# a\n# b\n" + "*a" * 2_000_000,
        "# a\n# b\n" + "<!-- a" * 700_000,
        "# a\n# b\n" + "[a](b" * 900_000,
        "0:00 a\n" * 600_000,
        "a\n\n" * 149_000,
        "TOM\n" * 299_000,
    ],
    ids=[
        "one cue", "open tags", "inline times", "times", "tags", "lines", "changes", "spaces",
        "brackets", "blocks", "stars", "comments", "links", "timed lines", "paragraphs",
        "bare names",
    ],
)  # fmt: skip
def test_megabytes_of_nonsense_are_read_or_refused_in_ten_seconds(text: str) -> None:
    begun = time.process_time()
    try:
        reading = read_file(text.encode())
    except UnreadableText as refusal:
        assert str(refusal).endswith("split it into parts.")  # noqa: PT017
    else:
        assert "".join(reading.text.split())
    assert time.process_time() - begun < 10
