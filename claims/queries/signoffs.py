"""The sign-offs of a claim, and what has changed since each of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from claims.models import Claim, SignOff, Status, User, Verb
from claims.models.reviews import is_hidden_from
from claims.queries.changes import Change, change_of
from claims.queries.names import Names

FIELDS = ["quote", "speaker", "statement", "verdict", "rationale"]
COLUMNS = ["quote", "speaker_id", "statement", "verdict_id", "rationale"]
OTHER_ROWS = [
    Verb.EVIDENCE_ADDED, Verb.EVIDENCE_EDITED, Verb.EVIDENCE_WITHDRAWN, Verb.SEARCH_ADDED,
    Verb.SEARCH_WITHDRAWN,
]  # fmt: skip
OF_EVIDENCE = {
    "stance": "stance", "excerpt": "excerpt", "locator": "place in the source", "answer": "answer",
}  # fmt: skip
OF_SEARCH = {"place": "place", "searched_on": "day", "found": "what was found"}

type Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Signed:
    """One sign-off, and what stands against it now."""

    sign_off: SignOff
    is_live: bool
    changes: list[Change]
    stale_since: datetime | None
    """When an event first took it further than what was signed."""

    @property
    def changed(self) -> str:
        """What changed, in a few words: “rationale, evidence”."""
        parts = [change.label.split(" from “")[0].split(" in “")[0] for change in self.changes]
        kinds = [part.rpartition(" of ")[2] if " of " in part else part for part in parts]
        return ", ".join(dict.fromkeys(kinds))


def changes_since(sign_off: SignOff, claim: Claim, *, reader: User) -> list[Change]:
    """What differs between what was signed and the claim as it is now, part by part.

    Empty where the content is the same. What is a hidden draft for the reader is named, not told.
    """
    return next(iter(_changes([sign_off], claim, reader=reader)))


def signed_of(claim: Claim, *, reader: User, names: Names | None = None) -> list[Signed]:
    """Every sign-off of a claim, newest first, in a constant number of queries.

    `names` knows those in `signed_values`, where they were asked for along with others.
    """
    sign_offs = list(claim.sign_offs.all())
    for sign_off in sign_offs:
        sign_off.claim = claim
    since = _stale_since(claim, [one for one in sign_offs if not one.is_live])
    return [
        Signed(sign_off, sign_off.is_live, changes, since.get(sign_off.pk))
        for sign_off, changes in zip(
            sign_offs, _changes(sign_offs, claim, reader=reader, names=names), strict=True
        )
    ]


def content_changes(
    before: Content, after: Content, names: Names, *, hidden: bool = False
) -> list[Change]:
    """Two contents of one claim, as `Claim.content` has them, part by part."""
    return [
        *(
            change_of(key, key, before.get(key), after.get(key), names, hidden=hidden)
            for key in FIELDS
            if before.get(key) != after.get(key)
        ),
        *_of_rows("evidence", "evidence", OF_EVIDENCE, before, after, names, hidden=hidden),
        *_of_rows("searched", "searched", OF_SEARCH, before, after, names, hidden=hidden),
    ]


def values_in(content: Content) -> Iterator[dict[str, Any]]:
    """The dicts in which a content has ids, for `Names`."""
    yield content
    yield from content.get("evidence", [])
    yield from content.get("searched", [])


def signed_values(claim: Claim) -> Iterator[Content]:
    """The dicts in which the claim's content and those signed before have ids, for `Names`."""
    stale = [one.content for one in claim.sign_offs.all() if not _is_for(one, claim)]
    for content in [claim.content(), *stale] if stale else []:
        yield from values_in(content)


def _is_for(sign_off: SignOff, claim: Claim) -> bool:
    return sign_off.content_hash == claim.content_hash


def _changes(
    sign_offs: Sequence[SignOff], claim: Claim, *, reader: User, names: Names | None = None
) -> Iterable[list[Change]]:
    if all(_is_for(one, claim) for one in sign_offs):
        return [[] for _ in sign_offs]
    now = claim.content()
    signed = [one.content for one in sign_offs]
    if names is None:
        names = Names(value for content in [now, *signed] for value in values_in(content))
    hidden = is_hidden_from(claim, reader)
    return [content_changes(content, now, names, hidden=hidden) for content in signed]


def _stale_since(claim: Claim, stale: list[SignOff]) -> dict[int, datetime]:
    """When each of these lost its hold: at the first event after it that took the claim on."""
    if not stale:
        return {}
    newer = claim.events.filter(at__gt=min(one.at for one in stale)).order_by("number")
    took = (
        Q(after__has_any_keys=COLUMNS)
        | Q(verb__in=OTHER_ROWS)
        | Q(after__needs_anchoring=True)
        | Q(verb=Verb.MOVED, after__status=Status.AWAITING_SIGN_OFF)
    )
    times = list(newer.filter(took).exclude(verb=Verb.CAPTURED).values_list("at", flat=True))
    found = {one.pk: next((at for at in times if at > one.at), None) for one in stale}
    return {pk: at for pk, at in found.items() if at}


def _of_rows(
    kind: str, key: str, labels: dict[str, str], before: Content, after: Content, names: Names,
    *, hidden: bool,
) -> Iterator[Change]:  # fmt: skip
    """Rows that were added, removed or changed; `key` names them, and holds their number."""
    old, new = ({row[key]: row for row in content.get(kind, [])} for content in (before, after))
    for number in sorted({*old, *new}):
        was, is_ = old.get(number, {}), new.get(number, {})
        if was == is_:
            continue
        about = _about(kind, is_ or was, names)
        if was and is_:
            yield from (
                change_of(f"{label} of {about}", part, was.get(part), is_.get(part), names,
                          hidden=hidden)
                for part, label in labels.items()
                if was.get(part) != is_.get(part)
            )  # fmt: skip
        elif is_:
            yield Change(f"{about}, added", after=_whole(kind, is_, names))
        else:
            yield Change(f"{about}, withdrawn", before=_whole(kind, was, names))


def _about(kind: str, row: dict[str, Any], names: Names) -> str:
    if kind == "evidence":
        return f"evidence from “{names.shown('source', row['source'])}”"
    return f"search in “{row['place']}”"


def _whole(kind: str, row: dict[str, Any], names: Names) -> str:
    """A row of evidence or of the search log in one line."""
    if kind == "searched":
        return f"{names.shown('searched_on', row['searched_on'])}: {row['found']}"
    excerpt = f"“{row['excerpt']}”" if row["excerpt"] else ""
    parts = [names.shown("stance", row["stance"]), row["locator"], excerpt]
    return " · ".join(part for part in parts if part)
