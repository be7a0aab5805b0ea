"""Shape of an address that is to be fetched."""

from django import forms

from claims.text.addresses import canonical_url
from claims.text.errors import BadAddress


class AddressForm(forms.Form):
    address = forms.CharField(
        max_length=2000,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "placeholder": "https://", "autocomplete": "off"}
        ),
        error_messages={"required": "Paste the address of the page here."},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean_address(self) -> str:
        try:
            return canonical_url(str(self.cleaned_data["address"]))
        except BadAddress as error:
            raise forms.ValidationError(str(error)) from None
