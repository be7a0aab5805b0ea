"""Similar claims by meaning: an extra, with a table of its own. Without it nothing is different.

A database that has no pgvector says so; then there is nothing more to see here.
"""

import os
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from claims.actions.claims import enter_by_hand, set_statement
from claims.models import Claim, Interview
from claims.queries.meaning import is_on, nearest
from claims.queries.similar import Said, similar_to
from factcheck.postgres import data_folder, server_of
from tests.factories import make_claim, make_interview, make_user
from tests.queries.test_similar import PAIRS

pytestmark = pytest.mark.django_db
CLOSED = "The hospital has closed its maternity ward."
BIRTH = "You can no longer give birth at the hospital, they shut that department."
type Keeping = Callable[[], str]


@pytest.fixture
def keep(settings: Any) -> Keeping:
    settings.MEANING = True

    def kept() -> str:
        said = StringIO()
        call_command("keep_meanings", stdout=said, stderr=StringIO())
        return said.getvalue()

    return kept


@pytest.fixture(autouse=True)
def _vectors(db: None) -> None:
    """On a server of our own its superuser adds them; on another one they are there or not."""
    if not os.environ.get("DATABASE_URL"):
        server_of(data_folder() / "postgres").add_vectors(connection.settings_dict["NAME"])


def has_pgvector() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'vector'")
        return bool(cursor.fetchone()[0])


def can_keep(keep: Keeping) -> bool:
    if has_pgvector():
        return True
    with pytest.raises(CommandError, match="pgvector"):
        keep()
    return False


def like(words: str, interview: Interview | None = None) -> list[str]:
    found = similar_to(Said(interview or make_interview(), words), make_user())
    return [one.claim.quote for one in found]


def test_nothing_is_asked_where_it_is_switched_off(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert nearest("The bridge cost nine million euros.") == {}


def test_where_it_is_on_and_nothing_was_kept_words_alone_count(settings: Any) -> None:
    settings.MEANING = True
    claim = make_claim()
    assert not is_on()
    assert like(claim.quote) == [claim.quote]


def test_what_is_said_in_other_words_is_found(keep: Keeping) -> None:
    make_claim(quote=CLOSED)
    make_claim(quote="The glacier has lost forty metres.")
    assert like(BIRTH) == []
    if can_keep(keep):
        assert keep() == "2 claims were encoded.\n"
        assert like(BIRTH) == [CLOSED]
        assert keep() == "0 claims were encoded.\n"


def test_a_new_statement_counts_once_it_is_stored(
    keep: Keeping, django_capture_on_commit_callbacks: Any
) -> None:
    if not can_keep(keep):
        return
    keep()
    with django_capture_on_commit_callbacks(execute=True):
        claim = make_claim(quote="It did that.")
    assert like(BIRTH) == []
    with django_capture_on_commit_callbacks(execute=True):
        set_statement(claim, CLOSED, seen_version=1, by=make_user())
    assert like(BIRTH) == ["It did that."]


def test_a_meaning_of_words_that_have_changed_counts_no_more(keep: Keeping) -> None:
    claim = make_claim(quote=CLOSED)
    if not can_keep(keep):
        return
    keep()
    Claim.objects.filter(pk=claim.pk).update(statement="The glacier has lost forty metres.")
    assert like(BIRTH) == []
    assert keep() == "1 claims were encoded.\n"
    assert like("Forty metres of the glacier are gone.") == [CLOSED]


def test_of_hand_made_pairs_more_repeats_are_found_than_by_words(keep: Keeping) -> None:
    """What docs/similar.md says."""
    pairs = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    interview, by = make_interview(), make_user()
    for _, first, _ in pairs:
        enter_by_hand(interview, quote=first, by=by, speaker=None)
    if not can_keep(keep):
        return
    keep()
    hits = {kind: 0 for kind, *_ in pairs}
    for kind, first, second in pairs:
        hits[kind] += first in like(second, interview)
    assert (hits["opposite"], hits["other"]) == (12, 0)
    assert hits["same"] >= 38
