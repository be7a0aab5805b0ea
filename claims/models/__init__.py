"""Every model, so that Django finds them; import from here."""

from claims.models.accounts import Invitation, Role, User
from claims.models.bulk import BulkChange, BulkItem, BulkKind, Outcome
from claims.models.claims import Claim
from claims.models.comments import Comment, CommentField
from claims.models.fetches import Fetch, FetchState, Snapshot
from claims.models.history import Event, Verb
from claims.models.interviews import (
    Appearance,
    Interview,
    Quotation,
    Timing,
    TranscriptVersion,
    Turn,
    TurnKind,
)
from claims.models.marks import About, Mark
from claims.models.notifications import Kind, Notification, Presence
from claims.models.people import Person, PersonEvent, PersonVerb
from claims.models.reviews import Publication, SignOff
from claims.models.saved_views import SavedView
from claims.models.search import (
    ClaimWords,
    EvidenceWords,
    InterviewWords,
    NameGram,
    Passage,
    PersonWords,
    SourceWords,
)
from claims.models.sentences import Disposition, Sentence, WhyNot
from claims.models.sheets import RowOutcome, SheetImport, SheetRow
from claims.models.sources import Document, Evidence, SearchEntry, Source, SourceKind, Stance
from claims.models.statuses import FINISHED, OPEN, Priority, SetAsideReason, Status
from claims.models.tallies import Measure, Scope, Tallied, Tally, TallyChange
from claims.models.tokens import ApiToken
from claims.models.topics import Topic
from claims.models.verdicts import Newsroom, Tone, Verdict

__all__ = [
    "FINISHED", "OPEN", "About", "ApiToken", "Appearance", "BulkChange", "BulkItem", "BulkKind",
    "Claim", "ClaimWords", "Comment", "CommentField", "Disposition", "Document", "Event",
    "Evidence", "EvidenceWords", "Fetch", "FetchState", "Interview", "InterviewWords", "Invitation",
    "Kind", "Mark", "Measure", "NameGram", "Newsroom", "Notification", "Outcome", "Passage",
    "Person", "PersonEvent", "PersonVerb", "PersonWords", "Presence", "Priority", "Publication",
    "Quotation", "Role", "RowOutcome", "SavedView", "Scope", "SearchEntry", "Sentence",
    "SetAsideReason", "SheetImport", "SheetRow", "SignOff", "Snapshot", "Source", "SourceKind",
    "SourceWords", "Stance", "Status", "Tallied", "Tally", "TallyChange", "Timing", "Tone", "Topic",
    "TranscriptVersion", "Turn", "TurnKind", "User", "Verb", "Verdict", "WhyNot",
]  # fmt: skip
