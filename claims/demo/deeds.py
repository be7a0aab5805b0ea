"""What is done to a claim, one action of the product after another, and how long each takes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from django.utils import timezone

from claims.actions.claims import (
    capture,
    enter_by_hand,
    set_assignee,
    set_due_on,
    set_priority,
    set_rationale,
    set_verdict,
)
from claims.actions.comments import comment
from claims.actions.interviews import person_named
from claims.actions.reviews import (
    correct,
    publish,
    request_changes,
    restore,
    set_aside,
    sign_off,
    start,
    submit,
)
from claims.actions.searches import log_search
from claims.actions.sources import add_source, attach, edit_evidence
from claims.actions.topics import give_topic
from claims.demo.script import Cited, Script, Searched, Step, Told
from claims.models import (
    Claim,
    Interview,
    Priority,
    SetAsideReason,
    Source,
    TranscriptVersion,
    User,
    Verdict,
)
from claims.models.clock import now
from claims.text.anchoring import find_all

MOVES: dict[str, Callable[..., Claim]] = {
    "start": start,
    "submit": submit,
    "publish": publish,
    "restore": restore,
}
TAKES = {
    "start": 1.0, "submit": 0.4, "sign_off": 3.0, "second_verdict": 3.0, "publish": 1.0,
    "comment": 2.0, "request_changes": 3.0, "correct": 5.0, "rationale": 2.0, "set_aside": 2.0,
    "restore": 4.0,
}  # fmt: skip
"""How long a step waits for whoever takes it."""
PLANNING, READING, SEARCHING, WRITING, ANSWERING, JUDGING = 0.02, 1.5, 1.0, 1.0, 0.3, 0.2


@dataclass(frozen=True, slots=True)
class Stage:
    """What the claims of one interview need, and the claims and sources made so far, by name."""

    script: Script
    interview: Interview
    transcript: TranscriptVersion
    users: dict[str, User]
    verdicts: dict[str, Verdict]
    today: date
    made: dict[str, Claim] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)

    def source(self, name: str, *, by: User) -> Source:
        """Added by whoever uses it first."""
        if name not in self.sources:
            self.sources[name] = add_source(self.script.sources()[name], by=by)
        return self.sources[name]


@dataclass(frozen=True, slots=True)
class Deed:
    """One action on a claim; it `takes` its part of the time that all of the claim's take."""

    takes: float
    do: Callable[[Claim], Claim]


def deeds_of(told: Told, stage: Stage) -> Iterator[Deed]:
    """All that becomes of a claim once it is captured."""
    yield from _planning(told, stage)
    if not told.steps:
        yield from _work(told, stage, by=stage.users[told.captured_by])
        return
    first, *rest = told.steps
    yield _step(first, stage)
    yield from _work(told, stage, by=stage.users[first.by])
    for step in rest:
        yield _step(step, stage)


def captured(told: Told, stage: Stage) -> Claim:
    by, speaker = stage.users[told.captured_by], person_named(told.speaker)
    spans = find_all(stage.transcript.text, told.quote)
    if not spans:
        return enter_by_hand(
            stage.interview, quote=told.quote, by=by, speaker=speaker, statement=told.statement,
            key=told.key,
        )  # fmt: skip
    [(start_at, end_at)] = spans
    return capture(
        stage.transcript, start=start_at, end=end_at, quote=told.quote, by=by, speaker=speaker,
        statement=told.statement, key=told.key,
    )  # fmt: skip


def _planning(told: Told, stage: Stage) -> Iterator[Deed]:
    """Who checks it, what it is about, how urgent it is and by when: the editor says."""
    wanted: list[tuple[Callable[..., Claim], object]] = []
    if told.assignee:
        wanted.append((set_assignee, stage.users[told.assignee]))
    if told.priority != Priority.NORMAL:
        wanted.append((set_priority, told.priority))
    if told.topic:
        wanted.append((give_topic, told.topic))
    if told.due_in is not None:
        wanted.append((set_due_on, stage.today + timedelta(days=told.due_in)))
    for setting, value in wanted:
        yield Deed(PLANNING, partial(_set, setting, value, by=stage.users["editor"]))


def _work(told: Told, stage: Stage, *, by: User) -> Iterator[Deed]:
    """Attach the evidence and write down what was found."""
    for cited in told.cited:
        yield Deed(READING, partial(_attach, cited, stage, by=by))
        if cited.answer:
            yield Deed(ANSWERING, partial(_answer, cited, stage, by=by))
    for line in told.searched:
        yield Deed(SEARCHING, partial(_search, line, by=by))
    if told.rationale:
        yield Deed(WRITING, partial(_set, set_rationale, told.rationale, by=by))
    if told.verdict:
        verdict = stage.verdicts[told.verdict]
        yield Deed(JUDGING, partial(_set, set_verdict, verdict, by=by))


def _step(step: Step, stage: Stage) -> Deed:
    return Deed(TAKES[step.does], partial(_carry_out, step, stage))


def _set(setting: Callable[..., Claim], value: object, claim: Claim, *, by: User) -> Claim:
    return setting(claim, value, seen_version=claim.version, by=by)


def _attach(cited: Cited, stage: Stage, claim: Claim, *, by: User) -> Claim:
    attach(
        claim, stage.source(cited.source, by=by), stance=cited.stance, excerpt=cited.excerpt,
        locator=cited.locator, by=by,
    )  # fmt: skip
    return claim


def _answer(cited: Cited, stage: Stage, claim: Claim, *, by: User) -> Claim:
    """Say why the verdict holds against evidence that was just attached."""
    evidence = claim.evidence.get(source=stage.sources[cited.source], excerpt=cited.excerpt)
    edit_evidence(
        evidence, stance=cited.stance, excerpt=cited.excerpt, locator=cited.locator,
        answer=cited.answer, seen_version=evidence.version, by=by,
    )  # fmt: skip
    return claim


def _search(line: Searched, claim: Claim, *, by: User) -> Claim:
    day = timezone.localdate(now()) - timedelta(days=line.days_ago)
    log_search(claim, place=line.place, searched_on=day, found=line.found, by=by)
    return claim


def _carry_out(step: Step, stage: Stage, claim: Claim) -> Claim:
    by, seen = stage.users[step.by], claim.version
    if move := MOVES.get(step.does):
        return move(claim, seen_version=seen, by=by)
    match step.does:
        case "sign_off":
            return sign_off(claim, seen_hash=claim.content_hash, by=by)
        case "second_verdict":
            found = stage.verdicts[step.words]
            return sign_off(claim, seen_hash=claim.blind_hash(), verdict=found, by=by)
        case "comment":
            comment(claim, body=step.words, by=by)
            claim.refresh_from_db()
            return claim
        case "request_changes":
            return request_changes(claim, comment=step.words, seen_version=seen, by=by)
        case "correct":
            return correct(claim, reason=step.words, seen_version=seen, by=by)
        case "rationale":
            return set_rationale(claim, step.words, seen_version=seen, by=by)
    assert step.does == "set_aside"
    return set_aside(
        claim, reason=step.why or SetAsideReason.NOT_CHECKABLE, note=step.words, by=by,
        seen_version=seen, duplicate_of=stage.made.get(step.duplicate_of),
    )  # fmt: skip
