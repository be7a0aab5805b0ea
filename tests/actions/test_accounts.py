"""Invitations, roles and deactivation."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from claims.actions.accounts import (
    accept_invitation,
    invite,
    set_active,
    set_role,
    withdraw_invitation,
)
from claims.actions.refusals import NotAllowed, Refused
from claims.models import Invitation, Role, User
from claims.models.accounts import hash_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "seven wet umbrellas"


def make_invitation(
    email: str = "new@example.org", role: Role = Role.REVIEWER, *, by: User | None = None
) -> tuple[Invitation, str]:
    """An open invitation and its token."""
    return invite(email, role, address_of=str, by=by or make_user(Role.EDITOR))


def accept(token: str, username: str = "new", **later: Any) -> User:
    now = timezone.now() + timedelta(**later)
    user = User(username=username, name="New Person")
    return accept_invitation(token, user=user, password=PASSWORD, now=now)


def test_an_invitation_is_stored_without_its_token() -> None:
    invitation, token = make_invitation()
    row = Invitation.objects.values().get(pk=invitation.pk)
    assert row["token_hash"] == hash_of(token)
    assert token not in str(row)


def test_an_invitation_is_mailed_once_it_is_committed(
    django_capture_on_commit_callbacks: Any,
) -> None:
    editor = make_user(Role.EDITOR, name="Eva Edit")
    with django_capture_on_commit_callbacks(execute=True):
        invite("New@Example.org", Role.VIEWER, address_of=lambda t: f"https://desk/{t}", by=editor)
        assert mail.outbox == []
    [letter] = mail.outbox
    assert letter.to == ["new@example.org"]
    assert letter.subject == "[Factcheck] Eva Edit invites you"
    assert "as viewer" in letter.body
    assert "https://desk/" in letter.body


def test_an_invitation_outlives_a_mail_that_fails(
    django_capture_on_commit_callbacks: Any, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }
    with django_capture_on_commit_callbacks(execute=True):
        _, token = make_invitation()
    assert "ConnectionRefusedError" in caplog.text
    assert accept(token).username == "new"


@pytest.mark.parametrize(
    ("by", "granted"),
    [
        (Role.VIEWER, []),
        (Role.REVIEWER, []),
        (Role.EDITOR, [Role.VIEWER, Role.REVIEWER, Role.EDITOR]),
        (Role.ADMIN, list(Role)),
    ],
)
def test_an_invitation_never_grants_more_than_its_sender_has(by: Role, granted: list[Role]) -> None:
    sender = make_user(by)
    done = []
    for role in Role:
        try:
            make_invitation(f"{role}@example.org", role, by=sender)
        except NotAllowed:
            continue
        done.append(role)
    assert done == granted
    assert Invitation.objects.count() == len(granted)


def test_an_address_is_invited_once_at_a_time_and_never_beside_its_account() -> None:
    make_user(email="here@example.org")
    make_invitation("new@example.org")
    for taken in ("HERE@example.org", "New@Example.org"):
        with pytest.raises(Refused):
            make_invitation(taken)
    assert Invitation.objects.count() == 1


def test_accepting_makes_the_account_that_the_invitation_says() -> None:
    invitation, token = make_invitation("new@example.org", Role.EDITOR)
    user = accept(token)
    user.refresh_from_db()
    invitation.refresh_from_db()
    assert (user.email, user.role, user.is_active) == ("new@example.org", Role.EDITOR, True)
    assert user.check_password(PASSWORD)
    assert invitation.accepted_by == user
    assert list(Invitation.objects.open(timezone.now())) == []


def test_an_invitation_works_once() -> None:
    _, token = make_invitation()
    accept(token)
    with pytest.raises(Refused, match="used or no longer valid"):
        accept(token, "other")
    assert not User.objects.filter(username="other").exists()


def test_an_invitation_ends() -> None:
    _, token = make_invitation()
    with pytest.raises(Refused, match="no longer valid"):
        accept(token, days=7, seconds=1)
    assert accept(token, days=6).role == Role.REVIEWER


def test_a_withdrawn_invitation_is_no_way_in_and_a_used_one_cannot_be_withdrawn() -> None:
    editor = make_user(Role.EDITOR)
    withdrawn, token = make_invitation("a@example.org")
    withdraw_invitation(withdrawn, by=editor)
    with pytest.raises(Refused, match="no longer valid"):
        accept(token)
    used, token = make_invitation("b@example.org")
    accept(token)
    with pytest.raises(Refused, match="used or withdrawn"):
        withdraw_invitation(used, by=editor)


def test_an_editor_withdraws_no_admins_invitation_and_a_reviewer_withdraws_none() -> None:
    above, _ = make_invitation("a@example.org", Role.ADMIN, by=make_user(Role.ADMIN))
    with pytest.raises(NotAllowed):
        withdraw_invitation(above, by=make_user(Role.EDITOR))
    below, _ = make_invitation("b@example.org", Role.VIEWER)
    with pytest.raises(NotAllowed):
        withdraw_invitation(below, by=make_user(Role.REVIEWER))
    assert Invitation.objects.open(timezone.now()).count() == 2


@pytest.mark.parametrize("username", ["taken", "TAKEN"])
def test_a_user_name_that_differs_only_by_capitals_is_taken(username: str) -> None:
    make_user(username="Taken")
    _, token = make_invitation()
    with pytest.raises(Refused, match="user name already"):
        accept(token, username)
    assert accept(token, "free").username == "free"


@pytest.mark.parametrize("username", ["me", "None"])
def test_nobody_gets_a_user_name_that_the_filters_of_claims_use(username: str) -> None:
    _, token = make_invitation()
    with pytest.raises(Refused, match="Nobody can have"):
        accept(token, username)
    with pytest.raises(CommandError, match="Nobody can have"):
        call_command("createsuperuser", interactive=False, username=username, email="a@example.org")
    assert not User.objects.filter(username__iexact=username).exists()


def test_invitations_end_with_the_right_to_send_them() -> None:
    admin, editor = make_user(Role.ADMIN), make_user(Role.EDITOR)
    make_invitation("editor@example.org", Role.EDITOR, by=editor)
    make_invitation("other@example.org", Role.EDITOR, by=admin)
    set_active(editor, active=False, by=admin)
    assert [row.email for row in Invitation.objects.open(timezone.now())] == ["other@example.org"]


def test_a_demoted_admin_keeps_the_invitations_that_the_new_role_may_send() -> None:
    boss, admin = make_user(Role.ADMIN), make_user(Role.ADMIN)
    make_invitation("admin@example.org", Role.ADMIN, by=admin)
    make_invitation("viewer@example.org", Role.VIEWER, by=admin)
    set_role(admin, Role.EDITOR, by=boss)
    assert [row.email for row in Invitation.objects.open(timezone.now())] == ["viewer@example.org"]


@pytest.mark.parametrize("by", [Role.VIEWER, Role.REVIEWER, Role.EDITOR])
def test_only_an_admin_changes_accounts(by: Role) -> None:
    account, other = make_user(Role.VIEWER), make_user(by)
    with pytest.raises(NotAllowed):
        set_active(account, active=False, by=other)
    with pytest.raises(NotAllowed):
        set_role(account, Role.REVIEWER, by=other)
    account.refresh_from_db()
    assert (account.is_active, account.role) == (True, Role.VIEWER)


def test_nobody_changes_their_own_account_so_the_last_admin_stays() -> None:
    admin = make_user(Role.ADMIN)
    with pytest.raises(NotAllowed):
        set_active(admin, active=False, by=admin)
    with pytest.raises(NotAllowed):
        set_role(admin, Role.EDITOR, by=admin)


def test_an_admin_who_was_deactivated_a_moment_ago_changes_nothing() -> None:
    admin, other = make_user(Role.ADMIN), make_user(Role.ADMIN)
    User.objects.filter(pk=admin.pk).update(is_active=False)  # `admin` here still says otherwise
    with pytest.raises(NotAllowed, match="not an admin any more"):
        set_active(other, active=False, by=admin)
    other.refresh_from_db()
    assert other.is_active


def test_an_account_is_deactivated_and_reactivated() -> None:
    admin, account = make_user(Role.ADMIN), make_user(Role.EDITOR)
    set_active(account, active=False, by=admin)
    account.refresh_from_db()
    assert (account.is_active, account.role) == (False, Role.EDITOR)
    set_active(account, active=True, by=admin)
    account.refresh_from_db()
    assert account.is_active


def test_an_address_is_kept_in_small_letters_however_the_account_is_made() -> None:
    root = User.objects.create_superuser("root", "Root@Example.ORG", PASSWORD)
    assert (root.email, root.role) == ("root@example.org", Role.ADMIN)
