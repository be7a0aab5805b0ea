"""Correcting a transcript: what becomes of its claims, and giving those that are lost a place."""

import time
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from claims.actions import reviews
from claims.actions.claims import capture, set_rationale, set_statement, set_verdict
from claims.actions.corrections import (
    SameText,
    StaleTranscript,
    anchor,
    correct_transcript,
    keep_old_anchor,
)
from claims.actions.interviews import add_interview
from claims.actions.refusals import NotAllowed, QuoteMismatch, Refused, StaleClaim
from claims.models import (
    Claim,
    Event,
    Interview,
    Kind,
    Notification,
    Person,
    Role,
    Status,
    TranscriptVersion,
    User,
    Verb,
    Verdict,
)
from claims.models.claims import hash_of
from claims.models.reviews import has_live_sign_offs
from claims.queries.desk import current_transcript
from claims.text.reading import read
from tests.factories import TEXT, make_claim, make_evidence, make_interview, make_user

pytestmark = pytest.mark.django_db
QUOTE = "The bridge cost nine million euros."
LONGER = TEXT.replace("Thank you for coming.", "Thank you very much for coming, Mr Okafor.")
DEARER = TEXT.replace("nine million", "ninety million")
OTHER = "It was never inspected."


def correct(
    interview: Interview, text: str = LONGER, *, seen: int | None = None, **given: Any
) -> Any:
    number = current_transcript(interview).number if seen is None else seen
    given.setdefault("by", make_user())
    given.setdefault("reason", "Heard again.")
    return correct_transcript(interview, read(text), seen_number=number, **given)


def fresh(claim: Claim) -> Claim:
    return Claim.objects.select_related("transcript", "interview").get(pk=claim.pk)


def place(claim: Claim) -> tuple[int, int, int]:
    claim = fresh(claim)
    return claim.transcript.number, claim.start, claim.end


def submitted(claim: Claim, *, by: User) -> Claim:
    """A claim that waits for a sign-off."""
    make_evidence(claim, by=by, locator="p. 3")
    verdict = Verdict.objects.on_scale().filter(needs_sources__lte=1, needs_primary=0).first()
    for act, value in [
        (set_statement, "The bridge cost nine million."), (set_verdict, verdict),
        (set_rationale, "The accounts say so."),
    ]:  # fmt: skip
        act(claim, value, seen_version=fresh(claim).version, by=by)
    Verdict.objects.filter(pk=verdict.pk).update(
        needs_publishers=0, needs_search_log=False, needs_answers=False
    )
    reviews.start(claim, seen_version=fresh(claim).version, by=by)
    return reviews.submit(claim, seen_version=fresh(claim).version, by=by)


def signed_off(claim: Claim, *, by: User, signer: User) -> Claim:
    claim = submitted(claim, by=by)
    return reviews.sign_off(claim, seen_hash=claim.content_hash, by=signer)


# Storing


def test_a_correction_is_the_next_version_with_its_turns_and_the_first_stays():
    interview, by = make_interview(), make_user()
    stored = correct(interview, by=by, reason=" Heard again. ").transcript
    first = interview.transcripts.get(number=1)
    assert (stored.number, stored.text, stored.reason) == (2, LONGER, "Heard again.")
    assert (stored.created_by, stored.sha256) == (by, TranscriptVersion.hash_of(LONGER))
    assert [LONGER[turn.start : turn.end] for turn in stored.turns.all()] == [
        "Thank you very much for coming, Mr Okafor. The bridge was closed in May.",
        f"{QUOTE} {OTHER}",
        "Never inspected?",
    ]
    assert (first.text, first.turns.count()) == (TEXT, 3)
    assert current_transcript(interview) == stored


def test_each_label_keeps_the_person_that_was_chosen_and_a_new_one_is_a_new_person():
    by = make_user()
    names = {"ADA BRANDT": "Ada Brandt", "TOM OKAFOR": ""}
    interview = add_interview({"title": "Named"}, read(TEXT), by=by, names=names)
    text = f"{TEXT}\nTOM OKAFOR: No.\n\nIVO PELL: Never.\n\nIVO PELL: Really.\n"
    version = correct(interview, text).transcript
    said = [str(turn.speaker) for turn in version.turns.select_related("speaker")]
    assert said == ["Ada Brandt", "None", "Ada Brandt", "None", "IVO PELL", "IVO PELL"]
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Ada Brandt", "IVO PELL"]


def test_who_is_quoted_in_an_article_keeps_the_person_too():
    article = "“The bridge was never inspected,” said Ada Brandt.\n\nIt opened in May.\n"
    interview = add_interview(
        {"title": "Article"}, read(article), by=make_user(), names={"Ada Brandt": "Dr Brandt"}
    )
    version = correct(interview, article.replace("May", "June")).transcript
    assert [str(quote.speaker) for quote in version.quotations.all()] == ["Dr Brandt"]


def test_the_same_text_stores_nothing():
    interview = make_interview()
    with pytest.raises(SameText):
        correct(interview, TEXT)
    assert interview.transcripts.count() == 1


def test_the_same_form_sent_twice_stores_once():
    interview, by = make_interview(), make_user()
    claim = make_claim(interview)
    first = correct(interview, by=by, seen=1)
    again = correct(interview, by=by, seen=1)
    assert (again.transcript, again.repeated, first.repeated) == (first.transcript, True, False)
    assert interview.transcripts.count() == 2
    assert fresh(claim).version == 2


def test_a_correction_of_a_version_that_was_corrected_meanwhile_is_refused():
    interview = make_interview()
    correct(interview, DEARER)
    with pytest.raises(StaleTranscript) as refusal:
        correct(interview, LONGER, seen=1)
    assert refusal.value.transcript.number == 2
    assert interview.transcripts.count() == 2


def test_a_viewer_corrects_nothing_and_a_reason_is_needed():
    interview = make_interview()
    with pytest.raises(NotAllowed):
        correct(interview, by=make_user(Role.VIEWER))
    with pytest.raises(Refused):
        correct(interview, reason=" ")
    assert interview.transcripts.count() == 1


# Claims that move


def test_a_claim_moves_with_its_words_in_one_event_and_keeps_its_sign_off():
    interview, by, signer = make_interview(), make_user(), make_user()
    claim = signed_off(make_claim(interview, by=by), by=by, signer=signer)
    before = fresh(claim)
    version = correct(interview).transcript
    claim = fresh(claim)
    start = LONGER.index(QUOTE)
    assert place(claim) == (2, start, start + len(QUOTE))
    assert (claim.quote, claim.status, claim.needs_anchoring) == (QUOTE, "signed_off", False)
    assert claim.content_hash == before.content_hash == hash_of(claim.content())
    assert claim.version == before.version + 1
    assert claim.sign_offs.get().is_live
    assert has_live_sign_offs(claim, by) == ""
    event = claim.events.get(number=claim.version)
    assert (event.verb, event.note) == (Verb.ANCHORED, "Transcript v2: Heard again.")
    assert event.after == {"transcript_id": version.pk, "start": start, "end": start + len(QUOTE)}
    assert event.before["start"] == TEXT.index(QUOTE)
    assert not Notification.objects.filter(kind=Kind.ANCHOR_LOST).exists()


def test_a_claim_entered_by_hand_is_left_alone():
    interview = make_interview()
    claim = make_claim(interview, quote="Words of no transcript.")
    correct(interview, DEARER)
    assert fresh(claim).version == 1


@pytest.mark.parametrize("changes", [{"start": 0}, {"end": 9999}, {"quote": "Ten million."}])
def test_the_database_keeps_the_quote_of_a_moved_claim_verbatim(changes):
    interview = make_interview()
    claim = make_claim(interview)
    correct(interview)
    (column, value), *_ = changes.items()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE claims_claim SET "{column}" = %s WHERE id = %s', [value, claim.pk]
        )  # fmt: skip
    assert place(claim)[0] == 2


def test_the_database_refuses_a_move_to_a_version_with_other_words_there():
    interview = make_interview()
    claim = make_claim(interview)
    version = correct(interview, DEARER).transcript
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE claims_claim SET transcript_id = %s WHERE id = %s", [version.pk, claim.pk]
        )
    assert place(claim)[0] == 1


# Claims that lose their place


@pytest.mark.parametrize(
    ("status", "then"),
    [("new", "new"), ("checking", "checking"), ("changes_requested", "changes_requested")],
)
def test_a_lost_claim_in_work_is_flagged_and_stays_where_it_stands(status, then):
    interview = make_interview()
    claim = make_claim(interview, status=status)
    stored = correct(interview, DEARER)
    claim = fresh(claim)
    assert (stored.moved, stored.lost) == (0, 1)
    assert (claim.status, claim.needs_anchoring, claim.quote) == (then, True, QUOTE)
    assert place(claim) == (1, TEXT.index(QUOTE), TEXT.index(QUOTE) + len(QUOTE))
    event = claim.events.get(number=2)
    assert (event.verb, event.before, event.after) == (
        Verb.ANCHOR_LOST, {"needs_anchoring": False}, {"needs_anchoring": True},
    )  # fmt: skip
    assert event.note == "Transcript v2: Heard again. These words were changed."


def test_a_claim_that_waits_for_a_sign_off_goes_back_to_checking_in_the_same_event():
    interview, by = make_interview(), make_user()
    claim = submitted(make_claim(interview, by=by), by=by)
    before = fresh(claim)
    correct(interview, DEARER)
    claim = fresh(claim)
    assert (claim.status, claim.version) == (Status.CHECKING, before.version + 1)
    assert claim.status_since > before.status_since
    event = claim.events.get(number=claim.version)
    assert event.after == {"needs_anchoring": True, "status": "checking"}
    assert claim.content_hash == before.content_hash


def test_a_signed_off_claim_that_is_lost_is_reopened_and_its_people_are_told():
    interview, by, signer = make_interview(), make_user(), make_user()
    corrector = make_user()
    claim = signed_off(make_claim(interview, by=by), by=by, signer=signer)
    correct(interview, DEARER, by=corrector)
    claim = fresh(claim)
    assert (claim.status, claim.finished_at, claim.needs_anchoring) == ("checking", None, True)
    assert not claim.sign_offs.get().is_live
    told = Notification.objects.filter(event__verb=Verb.ANCHOR_LOST)
    assert sorted(told.values_list("user", "kind")) == sorted(
        [(by.pk, "anchor_lost"), (signer.pk, "anchor_lost")]
    )
    assert list(Claim.objects.with_stale_sign_off()) == [claim]


def test_a_published_claim_keeps_its_status_and_is_flagged():
    interview, by, signer = make_interview(), make_user(), make_user()
    claim = signed_off(make_claim(interview, by=by), by=by, signer=signer)
    reviews.publish(claim, seen_version=claim.version, by=make_user(Role.EDITOR))
    correct(interview, DEARER)
    claim = fresh(claim)
    assert (claim.status, claim.needs_anchoring) == (Status.PUBLISHED, True)
    assert has_live_sign_offs(claim, by) == "It needs a sign-off of its present content."


def test_a_lost_claim_cannot_be_submitted_before_it_has_its_place():
    interview, by = make_interview(), make_user()
    claim = submitted(make_claim(interview, by=by), by=by)
    correct(interview, DEARER)
    with pytest.raises(Refused, match="Give the quote its place"):
        reviews.submit(claim, seen_version=fresh(claim).version, by=by)


def test_words_that_come_back_with_a_later_correction_take_the_claim_along():
    interview = make_interview()
    claim = make_claim(interview)
    correct(interview, DEARER)
    correct(interview, DEARER.replace("May", "June"))
    assert fresh(claim).version == 2
    correct(interview, LONGER)
    claim = fresh(claim)
    assert (place(claim)[0], claim.needs_anchoring, claim.version) == (4, False, 3)


def test_each_claim_of_an_interview_has_exactly_one_event_of_a_correction():
    interview = make_interview()
    moves, loses = make_claim(interview, quote=OTHER), make_claim(interview)
    other = make_claim()
    correct(interview, DEARER)
    verbs = Event.objects.filter(number=2).values_list("claim", "verb")
    assert sorted(verbs) == [(moves.pk, "anchored"), (loses.pk, "anchor_lost")]
    assert fresh(other).version == 1


def test_three_hundred_claims_of_a_long_debate_take_a_few_seconds():
    lines = [
        f"{'ADA BRANDT' if number % 2 else 'TOM OKAFOR'}: Sentence {number} has "
        + " ".join(f"word{number}x{place}" for place in range(26))
        for number in range(600)
    ]
    interview, by = make_interview("\n\n".join(lines)), make_user()
    transcript = current_transcript(interview)
    assert len(transcript.text.split()) > 17_000
    for turn in transcript.turns.all()[:300]:
        quote = transcript.text[turn.start : turn.end]
        capture(transcript, start=turn.start, end=turn.end, quote=quote, by=by)
    text = "\n\n".join(
        line.replace("Sentence", "Phrase") if number % 10 == 0 else line
        for number, line in enumerate(lines)
    )
    begun = time.monotonic()
    stored = correct(interview, text, by=by)
    assert (stored.moved, stored.lost) == (270, 30)
    assert time.monotonic() - begun < 10
    assert Event.objects.filter(claim__interview=interview, number=2).count() == 300


# Old versions


def test_an_old_version_takes_no_new_claims():
    interview = make_interview()
    old = current_transcript(interview)
    correct(interview)
    start = TEXT.index(QUOTE)
    with pytest.raises(QuoteMismatch, match="old version"):
        capture(old, start=start, end=start + len(QUOTE), quote=QUOTE, by=make_user())
    assert interview.claims.count() == 0


# Giving a lost claim its place


@pytest.fixture
def lost() -> Claim:
    interview, by = make_interview(), make_user()
    claim = submitted(make_claim(interview, by=by), by=by)
    correct(interview, DEARER)
    return fresh(claim)


def put(claim: Claim, quote: str, **given: Any) -> Claim:
    transcript = current_transcript(claim.interview)
    start = transcript.text.index(quote)
    sent = {
        "transcript": transcript, "start": start, "end": start + len(quote), "quote": quote,
        "seen_version": claim.version, "by": make_user(), **given,
    }  # fmt: skip
    return anchor(claim, **sent)


def test_a_person_gives_a_claim_other_words_and_that_is_new_content(lost):
    words = "The bridge cost ninety million euros."
    put(lost, words)
    claim = fresh(lost)
    assert (claim.quote, claim.needs_anchoring, claim.status) == (words, False, "checking")
    assert place(claim) == (2, DEARER.index(words), DEARER.index(words) + len(words))
    assert claim.content_hash == hash_of(claim.content()) != lost.content_hash
    event = claim.events.get(number=claim.version)
    assert (event.verb, event.note) == (Verb.ANCHORED, "Transcript v2.")
    assert (event.before["quote"], event.after["quote"]) == (QUOTE, words)


def test_the_same_words_at_a_chosen_place_change_no_content():
    interview, by, signer = make_interview(), make_user(), make_user()
    claim = signed_off(make_claim(interview, by=by), by=by, signer=signer)
    reviews.publish(claim, seen_version=claim.version, by=make_user(Role.EDITOR))
    said = f"IVO PELL: {QUOTE}\n\nADA BRANDT: What?\n\nIVO PELL: {QUOTE}\n"
    correct(interview, said)
    assert fresh(claim).needs_anchoring
    put(fresh(claim), QUOTE)
    claim = fresh(claim)
    assert (claim.status, claim.needs_anchoring, place(claim)[0]) == ("published", False, 2)
    assert claim.sign_offs.get().is_live


def test_other_words_on_a_published_claim_are_refused():
    interview, by, signer = make_interview(), make_user(), make_user()
    claim = signed_off(make_claim(interview, by=by), by=by, signer=signer)
    reviews.publish(claim, seen_version=claim.version, by=make_user(Role.EDITOR))
    correct(interview, DEARER)
    with pytest.raises(Refused, match="correct it first"):
        put(fresh(claim), "The bridge cost ninety million euros.")
    assert fresh(claim).needs_anchoring


def test_choosing_other_words_for_a_signed_off_claim_reopens_it():
    interview, by, signer = make_interview(), make_user(), make_user()
    claim = signed_off(make_claim(interview, by=by), by=by, signer=signer)
    put(fresh(claim), OTHER)
    claim = fresh(claim)
    assert (claim.quote, claim.status) == (OTHER, "checking")
    assert Notification.objects.filter(user=signer, kind=Kind.STALE).count() == 1


def test_a_place_with_other_words_is_refused(lost):
    with pytest.raises(QuoteMismatch):
        put(lost, "The bridge cost ninety", end=TEXT.index(QUOTE) + 20)
    with pytest.raises(QuoteMismatch):
        put(lost, "The bridge cost", end=99_999)
    assert fresh(lost).version == lost.version


def test_words_of_two_people_are_refused(lost):
    with pytest.raises(QuoteMismatch, match="More than one person"):
        put(lost, "in May.\n\nTOM OKAFOR: The bridge cost ninety")


def test_a_place_in_a_version_that_was_corrected_meanwhile_is_stale(lost):
    old = current_transcript(lost.interview)
    correct(lost.interview, DEARER.replace("May", "June"))
    with pytest.raises(StaleTranscript):
        put(lost, OTHER, transcript=old)


def test_of_two_people_who_place_a_claim_the_second_is_stale(lost):
    put(lost, "The bridge cost ninety million euros.")
    with pytest.raises(StaleClaim):
        put(lost, OTHER)
    put(lost, "The bridge cost ninety million euros.")  # what stands there already


def test_a_viewer_places_and_keeps_nothing(lost):
    with pytest.raises(NotAllowed):
        put(lost, OTHER, by=make_user(Role.VIEWER))
    with pytest.raises(NotAllowed):
        keep_old_anchor(lost, seen_version=lost.version, by=make_user(Role.VIEWER))


def test_a_claim_entered_by_hand_has_no_place_to_give():
    claim = make_claim(quote="Words of no transcript.")
    with pytest.raises(Refused, match="entered by hand"):
        put(claim, QUOTE)


# Keeping the old words


def test_a_claim_kept_with_its_old_words_says_so_and_later_corrections_leave_it(lost):
    keep_old_anchor(lost, seen_version=lost.version, by=make_user())
    claim = fresh(lost)
    assert (claim.needs_anchoring, claim.quote, place(claim)[0]) == (False, QUOTE, 1)
    event = claim.events.get(number=claim.version)
    assert (event.verb, event.note) == (Verb.EDITED, "Kept the words of transcript v1.")
    assert claim.content_hash == lost.content_hash
    correct(claim.interview, LONGER)
    assert place(claim)[0] == 1
    assert fresh(claim).version == claim.version
    keep_old_anchor(claim, seen_version=1, by=make_user())
    assert fresh(claim).version == claim.version


def test_a_claim_in_the_newest_version_has_nothing_to_keep():
    claim = make_claim()
    with pytest.raises(Refused, match="has lost its place"):
        keep_old_anchor(claim, seen_version=1, by=make_user())


def test_keeping_what_somebody_placed_meanwhile_is_refused(lost):
    put(lost, OTHER)
    with pytest.raises(Refused):
        keep_old_anchor(lost, seen_version=lost.version, by=make_user())
    assert fresh(lost).quote == OTHER
