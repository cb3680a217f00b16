#!/usr/bin/env python
"""Run a management command; starts the embedded database first where the settings point at it."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shield.settings")
    from shield.local import environment

    environment.prepare()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
