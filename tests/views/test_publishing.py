"""What readers were told of a claim, for people who are logged in."""

import hashlib
import json
from typing import Any

import pytest
from django.test import Client

from claims.actions import reviews
from claims.actions.claims import set_rationale
from claims.models import Claim, Role, Status
from tests.factories import make_claim, make_signed_claim, make_user

pytestmark = pytest.mark.django_db


def published(by: Any = None) -> Claim:
    claim = make_signed_claim(by=by)
    return reviews.publish(claim, seen_version=claim.version, by=make_user(Role.EDITOR))


def test_the_page_shows_the_payload_and_its_hash(client: Client) -> None:
    claim = published()
    client.force_login(make_user(Role.VIEWER))
    page = client.get(f"/claims/{claim.pk}/publications/")
    publication = claim.publications.get()
    assert page.status_code == 200
    assert publication.sha256 in page.text
    assert "The accounts say so." in page.text
    assert f"/claims/{claim.pk}/publications/" in client.get(f"/claims/{claim.pk}/").text


def test_the_hash_is_that_of_the_file(client: Client) -> None:
    claim = published()
    client.force_login(make_user(Role.VIEWER))
    file = client.get(f"/claims/{claim.pk}/publications/1.json")
    publication = claim.publications.get()
    assert hashlib.sha256(file.content).hexdigest() == publication.sha256
    assert json.loads(file.content) == publication.payload
    assert claim.events.last().after["publication"] == publication.sha256


def test_a_correction_keeps_what_was_said_before(client: Client) -> None:
    ana, editor, jon = make_user(), make_user(Role.EDITOR), make_user()
    claim = published(by=ana)
    claim = reviews.correct(claim, reason="The year.", seen_version=claim.version, by=editor)
    claim = set_rationale(claim, "Better.", seen_version=claim.version, by=ana)
    assert [one.payload["rationale"] for one in claim.publications.all()] == [
        "The accounts say so."
    ]
    claim = reviews.submit(claim, seen_version=claim.version, by=ana)
    claim = reviews.sign_off(claim, seen_hash=claim.content_hash, by=jon)
    claim = reviews.publish(claim, seen_version=claim.version, by=editor)
    assert claim.status == Status.PUBLISHED
    assert [(one.number, one.payload["rationale"]) for one in claim.publications.all()] == [
        (2, "Better."), (1, "The accounts say so."),
    ]  # fmt: skip
    client.force_login(jon)
    page = client.get(f"/claims/{claim.pk}/publications/").text
    assert page.index("Better.") < page.index("The accounts say so.")


def test_what_was_not_published_has_an_empty_page_and_no_file(client: Client) -> None:
    claim = make_claim()
    client.force_login(make_user())
    assert "Nothing of this claim has been published" in client.get(
        f"/claims/{claim.pk}/publications/"
    ).text  # fmt: skip
    assert client.get(f"/claims/{claim.pk}/publications/1.json").status_code == 404
    assert client.get("/claims/999999/publications/").status_code == 404


@pytest.mark.parametrize("path", ["publications/", "publications/1.json"])
def test_strangers_see_nothing(client: Client, path: str) -> None:
    claim = published()
    response = client.get(f"/claims/{claim.pk}/{path}")
    assert response.headers["Location"].startswith("/accounts/login/")
