"""Bring back what `backup` wrote. Stop web, workers and beat first.

Mails that waited then are fenced: nothing leaves a second time by itself, the operations team
decides about each. Everybody is signed out. A database that holds people is replaced only with
`--replace`; files that are newer than the backup stay.
"""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from shield.core.refusals import Refusal
from shield.management.backup import restore


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder of one backup")
        parser.add_argument("--replace", action="store_true", help="lose what the database holds")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            manifest = restore(options["folder"], replace=options["replace"], at=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"Restored in {time.monotonic() - began:.1f} s: the portal of {manifest.made_at}, "
            f"{manifest.files} files, {filesizeformat(manifest.bytes)}. "
            "Run verify_audit, then start web, workers and beat.\n"
            "What was done since then is undone: people who left or lost a role are back, and "
            "exclusions and restrictions are gone. Before anybody signs in, have each agency's "
            "administrator compare its people, and whoever manages access its records."
        )
