"""What the words in a sheet's cells mean in this newsroom: its people, verdicts and statuses."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import batched

from django.db.models import Q
from django.db.models.functions import Upper

from claims.models import (
    Interview,
    Person,
    Priority,
    Quotation,
    SetAsideReason,
    Stance,
    Status,
    TranscriptVersion,
    Turn,
    User,
    Verdict,
)
from claims.text.anchoring import Places
from claims.text.sheet_values import BadValue, short

CHUNK = 1_000
_CARRIED = {
    "new": Status.NEW, "open": Status.NEW, "todo": Status.NEW, "to do": Status.NEW,
    "not started": Status.NEW, "unchecked": Status.NEW, "backlog": Status.NEW,
    "checking": Status.CHECKING, "in progress": Status.CHECKING, "started": Status.CHECKING,
    "working": Status.CHECKING, "researching": Status.CHECKING, "in work": Status.CHECKING,
    "changes requested": Status.CHECKING, "needs work": Status.CHECKING,
    "disputed": Status.CHECKING, "awaiting sign off": Status.AWAITING_SIGN_OFF,
    "in review": Status.AWAITING_SIGN_OFF, "review": Status.AWAITING_SIGN_OFF,
    "submitted": Status.AWAITING_SIGN_OFF, "ready": Status.AWAITING_SIGN_OFF,
    "ready for review": Status.AWAITING_SIGN_OFF, "signed off": Status.SIGNED_OFF,
    "approved": Status.SIGNED_OFF, "checked": Status.SIGNED_OFF, "done": Status.SIGNED_OFF,
    "finished": Status.SIGNED_OFF, "complete": Status.SIGNED_OFF, "completed": Status.SIGNED_OFF,
    "closed": Status.SIGNED_OFF, "published": Status.PUBLISHED, "live": Status.PUBLISHED,
}  # fmt: skip
"""What is written for a status here, in the words of other sheets too."""
_ASIDE = {
    "not checkable": SetAsideReason.NOT_CHECKABLE, "uncheckable": SetAsideReason.NOT_CHECKABLE,
    "opinion": SetAsideReason.NOT_CHECKABLE, "out of scope": SetAsideReason.OUT_OF_SCOPE,
}  # fmt: skip
_PRIORITIES = {"medium": Priority.NORMAL, "critical": Priority.URGENT}
_STANCES = {"support": "supports", "supporting": "supports", "for": "supports",
            "refute": "refutes", "contradicts": "refutes", "against": "refutes"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a row wants its claim to stand: a status, or set aside for a reason."""

    status: Status = Status.NEW
    aside: SetAsideReason | None = None
    words: str = ""


def aim_of(text: str) -> Aim:
    """What a status in a sheet asks for. BadValue where nobody can tell."""
    words = _plain(text)
    if status := _CARRIED.get(words):
        return Aim(status, words=text)
    if reason := _ASIDE.get(words):
        return Aim(Status.SET_ASIDE, reason, text)
    if words in {"set aside", "dropped", "rejected"}:
        raise BadValue(f"“{short(text)}” takes a reason: write “Not checkable” or “Out of scope”.")
    if words.startswith("duplicate"):
        raise BadValue("A duplicate names the claim that it repeats: set it aside on its page.")
    raise BadValue(f"There is no status “{short(text)}”.")


def priority_of(text: str) -> Priority:
    words = _plain(text)
    for one in Priority:
        if words == one.label.casefold():
            return one
    if found := _PRIORITIES.get(words):
        return found
    named = ", ".join(one.label for one in Priority)
    raise BadValue(f"There is no priority “{short(text)}”; there are {named}.")


def stance_of(text: str) -> Stance:
    words = _plain(text)
    try:
        return Stance(_STANCES.get(words, words))
    except ValueError:
        named = ", ".join(one.label for one in Stance)
        raise BadValue(f"There is no stance “{short(text)}”; there are {named}.") from None


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


class Newsroom:
    """Its verdicts, people and interviews by what they are called; each asked for once."""

    def __init__(self) -> None:
        self._interviews: dict[str, Interview | str] = {}
        self._newest: dict[int, tuple[TranscriptVersion, Places] | None] = {}
        self._heard: dict[int, dict[str, Person]] = {}

    @cached_property
    def _verdicts(self) -> dict[str, Verdict]:
        return {_plain(one.label): one for one in Verdict.objects.on_scale()}

    def verdict(self, text: str) -> Verdict:
        if found := self._verdicts.get(_plain(text)):
            return found
        named = ", ".join(one.label for one in self._verdicts.values())
        raise BadValue(f"There is no verdict “{short(text)}” on the scale: {named}.")

    @cached_property
    def _people(self) -> dict[str, list[User]]:
        found: dict[str, list[User]] = defaultdict(list)
        for user in User.objects.reviewing():
            for word in {user.username.casefold(), user.email.casefold(), user.name.casefold()}:
                found[word].append(user)
        return found

    def assignee(self, text: str) -> User:
        people = self._people.get(" ".join(text.casefold().split()), [])
        if len(people) > 1:
            raise BadValue(f"{len(people)} people are called “{short(text)}”: write the user name.")
        if not people:
            raise BadValue(f"Nobody who checks claims here is called “{short(text)}”.")
        return people[0]

    def interview(self, text: str) -> Interview:
        """By title, whatever its capitals, by its name in addresses, or by its address here."""
        if text not in self._interviews:
            self.look_up_interviews([text])
        found = self._interviews[text]
        if isinstance(found, str):
            raise BadValue(found)
        return found

    def look_up_interviews(self, texts: Iterable[str]) -> None:
        """So that `interview` asks no more about any of these: a query for many of them."""
        for some in batched(dict.fromkeys(texts), CHUNK):
            titles = [text.upper() for text in some]
            slugs = {text: _slug_in(text) for text in some}
            named = Interview.objects.annotate(called=Upper("title")).filter(
                Q(title__in=some) | Q(called__in=titles) | Q(slug__in=slugs.values())
            )
            by_slug = {one.slug: one for one in named}
            by_title: dict[str, list[Interview]] = defaultdict(list)
            for one in by_slug.values():
                by_title[one.title.casefold()].append(one)
            for text, slug in slugs.items():
                self._interviews[text] = _one_of(text, by_slug.get(slug), by_title[text.casefold()])

    def heard_as(self, name: str, interview: Interview) -> Person | None:
        """Who speaks in the newest transcript by this name, whatever its capitals."""
        if interview.pk not in self._heard:
            newest = self.newest(interview)
            people = Person.objects.none()
            if newest:
                of = {"transcript": newest[0], "speaker__isnull": False}
                turns = Turn.objects.filter(**of).order_by().values("speaker")
                people = Person.objects.filter(
                    Q(pk__in=turns) | Q(pk__in=Quotation.objects.filter(**of).values("speaker"))
                ).order_by("-pk")
            self._heard[interview.pk] = {one.name.casefold(): one for one in people}
        return self._heard[interview.pk].get(name.casefold())

    def newest(self, interview: Interview) -> tuple[TranscriptVersion, Places] | None:
        """Its newest transcript, and the text of it to look for quotes in."""
        if interview.pk not in self._newest:
            newest = interview.transcripts.order_by("-number").first()
            self._newest[interview.pk] = (newest, Places(newest.text)) if newest else None
        return self._newest[interview.pk]


def _slug_in(text: str) -> str:
    """The name in an address of an interview; else the text, which may be one."""
    return text.rstrip("/").rpartition("/")[2] if "/interviews/" in text else text


def _one_of(text: str, by_slug: Interview | None, by_title: list[Interview]) -> Interview | str:
    """The interview, or the sentence that says why it is none."""
    if by_slug or len(by_title) == 1:
        return by_slug or by_title[0]
    if by_title:
        return f"{len(by_title)} interviews are called “{short(text)}”: write its address instead."
    return f"There is no interview “{short(text)}”."
