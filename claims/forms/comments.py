"""Shape of a comment, and of what it is about."""

from collections.abc import Iterable
from typing import Any

from django import forms

from claims.forms.claims import TypedText
from claims.models import CommentField, Evidence

LENGTH = 4_000
THE_CLAIM = ("", "the claim")
TITLE_LENGTH = 70


class CommentForm(forms.Form):
    """`about` is a field's name, "evidence-12", or nothing: the claim as a whole."""

    use_required_attribute = False

    body = TypedText(
        max_length=LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Write the comment.",
            "max_length": "A comment has %(limit_value)d characters at most: this one has "
            "%(show_value)d.",
        },
    )
    about = forms.ChoiceField(
        required=False,
        error_messages={"invalid_choice": "What this was about is not there any more."},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, dom_id: str, fields: Iterable[CommentField],
        evidence: Iterable[Evidence], **kwargs: Any,
    ) -> None:  # fmt: skip
        kwargs["auto_id"] = f"{dom_id}-%s"
        super().__init__(*args, **kwargs)
        self.evidence = {f"evidence-{one.pk}": one for one in evidence}
        parts = [(field.value, f"the {field.label.lower()}") for field in fields]
        sources = [(name, _title(one)) for name, one in self.evidence.items()]
        groups: list[Any] = [THE_CLAIM, *parts]
        self.fields["about"].choices = [*groups, ("Evidence", sources)] if sources else groups  # type: ignore[attr-defined]
        if self.is_bound and not self.is_valid():
            for name in self.errors:
                if name in self.fields:
                    self.fields[name].widget.attrs["aria-invalid"] = "true"

    def said(self) -> dict[str, Any]:
        """What the action takes."""
        about = self.cleaned_data["about"]
        evidence = self.evidence.get(about)
        return {
            "body": self.cleaned_data["body"],
            "key": self.cleaned_data["key"],
            "field": "" if evidence else about,
            "evidence": evidence,
        }


def _title(evidence: Evidence) -> str:
    title = evidence.source.title
    return title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1]}…"
