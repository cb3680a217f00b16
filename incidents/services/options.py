"""How do the answers to choose from get into the database?"""

import json
from pathlib import Path

from django.db import transaction

from incidents.models import Option

SEED = Path(__file__).resolve().parent.parent / "data" / "options.json"


def load_options(path: Path = SEED) -> int:
    """Add the seed's options that are not there yet; returns how many were added.

    An option that a partnership has reworded or withdrawn stays as it is.
    """
    lists = json.loads(path.read_text(encoding="utf-8"))
    options = [
        Option(list=name, position=position, **row)
        for name, rows in lists.items()
        for position, row in enumerate(rows, start=1)
    ]
    with transaction.atomic():
        before = Option.objects.count()
        Option.objects.bulk_create(options, ignore_conflicts=True)
        return Option.objects.count() - before
