"""What a verdict takes: one list of needs, shown as a checklist and applied on submission."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from claims.models.claims import Claim
from claims.models.sources import Evidence, SearchEntry, SourceKind, Stance
from claims.models.verdicts import Tone, Verdict

AGAINST = {Tone.POSITIVE: Stance.REFUTES, Tone.NEGATIVE: Stance.SUPPORTS}
"""The stance that contradicts a verdict of this tone."""


@dataclass(frozen=True, slots=True)
class Need:
    """One line of the checklist: what it is about, what is missing of it or '', and where to go.

    `place` names what has to be opened: a field of the claim, 'evidence', 'search', or 'evidence-'
    and the number of the piece that is lacking something.
    """

    words: str
    missing: str
    place: str

    @property
    def is_met(self) -> bool:
        return not self.missing


def needs_of(claim: Claim) -> list[Need]:
    """Everything that a submission of this claim takes. Asks for its evidence and search log,
    once for a claim: what was loaded already is used."""
    needs = [
        Need("Quote in its place", _if(claim.needs_anchoring, "Give the quote its place in the "
             "corrected transcript, or keep the old version."), "anchor"),
    ] if claim.needs_anchoring else []  # fmt: skip
    needs += [
        Need("Statement written", _if(not claim.statement.strip(), "Write the statement that is "
             "checked."), "statement"),
        Need("Verdict chosen", _if(not claim.verdict_id, "Choose a verdict: it says which "
             "evidence is needed."), "verdict"),
        Need("Rationale written", _if(not claim.rationale.strip(), "Write the rationale."),
             "rationale"),
    ]  # fmt: skip
    evidence = list(standing_evidence(claim))
    if claim.verdict is None:
        return [*needs, _sources(1, len({one.source_id for one in evidence}))]
    return [*needs, *_of_verdict(claim.verdict, evidence, standing_searches(claim))]


def standing_evidence(claim: Claim) -> Iterable[Evidence]:
    """The claim's standing evidence with its sources, from a prefetch where there was one."""
    if "evidence" in getattr(claim, "_prefetched_objects_cache", {}):
        return [one for one in claim.evidence.all() if one.withdrawn_at is None]
    return claim.evidence.standing().select_related("source")


def standing_searches(claim: Claim) -> Iterable[SearchEntry]:
    if "search_log" in getattr(claim, "_prefetched_objects_cache", {}):
        return [entry for entry in claim.search_log.all() if entry.withdrawn_at is None]
    return claim.search_log.standing().select_related("by")


def contradicts(verdict: Verdict | None, evidence: Evidence) -> bool:
    """Whether a piece of evidence speaks against a verdict."""
    return verdict is not None and AGAINST.get(Tone(verdict.tone)) == evidence.stance


def rule_in_words(verdict: Verdict) -> list[str]:
    """What a claim with this verdict takes, a line each; none where it takes no evidence."""
    counted = [
        ("source", verdict.needs_sources),
        ("primary source", verdict.needs_primary),
        ("independent publisher", verdict.needs_publishers),
    ]
    words = [_at_least(number, thing) for thing, number in counted if number]
    if verdict.needs_excerpts:
        words.append("excerpt and place of each source")
    if verdict.needs_answers and Tone(verdict.tone) in AGAINST:
        words.append("contradicting evidence answered")
    if verdict.needs_search_log:
        words.append("a log of what was searched")
    return words


def _of_verdict(
    verdict: Verdict, evidence: list[Evidence], searches: Iterable[SearchEntry]
) -> list[Need]:
    sources = {one.source_id: one.source for one in evidence}
    needs = []
    if verdict.needs_search_log:
        missing = _if(not list(searches), "Log what was searched: where, when and what was found.")
        needs.append(Need("Search logged", missing, "search"))
    if verdict.needs_sources:
        needs.append(_sources(verdict.needs_sources, len(sources)))
    if verdict.needs_primary:
        primary = sum(source.primary for source in sources.values())
        needs.append(_count("primary source", verdict.needs_primary, primary))
    if verdict.needs_publishers:
        publishers = {publisher_of(one) for one in evidence} - {""}
        needs.append(
            _count("independent publisher", verdict.needs_publishers, len(publishers))
        )  # fmt: skip
    if verdict.needs_excerpts:
        needs += _excerpts(evidence)
    if verdict.needs_answers:
        needs += _answers(verdict, evidence)
    return needs


def _sources(needed: int, there: int) -> Need:
    return _count("source", needed, there)


def _count(thing: str, needed: int, there: int) -> Need:
    """“At least 2 primary sources”, or how many there are of them."""
    words = _at_least(needed, thing)
    if there >= needed:
        return Need(words.capitalize(), "", "evidence")
    have = f", there {'is' if there == 1 else 'are'} {there}" if there else ""
    what = f"sources of {words}" if thing.endswith("publisher") else words
    return Need(words.capitalize(), f"Attach {what}{have}.", "evidence")


def _at_least(needed: int, thing: str) -> str:
    return f"at least one {thing}" if needed == 1 else f"at least {needed} {thing}s"


def _excerpts(evidence: list[Evidence]) -> list[Need]:
    bare = [one for one in evidence if not one.excerpt.strip() or not has_place(one)]
    if not bare:
        return [Need("Each source with excerpt and place", "", "evidence")]
    return [
        Need(
            "Excerpt and place",
            _what_is_missing(one),
            f"evidence-{one.pk}",
        )
        for one in bare
    ]


def _what_is_missing(one: Evidence) -> str:
    title = one.source.title
    if one.excerpt.strip():
        return f"Say where the words stand in “{title}”."
    more = "" if has_place(one) else ", and say where they stand"
    return f"Quote the words of “{title}” that count{more}."


def has_place(one: Evidence) -> bool:
    """A place in the source, or an address; for a person spoken to, the day."""
    source = one.source
    spoken = source.kind == SourceKind.PERSON and source.spoken_on is not None
    return bool(one.locator.strip() or source.url) or spoken


def _answers(verdict: Verdict, evidence: list[Evidence]) -> list[Need]:
    against = [one for one in evidence if contradicts(verdict, one)]
    unanswered = [one for one in against if not one.answer.strip()]
    if not unanswered:
        return [Need("Contradicting evidence answered", "", "evidence")] if against else []
    return [
        Need(
            "Contradicting evidence answered",
            f"“{one.source.title}” speaks against the verdict: say why the verdict holds.",
            f"evidence-{one.pk}",
        )
        for one in unanswered
    ]


def publisher_of(one: Evidence) -> str:
    """Who stands behind a source: its publisher, else its host, else the person."""
    source = one.source
    host = (urlsplit(source.canonical_url or source.url).hostname or "").removeprefix("www.")
    named = source.publisher or host or source.spoken_to or source.author
    return " ".join(named.casefold().split())


def _if(condition: object, words: str) -> str:
    return words if condition else ""
