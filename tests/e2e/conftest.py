"""A real browser on a running server, on a database of its own: what these tests store stays."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connection
from django.test import Client
from django.test.testcases import LiveServerThread
from django.test.utils import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from claims.models import User
from claims.views.live import Live

# Without this, each answer waits 40 ms for the browser to acknowledge its first packet.
WSGIRequestHandler.disable_nagle_algorithm = True
NAMES = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
    "google-chrome-stable",
)  # fmt: skip
expect.set_options(timeout=15_000)
EXPECTED = re.compile("status of 4|^htmx:(afterRequest|sendError|sendAbort),")
"""What is said of refusals, of requests that are given up, and of those that failed, of which the
browser itself tells more."""
CALM = ["--disable-background-networking", "--disable-component-update", "--no-first-run"]
INTERPRETED = "--js-flags=--no-opt --no-maglev"
"""No page lives long enough to win back what it takes to compile its scripts, and axe, for speed:
that took a quarter of the time of axe."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker("browser")


def chromium() -> str | None:
    """The browser of the machine; None leaves the choice to Playwright."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def stored(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The name of a second database, as the migrations left the first."""
    first = connection.settings_dict["NAME"]
    name = f"{first}_browser"
    with django_db_blocker.unblock():
        connection.close()  # a database in use is not copied
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{first}"')
            cursor.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    yield name
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def named_by_content(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Settings with which static files have names that change with their content, as on a site.

    The browser keeps such files; as they stand in the sources it asks for each of them again for
    every page.
    """
    storage = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    changed = {
        "STATIC_ROOT": tmp_path_factory.mktemp("static"),
        "STORAGES": {**settings.STORAGES, "staticfiles": storage},
        "WHITENOISE_AUTOREFRESH": False,
        "WHITENOISE_USE_FINDERS": False,
    }
    with override_settings(**changed):
        call_command("collectstatic", interactive=False, verbosity=0)
    (changed["STATIC_ROOT"] / "axe.js").write_text(Axe().axe_script)
    return changed


@pytest.fixture(scope="package", autouse=True)
def _elsewhere(
    stored: str, named_by_content: dict[str, Any], django_db_blocker: Any
) -> Iterator[None]:
    """All tests of this folder use the second database: no other test sees what they commit.

    With a pool, as on a site: to connect anew for each request would take a quarter of the time.
    """
    used = connection.settings_dict
    first, options = used["NAME"], used["OPTIONS"]
    with django_db_blocker.unblock(), override_settings(**named_by_content):
        connection.close()
        pool = {"min_size": 1, "max_size": 8, "timeout": 10}
        used["NAME"], used["OPTIONS"] = stored, {**options, "pool": pool}
        yield
        connection.close()
        connection.close_pool()
        used["NAME"], used["OPTIONS"] = first, options


@pytest.fixture(scope="session")
def site(stored: str, named_by_content: dict[str, Any]) -> Iterator[str]:
    """The address of a running server. Its threads connect to the database that the test uses."""
    server = LiveServerThread("localhost", static_handler=Live)
    server.daemon = True
    with override_settings(**named_by_content):
        server.start()
        server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://localhost:{server.port}"
    server.terminate()


def has_shared_memory() -> bool:
    """Whether what is drawn can go through memory, as usual; else it goes through files."""
    place = Path("/dev/shm")
    return place.exists() and shutil.disk_usage(place).free > 2**30


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=[*CALM, INTERPRETED, *sandbox],
            ignore_default_args=["--disable-dev-shm-usage"] if has_shared_memory() else [],
        )
        yield browser
        browser.close()


def emptied(context: BrowserContext) -> None:
    """Leave a window as if it were new, but for the files that it has fetched and compiled."""
    for page in context.pages[1:]:
        page.close()
    context.clear_cookies()
    context.unroute_all()


@pytest.fixture(scope="session")
def shared_context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """One for all tests: a new one takes half a second, and its first page another half."""
    context = browser.new_context(base_url=site, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(10_000)
    context.new_page()  # stays, so that the process that draws stays
    yield context
    context.close()


@pytest.fixture
def context(shared_context: BrowserContext) -> Iterator[BrowserContext]:
    yield shared_context
    emptied(shared_context)


@pytest.fixture(scope="session")
def shared_without_scripts(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """The one without JavaScript."""
    size = {"width": 1440, "height": 900}
    context = browser.new_context(base_url=site, java_script_enabled=False, viewport=size)
    context.set_default_timeout(10_000)
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def without_scripts(shared_without_scripts: BrowserContext) -> Iterator[BrowserContext]:
    yield shared_without_scripts
    emptied(shared_without_scripts)


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails its test on a script's error, a report of the content policy, or a request
    that fails: not one that is given up, as when the page is left."""
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "requestfailed",
        lambda request: (
            None
            if request.failure == "net::ERR_ABORTED"
            else complaints.append(f"{request.url}: {request.failure}")
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type == "error" and not EXPECTED.search(message.text)
            else None
        ),
    )
    yield page
    assert complaints == []


def sign_in(context: BrowserContext, site: str, user: User) -> None:
    """Log a browser in without the form."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies["factcheck_session"]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
