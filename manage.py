#!/usr/bin/env python
"""The command line of the planner: `python manage.py help` lists what it can do."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one management command under the project's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planner.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
