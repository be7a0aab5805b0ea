"""SubRip captions: loose structure, signs of speakers, and what is broken."""

import pytest

from claims.text.readers import read_file, read_text
from tests.fuzz import SAMPLES
from tests.text.readers.said import notes, times, turns, understood
from tests.text.soundness import sound


def sample(name: str) -> bytes:
    return (SAMPLES / "srt" / name).read_bytes()


def srt(*cues: str) -> str:
    """A file of cues, a second each."""
    return "\n\n".join(
        f"{at + 1}\n00:00:0{at},000 --> 00:00:0{at + 1},000\n{cue}" for at, cue in enumerate(cues)
    )


def test_a_loose_file_is_read_without_loss() -> None:
    reading = read_file(sample("film.srt"), "film.srt")
    sound(reading)
    assert reading.format == "srt"
    assert turns(reading) == [
        ("(paragraph)", 1000, "Where is the money?"),
        ("(paragraph)", 1000, "There."),
        ("(paragraph)", 3200, "I said so in 1984."),
        ("(direction)", 5500, "♪ And so we part ♪"),
        ("(paragraph)", 9000, "No number here & none needed 1984 A bad time. Back again."),
    ]
    assert [turn.label for turn in reading.turns] == ["-", "-", "", "", ""]
    assert times(reading) == [
        ("Where", 1000), ("I", 3200), ("♪", 5500), ("No", 9000), ("A", 11000),
    ]  # fmt: skip
    assert notes(reading) == [
        ("No speaker is named in this file.", ""),
        (
            "“00:00:11,000 -> 00:00:61,000” does not say when this cue ends; its words are kept.",
            "A bad time.",
        ),
        ("By the numbers of the cues, cues 4 to 6 are missing before this one.", "A bad time."),
        ("The time here, 0:02 after 0:11, is out of order.", ""),
    ]
    assert reading.done == [
        "24 Windows line endings became plain.",
        "The byte order mark at its start was left out.",
        "Left out 5 numbers of cues.",
        "Left out 6 cue times.",
        "Left out 5 tags.",
        "Joined 2 lines.",
        "Wrote out 1 character written as a code.",
        "Left out 20 stretches of white space.",
    ]


def test_signs_of_live_captions_part_speakers() -> None:
    reading = read_file(sample("live.srt"))
    sound(reading)
    assert turns(reading) == [
        ("(paragraph)", 0, "GOOD EVENING. THE BRIDGE IS SHUT."),
        ("ADA QUILL", 2000, "IT WAS NEVER OPEN."),
        ("(paragraph)", 2000, "WHO SAID THAT?"),
        ("JAN OBER", 4500, "I DID."),
        ("(direction)", 4500, "[LAUGHTER]"),
        ("JAN OBER", 8500, "AND I SAY IT AGAIN."),
        ("ADA QUILL", 11000, "THE ANSWER: NO."),
    ]
    assert reading.text.startswith(">>> GOOD EVENING. THE BRIDGE IS SHUT.\n\nADA QUILL: IT WAS")
    assert "Left out 3 signs of a change of speaker." in reading.done


def test_names_on_a_line_above_the_words_are_speakers() -> None:
    reading = read_file(sample("meeting.srt"))
    sound(reading)
    assert reading.text == ("Ada Quill: Good morning. It rains. Yes.\n\nOber, Jan (Guest): No.")
    assert turns(reading) == [
        ("Ada Quill", 0, "Good morning. It rains. Yes."),
        ("Ober, Jan (Guest)", 3560, "No."),
    ]


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        (["ADA: Yes.\nJAN: No."], [("ADA", "Yes."), ("JAN", "No.")]),
        (["Ada: Yes.", "So it is.", "Jan: No.", "Ada: Oh."],
         [("Ada", "Yes. So it is."), ("Jan", "No."), ("Ada", "Oh.")]),
        (["Here is the thing: we lost.", "Later: never."],
         [("(paragraph)", "Here is the thing: we lost. Later: never.")]),
        (["THE ANSWER: NO.", "AND SO ON.", "TRULY."],
         [("(paragraph)", "THE ANSWER: NO. AND SO ON. TRULY.")]),
        (["ADA: [laughs] Yes."], [("ADA", "[laughs] Yes.")]),
        (["ADA:", "Yes."], [("ADA", "Yes.")]),
        (["ADA: Yes.", "ADA: No.", "[applause]", "Well."],
         [("ADA", "Yes. No."), ("(direction)", "[applause]"), ("ADA", "Well.")]),
        (["I know.\n(sighs)\nI do."],
         [("(paragraph)", "I know."), ("(direction)", "(sighs)"), ("(paragraph)", "I do.")]),
        (["- Who?\n- Me.", "And you."],
         [("(paragraph)", "Who?"), ("(paragraph)", "Me."), ("(paragraph)", "And you.")]),
        (["- Who? - Me."], [("(paragraph)", "Who?"), ("(paragraph)", "Me.")]),
        (["-5 degrees", "— and so", "a - b"], [("(paragraph)", "-5 degrees — and so a - b")]),
        ([">> ADA: Yes. >> No."], [("ADA", "Yes."), ("(paragraph)", "No.")]),
        (["♪ La la ♪", "♪ La la ♪"], [("(direction)", "♪ La la ♪"), ("(direction)", "♪ La la ♪")]),
    ],
)  # fmt: skip
def test_speakers_in_the_words(cues: list[str], expected: list[tuple[str, str]]) -> None:
    assert [(who, words) for who, _, words in turns(understood(srt(*cues)))] == expected


def test_a_label_without_words_is_kept_and_told() -> None:
    reading = understood(srt("ADA: Yes.", "JAN:", "ADA: No."))
    assert turns(reading)[1] == ("(direction)", 1000, "JAN:")
    assert ("“JAN:” stands here with no words after it.", "JAN:") in notes(reading)


def test_a_name_seen_once_in_small_letters_is_passed_over_and_told() -> None:
    reading = understood(srt("We lost.", "Tomorrow Berlin: rain.", "Ada Quill: yes.", "So."))
    told = "“Ada Quill:” is read as words, not as the label of a speaker."
    assert (told, "Ada Quill:") in notes(reading)


def test_a_number_with_no_time_below_begins_a_cue_that_is_told() -> None:
    reading = understood(srt("One.") + "\n\n2\nTwo.\n\n3\n00:00:05,000 --> 00:00:06,000\nThree.")
    assert turns(reading) == [
        ("(paragraph)", 0, "One."), ("(paragraph)", None, "Two."), ("(paragraph)", 5000, "Three."),
    ]  # fmt: skip
    assert notes(reading)[1:] == [
        ("This cue has a number and no times; its words are kept.", "Two.")
    ]


def test_wrong_numbers_lose_nothing() -> None:
    text = srt("One.", "Two.", "Three.").replace("\n\n2\n", "\n\n9\n").replace("\n\n3\n", "\n\n9\n")
    reading = understood(text)
    assert reading.text == "One. Two. Three."
    told = "The numbers of the cues are out of order; they stand as in the file."
    assert (told, "") in notes(reading)


def test_a_year_above_the_next_time_is_a_word() -> None:
    reading = understood(srt("It was in\n1984").replace("1984", "1984\n00:00:05,000 --> 6\nYes."))
    assert reading.text.startswith("It was in 1984")


@pytest.mark.parametrize(
    "time",
    [
        "00:00:01,500 --> 00:00:02,000",
        "00:00:01.500 --> 00:00:02.000",
        "0:00:01,5-->0:00:02",
        "00: 00: 01, 500 -> 00: 00: 02,000",
        "00:01,500 --> 00:02,000  position:50% X1:1",
        "00:00:01,500 – > 00:00:02,000".replace("– >", "–>"),
        "00:00:01,500 → 00:00:02,000",
    ],
)
def test_times_in_many_forms(time: str) -> None:
    assert turns(understood(f"1\n{time}\nIt leaks.")) == [("(paragraph)", 1500, "It leaks.")]


def test_words_before_the_first_cue_are_kept_and_told() -> None:
    reading = understood("A talk\n\n" + srt("One."))
    assert turns(reading) == [("(paragraph)", None, "A talk"), ("(paragraph)", 0, "One.")]
    assert ("These words stand before the first cue.", "A talk") in notes(reading)


def test_a_doubt_that_comes_often_is_counted() -> None:
    reading = understood(srt("One.") + "\n\n00:00:77,000 --> 00:00:78,000\nTwo." * 30)
    bad = [note for note, _ in notes(reading) if "is no time" in note]
    assert len(bad) == 20
    assert bad[-1].endswith(" So it is at 10 more places after this.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It began at 00:00:01,000 --> and ended.", "talk.srt"),
        ("One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\n00:00:01,000 --> 00:00:02,000\nSix.", ""),
        ("We go --> there.\n\nYes.", ""),
    ],
)
def test_these_are_no_captions(text: str, name: str) -> None:
    assert read_text(text, name).format == "article"
