"""Seal everything anew under the first of SHIELD_DATA_KEYS, so that the others may be taken away.

Put the new key in front and restart the portal first. May be broken off and run again, and runs
beside a portal in use. With `--fingerprints` also works out anew what the look-up key is for, after
that key was changed. `--check` changes nothing and ends with status 1 while anything hangs on
another key.
"""

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from shield.core import ciphers, sealing
from shield.core.fields import FingerprintField


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what is left")
        parser.add_argument("--fingerprints", action="store_true", help="after a new look-up key")
        parser.add_argument(
            "--batch", type=int, default=sealing.AT_ONCE, help="rows of a transaction"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            for table in sealing.tables():
                if done := sum(sealing.reseal(table, batch=options["batch"])):
                    self.stdout.write(f"{table.name}: {done} rows sealed anew.")
            if options["fingerprints"]:
                done = fingerprints(batch=options["batch"])
                self.stdout.write(f"Fingerprints changed: {done}.")
        left = {
            f"{table.name}.{column}": number
            for table in sealing.tables()
            for column, number in sealing.left(table).items()
        }
        if left:
            where = ", ".join(f"{name} ({number})" for name, number in left.items())
            raise CommandError(f"Another key is still needed for: {where}.")
        self.stdout.write(f"Only the first key is needed ({ciphers.current_key()}).")


def fingerprints(*, batch: int) -> int:
    """Work out every fingerprint anew; how many rows that changed."""
    done = 0
    for model in apps.get_models():
        meta = model._meta
        assert meta.pk is not None
        for field in meta.local_fields:
            if isinstance(field, FingerprintField):
                of = meta.get_field(field.of)
                columns = (str(of.column), str(field.column))  # type: ignore[union-attr]
                table = sealing.Table(
                    meta.db_table, str(meta.pk.column), columns, ("text", "varchar")
                )
                done += sum(sealing.rewrite(table, _marked(field), batch=batch))
    return done


def _marked(field: FingerprintField) -> Any:
    def marked(sealed: str, _old: str) -> list[str]:
        return [sealed, field.seek(ciphers.unseal(sealed) if sealed else "")]

    return marked
