"""Load the kinds of conference that can be scheduled, and the tables by which they decide."""

from typing import Any

from django.core.management.base import BaseCommand

from conferences.services.kinds import load_kinds, load_tables


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"kinds of conference: {load_kinds()} added")
        self.stdout.write(f"categories and quorum rules: {load_tables()} added")
