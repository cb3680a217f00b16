"""Check the audit's chain against itself and against the heads noted outside the database.

Ends with status 1 and names the first entry that is broken, missing or moved.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shield.audit import heads
from shield.audit.checking import check


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--heads", type=Path, help="the folder of the noted heads, if not the usual one"
        )
        parser.add_argument("--json", action="store_true", help="the result for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = check(options["heads"] or heads.folder())
        except heads.HeadsUnreadable as problem:
            raise CommandError(str(problem)) from None
        if options["json"]:
            result = {"entries": found.entries, "digest": found.digest, "problem": found.problem}
            self.stdout.write(json.dumps(result))
            if not found.is_whole:
                raise SystemExit(1)
        elif found.is_whole:
            self.stdout.write(f"The audit is whole: {found.entries} entries.")
        else:
            raise CommandError(f"The audit is broken: {found.problem}.")
