"""Erase what was said at conferences whose time is over; --dry-run says which those are."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from conferences import services
from conferences.models import Conference


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="change nothing, list them")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        at = timezone.now()
        if not dry_run:
            self.stdout.write(f"conferences erased: {services.erase_over(at=at):,}")
            return
        found = services.keeping(services.over(at=at))
        for pk, reference in Conference.objects.filter(pk__in=found).values_list("pk", "reference"):
            self.stdout.write(f"{reference}: its time was over on {found[pk].erase_on}")
        self.stdout.write(f"conferences to erase: {len(found):,}")
