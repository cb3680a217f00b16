"""Load a partnership's published arrangements from a folder of CSV files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partnership.services import BadRow, load_partnership


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
        for table in done.tables:
            self.stdout.write(str(table))
        for name in done.left_aside:
            self.stdout.write(f"{name}: not loaded, nothing is known of such a file")
        if done.changed_nothing:
            self.stdout.write("Nothing was changed.")
