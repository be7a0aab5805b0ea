"""Shape of a corrected transcript, and of a new place for a claim."""

from typing import Any

from django import forms

from claims.forms.claims import SeenVersion, TypedText
from claims.forms.interviews import Origin, TextForm, from_file, from_text
from claims.models import TranscriptVersion

REASON_LENGTH = 1_000
WORDS_LENGTH = 10_000


class CorrectionForm(TextForm):
    """A text edited in place, or a file instead, and why. Once it is valid: its `reading`.

    `seen` is the version that the text was made from. The field with the text is never empty by
    itself, so a file counts where that text was left as it is.
    """

    reason = TypedText(
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Say why the text is corrected.",
            "max_length": "A reason has %(limit_value)d characters at most: this one has "
            "%(show_value)d.",
        },
    )
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, seen: TranscriptVersion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = seen

    def clean(self) -> dict[str, Any]:
        data = forms.Form.clean(self) or {}
        typed, file = str(data.get("text") or ""), data.get("file")
        edited = bool(typed.strip()) and self.seen is not None and typed != self.seen.text
        if file and edited:
            self.add_error("file", "The text was edited and there is a file: leave one of them.")
        elif file:
            self._read("file", lambda: from_file(file))
        elif "file" not in self.errors:
            origin = Origin.unsealed(self.data.get("origin", ""))
            self._read("text", lambda: (from_text(typed, origin), origin))
        return data


class AnchorForm(SeenVersion):
    """A place in the newest transcript: a span that was offered, with the words seen there."""

    transcript = forms.IntegerField(min_value=1)
    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)
    quote = TypedText(strip=False, max_length=WORDS_LENGTH)


class WordsForm(forms.Form):
    """The exact words to look for in the newest transcript."""

    words = TypedText(
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Write or paste the words as they stand in the transcript.",
            "max_length": "This has %(show_value)d characters; there is room for %(limit_value)d.",
        },
    )
