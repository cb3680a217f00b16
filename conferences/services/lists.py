"""How do kinds of conference, answers to choose from and extra pages get into the database?"""

import json
from pathlib import Path

from django.db import transaction

from conferences.models import ConferenceKind, ExtraPage, Option
from shield.accounts.models import AgencyKind
from shield.core.options import load_options

DATA = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def load_lists(folder: Path = DATA) -> int:
    """Add what the files hold and is not there yet; returns how many rows were added.

    What a partnership has reworded or withdrawn stays as it is. Agencies of kinds that come later
    are asked their extra page once this has run again.
    """
    added = _load_lists(folder / "kinds.json")
    added += load_options(Option, folder / "options.json")
    return added + _load_extra_pages(folder / "extra_pages.json")


def _load_lists(file: Path) -> int:
    rows = json.loads(file.read_text(encoding="utf-8"))
    kinds = [ConferenceKind(position=position, **row) for position, row in enumerate(rows, start=1)]
    before = ConferenceKind.objects.count()
    ConferenceKind.objects.bulk_create(kinds, ignore_conflicts=True)
    return ConferenceKind.objects.count() - before


def _load_extra_pages(file: Path) -> int:
    wanted = json.loads(file.read_text(encoding="utf-8"))
    kinds = {kind.code: kind for kind in AgencyKind.objects.all()}
    pages = [
        ExtraPage(agency_kind=kinds[code], page=one["page"])
        for one in wanted
        for code in one["kinds"]
        if code in kinds
    ]
    before = ExtraPage.objects.count()
    ExtraPage.objects.bulk_create(pages, ignore_conflicts=True)
    return ExtraPage.objects.count() - before
