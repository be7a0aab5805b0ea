"""The fields of a claim as a page shows them, edited where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from claims import permissions
from claims.actions.history import JUDGEMENT
from claims.forms.claim_fields import KINDS, FieldKind, is_withheld
from claims.models import Claim, Role, Status, User


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one claim, as a template shows it."""

    name: str
    label: str
    prompt: str
    url: str
    dom_id: str
    text: str
    can_edit: bool
    follows: bool
    claim: Claim
    note: str = ""
    note_url: str = ""

    @property
    def html(self) -> SafeString:
        """The field as it reads. Not by a template: a list has hundreds of them."""
        follows = note = ""
        if self.follows:
            follows = following(self.claim, f"{self.url}?read")
        if self.note:
            note = f'<a class="field-note" href="{self.note_url}">{escape(self.note)}</a>'
        empty = "" if self.text else " empty-value"
        value = f'<span class="field-value{empty}">{escape(self.text) or "–"}</span>'
        if self.can_edit:
            shown = escape(self.text) or (
                f'<span class="dash" aria-hidden="true">–</span>'
                f'<span class="prompt">{self.prompt}</span>'
            )
            value = (
                f'<a class="field-value{empty}" href="{self.url}" hx-get="{self.url}"'
                f' hx-target="closest .field" hx-swap="outerHTML">'
                f'<span class="visually-hidden">{self.label}: </span>{shown}'
                f'<span class="visually-hidden"> (edit)</span></a>'
            )
        return SafeString(f'<div class="field" id="{self.dom_id}"{follows}>{value}{note}</div>')


def status_html(claim: Claim, user: User) -> SafeString:
    """The status of a claim in a row: one word, which opens the menu of what may be done."""
    address = address_in_row("claim-status", claim.pk)
    chip = f'<span class="chip {claim.status_css}">{claim.get_status_display()}</span>'
    value = f'<span class="field-value">{chip}</span>'
    if permissions.can_capture(user):
        value = (
            f'<a class="field-value" href="{address}" hx-get="{address}" hx-target="closest .field"'
            f' hx-swap="outerHTML"><span class="visually-hidden">Status: </span>{chip}'
            f'<span class="visually-hidden"> (change)</span></a>'
        )
    dom_id, follows = f"claim-{claim.pk}-status", following(claim, f"{address}?read")
    return SafeString(f'<div class="field" id="{dom_id}"{follows}>{value}</div>')


def following(claim: Claim, address: str) -> str:
    """Attributes of an element that fetches itself anew whenever the claim is changed."""
    return (
        f' hx-get="{address}" hx-trigger="claim-{claim.pk}-changed from:body" hx-target="this"'
        f' hx-swap="outerHTML"'
    )


@cache
def _around(name: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=["0"]).partition("0")
    return before, after


def address_in_row(name: str, row: object) -> str:
    """As `reverse` of a name with one argument, several times as fast."""
    before, after = _around(name)
    return f"{before}{row}{after}"


def field_of(claim: Claim, name: str, user: User) -> Field:
    kind = KINDS[name]
    note, note_url = note_on(claim, name, user)
    return Field(
        name=name, note=note, note_url=note_url, label=kind.label, prompt=kind.prompt,
        dom_id=f"claim-{claim.pk}-{name}", url=address_in_row(f"claim-{name}", claim.pk),
        text=WITHHELD if is_withheld(claim, name, user) else shown(kind, claim),
        can_edit=can_edit(user, claim, name), follows=kind.follows, claim=claim,
    )  # fmt: skip


WITHHELD = "Hidden until a second person has given a verdict"
LEFT = {"older wording": "An older wording", "retired": "No longer on the scale"}


def note_on(claim: Claim, name: str, user: User) -> tuple[str, str]:
    """What is said quietly beside a value, and where more of it stands."""
    if name != "verdict" or claim.verdict is None or is_withheld(claim, name, user):
        return "", ""
    note = LEFT.get(claim.verdict.left, "")
    return note, f"{reverse('scale')}#verdict-{claim.verdict_id}" if note else ""


def fields_of(claim: Claim, user: User, names: Iterable[str]) -> dict[str, Field]:
    return {name: field_of(claim, name, user) for name in names}


def shown(kind: FieldKind, claim: Claim) -> str:
    if kind.name == "priority":
        return claim.get_priority_display()
    value = getattr(claim, kind.reads)
    return kind.shows(value) if value not in {None, ""} else ""


def can_edit(user: User, claim: Claim, name: str) -> bool:
    if name in {"priority", "due", "topic"}:
        return permissions.can_plan(user, claim)
    if name == "assignee":
        return permissions.can_plan(user, claim) and (
            user.has_role(Role.EDITOR) or claim.assignee_id in {None, user.pk}
        )
    closed = name in JUDGEMENT and claim.status == Status.DISPUTED
    return permissions.can_edit(user, claim) and not closed and not is_withheld(claim, name, user)
