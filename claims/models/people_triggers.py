"""Triggers that keep who somebody is: see `claims.models.people`.

Whoever says whose words something is reads that person's row and keeps it from changing (FOR
SHARE), so that a merge comes wholly before or wholly after. A merge locks people first, then their
claims in the order of their keys.
"""

import pgtrigger

IDENTITY = """
    NEW.identity_id := (
        SELECT coalesce(p.identity_id, p.id) FROM claims_person AS p WHERE p.id = NEW.merged_into_id
    );
    IF NEW.identity_id = NEW.id THEN
        RAISE EXCEPTION 'Person % cannot become a spelling of itself.', NEW.id
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

# Its own spellings go along. What is left to do for those, the same trigger does.
IDENTITY_CHANGED = """
    UPDATE claims_person SET identity_id = coalesce(NEW.identity_id, NEW.id)
    WHERE merged_into_id = NEW.id;
    PERFORM 1 FROM claims_claim
    WHERE person_id = coalesce(OLD.identity_id, OLD.id) AND speaker_id = NEW.id
    ORDER BY id FOR NO KEY UPDATE;
    UPDATE claims_claim SET person_id = coalesce(NEW.identity_id, NEW.id)
    WHERE person_id = coalesce(OLD.identity_id, OLD.id) AND speaker_id = NEW.id;
    UPDATE claims_appearance SET person_id = coalesce(NEW.identity_id, NEW.id)
    WHERE speaker_id = NEW.id;
    PERFORM search_index_person(ARRAY[
        NEW.id, coalesce(OLD.identity_id, OLD.id), coalesce(NEW.identity_id, NEW.id)
    ]);
    RETURN NULL;
"""

WHO_SPEAKS = """
    NEW.person_id := NULL;
    IF NEW.speaker_id IS NOT NULL THEN
        SELECT coalesce(p.identity_id, p.id) INTO NEW.person_id FROM claims_person AS p
        WHERE p.id = NEW.speaker_id FOR SHARE;
    END IF;
    RETURN NEW;
"""

CAME_IN = """
    PERFORM 1 FROM claims_person WHERE id IN (SELECT speaker_id FROM new_rows)
    ORDER BY id FOR SHARE;
    INSERT INTO claims_appearance (speaker_id, person_id, interview_id)
    SELECT DISTINCT n.speaker_id, coalesce(p.identity_id, p.id), t.interview_id
    FROM new_rows AS n JOIN claims_transcriptversion AS t ON t.id = n.transcript_id
    JOIN claims_person AS p ON p.id = n.speaker_id
    ORDER BY 1, 3 ON CONFLICT DO NOTHING;
"""

WENT_OUT = """
    DELETE FROM claims_appearance AS a USING (
        SELECT DISTINCT o.speaker_id, t.interview_id
        FROM old_rows AS o JOIN claims_transcriptversion AS t ON t.id = o.transcript_id
    ) AS o
    WHERE a.speaker_id = o.speaker_id AND a.interview_id = o.interview_id AND NOT EXISTS (
        SELECT 1 FROM claims_turn AS u JOIN claims_transcriptversion AS t ON t.id = u.transcript_id
        WHERE t.interview_id = a.interview_id AND u.speaker_id = a.speaker_id
    ) AND NOT EXISTS (
        SELECT 1 FROM claims_quotation AS q
        JOIN claims_transcriptversion AS t ON t.id = q.transcript_id
        WHERE t.interview_id = a.interview_id AND q.speaker_id = a.speaker_id
    );
"""


def identified() -> list[pgtrigger.Trigger]:
    """On people: `identity` follows from `merged_into`, and whatever is theirs follows it."""
    return [
        pgtrigger.Trigger(
            name="identified_first",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            condition=pgtrigger.Q(new__merged_into__isnull=False)
            | pgtrigger.Q(new__identity__isnull=False),
            func=IDENTITY,
        ),
        pgtrigger.Trigger(
            name="identified",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.AnyChange("merged_into", "identity"),
            func=IDENTITY,
        ),
        pgtrigger.Trigger(
            name="identified_anew",
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            condition=pgtrigger.AnyChange("identity"),
            func=IDENTITY_CHANGED,
        ),
    ]


def speaker_identified() -> list[pgtrigger.Trigger]:
    """On claims: `person`, who the speaker is."""
    return [
        pgtrigger.Trigger(
            name="speaker_identified_first",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            condition=pgtrigger.Q(new__speaker__isnull=False)
            | pgtrigger.Q(new__person__isnull=False),
            func=WHO_SPEAKS,
        ),
        pgtrigger.Trigger(
            name="speaker_identified",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.AnyChange("speaker", "person"),
            func=WHO_SPEAKS,
        ),
    ]


def appearances_kept() -> list[pgtrigger.Trigger]:
    """On turns and quotations: who appears in which interview."""

    def after(name: str, operation: pgtrigger.Operation, func: str, old: bool) -> pgtrigger.Trigger:
        return pgtrigger.Trigger(
            name=name, level=pgtrigger.Statement, when=pgtrigger.After, operation=operation,
            referencing=pgtrigger.Referencing(old="old_rows" if old else None, new="new_rows"),
            func=f"{func} RETURN NULL;",
        )  # fmt: skip

    return [
        after("appears", pgtrigger.Insert, CAME_IN, False),
        after("appears_anew", pgtrigger.Update, CAME_IN + WENT_OUT, True),
    ]
