"""The environment that tests run in, set before Django reads its settings."""

import os

os.environ.setdefault("DATABASE_POOL", "0")
os.environ.setdefault("HTTPS", "off")
os.environ.setdefault("STATIC_FROM_SOURCES", "on")
os.environ.setdefault("SECRET_KEY", "tests only, and nothing that is served uses this value")
# Playwright's event loop runs in the thread of the test, which also asks the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
