"""What one row of a sheet becomes, by the same actions as when a person types it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from claims.actions import claims as edits
from claims.actions.claims import capture, enter_by_hand
from claims.actions.history import locked
from claims.actions.interviews import person_named
from claims.actions.refusals import QuoteMismatch, Refused
from claims.actions.reviews import set_aside, start, submit
from claims.actions.sources import attach_new
from claims.actions.topics import give_topic
from claims.models import (
    Claim,
    Interview,
    Priority,
    RowOutcome,
    SheetRow,
    Source,
    SourceKind,
    Status,
    User,
)
from claims.models.reviews import TRANSITIONS
from claims.queries.sheet_rows import Understood, made_before, stand_for
from claims.text.addresses import readable
from claims.text.sheet_columns import LABELS, Field

TITLE_LENGTH = 300

type Setter = Callable[[Claim, Understood, User], Claim]


@dataclass(slots=True)
class Done:
    """What became of a row."""

    outcome: RowOutcome
    claim: Claim | None = None
    reason: str = ""
    remarks: list[str] = field(default_factory=list)
    left_out: list[Field] = field(default_factory=list)


def carry_out(meant: Understood, *, by: User) -> Done:
    """Make the claim of a row, or find it. Within the transaction that notes what came of it.

    The interview is locked meanwhile: of two imports of the same row, the second finds the claim.
    Raises NotAllowed.
    """
    if meant.refusal or meant.interview is None:
        return Done(RowOutcome.REFUSED, reason=meant.refusal)
    Interview.objects.select_for_update(no_key=True).get(pk=meant.interview.pk)
    if not meant.known and (before := made_before(meant)):
        stand_for(meant, *before)
        if meant.refusal:
            return Done(RowOutcome.REFUSED, reason=meant.refusal)
    if meant.known:
        return _found(meant, meant.known, by=by)
    return _made(meant, meant.interview, by=by)


def _made(meant: Understood, interview: Interview, *, by: User) -> Done:
    done = Done(RowOutcome.NEW, remarks=meant.remarks, left_out=[*meant.left_out])
    claim = _captured(meant, interview, done, by=by)
    for name in SETTERS:
        claim = _set(claim, name, meant, done, by=by)
    done.claim = _moved(claim, meant, done, by=by)
    return done


def _captured(meant: Understood, interview: Interview, done: Done, *, by: User) -> Claim:
    """The claim at the one place where the transcript has its words, else entered by hand.

    A quote that differs from the transcript in its typography becomes the transcript's.
    """
    speaker = meant.heard or person_named(meant.speaker)
    if meant.transcript and not meant.is_by_hand:
        [(start_at, end)] = meant.places
        quote = meant.transcript.text[start_at:end]
        try:
            return capture(
                meant.transcript, start=start_at, end=end, quote=quote, speaker=speaker,
                statement=meant.statement, by=by,
            )  # fmt: skip
        except QuoteMismatch as refusal:
            done.remarks.append(f"The claim is entered by hand. {refusal}")
    return enter_by_hand(
        interview, quote=meant.quote, speaker=speaker, statement=meant.statement, by=by
    )


def _found(meant: Understood, number: int, *, by: User) -> Done:
    """A claim that was there before. What stands there stays.

    What was left out when its row was imported, and is right in this one, is added where the claim
    still has nothing.
    """
    claim = locked(Claim(pk=number))
    done = Done(RowOutcome.KNOWN, claim)
    made = SheetRow.objects.filter(claim=claim, outcome=RowOutcome.NEW).first()
    if made:
        missing = [Field(name) for name in made.left_out]
        for name in missing:
            claim = _added(claim, name, meant, done, by=by)
        made.left_out = [str(name) for name in missing if _is_empty(claim, name)]
        made.id_key = made.id_key or meant.id_key
        made.save(update_fields=["left_out", "id_key"])
    return done


def _added(claim: Claim, name: Field, meant: Understood, done: Done, *, by: User) -> Claim:
    """The claim with a field that could not be taken over before, if nobody has filled it since."""
    if name in meant.left_out:
        done.left_out.append(name)
        done.remarks.append(f"{LABELS[name]} left out. {meant.left_out[name]}")
    elif _is_empty(claim, name):
        version = claim.version
        if name == Field.STATUS:
            claim = _moved(claim, meant, done, by=by)
        elif name in SETTERS:
            claim = _set(claim, name, meant, done, by=by)
        if claim.version != version:
            done.remarks.append(f"{LABELS[name]} added.")
    return claim


def _is_empty(claim: Claim, name: Field) -> bool:
    """Whether nobody has said anything of it yet."""
    if name == Field.STATUS:
        return claim.status == Status.NEW
    if name == Field.PRIORITY:
        return claim.priority == Priority.NORMAL
    if name in {Field.SOURCE, Field.STANCE, Field.EXCERPT, Field.LOCATOR}:
        return not claim.evidence.standing().exists()
    return not getattr(claim, {Field.DUE: "due_on"}.get(name, name.value))


def _set(claim: Claim, name: Field, meant: Understood, done: Done, *, by: User) -> Claim:
    """The claim with what the row says of one field; a refusal is noted and the rest goes on.

    What an action refuses it has not begun, or takes back itself.
    """
    try:
        return SETTERS[name](claim, meant, by)
    except Refused as refusal:
        done.left_out.append(name)
        done.remarks.append(f"{LABELS[name]} left out. {refusal}")
        return claim


def _speaker(claim: Claim, meant: Understood, by: User) -> Claim:
    if not meant.speaker or claim.speaker_id:
        return claim
    person = meant.heard or person_named(meant.speaker)
    return edits.set_speaker(claim, person, seen_version=claim.version, by=by)


def _by(attribute: str, action: Callable[..., Claim]) -> Setter:
    """What the row says under a name, set by an action; nothing where it says nothing."""

    def setter(claim: Claim, meant: Understood, by: User) -> Claim:
        value = getattr(meant, attribute)
        return action(claim, value, seen_version=claim.version, by=by) if value else claim

    return setter


def _sources(claim: Claim, meant: Understood, by: User) -> Claim:
    """Excerpt and place are of the first source, which they stand beside in the sheet."""
    for at, address in enumerate(meant.sources):
        source = Source(
            kind=SourceKind.WEB, title=readable(address)[:TITLE_LENGTH], url=address,
            canonical_url=address,
        )  # fmt: skip
        attach_new(
            claim, source, stance=meant.stance, excerpt="" if at else meant.excerpt,
            locator="" if at else meant.locator, by=by,
        )  # fmt: skip
    return locked(claim) if meant.sources else claim


SETTERS: dict[Field, Setter] = {
    Field.SPEAKER: _speaker,
    Field.TOPIC: _by("topic", give_topic),
    Field.PRIORITY: _by("priority", edits.set_priority),
    Field.DUE: _by("due", edits.set_due_on),
    Field.ASSIGNEE: _by("assignee", edits.set_assignee),
    Field.SOURCE: _sources,
    Field.VERDICT: _by("verdict", edits.set_verdict),
    Field.RATIONALE: _by("rationale", edits.set_rationale),
}


def _moved(claim: Claim, meant: Understood, done: Done, *, by: User) -> Claim:
    """The claim as far on its way as the table of transitions lets this person move it.

    What a sheet calls signed off or published was not signed off here: it goes no further than to
    await a sign-off.
    """
    aim = meant.aim
    if aim.aside:
        return set_aside(claim, reason=aim.aside, seen_version=claim.version, by=by)
    if aim.status == Status.NEW:
        return claim
    claim = start(claim, seen_version=claim.version, by=by)
    if aim.status == Status.CHECKING:
        return claim
    missing = TRANSITIONS["submit"].refusal(locked(claim), by)
    if not missing:
        claim = submit(claim, seen_version=claim.version, by=by)
    said = f"“{aim.words}” is not carried over: the claim is “{claim.get_status_display()}”."
    if aim.status != claim.status:
        done.remarks.append(f"{said} {missing or 'Nobody has signed it off here.'}")
    return claim
