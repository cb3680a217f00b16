"""Write everything that the portal holds into an empty folder; the keys are not among it.

May run beside a portal in use. Prints what was written, and how long it took.
"""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from shield.core.refusals import Refusal
from shield.management.backup import back_up


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder that is empty or not there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            manifest = back_up(options["folder"], at=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"Backed up in {time.monotonic() - began:.1f} s: {manifest.files} files, "
            f"{manifest.entries} entries of the audit, {filesizeformat(manifest.bytes)}. "
            "The keys are not in it: keep them in another place."
        )
