"""Finished drafts, many at once: `python -m tests.fault.prepare COUNT ACCOUNT…` prints their ids.

Each account's first draft is made by the real services; the others are copies of its rows.
"""

import json
import os
import sys
import uuid

from shield.local import environment

environment.prepare()
os.environ["DJANGO_SETTINGS_MODULE"] = "shield.settings"

import django  # noqa: E402

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from incidents.models import Child, Incident  # noqa: E402
from shield.accounts.models import User  # noqa: E402
from shield.clocks.models import Clock  # noqa: E402
from tests.journeys.drafts import finished  # noqa: E402


def copied(pk: int) -> int:
    """Another draft with the same answers, child and clock."""
    incident = Incident.objects.get(pk=pk)
    assert incident.partnership_clock
    clock = Clock.objects.get(pk=incident.partnership_clock.pk)
    child = Child.objects.get(incident=pk)
    for row in (clock, incident, child):
        row.pk = None
        row._state.adding = True
    clock.save()
    incident.partnership_clock, incident.form_token = clock, uuid.uuid4()
    incident.save()
    child.incident, child.form_token = incident, uuid.uuid4()
    child.save()
    return int(incident.pk)


def main(count: int, accounts: list[str]) -> None:
    found = {}
    for account in accounts:
        by = User.objects.get(email=f"{account}@demo.example")
        first = finished(timezone.now(), by=by).pk
        with transaction.atomic():
            found[account] = [first, *(copied(first) for _ in range(count // len(accounts) - 1))]
    print(json.dumps(found))


main(int(sys.argv[1]), sys.argv[2:])
