"""Rows as COPY reads them, JSON as histories hash it, and times as they are written in both."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from json import encoder

SECOND = 1_000_000
DAY = 86_400 * SECOND
"""Times are microseconds since the first day of 1970, UTC."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NULL = "\x1a"
"""What stands for no value: a sign that nobody writes, and that needs no care like a backslash."""
COLUMNS: dict[str, list[str]] = {
    table: columns.split()
    for table, columns in {
        "user": "id username name email role password is_active is_staff is_superuser digest "
        "date_joined",
        "person": "id name description same_as",
        "topic": "id name",
        "interview": "id title slug outlet programme published_on url language blind "
        "created_by_id created_at version",
        "transcriptversion": "id interview_id number text sha256 format notes reason "
        "created_by_id created_at",
        "turn": "id transcript_id position kind speaker_id start end",
        "source": "id kind title url canonical_url publisher author published_on reference "
        "spoken_to spoken_on on_record primary added_by_id added_at version",
        "claim": "id interview_id transcript_id start end quote statement speaker_id person_id "
        "topic_id status verdict_id rationale assignee_id priority due_on captured_by_id "
        "captured_at status_since submitted_by_id submission sign_offs_needed authors "
        "second_verdict_id second_by_id needs_anchoring finished_at set_aside_reason "
        "duplicate_of_id content_hash version last_hash source_count primary_count "
        "sign_off_is_stale stale_signers",
        "evidence": "id claim_id source_id stance excerpt locator answer added_by_id added_at "
        "version",
        "searchentry": "id claim_id place searched_on found by_id added_at",
        "event": "id claim_id number actor_id verb before after note at previous_hash hash stay tx",
        "signoff": "id claim_id by_id at submission content content_hash",
        "publication": "id claim_id number by_id at payload sha256",
        "comment": "id claim_id field body mentions by_id at resolved_by_id resolved_at",
        "notification": "id user_id kind claim_id event_id at read_at mailed_at",
        "claimwords": "row_id words draft",
        "evidencewords": "row_id words",
        "sourcewords": "row_id words",
        "passage": "id transcript_id turn_id start end words",
    }.items()
}
"""The columns that are written, of each table; `claims_` stands before its name."""
NUMBERED = [table for table, columns in COLUMNS.items() if "id" in columns]

# What a JSONEncoder makes for each value anew: no look at circles, nothing of ours, characters as
# they are, no indent, between key and value, between values, sorted, no other keys, no NaN.
_parts = encoder.c_make_encoder(  # type: ignore[attr-defined]
    None, None, encoder.encode_basestring, None, ":", ",", True, False, False
)


def as_json(value: object) -> str:
    """As `claims.models.claims.canonical`, ten times as fast."""
    return "".join(_parts(value, 0))


def hashed(words: str) -> str:
    return sha256(words.encode()).hexdigest()


@lru_cache(maxsize=4096)
def day_of(number: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=number)).isoformat()


@lru_cache(maxsize=1024)
def moment(time: int) -> str:
    """With microseconds, which `isoformat` leaves out where they are 0: here they never are."""
    return (_EPOCH + timedelta(microseconds=time | 1)).isoformat()


def written(value: object) -> str:
    """One value of a row that is no text."""
    kind = type(value)
    if kind is int:
        return str(value)
    if value is None:
        return NULL
    if kind is bool:
        return "t" if value else "f"
    if isinstance(value, list):
        return f"{{{','.join(map(str, value))}}}"
    raise TypeError(value)


class Rows:
    """Rows of all tables, in the order in which they were added."""

    def __init__(self) -> None:
        self._lines: dict[str, list[bytes]] = defaultdict(list)

    def add(self, table: str, *values: object) -> None:
        """One row; its values in the order of COLUMNS. Asked two million times."""
        line = "\t".join([one if type(one) is str else written(one) for one in values])
        if "\\" in line or "\n" in line:
            line = line.replace("\\", "\\\\").replace("\n", "\\n")
        self._lines[table].append(line.encode())

    def as_bytes(self) -> dict[str, bytes]:
        return {table: b"\n".join([*lines, b""]) for table, lines in self._lines.items()}
