"""Which claims are like which: by rare words before common ones, at a bounded cost, and no more."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.actions.claims import enter_by_hand, set_rationale, set_statement
from claims.actions.reviews import set_aside
from claims.actions.similar import link_repeat
from claims.models import Claim, Interview, SetAsideReason
from claims.queries.similar import Said, links_of, said_in, similar_to
from tests.factories import make_claim, make_interview, make_signed_claim, make_user
from tests.queries.plans import make_many, plan_of

pytestmark = pytest.mark.django_db
PAIRS = Path(__file__).parent.parent / "data" / "said-before.tsv"


@pytest.fixture
def interview() -> Interview:
    return make_interview()


def like(interview: Interview, quote: str, statement: str = "") -> list[str]:
    found = similar_to(Said(interview, quote, statement), make_user())
    return [one.claim.quote for one in found]


def counted() -> None:
    """Have the database count its words anew, as it does by itself from time to time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE claims_claimwords")


def test_not_all_words_are_needed_and_rare_ones_count_more(interview: Interview) -> None:
    wanted = "The Kestrel aqueduct was paid for with loans."
    make_claim(interview, quote=wanted)
    for number in range(30):
        make_claim(interview, quote=f"The council paid {number} people with money from taxes.")
    counted()
    assert like(interview, "The council paid for the aqueduct with money.")[0] == wanted


def test_five_are_shown_at_most_the_most_similar_first(interview: Interview) -> None:
    words = ["ferry", "harbour", "pilot", "tugboat", "anchor", "lantern"]
    for number in range(1, 7):
        make_claim(interview, quote=" ".join(words[:number]))
    assert like(interview, " ".join(words)) == [" ".join(words[:n]) for n in (6, 5, 4, 3, 2)]


def test_what_has_only_a_common_word_in_it_is_not_similar(interview: Interview) -> None:
    make_claim(interview, quote="The bridge was sold to a winery by the old queen of the islands.")
    assert like(interview, "The bridge cost nine million euros in taxes and fees.") == []


@pytest.mark.parametrize("words", ["", "the of and", "…!", "zzzz"])
def test_words_that_tell_nothing_find_nothing(interview: Interview, words: str) -> None:
    make_claim(interview, quote="The bridge cost nine million euros.")
    assert like(interview, words) == []


@pytest.mark.parametrize(
    ("language", "said", "asked"),
    [
        ("en", "The inspections of bridges ended.", "An inspection of the bridge was ending."),
        ("de", "Die Brücken wurden geprüft.", "Keine Brücke wird geprüft."),
        ("fr", "Les écoles étaient fermées.", "L'ecole est fermee"),
        ("ja", "東京都は大きい。", "東京は大きい"),
        ("xx", "Zorp blan quex", "quex zorp"),
    ],
)
def test_words_are_compared_in_the_language_of_the_interview(
    language: str, said: str, asked: str
) -> None:
    interview = make_interview(f"A: {said}", language=language)
    make_claim(interview, quote=said)
    assert like(interview, asked) == [said]


def test_the_statement_counts_and_the_rationale_does_not(interview: Interview) -> None:
    by = make_user()
    claim = make_claim(interview, quote="It did.", by=by)
    claim = set_rationale(claim, "The aqueduct of Kestrel had loans.", seen_version=1, by=by)
    assert like(interview, "The aqueduct of Kestrel had loans.") == []
    set_statement(claim, "The aqueduct of Kestrel had loans.", seen_version=2, by=by)
    assert like(interview, "The aqueduct of Kestrel had loans.") == ["It did."]


def test_a_claim_is_not_like_itself_and_typed_words_count_before_saved_ones() -> None:
    claim, other = make_claim(), make_claim(quote="Kestrel has an aqueduct.")
    assert similar_to(said_in(claim), make_user()) == []
    found = similar_to(said_in(claim, "Kestrel has an aqueduct."), make_user())
    assert [one.claim for one in found] == [other]


def test_claims_of_the_same_words_come_first_then_those_of_the_same_turn(
    interview: Interview,
) -> None:
    elsewhere = make_claim(quote="The bridge cost nine million euros.")
    inside = make_claim(interview, quote="It was never inspected.")
    turn = make_claim(interview, quote="cost nine million euros")
    claim = make_claim(interview, quote="The bridge cost nine")
    over = make_claim(interview, quote="euros. It")
    found = similar_to(said_in(claim), make_user())
    assert [(one.claim, one.place) for one in found] == [(turn, "the same words"), (elsewhere, "")]
    found = similar_to(said_in(over), make_user())
    assert [(one.claim, one.place) for one in found][:2] == [
        (turn, "the same words"), (inside, "the same words"),
    ]  # fmt: skip


def test_a_similar_claim_of_the_same_turn_is_named_as_such() -> None:
    text = "A: The ferry sank in May. Nobody helped. In May the ferry sank again.\n\nB: No ferry."
    interview = make_interview(text)
    first = make_claim(interview, quote="The ferry sank in May.")
    claim = make_claim(interview, quote="In May the ferry sank again.")
    found = similar_to(said_in(claim), make_user())
    assert [(one.claim, one.place) for one in found] == [(first, "the same turn")]


def test_a_verdict_that_is_hidden_is_not_told_by_the_claims_that_are_like_it() -> None:
    interview = make_interview()
    Interview.objects.filter(pk=interview.pk).update(blind=True)
    author = make_user()
    claim = make_claim(interview, by=author)
    Claim.objects.filter(pk=claim.pk).update(authors=[author.pk])
    asked = make_claim()
    [seen] = similar_to(said_in(asked), author)
    [hidden] = similar_to(said_in(asked), make_user())
    assert (seen.verdict_hidden, seen.judged) == (False, "no verdict yet")
    assert hidden.verdict_hidden
    assert hidden.judged == "verdict hidden until a second person has given theirs"


def test_a_verdict_is_shown_with_its_date_and_what_stands_behind_it() -> None:
    signed = make_signed_claim()
    asked = make_claim()
    [one] = similar_to(said_in(asked), make_user())
    assert one.claim == signed
    assert one.judged.startswith("signed off ")
    set_statement(signed, "The bridge cost eight.", seen_version=signed.version, by=make_user())
    [one] = similar_to(said_in(asked), make_user())
    assert one.judged.startswith("not signed off, ")


def test_links_are_seen_from_both_ends_and_beside_each_other() -> None:
    by = make_user()
    first, second, third = (make_claim(by=by) for _ in range(3))
    link_repeat(second, first, seen_version=1, by=by)
    link_repeat(third, first, seen_version=1, by=by)
    double = set_aside(
        make_claim(by=by), reason=SetAsideReason.DUPLICATE, duplicate_of=first, seen_version=1,
        by=by,
    )  # fmt: skip
    for claim in (first, second, double):
        claim.refresh_from_db()
    links = links_of(first, by)
    assert [one.claim for one in links.said_again] == [third, second]
    assert [one.claim for one in links.duplicates] == [double]
    assert (links.repeat_of, links.duplicate_of) == (None, None)
    links = links_of(second, by)
    assert links.repeat_of
    assert (links.repeat_of.claim, [one.claim for one in links.said_again]) == (first, [third])
    links = links_of(double, by)
    assert links.duplicate_of
    assert (links.duplicate_of.claim, links.said_again) == (first, ())
    assert [one.claim for one in similar_to(said_in(second), by, but=[first.pk])][:1] == [double]


def test_it_takes_as_many_queries_at_three_claims_as_at_thirty() -> None:
    claim = make_claim()
    counts = []
    for number in (3, 30):
        for _ in range(number):
            make_claim(claim.interview, quote="cost nine million euros")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(similar_to(said_in(claim), claim.captured_by)) == min(number, 5)
        counts.append(len(queries))
    assert counts == [5, 5]


def test_links_are_read_from_their_indexes() -> None:
    make_claim(quote="Words that no transcript holds.")
    make_many()
    plan = plan_of("SELECT id FROM claims_claim WHERE repeat_of_id = 7 OR duplicate_of_id = 7")
    assert "claim_repeats" in plan
    assert "Seq Scan" not in plan


def test_candidates_are_read_from_the_index_of_words() -> None:
    make_claim(quote="Words that no transcript holds.")
    make_many()
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_index_claim(ARRAY(SELECT id FROM claims_claim))")
    matches = "words @@ ('transcript & hold'::tsquery && '#12/0')"
    plan = plan_of(f"SELECT row_id FROM claims_claimwords WHERE {matches}")
    assert "claim_words" in plan


def test_of_hand_made_pairs_most_repeats_and_all_opposites_are_found_and_nothing_else(
    interview: Interview,
) -> None:
    """What docs/similar.md says. Opposites are found as repeats are: a person tells them apart."""
    pairs = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    by = make_user()
    for _, first, _ in pairs:
        enter_by_hand(interview, quote=first, by=by, speaker=None)
    counted()
    hits = {kind: 0 for kind, *_ in pairs}
    for kind, first, second in pairs:
        hits[kind] += first in like(interview, second)
    assert (hits["opposite"], hits["other"]) == (12, 0)
    assert hits["same"] >= 32
