"""Shape of what is typed on a claim. Rules are the actions'."""

from typing import Any

from django import forms
from django.db.models import Q

from claims.models import Claim, Priority, SetAsideReason, User, Verdict
from claims.models.topics import TOPIC_LENGTH

STATEMENT_LENGTH = 1_000
RATIONALE_LENGTH = 20_000
NAME_LENGTH = 200


class TypedText(forms.CharField):
    """Text as people type it: browsers send CRLF, which is stored as LF."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return str(text).replace("\r\n", "\n").replace("\r", "\n")


class Name(TypedText):
    """A name on one line, single-spaced."""

    def __init__(self, *, max_length: int) -> None:
        super().__init__(
            max_length=max_length,
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            error_messages={"max_length": "A name has %(limit_value)d characters at most."},
        )

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


class SeenVersion(forms.Form):
    """Every form on a claim carries the version that it was made on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class FieldForm(SeenVersion):
    """The form of one field: `value`."""

    def __init__(self, *args: Any, dom_id: str, label: str, user: User, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{dom_id}-%s"
        super().__init__(*args, **kwargs)
        field = self.fields["value"]
        field.label = label
        field.widget.attrs.update({"aria-label": label, "autofocus": True})


class StatementForm(FieldForm):
    value = TypedText(
        max_length=STATEMENT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "max_length": "A statement has %(limit_value)d characters at most: this one has "
            "%(show_value)d. One sentence is best."
        },
    )


class RationaleForm(FieldForm):
    value = TypedText(
        max_length=RATIONALE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "max_length": "A rationale has %(limit_value)d characters at most: this one has "
            "%(show_value)d."
        },
    )


class VerdictChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, verdict: Verdict) -> str:
        return verdict.told_apart


class VerdictForm(FieldForm):
    """Those on the scale, and the one that stands there, which may have been retired since."""

    value = VerdictChoice(
        Verdict.objects.none(),
        required=False,
        empty_label="No verdict yet",
        error_messages={"invalid_choice": "There is no such verdict on the scale."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["value"]
        standing = Q(pk=self.initial.get("value"))
        choices.queryset = Verdict.objects.filter(  # type: ignore[attr-defined]
            standing | Q(replaced_by=None, retired_at=None)
        )


class SpeakerForm(FieldForm):
    value = Name(max_length=NAME_LENGTH)


class TopicForm(FieldForm):
    value = Name(max_length=TOPIC_LENGTH)

    def __init__(self, *args: Any, dom_id: str, **kwargs: Any) -> None:
        super().__init__(*args, dom_id=dom_id, **kwargs)
        self.fields["value"].widget.attrs["list"] = f"{dom_id}-names"


class AssigneeForm(FieldForm):
    value = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        empty_label="Nobody",
        error_messages={"invalid_choice": "This person cannot be given a claim."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].queryset = User.objects.reviewing()  # type: ignore[attr-defined]


class PriorityForm(FieldForm):
    value = forms.TypedChoiceField(
        choices=Priority.choices,
        coerce=lambda value: Priority(int(value)),
        error_messages={"invalid_choice": "There is no such priority."},
    )


class DueForm(FieldForm):
    value = forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the date as year-month-day, such as 2026-12-04."},
    )


class TransitionForm(SeenVersion):
    """One move of a claim, with what some moves ask for."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    seen_hash = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    action = forms.CharField(widget=forms.HiddenInput, max_length=20)
    note = TypedText(max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    verdict = forms.ModelChoiceField(
        Verdict.objects.all(),
        required=False,
        error_messages={"invalid_choice": "There is no such verdict."},
    )
    reason = forms.ChoiceField(
        choices=SetAsideReason.choices,
        required=False,
        error_messages={"invalid_choice": "There is no such reason."},
    )
    duplicate_of = forms.ModelChoiceField(
        Claim.objects.all(),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid_choice": "There is no claim with this number."},
    )


class CaptureForm(forms.Form):
    """A span of a transcript, in code points, and the words seen there."""

    transcript = forms.IntegerField(min_value=1)
    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)
    quote = TypedText(strip=False, max_length=10_000)
    key = forms.UUIDField(required=False)


class ByHandForm(forms.Form):
    """A claim whose words no transcript holds, or whose place is found by its words."""

    quote = TypedText(
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        error_messages={"required": "Write the words as they were said."},
    )
    speaker = forms.CharField(
        max_length=NAME_LENGTH, required=False, widget=forms.TextInput(attrs={"list": "speakers"})
    )
    statement = TypedText(
        max_length=STATEMENT_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
