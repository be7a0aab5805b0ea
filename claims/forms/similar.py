"""Shape of what is sent about claims that say the same."""

from django import forms

from claims.forms.claims import SeenVersion
from claims.models import Claim


class RepeatForm(SeenVersion):
    """Which claim one repeats; none undoes the link."""

    repeat_of = forms.ModelChoiceField(
        Claim.objects.all(),
        required=False,
        error_messages={"invalid_choice": "There is no claim with this number."},
    )
