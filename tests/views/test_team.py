"""The team page, invitations, roles, and the way in for new people."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from claims.actions.accounts import invite, set_role
from claims.models import Invitation, Role, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "seven wet umbrellas"


@pytest.fixture
def anna() -> User:
    return make_user(username="anna", email="Anna@Example.org", password=PASSWORD)


@pytest.fixture
def admin(client: Client) -> User:
    user = make_user(Role.ADMIN, name="Ada Admin")
    client.force_login(user)
    return user


@pytest.fixture
def editor(client: Client) -> User:
    user = make_user(Role.EDITOR, name="Eva Edit")
    client.force_login(user)
    return user


def who(client: Client) -> int | None:
    """Whom the next request is from, by what the server answers to it."""
    response = client.get("/accounts/password/change/")
    return int(client.session["_auth_user_id"]) if response.status_code == 200 else None


def invited(email: str = "new@example.org", role: Role = Role.REVIEWER, **by: User) -> str:
    """The address of an open invitation."""
    sender = by.get("by") or make_user(Role.EDITOR, name="Eva Edit")
    return invite(email, role, address_of=lambda token: f"/invitations/{token}/", by=sender)[1]


def acceptance(**fields: str) -> dict[str, str]:
    typed = {"username": "newbie", "name": "New Person"}
    return {**typed, "password1": PASSWORD, "password2": PASSWORD, **fields}


# ---- the team ----


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.VIEWER, 403), (Role.REVIEWER, 403), (Role.EDITOR, 200), (Role.ADMIN, 200)],
)
def test_editors_and_admins_see_the_team(client: Client, role: Role, status: int) -> None:
    client.force_login(make_user(role))
    assert client.get("/team/").status_code == status


def test_the_team_page_lists_accounts_and_open_invitations(client: Client, editor: User) -> None:
    gone = make_user(name="Zoe Gone", is_active=False)
    invited("open@example.org", by=editor)
    invited("withdrawn@example.org", by=editor)
    Invitation.objects.filter(email="withdrawn@example.org").update(withdrawn_at=timezone.now())
    context = client.get("/team/").context
    assert [account for account, _ in context["accounts"]] == [editor, gone]
    assert [row.email for row, _ in context["invitations"]] == ["open@example.org"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_team_page_costs_the_same_at_one_row_and_at_three(
    client: Client, admin: User, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        make_user(Role.EDITOR)
        invited(f"new{number}@example.org")
    with django_assert_num_queries(5):
        client.get("/team/")


def test_only_an_admin_is_offered_what_changes_accounts(client: Client, admin: User) -> None:
    other = make_user(Role.EDITOR)
    page = client.get("/team/").content.decode()
    assert re.findall(r'action="/team/(\d+)/(\w+)/"', page) == [
        (str(other.pk), "role"),
        (str(other.pk), "active"),
    ]
    client.force_login(other)
    page = client.get("/team/").content.decode()
    assert re.findall(r'action="/team/(\d+)/(\w+)/"', page) == []
    assert re.findall(r'<option value="(\w+)"', page) == ["viewer", "reviewer", "editor"]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_inviting_shows_the_link_once(
    client: Client, editor: User, headers: dict[str, str]
) -> None:
    typed = {"email": "New@example.org", "role": "viewer"}
    response = client.post("/team/invite/", typed, headers=headers)
    assert response.status_code == 201
    assert "no-store" in response["Cache-Control"]
    [link] = re.findall(r'value="http://testserver(/invitations/\S+)"', response.content.decode())
    [invitation] = Invitation.objects.all()
    assert (invitation.email, invitation.role) == ("new@example.org", Role.VIEWER)
    assert invitation.invited_by == editor
    assert "/invitations/" not in client.get("/team/").content.decode().replace("/team/inv", "")
    assert Client().get(link).status_code == 200


@pytest.mark.parametrize(
    ("email", "role", "status"),
    [
        ("", "viewer", 422),
        ("no address", "viewer", 422),
        ("here@example.org", "viewer", 422),
        ("new@example.org", "owner", 422),
        ("new@example.org", "", 422),
        ("new@example.org", "admin", 403),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_and_what_was_typed_is_kept(
    client: Client, editor: User, email: str, role: str, status: int
) -> None:
    make_user(email="here@example.org")
    response = client.post("/team/invite/", {"email": email, "role": role})
    assert response.status_code == status
    assert Invitation.objects.count() == 0
    if status == 422:
        assert f'value="{email}"' in response.content.decode() or not email


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REVIEWER])
def test_those_who_do_not_invite_cannot_by_asking(client: Client, role: Role) -> None:
    invited()
    [invitation] = Invitation.objects.all()
    client.force_login(make_user(role))
    assert (
        client.post("/team/invite/", {"email": "x@example.org", "role": "viewer"}).status_code
        == 403
    )
    assert client.post(f"/team/invitations/{invitation.pk}/withdraw/").status_code == 403
    assert list(Invitation.objects.open(timezone.now())) == [invitation]


def test_withdrawing_closes_the_way_in(client: Client, editor: User) -> None:
    link = invited(by=editor)
    [invitation] = Invitation.objects.all()
    path = f"/team/invitations/{invitation.pk}/withdraw/"
    assert client.get(path).status_code == 405
    assert client.post(path)["Location"] == "/team/"
    assert Client().get(link).status_code == 404
    assert client.post(path).status_code == 422
    assert client.post("/team/invitations/999999999999999999999/withdraw/").status_code == 404


def test_an_editor_cannot_withdraw_an_admins_invitation(client: Client, editor: User) -> None:
    invited("boss@example.org", Role.ADMIN, by=make_user(Role.ADMIN))
    [invitation] = Invitation.objects.all()
    assert client.post(f"/team/invitations/{invitation.pk}/withdraw/").status_code == 403
    assert "Withdraw" not in client.get("/team/").content.decode()


def test_an_admin_changes_a_role_which_holds_from_the_next_request(
    client: Client, admin: User, anna: User
) -> None:
    hers = Client()
    hers.force_login(anna)
    assert hers.get("/team/").status_code == 403
    assert client.post(f"/team/{anna.pk}/role/", {"role": "editor"})["Location"] == "/team/"
    assert hers.get("/team/").status_code == 200
    set_role(anna, Role.VIEWER, by=admin)
    assert hers.get("/team/").status_code == 403


@pytest.mark.parametrize("role", ["owner", "", "ADMIN"])
def test_a_role_that_there_is_not_is_refused(
    client: Client, admin: User, anna: User, role: str
) -> None:
    assert client.post(f"/team/{anna.pk}/role/", {"role": role}).status_code == 422
    anna.refresh_from_db()
    assert anna.role == Role.REVIEWER


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REVIEWER, Role.EDITOR])
@pytest.mark.parametrize(("what", "typed"), [("role", "admin"), ("active", "no")])
def test_whoever_is_no_admin_changes_no_account_not_even_their_own(
    client: Client, anna: User, role: Role, what: str, typed: str
) -> None:
    user = make_user(role)
    client.force_login(user)
    for account in (anna, user):
        assert client.post(f"/team/{account.pk}/{what}/", {what: typed}).status_code == 403
        before = (account.role, account.is_active)
        account.refresh_from_db()
        assert (account.role, account.is_active) == before


def test_an_admin_changes_no_account_of_their_own_and_none_that_is_not_there(
    client: Client, admin: User
) -> None:
    assert client.post(f"/team/{admin.pk}/role/", {"role": "viewer"}).status_code == 403
    assert client.post(f"/team/{admin.pk}/active/", {"active": "no"}).status_code == 403
    assert client.post("/team/0/active/", {"active": "no"}).status_code == 404
    admin.refresh_from_db()
    assert (admin.role, admin.is_active) == (Role.ADMIN, True)


def test_an_admin_deactivates_and_reactivates(client: Client, admin: User, anna: User) -> None:
    path = f"/team/{anna.pk}/active/"
    assert client.get(path).status_code == 405
    for typed, active in (("no", False), ("no", False), ("yes", True)):
        assert client.post(path, {"active": typed})["Location"] == "/team/"
        anna.refresh_from_db()
        assert anna.is_active is active
    assert client.post(path, {"active": "perhaps"}).status_code == 422


# ---- the way in ----


def test_an_invitation_shows_what_it_is_for_and_tells_nobody_else_its_address(
    client: Client,
) -> None:
    response = client.get(invited("new@example.org", Role.EDITOR))
    page = response.content.decode()
    assert response.status_code == 200
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    for shown in ("Eva Edit", "<b>editor</b>", "<b>new@example.org</b>"):
        assert page.count(shown) == 1


def test_accepting_makes_the_account_and_logs_in_and_the_link_is_used_up(client: Client) -> None:
    link = invited("New@example.org", Role.EDITOR)
    response = client.post(link, acceptance(username="NewBie", role="admin", email="x@example.org"))
    user = User.objects.get(username="newbie")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert who(client) == user.pk
    assert (user.role, user.email, user.name) == (Role.EDITOR, "new@example.org", "New Person")
    for again in (Client().get(link), Client().post(link, acceptance(username="other"))):
        assert again.status_code == 404
        assert "no longer valid" in again.content.decode()
    assert User.objects.filter(email="new@example.org").count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"username": ""}, "This field is required."),
        ({"username": "two words"}, "Enter a valid username"),
        ({"username": "anna@example.org"}, "A user name has no “@”"),
        ({"username": "ANNA"}, "Somebody has this user name already."),
        ({"username": "Me"}, "Nobody can have the user name “me”."),
        ({"username": "a" * 151}, "at most 150 characters"),
        ({"username": "nul\x00"}, "Null characters are not allowed."),
        ({"name": "  "}, "This field is required."),
        ({"name": "n" * 121}, "at most 120 characters"),
        ({"password2": "something else"}, "The two passwords differ."),
        ({"password1": "short7", "password2": "short7"}, "at least 8 characters"),
        ({"password1": "password1", "password2": "password1"}, "too common"),
        ({"password1": "newbie12", "password2": "newbie12"}, "too similar to the username"),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_the_invitation_stays_open(
    client: Client, anna: User, fields: dict[str, str], said: str
) -> None:
    link = invited()
    response = client.post(link, acceptance(**fields))
    assert response.status_code == 422
    page = response.content.decode()
    assert page.count(said) == 1
    assert PASSWORD not in page
    assert client.post(link, acceptance())["Location"] == "/"


def test_an_address_that_got_an_account_meanwhile_is_refused_in_the_form(client: Client) -> None:
    link = invited("new@example.org")
    make_user(email="new@example.org")
    response = client.post(link, acceptance())
    assert response.status_code == 422
    assert "Somebody with this address has an account already." in response.content.decode()


@pytest.mark.parametrize("token", ["x", "%00", "é", "0" * 4000])
def test_a_token_that_was_never_given_is_not_found(client: Client, token: str) -> None:
    assert client.get(f"/invitations/{token}/").status_code == 404
    assert client.post(f"/invitations/{token}/", acceptance()).status_code == 404


def test_whoever_is_logged_in_is_asked_to_log_out_first(client: Client, anna: User) -> None:
    link = invited()
    client.force_login(anna)
    page = client.get(link)
    assert "You have an account already" in page.content.decode()
    assert client.post(link, acceptance()).status_code == 422
    assert not User.objects.filter(username="newbie").exists()
    assert client.post("/accounts/logout/", {"next": link})["Location"] == link
    assert client.post(link, acceptance())["Location"] == "/"
