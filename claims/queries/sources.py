"""Sources with the claims that use them, and the evidence of a claim."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from claims.models import Claim, Evidence, SearchEntry, Source, User
from claims.models.evidence_rules import standing_evidence
from claims.models.sources import EvidenceQuerySet, SourceQuerySet
from claims.queries import search
from claims.text.errors import BadSearch

PAGE_LENGTH = 50
CLAIMS_SHOWN = 3
FOUND_AT_MOST = 8


@dataclass(frozen=True, slots=True)
class SourceInUse:
    """A source, how many claims use it, and the newest few of these."""

    source: Source
    claim_count: int
    claims: list[Claim]


@dataclass(frozen=True, slots=True)
class Page[Row]:
    """Some rows of a long list, and the row after which the next page begins, if there is one."""

    rows: list[Row]
    last: int | None


def evidence_of(claim: Claim) -> list[Evidence]:
    """The standing evidence of a claim, oldest first, whole: one query, none where it is loaded."""
    if "evidence" in getattr(claim, "_prefetched_objects_cache", {}):
        return list(standing_evidence(claim))
    return list(_whole(claim.evidence.standing()))


def load_grounds(claim: Claim) -> None:
    """Load what a verdict rests on, evidence and search log, so that nobody asks for it twice."""
    searches = SearchEntry.objects.standing().select_related("by")
    prefetch_related_objects(
        [claim],
        Prefetch("evidence", _whole(Evidence.objects.standing())),
        Prefetch("search_log", searches),
    )


def _whole(evidence: EvidenceQuerySet) -> EvidenceQuerySet:
    return evidence.select_related("source__document", "added_by")


def sources_in_use(sources: SourceQuerySet, *, after: Source | None = None) -> Page[SourceInUse]:
    """One page of these sources, newest first: two queries."""
    rows = sources.after(after) if after else sources
    using = _claims_of_source().order_by("-pk").values("pk")
    found = list(
        with_claim_count(rows.newest()).annotate(claim_ids=ArraySubquery(using[:CLAIMS_SHOWN]))[
            : PAGE_LENGTH + 1
        ]
    )
    shown, last = _cut(found)
    ids = {pk for source in shown for pk in source.claim_ids}  # type: ignore[attr-defined]
    claims = Claim.objects.select_related("interview").in_bulk(ids)
    return Page(
        [
            SourceInUse(
                source,
                source.claim_count,  # type: ignore[attr-defined]
                [claims[pk] for pk in source.claim_ids],  # type: ignore[attr-defined]
            )
            for source in shown
        ],
        last,
    )


def uses_of(source: Source, *, before: int | None = None) -> Page[Evidence]:
    """One page of the standing evidence that a source is, newest first: one query."""
    standing = source.evidence.standing().order_by("-pk")
    if before:
        standing = standing.filter(pk__lt=before)
    whole = standing.select_related("claim__interview", "claim__person", "added_by")
    return Page(*_cut(list(whole.only(*OF_USES)[: PAGE_LENGTH + 1])))


OF_USES = [
    "stance", "excerpt", "locator", "added_at", "missing_in", "claim__quote", "claim__status",
    "claim__interview__title", "claim__person__name", "claim__person__identity",
    "added_by__name", "added_by__username",
]  # fmt: skip
"""What is shown of each."""


def with_claim_count(sources: SourceQuerySet) -> SourceQuerySet:
    """Annotates `claim_count`."""
    counts = (
        _standing()
        .order_by()
        .values("source")
        .annotate(n=Count("claim", distinct=True))
        .values("n")
    )
    return sources.annotate(claim_count=Coalesce(Subquery(counts), 0))


def found_sources(words: str, user: User) -> list[Source]:
    """The few newest sources that a search finds, to choose one from."""
    try:
        query = search.query_of(words)
    except BadSearch:
        return []
    found = search.holding(Source.objects.newest(), "sources", query, user)
    return list(with_claim_count(found)[:FOUND_AT_MOST])


def source_with_address(canonical_url: str) -> Source | None:
    return with_claim_count(Source.objects.filter(canonical_url=canonical_url)).first()


def _standing() -> EvidenceQuerySet:
    return Evidence.objects.standing().filter(source=OuterRef("pk"))


def _claims_of_source() -> QuerySet[Claim]:
    standing = Evidence.objects.standing().filter(
        claim=OuterRef("pk"), source=OuterRef(OuterRef("pk"))
    )
    return Claim.objects.filter(Exists(standing))


def _cut[Row: (Source, Evidence)](found: list[Row]) -> tuple[list[Row], int | None]:
    """The rows of one page, of one more than that, and the id of the last if there are more."""
    shown = found[:PAGE_LENGTH]
    return shown, (shown[-1].pk if len(found) > PAGE_LENGTH else None)
