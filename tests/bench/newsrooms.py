"""The databases that are measured: one for each size, kept from run to run."""

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from factcheck.postgres.cluster import EmbeddedPostgres

PROJECT = Path(__file__).resolve().parents[2]
DATA = PROJECT / ".data" / "bench"
ENVIRONMENT = {
    "SECRET_KEY": "only for measuring: nothing that is measured here is ever served to others",
    "FACTCHECK_DATA": str(DATA),
    "HTTPS": "off",
    "DEBUG": "off",
    "ALLOWED_HOSTS": "127.0.0.1",
    "DJANGO_SETTINGS_MODULE": "factcheck.settings",
}
SEED = 7
READERS = ["editor-2", "editor-3", "editor-4", "editor-5", "editor-6", "editor-7", "reviewer-8",
           "reviewer-9"]  # fmt: skip
STAFF = "admin-1"
"""The account that looks at the plain admin."""


@dataclass(frozen=True)
class Newsroom:
    """One database, and what pages of it are asked for."""

    claims: int
    url: str
    facts: dict[str, Any]

    def environment(self) -> dict[str, str]:
        return environment(self.url)

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.url, autocommit=True)

    def fact(self, name: str) -> Any:
        return self.facts[name]


def environment(url: str) -> dict[str, str]:
    return {**os.environ, **ENVIRONMENT, "DATABASE_URL": url}


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def prepared(server: EmbeddedPostgres, claims: int, *, keep: bool) -> Newsroom:
    """The newsroom of this size: the one of an earlier run, unless what makes it has changed."""
    base, name = server.start(), f"bench_{claims}"
    url = urlunsplit(urlsplit(base)._replace(path=f"/{name}"))
    print_of_code = fingerprint()
    with psycopg.connect(base, autocommit=True) as connection:
        found = connection.execute(MADE_BY, [name]).fetchone()
        if found and (keep or found[0] == print_of_code):
            say(f"{claims:,} claims: as an earlier run has left them.")
        else:
            say(f"{claims:,} claims: to be written.")
            database = sql.Identifier(name)
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(database))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(database))
            _write(url, claims)
            made = sql.SQL("COMMENT ON DATABASE {} IS {}")
            connection.execute(made.format(database, sql.Literal(print_of_code)))
    manage(url, "migrate", "--verbosity=0")
    manage(url, "migrate", "--verbosity=0", settings="tests.bench.admin_settings")
    with psycopg.connect(url, autocommit=True) as connection:
        return Newsroom(claims, url, facts_of(connection))


MADE_BY = """
    SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s
"""


def fingerprint() -> str:
    """Of all that decides what is in the databases."""
    code = hashlib.sha256()
    for path in sorted((PROJECT / "claims" / "generation").glob("*.py")):
        code.update(path.read_bytes())
    for path in sorted((PROJECT / "claims" / "migrations").glob("[0-9]*.py")):
        code.update(path.name.encode())
    return code.hexdigest()


def _write(url: str, claims: int) -> None:
    manage(url, "migrate", "--verbosity=0")
    manage(url, "generate_claims", f"--claims={claims}", f"--seed={SEED}")
    with psycopg.connect(url, autocommit=True) as connection:
        staff = "UPDATE claims_user SET is_staff = true, is_superuser = true WHERE username = %s"
        connection.execute(staff, [STAFF])
        connection.execute("VACUUM (ANALYZE)")


def manage(url: str, *command: str, settings: str = "factcheck.settings") -> None:
    settled = {**environment(url), "DJANGO_SETTINGS_MODULE": settings}
    subprocess.run(
        [sys.executable, "manage.py", *command], cwd=PROJECT, env=settled, check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


def facts_of(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    """What the addresses name: the commonest value of each kind, and claims to work on."""
    facts = {name: connection.execute(query).fetchone()[0] for name, query in ONE.items()}
    connection.execute(SAVED_VIEW, [f"open=1&topic={facts['topic']}&sort=due"])
    facts["view"] = connection.execute("SELECT max(id) FROM claims_savedview").fetchone()[0]
    return {**facts, "open": [row[0] for row in connection.execute(OPEN).fetchall()]}


def _commonest(column: str, show: str = "") -> str:
    return f"""
        SELECT {show or column} FROM claims_claim WHERE {column} IS NOT NULL
        GROUP BY {column} ORDER BY count(*) DESC LIMIT 1
    """


ONE = {
    # As large at every size, so that what is compared is the table, not the page.
    "interview": """
        SELECT i.slug FROM claims_interview AS i JOIN claims_claim AS c ON c.interview_id = i.id
        WHERE NOT i.blind GROUP BY i.id ORDER BY abs(count(*) - 100), i.id LIMIT 1
    """,
    "claim": """
        SELECT c.id FROM claims_claim AS c JOIN claims_interview AS i ON c.interview_id = i.id
        WHERE NOT i.blind AND c.version = 9 AND c.status = 'published' ORDER BY c.id DESC LIMIT 1
    """,
    "status": _commonest("status"),
    "speaker": _commonest("speaker_id"),
    "topic": _commonest("topic_id"),
    "verdict": _commonest("verdict_id"),
    "priority": _commonest("priority"),
    "assignee": _commonest(
        "assignee_id", "(SELECT username FROM claims_user WHERE id = assignee_id)"
    ),
    "assignee_id": _commonest("assignee_id"),
    "submitter": _commonest(
        "submitted_by_id", "(SELECT username FROM claims_user WHERE id = submitted_by_id)"
    ),
    "month": "SELECT (max(captured_at) - interval '1 month')::date::text FROM claims_claim",
    "source": "SELECT min(id) FROM claims_source",
}
SAVED_VIEW = """
    INSERT INTO claims_savedview (name, owner_id, shared, query, columns, version)
    SELECT 'What is open', min(id), true, %s, '{}', 1 FROM claims_user ON CONFLICT DO NOTHING
"""
OPEN = """
    SELECT c.id FROM claims_claim AS c JOIN claims_interview AS i ON i.id = c.interview_id
    WHERE c.status = 'checking' AND NOT i.blind AND NOT c.needs_anchoring ORDER BY c.id LIMIT 400
"""
