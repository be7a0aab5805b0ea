"""The shapes of the JSON that programs export, each made into passages with words.

Shapes are told by the names of their values; what is missing is let be.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from typing import Any

from claims.text.readers.heard import (
    SPEAKERS,
    STARTS,
    Json,
    Passage,
    Spoken,
    by_speaker,
    called,
    details_of,
    first_time,
    mapping,
    mappings,
    milliseconds,
    names_of,
    passage_of,
    passages_of,
    text_of,
    together,
    unit_of,
    words_of,
)  # fmt: skip

KNOWN = "Whisper, AssemblyAI, Deepgram, Otter, Descript and Trint"
_OTTER_SAMPLES_PER_MS = 16
_TELLING_MS = 2_000
_LISTS = (
    "paragraphs", "segments", "utterances", "transcript", "transcripts", "monologues", "items",
    "content", "chunks", "transcription",
)  # fmt: skip
_WRAPPINGS = ("transcript", "data", "result", "results", "project", "speech")


def recognised(value: Any) -> Spoken | None:
    """The transcript in a value; None where none can be told, or none has a word."""
    for shape in (_deepgram, _otter, _assemblyai, _whisper, _paragraphs):
        found = shape(value)
        if found and any(passage.text.strip() for passage in found.passages):
            return found
    return None


def _deepgram(value: Any) -> Spoken | None:
    results = mapping(mapping(value).get("results"))
    channels = mappings(results.get("channels"))
    if not channels and not mappings(results.get("utterances")):
        return None
    passages, others = [], 0
    for number, channel in enumerate(channels):
        alternatives = mappings(channel.get("alternatives"))
        others += max(0, len(alternatives) - 1)
        best = alternatives[0] if alternatives else {}
        name = f"Channel {number + 1}" if len(channels) > 1 else ""
        passages += [
            replace(one, speaker=" ".join(filter(None, [name, one.speaker])))
            for one in _of_channel(best)
        ]
    if not any(passage.text.strip() for passage in passages):
        passages = passages_of(mappings(results.get("utterances")), 1000.0)
    if len(channels) > 1:
        passages.sort(key=lambda one: one.start or 0)
    notes = [f"Deepgram gives {others:,} other readings, which were left out."] if others else []
    metadata = mapping(mapping(value).get("metadata"))
    first = channels[0] if channels else {}
    return Spoken("deepgram", passages, details_of(mapping(value), metadata, first), notes)


def _of_channel(best: Json) -> list[Passage]:
    """The paragraphs of a channel, or its words by speaker."""
    words = words_of(mappings(best.get("words")), 1000.0)
    paragraphs = mappings(mapping(best.get("paragraphs")).get("paragraphs"))
    if not paragraphs:
        whole = text_of(best, ("transcript",)) or together(words)
        return list(by_speaker(Passage(whole, first_time(words), None, "", words)))
    passages = []
    for index, one in enumerate(paragraphs):
        passage = passage_of({**one, "words": []}, 1000.0, None)
        later = [milliseconds(after.get("start")) for after in paragraphs[index + 1 :]]
        ends = next((time for time in later if time is not None), None)
        count = sum(1 for word in words if ends is None or word.start is None or word.start < ends)
        mine, words = words[:count], words[count:]
        passages.append(replace(passage, words=mine))
    return passages


def _otter(value: Any) -> Spoken | None:
    speech = mapping(mapping(value).get("speech")) or mapping(value)
    transcripts = mappings(speech.get("transcripts"))
    if not transcripts or not any(
        "start_offset" in one or "alignment" in one for one in transcripts
    ):
        return None
    names = names_of(speech.get("speakers"))
    starts = [milliseconds(one.get("start_offset"), 1 / _OTTER_SAMPLES_PER_MS)
              for one in transcripts]  # fmt: skip
    from_beginning = _counts_from_beginning(transcripts, starts)
    passages = []
    for one, start in zip(transcripts, starts, strict=True):
        after = 0 if from_beginning else start or 0
        words = words_of(mappings(one.get("alignment")), 1000.0, names, after)
        text = text_of(one, ("transcript", "text")) or together(words)
        passages.append(Passage(text, start, None, _otter_speaker(one, names), words))
    return Spoken("otter", passages, details_of(speech))


def _counts_from_beginning(transcripts: list[Json], starts: list[int | None]) -> bool:
    """Whether the times of words count from the beginning of the recording, as some files have it.

    Otter's own count from that of their passage; a passage that begins late tells them apart.
    """
    for one, start in zip(transcripts, starts, strict=True):
        aligned = mappings(one.get("alignment"))
        first = milliseconds(aligned[0].get("start")) if aligned else None
        if start and start > _TELLING_MS and first is not None:
            return first > start - _TELLING_MS
    return False


def _otter_speaker(one: Json, names: dict[str, str]) -> str:
    """The name of a speaker who was named; else the number of the voice that was told apart."""
    if name := names.get(str(one.get("speaker_id"))):
        return name
    labels = [one.get(label) for label in ("speaker_name", "speaker_model_label", "label")]
    return next((name for label in labels if (name := called(label, names))), "")


def _assemblyai(value: Any) -> Spoken | None:
    whole = mapping(value)
    utterances, words = mappings(whole.get("utterances")), mappings(whole.get("words"))
    marks = {"audio_url", "acoustic_model", "language_model", "speech_model", "speech_models",
             "audio_duration", "language_code"}  # fmt: skip
    if not (marks & whole.keys()) or not (utterances or words or "text" in whole):
        return None
    if not marks & whole.keys() - {"language_code", "audio_duration"} and "segments" in whole:
        return None
    if utterances:
        return Spoken("assemblyai", passages_of(utterances, 1.0), details_of(whole))
    listed = words_of(words, 1.0)
    text = text_of(whole, ("text",)) or together(listed)
    passages = list(by_speaker(Passage(text, first_time(listed), None, "", listed)))
    return Spoken("assemblyai", _in_paragraphs(passages), details_of(whole))


def _in_paragraphs(passages: list[Passage]) -> list[Passage]:
    """Passages parted where their text has line breaks of its own; else as they are."""
    parted = []
    for one in passages:
        lines = [line for line in re.split(r"\n\s*\n", one.text) if line.strip()]
        words = list(one.words)
        for line in lines if len(lines) > 1 else [one.text]:
            count = len(line.split()) if len(lines) > 1 else len(words)
            mine, words = words[:count], words[count:]
            start = first_time(mine) if len(lines) > 1 else one.start
            parted.append(replace(one, text=line, words=mine, start=start))
    return parted


def _whisper(value: Any) -> Spoken | None:
    whole = mapping(value)
    segments = mappings(whole.get("segments") or whole.get("transcription") or whole.get("chunks"))
    segments = segments or mappings(value)
    if not segments or not all(_is_segment(one) for one in segments[:20]):
        return None
    passages = passages_of([_with_first_tokens(one) for one in segments], unit_of(segments))
    text = " ".join(text_of(whole, ("text",)).split())
    had = sum(len(one.text.split()) for one in passages)
    notes = []
    if len(text.split()) > had * 1.01 + 2:
        missing = len(text.split()) - had
        notes.append(
            f"The file gives its text once more, with {missing:,} words that are in no segment."
        )
    result = mapping(whole.get("result"))
    return Spoken("whisper", passages, details_of(whole, result), notes, in_pieces=True)


def _is_segment(one: Json) -> bool:
    timed = any(name in one for name in ("start", "timestamps", "offsets", "timestamp"))
    return timed and isinstance(one.get("text"), str) and "sentences" not in one


def _with_first_tokens(one: Json) -> Json:
    """A segment of whisper.cpp: of its tokens those that begin words."""
    tokens = [token for token in mappings(one.get("tokens")) if text_of(token).startswith(" ")]
    return {**one, "tokens": tokens, "words": one.get("words") or tokens}


def _paragraphs(value: Any) -> Spoken | None:
    """Any other list of passages with text or words, as Trint, Descript and others have it."""
    whole = mapping(value)
    places: list[Any] = [value, whole, *(mapping(whole.get(name)) for name in _WRAPPINGS)]
    for place in places:
        lists = [place] if isinstance(place, list) else [place.get(name) for name in _LISTS]
        for listed in map(mappings, lists):
            if listed and all(_is_passage(one) for one in listed[:20]):
                names = {
                    **names_of(whole.get("speakers")),
                    **names_of(mapping(place).get("speakers")),
                }
                passages = passages_of(listed, unit_of(listed), names)
                maker, details = _maker(whole, listed), details_of(whole, mapping(place))
                return Spoken(maker, passages, details, in_pieces=maker == "podcast")
        words = [] if isinstance(place, list) else mappings(place.get("words"))
        if words and all(text_of(one) for one in words[:20]):
            names = {**names_of(whole.get("speakers")), **names_of(place.get("speakers"))}
            listed = _by_paragraph(words)
            passages = passages_of(listed, unit_of(listed), names)
            return Spoken(_maker(whole, listed), passages, details_of(whole, place))
    return None


def _by_paragraph(words: list[Json]) -> list[Json]:
    """Words by the paragraph that each names, as Hyperaudio and others have it."""
    paragraphs = groupby(words, key=lambda word: word.get("para", word.get("paragraphId")))
    return [{"words": list(group)} for _, group in paragraphs]


def _is_passage(one: Json) -> bool:
    timed = any(name in one for name in (*STARTS, *SPEAKERS))
    words = mappings(one.get("words") or one.get("elements"))
    return bool(words) or (timed and bool(text_of(one, ("text", "transcript", "body", "content"))))


def _maker(whole: Json, listed: list[Json]) -> str:
    """Whose export it is, by what only theirs have."""
    projects = {"compositions", "composition", "scriptId", "project"}
    marks: list[tuple[str, Callable[[], bool]]] = [
        ("descript", lambda: bool(projects & whole.keys())),
        ("otter", lambda: all("start_time" in one for one in listed)),
        # https://github.com/Podcastindex-org/podcast-namespace: transcripts of podcasts
        ("podcast", lambda: all("startTime" in one and "body" in one for one in listed)),
        ("trint", lambda: "paragraphs" in mapping(whole.get("transcript"))),
        ("trint", lambda: any("duration" in one for one in mappings(listed[0].get("words")))),
    ]
    return next((name for name, holds in marks if holds()), "spoken")
