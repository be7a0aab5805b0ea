"""WebVTT captions: blocks, markup, voices, and what is broken in them."""

from datetime import date

import pytest

from claims.text.errors import UnreadableText
from claims.text.parts import Details
from claims.text.readers import read_file
from tests.fuzz import SAMPLES
from tests.text.readers.said import notes, times, turns, understood
from tests.text.soundness import sound

VOICES = (SAMPLES / "webvtt" / "voices.vtt").read_text("utf-8")
MEETING = (SAMPLES / "webvtt" / "meeting.vtt").read_text("utf-8")


def vtt(*cues: str) -> str:
    """A file of cues, a second each."""
    blocks = [f"00:0{at}.000 --> 00:0{at + 1}.000\n{cue}" for at, cue in enumerate(cues)]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def test_voices_make_turns_with_their_names_as_labels_in_the_text() -> None:
    reading = understood(VOICES)
    assert reading.format == "webvtt"
    assert reading.speakers == ["Ada Quill", "Jan Ober (Guest)"]
    assert reading.text == (
        "Ada Quill: Good evening. The bridge cost 9.5 & not 12\u00a0million. It never leaked, and "
        "it never will.\n\nJan Ober (Guest): Did it not?\n\nAda Quill: No.\n\n[applause]\n\n"
        "Jan Ober (Guest): The report2019 says au contraire: 3 < 4.\n\nNobody is named here.\n\n"
        "Ada Quill: Very, very well."
    )
    assert [(turn.speaker, turn.kind, turn.label) for turn in reading.turns] == [
        ("Ada Quill", "speech", "Ada Quill:"),
        ("Jan Ober (Guest)", "speech", "Jan Ober (Guest):"),
        ("Ada Quill", "speech", "Ada Quill:"),
        ("", "direction", ""),
        ("Jan Ober (Guest)", "speech", "Jan Ober (Guest):"),
        ("", "paragraph", ""),
        ("Ada Quill", "speech", "Ada Quill:"),
    ]


def test_cues_and_times_between_words_are_places_in_the_recording() -> None:
    assert times(understood(VOICES)) == [
        ("Good", 1000), ("It", 4000), ("Did", 7500), ("[applause]", 9000), ("The", 11000),
        ("Nobody", 14000), ("Very,", 15500), ("very", 15700), ("well.", 15900),
    ]  # fmt: skip


def test_what_was_done_is_told_and_remarks_and_doubts_stand_at_their_places() -> None:
    reading = understood(VOICES)
    assert reading.done == [
        "Left out 1 header.",
        "Left out 1 block of styles.",
        "Left out 1 block of regions.",
        "Left out 2 comments.",
        "Left out 1 name of a cue.",
        "Left out 7 cue times.",
        "Left out 9 tags of voices.",
        "Left out 10 tags.",
        "Left out 2 times between words.",
        "Wrote out 3 characters written as codes.",
        "Left out 1 name of who speaks already.",
        "Joined 1 line.",
        "Left out 21 stretches of white space.",
    ]
    assert notes(reading) == [
        ("The file begins with the words “The bridge, uncut”.", ""),
        ("The file remarks here: “Title: The bridge NOTE of the captioner”.", ""),
        ("The file remarks here: “The guest's microphone was off here.”.", ""),
        ("Nobody is named here; the speaker is not known.", "Nobody is named here."),
    ]
    assert reading.details == Details(title="The bridge", language="en-GB")


def test_names_with_a_colon_in_the_cues_are_speakers() -> None:
    reading = understood(MEETING)
    assert turns(reading) == [
        ("Ada Quill", 3000, "Can you hear me? The answer: it cost nine million."),
        ("Jan Ober", 10500, "We can. But who paid?"),
    ]
    missing = "By the numbers of the cues, cue 4 is missing before this one."
    assert notes(reading) == [(missing, "But who paid?")]


def test_a_voice_goes_on_where_only_changes_are_tagged() -> None:
    reading = understood(vtt("<v Ada>Yes.", "It does.", "And it did.", "<v Jan>No.", "Never."))
    assert turns(reading) == [("Ada", 0, "Yes. It does. And it did."), ("Jan", 3000, "No. Never.")]
    assert notes(reading) == []


def test_a_cue_without_a_voice_is_nobodys_where_most_have_one() -> None:
    reading = understood(vtt("<v Ada>Yes.</v>", "No.", "<v Ada>Well.</v>", "<v Jan>So.</v>"))
    assert turns(reading) == [
        ("Ada", 0, "Yes."), ("(paragraph)", 1000, "No."), ("Ada", 2000, "Well."),
        ("Jan", 3000, "So."),
    ]  # fmt: skip


def test_a_voice_that_ends_with_its_cue_does_not_go_on() -> None:
    reading = understood(vtt("<v Ada>Yes.</v>", "It does.", "And it did."))
    assert turns(reading) == [("Ada", 0, "Yes."), ("(paragraph)", 1000, "It does. And it did.")]
    assert [note for note, _ in notes(reading)] == [
        "Nobody is named here; the speaker is not known."
    ]


def test_markup_that_is_none_stays_as_words() -> None:
    reading = understood(vtt("A <laughs> 3 < 4 & &nothing; <v>x</v> R&D <00:99.000>y &#0; a&lt;b"))
    assert reading.text == "A <laughs> 3 < 4 & &nothing; x R&D y &#0; a<b"
    assert notes(reading)[1:] == [
        ("“<laughs>” is no tag that captions have; it is kept as words.", reading.text),
        ("“<00:99.000>” is no time; it is left out.", reading.text),
    ]


def test_a_tag_may_hold_the_end_of_a_line_and_a_name_an_entity() -> None:
    reading = understood(vtt("<v Tom &amp;\nAda>We two.", "<v Tom &amp;\nAda>Us."))
    assert turns(reading) == [("Tom & Ada", 0, "We two. Us.")]


@pytest.mark.parametrize(
    ("time", "doubt"),
    [
        ("00:61.000 --> 00:02.000", "does not say when this cue begins; its words are kept."),
        ("00:01.000 --> later", "does not say when this cue ends; its words are kept."),
        ("--> 00:02.000", "does not say when this cue begins; its words are kept."),
        ("00:99.000 --> 00:99.000", "is no time; the words of this cue are kept without one."),
        ("100:00:01.000 --> 100:00:02.000", "is no time; the words of this cue are kept"),
    ],
)
def test_a_bad_time_costs_no_word(time: str, doubt: str) -> None:
    reading = understood(f"WEBVTT\n\n{time}\nIt leaks.\n\n00:03.000 --> 00:04.000\nStill.")
    assert reading.text.replace("later ", "") == "It leaks. Still."
    assert any(doubt in note for note, _ in notes(reading))


def test_a_cue_that_ends_before_it_begins_is_told() -> None:
    reading = understood("WEBVTT\n\n00:05.000 --> 00:02.000\nIt leaks.")
    assert notes(reading)[1:] == [
        ("This cue ends before it begins: “00:05.000 --> 00:02.000”.", "It leaks.")
    ]


def test_times_running_backwards_are_told_and_no_word_is_lost() -> None:
    cues = ["00:05.000 --> 00:06.000\nOne.", "00:59.000 --> 01:00.000\nTwo.",
            "00:07.000 --> 00:08.000\nThree.", "00:09.000 --> 00:10.000\nFour."]  # fmt: skip
    reading = understood("\n\n".join(["WEBVTT", *cues]))
    assert " ".join(reading.text.split()) == "One. Two. Three. Four."
    assert times(reading) == [("One.", 5000), ("Three.", 7000), ("Four.", 9000)]
    assert ("The time here, 0:59 after 0:05, is out of order.", "") in notes(reading)


def test_cues_that_overlap_are_told() -> None:
    reading = understood(
        "WEBVTT\n\n00:01.000 --> 00:05.000\nYes.\n\n00:03.000 --> 00:06.000\nNo.\n"
    )
    told = "This cue begins before the one before it ends: two may speak at one time."
    assert notes(reading)[1:] == [(told, "No.")]


def test_words_outside_of_cues_are_kept_and_told() -> None:
    reading = understood(
        "WEBVTT\n\nLost words.\n\n00:01.000 --> 00:02.000\nOne.\n\nTwo.\n\n"
        "00:02.000 --> 00:03.000\n"
    )
    assert turns(reading) == [
        ("(paragraph)", None, "Lost words."), ("(paragraph)", 1000, "One."),
        ("(paragraph)", None, "Two."),
    ]  # fmt: skip
    assert notes(reading)[:3] == [
        ("1 cue has no words.", ""),
        ("No speaker is named in this file.", ""),
        ("These words stand in no cue: they have no time.", "Lost words."),
    ]


def test_cues_without_blank_lines_between_are_read() -> None:
    reading = understood(
        "WEBVTT\n1\n00:01.000 --> 00:02.000\nOne.\n2\n00:02.000 --> 00:03.000\nTwo.\n"
        "00:03.000 --> 00:04.000\nThree."
    )
    assert times(reading) == [("One.", 1000), ("Two.", 2000), ("Three.", 3000)]
    assert reading.text == "One. Two. Three."


def test_words_on_the_line_of_the_time_are_words() -> None:
    reading = understood("WEBVTT\n\n00:01.000 --> 00:02.000 line:0 Ada left.\n")
    assert reading.text == "line:0 Ada left."
    assert "Words of this cue stand on the line of its times." in dict(notes(reading))


def test_a_comment_may_tell_details_and_how_sure_a_program_was() -> None:
    reading = understood(
        "WEBVTT\nKind: captions; Language: de\n\nNOTE Date: 3 December 2021\n\n"
        "NOTE Confidence: 0.41\n\n00:01.000 --> 00:02.000\nDas ist so.\n\nNOTE the end\n"
    )
    assert reading.details == Details(language="de", published_on=date(2021, 12, 3))
    assert notes(reading) == [
        ("The file remarks at its end: “the end”.", ""),
        ("No speaker is named in this file.", ""),
        ("The file remarks here: “only 41% sure of these words”.", ""),
    ]


def test_a_damaged_first_line_is_told_where_the_name_says_what_it_is() -> None:
    reading = understood("EBVTT\n\n00:01.000 --> 00:02.000\nIt leaks.\n", "talk.VTT")
    assert reading.format == "webvtt"
    assert notes(reading)[0] == ("This file does not begin with “WEBVTT”, as it should.", "")
    assert understood("It leaks --> a lot.", "talk.vtt").format == "article"


@pytest.mark.parametrize("text", ["WEBVTT\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n<i></i>\n12\n"])
def test_a_file_without_words_is_refused(text: str) -> None:
    with pytest.raises(UnreadableText) as refusal:
        understood(text)
    assert str(refusal.value) == "There are no words in the cues of this file."


def test_a_long_speech_is_cut_at_ends_of_sentences_and_at_pauses() -> None:
    cues = [
        f"00:{at // 20:02}:{at % 20 * 3:02}.000 --> 00:{at // 20:02}:{at % 20 * 3 + 2:02}.900\n"
        f"<v Ada>The mayor said{'.' if at % 2 else ''}"
        for at in range(120)
    ]
    cues.append("00:20:00.000 --> 00:20:05.000\n<v Ada>Later, she left.")
    reading = understood("\n\n".join(["WEBVTT", *cues]))
    words = [reading.text[turn.start : turn.end] for turn in reading.turns]
    assert " ".join(words) == "The mayor said The mayor said. " * 60 + "Later, she left."
    assert all(len(one) < 520 and one.endswith("said.") for one in words[:-1])
    assert words[-1] == "Later, she left."
    assert {turn.label for turn in reading.turns} == {"Ada:"}
    assert reading.turns[-1].starts_at_ms == 1_200_000


def test_one_cue_of_two_hours_is_cut_into_paragraphs_without_times_of_their_own() -> None:
    reading = understood("WEBVTT\n\n00:00.000 --> 02:00:00.000\n" + "It rained all day. " * 100)
    assert [turn.starts_at_ms for turn in reading.turns] == [0, None, None, None]
    told = "This cue lasts 2:00:00: when its words are heard in it is not known."
    assert told in dict(notes(reading))


def test_four_hundred_speakers_are_read() -> None:
    cues = [
        f"00:{at // 60:02}:{at % 60:02}.000 --> 00:{at // 60:02}:{at % 60:02}.900\n"
        f"<v Ada N{at}>Yes."
        for at in range(400)
    ]
    assert len(understood("\n\n".join(["WEBVTT", *cues])).speakers) == 400


def test_a_guessed_encoding_is_a_doubt() -> None:
    data = vtt("<v Zoë>“Hi” – señor.").encode("cp1252")
    reading = read_file(data, "talk.vtt")
    sound(reading)
    assert reading.speakers == ["Zoë"]
    assert reading.notes[0].text.startswith("The file is not UTF-8; it was read as Windows-1252")
