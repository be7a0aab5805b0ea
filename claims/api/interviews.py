"""Interviews with their newest transcript, and claims captured from them."""

from datetime import date, datetime
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from claims import permissions
from claims.actions.claims import capture, capture_words
from claims.actions.interviews import person_named
from claims.api.access import ApiRequest, claim_to_read, require
from claims.api.claims import ClaimShape, claim_shape
from claims.api.evidence import Key
from claims.api.people import Named, named
from claims.api.problems import valid
from claims.forms.claims import ByHandForm, CaptureForm
from claims.forms.search import SearchForm
from claims.models import Interview, TranscriptVersion
from claims.queries.desk import current_transcript
from claims.queries.interviews import interviews_page

router = Router(tags=["interviews"])


class InterviewShape(Schema):
    slug: str
    title: str
    outlet: str
    programme: str
    published_on: date | None
    url: str
    media_url: str
    """Where its recording is played from: an address, or a path here; '' where it has none."""
    language: str
    blind: bool
    created_at: datetime


class Interviews(Schema):
    interviews: list[InterviewShape]
    next: str | None
    previous: str | None


class TurnShape(Schema):
    position: int
    kind: str
    speaker: Named | None
    start: int
    end: int
    starts_at_ms: int | None


class Transcript(Schema):
    """Offsets count Unicode code points."""

    number: int
    sha256: str
    text: str
    turns: list[TurnShape]


class WholeInterview(InterviewShape):
    transcript: Transcript | None


class Capturing(Schema):
    """The words at [start, end) of a transcript, or words alone: where the newest transcript has
    them once, that is their place, else the claim is entered by hand."""

    quote: str
    transcript: int | None = None
    start: int | None = None
    end: int | None = None
    speaker: str = ""
    statement: str = ""


@router.get("/interviews", response=Interviews)
def interviews(
    request: ApiRequest, q: str = "", before: int | None = None, after: int | None = None
) -> Interviews:  # fmt: skip
    """Newest first; those that a search for `q` finds by title, outlet or programme."""
    words = valid(SearchForm({"q": q})).cleaned_data["q"]
    page = interviews_page(request.user, words, before=_place(before), after=_place(after))

    def address(**place: int) -> str:
        return f"{request.path}?{urlencode({'q': words, **place} if words else place)}"

    return Interviews(
        interviews=[InterviewShape.from_orm(interview) for interview, _ in page.rows],
        next=address(before=page.older) if page.older else None,
        previous=address(after=page.newer) if page.newer else None,
    )


@router.get("/interviews/{slug:slug}", response=WholeInterview)
def interview(request: ApiRequest, slug: str) -> WholeInterview:
    """One interview with its newest transcript."""
    found = get_object_or_404(Interview, slug=slug)
    transcript = current_transcript(found)
    return WholeInterview(
        **InterviewShape.from_orm(found).dict(),
        transcript=_transcript(transcript) if transcript else None,
    )


@router.post("/interviews/{slug:slug}/claims", response={201: ClaimShape})
def claim_new(request: ApiRequest, slug: str, sent: Capturing, key: Key = None) -> ClaimShape:
    """Capture a claim."""
    interview = get_object_or_404(Interview, slug=slug)
    require(permissions.can_capture(request.user))
    typed = valid(ByHandForm(sent.dict())).cleaned_data
    speaker = person_named(typed["speaker"], here=interview.pk)
    spoken = {"speaker": speaker, "statement": typed["statement"]}
    if sent.start is not None:
        span = valid(CaptureForm(sent.dict())).cleaned_data
        version = get_object_or_404(interview.transcripts, number=span["transcript"])
        claim = capture(
            version, start=span["start"], end=span["end"], quote=span["quote"], by=request.user,
            key=key, **spoken,
        )  # fmt: skip
    else:
        newest = current_transcript(interview)
        claim, _ = capture_words(
            interview, newest, quote=typed["quote"], by=request.user, key=key, **spoken
        )
    return claim_shape(claim_to_read(claim.pk), request.user)


def _place(number: int | None) -> Interview | None:
    return get_object_or_404(Interview, pk=number) if number else None


def _transcript(version: TranscriptVersion) -> Transcript:
    return Transcript(
        number=version.number,
        sha256=version.sha256,
        text=version.text,
        turns=[
            TurnShape(
                position=turn.position, kind=turn.kind, speaker=named(turn.speaker),
                start=turn.start, end=turn.end, starts_at_ms=turn.starts_at_ms,
            )
            for turn in version.turns.select_related("speaker__identity")
        ],
    )  # fmt: skip
