"""Load kinds of conference, and what can be chosen in their reports."""

from typing import Any

from django.core.management.base import BaseCommand

from conferences.services.lists import load_lists


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"conferences: {load_lists()} added")
