"""Several people do anything at all to a few claims, and what must hold holds after each step."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from claims.actions import claims as fields
from claims.actions import comments, corrections, reviews, searches, sources
from claims.actions.refusals import Refused, Stale
from claims.actions.topics import give_topic
from claims.models import (
    Claim,
    Evidence,
    Interview,
    Priority,
    Role,
    SearchEntry,
    SetAsideReason,
    SignOff,
    Source,
    Status,
    TranscriptVersion,
    User,
    Verdict,
)
from claims.models.claims import as_json, hash_of, verdict_is_open_to
from claims.models.reviews import is_hidden_from, seen_hash
from claims.queries.compiled import models_of
from claims.queries.past import link_of
from claims.queries.replay import LATER, Fault, State, replay
from claims.queries.verification import verified
from claims.text.normalise import normalise
from claims.text.reading import read
from tests.factories import TEXT, make_claim, make_interview, make_source, make_user

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("INVARIANT_EXAMPLES", "200"))
PARTS = 4
"""Each with examples of its own, so that several processes can share the work."""
STEPS = 50
QUOTES = ["The bridge cost nine million euros.", "It was never inspected."]
TEXTS = [TEXT, f"ADA BRANDT: Good evening.\n\n{TEXT}", TEXT.replace("nine", "ten"),
         TEXT.replace("never inspected", "not inspected")]  # fmt: skip
"""As they were heard: the first, and corrections under which quotes move or are lost."""
CONTENT = ["quote", "speaker_id", "statement", "verdict_id", "rationale"]

who = st.integers(0, 3)
which = st.integers(0, 1)
late = st.integers(0, 4)
"""How many events ago the form was opened."""
words = st.sampled_from(["", "One.", "Two.", "Three."])


def with_its_interview(pk: Any) -> QuerySet[Claim]:
    return Claim.objects.select_related("interview").filter(pk=pk)


def as_it_is(claim: Claim) -> Claim:
    [row] = models_of(with_its_interview, claim.pk)
    return row


class Newsroom:
    """The people, two interviews, each with a claim, the scale and the sources, made once for all
    examples.

    Second verdicts of the second interview are blind.
    """

    def __init__(self) -> None:
        roles = [Role.REVIEWER, Role.REVIEWER, Role.EDITOR, Role.VIEWER]
        self.people: list[User] = [make_user(role) for role in roles]
        self.interviews = [make_interview(), make_interview()]
        Interview.objects.filter(pk=self.interviews[1].pk).update(blind=True)
        self.claims = [
            make_claim(interview, quote=quote, by=self.people[0])
            for interview, quote in zip(self.interviews, QUOTES, strict=True)
        ]
        self.scale = list(Verdict.objects.on_scale())
        self.sources: list[Source] = [make_source(primary=number == 0) for number in range(2)]


class Desk(RuleBasedStateMachine):
    """One example: two new claims, and four people who do not look at what the others do."""

    room: Newsroom

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.claims = [as_it_is(claim) for claim in self.room.claims]
        self.texts: dict[int, str] = {}  # of transcripts, which never change
        self.told = {claim.pk: State() for claim in self.claims}  # by its events so far
        self.touched: Claim | None = None  # by the last step, if it changed one

    def teardown(self) -> None:
        """All that belongs to a claim is what its history says, also what a step leaves alone."""
        try:
            for claim in self.claims:
                [checked] = verified(only=claim.pk)
                assert (checked.faults, checked.events) == ([], claim.version)
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    def act(self, number: int, action: Callable[[Claim], object], *, events: int = 1) -> None:
        """Do something to a claim, as it is now: it leaves `events` events or nothing at all.

        An action that is refused takes back by itself what it has done: nothing here does.
        """
        self.touched = None
        before = self.claims[number]
        version, kept = before.version, (before.last_hash, before.snapshot())
        try:
            action(before)
        except Refused:
            events = 0
        after = self.claims[number] = as_it_is(before)
        assert after.version - version in {0, events}
        if after.version == version:
            assert (after.last_hash, after.snapshot()) == kept
            return
        self.touched = after

    def edit(self, number: int, by: int, field: str, value: Any, ago: int) -> None:
        """Save a field by a form that was opened `ago` events ago: never over a newer value."""

        def save(claim: Claim) -> None:
            seen, was = max(1, claim.version - ago), claim.version
            differs = getattr(claim, field) != getattr(value, "pk", value)
            setter = getattr(fields, f"set_{field.removesuffix('_id')}")
            try:
                setter(claim, value, seen_version=seen, by=self.room.people[by])
            except Stale:
                return
            if differs:
                newer = claim.events.filter(number__gt=seen, number__lte=was)
                assert not newer.filter(after__has_key=field).exists()

        self.act(number, save)

    @rule(number=which, by=who, text=words, ago=late)
    def write_the_statement(self, number: int, by: int, text: str, ago: int) -> None:
        self.edit(number, by, "statement", text, ago)

    @rule(number=which, by=who, text=words, ago=late)
    def write_the_rationale(self, number: int, by: int, text: str, ago: int) -> None:
        self.edit(number, by, "rationale", text, ago)

    @rule(number=which, by=who, verdict=st.integers(0, 6), ago=late)
    def choose_a_verdict(self, number: int, by: int, verdict: int, ago: int) -> None:
        self.edit(number, by, "verdict_id", self.room.scale[verdict], ago)

    @rule(number=which, by=who, name=st.sampled_from(["", "Bridges", "bridges", "Roads"]))
    def set_the_topic(self, number: int, by: int, name: str) -> None:
        self.act(
            number,
            lambda claim: give_topic(
                claim, name, seen_version=claim.version, by=self.room.people[by]
            ),
        )

    @rule(number=which, by=who, priority=st.sampled_from(Priority), ago=late)
    def set_the_priority(self, number: int, by: int, priority: Priority, ago: int) -> None:
        self.edit(number, by, "priority", priority, ago)

    @rule(number=which, by=who, to=who, ago=late)
    def give_it_to_somebody(self, number: int, by: int, to: int, ago: int) -> None:
        self.edit(number, by, "assignee_id", self.room.people[to], ago)

    @rule(number=which, by=who, source=which, stance=st.sampled_from(["supports", "refutes"]))
    def attach_a_source(self, number: int, by: int, source: int, stance: str) -> None:
        self.act(
            number,
            lambda claim: sources.attach(
                claim, self.room.sources[source], stance=stance, excerpt="Nine.",
                by=self.room.people[by],
            ),
        )  # fmt: skip

    @rule(number=which, by=who, text=words, ago=st.integers(0, 1))
    def change_evidence(self, number: int, by: int, text: str, ago: int) -> None:
        evidence = Evidence.objects.filter(claim=self.claims[number]).last()
        if evidence is not None:
            self.act(
                number,
                lambda claim: sources.edit_evidence(
                    evidence, stance="refutes", excerpt=text, locator="p. 1", answer=text,
                    seen_version=evidence.version - ago, by=self.room.people[by],
                ),
            )  # fmt: skip

    @rule(number=which, by=who)
    def withdraw_evidence(self, number: int, by: int) -> None:
        evidence = Evidence.objects.standing().filter(claim=self.claims[number]).first()
        if evidence is not None:
            self.act(
                number,
                lambda claim: sources.withdraw_evidence(
                    evidence, seen_version=evidence.version, by=self.room.people[by]
                ),
            )

    @rule(number=which, by=who)
    def search(self, number: int, by: int) -> None:
        day = self.claims[number].captured_at.date()
        self.act(
            number,
            lambda claim: searches.log_search(
                claim, place="Archive", searched_on=day, found="Nothing.", by=self.room.people[by]
            ),
        )

    @rule(number=which, by=who)
    def withdraw_a_search(self, number: int, by: int) -> None:
        entry = SearchEntry.objects.filter(claim=self.claims[number]).last()
        if entry is not None:
            self.act(number, lambda claim: searches.withdraw_search(entry, by=self.room.people[by]))

    @rule(number=which, by=who)
    def comment(self, number: int, by: int) -> None:
        self.act(
            number,
            lambda claim: comments.comment(claim, body="Why nine?", by=self.room.people[by]),
        )

    @rule(
        number=which, by=who, ago=late,
        move=st.sampled_from(["start", "submit", "publish", "restore"]),
    )  # fmt: skip
    def move(self, number: int, by: int, ago: int, move: str) -> None:
        self.act(
            number,
            lambda claim: getattr(reviews, move)(
                claim, seen_version=max(1, claim.version - ago), by=self.room.people[by]
            ),
        )

    @rule(number=which, by=who)
    def make_it_ready(self, number: int, by: int) -> None:
        """What a submission takes, and the submission: by chance alone it would be rare."""
        person = self.room.people[by]
        steps: list[Callable[[Claim], object]] = [
            lambda claim: reviews.start(claim, seen_version=claim.version, by=person),
            lambda claim: fields.set_statement(
                claim, "It cost nine.", seen_version=claim.version, by=person
            ),
            lambda claim: fields.set_verdict(
                claim, self.room.scale[1], seen_version=claim.version, by=person
            ),
            lambda claim: fields.set_rationale(
                claim, "So it says.", seen_version=claim.version, by=person
            ),
            lambda claim: sources.attach(
                claim, self.room.sources[0], stance="supports", excerpt="Nine.", by=person
            ),
            lambda claim: reviews.submit(claim, seen_version=claim.version, by=person),
        ]
        for step in steps:
            self.act(number, step)

    @rule(number=which, by=who, verdict=which, seen=st.sampled_from(["now", "before"]))
    def sign_off(self, number: int, by: int, verdict: int, seen: str) -> None:
        """Where the first verdict is hidden, with a verdict: the same or another."""

        def sign(claim: Claim) -> None:
            shown = seen_hash(claim) if seen == "now" else "0" * 64
            given = self.room.scale[verdict] if claim.is_sealed else None
            reviews.sign_off(claim, seen_hash=shown, verdict=given, by=self.room.people[by])
            assert seen == "now"

        self.act(number, sign)

    @rule(number=which, by=who, second=st.booleans())
    def decide(self, number: int, by: int, second: bool) -> None:
        def settle(claim: Claim) -> None:
            verdict = claim.second_verdict if second else claim.verdict
            if verdict:
                reviews.decide(
                    claim, verdict=verdict, reason="So.", seen_version=claim.version,
                    by=self.room.people[by],
                )  # fmt: skip

        self.act(number, settle)

    @rule(number=which, by=who, text=st.sampled_from(TEXTS))
    def correct_the_transcript(self, number: int, by: int, text: str) -> None:
        def store(claim: Claim) -> None:
            corrections.correct_transcript(
                claim.interview, read(normalise(text)[0]), reason="Heard again.",
                seen_number=claim.interview.transcripts.count(), by=self.room.people[by],
            )  # fmt: skip

        self.act(number, store)

    @rule(number=which, by=who)
    def keep_the_old_place(self, number: int, by: int) -> None:
        self.act(
            number,
            lambda claim: corrections.keep_old_anchor(
                claim, seen_version=claim.version, by=self.room.people[by]
            ),
        )

    @rule(number=which, by=who)
    def request_changes(self, number: int, by: int) -> None:
        self.act(
            number,
            lambda claim: reviews.request_changes(
                claim, comment="The year.", seen_version=claim.version, by=self.room.people[by]
            ),
        )

    @rule(number=which, by=who)
    def correct(self, number: int, by: int) -> None:
        self.act(
            number,
            lambda claim: reviews.correct(
                claim, reason="The year.", seen_version=claim.version, by=self.room.people[by]
            ),
        )

    @rule(number=which, by=who)
    def set_aside(self, number: int, by: int) -> None:
        self.act(
            number,
            lambda claim: reviews.set_aside(
                claim, reason=SetAsideReason.OUT_OF_SCOPE, seen_version=claim.version,
                by=self.room.people[by],
            ),
        )  # fmt: skip

    @invariant()
    def the_quote_is_what_was_said(self) -> None:
        if (claim := self.touched) and (pk := claim.transcript_id):
            if pk not in self.texts:
                self.texts[pk] = TranscriptVersion.objects.get(pk=pk).text
            assert self.texts[pk][claim.start : claim.end] == claim.quote

    @invariant()
    def what_is_signed_off_was_signed_by_somebody_else(self) -> None:
        claim = self.touched
        if claim is None or claim.status not in {Status.SIGNED_OFF, Status.PUBLISHED}:
            return
        live = SignOff.objects.filter(
            claim=claim, submission=claim.submission, content_hash=claim.content_hash
        ).values_list("by", flat=True)
        assert set(live) - {claim.submitted_by_id, *claim.authors}

    @invariant()
    def a_hidden_draft_is_hidden_by_every_rule_alike(self) -> None:
        claim = self.touched
        if claim is None or not claim.is_sealed or not (claim.verdict_id or claim.rationale):
            return
        for person in self.room.people:
            shown = Claim.objects.filter(verdict_is_open_to(person), pk=claim.pk).exists()
            assert shown != is_hidden_from(claim, person)
            assert shown == (person.pk in claim.authors)

    @invariant()
    def its_history_tells_how_it_came_to_be(self) -> None:
        if (claim := self.touched) is None:
            return
        told, faults = self.told[claim.pk], list[Fault]()
        events = claim.events.filter(number__gt=told.number).order_by("number")
        replay(map(link_of, events), state=told, faults=faults)
        assert faults == []
        row = {
            **LATER, **told.fields, "authors": told.authors, "submission": told.submission,
            "version": told.number, "last_hash": told.last_hash,
            "content_hash": hash_of(told.content()),
        }  # fmt: skip
        assert {name: as_json(getattr(claim, name)) for name in row} == row


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_people_do_what_must_hold_holds(part: int) -> None:
    Desk.room = Newsroom()
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=EXAMPLES // PARTS, stateful_step_count=STEPS, deadline=None, database=None,
            phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
