"""Drafts made by the real services, by whoever is given."""

import uuid
from datetime import datetime

from incidents import services
from incidents.models import Incident
from shield.accounts.models import Agency, User
from tests.incidents.filling import add_row, answer, child, pages


def started(at: datetime, by: User) -> Incident:
    agency = Agency.objects.get(pk=min(by.access.agencies))
    return services.start(agency=agency, token=uuid.uuid4(), by=by, at=at)


def finished(at: datetime, *, by: User, without: tuple[str, ...] = ()) -> Incident:
    """A draft with an answer on every page but those in `without`."""
    incident = started(at, by)
    for page, answers in pages(at).items():
        if page not in without:
            answer(incident, page, by, at, **answers)
    add_row(incident, "children", by, at, **child(at))
    return Incident.objects.get(pk=incident.pk)
