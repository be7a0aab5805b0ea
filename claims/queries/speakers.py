"""Who the speakers of a text that is not stored yet may be: people of this text, and known ones."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from claims.models import Person
from claims.queries.interviews import Heard, heard
from claims.queries.people import Listed, listed
from claims.text.called import called_so, is_full_name, role_in
from claims.text.labels import is_caps
from claims.text.lookalikes import lookalikes
from claims.text.parts import Reading

MOST_SPEAKERS = 200
MOST_KNOWN = 100
NEW = "new"
"""The choice of somebody who is not known yet, also where others have this name."""
ONLY = "only"
"""The choice of the only one who has a name."""
SURNAME = "the surname is the same"


@dataclass(frozen=True)
class Suggestion:
    name: str
    reason: str


@dataclass
class SpeakerRow:
    """One speaker of a text that is not stored yet, and who that may be.

    `matches` are the known people with exactly this name, `chosen` the one whom it will be, and
    `settled` says that this was decided by a person, not by the name. `several` are people whose
    surname it is, where they are more than one; `question` is what the text leaves open.
    """

    number: int
    heard: Heard
    name: str
    error: str = ""
    same_as: list[str] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    matches: list[Listed] = field(default_factory=list)
    chosen: Listed | None = None
    settled: bool = False
    several: list[str] = field(default_factory=list)
    question: str = ""
    is_first: bool = True
    """Whether no row above has this name: who has it is asked once."""

    @property
    def known_from(self) -> int | None:
        return self.chosen.interviews if self.chosen else None

    @property
    def same_letters(self) -> str:
        """A suggestion that writes this name in other letters and changes nothing else."""
        plain = self.name.casefold()
        same = (one.name for one in self.suggestions if one.name.casefold() == plain)
        return next(same, "")


def speaker_rows(
    reading: Reading, names: Mapping[str, str], errors: Mapping[str, str],
    who: Mapping[str, str] | None = None,
) -> tuple[list[SpeakerRow], list[Listed]]:  # fmt: skip
    """A row for each of the first speakers, and the people who are known and may be meant.

    `who` says by name who was chosen for it: the number of a person, or `NEW`.
    """
    rows = []
    for number, one in enumerate(heard(reading)[:MOST_SPEAKERS]):
        name = " ".join(names.get(one.speaker, one.speaker).split())
        rows.append(SpeakerRow(number, one, name, errors.get(one.speaker, "")))
    meant = _by_roles(reading, rows)
    wanted = {row.name for row in rows if row.name and not row.error}
    known = people_like(wanted | {name for found in meant.values() for name in found})
    seen: set[str] = set()
    for row in rows:
        row.is_first = row.name not in seen
        seen.add(row.name)
        row.same_as = [
            other.heard.speaker for other in rows if other is not row and other.name == row.name
        ] if row.name else []  # fmt: skip
        _choose(row, known, who or {})
    _suggest(rows, known)
    _suggest_by_role(rows, meant, known)
    return rows, known


def _choose(row: SpeakerRow, known: list[Listed], who: Mapping[str, str]) -> None:
    row.matches = matches_of(row.name, known) if row.name else []
    choice = who.get(row.name, "")
    row.settled = bool(choice)
    if choice == ONLY and len(row.matches) == 1:
        row.chosen = row.matches[0]
    elif choice and choice != ONLY:
        row.chosen = next((one for one in row.matches if str(one.person.pk) == choice), None)
    else:
        row.settled, row.chosen = False, by_name(row.name, row.matches)


def matches_of(name: str, known: Iterable[Listed]) -> list[Listed]:
    """Those who have exactly this name, or a spelling of it."""
    return [one for one in known if one.person.name == name or name in one.spellings]


def by_name[Who](name: str, matches: list[Who]) -> Who | None:
    """Whom a name stands for where nobody says more: the only one who has it, if it is a full one.

    A surname, a role or “Speaker 1” stands for somebody else in each interview.
    """
    return matches[0] if len(matches) == 1 and is_full_name(name) else None


def people_like(names: set[str]) -> list[Listed]:
    """People with these names or these last names, and those met last, with their numbers."""
    last_names = {re.escape(name.split()[-1].strip(".,:")) for name in names if name} - {""}
    pattern = rf"(^|\s)({'|'.join(sorted(last_names))})$"
    alike = Person.objects.filter(name__iregex=pattern) if last_names else Person.objects.none()
    ids = {
        identity or pk: None
        for group in (
            Person.objects.filter(name__in=names),
            alike.exclude(name__in=names)[:MOST_KNOWN],
            Person.objects.whole().order_by("-pk")[:MOST_KNOWN],
        )
        for pk, identity in group.values_list("pk", "identity")
    }
    people = Person.objects.in_bulk(list(ids))
    return listed([people[pk] for pk in ids])


def _suggest(rows: list[SpeakerRow], known: list[Listed]) -> None:
    by_name = {one.name: one for one in known}
    for name, suggestion in _suggestions([row.name for row in rows if row.name], by_name):
        for row in rows:
            if row.name == name and not row.error and not row.settled:
                row.suggestions.append(suggestion)
    for row in rows:
        _leave_open(row)


def _leave_open(row: SpeakerRow) -> None:
    """A surname that several people have is a question, and none of them is offered before the
    others."""
    same = [one for one in row.suggestions if one.reason.endswith(SURNAME)]
    if len({one.name.casefold() for one in same}) > 1:
        row.several = [one.name for one in same]
        row.suggestions = [one for one in row.suggestions if one not in same]


def _suggestions(names: list[str], known: dict[str, Listed]) -> Iterable[tuple[str, Suggestion]]:
    """Yield a name and what it may be: someone known, a fuller name of this text, small letters."""
    distinct = dict.fromkeys(names)
    for later, earlier, reason in lookalikes([*dict.fromkeys([*known, *distinct])]):
        short, full = sorted((later, earlier), key=lambda name: (name in known, _fullness(name)))
        if short not in distinct or (short in known and _fullness(short) == _fullness(full)):
            continue
        where = known_from(known[full]) if full in known else "in this text too"
        yield short, Suggestion(full, f"{where}; {reason}")
    spelled = {name.casefold() for name in known}
    for name in distinct:
        if is_caps(name) and len(name) > 2 and name.casefold() not in spelled:
            yield name, Suggestion(_in_small_letters(name), "the same name in small letters")


def known_from(one: Listed) -> str:
    """Such as “known from 2 interviews; a mayor; 3 claims”."""
    times = "1 interview" if one.interviews == 1 else f"{one.interviews_in_words} interviews"
    about = [f"known from {times}", one.person.description]
    if one.claims:
        about.append(f"{one.claims:,} claim{'' if one.claims == 1 else 's'}")
    return "; ".join(filter(None, about))


def _by_roles(reading: Reading, rows: list[SpeakerRow]) -> dict[str, list[str]]:
    """For the names that are roles, whom the text calls so."""
    roles = {row.name: role for row in rows if (role := role_in(row.name))}
    found = called_so(reading, set(roles.values()))
    return {name: found.get(role, []) for name, role in roles.items()}


def _suggest_by_role(
    rows: list[SpeakerRow], meant: dict[str, list[str]], known: list[Listed]
) -> None:
    """Whom the text calls by a role, where it is one person; else the role is a question."""
    fuller = {row.name for row in rows if is_full_name(row.name)} | {one.name for one in known}
    for row in rows:
        if row.name not in meant or row.settled or row.error:
            continue
        role, people = role_in(row.name), meant[row.name]
        if len(people) == 1:
            name = _in_full(people[0], fuller)
            row.suggestions.insert(0, Suggestion(name, f"the text calls {people[0]} “{role}”"))
        elif people:
            row.question = f"The text calls {' and '.join(people)} so: whom does it mean here?"
        else:
            row.question = "The text does not say who that is: write the name, if you know it."


def _in_full(name: str, fuller: Iterable[str]) -> str:
    """The only longer name that ends with a surname, or the name as it is."""
    if " " in name:
        same = [one for one in fuller if one.casefold() == name.casefold()]
        return same[0] if len(same) == 1 else name
    found = [one for one in fuller if one.casefold().endswith(f" {name.casefold()}")]
    return found[0] if len(found) == 1 else name


def _fullness(name: str) -> tuple[int, bool, int]:
    return len(name.split()), not is_caps(name), len(name)


def _in_small_letters(name: str) -> str:
    """`O'BRIEN-MCKAY` as `O'Brien-McKay`; a guess, for a person to confirm."""
    words = re.sub(r"[^\W\d_]+", lambda found: found[0].capitalize(), name)
    return re.sub(r"\bMc([a-z])", lambda found: f"Mc{found[1].upper()}", words)


def known_by_name(names: Iterable[str]) -> set[str]:
    """Those of the names that somebody has: one query."""
    found = Person.objects.filter(Q(name__in=list(names)))
    return set(found.values_list("name", flat=True))
