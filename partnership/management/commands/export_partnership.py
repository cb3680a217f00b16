"""Write the partnership's published arrangements into a folder, as load_partnership reads them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from partnership.services import FilesThere, export_partnership


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder to write into")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            names = export_partnership(options["folder"])
        except FilesThere as there:
            raise CommandError(str(there)) from there
        self.stdout.write("\n".join(names))
