"""What is asked of Django itself, in a process of its own for each database and settings.

python -m tests.bench.inside sessions NAME…   a session key for each account
python -m tests.bench.inside queries PATH…    how many queries each page takes
python -m tests.bench.inside blocks PATH…     how many blocks of the database each query touches
"""

import json
import sys

import django


def main() -> None:
    django.setup()
    match sys.argv[1:]:
        case ["sessions", *names]:
            print(json.dumps([session_of(name) for name in names]))
        case ["queries", *paths]:
            print(json.dumps([len(queries) for queries in queries_of(paths)]))
        case ["blocks", *paths]:
            print(json.dumps([blocks_of(queries) for queries in queries_of(paths)]))


def session_of(username: str) -> str:
    from django.conf import settings
    from django.contrib.auth import (
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
        get_user_model,
    )
    from django.contrib.sessions.backends.db import SessionStore

    user = get_user_model().objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def queries_of(paths: list[str]) -> list[list[str]]:
    """The queries of each page, as they are sent."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests.bench.newsrooms import READERS

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(get_user_model().objects.get(username=READERS[0]))
    asked = []
    for path in paths:
        client.get(path)  # what is read once for all pages has been read then
        with CaptureQueriesContext(connection) as queries:
            if (status := client.get(path).status_code) != 200:
                raise SystemExit(f"{path} was answered with {status}.")
        asked.append([query["sql"] for query in queries])
    return asked


def blocks_of(queries: list[str]) -> list[tuple[int, str]]:
    """Blocks of 8 KB that each query of a page reads, in memory or not, and the query."""
    from django.db import connection

    counted = []
    with connection.cursor() as cursor:
        for query in queries:
            if query.lstrip("( ").upper().startswith("SELECT"):
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}")
                plan = cursor.fetchone()[0][0]["Plan"]
                counted.append((plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], query))
    return counted


if __name__ == "__main__":
    main()
