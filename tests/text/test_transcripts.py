"""Transcripts with speaker labels: labels, turns, directions and doubts."""

import pytest

from claims.text.lookalikes import lookalikes
from claims.text.reading import Reading, read

INTERVIEW = """ADA QUILL: Good evening. Here is the thing: we lost.

[APPLAUSE]

JAN OBER: Did we? You said:

"We never lose." That was in May.

Note: nobody laughed.

[[Voiceover]]

And then they did. (Laughter) Truly.

ADA QUILL: Yes.
ADA QUILL: I mean no.

(LAUGHTER)
JAN OBER: Right.
"""


def turns(reading: Reading) -> list[tuple[str, str, str]]:
    return [(t.speaker, t.kind, reading.text[t.start : t.end]) for t in reading.turns]


def names(text: str) -> list[str]:
    return read(text).speakers


def test_labels_directions_and_paragraphs_make_turns() -> None:
    reading = read(INTERVIEW)
    assert reading.format == "labelled"
    assert reading.speakers == ["ADA QUILL", "JAN OBER"]
    assert turns(reading) == [
        ("ADA QUILL", "speech", "Good evening. Here is the thing: we lost."),
        ("", "direction", "[APPLAUSE]"),
        (
            "JAN OBER",
            "speech",
            'Did we? You said:\n\n"We never lose." That was in May.\n\nNote: nobody laughed.',
        ),
        ("", "direction", "[[Voiceover]]"),
        ("JAN OBER", "speech", "And then they did. (Laughter) Truly."),
        ("ADA QUILL", "speech", "Yes."),
        ("ADA QUILL", "speech", "I mean no."),
        ("", "direction", "(LAUGHTER)"),
        ("JAN OBER", "speech", "Right."),
    ]
    assert [turn.label for turn in reading.turns if turn.kind == "speech"] == [
        "ADA QUILL:",
        "JAN OBER:",
        "",
        "ADA QUILL:",
        "ADA QUILL:",
        "JAN OBER:",
    ]
    assert reading.quotes == []


@pytest.mark.parametrize(
    "label",
    [
        "Ada Quill",
        "ADA QUILL",
        "SEC. ADA QUILL",
        "MR. O'BRIEN",
        "MR. O’BRIEN",
        "Dr. Jean-Luc Núñez",
        "Dr. Jean-Luc Nu\u0301n\u0303ez",
        "UNIDENTIFIED MALE",
        "Unidentified Male #2",
        "Speaker 1",
        "ANNOUNCER",
        "Q",
        "A",
        "Maria de la Cruz",
        'JOE "THE BEAR" ROSS',
        "DARA HAM (AS ADA QUILL)",
        "JAN OBER, ECHO ANCHOR",
        "THE PRESIDENT",
        "ليلى",
        "王明",
    ],
)
def test_these_are_labels(label: str) -> None:
    text = f"{label}: Good evening.\n\nGUEST: Hello.\n\n{label}: How are you?\n\nGUEST: Well."
    assert names(text) == [label, "GUEST"]


@pytest.mark.parametrize(
    "line",
    [
        "Here is the thing: we lost.",
        "Note: this was in May.",
        "He said: never.",
        "5 p.m.: the meeting began.",
        "http://example.org is down.",
        "It's simple: no.",
        "What I mean: no.",
        "Ada Quill said: no.",
        "The reason, I think: money.",
        "In short: no.",
        "**Ada:** no.",
        "12:30 is late.",
    ],
)
def test_these_are_words(line: str) -> None:
    text = f"Ada Quill: Good evening.\n\n{line}\n\nJan Ober: Hm.\n\n{line}\n\nAda Quill: Yes."
    assert names(text) == ["Ada Quill", "Jan Ober"]


def test_labels_on_lines_without_blank_lines_between() -> None:
    reading = read("HOST: Hi\nGUEST: Hello\nHOST: Bye\nGUEST: See you: later\nLater: never\n")
    assert turns(reading)[-1] == ("GUEST", "speech", "See you: later\nLater: never")
    assert [note.text for note in reading.notes] == [
        "“Later:” is read as words, not as the label of a speaker."
    ]


def test_a_label_on_a_line_of_its_own_takes_the_lines_below() -> None:
    reading = read(
        "ADA QUILL:\nHello there.\n\nJAN OBER:\n\n[APPLAUSE]\n\nThanks.\n\nADA QUILL: Yes."
    )
    assert turns(reading) == [
        ("ADA QUILL", "speech", "Hello there."),
        ("", "direction", "JAN OBER:"),
        ("", "direction", "[APPLAUSE]"),
        ("JAN OBER", "speech", "Thanks."),
        ("ADA QUILL", "speech", "Yes."),
    ]


def test_what_stands_before_the_first_label_is_nobodys() -> None:
    reading = read(
        "An evening in May.\n\nIt rained.\n\nQ: Why?\n\nA: Because.\n\nQ: And?\n\nA: No."
    )
    assert turns(reading)[:3] == [
        ("", "paragraph", "An evening in May."),
        ("", "paragraph", "It rained."),
        ("Q", "speech", "Why?"),
    ]


def test_times_before_in_and_behind_a_label_are_read_in_milliseconds() -> None:
    reading = read(
        "[00:00:01] Ada Quill: Hi.\n\n[01:01:02.5] Jan Ober: Hello.\n\n"
        "Ada Quill (02:03): Well.\n\nJan Ober: (02:04)\nYes."
    )
    assert [(t.speaker, t.starts_at_ms, t.label) for t in reading.turns] == [
        ("Ada Quill", 1000, "[00:00:01] Ada Quill:"),
        ("Jan Ober", 3_662_500, "[01:01:02.5] Jan Ober:"),
        ("Ada Quill", 123_000, "Ada Quill (02:03):"),
        ("Jan Ober", 124_000, "Jan Ober: (02:04)"),
    ]
    assert turns(reading)[3] == ("Jan Ober", "speech", "Yes.")


def test_court_and_press_room_styles_are_read() -> None:
    assert names("Q.  Your name?\nA.  Jan Ober.\nQ.  Where were you?\nA.  At home.") == ["Q", "A"]
    text = "THE MAYOR:  Thank you.\n\nQ    Why, Mayor?\n\nTHE MAYOR:  Money.\n\nQ    Sure?\n"
    assert names(text) == ["THE MAYOR", "Q"]


def test_small_letters_need_to_recur() -> None:
    assert names("host: why?\nguest: so.\nhost: ok\nguest: yes\nhost: bye\nguest: bye") == [
        "host",
        "guest",
    ]
    assert read("why: so.\nhow: not.").format == "article"


def test_a_speech_under_one_label_is_that_speakers() -> None:
    reading = read("DONNA VALE: Thank you.\n\nI came here to win.\n\nWe will.")
    assert turns(reading) == [
        ("DONNA VALE", "speech", "Thank you.\n\nI came here to win.\n\nWe will.")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Quill: Unscripted\n\nShe came late.\n\nShe left early.\n\nIt rained.",
        "My plan:\n\nSchools: build them.\n\nRoads: mend them.\n\nHealth: pay for it.",
        "Claim: It rains.\n\nVerdict: False\n\nClaim: It snows.\n\nVerdict: False",
        "PHOTO: Ada Quill\n\nShe came.\n\nPHOTO: Jan Ober\n\nHe left.",
    ],
)
def test_these_are_articles(text: str) -> None:
    assert read(text).format == "article"


def test_bracketed_speech_out_of_order_is_told() -> None:
    reading = read(
        "ADA: Yes.\n\n[END TAPE) The paper says [T]]\n\nJAN: No.\n\nADA: Yes.\n\nJAN: No."
    )
    assert turns(reading)[1] == ("", "direction", "[END TAPE) The paper says [T]]")
    assert reading.notes[0].text.startswith("The brackets of this direction are out of order")


def test_a_long_remark_in_round_brackets_is_speech() -> None:
    aside = "(I must say that nobody ever told me about any of this at all.)"
    reading = read(f"ADA: Yes.\n\n{aside}\n\nJAN: No.\n\nADA: Yes.")
    assert turns(reading)[0] == ("ADA", "speech", f"Yes.\n\n{aside}")


def test_doubts_name_those_seen_once_and_those_who_may_be_one() -> None:
    reading = read(
        "Ada Quill: One.\n\nJan Ober: Two.\n\nQUILL: Three.\n\nJan Ober: Four.\n\n"
        "Ada Quill: Five.\n\nJan Oberr: Six."
    )
    assert [(note.text, note.start) for note in reading.notes] == [
        ("“QUILL” speaks only once; is it a speaker?", 33),
        ("“QUILL” and “Ada Quill” may be the same speaker: the surname is the same.", 33),
        ("“Jan Oberr” speaks only once; is it a speaker?", 83),
        ("“Jan Oberr” and “Jan Ober” may be the same speaker: one letter differs.", 83),
    ]


def test_lookalikes_are_suggested_with_a_reason() -> None:
    names = ["TRUDE", "Ada Trude", "SEN. ADA TRUDE", "Speaker 1", "Speaker 2", "Ada trude", "Bo"]
    assert lookalikes(names) == [
        ("Ada Trude", "TRUDE", "the surname is the same"),
        ("SEN. ADA TRUDE", "TRUDE", "the surname is the same"),
        ("SEN. ADA TRUDE", "Ada Trude", "only the title or addition differs"),
        ("Ada trude", "TRUDE", "the surname is the same"),
        ("Ada trude", "Ada Trude", "only capital and small letters differ"),
        ("Ada trude", "SEN. ADA TRUDE", "only the title or addition differs"),
    ]
