#!/usr/bin/env python
"""Run a management command; starts the embedded database first where the settings point at it."""

import os
import sys

# What changes tables or must reach what the portal itself may not: run as the database's owner.
AS_OWNER = {
    *("migrate", "createcachetable", "keep_roles_apart", "rotate_keys", "backup", "restore"),
    *("sqlmigrate", "makemigrations", "flush", "dbshell"),
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shield.settings")
    if AS_OWNER & set(sys.argv[1:2]):
        os.environ["SHIELD_AS_OWNER"] = "1"
    from shield.local import environment

    environment.prepare()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
