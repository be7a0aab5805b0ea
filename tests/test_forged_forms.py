"""Forms that no page offered: each is refused, leaves a line in the log, and changes nothing."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from claims.actions.reviews import set_aside
from claims.actions.saved_views import save_view
from claims.actions.tokens import make_token
from claims.models import Claim, Interview, Role, SavedView, SetAsideReason, User, Verdict
from tests.factories import (
    make_claim,
    make_evidence,
    make_interview,
    make_signed_claim,
    make_source,
    make_submitted_claim,
    make_user,
)

pytestmark = pytest.mark.django_db


@dataclass
class Room:
    """Who sends the form, and what there is to aim at."""

    me: User
    claim: Claim
    other: Claim


type Forged = tuple[str, dict[str, Any]]
type Case = tuple[str, int, Callable[[Room], Forged]]


def move(claim: Claim, action: str, **more: Any) -> Forged:
    sent = {"version": claim.version, "seen_hash": claim.content_hash, "action": action}
    return f"/claims/{claim.pk}/status/", {**sent, **more}


def field(claim: Claim, name: str, value: Any, **more: Any) -> Forged:
    return f"/claims/{claim.pk}/{name}/", {"value": value, "version": claim.version, **more}


def own(room: Room) -> Claim:
    return make_submitted_claim(by=room.me)


def blind(room: Room) -> Claim:
    interview = make_interview()
    Interview.objects.filter(pk=interview.pk).update(blind=True)
    return make_submitted_claim(Interview.objects.get(pk=interview.pk))


def retired() -> int:
    verdict = Verdict.objects.create(
        label="Gone", definition="It was.", position=99, retired_at=timezone.now()
    )
    return verdict.pk


def withdrawn(room: Room) -> Claim:
    return set_aside(
        make_claim(), reason=SetAsideReason.OUT_OF_SCOPE, seen_version=1, by=make_user()
    )  # fmt: skip


def captured(room: Room, **changes: Any) -> Forged:
    claim = room.claim
    sent = {
        "transcript": 1, "start": claim.start, "end": claim.end,
        "quote": claim.quote, "key": uuid4(),
    }  # fmt: skip
    return f"/interviews/{claim.interview.slug}/capture/", {**sent, **changes}


def attached(room: Room, **changes: Any) -> Forged:
    sent = {"kind": "known", "source": make_source().pk, "stance": "supports", "key": uuid4()}
    return f"/claims/{room.claim.pk}/evidence/new/", {**sent, **changes}


CASES: list[Case] = [
    # the claim
    ("a claim that is not there", 404, lambda room: ("/claims/999999/status/", {})),
    ("a quote that is not at its place", 422, lambda room: captured(room, quote="Ten million.")),
    ("a place outside of the text", 422, lambda room: captured(room, end=99_999)),
    ("a transcript that is not there", 404, lambda room: captured(room, transcript=2)),
    # its status
    ("a move that no button offered", 422, lambda room: move(room.claim, "restore")),
    ("a move that nobody does", 422, lambda room: move(room.claim, "reopen")),
    ("a dispute without a second verdict", 422, lambda room: move(own(room), "dispute")),
    ("a status instead of a move", 422, lambda room: move(room.claim, "signed_off")),
    ("a move from a version that never was", 409,
     lambda room: move(room.claim, "set_aside", version=99, reason="out_of_scope")),
    ("a reason that is none", 422, lambda room: move(room.claim, "set_aside", reason="boring")),
    ("a duplicate of itself", 422, lambda room: move(
        room.claim, "set_aside", reason="duplicate", duplicate_of=room.claim.pk)),
    ("an editor's move by a reviewer", 403, lambda room: move(make_signed_claim(), "publish")),
    # its sign-off
    ("a sign-off of one's own work", 422, lambda room: move(own(room), "sign_off")),
    ("a hash that was never shown", 409,
     lambda room: move(make_submitted_claim(), "sign_off", seen_hash="0" * 64)),
    ("no hash at all", 409, lambda room: move(make_submitted_claim(), "sign_off", seen_hash="")),
    ("a blind sign-off without a verdict", 422, lambda room: move(blind(room), "sign_off")),
    ("a blind sign-off by the open hash", 409, lambda room: move(
        blind(room), "sign_off", verdict=Verdict.objects.get(label="True").pk)),
    # its fields
    ("a verdict that is retired", 422, lambda room: field(room.claim, "verdict", retired())),
    ("a verdict that is not there", 422, lambda room: field(room.claim, "verdict", 999_999)),
    ("another's blind verdict", 422, lambda room: field(
        blind(room), "verdict", Verdict.objects.get(label="True").pk)),
    ("a claim for a viewer", 422, lambda room: field(
        room.claim, "assignee", make_user(Role.VIEWER).pk, role=Role.EDITOR)),
    ("a claim taken from somebody", 403, lambda room: field(
        make_claim(assignee=make_user()), "assignee", room.me.pk)),
    ("a field of a claim that is set aside", 422,
     lambda room: field(withdrawn(room), "statement", "Mine.")),
    # its evidence
    ("a source that is not there", 422, lambda room: attached(room, source=999_999)),
    ("a stance that is none", 422, lambda room: attached(room, stance="proves")),
    ("a form that another claim has used", 422, lambda room: attached(
        room, key=_used_key(room))),
    ("evidence of a claim that is closed", 422, lambda room: (
        f"/evidence/{_closed_evidence().pk}/edit/", {"stance": "supports", "version": 1})),
    ("a comment on evidence of another claim", 422, lambda room: (
        f"/claims/{room.claim.pk}/comments/new/",
        {"body": "Mine.", "about": f"evidence-{make_evidence(room.other).pk}", "key": uuid4()})),
    # people and rules
    ("a role raised by oneself", 403, lambda room: (
        f"/team/{room.me.pk}/role/", {"role": Role.ADMIN})),
    ("an invitation by a reviewer", 403, lambda room: (
        "/team/invite/", {"email": "me@example.org", "role": Role.ADMIN})),
    ("a view of somebody else, saved over", 404, lambda room: (
        f"/views/{other_view().pk}/save/", {"query": "", "columns": "due", "version": 1})),
    ("a shared view of somebody else, removed", 403, lambda room: (
        f"/views/{other_view(shared=True).pk}/remove/", {})),
    ("a view of filters that are none", 422, lambda room: ("/views/new/", {
        "name": "Mine", "query": "status=nowhere", "columns": "due", "key": uuid4()})),
    ("a column that is none", 422, lambda room: (
        "/claims/columns/", {"query": "", "columns": "content_hash"})),
    ("another's view as one's own list", 404, lambda room: (
        f"/views/{other_view().pk}/default/", {})),
    ("a token of somebody else", 404, lambda room: (
        f"/tokens/{make_token('Theirs', days=7, by=make_user())[0].pk}/withdraw/", {})),
    ("the scale, by a reviewer", 403, lambda room: (
        "/scale/new/", {"label": "Mine", "definition": "Mine.", "key": uuid4()})),
]  # fmt: skip


def other_view(*, shared: bool = False) -> SavedView:
    return save_view(name="Theirs", query="", columns=["due"], shared=shared, by=make_user())


def _used_key(room: Room) -> str:
    key = uuid4()
    make_evidence(room.other, key=key)
    return str(key)


def _closed_evidence() -> Any:
    claim = make_claim()
    evidence = make_evidence(claim)
    claim.refresh_from_db()
    set_aside(
        claim, reason=SetAsideReason.OUT_OF_SCOPE, seen_version=claim.version, by=make_user()
    )  # fmt: skip
    return evidence


def rows() -> dict[str, Any]:
    """Every row of ours. Who was seen where is no record, and changes as one looks."""
    models = [m for m in apps.get_app_config("claims").get_models() if m.__name__ != "Presence"]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
@pytest.mark.parametrize(("what", "status", "forge"), CASES, ids=[case[0] for case in CASES])
def test_a_forged_form_is_refused_and_logged_and_changes_nothing(
    client: Client, caplog: pytest.LogCaptureFixture, what: str, status: int,
    forge: Callable[[Room], Forged], headers: dict[str, str],
) -> None:  # fmt: skip
    room = Room(make_user(Role.REVIEWER), make_claim(), make_claim())
    path, sent = forge(room)
    client.force_login(room.me)
    before = rows()
    with caplog.at_level(logging.WARNING, logger="claims"):
        response = client.post(path, sent, headers=headers)
    assert response.status_code == status
    assert rows() == before
    assert [line for line in caplog.messages if path in line and str(room.me) in line]
