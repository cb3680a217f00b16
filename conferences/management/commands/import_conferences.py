"""Schedule conferences in bulk from a case-management system's export.

A dry run unless --apply is given. It prints counts, row numbers, columns and references of
conferences, and never what stands in a cell.
"""

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conferences.services import importing
from shield.accounts.models import User
from shield.core.refusals import NotWrittenDown, Refusal


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="a CSV file, a row for each child")
        parser.add_argument("--by", metavar="EMAIL", help="who imports: a chair or administrator")
        parser.add_argument("--apply", action="store_true", help="do it, after a dry run")
        parser.add_argument(
            "--template", action="store_true", help="print the header and an invented row instead"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["template"]:
            self.stdout.write(importing.template(), ending="")
            return
        if not (options["file"] and options["by"]):
            raise CommandError("Name the file, and with --by who imports it; or ask --template.")
        try:
            report = importing.import_conferences(
                path=options["file"],
                is_trial=not options["apply"],
                by=self.person(options["by"]),
                at=timezone.now(),
            )
        except PermissionDenied:
            raise CommandError(
                "Whoever imports must hold a role in which conferences are run."
            ) from None
        except NotWrittenDown:
            raise CommandError(
                "The audit cannot be written at present. Nothing was imported: run it again."
            ) from None
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        for line in report.lines():
            self.stdout.write(line)

    def person(self, email: str) -> User:
        found = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
        if found is None:
            raise CommandError("Nobody with this email address is known to the portal.")
        return found
