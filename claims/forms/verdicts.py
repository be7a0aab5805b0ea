"""Shape of what is typed about the scale of verdicts. Rules are the actions'."""

from typing import Any

from django import forms

from claims.actions.verdicts import RULE, WORDING
from claims.forms.claims import SeenVersion, TypedText
from claims.forms.sources import Line, Pointed, as_in
from claims.models import Newsroom, Tone, Verdict

AT_MOST = 20
YES_NO = {True: "Yes", False: "No"}


def _number(label: str, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=AT_MOST, **more,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Write a number; 0 asks for none.",
            "invalid": "Write a whole number.",
            "min_value": "A number from 0 on.",
            "max_value": f"{AT_MOST} at most.",
        },
    )  # fmt: skip


class ScaleForm(Pointed):
    def __init__(self, *args: Any, dom_id: str, **kwargs: Any) -> None:
        super().__init__(*args, **{**as_in(dom_id), **kwargs})

    def given(self, names: tuple[str, ...]) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in names}

    def differences(self, verdict: Verdict) -> list[tuple[str, str, str]]:
        """Label, what stands now, what was typed: of each field where the two differ."""
        sides = [
            (
                str(field.label),
                _shown(name, getattr(verdict, name)),
                _shown(name, self.cleaned_data.get(name, self[name].value())),
            )
            for name, field in self.fields.items()
            if name in (*WORDING, *RULE)
        ]
        return [(label, theirs, mine) for label, theirs, mine in sides if theirs != mine]


def _shown(name: str, value: Any) -> str:
    if name == "tone":
        return dict(Tone.choices).get(value, "–")
    if isinstance(value, bool):
        return YES_NO[value]
    return "" if value is None else str(value)


class WordingForm(ScaleForm):
    """What a verdict says."""

    label = Line(
        label="Label", max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Give the verdict a label.",
            "max_length": "A label has 60 characters at most: this one has %(show_value)d.",
        },
    )  # fmt: skip
    definition = TypedText(
        label="Definition", max_length=1_000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Say when it is the right one: reviewers choose by this.",
            "max_length": "A definition has 1,000 characters at most: this one has %(show_value)d.",
        },
    )  # fmt: skip
    number = forms.IntegerField(
        label="Number", required=False, min_value=1, max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Only where verdicts are ordered: higher is truer. Else leave it empty.",
        error_messages={
            "invalid": "Write a whole number from 1 to 100, or nothing.",
            "min_value": "Write a whole number from 1 to 100, or nothing.",
            "max_value": "Write a whole number from 1 to 100, or nothing.",
        },
    )  # fmt: skip

    def worded(self) -> dict[str, Any]:
        return self.given(WORDING)


class RuleFields(ScaleForm):
    """How a verdict reads, and what evidence it takes."""

    tone = forms.ChoiceField(
        label="How it reads", choices=Tone.choices, initial=Tone.NEUTRAL,
        help_text="It decides the colour, and which evidence speaks against the verdict.",
        error_messages={
            "required": "Say how it reads.",
            "invalid_choice": "There is no such way to read it.",
        },
    )  # fmt: skip
    needs_sources = _number("Sources, at least", initial=1)
    needs_primary = _number("Primary sources, at least", initial=0)
    needs_publishers = _number("Independent publishers, at least", initial=0)
    needs_excerpts = forms.BooleanField(
        label="Each source with its excerpt and its place", required=False, initial=True
    )
    needs_answers = forms.BooleanField(
        label="Evidence that speaks against the verdict is answered", required=False, initial=True
    )
    needs_search_log = forms.BooleanField(
        label="A log of what was searched", required=False, initial=False
    )

    def ruled(self) -> dict[str, Any]:
        return self.given(RULE)

    @property
    def counts(self) -> list[forms.BoundField]:
        return [self[name] for name in ("needs_sources", "needs_primary", "needs_publishers")]

    @property
    def checks(self) -> list[forms.BoundField]:
        return [self[name] for name in ("needs_excerpts", "needs_answers", "needs_search_log")]


class RuleForm(RuleFields, SeenVersion):
    pass


class NewVerdictForm(RuleFields, WordingForm):
    field_order = [*WORDING, *RULE, "key"]
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)


class MoveForm(forms.Form):
    direction = forms.ChoiceField(choices=[("up", "Up"), ("down", "Down")])
    position = forms.IntegerField(min_value=0)


class SignOffsForm(ScaleForm, SeenVersion):
    number = forms.TypedChoiceField(
        label="Sign-offs of a claim", choices=[(1, "One"), (2, "Two"), (3, "Three")], coerce=int,
        error_messages={
            "required": "Choose one, two or three.",
            "invalid_choice": "Choose one, two or three.",
        },
    )  # fmt: skip

    @classmethod
    def initial_of(cls, newsroom: Newsroom) -> dict[str, Any]:
        return {"number": newsroom.sign_offs_needed, "version": newsroom.version}
