"""How do the kinds of conference, and the tables it decides by, get into the database?"""

import json
from pathlib import Path

from django.db import transaction

from conferences.models import Category, ConferenceKind, QuorumRule

DATA = Path(__file__).resolve().parent.parent / "data"
SEED = DATA / "kinds.json"


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


def load_tables() -> int:
    """Add the seed's categories and quorum rules that are not there yet; how many were added."""
    categories = json.loads((DATA / "categories.json").read_text(encoding="utf-8"))
    rules = json.loads((DATA / "quorum.json").read_text(encoding="utf-8"))
    with transaction.atomic():
        before = Category.objects.count() + QuorumRule.objects.count()
        Category.objects.bulk_create(
            (Category(position=place, **row) for place, row in enumerate(categories, start=1)),
            ignore_conflicts=True,
        )
        QuorumRule.objects.bulk_create((QuorumRule(**row) for row in rules), ignore_conflicts=True)
        return Category.objects.count() + QuorumRule.objects.count() - before
