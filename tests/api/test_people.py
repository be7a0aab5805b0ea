"""People by the API: the same rules and refusals as on the pages."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from claims.models import Person, Role, User
from tests.factories import make_claim, make_interview, make_user

pytestmark = pytest.mark.django_db
SHOUTED = "OKAFOR: The bridge cost nine million euros.\n\nADA BRANDT: Never inspected?\n"


@pytest.fixture
def editor(client: Client) -> User:
    user = make_user(Role.EDITOR)
    client.force_login(user)
    return user


def send(client: Client, method: str, path: str, **sent: Any) -> HttpResponse:
    return client.generic(  # type: ignore[return-value]
        method, f"/api/v1/people/{path}", json.dumps(sent), content_type="application/json"
    )


def test_people_are_listed_described_merged_and_taken_apart(client: Client, editor: User) -> None:
    make_claim(make_interview())
    make_claim(make_interview(SHOUTED))
    okafor, whole = Person.objects.get(name="OKAFOR"), Person.objects.get(name="TOM OKAFOR")
    described = send(client, "PUT", f"{whole.pk}", version=1, name="Tom Okafor", same_as="a.org")
    assert described.json() == {
        "id": whole.pk, "name": "Tom Okafor", "description": "", "same_as": "https://a.org/",
        "spellings": [], "claims": 1, "version": 2,
    }  # fmt: skip
    stale = send(client, "PUT", f"{whole.pk}", version=1, name="Tom")
    assert stale.status_code == 409
    merging = {"into": whole.pk, "seen_version": 1, "seen_into": 2}
    merged = send(client, "POST", f"{okafor.pk}/merge", **merging).json()
    assert (merged["claims"], merged["spellings"]) == (2, [{"id": okafor.pk, "name": "OKAFOR"}])
    assert client.get(f"/api/v1/people/{okafor.pk}").json() == merged
    listed = client.get("/api/v1/people", {"q": "okafor"}).json()
    assert listed == {"people": [merged], "next": None}
    claims = client.get("/api/v1/claims", {"speaker": okafor.pk}).json()["claims"]
    assert {claim["speaker"]["name"] for claim in claims} == {"Tom Okafor"}
    apart = {"spelling": okafor.pk, "version": merged["version"]}
    assert send(client, "POST", f"{whole.pk}/apart", **apart).json()["name"] == "OKAFOR"
    assert send(client, "POST", f"{whole.pk}/apart", **apart).status_code == 404


def test_words_are_moved_and_what_stays_is_told(client: Client, editor: User) -> None:
    claim = make_claim()
    person = claim.person
    assert person
    nobody = send(client, "POST", f"{person.pk}/split", to="new", version=1, claims=[claim.pk])
    assert (nobody.status_code, nobody.json()["errors"]) == (
        422, {"name": ["Say what the new person is called."]},
    )  # fmt: skip
    moving = {"to": "new", "name": "Tom", "version": 1, "claims": [claim.pk]}
    moved = send(client, "POST", f"{person.pk}/split", **moving).json()
    assert (moved["to"]["name"], moved["claims"], moved["refused"]) == ("Tom", [claim.pk], [])


def test_reviewers_describe_and_do_not_merge(client: Client) -> None:
    make_interview()
    client.force_login(make_user())
    one, other = Person.objects.order_by("pk")[:2]
    merging = {"into": other.pk, "seen_version": 1, "seen_into": 1}
    assert send(client, "POST", f"{one.pk}/merge", **merging).status_code == 403
    assert send(client, "PUT", f"{one.pk}", version=1, name="Ada").status_code == 200
