"""Load a partnership's published arrangements from a folder of CSV files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shield.demo.partnership import BadRow, load_partnership


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="the folder that holds agencies.csv and so on"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = load_partnership(options["folder"], at=timezone.now())
        except BadRow as bad:
            raise CommandError(str(bad)) from bad
        self.stdout.write(
            f"agencies: {done.added} added, {done.changed} changed, {done.unchanged} as before"
        )
        for name in done.left_aside:
            self.stdout.write(f"{name}: not loaded, the portal has no place for it yet")
