"""Fixtures for every test."""

import gc
import os
from collections.abc import Iterator
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
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:8]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = "_".join(filter(None, ["test", name, run, worker]))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """Make the test database whatever the tests are marked with: browser tests carry no mark."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, keepdb=django_db_keepdb)
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            with connection.cursor() as cursor:
                cursor.execute(LEAVE)
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
