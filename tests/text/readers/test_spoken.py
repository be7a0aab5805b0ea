"""Transcripts that programs export as JSON."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.text.errors import UnreadableText
from claims.text.readers import read_text
from claims.text.readers import spoken as reader
from claims.text.reading import unaccounted
from tests.text.readers.accounts import said


def read(value):
    reading = reader.read(json.dumps(value).encode())
    assert unaccounted(reading) == []
    assert reading.times == sorted(set(reading.times))
    return reading


def timed(reading):
    """The word at each place that has a time, and the time."""
    return [(reading.text[place:].split()[0], ms) for place, ms in reading.times]


def notes(reading):
    return [note.text for note in reading.notes]


def segment(start, text, **more):
    return {"start": start, "end": start + 1.5, "text": text, **more}


def test_whisper_has_segments_that_become_paragraphs():
    words = [{"word": " It", "start": 0.1, "end": 0.3}, {"word": " leaks.", "start": 0.4}]
    value = {
        "text": " It leaks. It has since May. No.",
        "language": "en",
        "segments": [
            segment(0.0, " It leaks.", words=words),
            segment(1.5, " It has since May."),
            segment(9.0, " No."),
        ],
    }
    reading = read(value)
    assert (reading.format, reading.details.language) == ("whisper", "en")
    assert reading.text == "It leaks. It has since May.\n\nNo."
    assert timed(reading) == [("It", 100), ("leaks.", 400), ("It", 1500), ("No.", 9000)]
    assert notes(reading) == ["No speaker is named in this file."]


def test_whisper_with_speakers_is_cut_where_they_change():
    words = [
        {"word": "It", "start": 0.1, "speaker": "SPEAKER_00"},
        {"word": "leaks."},
        {"word": "No.", "start": 0.9, "speaker": "SPEAKER_01"},
    ]
    reading = read({"segments": [segment(0.0, "It leaks. No.", words=words)]})
    assert said(reading) == [("Speaker 00", "It leaks."), ("Speaker 01", "No.")]
    assert notes(reading) == ["1 word or passage has no time."]


def test_whisper_cpp_has_offsets_and_tokens():
    tokens = [
        {"text": "[_BEG_]", "offsets": {"from": 0, "to": 0}},
        {"text": " It", "offsets": {"from": 120, "to": 200}},
        {"text": " le", "offsets": {"from": 300, "to": 400}},
        {"text": "aks.", "offsets": {"from": 400, "to": 500}},
    ]
    one = {"timestamps": {"from": "00:00:00,100", "to": "00:00:02,000"}, "text": " It leaks."}
    reading = read({"transcription": [{**one, "offsets": {"from": 100}, "tokens": tokens}]})
    assert timed(reading) == [("It", 120), ("leaks.", 300)]


@pytest.mark.parametrize(
    "value",
    [
        [segment(1, "It leaks.")],
        {"text": "It leaks.", "chunks": [{"timestamp": [1.0, None], "text": " It leaks."}]},
        {"segments": [{"start": "00:00:01.000", "end": "00:00:02", "text": "It leaks."}]},
    ],
)
def test_other_shapes_of_whisper(value):
    reading = read(value)
    assert reading.format == "whisper"
    assert timed(reading)[0] == ("It", 1000)


def test_words_that_no_segment_has_are_told():
    value = {"text": "It leaks and it always has leaked.", "segments": [segment(0.0, "It leaks.")]}
    assert notes(read(value))[0] == (
        "The file gives its text once more, with 5 words that are in no segment."
    )


def test_assemblyai_has_utterances_in_milliseconds():
    words = [{"text": "It", "start": 250, "end": 300}, {"text": "leaks.", "start": 320, "end": 700}]
    value = {
        "audio_url": "https://x.example/a.mp3",
        "language_code": "en_us",
        "text": "It leaks. No.",
        "utterances": [
            {"speaker": "A", "start": 250, "end": 700, "text": "It leaks.", "words": words},
            {"speaker": "B", "start": 900, "end": 1000, "text": "No.", "words": []},
        ],
    }
    reading = read(value)
    assert reading.format == "assemblyai"
    assert reading.text == "Speaker A: It leaks.\n\nSpeaker B: No."
    assert timed(reading) == [("It", 250), ("leaks.", 320), ("No.", 900)]
    assert [turn.starts_at_ms for turn in reading.turns] == [250, 900]
    assert reading.details.url == "https://x.example/a.mp3"
    assert read_text(reading.text).speakers == reading.speakers


def deepgram(**more):
    words = [
        {"word": "it", "punctuated_word": "It", "start": 0.1, "end": 0.2, "speaker": 0},
        {"word": "leaks", "punctuated_word": "leaks.", "start": 0.3, "end": 0.4, "speaker": 0},
        {"word": "no", "punctuated_word": "No.", "start": 0.9, "end": 1.0, "speaker": 1},
    ]
    best = {"transcript": "It leaks. No.", "words": words, **more}
    return {
        "metadata": {"created": "2024-05-02T1:00"},
        "results": {"channels": [{"alternatives": [best]}]},
    }


def test_deepgram_has_paragraphs():
    paragraphs = [
        {"sentences": [{"text": "It leaks."}], "speaker": 0, "start": 0.1, "end": 0.4},
        {"sentences": [{"text": "No."}], "speaker": 1, "start": 0.9, "end": 1.0},
    ]
    reading = read(deepgram(paragraphs={"paragraphs": paragraphs}))
    assert (reading.format, reading.details.published_on) == ("deepgram", date(2024, 5, 2))
    assert said(reading) == [("Speaker 0", "It leaks."), ("Speaker 1", "No.")]
    assert timed(reading) == [("It", 100), ("leaks.", 300), ("No.", 900)]


def test_deepgram_without_paragraphs_is_cut_by_its_words():
    assert said(read(deepgram())) == [("Speaker 0", "It leaks."), ("Speaker 1", "No.")]


def test_deepgram_with_channels_has_a_speaker_for_each():
    channel = {"alternatives": [{"transcript": "It leaks.", "words": []}, {"transcript": "Eat."}]}
    reading = read({"results": {"channels": [channel, channel]}})
    assert reading.speakers == ["Channel 1", "Channel 2"]
    assert "Deepgram gives 2 other readings, which were left out." in notes(reading)


def test_otter_counts_samples_and_words_from_the_passage():
    aligned = [{"word": "It", "start": 0}, {"word": "leaks.", "start": 0.18}]
    speech = {
        "title": "Harbour",
        "speakers": [{"id": 7, "speaker_name": "Ada Quill"}],
        "transcripts": [
            {
                "start_offset": 18240,
                "transcript": "It leaks.",
                "speaker_id": 7,
                "alignment": aligned,
            },
            {"start_offset": 160000, "transcript": "No.", "speaker_model_label": "1"},
        ],
    }
    reading = read({"speech": speech})
    assert (reading.format, reading.details.title) == ("otter", "Harbour")
    assert said(reading) == [("Ada Quill", "It leaks."), ("Speaker 1", "No.")]
    assert timed(reading) == [("It", 1140), ("leaks.", 1320), ("No.", 10000)]


def test_otter_counts_words_from_their_passage_also_in_the_first_one():
    def passage(offset, *words):
        aligned = [{"word": word, "start": start, "end": start + 0.1} for word, start in words]
        text = " ".join(word for word, _ in words)
        return {"start_offset": offset, "transcript": text, "alignment": aligned}

    early = passage(6400, ("It", 0.02), ("leaks.", 0.2))
    late = passage(640000, ("No.", 0.1))
    assert timed(read({"title": "x", "transcripts": [early, late]})) == [
        ("It", 420), ("leaks.", 600), ("No.", 40100),
    ]  # fmt: skip
    absolute = passage(640000, ("No.", 40.1))
    assert timed(read({"transcripts": [absolute]})) == [("No.", 40100)]


def test_otter_names_whom_somebody_named_and_numbers_the_other_voices():
    spoken = [
        {"speaker_id": 7, "speaker_model_label": "1", "transcript": "It leaks."},
        {"speaker_id": 48103377, "speaker_model_label": "2", "transcript": "No."},
        {"speaker_id": None, "speaker_model_label": None, "transcript": "Yes."},
    ]
    transcripts = [{"start_offset": 16000 * place, **one} for place, one in enumerate(spoken)]
    reading = read({"speakers": [{"id": 7, "speaker_name": "Ada"}], "transcripts": transcripts})
    assert said(reading) == [("Ada", "It leaks."), ("Speaker 2", "No."), ("", "Yes.")]


def test_a_transcript_of_a_podcast_has_segments_that_become_paragraphs():
    segments = [
        {"speaker": "Ada", "startTime": 0.5, "endTime": 0.75, "body": "It"},
        {"speaker": "Ada", "startTime": 0.75, "endTime": 1.5, "body": "leaks."},
        {"speaker": "Tom", "startTime": 2, "endTime": 2.5, "body": "No."},
    ]
    reading = read({"version": "1.0.0", "segments": segments})
    assert reading.format == "podcast"
    assert said(reading) == [("Ada", "It leaks."), ("Tom", "No.")]
    assert timed(reading) == [("It", 500), ("leaks.", 750), ("No.", 2000)]


def test_words_alone_are_parted_by_the_paragraphs_and_speakers_that_they_name():
    words = [
        {"name": "It", "time": 1200, "duration": 90, "para": 0, "speaker": 0},
        {"name": "leaks.", "time": 1300, "duration": 80, "para": 0, "speaker": 0},
        {"name": "Yes.", "time": 2300, "duration": 80, "para": 1, "speaker": 0},
        {"name": "No.", "time": 3300, "duration": 80, "para": 2, "speaker": 1},
    ]
    reading = read({"speakers": [{"name": "Ada"}, {"name": "Tom"}], "words": words})
    assert said(reading) == [("Ada", "It leaks."), ("Ada", "Yes."), ("Tom", "No.")]
    assert timed(reading)[-1] == ("No.", 3300)


def test_trint_has_paragraphs_of_words():
    words = [
        {"time": 1200, "duration": 90, "value": "It"},
        {"time": 1300, "duration": 80, "value": "leaks."},
    ]
    value = {"transcript": {"speakers": [{"id": "s", "name": "Ada"}],
                            "paragraphs": [{"speaker": "s", "words": words}]}}  # fmt: skip
    reading = read(value)
    assert reading.format == "trint"
    assert said(reading) == [("Ada", "It leaks.")]
    assert timed(reading) == [("It", 1200), ("leaks.", 1300)]


def test_descript_has_segments_with_start_times():
    value = {
        "project": "x",
        "segments": [{"speaker": "Ada", "startTime": 1.5, "body": "It leaks."}],
    }
    reading = read(value)
    assert reading.format == "descript"
    assert timed(reading) == [("It", 1500)]


def test_other_lists_of_passages_are_read_too():
    reading = read({"monologues": [{"speaker": 0, "start": 0.5, "text": "It leaks."}]})
    assert reading.format == "spoken"
    assert said(reading) == [("Speaker 0", "It leaks.")]


def test_times_that_run_backwards_and_words_that_are_not_in_the_text_are_told():
    words = [
        {"word": "It", "start": 5.5},
        {"word": "seeps", "start": 6.5},
        {"word": "leaks.", "start": 1.5},
    ]
    reading = read({"segments": [segment(5.5, "It leaks.", words=words, speaker="Ada")]})
    assert timed(reading) == [("It", 5500)]
    assert notes(reading) == [
        "“seeps” is in the file’s list of words, but not in the text that it gives.",
        "1 time goes backwards: left out.",
    ]


BAD = {
    "unknown": (b'{"a": 1}', "no transcript that can be recognised. Known are exports of Whisper"),
    "cut short": (b'{"segments": [\n{"text": "It', "damaged or cut short on line 2"),
    "deep": (b'{"a":' * 100_000, "damaged|nested too deeply"),
    "long number": (b'{"a": ' + b"1" * 5_000 + b"}", "a number that is too long"),
    "encoding": (b'{"a": "\xff\xfe"}', "not in UTF-8"),
    "no words": (b'{"segments": [{"start": 0, "text": " "}]}', "no transcript"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_refused_in_one_sentence(case):
    data, message = BAD[case]
    assert reader.recognises(data)
    with pytest.raises(UnreadableText, match=message):
        reader.read(data)


@pytest.mark.parametrize("text", ["[00:01] Ada: Hi.", "[APPLAUSE]", "{\\rtf1 x}", "Ada: {no}"])
def test_what_only_begins_like_json_is_none(text):
    assert not reader.recognises_text(text)
    assert not reader.recognises(text.encode())


SCRAPS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["start", "end", "text", "words", "word", "speaker"]), inner
        )
    ),
    max_leaves=12,
)


@given(
    st.lists(st.fixed_dictionaries({"start": SCRAPS, "text": SCRAPS, "words": SCRAPS}), max_size=4)
)
@settings(max_examples=80, deadline=None)
def test_values_of_any_kind_are_read_or_refused(segments):
    try:
        read({"segments": [{"start": 0.5, "text": "It leaks."}, *segments]})
    except UnreadableText:
        return


TEXTS = st.lists(st.tuples(st.text(max_size=20), st.sampled_from(["A", "B", ""])), max_size=6)


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_no_word_of_any_passage_is_lost(texts):
    utterances = [{"text": text, "speaker": who, "start": 0} for text, who in texts]
    last = {"text": "The end.", "speaker": "A", "start": 1}
    reading = read({"audio_url": "x", "utterances": [*utterances, last]})
    words = [
        word
        for text, _ in texts
        for word in text.replace("\ufeff", "").replace("\x00", "�").split()
    ]
    found = [word for turn in reading.turns for word in reading.text[turn.start : turn.end].split()]
    assert found == [*words, "The", "end."]
