"""The shapes in which the demo's interviews are written down."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid5

from claims.models import Priority, SetAsideReason, Source

DEMO = UUID("6f0d5c1e-8a5b-4d0e-9a53-1c1c8f0b2d11")


@dataclass(frozen=True, slots=True)
class Cited:
    """A source, by its name in the script, as it is used on one claim.

    `answer` says why the verdict holds against it.
    """

    source: str
    stance: str
    excerpt: str
    locator: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Searched:
    """One line of a search log: where, what was found, and how many days before it was logged."""

    place: str
    found: str
    days_ago: int


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody does to a claim: `does` names a transition, `second_verdict`,
    `comment` or `rationale`.

    `words` are the comment, the reason, the note, the new rationale, or the verdict's label. `why`
    and `duplicate_of`, the name of a claim told before, belong to setting aside.
    """

    does: str
    by: str
    words: str = ""
    why: SetAsideReason | None = None
    duplicate_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A claim and what becomes of it.

    A quote that stands in the transcript is captured there, any other is entered by hand. Without
    a `speaker` it is the one that the transcript names. Evidence, rationale and verdict come from
    whoever does the first step, right after it, else from `captured_by`. `due_in` are days from
    the day of loading. `days` say when it was captured and when the last was done to it, as
    `working_days` has them; all else happens in between.
    """

    name: str
    days: tuple[float, float]
    quote: str
    statement: str = ""
    speaker: str = ""
    captured_by: str = "reviewer"
    assignee: str = ""
    topic: str = ""
    priority: Priority = Priority.NORMAL
    due_in: int | None = None
    cited: tuple[Cited, ...] = ()
    searched: tuple[Searched, ...] = ()
    rationale: str = ""
    verdict: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def key(self) -> UUID:
        return uuid5(DEMO, self.name)


def about(topic: str, told: tuple[Told, ...]) -> tuple[Told, ...]:
    """These claims, with a topic."""
    return tuple(replace(one, topic=topic) for one in told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """An interview with its claims, in the order in which they are told.

    `day` is the one on which it is taken in, as `working_days` has it. `names` says under which
    name a speaker of the reading is stored; `people` describes those names; `sources` makes the
    sources anew, by the names that claims cite them by.
    """

    name: str
    day: float
    details: dict[str, Any]
    text: str
    sources: Callable[[], dict[str, Source]]
    told: tuple[Told, ...]
    names: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> UUID:
        return uuid5(DEMO, self.name)
