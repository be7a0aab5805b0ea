"""Logging in and out, deactivated accounts, passwords, and the second factor."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from claims.actions.accounts import set_active
from claims.models import Role, User
from tests.factories import make_claim, make_user
from tests.views.test_team import acceptance, invited

pytestmark = pytest.mark.django_db
PASSWORD = "seven wet umbrellas"
LOGIN = "/accounts/login/"
RESET = "/accounts/password/reset/"


@pytest.fixture
def anna() -> User:
    return make_user(username="anna", email="Anna@Example.org", password=PASSWORD)


@pytest.fixture
def admin(client: Client) -> User:
    user = make_user(Role.ADMIN, name="Ada Admin")
    client.force_login(user)
    return user


def log_in(client: Client, login: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": login, "password": password, **more})


def who(client: Client) -> int | None:
    """Whom the next request is from, by what the server answers to it."""
    response = client.get("/accounts/password/change/")
    return int(client.session["_auth_user_id"]) if response.status_code == 200 else None


# ---- logging in and out ----


@pytest.mark.parametrize("login", ["anna", "ANNA", "anna@example.org", "Anna@Example.ORG"])
def test_one_logs_in_by_user_name_or_by_address(client: Client, anna: User, login: str) -> None:
    response = log_in(client, login)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert who(client) == anna.pk


def test_logging_in_leads_to_the_page_that_was_asked_for_but_to_no_other_site(
    client: Client, anna: User
) -> None:
    assert log_in(client, "anna", next="/claims/?q=x")["Location"] == "/claims/?q=x"
    client.logout()
    assert log_in(client, "anna", next="https://elsewhere.example/")["Location"] == "/"


@pytest.mark.parametrize("login", ["anna", "nobody", "anna@example.org", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_account_read_the_same(
    client: Client, anna: User, login: str
) -> None:
    page = log_in(client, login, "wrong").content.decode()
    assert page.count("There is no account with this name or address and this password.") == 1
    assert who(client) is None


def test_logging_out_takes_a_post(client: Client, anna: User) -> None:
    log_in(client, "anna")
    assert "Log out?" in client.get("/accounts/logout/").content.decode()
    assert who(client) == anna.pk
    response = client.post("/accounts/logout/")
    assert (response.status_code, response["Location"]) == (302, LOGIN)
    assert who(client) is None


def test_logging_out_twice_leads_to_the_log_in_and_not_back_to_logging_out(client: Client) -> None:
    assert client.post("/accounts/logout/")["Location"] == LOGIN


def test_five_wrong_passwords_close_the_door_for_the_right_one_too(
    client: Client, anna: User
) -> None:
    for _ in range(5):
        assert "There is no account" in log_in(client, "anna", "wrong").content.decode()
    refused = log_in(client, "anna")
    assert refused.status_code == 200
    assert (
        "Too many wrong passwords. Wait five minutes, then try again." in refused.content.decode()
    )
    assert who(client) is None


def test_attempts_are_counted_in_the_database_so_that_every_process_counts_the_same(
    client: Client, anna: User
) -> None:
    assert isinstance(caches["default"], DatabaseCache)
    for _ in range(3):
        log_in(client, "anna", "wrong")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cache_key FROM factcheck_cache WHERE cache_key LIKE '%login_failed%key%'"
        )
        [[row]] = cursor.fetchall()
    [key] = re.findall(r"allauth:rl:.*", row)
    assert len(caches["default"].get(key)) == 3


def test_a_flood_of_requests_gets_a_page_that_says_so(client: Client) -> None:
    for number in range(30):
        log_in(client, f"nobody{number}", "")
    response = log_in(client, "nobody", "")
    assert response.status_code == 429
    assert "Too many attempts" in response.content.decode()


# ---- deactivated accounts ----


def test_a_deactivated_account_is_logged_out_at_its_next_request(
    client: Client, anna: User
) -> None:
    log_in(client, "anna")
    assert who(client) == anna.pk
    set_active(anna, active=False, by=make_user(Role.ADMIN))
    response = client.get("/accounts/password/change/")
    assert (response.status_code, response["Location"].split("?")[0]) == (302, LOGIN)


@pytest.mark.parametrize("login", ["anna", "anna@example.org"])
def test_a_deactivated_account_does_not_log_in(client: Client, anna: User, login: str) -> None:
    set_active(anna, active=False, by=make_user(Role.ADMIN))
    response = log_in(client, login)
    assert (response.status_code, response["Location"]) == (302, "/accounts/inactive/")
    assert "deactivated" in client.get("/accounts/inactive/").content.decode()
    assert who(client) is None


def test_a_deactivated_account_gets_no_reset_link(client: Client, anna: User) -> None:
    set_active(anna, active=False, by=make_user(Role.ADMIN))
    client.post(RESET, {"email": "anna@example.org"})
    [letter] = mail.outbox
    assert letter.subject == "[Factcheck] No account for this address"
    assert "/key/" not in letter.body


def test_a_reset_link_dies_with_the_account(client: Client, anna: User) -> None:
    link = reset_link(client)
    set_active(anna, active=False, by=make_user(Role.ADMIN))
    assert "no longer works" in client.get(link, follow=True).content.decode()


def test_a_deactivated_author_stays_the_author(client: Client, admin: User) -> None:
    author = make_user(name="Old Hand")
    claim = make_claim(by=author)
    set_active(author, active=False, by=admin)
    claim.refresh_from_db()
    assert str(claim.captured_by) == "Old Hand"
    assert "Old Hand" in client.get("/team/").content.decode()


# ---- passwords ----


def reset_link(client: Client, email: str = "anna@example.org") -> str:
    client.post(RESET, {"email": email})
    [link] = re.findall(r"http://testserver(/\S+)", mail.outbox[-1].body)
    return link


def test_a_changed_password_logs_out_everywhere_else(client: Client, anna: User) -> None:
    elsewhere = Client()
    log_in(client, "anna")
    log_in(elsewhere, "anna")
    new = "three dry raincoats"
    response = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert (response.status_code, response["Location"]) == (302, "/")
    assert who(client) == anna.pk
    assert who(elsewhere) is None
    assert [letter.subject for letter in mail.outbox] == ["[Factcheck] Password Changed"]
    assert mail.outbox[0].to == ["anna@example.org"]


def test_the_old_password_is_asked_for_and_a_weak_new_one_refused(
    client: Client, anna: User
) -> None:
    log_in(client, "anna")
    new = {"password1": "three dry raincoats", "password2": "three dry raincoats"}
    page = client.post("/accounts/password/change/", {"oldpassword": "wrong", **new})
    assert "Please type your current password." in page.content.decode()
    weak = {"oldpassword": PASSWORD, "password1": "password", "password2": "password"}
    page = client.post("/accounts/password/change/", weak)
    assert "too common" in page.content.decode()
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def by_command() -> User:
    call_command(
        "createsuperuser", "--noinput", "--username", "root", "--email", "Root@Example.org"
    )
    return User.objects.get(username="root")


def by_invitation() -> User:
    Client().post(invited("Root@Example.org"), acceptance(username="root"))
    return User.objects.get(username="root")


def by_hand() -> User:
    return make_user(username="root", email="root@example.org", password=PASSWORD)


@pytest.mark.parametrize("made", [by_command, by_invitation, by_hand])
def test_a_password_is_reset_however_the_account_was_made(
    client: Client, made: Callable[[], User]
) -> None:
    user = made()
    elsewhere = Client()
    elsewhere.force_login(user)
    link = reset_link(client, "ROOT@example.org")
    form = client.get(link)
    assert form.status_code == 302  # the key moves into the session, away from the address
    new = "three dry raincoats"
    done = client.post(form["Location"], {"password1": new, "password2": new}, follow=True)
    assert "Your password is set" in done.content.decode()
    assert who(client) is None
    assert who(elsewhere) is None
    log_in(client, "root", new)
    assert who(client) == user.pk


def test_a_reset_link_works_once(client: Client, anna: User) -> None:
    link = reset_link(client)
    new = {"password1": "three dry raincoats", "password2": "three dry raincoats"}
    client.post(client.get(link)["Location"], new)
    assert "no longer works" in client.get(link).content.decode()


def test_asking_for_a_reset_does_not_tell_who_has_an_account(client: Client, anna: User) -> None:
    answers = [
        client.post(RESET, {"email": email}, follow=True)
        for email in ("anna@example.org", "nobody@example.org")
    ]
    assert answers[0].redirect_chain == answers[1].redirect_chain == [(f"{RESET}done/", 302)]
    pages = [re.sub(r'(nonce|value)="[^"]*"', "", answer.content.decode()) for answer in answers]
    assert pages[0] == pages[1]
    assert [letter.to for letter in mail.outbox] == [["anna@example.org"], ["nobody@example.org"]]


def test_the_librarys_own_table_of_addresses_stays_empty(client: Client, anna: User) -> None:
    reset_link(client)
    log_in(client, "anna@example.org")
    assert who(client) == anna.pk
    assert EmailAddress.objects.count() == 0


# ---- the second factor ----


def code_of(secret: str) -> str:
    _, counter, _ = yield_hotp_counters_from_time()
    return str(format_hotp_value(hotp_value(secret, counter)))


def test_an_authenticator_app_is_set_up_and_then_asked_for(client: Client, anna: User) -> None:
    log_in(client, "anna")
    activate = "/accounts/2fa/totp/activate/"
    asked = client.get(activate)
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    client.post(asked["Location"], {"password": PASSWORD})
    page = client.get(activate).content.decode()
    assert "data:" not in page
    assert "style=" not in page
    [secret] = re.findall(r'id="authenticator_secret"[^>]*value="(\w+)"', page)
    done = client.post(activate, {"code": code_of(secret)})
    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get(done["Location"]).content.decode().count("data-copy") == 1
    client.post("/accounts/logout/")
    assert log_in(client, "anna")["Location"] == "/accounts/2fa/authenticate/"
    assert who(client) is None


def test_a_code_or_a_recovery_code_completes_the_log_in(client: Client, anna: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(anna, secret)
    [recovery, *_] = RecoveryCodes.activate(anna).get_unused_codes()
    second = "/accounts/2fa/authenticate/"
    for code in (code_of(secret), recovery):
        log_in(client, "anna")
        assert "Incorrect code" in client.post(second, {"code": "000000"}).content.decode()
        assert client.post(second, {"code": code})["Location"] == "/"
        assert who(client) == anna.pk
        client.post("/accounts/logout/")
    log_in(client, "anna")
    assert "Incorrect code" in client.post(second, {"code": recovery}).content.decode()


def test_the_second_factor_can_be_cancelled(client: Client, anna: User) -> None:
    TOTP.activate(anna, generate_totp_secret())
    log_in(client, "anna")
    client.post("/accounts/logout/", {"next": LOGIN})
    assert client.get("/accounts/2fa/authenticate/")["Location"] == LOGIN


@pytest.mark.parametrize(
    "path",
    [
        "",
        "totp/activate/",
        "totp/deactivate/",
        "webauthn/",
        "webauthn/add/",
        "recovery-codes/",
        "recovery-codes/generate/",
        "recovery-codes/download/",
        "reauthenticate/",
    ],
)
def test_every_page_of_the_second_factor_is_there(client: Client, anna: User, path: str) -> None:
    if path != "totp/activate/":
        TOTP.activate(anna, generate_totp_secret())
        RecoveryCodes.activate(anna)
    client.force_login(anna)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    response = client.get(f"/accounts/2fa/{path}")
    assert response.status_code == 200
    assert "style=" not in response.content.decode()
