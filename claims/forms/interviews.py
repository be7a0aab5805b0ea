"""Shape of what is typed about an interview, and of the text that comes with it."""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import PurePath
from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from claims.forms.claims import NAME_LENGTH
from claims.text.addresses import canonical_url
from claims.text.errors import UnreadableText
from claims.text.normalise import normalise
from claims.text.packing import packed, unpacked
from claims.text.parts import READ_AS_THEY_STAND, Note, Reading
from claims.text.readers import read_file, read_text

TITLE_LENGTH = 200
LANGUAGES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hu": "Hungarian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_WEB = re.compile(r"https?://", re.IGNORECASE)


def address_as_typed(url: str) -> str:
    """A web address as somebody gave it, whole, or "". Raises ValidationError for any other."""
    if not url:
        return ""
    try:
        canonical = canonical_url(url)
    except UnreadableText as error:
        raise forms.ValidationError(str(error)) from None
    return url if _WEB.match(url) else canonical


_TOO_LONG = "This has %(show_value)d characters; there is room for %(limit_value)d."


class Line(forms.CharField):
    """One line of text: runs of white space count as one space."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        messages = {"max_length": _TOO_LONG, **kwargs.pop("error_messages", {})}
        super().__init__(max_length=max_length, error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value) or "").split())


class DetailsForm(forms.Form):
    """What is known about an interview besides its text. Errors mark their inputs."""

    title = Line(
        max_length=TITLE_LENGTH, error_messages={"required": "An interview needs a title."}
    )
    outlet = Line(max_length=120, required=False)
    programme = Line(max_length=120, required=False)
    published_on = forms.DateField(
        label="Published",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the date as year-month-day, such as 2026-12-04."},
    )
    language = Line(
        max_length=12,
        initial="en",
        widget=forms.TextInput(attrs={"list": "languages"}),
        error_messages={"required": "Say which language it is in, such as “en”."},
    )
    url = Line(
        label="Address",
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )

    blind = forms.BooleanField(
        label="Blind second verdict",
        required=False,
        help_text="The second person chooses a verdict before seeing the first one.",
    )

    def __init__(
        self, *args: Any, title_needed: bool = True, may_set_blind: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = title_needed
        if not may_set_blind:
            del self.fields["blind"]
        for name, box in self.fields.items():
            box.widget.attrs["autocomplete"] = "off"
            if self.is_bound and name in self.errors:
                box.widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"{name}-error"}

    def clean_url(self) -> str:
        return address_as_typed(str(self.cleaned_data["url"]))

    def clean_language(self) -> str:
        language = str(self.cleaned_data["language"])
        by_name = {name.casefold(): code for code, name in LANGUAGES.items()}
        language = by_name.get(language.casefold(), language)
        if not _LANGUAGE.fullmatch(language):
            raise forms.ValidationError("Write the language as its code, such as “en” or “pt-BR”.")
        return language


class EditForm(DetailsForm):
    """The details with the version of the interview that they were typed on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class WholeText(forms.CharField):
    """Text of which nothing is cut off, and about which only reading decides."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """Browsers send CR LF for each line break: that does not count towards the size."""
        return str(super().to_python(value) or "").replace("\r\n", "\n")

    def run_validators(self, value: Any) -> None:
        """NUL characters too are refused by reading, in its words."""


@dataclass(frozen=True)
class Origin:
    """Where a text came from and what was done to it. It travels from page to page, signed.

    `kept` is the SHA-256 of the file, and `reading` all but the text of what was understood of it,
    where the text alone would not say it again.
    """

    filename: str = ""
    encoding: str = ""
    changes: list[str] = field(default_factory=list)
    kept: str = ""
    reading: dict[str, Any] = field(default_factory=dict)

    def sealed(self) -> str:
        return signing.dumps(asdict(self), salt="interview-origin", compress=True)

    @classmethod
    def unsealed(cls, value: str) -> "Origin":
        try:
            return cls(**signing.loads(value, salt="interview-origin"))
        except signing.BadSignature:
            return cls()


class TextForm(forms.Form):
    """A text, pasted or as a file, and once it is valid: its `reading` and its `origin`."""

    text = WholeText(required=False, widget=forms.Textarea(attrs={"class": "long", "rows": 14}))
    file = forms.FileField(required=False, allow_empty_file=True)
    sha256 = forms.CharField(required=False, max_length=64)
    key = forms.UUIDField(required=False)

    reading: Reading
    origin: Origin

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        pasted, file = str(data.get("text") or ""), data.get("file")
        if file and pasted.strip():
            self.add_error("file", "There is a pasted text and a file: leave one of them out.")
        elif file:
            self._read("file", lambda: from_file(file))
        elif pasted:
            origin = Origin.unsealed(self.data.get("origin", ""))
            self._read("text", lambda: (from_text(pasted, origin), origin))
        elif not self.errors:
            self.add_error("text", "Paste the text here, or choose a file.")
        return data

    def _read(self, name: str, given: Callable[[], tuple[Reading, Origin]]) -> None:
        try:
            self.reading, self.origin = given()
        except UnreadableText as error:
            self.add_error(name, str(error))

    def is_as_seen(self) -> bool:
        """Whether the text is to the letter the one that the preview showed."""
        return bool(self.cleaned_data.get("sha256") == self.reading.sha256)

    def suggested_title(self) -> str:
        """What the file says, its name, an article's first line, or the speakers."""
        if self.reading.details.title:
            title = self.reading.details.title
        elif stem := PurePath(self.origin.filename).stem:
            title = re.sub(r"[_\s]+", " ", stem)
        elif self.reading.is_article or not self.reading.speakers:
            title = self.reading.text.strip().split("\n", 1)[0]
        else:
            title = "Interview: " + ", ".join(self.reading.speakers[:3])
        title = " ".join(title.split())
        return title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1]}…"


def from_text(text: str, origin: Origin) -> Reading:
    """What is understood of a text: what its file said, unless it has been edited since."""
    if origin.reading:
        if same := unpacked(normalise(text)[0], origin.reading):
            return same
        edited = Note(f"The text was edited after it was read from {origin.filename}.")
        reading = read_text(text)
        return replace(reading, notes=[edited, *reading.notes])
    return read_text(text, encoding=origin.encoding)


def from_file(file: "UploadedFile[Any]") -> tuple[Reading, Origin]:
    """What is understood of a file, and where it is from; UnreadableText where it is nothing."""
    data = file.read()
    reading = read_file(data, file.name or "")
    again = {} if reading.format in READ_AS_THEY_STAND else packed(reading)
    sha256 = hashlib.sha256(data).hexdigest()
    return reading, Origin(file.name or "", reading.encoding, reading.done, sha256, again)


def names_in(data: QueryDict) -> dict[str, str]:
    """The name typed for each speaker: pairs of the fields `speaker` and `name`, in order."""
    return dict(zip(data.getlist("speaker"), data.getlist("name"), strict=False))


def who_in(data: QueryDict) -> tuple[dict[str, str], set[str]]:
    """Who was chosen for each name, and the names that were typed after a choice was shown.

    A choice is sent as `number:name` (or `new:name`), beside the fields `speaker` and `name`: it
    is good for the name that it was shown with and for no other.
    """
    chosen: dict[str, str] = {}
    typed = set()
    for as_typed, sent in zip(data.getlist("name"), data.getlist("who"), strict=False):
        name = " ".join(as_typed.split())
        choice, _, of = sent.partition(":")
        if of != name:
            typed.add(name)
        elif choice:
            chosen.setdefault(name, choice)
    return chosen, typed - chosen.keys() - {""}


def name_errors(names: dict[str, str], speakers: Iterable[str]) -> dict[str, str]:
    """What is wrong with the names of these speakers, by speaker."""
    errors = {}
    for speaker in speakers:
        name = names.get(speaker, speaker)
        if "\x00" in name:
            errors[speaker] = "There is a NUL character in this name."
        elif len(name) > NAME_LENGTH:
            errors[speaker] = _TOO_LONG % {"show_value": len(name), "limit_value": NAME_LENGTH}
    return errors
