"""Sentences are stored with a transcript, put aside with a reason, and taken back."""

import pytest
from django.db import IntegrityError, transaction

from claims.actions.corrections import correct_transcript
from claims.actions.refusals import NotAllowed, Refused
from claims.actions.sentences import SentenceDecided, put_aside, take_back
from claims.models import Disposition, Interview, Role, Sentence, User, WhyNot
from claims.text.normalise import normalise
from claims.text.reading import read
from claims.text.suggestions import suggest
from tests.factories import TEXT, make_interview, make_user

pytestmark = pytest.mark.django_db
COST = "The bridge cost nine million euros."


@pytest.fixture
def reviewer() -> User:
    return make_user(name="Ana Ruiz")


@pytest.fixture
def interview(reviewer: User) -> Interview:
    return make_interview(by=reviewer)


def sentence(interview: Interview, words: str = COST) -> Sentence:
    transcript = interview.transcripts.order_by("-number")[0]
    return transcript.sentences.get(start=transcript.text.index(words))


def test_every_sentence_of_a_text_is_stored_with_its_score_and_reasons(
    interview: Interview,
) -> None:
    expected = [
        (one.start, one.end, one.score, one.reasons, one.against, one.offered)
        for one in suggest(read(normalise(TEXT)[0]))
    ]
    rows = Sentence.objects.values_list(
        "start", "end", "score", "reasons", "against", "offered"
    ).order_by("start")
    assert list(rows) == expected
    assert sentence(interview).end - sentence(interview).start == len(COST)


def test_a_sentence_is_put_aside_with_a_reason_by_somebody_and_taken_back(
    interview: Interview, reviewer: User
) -> None:
    put = put_aside(sentence(interview), WhyNot.OPINION, by=reviewer)
    assert (put.disposition, put.why_not, put.by) == ("not_checkable", "opinion", reviewer)
    assert put.at
    back = take_back(put, by=make_user())
    assert (back.disposition, back.why_not, back.by, back.at) == ("unread", "", None, None)


def test_putting_it_aside_twice_is_the_same_and_another_person_is_told(
    interview: Interview, reviewer: User
) -> None:
    first = put_aside(sentence(interview), WhyNot.OPINION, by=reviewer)
    assert put_aside(first, WhyNot.OPINION, by=reviewer).at == first.at
    assert put_aside(first, WhyNot.VAGUE, by=reviewer).why_not == "vague"
    with pytest.raises(SentenceDecided, match="Ana Ruiz"):
        put_aside(first, WhyNot.OPINION, by=make_user())


def test_an_unknown_reason_and_a_viewer_are_refused(interview: Interview, reviewer: User) -> None:
    with pytest.raises(Refused):
        put_aside(sentence(interview), "boring", by=reviewer)
    for act in (
        lambda one, by: put_aside(one, WhyNot.VAGUE, by=by),
        lambda one, by: take_back(one, by=by),
    ):
        with pytest.raises(NotAllowed):
            act(sentence(interview), make_user(Role.VIEWER))
    assert sentence(interview).disposition == Disposition.UNREAD


def test_the_database_refuses_half_a_decision(interview: Interview) -> None:
    one = sentence(interview)
    for values in ({"disposition": "not_checkable"}, {"why_not": "opinion"}, {"disposition": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Sentence.objects.filter(pk=one.pk).update(**values)


def test_a_correction_keeps_what_was_decided_of_the_sentences_that_stay(
    interview: Interview, reviewer: User
) -> None:
    put_aside(sentence(interview), WhyNot.VAGUE, by=reviewer)
    put_aside(sentence(interview, "Never inspected?"), WhyNot.QUESTION, by=reviewer)
    text = TEXT.replace("Thank you for coming.", "Thanks.").replace("Never inspected?", "Never?")
    correct_transcript(interview, read(text), seen_number=1, reason="Heard again.", by=reviewer)
    assert (sentence(interview).disposition, sentence(interview).by) == ("not_checkable", reviewer)
    assert sentence(interview, "Never?").disposition == Disposition.UNREAD
