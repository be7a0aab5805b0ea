"""Personal tokens: made once, good for a time, with the rights of one person and no more."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from claims.actions.accounts import set_active, set_role
from claims.actions.refusals import NotAllowed, Refused
from claims.actions.tokens import make_token, person_with, withdraw_token
from claims.models import ApiToken, Role, User
from claims.models.tokens import TOKENS_AT_MOST
from tests.factories import make_claim, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return make_user(name="Ana Ruiz", username="ana", password="correct horse")


def bearer(text: str) -> Any:
    return {"Authorization": f"Bearer {text}"}


def test_a_token_is_shown_once_after_the_password_and_only_its_hash_is_stored(
    client: Client, ana: User
) -> None:
    client.force_login(ana)
    sent = {"name": "Import script", "days": "30"}
    asked = client.post("/tokens/new/", sent)
    assert asked["Location"] == "/accounts/reauthenticate/?next=%2Ftokens%2Fnew%2F"
    assert not ApiToken.objects.exists()
    made = client.post(asked["Location"], {"password": "correct horse"})
    assert (made.status_code, made["Cache-Control"].split(",")[0]) == (201, "max-age=0")
    text = made.context["text"]
    token = ApiToken.objects.get()
    assert (token.user, token.name, token.expires_at - token.created_at) == (
        ana, "Import script", timedelta(days=30),
    )  # fmt: skip
    assert text not in str(ApiToken.objects.values().get())
    assert person_with(text) == ana
    listed = client.get("/tokens/")
    assert list(listed.context["tokens"]) == [token]
    assert text not in listed.text
    for wrong in [{"name": " ", "days": "30"}, {"name": "For ever", "days": "9999"}]:
        assert client.post("/tokens/new/", wrong).status_code == 422


def test_one_withdraws_ones_own_tokens_only(client: Client, ana: User) -> None:
    (mine, text), (other, _) = (
        make_token("A", days=7, by=ana), make_token("B", days=7, by=make_user()),
    )  # fmt: skip
    client.force_login(ana)
    assert client.post(f"/tokens/{other.pk}/withdraw/").status_code == 404
    with pytest.raises(NotAllowed):
        withdraw_token(other, by=ana)
    assert client.post(f"/tokens/{mine.pk}/withdraw/").status_code == 302
    assert person_with(text) is None
    assert client.get("/api/v1/me", headers=bearer(text)).status_code == 401


def test_a_token_ends_with_its_time_and_with_the_account(client: Client, ana: User) -> None:
    token, text = make_token("A", days=7, by=ana)
    assert client.get("/api/v1/me", headers=bearer(text)).json() == {
        "id": ana.pk, "username": "ana", "name": "Ana Ruiz", "role": "reviewer",
    }  # fmt: skip
    token.refresh_from_db()
    assert token.last_used_at is not None
    admin = make_user(Role.ADMIN)
    set_active(ana, active=False, by=admin)
    assert person_with(text) is None
    set_active(ana, active=True, by=admin)
    assert person_with(text) is None

    token, text = make_token("B", days=7, by=ana)
    past = timezone.now() - timedelta(days=8)
    ApiToken.objects.filter(pk=token.pk).update(
        created_at=past, expires_at=past + timedelta(days=7)
    )
    refused = client.get("/api/v1/me", headers=bearer(text))
    assert (refused.status_code, refused.json()["detail"]) == (
        401, "This token does not work, or no longer.",
    )  # fmt: skip


def test_a_token_does_what_the_role_of_the_person_allows_by_then(client: Client, ana: User) -> None:
    claim = make_claim()
    _, text = make_token("A", days=7, by=ana)
    address = f"/api/v1/claims/{claim.pk}/fields/statement"

    def put(value: str, version: int) -> int:
        sent = {"value": value, "version": version}
        return client.put(
            address, sent, content_type="application/json", headers=bearer(text)
        ).status_code

    assert put("Nine million.", 1) == 200
    set_role(ana, Role.VIEWER, by=make_user(Role.ADMIN))
    assert put("Ten million.", 2) == 403
    claim.refresh_from_db()
    assert (claim.statement, claim.events.last().actor) == ("Nine million.", ana)  # type: ignore[union-attr]


def test_a_wrong_token_is_refused_beside_a_session_that_would_do(
    client: Client, ana: User
) -> None:  # fmt: skip
    client.force_login(ana)
    assert client.get("/api/v1/me").status_code == 200
    refused = client.get("/api/v1/me", headers=bearer("factcheck_guess"))
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Bearer")


def test_a_session_that_writes_shows_the_csrf_token(ana: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    claim = make_claim()
    sent: dict[str, Any] = {"data": {"body": "Mine."}, "content_type": "application/json"}
    address = f"/api/v1/claims/{claim.pk}/comments"
    assert client.post(address, **sent).status_code == 403
    client.get("/tokens/")
    key = client.cookies["csrftoken"].value
    assert client.post(address, **sent, headers={"X-CSRFToken": key}).status_code == 201
    client.logout()
    assert client.post(address, **sent, headers={"X-CSRFToken": key}).status_code == 401


def test_nobody_heaps_up_tokens(ana: User) -> None:
    for number in range(TOKENS_AT_MOST):
        make_token(f"No. {number}", days=7, by=ana)
    with pytest.raises(Refused):
        make_token("One more", days=7, by=ana)
