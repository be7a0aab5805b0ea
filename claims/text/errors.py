"""The errors of this package; each carries one plain sentence for the person."""


class UnreadableText(ValueError):
    """What was given cannot be read as text; the message says what is wrong and what to do."""


class BadAddress(UnreadableText):
    """What was given is not a web address that may be kept; the message says why."""


class BadSearch(ValueError):
    """Nothing can be searched for with what was typed; the message says why."""


class BadSpan(ValueError):
    """A span does not lie in its text, or holds nothing but white space."""
