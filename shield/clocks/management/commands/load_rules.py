"""`manage.py load_rules [FILE]`: bring the rules of a file into the register."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shield.clocks import services
from shield.clocks.services.register import RULES
from shield.core.refusals import Refusal


class Command(BaseCommand):
    help = "Load the register of rules; loading it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=RULES)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            added = services.load_rules(file)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["verbosity"]:
            self.stdout.write(f"{added} versions of rules added.")
