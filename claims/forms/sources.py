"""Shape of what is typed about a source and about its use on a claim. Rules are the actions'."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from claims.actions.documents import BadDocument, Upload, examine
from claims.forms.claims import SeenVersion, TypedText
from claims.forms.search import SearchField
from claims.models import Source, SourceKind, Stance
from claims.text.addresses import canonical_url, readable
from claims.text.errors import BadAddress

EXCERPT_LENGTH = 20_000
ANSWER_LENGTH = 4_000
KNOWN = "known"
"""The choice, beside the kinds, of a source that is here already."""

DETAILS = ["title", "publisher", "author", "published_on"]
FIELDS = {
    SourceKind.WEB: ["url", *DETAILS, "primary"],
    SourceKind.DOCUMENT: ["file", *DETAILS, "primary"],
    SourceKind.PERSON: ["spoken_to", "spoken_on", "on_record", "title", "primary"],
    SourceKind.DATASET: ["url", "file", "reference", *DETAILS, "primary"],
    SourceKind.COURT: ["reference", "url", "file", *DETAILS, "primary"],
    SourceKind.RECORDING: ["url", "reference", *DETAILS, "primary"],
}
LEADS = {
    SourceKind.WEB: ["url"],
    SourceKind.DOCUMENT: ["file"],
    SourceKind.PERSON: ["spoken_to", "spoken_on", "on_record"],
    SourceKind.DATASET: ["url", "file"],
    SourceKind.COURT: ["reference", "url", "file"],
    SourceKind.RECORDING: ["url"],
    KNOWN: ["source"],
}
"""The fields that say which source it is; they come first, the rest after the excerpt."""
LABELS = {
    SourceKind.PERSON: {"spoken_on": "When"},
    SourceKind.DATASET: {"reference": "Table or version"},
    SourceKind.COURT: {"reference": "Case number", "publisher": "Court", "published_on": "Filed"},
    SourceKind.RECORDING: {"reference": "Catalogue number", "published_on": "Recorded"},
}
TITLES = {
    SourceKind.WEB: "If left empty: its address",
    SourceKind.DOCUMENT: "If left empty: the file’s name",
    SourceKind.PERSON: "If left empty: Conversation with …",
    SourceKind.DATASET: "If left empty: its address",
    SourceKind.COURT: "If left empty: its case number",
    SourceKind.RECORDING: "If left empty: its address",
}
REQUIRED = {"url": "Paste the address of the page.", "file": "Choose the file to attach."}


class Line(TypedText):
    """One line of text: white space inside is one space."""

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


def _line(label: str, length: int, **attrs: str) -> Line:
    attrs = {"autocomplete": "off", **attrs}
    return Line(
        label=label, max_length=length, required=False, widget=forms.TextInput(attrs=attrs),
        error_messages={"max_length": f"{length} characters at most: this is %(show_value)d."},
    )  # fmt: skip


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the date as year-month-day, such as 2026-12-04."},
    )  # fmt: skip


def as_in(dom_id: str) -> dict[str, Any]:
    """Ids that begin with the place's; what is missing, the server says, beside the field."""
    return {"auto_id": f"{dom_id}-%s", "use_required_attribute": False}


class Pointed(forms.Form):
    """A form that says where typing begins: at the first error, else at its first field."""

    def point(self) -> None:
        names = [field.name for field in self.leads if not field.is_hidden]
        names += [name for name in self.fields if name not in names and name in self.errors]
        wrong = self.errors if self.is_bound else {}
        name = next((name for name in names if name in wrong), names[0] if names else None)
        if name:
            self.fields[name].widget.attrs["autofocus"] = True

    @property
    def leads(self) -> list[forms.BoundField]:
        """The fields that come first."""
        return list(self)[:1]

    def first_error(self) -> str:
        errors = [text for texts in self.errors.values() for text in texts] if self.is_bound else []
        return str(errors[0]) if errors else ""


class DescriptionForm(Pointed):
    """How a source of one kind is described. Fields of other kinds are not there."""

    url = _line("Address", 2000, inputmode="url", placeholder="https://", spellcheck="false")
    file = forms.FileField(label="File", required=False, allow_empty_file=True)
    spoken_to = _line("Who", 200)
    spoken_on = _day("When")
    on_record = forms.TypedChoiceField(
        label="On the record", required=False, empty_value=None,
        choices=[("yes", "On the record"), ("no", "Not on the record")],
        coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Say whether it was on the record."},
    )  # fmt: skip
    reference = _line("Reference", 200)
    title = _line("Title", 300)
    publisher = _line("Publisher", 200)
    author = _line("Author", 200)
    published_on = _day("Published")
    primary = forms.BooleanField(label="Primary source", required=False)

    def __init__(self, *args: Any, kind: str, dom_id: str, **kwargs: Any) -> None:
        super().__init__(*args, **{**as_in(dom_id), **kwargs})
        self.kind = kind
        used = FIELDS[SourceKind(kind)] if kind != KNOWN else ["source"]
        for name in [name for name in DescriptionForm.base_fields if name not in used]:
            del self.fields[name]
        for name, label in LABELS.get(kind, {}).items():  # type: ignore[call-overload]
            self.fields[name].label = label

    def clean_url(self) -> str:
        """The address as it was typed; its one spelling goes to `canonical_url`."""
        url = str(self.cleaned_data["url"])
        self.cleaned_data["canonical_url"] = ""
        if not url:
            return ""
        try:
            canonical = canonical_url(url)
        except BadAddress as error:
            raise forms.ValidationError(str(error)) from error
        self.cleaned_data["canonical_url"] = canonical
        return url if re.match("https?://", url) else canonical

    def clean_file(self) -> Upload | None:
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return None
        try:
            return examine(file)
        except BadDocument as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.kind == SourceKind.WEB and "url" in data and not data["url"]:
            self.add_error("url", REQUIRED["url"])
        if self.kind == SourceKind.PERSON:
            self._check_person(data)
        if "title" in self.fields and not self.errors and not data["title"]:
            data["title"] = self.usual_title(data)[:300]
            if not data["title"]:
                self.add_error("title", "Give it a title.")
        return data

    def _check_person(self, data: dict[str, Any]) -> None:
        if "spoken_to" in data and not data["spoken_to"]:
            self.add_error("spoken_to", "Say who was spoken to.")
        if "spoken_on" in data and not data["spoken_on"]:
            self.add_error("spoken_on", "Say on which day.")
        elif data.get("spoken_on") and data["spoken_on"] > timezone.localdate():
            self.add_error("spoken_on", "This day is still to come.")
        if "on_record" in data and data["on_record"] is None:
            self.add_error("on_record", "Say whether it was on the record.")

    def usual_title(self, data: dict[str, Any]) -> str:
        """What a source is called that nobody gave a title."""
        if self.kind == SourceKind.PERSON:
            return f"Conversation with {data['spoken_to']}"
        if self.kind == SourceKind.COURT and data["reference"]:
            return f"Case {data['reference']}"
        if canonical := data.get("canonical_url", ""):
            return readable(canonical)
        return data["file"].name if data.get("file") else ""

    def described(self) -> dict[str, Any]:
        """The columns of a source that this form sets."""
        columns = {name: self.cleaned_data[name] for name in self.fields if name in COLUMNS}
        if "canonical_url" in self.cleaned_data:
            columns["canonical_url"] = self.cleaned_data["canonical_url"]
        return columns


COLUMNS = set(DescriptionForm.base_fields) - {"file"}


class UseForm(Pointed):
    """How a source is used on a claim."""

    excerpt = TypedText(
        label="Excerpt", required=False, max_length=EXCERPT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "The words that matter, verbatim"}),
        error_messages={
            "max_length": "An excerpt has %(limit_value)d characters at most: this one has "
            "%(show_value)d."
        },
    )  # fmt: skip
    stance = forms.ChoiceField(
        label="Stance", choices=Stance.choices, initial=Stance.CONTEXT, widget=forms.RadioSelect,
        error_messages={
            "required": "Say what it does to the claim.",
            "invalid_choice": "There is no such stance.",
        },
    )  # fmt: skip
    locator = _line("Where in it", 200, placeholder="p. 9, § 3, 04:12")


class AttachForm(DescriptionForm, UseForm):
    """A source of one kind, or one that is here already, and its use on a claim."""

    field_order = ["url", "file", "spoken_to", "spoken_on", "on_record", "reference", "source"]
    source = forms.ModelChoiceField(
        Source.objects.all(), required=False, widget=forms.HiddenInput,
        error_messages={"invalid_choice": "This source is not there. Choose one of those found."},
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.kind != KNOWN:
            del self.fields["source"]
            self.fields["title"].widget.attrs["placeholder"] = TITLES[SourceKind(self.kind)]

    def clean(self) -> dict[str, Any]:
        if self.kind == SourceKind.DOCUMENT and not self.errors and not self.cleaned_data["file"]:
            self.add_error("file", REQUIRED["file"])
        if self.kind == KNOWN and not self.errors and not self.cleaned_data["source"]:
            self.add_error("source", "Search for a source, and choose one of those found.")
        return super().clean()

    def used(self) -> dict[str, Any]:
        """How the source is used: what an action takes beside the claim and the source."""
        return {name: self.cleaned_data[name] for name in ["stance", "excerpt", "locator", "key"]}

    @property
    def leads(self) -> list[forms.BoundField]:
        """The fields that say which source it is."""
        return [self[name] for name in LEADS[self.kind] if name in self.fields]

    @property
    def details(self) -> list[forms.BoundField]:
        """The lines that describe it further."""
        rest = ["title", "publisher", "author", "published_on", "reference"]
        used = LEADS[self.kind]
        return [self[name] for name in rest if name in self.fields and name not in used]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What was typed into fields that this kind does not have, for when one comes back."""
        typed = self.data if self.is_bound else self.initial
        names = set(DescriptionForm.base_fields) - self.fields.keys() - {"file"}
        return [(name, str(typed[name])) for name in sorted(names) if typed.get(name)]


class EvidenceForm(UseForm, SeenVersion):
    """`answers` says whether there is something to answer: it speaks against the verdict."""

    answer = TypedText(
        label="Why the verdict holds against it", required=False, max_length=ANSWER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "max_length": "An answer has %(limit_value)d characters at most: this one has "
            "%(show_value)d."
        },
    )  # fmt: skip

    def __init__(self, *args: Any, dom_id: str, answers: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{**as_in(dom_id), **kwargs})
        if not answers:
            del self.fields["answer"]

    @property
    def leads(self) -> list[forms.BoundField]:
        """The answer where it is asked for and missing, else the words."""
        unanswered = "answer" in self.fields and not self["answer"].value()
        return [self["answer" if unanswered else "excerpt"]]

    def edited(self) -> dict[str, Any]:
        """What an action takes beside the evidence."""
        data = self.cleaned_data
        words = {name: data[name] for name in ["stance", "excerpt", "locator"]}
        return {**words, "answer": data.get("answer"), "seen_version": data["version"]}

    def typed_stance(self) -> str:
        """The stance that is chosen, as a word."""
        return dict(Stance.choices).get(str(self["stance"].value()), "–")


class SourceForm(DescriptionForm, SeenVersion):
    """A source's description, of the kind that it has. Its file stays the one that it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("file", None)

    @property
    def lines(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in {"version", "primary"}]

    @classmethod
    def initial_of(cls, source: Source) -> dict[str, Any]:
        on_record = {True: "yes", False: "no", None: ""}[source.on_record]
        columns = {name: getattr(source, name) for name in COLUMNS}
        return {**columns, "on_record": on_record, "version": source.version}

    def differences(self, source: Source) -> list[tuple[str, str, str]]:
        """Label, what stands now, what was typed: of each field where the two differ."""
        now = self.initial_of(source)
        sides = [
            (str(self[name].label), _shown(now[name]), _shown(self[name].value()))
            for name in self.fields
            if name != "version"
        ]
        return [(label, theirs, mine) for label, theirs, mine in sides if theirs != mine]


def _shown(value: Any) -> str:
    text = "" if value is None else str(value)
    return {"True": "Yes", "yes": "Yes", "False": "No", "no": "No"}.get(text, text)


class SourcesFilter(forms.Form):
    """What the list of sources can be narrowed to, as the address bar holds it."""

    q = SearchField("Search sources")
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "Every kind"), *SourceKind.choices],
        error_messages={"invalid_choice": "There is no such kind of source."},
    )  # fmt: skip
    primary = forms.ChoiceField(
        label="Primary or secondary", required=False,
        choices=[("", "Primary and secondary"), ("yes", "Primary"), ("no", "Secondary")],
        error_messages={"invalid_choice": "A source is primary or it is not: yes or no."},
    )  # fmt: skip
    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class LookupForm(forms.Form):
    """Is this address a source already, or which sources do these words find?"""

    url = Line(max_length=2000, required=False)
    q = SearchField()
