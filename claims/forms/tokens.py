"""Shape of what is asked when somebody makes a token."""

from django import forms

from claims.models.tokens import TOKEN_DAYS, TOKEN_NAME_LENGTH


class TokenForm(forms.Form):
    name = forms.CharField(
        label="Name",
        max_length=TOKEN_NAME_LENGTH,
        error_messages={"required": "Say what the token is for."},
    )
    days = forms.TypedChoiceField(
        label="Good for",
        choices=[(days, f"{days} days") for days in TOKEN_DAYS],
        coerce=int,
        initial=90,
        error_messages={"invalid_choice": "Choose one of the times that are offered."},
    )
