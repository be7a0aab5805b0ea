"""The product, with an edit that writes no event: what histories and tallies are measured by."""

from factcheck.settings import *  # noqa: F403
from factcheck.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench.bare.Bare"]
