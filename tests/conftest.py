"""Fixtures for every test."""

import fcntl
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import CompositePrimaryKey as Composite
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse tests that end by emptying the tables.

    The triggers on what is written once refuse TRUNCATE, and with it Django's flush; it would take
    the scale of verdicts with it, too, which a migration stored.
    """
    for item in items:
        mark = item.get_closest_marker("django_db")
        asked = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        if asked or (mark and (mark.args or mark.kwargs.get("transaction"))):
            raise pytest.UsageError(f"{item.nodeid} would flush the database: see `committed`.")


def pytest_collection_finish() -> None:
    """What is loaded now stays: the collector does not walk through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


# The server may not have noticed yet that a process which a test has killed is gone.
LEAVE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend'
"""


WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
"""Which of several processes that share the tests this is; "" where it has them all."""


def name_of_database(worker: str) -> str:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:8]
    return "_".join(filter(None, ["test", connection.settings_dict["NAME"], run, worker]))


@contextmanager
def migrated_once(folder: Path) -> Iterator[bool]:
    """Whether the database is there: a copy of what the first worker has migrated. It takes a
    worker as long to migrate one as to run a hundred tests."""
    if not WORKER:
        yield False
        return
    name, migrated = name_of_database(WORKER), name_of_database("migrated")
    with (folder / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT FROM pg_database WHERE datname = %s", [migrated])
            if is_there := cursor.rowcount == 1:
                cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated}"')
        yield is_there
        if not is_there:
            connection.close()  # a database in use is not copied
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{migrated}" TEMPLATE "{name}"')


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """A real hash takes a second, on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_keepdb: bool
) -> None:
    """Give each run a database of its own, so that two runs at once do not meet."""
    if django_db_keepdb:
        return
    connection.settings_dict["TEST"]["NAME"] = name_of_database(WORKER)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,
    django_db_modify_db_settings: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """Make the test database whatever the tests are marked with: browser tests carry no mark."""
    shared, migrated = tmp_path_factory.getbasetemp().parent, name_of_database("migrated")
    with django_db_blocker.unblock(), migrated_once(shared) as is_there:
        made = setup_databases(verbosity=0, interactive=False, keepdb=django_db_keepdb or is_there)
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            with connection.cursor() as cursor:
                cursor.execute(LEAVE)
                if WORKER:
                    cursor.execute(f'DROP DATABASE IF EXISTS "{migrated}"')
            teardown_databases(made, verbosity=0)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For threads that act at once, each on a connection of its own: what they see is committed.

    It is removed afterwards, and the tallies are counted anew.
    """
    from claims.actions.tallies import rebuild

    every = apps.get_app_config("claims").get_models()
    models = [one for one in every if one._meta.managed and not isinstance(one._meta.pk, Composite)]
    with django_db_blocker.unblock():
        before = {model: list(model._base_manager.values_list("pk", flat=True)) for model in models}
        yield
        with transaction.atomic():
            with pgtrigger.ignore():
                for model in models:
                    model._base_manager.exclude(pk__in=before[model])._raw_delete("default")
            rebuild()
        connection.close()
