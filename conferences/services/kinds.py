"""How do the kinds of conference get into the database?"""

import json
from pathlib import Path

from django.db import transaction

from conferences.models import ConferenceKind

SEED = Path(__file__).resolve().parent.parent / "data" / "kinds.json"


def load_kinds(path: Path = SEED) -> int:
    """Add the seed's kinds that are not there yet; returns how many were added.

    A kind that a partnership has reworded or withdrawn stays as it is.
    """
    rows = json.loads(path.read_text(encoding="utf-8"))
    kinds = [ConferenceKind(position=position, **row) for position, row in enumerate(rows, start=1)]
    with transaction.atomic():
        before = ConferenceKind.objects.count()
        ConferenceKind.objects.bulk_create(kinds, ignore_conflicts=True)
        return ConferenceKind.objects.count() - before
