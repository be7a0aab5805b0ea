"""The fields of a claim that are edited one by one: the form of each, and the action it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.formats import date_format

from claims.actions import claims as actions
from claims.actions.history import JUDGEMENT
from claims.actions.interviews import person_named
from claims.actions.topics import give_topic
from claims.forms import claims as forms
from claims.models import Claim, Role, Topic, User
from claims.models.reviews import is_hidden_from

TOPICS_SUGGESTED = 300


@dataclass(frozen=True, slots=True)
class FieldKind:
    name: str
    label: str
    prompt: str
    """What an empty field says to somebody who may fill it."""
    attribute: str
    form: type[forms.FieldForm]
    save: Callable[..., Claim]
    shows: Callable[[Any], str] = str
    follows: bool = False
    """Whether other changes of the claim change it too, so that it has to be fetched again."""
    suggests: Callable[[], list[str]] | None = None
    """What may be typed, some of it."""
    shown_as: str = ""
    """The attribute that is shown of it, where it is another."""

    @property
    def reads(self) -> str:
        return self.shown_as or self.attribute


@transaction.atomic
def save_speaker(claim: Claim, name: str, *, seen_version: int, by: User) -> Claim:
    """A person made for a name goes again when the action refuses: one transaction."""
    same = claim.person is not None and str(claim.person) == name
    speaker = claim.speaker if same else person_named(name, here=claim.interview_id)
    return actions.set_speaker(claim, speaker, seen_version=seen_version, by=by)


def known_topics() -> list[str]:
    return list(Topic.objects.values_list("name", flat=True)[:TOPICS_SUGGESTED])


def short_date(day: Any) -> str:
    return date_format(day, "j M Y")


KINDS = {
    kind.name: kind
    for kind in [
        FieldKind("statement", "Statement", "Add the statement to check", "statement",
                  forms.StatementForm, actions.set_statement),
        FieldKind("verdict", "Verdict", "Choose a verdict", "verdict",
                  forms.VerdictForm, actions.set_verdict),
        FieldKind("rationale", "Rationale", "Add the rationale", "rationale",
                  forms.RationaleForm, actions.set_rationale),
        FieldKind("speaker", "Speaker", "Name the speaker", "speaker",
                  forms.SpeakerForm, save_speaker, shown_as="person"),
        FieldKind("assignee", "Assignee", "Assign", "assignee",
                  forms.AssigneeForm, actions.set_assignee, follows=True),
        FieldKind("priority", "Priority", "Set the priority", "priority",
                  forms.PriorityForm, actions.set_priority),
        FieldKind("due", "Due", "Set a due date", "due_on",
                  forms.DueForm, actions.set_due_on, shows=short_date),
        FieldKind("topic", "Topic", "Add a topic", "topic",
                  forms.TopicForm, give_topic, suggests=known_topics),
    ]
}  # fmt: skip


def is_withheld(claim: Claim, name: str, user: User) -> bool:
    return name in JUDGEMENT and is_hidden_from(claim, user)


def form_of(claim: Claim, name: str, user: User, *args: Any) -> forms.FieldForm:
    """The form of a field: of what is posted, else of what stands there."""
    kind = KINDS[name]
    value = None if is_withheld(claim, name, user) else getattr(claim, kind.reads)
    if name in {"speaker", "topic"}:
        value = str(value or "")
    initial = {"value": value.pk if isinstance(value, Model) else value, "version": claim.version}
    form = kind.form(
        *args, initial=initial, dom_id=f"claim-{claim.pk}-{name}", label=kind.label, user=user
    )
    if name == "assignee" and not user.has_role(Role.EDITOR):
        choices = form.fields["value"]
        choices.queryset = choices.queryset.filter(pk=user.pk)  # type: ignore[attr-defined]
    return form
