"""What a search finds, and that the database keeps it in step with the texts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from claims.actions.claims import set_rationale, set_statement
from claims.actions.corrections import correct_transcript
from claims.actions.interviews import edit_interview
from claims.actions.sources import withdraw_evidence
from claims.models import Claim, ClaimWords, Interview, Passage, Person, Role, User
from claims.queries.search import WORDS_OF, found, holding, marking, query_of
from claims.text.reading import read
from claims.text.search import words_in
from tests.factories import (
    make_claim,
    make_evidence,
    make_interview,
    make_source,
    make_submitted_claim,
    make_user,
)

pytestmark = pytest.mark.django_db


def search(typed: str, kind: str = "claims", user: User | None = None) -> set[int]:
    return {hit.pk for hit in found(query_of(typed), user or make_user(), {kind: 100})[kind]}


@pytest.fixture
def claim() -> Claim:
    return make_claim(
        statement="Inspections of bridges ended in 2019: Dvořák’s “e-mail” says so.",
        quote="The bridge cost nine million euros.",
    )


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("bridge", True), ("BRIDGES", True), ("inspection ", True), ("inspected ", True),
        ("million nine", True), ("bri", True), ("bri ", False), ("inspec* ended", True),
        ('"nine million"', True), ('"million nine"', False), ('"inspection"', False),
        ('"Inspections of"', True), ('"euros. Inspections"', False), ("dvorak ", True),
        ("Dvořák ", True), ("dvor*", True), ('"dvorak"', False), ('"Dvořák"', True),
        ("email ", False), ("e-mail ", True), ('"e-mail says"', True), ("the bridge", True),
        ("the of ", True), ("bridge -tram", True), ("bridge -million", False),
        ('bridge -"million nine"', True), ("okafor", True), ("bridge harbour ", False),
        ("2019", True), ("201", True), ("'a' & !b | c:* <->", False), ("\ufffdbridge", True),
    ],
    ids=ascii,
)  # fmt: skip
def test_a_search_finds_words_phrases_and_beginnings(
    claim: Claim, typed: str, is_found: bool
) -> None:
    assert search(typed) == ({claim.pk} if is_found else set())


@pytest.mark.parametrize(
    ("language", "typed", "is_found"),
    [
        ("de-AT", "Brücke ", True), ("de", "brucken ", True),
        ("cs", "brücke ", False), ("cs", "brücken ", True), ("xx", "Brücken ", True),
    ],
)  # fmt: skip
def test_words_are_stemmed_in_the_language_of_the_interview(
    language: str, typed: str, is_found: bool
) -> None:
    interview = make_interview("A: Die Brücken sind alt.", language=language)
    make_claim(interview, quote="Die Brücken sind alt.")
    assert bool(search(typed)) is is_found
    assert bool(search(typed, "transcripts")) is is_found


def test_signs_that_are_written_without_spaces_are_found_one_by_one() -> None:
    make_claim(make_interview("A: 東京都は大きい。", language="ja"), quote="東京都は大きい。")
    assert len(search("京都 ")) == 1
    assert search("都京 ") == set()


def test_another_language_indexes_an_interview_anew() -> None:
    interview = make_interview("A: Die Brücken sind alt.", language="cs")
    make_evidence(make_claim(interview, quote="Die Brücken sind alt."), excerpt="Zwei Brücken.")
    kinds = ["claims", "transcripts", "evidence"]
    assert [len(search("Brücke ", kind)) for kind in kinds] == [0, 0, 0]
    edit_interview(interview, {"language": "de"}, seen_version=1, by=interview.created_by)
    assert [len(search("Brücke ", kind)) for kind in kinds] == [1, 1, 1]


def test_every_kind_is_found_and_follows_its_texts(claim: Claim) -> None:
    source = make_source(title="Harbour report", author="Nina Sand")
    evidence = make_evidence(claim, source=source, excerpt="Cranes were sold.", by=make_user())
    assert search("nina report", "sources") == {source.pk}
    assert search("crane ", "evidence") == {evidence.pk}
    assert search(claim.interview.title, "interviews") == {claim.interview_id}
    withdraw_evidence(evidence, seen_version=1, by=make_user(Role.EDITOR))
    assert search("crane ", "evidence") == set()
    set_statement(claim, "A tram.", seen_version=claim.version + 2, by=make_user())
    assert (search("inspections"), search("tram ")) == (set(), {claim.pk})
    Person.objects.filter(pk=claim.speaker_id).update(name="Thomas Okafor")
    assert search("thomas", "people") == {claim.speaker_id}
    assert search("thomas tram") == {claim.pk}


def test_only_the_newest_version_of_a_transcript_is_searched() -> None:
    interview = make_interview("A: " + "The old harbour. " * 300 + "\n\nB: Yes.")
    assert len(search("harbour", "transcripts")) == 3
    for passage in Passage.objects.select_related("transcript", "turn"):
        text = passage.transcript.text[passage.start : passage.end]
        assert passage.turn.encloses(passage.start, passage.end)
        assert text == text.lstrip()
    correct_transcript(
        interview, read("A: The new harbour.\n\nB: Yes."), reason="It was new.", seen_number=1,
        by=make_user(Role.EDITOR),
    )  # fmt: skip
    assert (len(search("harbour", "transcripts")), search("old", "transcripts")) == (1, set())


def test_a_turn_of_any_length_is_searched_whole() -> None:
    said = "".join(f"Brücke {number} ist länger. " for number in range(12_000))
    interview = make_interview(f"A: {said.strip()}")
    [turn] = interview.transcripts.get().turns.all()
    assert turn.end > 262_144  # more than one of the blocks that it is cut into
    spans = list(Passage.objects.order_by("start").values_list("start", "end"))
    starts, ends = zip(*spans, strict=True)
    assert (starts, ends[-1]) == ((turn.start, *ends[:-1]), turn.end)
    assert {end - start <= 2_000 for start, end in spans} == {True}
    for number in range(0, 12_000, 997):
        [passage] = search(f'"brücke {number} ist länger"', "transcripts")
        found = Passage.objects.get(pk=passage)
        text = found.transcript.text[found.start : found.end]
        assert f"Brücke {number} ist länger. " in f"{text} "


def test_a_sealed_rationale_is_found_by_its_authors_alone() -> None:
    interview = make_interview(blind=False)
    Interview.objects.filter(pk=interview.pk).update(blind=True)
    ana, admin = make_user(), make_user(Role.ADMIN)
    claim = make_submitted_claim(interview, by=ana)
    assert (search("accounts", user=ana), search("accounts", user=admin)) == ({claim.pk}, set())
    assert search("nine accounts", user=ana) == {claim.pk}
    assert search("bridge -accounts", user=admin) == {claim.pk}
    Claim.objects.filter(pk=claim.pk).update(second_verdict=claim.verdict)
    assert search("accounts", user=admin) == {claim.pk}
    assert ClaimWords.objects.get(pk=claim.pk).draft is None
    Claim.objects.filter(pk=claim.pk).update(second_verdict=None)
    assert search("accounts", user=admin) == set()
    Interview.objects.filter(pk=interview.pk).update(blind=False)
    assert search("accounts", user=admin) == {claim.pk}


def test_an_edit_of_something_else_leaves_the_vectors_alone(claim: Claim) -> None:
    def row_version() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT xmin, ctid FROM claims_claimwords WHERE row_id = %s", [claim.pk])
            return str(cursor.fetchone())

    before = row_version()
    Claim.objects.filter(pk=claim.pk).update(priority=4, status="checking", authors=[1])
    assert row_version() == before
    set_rationale(claim, "Because.", seen_version=claim.version, by=make_user())
    assert row_version() != before


def test_each_kind_is_indexed_by_one_plan() -> None:
    """To plan it takes longer than to do it. Whoever replaces such a function has to say so again:
    PostgreSQL forgets."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE starts_with(proname, 'search_index_') AND"
            " proconfig @> ARRAY['plan_cache_mode=force_generic_plan'] ORDER BY proname"
        )
        with_one = [name for [name] in cursor.fetchall()]
    kinds = ["claim", "evidence", "interview", "person", "source"]
    assert with_one == [f"search_index_{kind}" for kind in kinds]


def test_the_best_come_first_and_no_more_than_were_asked_for() -> None:
    interview = make_interview()
    worse = make_claim(interview, statement="Roads, trams and ships, and one bridging loan.")
    best = make_claim(interview, statement="A bridge is a bridge.")
    newest = make_claim(interview, quote="A tram over the bridge.")
    hits = found(query_of("bridge"), make_user(), {"claims": 10})
    assert next(hit.pk for hit in hits["claims"]) == best.pk
    hits = found(query_of("bridge"), make_user(), {"claims": 2})
    assert {hit.pk for hit in hits["claims"]} == {best.pk, newest.pk}
    hits = found(query_of("bri"), make_user(), {"claims": 10}, below=best.pk)
    assert [hit.pk for hit in hits["claims"]] == [worse.pk]


@pytest.mark.parametrize(
    ("tried", "common_within", "at_most", "queries"),
    [(100, 9, 1000, 1), (0, 0, 1000, 2), (0, 9, 0, 1)],
)
def test_a_list_finds_the_same_whether_few_match_or_many(
    claim: Claim, monkeypatch: pytest.MonkeyPatch, tried: int, common_within: int, at_most: int,
    queries: int, django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for name, number in [
        ("TRIED", tried), ("COMMON_WITHIN", common_within), ("LISTED_AT_MOST", at_most)
    ]:  # fmt: skip
        monkeypatch.setattr(f"claims.queries.search.{name}", number)
    query, user = query_of("bridge"), make_user()
    with django_assert_num_queries(queries):
        found = holding(Claim.objects.all(), "claims", query, user)
    assert list(found) == [claim]
    assert list(holding(Claim.objects.all(), "claims", query_of("tram"), user)) == []


def test_marks_stand_where_the_stems_are_the_same() -> None:
    query, text = (
        query_of('inspect dvorak "nine million" eur'),
        "Inspections: Dvořák’s NINE million euros",
    )
    spans = marking(query, [text]).spans(text)
    assert [text[start:end] for start, end in spans] == [
        "Inspections: Dvořák", "NINE million euros",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["“Bridge”—it’s 12,000; COVID-19…", "東京都は、Ünïcode a\u0301 ß 1e5 x_y U.S.", "٣٤ नमस्ते"],
)
def test_the_page_and_the_database_see_the_same_words(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT regexp_split_to_array(btrim(search_plain(%s)), ' +')", [text])
        (plain,) = cursor.fetchone()
    assert [word for word, *_ in words_in(text)] == plain


@pytest.mark.parametrize("typed", ["harbours", "harb"])
@pytest.mark.parametrize("every", [4, 50, 300, 6000])
@pytest.mark.parametrize("at_most", [30, 600])
def test_the_newest_that_match_are_found_however_common_a_word_is(
    typed: str, every: int, at_most: int
) -> None:
    """Rows of words alone, of which three in four are missing."""
    last = 90_000
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO claims_claimwords (row_id, words)
            SELECT n, CASE WHEN n %% %s = 0 THEN 'harbour:2 harbours:2A'::tsvector
                ELSE 'bridge:1A' END || search_marks(n)
            FROM generate_series(1, %s) AS n WHERE n %% 4 = 0
            """,
            [every, last],
        )
    holding_it = [n for n in range(last, 0, -4) if n % every == 0]
    hits = found(query_of(typed), make_user(), {"claims": at_most})["claims"]
    assert sorted((hit.pk for hit in hits), reverse=True) == holding_it[:at_most]


@pytest.mark.parametrize("kind", WORDS_OF)
def test_the_index_is_asked_only_for_the_newest_stretch(kind: str, claim: Claim) -> None:
    make_evidence(claim, by=make_user())
    table = WORDS_OF[kind]._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        cursor.execute(
            f"EXPLAIN SELECT 1 FROM {table} WHERE words @@ '(bridge | bridg) & (#12/3 | #12/4)'"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Bitmap Index Scan on" in plan, plan


def test_a_search_takes_two_queries_and_one_for_its_marks(claim: Claim) -> None:
    user = make_user()
    with CaptureQueriesContext(connection) as queries:
        query = query_of("bridge inspected")
        found(query, user, dict.fromkeys(WORDS_OF, 5))
        marking(query, [claim.quote, claim.statement])
    assert len(queries) == 3
