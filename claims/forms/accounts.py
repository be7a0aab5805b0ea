"""Forms of accounts: ours, and the accounts library's where its own are not strict enough."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm as LibraryResetPasswordForm
from allauth.account.forms import UserTokenForm as LibraryUserTokenForm
from django import forms
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator

from claims.models import Role, User
from claims.models.accounts import RESERVED_USERNAMES


class InviteForm(forms.Form):
    """Takes any role there is; shows those that `roles` names."""

    email = forms.EmailField(label="E-mail address", max_length=254)
    role = forms.ChoiceField(choices=Role.choices, initial=Role.REVIEWER)

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].widget.choices = [(role, role.label) for role in roles]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class AcceptForm(forms.Form):
    username = UsernameField(
        label="User name",
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text="Letters, digits and . _ + - only. You log in with it or with your address.",
    )
    name = forms.CharField(
        label="Full name", max_length=120, help_text="As colleagues see it beside your work."
    )
    password1 = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput,
        help_text="At least 8 characters; not a common one, not your name.",
    )
    password2 = forms.CharField(label="Password again", strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        for name, autocomplete in {
            "username": "username",
            "name": "name",
            "password1": "new-password",
            "password2": "new-password",
        }.items():
            self.fields[name].widget.attrs["autocomplete"] = autocomplete

    def clean_username(self) -> str:
        """In small letters: no two people differ by capitals. Without @: none is an address."""
        username: str = self.cleaned_data["username"].lower()
        if "@" in username:
            raise forms.ValidationError("A user name has no “@”: your address works beside it.")
        if username in RESERVED_USERNAMES:
            raise forms.ValidationError(f"Nobody can have the user name “{username}”.")
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError("Somebody has this user name already.")
        return username

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        password = data.get("password1")
        if password and data.get("password2") and password != data["password2"]:
            self.add_error("password2", "The two passwords differ.")
        elif password:
            try:
                validate_password(password, self.account())
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return data

    def account(self) -> User:
        """The account as it will be, unsaved and without a password."""
        data = self.cleaned_data
        return User(username=data.get("username", ""), name=data.get("name", ""), email=self.email)


class ResetPasswordForm(LibraryResetPasswordForm):  # type: ignore[misc]
    """Writes to an address without an account, too, so that the answer takes as long."""

    def save(self, request: Any, **kwargs: Any) -> str:
        if self.users:
            return str(super().save(request, **kwargs))
        email: str = self.cleaned_data["email"]
        get_adapter().send_mail("account/email/unknown_account", email, {})
        return email


class UserTokenForm(LibraryUserTokenForm):  # type: ignore[misc]
    """A link sent before an account was deactivated sets no password afterwards."""

    def _get_user(self, uidb36: str) -> User | None:
        user: User | None = super()._get_user(uidb36)
        return user if user is not None and user.is_active else None
