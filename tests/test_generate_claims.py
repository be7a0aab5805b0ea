"""An invented newsroom is one that the product could have made."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, Q

from claims.actions.claims import capture
from claims.generation.interviews import generated
from claims.generation.loading import make_plan
from claims.generation.newsroom import shared_rows
from claims.generation.vocabulary import COMMON, RARE, SCARCE
from claims.generation.words import passages
from claims.models import (
    Claim,
    Evidence,
    Interview,
    Passage,
    Role,
    Source,
    Status,
    TranscriptVersion,
    User,
)
from claims.text.reading import read
from tests.factories import make_claim, make_interview

pytestmark = pytest.mark.django_db

DAY = "2026-03-02"
TOUCH = """
    UPDATE claims_claim SET quote = quote, transcript_id = transcript_id, status = status
"""
UNLIKE_ITS_ROWS = """
    SELECT c.id FROM claims_claim AS c
    WHERE (c.source_count, c.primary_count, c.sign_off_is_stale) IS DISTINCT FROM (
        (SELECT count(*) FROM claims_evidence AS e WHERE e.claim_id = c.id),
        (SELECT count(*) FROM claims_evidence AS e JOIN claims_source AS s ON s.id = e.source_id
         WHERE e.claim_id = c.id AND s."primary"),
        EXISTS (
            SELECT 1 FROM claims_signoff AS s WHERE s.claim_id = c.id
            AND s.submission = c.submission
            AND (c.needs_anchoring OR s.content_hash <> c.content_hash)
        )
    )
"""

# What the database itself would make of the same rows.
INDEX_ANEW = """
    SELECT search_index_claim(ARRAY(SELECT id FROM claims_claim)),
        search_index_evidence(ARRAY(SELECT id FROM claims_evidence)),
        search_index_source(ARRAY(SELECT id FROM claims_source)),
        search_index_passages(ARRAY(SELECT id FROM claims_transcriptversion))
"""
WORDS = """
    SELECT 'claim', row_id, words, draft FROM claims_claimwords
    UNION ALL SELECT 'evidence', row_id, words, NULL FROM claims_evidencewords
    UNION ALL SELECT 'source', row_id, words, NULL FROM claims_sourcewords
    ORDER BY 1, 2
"""
PASSAGES = """
    SELECT transcript_id, turn_id, start, "end",
        ts_delete(words, tsvector_to_array(search_marks(id))) AS words,
        tsvector_to_array(search_marks(id)) <@ tsvector_to_array(words) AS marked
    FROM claims_passage ORDER BY turn_id, start
"""


def generate(*options: str) -> str:
    said = StringIO()
    call_command("generate_claims", "--now", DAY, *options, stdout=said, stderr=StringIO())
    return said.getvalue()


def read_all(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def holding(word: str) -> int:
    return Claim.objects.filter(quote__contains=word, statement__contains=word).count()


def assert_that_words_are_as_the_database_would_have_made_them() -> None:
    before = {words: read_all(words) for words in (WORDS, PASSAGES)}
    read_all(INDEX_ANEW)
    assert {words: read_all(words) for words in (WORDS, PASSAGES)} == before
    rows = Claim.objects.count() + Evidence.objects.count() + Source.objects.count()
    assert len(before[WORDS]) == rows
    kept = Passage.objects.values_list("transcript__interview", "turn__transcript__number")
    assert set(kept) == {(i.pk, i.transcripts.count()) for i in Interview.objects.all()}
    drafts = [draft for *_, draft in before[WORDS] if draft]
    assert {"'@" in draft for draft in drafts} == {True}


def test_a_generated_newsroom_is_one_that_the_product_could_have_made() -> None:
    generate("--claims", "520", "--interviews", "62")
    assert_that_words_are_as_the_database_would_have_made_them()
    said = StringIO()
    call_command("verify_history", stdout=said)
    events = sum(Claim.objects.values_list("version", flat=True))
    assert said.getvalue() == f"All is well: 520 claims and {events:,} events agree with what " \
        "is stored.\n"  # fmt: skip
    call_command("verify_tallies", stdout=said)
    assert said.getvalue().endswith("\nAll is well.\n")
    lengths = Counter(Claim.objects.annotate(n=Count("events")).values_list("n", flat=True))
    assert set(lengths) == {5, 6, 7, 8, 9, 10}
    statuses = set(Claim.objects.values_list("status", flat=True))
    assert statuses >= set(Status) - {Status.DISPUTED}
    assert (holding(RARE), holding(SCARCE), holding(COMMON)) == (10, 1, 52)
    with connection.cursor() as cursor:
        cursor.execute(TOUCH)  # every trigger that guards a claim looks at each of them
        cursor.execute(UNLIKE_ITS_ROWS)
        assert cursor.fetchall() == []
    assert not Evidence.objects.filter(Q(excerpt="") | Q(locator="")).exists()


def test_a_long_turn_is_cut_where_the_database_cuts_it() -> None:
    said = " ".join(f"{'Nobody likes to hear that ' * (n % 6)}, number {n}?" for n in range(90))
    transcript = make_interview(f"Ada: {said}\n\nBo: Who says so?\n").transcripts.get()
    cut = [
        (turn.pk, *span)
        for turn in transcript.turns.order_by("start")
        for span in passages(transcript.text, turn.start, turn.end)
    ]
    assert len(cut) == 5
    kept = Passage.objects.order_by("start").values_list("turn", "start", "end")
    assert list(kept) == cut


def test_the_product_goes_on_where_the_generated_newsroom_ends() -> None:
    generate("--claims", "9", "--interviews", "3", "--password", "only for this test")
    transcript = TranscriptVersion.objects.earliest("pk")
    turns = list(transcript.turns.values_list("start", "end", "speaker__name"))
    assert turns == [(turn.start, turn.end, turn.speaker) for turn in read(transcript.text).turns]
    reviewer = User.objects.filter(role=Role.REVIEWER).earliest("pk")
    assert reviewer.check_password("only for this test")
    start, end, _ = turns[0]
    claim = capture(
        transcript, start=start, end=end, quote=transcript.text[start:end], by=reviewer
    )  # fmt: skip
    assert claim.pk == 10


def test_the_same_seed_writes_the_same_however_the_work_is_cut() -> None:
    now = datetime.fromisoformat(DAY).replace(tzinfo=UTC)
    plan = make_plan(claims=60, interviews=3, seed=7, now=now, password=None)
    whole = generated(plan, range(3))[1]
    one, two = generated(plan, range(2))[1], generated(plan, range(2, 3))[1]
    assert {table: one.get(table, b"") + two.get(table, b"") for table in one | two} == whole
    assert shared_rows(plan) == shared_rows(plan)
    other = replace(plan, seed=8)
    assert generated(other, range(3))[1]["claim"] != whole["claim"]


def test_claims_that_are_there_are_left_alone_unless_more_are_wanted_among_them() -> None:
    claim = make_claim()
    with pytest.raises(CommandError) as refused:
        generate("--claims", "3")
    assert str(refused.value) == (
        "This database has 1 interviews and 1 claims already, and nothing here is ever deleted. "
        "Use a database of its own, or say --add to have invented claims among them."
    )
    generate("--claims", "6", "--add")
    generate("--claims", "6", "--add")
    assert Claim.objects.count() == 13
    call_command("verify_history", stdout=StringIO())
    claim.refresh_from_db()
    assert claim.version == 1
