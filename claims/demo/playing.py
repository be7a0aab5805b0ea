"""Playing a script: each step is an action of the product, so each leaves its event."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

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
from claims.actions.interviews import add_interview, person_named
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
from claims.demo.script import Script, Step, Told
from claims.models import (
    Claim,
    Interview,
    Person,
    Priority,
    SetAsideReason,
    Source,
    TranscriptVersion,
    User,
    Verdict,
)
from claims.text.anchoring import find_all
from claims.text.normalise import normalise
from claims.text.reading import read

MOVES: dict[str, Callable[..., Claim]] = {
    "start": start,
    "submit": submit,
    "publish": publish,
    "restore": restore,
}


@dataclass(frozen=True, slots=True)
class Stage:
    """What the claims of one interview need, and the claims made so far, by name."""

    interview: Interview
    transcript: TranscriptVersion
    users: dict[str, User]
    sources: dict[str, Source]
    verdicts: dict[str, Verdict]
    today: date
    made: dict[str, Claim] = field(default_factory=dict)


def play(script: Script, users: dict[str, User], *, today: date) -> Interview:
    """Store a script's interview and carry out all that happens to its claims."""
    for name, description in script.people.items():
        Person.objects.get_or_create(name=name, defaults={"description": description})
    interview = add_interview(
        script.details, read(normalise(script.text)[0]), by=users["editor"], names=script.names,
        key=script.key,
    )  # fmt: skip
    stage = Stage(
        interview=interview,
        transcript=interview.transcripts.get(),
        users=users,
        sources={
            name: add_source(source, by=users["reviewer"])
            for name, source in script.sources().items()
        },
        verdicts={verdict.label: verdict for verdict in Verdict.objects.on_scale()},
        today=today,
    )
    for told in script.told:
        stage.made[told.name] = _tell(told, stage)
    return interview


def _tell(told: Told, stage: Stage) -> Claim:
    claim = _plan(_made(told, stage), told, stage)
    if not told.steps:
        return _work_on(claim, told, stage, by=stage.users[told.captured_by])
    first, *rest = told.steps
    claim = _carry_out(claim, first, stage)
    claim = _work_on(claim, told, stage, by=stage.users[first.by])
    for step in rest:
        claim = _carry_out(claim, step, stage)
    return claim


def _made(told: Told, stage: Stage) -> Claim:
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


def _plan(claim: Claim, told: Told, stage: Stage) -> Claim:
    """Who checks it, what it is about, how urgent it is and by when: the editor says."""
    editor = stage.users["editor"]
    if told.assignee:
        claim = set_assignee(
            claim, stage.users[told.assignee], seen_version=claim.version, by=editor
        )
    if told.priority != Priority.NORMAL:
        claim = set_priority(claim, told.priority, seen_version=claim.version, by=editor)
    if told.topic:
        claim = give_topic(claim, told.topic, seen_version=claim.version, by=editor)
    if told.due_in is not None:
        due_on = stage.today + timedelta(days=told.due_in)
        claim = set_due_on(claim, due_on, seen_version=claim.version, by=editor)
    return claim


def _work_on(claim: Claim, told: Told, stage: Stage, *, by: User) -> Claim:
    """Attach the evidence and write down what was found."""
    for cited in told.cited:
        source = stage.sources[cited.source]
        evidence = attach(
            claim, source, stance=cited.stance, excerpt=cited.excerpt, locator=cited.locator, by=by
        )
        if cited.answer:
            edit_evidence(
                evidence, stance=cited.stance, excerpt=cited.excerpt, locator=cited.locator,
                answer=cited.answer, seen_version=evidence.version, by=by,
            )  # fmt: skip
    for line in told.searched:
        day = stage.today - timedelta(days=line.days_ago)
        log_search(claim, place=line.place, searched_on=day, found=line.found, by=by)
    if told.rationale:
        claim = set_rationale(claim, told.rationale, seen_version=claim.version, by=by)
    if told.verdict:
        verdict = stage.verdicts[told.verdict]
        claim = set_verdict(claim, verdict, seen_version=claim.version, by=by)
    return claim


def _carry_out(claim: Claim, step: Step, stage: Stage) -> Claim:
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
