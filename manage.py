#!/usr/bin/env python
"""Run Django's commands for Factcheck."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    # A command is one process with one connection: the pool is for serving.
    os.environ.setdefault("DATABASE_POOL", "0")
    from django.core.management import execute_from_command_line

    from factcheck.postgres import PostgresFailed

    try:
        execute_from_command_line(sys.argv)
    except PostgresFailed as failure:
        sys.exit(str(failure))


if __name__ == "__main__":
    main()
