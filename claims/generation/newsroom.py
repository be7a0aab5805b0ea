"""How large a newsroom is to be, who works there, and what all its interviews share."""

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import exp
from random import Random

from claims.generation.prose import Prose
from claims.generation.rows import DAY, Rows, day_of, moment
from claims.generation.vocabulary import HOSTS, OCCUPATIONS, TOPICS, person_name
from claims.generation.words import Lexicon

DAYS = 730
"""The interviews came in during so many days."""
ROLES = ["admin", *["editor"] * 6, *["reviewer"] * 40, *["viewer"] * 3]
STAFF = len(ROLES)
FAMOUS = 200
"""Sources that claims of all interviews use; every interview has some of its own besides."""
KINDS = ["web"] * 11 + ["document"] * 2 + ["dataset"] * 3 + ["court", "recording", "person"]
STEPS = {"event": 16, "evidence": 4, "comment": 4, "signoff": 2, "notification": 16, "turn": 6,
         "passage": 2}  # fmt: skip
"""How many numbers of each table are set aside for one claim."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A verdict, as far as its claims must fit to it."""

    id: int
    label: str
    definition: str
    tone: str
    needs_primary: bool
    needs_search_log: bool


@dataclass(frozen=True, slots=True)
class UsedSource:
    id: int
    title: str
    url: str
    primary: bool


@dataclass(frozen=True)
class Plan:
    """All that decides what is written: the same plan writes the same rows."""

    claims: int
    sizes: list[int]
    """How many claims each interview has."""
    seed: int
    now: int
    password: str
    """As it is stored, for all accounts."""
    scale: list[Scale]
    topics: list[int]
    """The ids of TOPICS, old and new ones."""
    last: dict[str, int]
    """The highest number that each table has already."""
    lexicon: Lexicon

    @property
    def people(self) -> int:
        return HOSTS + max(25, len(self.sizes) * 6 // 10)

    @cached_property
    def firsts(self) -> list[int]:
        """For each interview, how many claims there are in those before it."""
        return [0, *accumulate(self.sizes)][:-1]

    @cached_property
    def famous(self) -> list[UsedSource]:
        """The sources that everybody uses."""
        return [a_source(self, number) for number in range(FAMOUS)]

    def number(self, table: str, claim: int, nth: int = 1) -> int:
        """The id of the nth row, from 1, that a table has for a claim."""
        return self.last[table] + claim * STEPS.get(table, 1) + nth

    def user(self, number: int) -> int:
        return self.last["user"] + number + 1

    def person(self, number: int) -> int:
        return self.last["person"] + number + 1


def sizes_of(claims: int, interviews: int, seed: int) -> list[int]:
    """How many claims each interview has: a few have many. At least one each."""
    rng = Random(f"{seed} sizes")  # noqa: S311 - invented data, no secret
    weights = [min(6.0, exp(rng.gauss(0, 0.8))) for _ in range(interviews)]
    spare, total = claims - interviews, sum(weights)
    ends = [round(spare * part / total) for part in accumulate(weights)]
    ends[-1] = spare
    return [1 + end - start for start, end in zip([0, *ends], ends, strict=False)]


def shared_rows(plan: Plan) -> dict[str, bytes]:
    """The accounts, the people who speak, and the sources that everybody uses."""
    rows = Rows()
    since = plan.now - (DAYS + 30) * DAY
    for number, role in enumerate(ROLES):
        pk, name = plan.user(number), person_name(200_000 + number)
        rows.add(
            "user", pk, f"{role}-{pk}", name, f"{role}-{pk}@example.org", role, plan.password,
            True, False, False, False, moment(since),
        )  # fmt: skip
    rng = Random(f"{plan.seed} people")  # noqa: S311
    for number in range(plan.people):
        host = number < HOSTS
        what = "presenter" if host else OCCUPATIONS[int(rng.random() * len(OCCUPATIONS))]
        rows.add("person", plan.person(number), person_name(number), what, "")
    for topic, name in zip(plan.topics, TOPICS, strict=True):
        if topic > plan.last["topic"]:
            rows.add("topic", topic, name)
    for number, source in enumerate(plan.famous):
        write_source(rows, plan, source, number, since, added_by=plan.user(number % STAFF))
    return rows.as_bytes()


def own_sources(plan: Plan, interview: int, first: int) -> list[UsedSource]:
    """The sources of one interview, whose claims begin at `first`: three for ten claims."""
    start = FAMOUS + first * 3 // 10 + interview
    return [a_source(plan, start + n) for n in range(plan.sizes[interview] * 3 // 10 + 1)]


def a_source(plan: Plan, number: int) -> UsedSource:
    rng = Random(plan.seed * 1_000_003 + number)  # noqa: S311
    prose = Prose(rng, number % len(TOPICS))
    pk = plan.last["source"] + number + 1
    kind = KINDS[number % len(KINDS)]
    url = f"https://{prose.place.lower()}.example.org/records/{pk}" if kind == "web" else ""
    return UsedSource(pk, prose.title(), url, primary=number % 9 < 4)


def write_source(
    rows: Rows, plan: Plan, source: UsedSource, number: int, at: int, *, added_by: int
) -> None:
    kind = KINDS[number % len(KINDS)]
    spoken_to = person_name(100_000 + number) if kind == "person" else ""
    publisher = source.title.partition(" in ")[2].partition(",")[0]
    publisher = "" if spoken_to else f"{publisher} Records Office"
    author = person_name(50_000 + number) if number % 3 else ""
    reference = f"{number % 97}-{number}" if kind == "court" else ""
    rows.add(
        "source", source.id, kind, source.title, source.url, source.url, publisher, author,
        None if spoken_to else day_of(at // DAY - number % 900), reference,
        spoken_to, day_of(at // DAY) if spoken_to else None,
        number % 4 > 0 if spoken_to else None, source.primary, added_by, moment(at), 1,
    )  # fmt: skip
    words = source.title, publisher, author, spoken_to, reference, source.url
    rows.add("sourcewords", source.id, plan.lexicon.vector(source.id, *words))
