"""`python -m factcheck.postgres`: commands for the Makefile.

hold COMMAND…   keep the server running while COMMAND runs, so that its parts need not start it
check           say whether the tests can use the server of DATABASE_URL
vectors         let the embedded database keep vectors, which `manage.py keep_meanings` takes
reset           remove the embedded database and the other data of the demo, after asking
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import psycopg

from . import PostgresFailed, data_folder, ensure_running, server_of

KEPT = ("static", "media", "secret-key", "demo-password", "demo-*.lock")


def main(arguments: list[str]) -> int:
    try:
        match arguments:
            case ["hold", _, *_]:
                return _hold(arguments[1:])
            case ["check"]:
                return _check()
            case ["vectors"]:
                return _vectors()
            case ["reset"]:
                return _reset()
    except PostgresFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    print(__doc__, file=sys.stderr)
    return 2


def _hold(command: list[str]) -> int:
    if not os.environ.get("DATABASE_URL", "").strip():
        ensure_running()
    child = subprocess.Popen(command)  # noqa: S603 - what the caller asked for
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # the child got it too; the server is needed until it has ended


def _check() -> int:
    """Django makes the databases of the tests from the server's database `postgres`."""
    url = os.environ.get("DATABASE_URL", "").strip()
    if not url:
        return 0
    allowed = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    try:
        psycopg.connect(url, connect_timeout=10).close()
        with psycopg.connect(url, dbname="postgres", connect_timeout=10) as connection:
            may_create = connection.execute(allowed).fetchone() == (True,)
    except psycopg.Error as error:
        what = str(error).strip()
        raise PostgresFailed(f"The tests cannot use the server of DATABASE_URL: {what}") from error
    if not may_create:
        raise PostgresFailed(
            "The tests make databases of their own, and the role of DATABASE_URL may not make any: "
            "ALTER ROLE … CREATEDB."
        )
    return 0


def _vectors() -> int:
    ensure_running()
    server_of(data_folder() / "postgres").add_vectors()
    print("The embedded database keeps vectors.")
    return 0


def _reset() -> int:
    folder = data_folder()
    home = folder / "postgres"
    server = server_of(home)
    print(f"This removes the database, the uploads and the passwords in {folder}.")
    if input("Type yes to go on: ").strip().lower() != "yes":
        print("Nothing was removed.")
        return 1
    server.reset()
    for path in (home, *(found for name in KEPT for found in folder.glob(name))):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    print("Removed.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
