"""Marks: that something has changed which pages are kept of. See `claims.models.marks`."""

# ruff: noqa: S608 -- every part of this SQL is written here

BOARDS, WAITING = 1, 2

# Its own mark first, then one that nobody holds. In a stricter isolation, writing over a mark could
# fail, and the writer with it.
FUNCTIONS = """
CREATE FUNCTION claims_leave_mark(pages smallint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('transaction_isolation') = 'read committed' THEN
        UPDATE claims_mark SET value = gen_random_uuid(), tx = pg_current_xact_id() WHERE id = (
            SELECT id FROM claims_mark WHERE about = pages
            ORDER BY tx = pg_current_xact_id() DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED
        );
        IF FOUND THEN
            RETURN;
        END IF;
    END IF;
    INSERT INTO claims_mark (about, value, tx)
    VALUES (pages, gen_random_uuid(), pg_current_xact_id());
END
$$;
CREATE FUNCTION claims_marks(OUT boards text, OUT waiting text) LANGUAGE sql STABLE AS $$
    SELECT coalesce(string_agg(value::text, ' ' ORDER BY value) FILTER (WHERE about = 1), ''),
        coalesce(string_agg(value::text, ' ' ORDER BY value), '')
    FROM claims_mark
$$;
CREATE FUNCTION claims_unless_known(
    known text, question text, OUT boards text, OUT waiting text, OUT answer bigint[]
) LANGUAGE plpgsql STABLE AS $$
BEGIN
    SELECT m.boards, m.waiting INTO boards, waiting FROM claims_marks() AS m;
    IF waiting IS DISTINCT FROM known THEN
        EXECUTE question INTO answer;
    END IF;
END
$$;
CREATE FUNCTION claims_marked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM claims_leave_mark(TG_ARGV[0]::smallint);
    RETURN NULL;
END
$$;
"""

# What of a claim these pages show, count by, or are ordered by. Most edits are of something else.
SHOWN = """
    interview_id, transcript_id, start, "end", quote, person_id, topic_id, status, verdict_id,
    assignee_id, due_on, captured_at, status_since, submitted_by_id, submission, authors,
    needs_anchoring, finished_at, set_aside_reason, sign_off_is_stale, stale_signers,
    primary_count
"""


def of(row: str) -> str:
    return ", ".join(f"{row}.{column.strip()}" for column in SHOWN.split(","))


CLAIMS = f"""
CREATE FUNCTION claims_claim_marked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM new_rows AS n LEFT JOIN old_rows AS o ON o.id = n.id
        WHERE (o.id, {of("o")}) IS DISTINCT FROM (n.id, {of("n")})
    ) THEN
        PERFORM claims_leave_mark({BOARDS}::smallint);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER claims_marked_update AFTER UPDATE ON claims_claim
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION claims_claim_marked();
"""

ALWAYS = "INSERT OR UPDATE OR DELETE OR TRUNCATE"
TABLES = [
    ("claim", BOARDS, "INSERT OR DELETE OR TRUNCATE"),
    ("tally", BOARDS, ALWAYS),
    ("tallychange", BOARDS, ALWAYS),
    ("interview", BOARDS, ALWAYS),
    ("transcriptversion", BOARDS, ALWAYS),
    ("turn", BOARDS, ALWAYS),
    ("person", BOARDS, ALWAYS),
    ("topic", BOARDS, ALWAYS),
    ("verdict", BOARDS, ALWAYS),
    ("sentence", BOARDS, ALWAYS),
    ("user", BOARDS,
     "INSERT OR DELETE OR TRUNCATE OR UPDATE OF username, name, role, is_active"),
    ("signoff", WAITING, ALWAYS),
    ("comment", WAITING, ALWAYS),
    ("notification", WAITING, ALWAYS),
]  # fmt: skip
TRIGGERS = "".join(
    f"CREATE TRIGGER claims_marked AFTER {operations} ON claims_{table} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION claims_marked('{about}');\n"
    for table, about, operations in TABLES
)
CREATE = FUNCTIONS + CLAIMS + TRIGGERS
DROP = "".join(
    [
        "DROP TRIGGER claims_marked_update ON claims_claim;\n",
        *(f"DROP TRIGGER claims_marked ON claims_{table};\n" for table, _, _ in TABLES),
        "DROP FUNCTION claims_claim_marked, claims_marked, claims_leave_mark, claims_unless_known, "
        "claims_marks;",
    ]
)
