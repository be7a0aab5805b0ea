"""The product, with one more address: the polls of open pages, answered by an ordinary view."""

from factcheck.settings import *  # noqa: F403 - they are the product's

ROOT_URLCONF = "tests.bench.live_urls"
