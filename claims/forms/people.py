"""Shape of what is typed about people. Rules are the actions'."""

from typing import Any

from django import forms

from claims.actions import people as actions
from claims.actions.people import Moved
from claims.forms.claims import NAME_LENGTH
from claims.forms.interviews import Line, address_as_typed
from claims.models import Claim, Interview, Person, User

DESCRIPTION_LENGTH = 300
NOTE_LENGTH = 1000


class PeopleFilter(forms.Form):
    """The list of people: words, and the person after whom the page begins."""

    use_required_attribute = False
    q = forms.CharField(required=False, max_length=200)
    after = forms.IntegerField(required=False, min_value=1, max_value=10**18)


class PersonForm(forms.Form):
    """How a person is described, with the version that it was typed on."""

    name = Line(max_length=NAME_LENGTH, error_messages={"required": "A person needs a name."})
    description = Line(max_length=DESCRIPTION_LENGTH, required=False)
    same_as = Line(
        label="Address that says who this is", max_length=500, required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, dom_id: str, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{dom_id}-%s"
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        wrong = [name for name in self.fields if self.is_bound and name in self.errors]
        for name, box in self.fields.items():
            box.widget.attrs["autocomplete"] = "off"
            if name in wrong:
                box.widget.attrs |= {"aria-invalid": "true", "aria-describedby": f"{name}-error"}
        self.fields[wrong[0] if wrong else "name"].widget.attrs["autofocus"] = True

    def clean_same_as(self) -> str:
        return address_as_typed(str(self.cleaned_data["same_as"]))

    def described(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "description", "same_as")}

    @staticmethod
    def initial_of(person: Person) -> dict[str, Any]:
        names = ("name", "description", "same_as", "version")
        return {name: getattr(person, name) for name in names}

    def first_error(self) -> str:
        errors = [text for texts in self.errors.values() for text in texts] if self.is_bound else []
        return str(errors[0]) if errors else ""


class Noted(forms.Form):
    note = forms.CharField(
        label="Why", required=False, max_length=NOTE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": "A reason has %(limit_value)d characters at most."},
    )  # fmt: skip


class MergeForm(Noted):
    """Who stays, and both as they were seen."""

    into = forms.ModelChoiceField(
        Person.objects.all(), widget=forms.HiddenInput,
        error_messages={"invalid_choice": "There is no such person."},
    )  # fmt: skip
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    seen_into = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ApartForm(Noted):
    """Which spelling, and the whole person as they were seen."""

    spelling = forms.ModelChoiceField(Person.objects.all())
    version = forms.IntegerField(min_value=1)


class MoveForm(Noted):
    """Which claims and interviews go to whom: somebody new by name, or somebody known."""

    NEW = "new"
    claims = forms.ModelMultipleChoiceField(Claim.objects.all(), required=False)
    interviews = forms.ModelMultipleChoiceField(Interview.objects.all(), required=False)
    to = forms.CharField(
        max_length=20, error_messages={"required": "Choose the person whose words these are."}
    )
    name = Line(max_length=NAME_LENGTH, required=False)
    description = Line(max_length=DESCRIPTION_LENGTH, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("claims") or data.get("interviews")):
            self.add_error(None, "Tick the claims or interviews that are another person's.")
        if data.get("to") == self.NEW and "name" in data and not data["name"]:
            self.add_error("name", "Say what the new person is called.")
        if data.get("to") not in {None, self.NEW}:
            number = str(data["to"])
            known = Person.objects.filter(pk=number) if number.isdecimal() else None
            data["known"] = known.first() if known else None
            if data["known"] is None:
                self.add_error("to", "There is no such person.")
        return data


def move_of(person: Person, sent: dict[str, Any], *, by: User) -> Moved:
    """Move what a valid `MoveForm` says, to whom it says."""
    what: dict[str, Any] = {
        "claims": [claim.pk for claim in sent["claims"]],
        "interviews": [interview.pk for interview in sent["interviews"]],
        "seen_version": sent["version"], "by": by, "note": sent["note"],
    }  # fmt: skip
    if sent.get("known"):
        return actions.move_words(person, sent["known"], **what)
    about = sent["description"]
    return actions.move_words_to_new(person, sent["name"], description=about, **what)
