"""The environment that tests run in, set before Django reads its settings."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("DATABASE_POOL", "0")
os.environ.setdefault("HTTPS", "off")
os.environ.setdefault("STATIC_FROM_SOURCES", "on")
os.environ.setdefault("SECRET_KEY", "tests only, and nothing that is served uses this value")
# Playwright's event loop runs in the thread of the test, which also asks the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# Files that tests upload are nobody's.
if "MEDIA_ROOT" not in os.environ:
    os.environ["MEDIA_ROOT"] = tempfile.mkdtemp(prefix="factcheck-media-")
    atexit.register(shutil.rmtree, os.environ["MEDIA_ROOT"], ignore_errors=True)
# Threads of their own would work past the end of a test.
os.environ.setdefault("FETCH_IN_BACKGROUND", "off")
