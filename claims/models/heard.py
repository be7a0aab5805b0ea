"""When a claim is heard in the recording, as its own row says it, kept by the database.

Lists, files and the API read it there, without a look at the times of a whole transcript.
"""

import pgtrigger

HEARD_AT = """(
    SELECT t.times[nullif(width_bucket({claim}.start, t.places), 0)]
    FROM claims_timing AS t WHERE t.transcript_id = {claim}.transcript_id
)"""
"""The time of the last place before the claim's first word. Places ascend, so that `width_bucket`
searches by halves."""


def heard_by_place() -> pgtrigger.Trigger:
    """On claims: their own `heard_at_ms`, whenever they get another place."""
    return pgtrigger.Trigger(
        name="heard_by_place",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("transcript_id", "start"),
        func=f"NEW.heard_at_ms := {HEARD_AT.format(claim='NEW')}; RETURN NEW;",
    )
