"""What a verdict takes: each rule, as the checklist says it, and as a submission applies it."""

from datetime import date
from typing import Any

import pytest

from claims.actions.claims import set_rationale, set_statement, set_verdict
from claims.actions.refusals import TransitionRefused
from claims.actions.reviews import start, submit
from claims.actions.searches import log_search, withdraw_search
from claims.actions.sources import edit_evidence, withdraw_evidence
from claims.models import Claim, SourceKind, Status, Tone, User, Verdict
from claims.models.evidence_rules import contradicts, needs_of, rule_in_words
from tests.factories import make_claim, make_evidence, make_source, make_user

pytestmark = pytest.mark.django_db
NOTHING = {
    "needs_sources": 0, "needs_primary": 0, "needs_publishers": 0, "needs_excerpts": False,
    "needs_answers": False, "needs_search_log": False,
}  # fmt: skip
WRITTEN = ["Statement written", "Verdict chosen", "Rationale written"]


def make_verdict(label: str = "Tested", **rule: Any) -> Verdict:
    return Verdict.objects.create(
        label=label, definition="For a test.", position=90, **{**NOTHING, **rule}
    )


def judged(by: User | None = None, **rule: Any) -> Claim:
    """A claim that somebody checks, whole but for what its verdict takes."""
    by = by or make_user()
    claim = start(make_claim(by=by), seen_version=1, by=by)
    claim = set_statement(claim, "It cost nine million.", seen_version=claim.version, by=by)
    verdict = make_verdict(**rule)
    claim = set_verdict(claim, verdict, seen_version=claim.version, by=by)
    return set_rationale(claim, "So it is.", seen_version=claim.version, by=by)


def lines(claim: Claim) -> list[tuple[str, str, str]]:
    """The checklist after statement, verdict and rationale."""
    needs = needs_of(Claim.objects.get(pk=claim.pk))
    assert [need.words for need in needs[:3]] == WRITTEN
    return [(need.words, need.missing, need.place) for need in needs[3:]]


def missing(claim: Claim) -> list[str]:
    return [text for _, text, _ in lines(claim) if text]


def test_a_claim_with_nothing_on_it_says_where_each_thing_is_written() -> None:
    needs = needs_of(make_claim())
    assert [(need.missing, need.place) for need in needs] == [
        ("Write the statement that is checked.", "statement"),
        ("Choose a verdict: it says which evidence is needed.", "verdict"),
        ("Write the rationale.", "rationale"),
        ("Attach at least one source.", "evidence"),
    ]
    assert not any(need.is_met for need in needs)


def test_a_claim_without_a_verdict_takes_one_source() -> None:
    claim = make_claim()
    make_evidence(claim)
    assert [need.words for need in needs_of(claim) if need.is_met] == ["At least one source"]


def test_a_quote_that_lost_its_place_is_the_first_need() -> None:
    claim = make_claim(needs_anchoring=True)
    first = needs_of(claim)[0]
    assert (first.place, first.is_met) == ("anchor", False)


def test_a_verdict_that_takes_nothing_leaves_three_lines() -> None:
    assert lines(judged()) == []


def test_sources_are_counted_once_each_and_only_while_they_stand() -> None:
    claim = judged(needs_sources=2)
    assert missing(claim) == ["Attach at least 2 sources."]
    source = make_source()
    make_evidence(claim, source=source, excerpt="Nine.")
    make_evidence(claim, source=source, excerpt="Million.")
    assert missing(claim) == ["Attach at least 2 sources, there is 1."]
    other = make_evidence(claim)
    assert lines(claim) == [("At least 2 sources", "", "evidence")]
    withdraw_evidence(other, seen_version=1, by=make_user())
    assert missing(claim) == ["Attach at least 2 sources, there is 1."]


def test_primary_sources_are_counted_apart() -> None:
    claim = judged(needs_primary=1)
    make_evidence(claim)
    assert missing(claim) == ["Attach at least one primary source."]
    make_evidence(claim, source=make_source(primary=True))
    assert lines(claim) == [("At least one primary source", "", "evidence")]


@pytest.mark.parametrize(
    ("one", "other", "independent"),
    [
        ({"publisher": "The Harbour Post"}, {"publisher": "  the harbour  post "}, 1),
        ({"publisher": "The Harbour Post"}, {"publisher": "City News"}, 2),
        ({"url": "https://www.post.example/a"}, {"url": "https://post.example/b"}, 1),
        ({"url": "https://post.example/a"}, {"url": "https://city.example/a"}, 2),
        ({"publisher": "post.example"}, {"url": "https://post.example/b"}, 1),
        (
            {"kind": SourceKind.PERSON, "url": "", "spoken_to": "Ann Lee", "on_record": True},
            {"kind": SourceKind.PERSON, "url": "", "spoken_to": "ann lee", "on_record": True},
            1,
        ),
        (
            {"kind": SourceKind.PERSON, "url": "", "spoken_to": "Ann Lee", "on_record": True},
            {"kind": SourceKind.PERSON, "url": "", "spoken_to": "Bo Ray", "on_record": True},
            2,
        ),
        ({"kind": SourceKind.DOCUMENT, "url": ""}, {"kind": SourceKind.DOCUMENT, "url": ""}, 0),
    ],
    ids=[
        "one publisher, written twice", "two publishers", "one host", "two hosts",
        "a publisher named like a host", "one person", "two persons", "nobody named",
    ],
)  # fmt: skip
def test_publishers_are_independent_by_name_host_or_person(
    one: dict[str, Any], other: dict[str, Any], independent: int
) -> None:
    claim = judged(needs_publishers=2)
    for given in (one, other):
        make_evidence(claim, source=make_source(canonical_url=given.get("url", ""), **given)
                      if "url" in given else make_source(**given))  # fmt: skip
    have = {0: "", 1: ", there is 1"}.get(independent)
    expected = [f"Attach sources of at least 2 independent publishers{have}."]
    assert missing(claim) == (expected if independent < 2 else [])


def test_each_source_takes_its_words_and_its_place() -> None:
    claim = judged(needs_excerpts=True)
    assert lines(claim) == [("Each source with excerpt and place", "", "evidence")]
    paper = make_source(kind=SourceKind.DOCUMENT, title="The accounts", url="", canonical_url="")
    bare = make_evidence(claim, source=paper, excerpt="")
    place = f"evidence-{bare.pk}"
    assert [(text, where) for _, text, where in lines(claim)] == [
        ("Quote the words of “The accounts” that count, and say where they stand.", place)
    ]
    edit_evidence(
        bare, stance="supports", excerpt="Nine.", locator="", seen_version=1, by=make_user()
    )
    assert missing(claim) == ["Say where the words stand in “The accounts”."]
    edit_evidence(
        bare, stance="supports", excerpt="", locator="p. 2", seen_version=2, by=make_user()
    )
    assert missing(claim) == ["Quote the words of “The accounts” that count."]


@pytest.mark.parametrize(
    ("source", "has_place"),
    [
        ({}, True),
        ({"kind": SourceKind.DOCUMENT, "url": "", "canonical_url": ""}, False),
        (
            {"kind": SourceKind.PERSON, "url": "", "canonical_url": "", "spoken_to": "Ann",
             "on_record": True, "spoken_on": date(2026, 3, 1)},
            True,
        ),
        (
            {"kind": SourceKind.PERSON, "url": "", "canonical_url": "", "spoken_to": "Ann",
             "on_record": True},
            False,
        ),
    ],
    ids=["a web page by its address", "a document", "a talk by its day", "a talk without a day"],
)  # fmt: skip
def test_an_address_or_the_day_of_a_talk_is_a_place(
    source: dict[str, Any], has_place: bool
) -> None:
    claim = judged(needs_excerpts=True)
    make_evidence(claim, source=make_source(**source), excerpt="Nine.")
    assert (missing(claim) == []) == has_place


@pytest.mark.parametrize(
    ("tone", "against"),
    [
        (Tone.POSITIVE, "refutes"),
        (Tone.NEGATIVE, "supports"),
        (Tone.MIXED, None),
        (Tone.NEUTRAL, None),
    ],
)
@pytest.mark.parametrize("stance", ["supports", "refutes", "context"])
def test_evidence_contradicts_by_tone_and_stance(
    tone: Tone, against: str | None, stance: str
) -> None:
    claim = judged(tone=tone, needs_answers=True)
    evidence = make_evidence(claim, stance=stance, source=make_source(title="The log"))
    assert contradicts(claim.verdict, evidence) == (stance == against)
    said = "“The log” speaks against the verdict: say why the verdict holds."
    assert missing(claim) == ([said] if stance == against else [])


def test_an_answer_meets_what_contradicts() -> None:
    claim = judged(tone=Tone.POSITIVE, needs_answers=True)
    evidence = make_evidence(claim, stance="refutes")
    assert [where for *_, where in lines(claim)] == [f"evidence-{evidence.pk}"]
    edit_evidence(
        evidence, stance="refutes", excerpt="Nine.", locator="", answer="  ", seen_version=1,
        by=make_user(),
    )  # fmt: skip
    assert len(missing(claim)) == 1
    edit_evidence(
        evidence, stance="refutes", excerpt="Nine.", locator="", answer="It is a draft.",
        seen_version=1, by=make_user(),
    )  # fmt: skip
    assert lines(claim) == [("Contradicting evidence answered", "", "evidence")]


def test_evidence_contradicts_no_verdict_where_there_is_none() -> None:
    claim = make_claim()
    assert not contradicts(None, make_evidence(claim, stance="refutes"))


def test_a_search_log_stands_in_for_sources() -> None:
    claim = judged(needs_search_log=True)
    asked = "Log what was searched: where, when and what was found."
    assert lines(claim) == [("Search logged", asked, "search")]
    person = make_user()
    entry = log_search(
        claim, place="City archive", searched_on=date(2026, 3, 1), found="Nothing.", by=person
    )
    assert lines(claim) == [("Search logged", "", "search")]
    withdraw_search(entry, by=person)
    assert missing(claim) == [asked]


def test_the_newsroom_begins_with_rules_of_its_own() -> None:
    assert {row.label: rule_in_words(row) for row in Verdict.objects.on_scale()} == {
        "True": [
            "at least one source", "at least one primary source",
            "excerpt and place of each source", "contradicting evidence answered",
        ],
        "Mostly true": [
            "at least one source", "excerpt and place of each source",
            "contradicting evidence answered",
        ],
        "Misleading": ["at least one source", "excerpt and place of each source"],
        "Mostly false": [
            "at least one source", "excerpt and place of each source",
            "contradicting evidence answered",
        ],
        "False": [
            "at least one source", "at least one primary source",
            "excerpt and place of each source", "contradicting evidence answered",
        ],
        "Unproven": ["a log of what was searched"],
        "Attribution confirmed": ["at least one source", "excerpt and place of each source"],
    }  # fmt: skip


def test_a_rule_that_asks_for_more_says_so_in_words() -> None:
    verdict = make_verdict(needs_sources=3, needs_publishers=2)
    assert rule_in_words(verdict) == ["at least 3 sources", "at least 2 independent publishers"]


RULES: list[dict[str, Any]] = [
    {"needs_sources": 1},
    {"needs_primary": 1},
    {"needs_publishers": 2},
    {"needs_search_log": True},
    {"needs_excerpts": True},
    {"needs_answers": True, "tone": Tone.POSITIVE},
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: next(iter(rule)))
def test_the_server_refuses_a_submission_in_the_words_of_the_checklist(
    rule: dict[str, Any],
) -> None:
    person = make_user()
    claim = judged(person, **rule)
    if rule.get("needs_excerpts") or rule.get("needs_answers"):
        make_evidence(claim, stance="refutes", excerpt="")
    said = missing(claim)
    assert len(said) == 1
    claim.refresh_from_db()
    with pytest.raises(TransitionRefused) as refused:
        submit(claim, seen_version=claim.version, by=person)
    assert str(refused.value) == said[0]
    claim.refresh_from_db()
    assert claim.status == Status.CHECKING


def test_the_server_takes_a_submission_that_meets_every_rule() -> None:
    person = make_user()
    claim = judged(
        person, tone=Tone.POSITIVE, needs_sources=2, needs_primary=1, needs_publishers=2,
        needs_excerpts=True, needs_answers=True, needs_search_log=True,
    )  # fmt: skip
    make_evidence(claim, source=make_source(primary=True, publisher="City"))
    against = make_evidence(claim, source=make_source(publisher="Post"), stance="refutes")
    edit_evidence(
        against, stance="refutes", excerpt="Ten.", locator="", answer="A draft.", seen_version=1,
        by=person,
    )  # fmt: skip
    log_search(claim, place="Archive", searched_on=date(2026, 3, 1), found="Both.", by=person)
    claim.refresh_from_db()
    assert missing(claim) == []
    assert submit(claim, seen_version=claim.version, by=person).status == "awaiting_sign_off"
