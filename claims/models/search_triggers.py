"""Triggers that keep what can be searched: see `claims.models.search`."""

import pgtrigger


def searched(kind: str, *fields: str, func: str = "") -> list[pgtrigger.Trigger]:
    """Index a row when it comes, and anew when one of the fields changes."""
    index = f"PERFORM search_index_{kind}(ARRAY[NEW.id]);"
    return [
        pgtrigger.Trigger(
            name="searched",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            func=f"{index} RETURN NULL;",
        ),
        pgtrigger.Trigger(
            name="searched_anew",
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            condition=pgtrigger.AnyChange(*fields),
            func=f"{func or index} RETURN NULL;",
        ),
    ]


# Where verdicts are not given blindly, a change of the status moves no word.
OF_A_CLAIM = """
    IF (OLD.quote, OLD.statement, OLD.rationale, OLD.speaker_id, OLD.person_id)
        IS DISTINCT FROM (NEW.quote, NEW.statement, NEW.rationale, NEW.speaker_id, NEW.person_id)
    OR EXISTS (SELECT 1 FROM claims_interview AS i WHERE i.id = NEW.interview_id AND i.blind)
    THEN PERFORM search_index_claim(ARRAY[NEW.id]); END IF;
"""

# The locks wait for whoever is changing a claim, so that no older text is indexed over theirs.
OF_AN_INTERVIEW = """
    PERFORM search_index_interview(ARRAY[NEW.id]);
    IF (OLD.language, OLD.blind) IS DISTINCT FROM (NEW.language, NEW.blind) THEN
        PERFORM 1 FROM claims_claim WHERE interview_id = NEW.id ORDER BY id FOR SHARE;
        PERFORM search_index_claim(
            ARRAY(SELECT id FROM claims_claim WHERE interview_id = NEW.id ORDER BY id));
    END IF;
    IF OLD.language IS DISTINCT FROM NEW.language THEN
        PERFORM search_index_evidence(ARRAY(
            SELECT e.id FROM claims_evidence AS e JOIN claims_claim AS c ON c.id = e.claim_id
            WHERE c.interview_id = NEW.id ORDER BY e.id));
        PERFORM search_index_passages(ARRAY(
            SELECT t.id FROM claims_transcriptversion AS t
            WHERE t.interview_id = NEW.id ORDER BY t.number DESC LIMIT 1));
    END IF;
"""

# A claim is found by the spelling that it has, and by the name of who that is.
OF_A_PERSON = """
    PERFORM search_index_person(ARRAY[NEW.id, coalesce(NEW.identity_id, NEW.id)]);
    IF OLD.name IS DISTINCT FROM NEW.name THEN
        PERFORM 1 FROM claims_claim WHERE person_id = coalesce(NEW.identity_id, NEW.id)
            AND (NEW.identity_id IS NULL OR speaker_id = NEW.id) ORDER BY id FOR SHARE;
        PERFORM search_index_claim(ARRAY(
            SELECT id FROM claims_claim WHERE person_id = coalesce(NEW.identity_id, NEW.id)
                AND (NEW.identity_id IS NULL OR speaker_id = NEW.id) ORDER BY id));
    END IF;
"""


def searched_passages() -> list[pgtrigger.Trigger]:
    return [
        pgtrigger.Trigger(
            name="searched",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="new_rows"),
            func="""
            PERFORM search_index_passages(
                ARRAY(SELECT DISTINCT transcript_id FROM new_rows ORDER BY 1));
            RETURN NULL;
            """,
        )
    ]
