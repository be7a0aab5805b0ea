"""Saved views of the claim list, and the columns that a person chooses."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from claims.actions.saved_views import save_view
from claims.models import Role, SavedView, User
from tests.factories import make_claim, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    user = make_user(username="rita", name="Rita Rey")
    client.force_login(user)
    return user


def make_view(by: User, **overrides: Any) -> SavedView:
    values = {"name": "Urgent", "query": "priority=4&sort=due", "columns": ["due"], "shared": False}
    return save_view(by=by, **{**values, **overrides})


def heads(page: Any) -> list[str]:
    return re.findall(r'<th scope="col" class="c-([a-z]+)', page.text)


def test_a_list_is_saved_with_its_filters_order_and_columns(client: Client, user: User) -> None:
    urgent, _ = make_claim(by=user, priority=4), make_claim(by=user, priority=1)
    listed = client.get("/claims/?priority=4&sort=due&page=2&columns=")
    [link] = re.findall(r'class="btn quiet small" href="(/views/new/\?[^"]*)"', listed.text)
    form = client.get(link.replace("&amp;", "&"))
    hidden = dict(re.findall(r'type="hidden" name="(query|key)" value="([^"]*)"', form.text))
    assert hidden["query"] == "priority=4&amp;sort=due"
    sent = {"name": " My  urgent ", "query": "sort=due&priority=4&nonsense=1", "key": hidden["key"],
            "columns": ["due", "speaker"]}  # fmt: skip
    for _ in range(2):
        response = client.post("/views/new/", sent)
        view = SavedView.objects.get()
        assert (response.status_code, response.headers["Location"]) == (302, f"/views/{view.pk}/")
    assert (view.name, view.query, view.columns, view.owner, view.shared) == (
        "My urgent", "priority=4&sort=due", ["due", "speaker"], user, False,
    )  # fmt: skip
    page = client.get(f"/views/{view.pk}/")
    assert [one.pk for one in page.context["page"].claims] == [urgent.pk]
    assert heads(page) == ["claim", "speaker", "due"]
    assert f'href="/views/{view.pk}/" aria-current="page">My urgent</a>' in page.text
    assert "Changed" not in page.text


def test_what_differs_from_a_view_is_said_and_saved_over_it(client: Client, user: User) -> None:
    view = make_view(user)
    address = f"/claims/?sort=due&priority=4&status=new&view={view.pk}"
    assert "Changed" not in client.get(f"/claims/?sort=due&priority=4&view={view.pk}").text
    page = client.get(address)
    assert "<span>Changed</span>" in page.text
    assert page.context["hidden"] == [("view", str(view.pk))]
    assert f'href="/claims/?priority=4&amp;sort=due&amp;view={view.pk}"' in page.text
    sent = {"query": "priority=4&status=new&sort=due", "columns": "due,topic", "version": 1}
    assert client.post(f"/views/{view.pk}/save/", sent).status_code == 302
    view.refresh_from_db()
    assert (view.query, view.columns, view.version) == (
        "status=new&priority=4&sort=due", ["due", "topic"], 2,
    )  # fmt: skip
    assert client.post(f"/views/{view.pk}/save/", sent).status_code == 409


def test_a_view_is_renamed_shared_and_removed(client: Client, user: User) -> None:
    view, other = make_view(user), make_user(Role.VIEWER)
    sent = {"name": "Newsroom", "shared": "on", "version": 1}
    assert client.post(f"/views/{view.pk}/edit/", sent).status_code == 302
    client.force_login(other)
    assert client.get(f"/views/{view.pk}/").status_code == 200
    assert client.post(f"/views/{view.pk}/default/").status_code == 302
    assert f'<a href="/views/{view.pk}/"' in client.get("/queue/").text
    refused = client.post("/views/new/", {
        "name": "Viewers’", "shared": "on", "query": "", "columns": "due", "key": uuid4(),
    })  # fmt: skip
    assert refused.status_code == 403
    editor = make_user(Role.EDITOR)
    client.force_login(editor)
    private = {"name": "Newsroom", "version": 2}
    assert client.post(f"/views/{view.pk}/edit/", private).status_code == 302
    other.refresh_from_db()
    assert other.default_view is None
    assert client.get(f"/views/{view.pk}/").status_code == 404
    client.force_login(user)
    client.post(f"/views/{view.pk}/default/")
    assert client.post(f"/views/{view.pk}/remove/").status_code == 302
    user.refresh_from_db()
    assert (SavedView.objects.count(), user.default_view) == (0, None)
    assert "There are no saved views yet." in client.get("/views/").text


def test_a_name_is_taken_once_by_each_person_and_once_by_the_newsroom(
    client: Client, user: User
) -> None:
    make_view(user)
    make_view(make_user())
    sent = {"name": "URGENT", "query": "", "columns": "due", "key": uuid4()}
    response = client.post("/views/new/", sent)
    assert response.status_code == 422
    assert "You have a view of this name already." in response.text
    make_view(make_user(), shared=True)
    shared = {**sent, "shared": "on"}
    assert "The newsroom has a shared view of this name" in client.post("/views/new/", shared).text
    assert client.post("/views/new/", {**sent, "name": ""}).status_code == 422
    for name in ("", "urgent"):
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedView.objects.create(name=name, owner=user, columns=[])


def test_columns_are_remembered_for_each_person_and_tried_out_on_a_view(
    client: Client, user: User
) -> None:
    make_claim(by=user)
    usual = ["claim", "status", "verdict", "assignee", "topic", "priority", "sources", "due"]
    assert heads(client.get("/claims/")) == usual
    sent = {"query": "status=new", "columns": ["interview", "captured"]}
    response = client.post("/claims/columns/", sent)
    assert response.headers["Location"] == "/claims/?status=new"
    page = client.get("/claims/")
    assert heads(page) == ["claim", "interview", "captured"]
    assert '<td data-label="Interview"><a href="/interviews/' in page.text
    view = make_view(user, query="")
    response = client.post("/claims/columns/", {**sent, "query": f"view={view.pk}"})
    address = f"/claims/?view={view.pk}&columns=interview%2Ccaptured"
    assert response.headers["Location"] == address
    tried = client.get(address)
    assert (heads(tried), "Changed" in tried.text) == (["claim", "interview", "captured"], True)
    assert heads(client.get(f"/views/{view.pk}/")) == ["claim", "due"]
    user.refresh_from_db()
    assert user.claim_columns == ["interview", "captured"]
    assert client.post("/claims/columns/", {"query": ""}).status_code == 422
