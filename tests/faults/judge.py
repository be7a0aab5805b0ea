"""Whether everybody was told the truth: journals against what is stored."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import F
from django.db.models.functions import Length, Substr

from claims.models import Claim, Event, SignOff, Status
from claims.queries.verification import one_moment, verified

DONE, REFUSED = 200, {403, 409, 422}


@dataclass
class Findings:
    """What happened, in numbers, and a sentence for each thing that must not have happened."""

    answers: Counter[int] = field(default_factory=Counter)
    events: int = 0
    missing: list[str] = field(default_factory=list)
    """Acknowledged, and not in the history."""
    lost: list[str] = field(default_factory=list)
    """Written over by somebody who had not seen it."""
    unasked: list[str] = field(default_factory=list)
    """Refused, and done all the same; or done twice."""
    broken: list[str] = field(default_factory=list)
    """Invariants that do not hold, and histories that do not agree."""

    @property
    def unanswered(self) -> int:
        """Requests that got no answer, or an error of the server's."""
        return sum(n for status, n in self.answers.items() if status == 0 or status >= 500)

    @property
    def odd(self) -> int:
        """Answers that no request here should get."""
        expected = {DONE, *REFUSED}
        return sum(n for status, n in self.answers.items() if status not in expected)


def judge(journals: Iterable[Path]) -> Findings:
    findings = Findings()
    told = [json.loads(line) for path in journals for line in path.read_text().splitlines()]
    findings.answers.update(line["status"] for line in told)
    events = list(Event.objects.select_related("actor").order_by("claim", "number"))
    findings.events = len(events)
    by_words = _by_words(events)
    by_claim: dict[int, list[Event]] = {}
    for event in events:
        by_claim.setdefault(event.claim_id, []).append(event)
    for line in told:
        if line["token"]:
            _judge_words(line, by_words.get(line["token"], []), by_claim, findings)
        elif line["action"] == "sign_off" and line["status"] == DONE:
            _judge_sign_off(line, findings)
    _judge_rows(findings)
    return findings


def _by_words(events: Iterable[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in events:
        values = [event.note, *(value for value in event.after.values() if isinstance(value, str))]
        for words in {value for value in values if " writes number " in value}:
            found.setdefault(words, []).append(event)
    return found


def _judge_words(
    line: dict[str, Any], found: list[Event], by_claim: dict[int, list[Event]], findings: Findings
) -> None:
    said = f"{line['by']}, number {line['number']}, {line['path']}: {line['status']}"
    if line["status"] == DONE and not found:
        findings.missing.append(said)
    if line["status"] in REFUSED and found:
        findings.unasked.append(f"{said}, and event {found[0]}")
    if len(found) > 1:
        findings.unasked.append(f"{said}, {len(found)} times")
    if not found or line["field"] not in {"statement", "rationale"}:
        return
    event = found[0]
    if event.claim_id != line["claim"] or event.actor.username != line["by"]:
        findings.broken.append(f"{said} is event {event} by {event.actor}")
    between = by_claim[event.claim_id][line["seen"] : event.number - 1]
    findings.lost += [
        f"{said} wrote over event {other}" for other in between if line["field"] in other.after
    ]


def _judge_sign_off(line: dict[str, Any], findings: Findings) -> None:
    signed = SignOff.objects.filter(
        claim=line["claim"], by__username=line["by"], content_hash=line["hash"]
    )
    if not signed.exists():
        findings.missing.append(f"the sign-off of claim {line['claim']} by {line['by']}")


def _judge_rows(findings: Findings) -> None:
    with one_moment():
        for checked in verified():
            findings.broken += [f"claim {checked.claim}: {fault.what}" for fault in checked.faults]
    words = Substr("transcript__text", F("start") + 1, Length("quote"))
    for pk, quote, there in Claim.objects.exclude(transcript=None).values_list(
        "pk", "quote", words
    ):
        if quote != there:
            findings.broken.append(f"claim {pk}: the transcript has other words")
    for claim in Claim.objects.filter(status__in=[Status.SIGNED_OFF, Status.PUBLISHED]):
        live = {one.by_id for one in claim.sign_offs.all() if one.is_live}
        if not live - {claim.submitted_by_id, *claim.authors}:
            findings.broken.append(f"claim {claim.pk}: {claim.status} without a sign-off")
