"""Load the kinds of conference that can be scheduled."""

from typing import Any

from django.core.management.base import BaseCommand

from conferences.services.kinds import load_kinds


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"kinds of conference: {load_kinds()} added")
