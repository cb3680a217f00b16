"""Load the answers that a notification's questions offer."""

from typing import Any

from django.core.management.base import BaseCommand

from incidents.services.options import load_options


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"options: {load_options()} added")
