"""Tallies: how many claims there are of each kind. See `claims.models.tallies`."""

# ruff: noqa: S608 -- every part of this SQL is written here

# Those with the most open claims are read from an index by number. It is of one part alone, so that
# in the other a new number is written beside the old one, and no index is touched.
TABLE = """
CREATE TABLE claims_tally (
    key bigint NOT NULL, scope_id integer NOT NULL, day date NOT NULL, number integer NOT NULL,
    scope smallint NOT NULL, measure smallint NOT NULL,
    PRIMARY KEY (scope, measure, scope_id, day, key)
) PARTITION BY LIST (measure);
CREATE TABLE claims_tally_ranked PARTITION OF claims_tally FOR VALUES IN (5)
    WITH (fillfactor = 80);
CREATE TABLE claims_tally_other PARTITION OF claims_tally DEFAULT WITH (fillfactor = 80);
CREATE INDEX tally_most ON claims_tally_ranked (scope, key, number DESC, scope_id DESC);
"""

# A claim, and a stay in a status that it has left, as `TallyChange` has them. What plays no part in
# any tally is left empty, so that a change of it is none.
COLUMNS = """
    interview, speaker, topic, assignee, submitter, status, priority, reason, attention, finding,
    captured, due, finished, stayed_in, length, stayed_until
"""
STATUSES = """array[
    'new', 'checking', 'awaiting_sign_off', 'changes_requested', 'disputed', 'signed_off',
    'published', 'set_aside'
]"""
REASONS = "array['not_checkable', 'out_of_scope', 'duplicate']"
NEWSROOM = "(SELECT coalesce((SELECT time_zone FROM claims_newsroom), 'UTC') AS time_zone)"
OWNERS = """
    c.interview_id::integer AS interview, coalesce(c.person_id, 0)::integer AS speaker,
    coalesce(c.topic_id, 0)::integer AS topic, coalesce(c.assignee_id, 0)::integer AS assignee
"""
CLAIM = f"""
    SELECT {{number}} AS number, {OWNERS},
    CASE WHEN s.finished THEN coalesce(c.submitted_by_id, 0) ELSE 0 END::integer AS submitter,
    s.status, c.priority,
    array_position({REASONS}, c.set_aside_reason::text)::smallint AS reason,
    (
        (c.sign_off_is_stale AND s.status <> 8)::integer
        + (c.needs_anchoring AND s.status <> 8)::integer * 2
        + (s.open AND c.source_count = 0)::integer * 4
        + (s.status = 3 AND c.primary_count = 0)::integer * 8
    )::smallint AS attention,
    CASE WHEN s.finished THEN c.verdict_id * 2 + (c.primary_count > 0)::integer END::integer
    AS finding,
    (c.captured_at AT TIME ZONE n.time_zone)::date AS captured,
    CASE WHEN s.open THEN c.due_on END AS due,
    CASE WHEN s.finished THEN (c.finished_at AT TIME ZONE n.time_zone)::date END AS finished,
    NULL::smallint AS stayed_in, NULL::smallint AS length, NULL::date AS stayed_until
    FROM {{claims}} AS c CROSS JOIN {NEWSROOM} AS n CROSS JOIN LATERAL (
        SELECT p.status, p.status <= 5 AS open, p.status IN (6, 7) AS finished
        FROM (SELECT array_position({STATUSES}, c.status::text)::smallint AS status OFFSET 0) AS p
    ) AS s
"""
STAY = f"""
    SELECT {{number}} AS number, {OWNERS},
    0 AS submitter, NULL::smallint AS status, NULL::smallint AS priority, NULL::smallint AS reason,
    0::smallint AS attention, NULL::integer AS finding,
    NULL::date AS captured, NULL::date AS due, NULL::date AS finished,
    array_position({STATUSES}, e.before->>'status')::smallint AS stayed_in,
    floor(ln(greatest(e.stay, 1)) / ln(1.15::float8))::smallint AS length,
    (e.at AT TIME ZONE n.time_zone)::date AS stayed_until
    FROM {{claims}} AS c CROSS JOIN {NEWSROOM} AS n JOIN {{events}} AS e ON e.claim_id = c.id
    WHERE e.stay IS NOT NULL
"""
MOVED = """ AND EXISTS (
    SELECT 1 FROM {other} AS o WHERE o.id = c.id
    AND (o.interview_id, o.person_id, o.topic_id, o.assignee_id)
    IS DISTINCT FROM (c.interview_id, c.person_id, c.topic_id, c.assignee_id)
)"""


def of(form: str, number: int, claims: str, events: str = "claims_event", also: str = "") -> str:
    return form.format(number=number, claims=claims, events=events) + also


def noted(*parts: str) -> str:
    """Append the difference that these parts make, if they make one."""
    return f"""
    INSERT INTO claims_tallychange (number, {COLUMNS})
    SELECT sum(number), {COLUMNS} FROM ({" UNION ALL ".join(parts)}) AS c
    GROUP BY {COLUMNS} HAVING sum(number) <> 0;
    """


# Every claim and every stay as rows of the above: what tallies are counted from anew.
SHAPES = f"""
CREATE FUNCTION claims_tally_shapes() RETURNS SETOF claims_tallychange LANGUAGE sql STABLE AS $$
    SELECT 0::bigint, c.* FROM (
        {of(CLAIM, 1, "claims_claim")} UNION ALL {of(STAY, 1, "claims_claim")}
    ) AS c
$$;
"""

# What such a row counts as: the one definition of every tally. An expression of constants and
# columns, since lists of values that refer to a row are built anew for each row.
EXPAND = """
CREATE FUNCTION claims_tally_expand(c claims_tallychange)
RETURNS TABLE (scope smallint, measure smallint, scope_id integer, day date, key bigint)
LANGUAGE sql IMMUTABLE AS $$
    SELECT s.scope, m.measure, CASE s.scope
        WHEN 0 THEN 0 WHEN 1 THEN c.interview WHEN 2 THEN c.speaker WHEN 3 THEN c.topic
        WHEN 4 THEN c.assignee WHEN 5 THEN c.submitter
    END, CASE m.measure
        WHEN 10 THEN c.captured WHEN 11 THEN date_trunc('month', c.captured::timestamp)::date
        WHEN 12 THEN c.finished WHEN 13 THEN date_trunc('month', c.finished::timestamp)::date
        WHEN 14 THEN c.due WHEN 15 THEN date_trunc('month', c.due::timestamp)::date
        WHEN 16 THEN c.stayed_until
        WHEN 17 THEN date_trunc('month', c.stayed_until::timestamp)::date
        ELSE date '0001-01-01'
    END, CASE m.measure
        WHEN 1 THEN c.status WHEN 2 THEN c.priority WHEN 3 THEN c.reason
        WHEN 4 THEN m.part WHEN 5 THEN m.part
        WHEN 6 THEN c.assignee::bigint * 16 + c.status
        WHEN 7 THEN c.speaker::bigint << 32 | c.finding
        WHEN 12 THEN c.finding WHEN 13 THEN c.finding
        WHEN 14 THEN c.status WHEN 15 THEN c.status
        WHEN 16 THEN c.stayed_in::bigint * 256 + c.length
        WHEN 17 THEN c.stayed_in::bigint * 256 + c.length
        ELSE CASE WHEN c.status > 5 THEN 0 WHEN c.assignee <> 0 THEN 1 ELSE 2 END
    END::bigint
    FROM (VALUES (0::smallint), (1), (2), (3), (4), (5)) AS s (scope) CROSS JOIN (VALUES
        (1::smallint, 0), (2, 0), (3, 0), (4, 1), (4, 2), (4, 3), (4, 4), (5, 1), (5, 2), (6, 0),
        (7, 0), (10, 0), (11, 0), (12, 0), (13, 0), (14, 0), (15, 0), (16, 0), (17, 0)
    ) AS m (measure, part)
    WHERE CASE m.measure
        WHEN 3 THEN c.reason IS NOT NULL
        WHEN 4 THEN c.attention & (1 << (m.part - 1)) <> 0
        WHEN 5 THEN CASE m.part WHEN 1 THEN c.status <= 5 ELSE c.finished IS NOT NULL END
        WHEN 6 THEN c.status IS NOT NULL AND s.scope < 4
        WHEN 7 THEN c.finished IS NOT NULL AND s.scope = 1
        WHEN 12 THEN c.finished IS NOT NULL WHEN 13 THEN c.finished IS NOT NULL
        WHEN 14 THEN c.due IS NOT NULL WHEN 15 THEN c.due IS NOT NULL
        WHEN 16 THEN c.stayed_in IS NOT NULL AND s.scope = 0
        WHEN 17 THEN c.stayed_in IS NOT NULL
        ELSE c.status IS NOT NULL
    END
    AND (s.scope < 5 OR c.submitter <> 0 AND m.measure IN (12, 13))
$$;
"""

VIEW = """
CREATE VIEW claims_tallied AS
    SELECT scope, measure, scope_id, day, key, number FROM claims_tally
    UNION ALL
    SELECT e.scope, e.measure, e.scope_id, e.day, e.key, c.number
    FROM claims_tallychange AS c CROSS JOIN LATERAL claims_tally_expand(c) AS e;
"""

# One at a time, and whoever finds another at it leaves it to them. Nobody else writes tallies, so
# nobody waits for their rows. In a stricter isolation it could fail, and the writer with it. Tallies
# are looked up row by row, also by a plan that was made when there were few.
FOLD = f"""
CREATE FUNCTION claims_tally_fold() RETURNS void LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off SET jit = off AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed'
    OR NOT pg_try_advisory_xact_lock(hashtext('claims_tally')) THEN
        RETURN;
    END IF;
    WITH taken AS (DELETE FROM claims_tallychange RETURNING *)
    MERGE INTO claims_tally AS t USING (
        SELECT e.scope, e.measure, e.scope_id, e.day, e.key, sum(c.number)::integer AS number
        FROM (
            SELECT sum(number) AS number, {COLUMNS} FROM taken
            GROUP BY {COLUMNS} HAVING sum(number) <> 0
        ) AS c
        CROSS JOIN LATERAL claims_tally_expand(ROW(0, 0, {COLUMNS})::claims_tallychange) AS e
        GROUP BY e.scope, e.measure, e.scope_id, e.day, e.key
        HAVING sum(c.number) <> 0
    ) AS n ON (t.scope, t.measure, t.scope_id, t.day, t.key)
        = (n.scope, n.measure, n.scope_id, n.day, n.key)
    WHEN MATCHED AND t.number + n.number = 0 THEN DELETE
    WHEN MATCHED THEN UPDATE SET number = t.number + n.number
    WHEN NOT MATCHED THEN INSERT (scope, measure, scope_id, day, key, number)
        VALUES (n.scope, n.measure, n.scope_id, n.day, n.key, n.number);
END
$$;
CREATE FUNCTION claims_tally_fold_now_and_then(added bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF added > 0 AND currval('claims_tallychange_id_seq') % 128 < added THEN
        PERFORM claims_tally_fold();
    END IF;
END
$$;
"""


# Most edits change nothing that is counted: this is what is seen first.
UNCHANGED = """
    PERFORM 1 FROM new_rows AS n LEFT JOIN old_rows AS o ON o.id = n.id WHERE (
        o.id, o.interview_id, o.person_id, o.topic_id, o.assignee_id, o.submitted_by_id, o.status,
        o.priority, o.set_aside_reason, o.sign_off_is_stale, o.needs_anchoring, o.source_count = 0,
        o.primary_count = 0, o.verdict_id, o.captured_at, o.due_on, o.finished_at
    ) IS DISTINCT FROM (
        n.id, n.interview_id, n.person_id, n.topic_id, n.assignee_id, n.submitted_by_id, n.status,
        n.priority, n.set_aside_reason, n.sign_off_is_stale, n.needs_anchoring, n.source_count = 0,
        n.primary_count = 0, n.verdict_id, n.captured_at, n.due_on, n.finished_at
    ) LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
"""


def trigger(operation: str, statement: str, rows: str) -> str:
    """After a statement that changes claims."""
    name = f"claims_tally_{operation.lower()}"
    return f"""
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE added bigint;
    BEGIN
        {statement}
        GET DIAGNOSTICS added = ROW_COUNT;
        PERFORM claims_tally_fold_now_and_then(added);
        RETURN NULL;
    END
    $$;
    CREATE TRIGGER {name} AFTER {operation} ON claims_claim REFERENCING {rows}
    FOR EACH STATEMENT WHEN (current_setting('factcheck.tallies', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION {name}();
    """


def event_trigger(operation: str, row: str, number: int) -> str:
    """After an event that ends a stay. Its claim is locked, so whose it is stays as it is read."""
    name = f"claims_tally_stay_{operation.lower()}"
    one = f"(SELECT {row}.claim_id, {row}.at, {row}.before, {row}.stay)"
    return f"""
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE added bigint;
    BEGIN
        PERFORM 1 FROM claims_claim WHERE id = {row}.claim_id FOR SHARE;
        {noted(of(STAY, number, "claims_claim", one))}
        GET DIAGNOSTICS added = ROW_COUNT;
        PERFORM claims_tally_fold_now_and_then(added);
        RETURN NULL;
    END
    $$;
    CREATE TRIGGER {name} AFTER {operation} ON claims_event FOR EACH ROW WHEN (
        {row}.stay IS NOT NULL
        AND current_setting('factcheck.tallies', true) IS DISTINCT FROM 'off'
    ) EXECUTE FUNCTION {name}();
    """


TRIGGERS = "".join(
    [
        trigger(
            "INSERT",
            noted(of(CLAIM, 1, "new_rows"), of(STAY, 1, "new_rows")),
            "NEW TABLE AS new_rows",
        ),
        trigger(
            "UPDATE",
            UNCHANGED
            + noted(
                of(CLAIM, -1, "old_rows"),
                of(CLAIM, 1, "new_rows"),
                of(STAY, -1, "old_rows", also=MOVED.format(other="new_rows")),
                of(STAY, 1, "new_rows", also=MOVED.format(other="old_rows")),
            ),
            "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        ),
        trigger(
            "DELETE",
            noted(of(CLAIM, -1, "old_rows"), of(STAY, -1, "old_rows")),
            "OLD TABLE AS old_rows",
        ),
        event_trigger("INSERT", "NEW", 1),
        event_trigger("DELETE", "OLD", -1),
    ]
)

CREATE = EXPAND + SHAPES + VIEW + FOLD + TRIGGERS
DROP = """
DROP VIEW claims_tallied;
DROP TRIGGER claims_tally_insert ON claims_claim;
DROP TRIGGER claims_tally_update ON claims_claim;
DROP TRIGGER claims_tally_delete ON claims_claim;
DROP TRIGGER claims_tally_stay_insert ON claims_event;
DROP TRIGGER claims_tally_stay_delete ON claims_event;
DROP FUNCTION claims_tally_insert, claims_tally_update, claims_tally_delete,
    claims_tally_stay_insert, claims_tally_stay_delete, claims_tally_fold_now_and_then,
    claims_tally_fold, claims_tally_shapes, claims_tally_expand;
"""
