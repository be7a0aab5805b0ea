"""What a claim's own row says of its evidence and its sign-offs, kept by the database.

Lists and tallies read it there, without a look at other tables. Where a change of other rows makes
no difference, none of these triggers writes to a claim.
"""

import pgtrigger

OLD = "SELECT claim_id, source_id, -1 AS sign FROM old_rows WHERE withdrawn_at IS NULL"
NEW = "SELECT claim_id, source_id, 1 AS sign FROM new_rows WHERE withdrawn_at IS NULL"

# Sources are locked, in a way that lets others use them too, and only then read: whoever makes one
# primary meanwhile comes wholly before or wholly after.
COUNT_SOURCES = """
    PERFORM 1 FROM claims_source WHERE id IN (
        SELECT source_id FROM ({changed}) AS e GROUP BY claim_id, source_id HAVING sum(sign) <> 0
    ) ORDER BY id FOR SHARE;
    IF FOUND THEN
        PERFORM 1 FROM claims_claim WHERE id IN (SELECT claim_id FROM ({changed}) AS e)
        ORDER BY id FOR NO KEY UPDATE;
        UPDATE claims_claim AS c
        SET source_count = c.source_count + d.sources, primary_count = c.primary_count + d.primaries
        FROM (
            SELECT claim_id, sum(sign) AS sources, sum(sign * s."primary"::int) AS primaries
            FROM ({changed}) AS e JOIN claims_source AS s ON s.id = e.source_id
            GROUP BY claim_id
        ) AS d
        WHERE c.id = d.claim_id AND (d.sources <> 0 OR d.primaries <> 0);
    END IF;
    RETURN NULL;
"""

COUNT_PRIMARY_SOURCES = """
    PERFORM 1 FROM claims_claim WHERE id IN (
        SELECT e.claim_id FROM claims_evidence AS e
        JOIN old_rows AS o ON o.id = e.source_id JOIN new_rows AS n ON n.id = e.source_id
        WHERE e.withdrawn_at IS NULL AND n."primary" <> o."primary"
    ) ORDER BY id FOR NO KEY UPDATE;
    IF FOUND THEN
        UPDATE claims_claim AS c SET primary_count = c.primary_count + d.primaries
        FROM (
            SELECT e.claim_id, sum(n."primary"::int - o."primary"::int) AS primaries
            FROM claims_evidence AS e
            JOIN old_rows AS o ON o.id = e.source_id JOIN new_rows AS n ON n.id = e.source_id
            WHERE e.withdrawn_at IS NULL GROUP BY e.claim_id
        ) AS d
        WHERE c.id = d.claim_id AND d.primaries <> 0;
    END IF;
    RETURN NULL;
"""

STALE_SIGNERS = """ARRAY(
    SELECT s.by_id::integer FROM claims_signoff AS s
    WHERE s.claim_id = {claim}.id AND s.submission = {claim}.submission
    AND ({claim}.needs_anchoring OR s.content_hash <> {claim}.content_hash)
    ORDER BY s.by_id
)"""

SIGN_OFFS_CHANGED = """
    PERFORM 1 FROM claims_claim WHERE id IN (SELECT claim_id FROM {rows})
    ORDER BY id FOR NO KEY UPDATE;
    UPDATE claims_claim AS c
    SET stale_signers = d.signers, sign_off_is_stale = cardinality(d.signers) > 0
    FROM (
        SELECT c.id, {signers} AS signers FROM claims_claim AS c
        WHERE c.id IN (SELECT claim_id FROM {rows})
    ) AS d
    WHERE c.id = d.id AND (c.stale_signers, c.sign_off_is_stale)
        IS DISTINCT FROM (d.signers, cardinality(d.signers) > 0);
    RETURN NULL;
"""

STALE_BY_CHANGE = f"""
    NEW.stale_signers := {STALE_SIGNERS.format(claim="NEW")};
    NEW.sign_off_is_stale := cardinality(NEW.stale_signers) > 0;
    RETURN NEW;
"""


def _after(
    operation: pgtrigger.Operation, name: str, func: str, *, old: bool = False, new: bool = False
) -> pgtrigger.Trigger:
    """A trigger that runs once for a statement, and sees all of its rows."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(
            old="old_rows" if old else None, new="new_rows" if new else None
        ),
        func=func,
    )


def sources_counted() -> list[pgtrigger.Trigger]:
    """On evidence: a claim's `source_count` and `primary_count`."""
    return [
        _after(
            pgtrigger.Insert, "counted_on_insert", COUNT_SOURCES.format(changed=NEW), new=True
        ),
        _after(
            pgtrigger.Update, "counted_on_update",
            COUNT_SOURCES.format(changed=f"{OLD} UNION ALL {NEW}"), old=True, new=True,
        ),
        _after(
            pgtrigger.Delete, "counted_on_delete", COUNT_SOURCES.format(changed=OLD), old=True
        ),
    ]  # fmt: skip


def primary_sources_counted() -> list[pgtrigger.Trigger]:
    """On sources: a claim's `primary_count`."""
    return [
        _after(pgtrigger.Update, "counted_as_primary", COUNT_PRIMARY_SOURCES, old=True, new=True)
    ]


def stale_by_sign_off() -> list[pgtrigger.Trigger]:
    """On sign-offs: a claim's `stale_signers` and `sign_off_is_stale`."""
    signers = STALE_SIGNERS.format(claim="c")
    return [
        _after(
            pgtrigger.Insert, "stale_on_insert",
            SIGN_OFFS_CHANGED.format(rows="new_rows", signers=signers), new=True,
        ),
        _after(
            pgtrigger.Delete, "stale_on_delete",
            SIGN_OFFS_CHANGED.format(rows="old_rows", signers=signers), old=True,
        ),
    ]  # fmt: skip


def stale_by_change() -> list[pgtrigger.Trigger]:
    """On claims: their own `stale_signers` and `sign_off_is_stale`."""
    return [
        pgtrigger.Trigger(
            name="stale_by_change",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.AnyChange("content_hash", "submission", "needs_anchoring"),
            func=STALE_BY_CHANGE,
        )
    ]
