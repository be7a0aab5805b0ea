"""Shape of what is given as the recording of an interview."""

from typing import Any

from django import forms
from django.core import signing

from claims.actions.documents import BadDocument, Upload
from claims.actions.recordings import examine_recording
from claims.forms.interviews import Line
from claims.models import Document
from claims.text.errors import BadAddress
from claims.text.recordings import media_address

ACCEPTED = "audio/*,video/mp4,video/webm,video/ogg,.mp3,.m4a,.mp4,.ogg,.oga,.opus,.wav,.webm,.flac"
SALT = "recording"


class RecordingForm(forms.Form):
    """A file or an address; `seen` is the mark of the recording that was there when it was opened.

    `kept` names, signed, a file that was sent with this form before and is kept already.
    """

    seen = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    kept = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    file = forms.FileField(
        label="File",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    address = Line(
        label="Or its address",
        max_length=2000,
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "placeholder": "https://…/interview.mp3",
                   "autocomplete": "off"}
        ),
    )  # fmt: skip

    def clean_address(self) -> str:
        try:
            return media_address(address) if (address := str(self.cleaned_data["address"])) else ""
        except BadAddress as error:
            raise forms.ValidationError(str(error)) from None

    def clean_kept(self) -> Document | None:
        """The file that was kept when the form was sent before."""
        if not (name := self.cleaned_data["kept"]):
            return None
        try:
            return Document.objects.filter(sha256=signing.loads(name, salt=SALT)).first()
        except signing.BadSignature:
            return None

    def clean_file(self) -> Upload | None:
        try:
            return examine_recording(file) if (file := self.cleaned_data["file"]) else None
        except BadDocument as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = bool(data.get("file") or data.get("kept"))
        if given and data.get("address"):
            self.add_error("address", "There is a file and an address: leave one of them out.")
        elif not given and not data.get("address") and not self.errors:
            self.add_error("file", "Choose a file, or paste the address of one.")
        for name in self.errors:
            if name in self.fields:
                marks = {"aria-invalid": "true", "aria-describedby": f"{name}-error"}
                self.fields[name].widget.attrs |= marks
        return data


def sealed(document: Document) -> str:
    """What a form says of a file that is kept already."""
    return signing.dumps(document.sha256, salt=SALT)
