"""Make the role that web, worker and beat run as, and give it what they need and no more.

Run as the database's owner after each `migrate`. What only grows (the audit, the history of rows)
that role may read and add to: not alter, not delete, not empty.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from shield.core.roles_apart import give


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        portal = settings.PORTAL_DATABASE
        if portal["USER"] == connection.settings_dict["USER"]:
            self.stdout.write(
                "Owner and portal are one role: set SHIELD_OWNER_DATABASE_URL to keep them apart."
            )
            return
        with transaction.atomic():
            give(portal["USER"], password=portal["PASSWORD"])
        if options["verbosity"]:
            self.stdout.write(f"{portal['USER']} may read and add to what only grows.")
