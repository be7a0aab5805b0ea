"""What two people do in the same moment while a transcript is corrected.

Each acts on a connection of its own, so what they see is committed, and removed afterwards.
"""

from collections.abc import Callable
from typing import Any

import pytest

from claims.actions.claims import capture, set_statement
from claims.actions.corrections import StaleTranscript, correct_transcript
from claims.actions.refusals import QuoteMismatch
from claims.actions.reviews import set_aside
from claims.models import Claim, Interview, SetAsideReason, TranscriptVersion
from claims.queries.desk import current_transcript
from claims.text.reading import read
from tests.actions.test_accounts_at_once import at_once
from tests.factories import TEXT, make_claim, make_interview, make_user

pytestmark = pytest.mark.usefixtures("committed")
QUOTE = "The bridge cost nine million euros."
OTHERS = ["It was never inspected.", "Never inspected?", "The bridge was closed in May."]
LONGER = f"UNA VIK: Good evening.\n\n{TEXT}"


@pytest.fixture
def interview() -> Interview:
    return make_interview(TEXT)


def correcting(interview: Interview, text: str) -> Callable[[], int]:
    by = make_user()

    def correct() -> int:
        stored = correct_transcript(
            interview, read(text), seen_number=1, reason="Heard again.", by=by
        )
        return stored.transcript.number

    return correct


def test_of_two_corrections_at_once_one_is_stored(interview: Interview) -> None:
    make_claim(interview)
    done = at_once(correcting(interview, LONGER), correcting(interview, f"{TEXT}\nUNA VIK: No.\n"))
    assert sorted(map(repr, (type(one) for one in done))) == sorted(
        map(repr, [int, StaleTranscript])
    )
    assert TranscriptVersion.objects.filter(interview=interview).count() == 2
    assert interview.claims.get().version == 2


def test_the_same_form_at_once_is_stored_once(interview: Interview) -> None:
    correct = correcting(interview, LONGER)
    assert at_once(*[correct] * 4) == [2] * 4
    assert TranscriptVersion.objects.filter(interview=interview).count() == 2


def test_words_captured_meanwhile_move_along_or_are_refused(interview: Interview) -> None:
    transcript = current_transcript(interview)

    def capturing(quote: str) -> Callable[[], Any]:
        start, by = TEXT.index(quote), make_user()
        end = start + len(quote)
        return lambda: capture(transcript, start=start, end=end, quote=quote, by=by).pk

    done = at_once(*map(capturing, [QUOTE, *OTHERS]), correcting(interview, LONGER))
    refused = [one for one in done if isinstance(one, QuoteMismatch)]
    numbers = list(interview.claims.values_list("transcript__number", flat=True))
    assert numbers == [2] * (4 - len(refused))
    assert done[-1] == 2


def test_claims_that_are_worked_on_meanwhile_lose_nothing_and_nobody_waits_for_ever(
    interview: Interview,
) -> None:
    claims = [make_claim(interview, quote=quote) for quote in [QUOTE, *OTHERS]]
    by = make_user()

    def writing(claim: Claim) -> Callable[[], Any]:
        return lambda: set_statement(claim, f"Claim {claim.pk}.", seen_version=1, by=by).pk

    def doubling(claim: Claim, other: Claim) -> Callable[[], Any]:
        return lambda: (
            set_aside(
                claim, reason=SetAsideReason.DUPLICATE, duplicate_of=other, seen_version=1, by=by
            ).pk
        )

    work = [writing(claims[0]), writing(claims[1]), doubling(claims[3], claims[0])]
    done = at_once(*work, doubling(claims[2], claims[1]), correcting(interview, LONGER))
    assert done == [claims[0].pk, claims[1].pk, claims[3].pk, claims[2].pk, 2]
    rows = interview.claims.order_by("pk").values_list("statement", "transcript__number", "version")
    assert list(rows) == [
        (f"Claim {claims[0].pk}.", 2, 3), (f"Claim {claims[1].pk}.", 2, 3), ("", 2, 3), ("", 2, 3),
    ]  # fmt: skip
