"""A claim as its events make it: each change is told the way the product's own actions tell it."""

from dataclasses import dataclass
from math import log

from claims.generation.newsroom import Plan, Scale, UsedSource
from claims.generation.prose import Prose
from claims.generation.rows import DAY, SECOND, Rows, as_json, hashed, moment

type Fields = dict[str, object]

HOUR = 3600 * SECOND


@dataclass(slots=True)
class Place:
    """A claim in its transcript: code points, the words, what they assert, who says them."""

    start: int
    end: int
    quote: str
    statement: str
    speaker: int
    speaker_name: str


@dataclass(slots=True)
class Setting:
    """What the claims of one interview share."""

    plan: Plan
    rows: Rows
    prose: Prose
    interview: int
    title: str
    blind: bool
    transcript: int
    team: list[int]
    """Accounts; the first one is an editor's."""
    at: int
    sources: list[UsedSource]
    famous: list[UsedSource]
    first: int
    """The number of its first claim."""
    corrected: bool
    """Whether a correction of the transcript, one more event for each claim, is to come."""
    topic: int


class History:
    """One claim; `fields` are what its events have made of it so far, those of REPLAYED."""

    def __init__(self, setting: Setting, number: int, place: Place) -> None:
        """Claim number `number`, from 0, of all that are generated."""
        self.setting, self.prose, self.plan = setting, setting.prose, setting.plan
        self.number, self.place = number, place
        self.pk = self.plan.number("claim", number)
        self.by = self.prose.skewed(setting.team[1:], 2)
        """Who works on it."""
        self.time = self.captured = self._captured()
        self.since, self.finished = self.captured, 0
        self.version, self.last_hash = 0, ""
        self.submission = 0
        self.signed, self.signer = "", 0
        self.captured_by = self.by
        self.comments: dict[int, list[object]] = {}
        self.open_comment = 0
        self.evidence: list[tuple[Fields, UsedSource]] = []
        self.searched: Fields = {}
        self.authors: set[int] = set()
        self.by_hand = self.prose.chance(0.02)
        self.verdict = self._finding()
        self.fields: Fields = {
            "interview_id": setting.interview,
            "transcript_id": None if self.by_hand else setting.transcript,
            "start": None if self.by_hand else place.start,
            "end": None if self.by_hand else place.end,
            "quote": place.quote, "statement": "", "speaker_id": place.speaker,
            "topic_id": setting.topic if self.prose.chance(0.6) else None, "status": "new",
            "verdict_id": None, "rationale": "", "assignee_id": None, "priority": 2,
            "due_on": None, "set_aside_reason": "", "duplicate_of_id": None,
            "submitted_by_id": None, "sign_offs_needed": 1, "second_verdict_id": None,
            "second_by_id": None, "needs_anchoring": False,
        }  # fmt: skip

    def write(self) -> None:
        """The claim's own row, as its events have left it."""
        now = self.fields
        content_hash = hashed(as_json(self._content()))
        stale = bool(self.signed) and (self.signed != content_hash or now["needs_anchoring"])
        self.setting.rows.add(
            "claim", self.pk, now["interview_id"], now["transcript_id"], now["start"], now["end"],
            now["quote"], now["statement"], now["speaker_id"], now["speaker_id"], now["topic_id"],
            now["status"], now["verdict_id"], now["rationale"], now["assignee_id"],
            now["priority"], now["due_on"], self.captured_by, moment(self.captured),
            moment(self.since),
            now["submitted_by_id"], self.submission, now["sign_offs_needed"], sorted(self.authors),
            now["second_verdict_id"], now["second_by_id"], now["needs_anchoring"],
            moment(self.finished) if self.finished else None, now["set_aside_reason"],
            now["duplicate_of_id"], content_hash, self.version, self.last_hash, len(self.evidence),
            sum(source.primary for _, source in self.evidence),
            stale, [self.signer] if stale else [],
        )  # fmt: skip
        for pk, (body, by, at, *resolved) in self.comments.items():
            settled = resolved or [None, None]
            self.setting.rows.add("comment", pk, self.pk, "", body, [], by, at, *settled)
        self._write_words(str(now["rationale"]))

    def _write_words(self, rationale: str) -> None:
        """As `search_index_claim`: while verdicts are blind, only authors find the rationale."""
        now, draft, vector = self.fields, None, self.plan.lexicon.vector
        before = self.place.quote, str(now["statement"])
        sealed = (
            self.setting.blind and now["second_verdict_id"] is None
            and now["status"] not in {"disputed", "signed_off", "published"}
        )  # fmt: skip
        if sealed and rationale:
            authors = "".join(f" '@{author}'" for author in self.authors)
            draft = vector(self.pk, *before, rationale, self.place.speaker_name, also=authors)
            rationale = ""
        words = vector(self.pk, *before, rationale, self.place.speaker_name)
        self.setting.rows.add("claimwords", self.pk, words, draft)

    def _captured(self) -> int:
        left = self.plan.now - self.setting.at
        return self.setting.at + int(self.prose.random() * min(2 * DAY, left // 3)) + self.number

    def _finding(self) -> Scale:
        return self.prose.skewed(self.plan.scale, 1.5)

    # How a change is told

    def _edit(self, by: int, **changes: object) -> int:
        self._later()
        return self._change("edited", by, changes)

    def _move(self, status: str, by: int, *, note: str = "", **also: object) -> int:
        self._later()
        return self._change("moved", by, {"status": status, **also}, note=note)

    def _change(
        self, verb: str, by: int, changes: Fields, *, note: str = "", also: Fields | None = None
    ) -> int:  # fmt: skip
        """Change fields, with the event that says so; `also` is of other rows. Its number."""
        before = {name: self.fields[name] for name in changes}
        self.fields |= changes
        stay = None
        if "status" in changes:
            stay = ((self.time | 1) - (self.since | 1)) // SECOND  # as `moment` has them
            self.since = self.time
            if changes["status"] not in {"signed_off", "published"}:
                self.finished = 0
        if changes.keys() & {"verdict_id", "rationale", "second_verdict_id"}:
            self.authors |= {by}
        return self._event(verb, by, before, {**changes, **(also or {})}, note=note, stay=stay)

    def _event(
        self, verb: str, by: int, before: Fields, after: Fields,
        *, note: str = "", stay: int | None = None,
    ) -> int:  # fmt: skip
        """As `Event.seal` has it: the keys in the order of the alphabet, without spaces."""
        self.version += 1
        at, was, now = moment(self.time), as_json(before), as_json(after)
        sealed = (
            f'{{"actor":{by},"after":{now},"at":"{at}","before":{was},"claim":{self.pk},'
            f'"note":{as_json(note)},"number":{self.version},"previous":"{self.last_hash}",'
            f'"verb":"{verb}"}}'
        )
        previous, self.last_hash = self.last_hash, hashed(sealed)
        pk = self.plan.number("event", self.number, self.version)
        self.setting.rows.add(
            "event", pk, self.pk, self.version, by, verb, was, now, note, at, previous,
            self.last_hash, stay, None,
        )  # fmt: skip
        return self.version

    def _tell(self, kind: str, user: object, by: int, event: int) -> None:
        """Somebody is told of an event; what is two weeks old has been read, and mailed before."""
        if user is None or user == by:
            return
        old = self.plan.now - self.time > 14 * DAY
        self.setting.rows.add(
            "notification", self.plan.number("notification", self.number, event), user, kind,
            self.pk, self.plan.number("event", self.number, event), moment(self.time),
            moment(self.time + 2 * HOUR) if old else None,
            moment(self.time + HOUR) if old else None,
        )  # fmt: skip

    def _later(self) -> None:
        """Time goes by, to some hour of a working day, and never up to now."""
        left = self.plan.now - self.time
        time = self.time + SECOND + min(int(-log(1 - self.prose.random()) * 20 * HOUR), left // 12)
        hour = time % DAY // HOUR
        if not 7 <= hour < 20:
            morning = (time - 7 * HOUR) // DAY * DAY + DAY + 8 * HOUR
            if morning - self.time < left // 4:
                time = morning + self.prose.number(0, 3 * 3600) * SECOND
        self.time = time

    def _another(self) -> int:
        return self.prose.one_of([one for one in self.setting.team if one != self.by])

    def _content(self) -> Fields:
        """As `Claim.content`."""
        now = self.fields
        evidence = [content for content, _ in self.evidence]
        return {
            "quote": now["quote"], "speaker": now["speaker_id"], "statement": now["statement"],
            "verdict": now["verdict_id"], "rationale": now["rationale"],
            "evidence": sorted(evidence, key=lambda one: (one["source"], one["evidence"])),
            **({"searched": [self.searched]} if self.searched else {}),
        }  # fmt: skip

    def _payload(self) -> Fields:
        """As `payload_of`."""
        now = self.fields
        searched = {"where": "place", "when": "searched_on", "found": "found"}
        return {
            "claim": self.pk, "interview": self.setting.title, "quote": now["quote"],
            "speaker": self.place.speaker_name, "statement": now["statement"],
            "verdict": {"label": self.verdict.label, "definition": self.verdict.definition},
            "rationale": now["rationale"],
            "evidence": [
                {
                    "source": source.title, "url": source.url, "primary": source.primary,
                    "stance": content["stance"], "excerpt": content["excerpt"],
                    "locator": content["locator"], "answer": "",
                }
                for content, source in self.evidence
            ],
            "searched": [{name: self.searched[of] for name, of in searched.items()}]
            if self.searched
            else [],
            "content_hash": self.signed,
        }  # fmt: skip
