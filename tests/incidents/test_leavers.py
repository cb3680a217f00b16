"""Whoever has moved to another agency hears no more of what they notified."""

import uuid
from datetime import datetime, timedelta

from incidents import services
from incidents.models import Incident
from shield.accounts.models import Membership, User
from shield.notifications.models import Notification
from tests.incidents.filling import submitted
from tests.personas import People


def correct(incident: Incident, by: User, at: datetime) -> None:
    services.correct(
        incident=incident,
        text="The address was wrong.",
        authority_aware_at=None,
        token=uuid.uuid4(),
        by=by,
        at=at,
    )


def told(person: User) -> list[str]:
    rows = Notification.objects.filter(recipient=person).order_by("pk")
    return [row.key.split(":")[2] for row in rows]


def move(people: People) -> None:
    """The health practitioner becomes one of the police."""
    held = Membership.objects.filter(user=people.health_practitioner)
    held.update(agency=people.agencies.police)


def test_the_notifier_is_told_of_a_correction(ground: People, at: datetime) -> None:
    incident = submitted(ground, at)
    correct(incident, ground.health_lead, at)
    assert told(ground.health_practitioner) == ["submitted", "correction"]


def test_a_notifier_who_moved_to_another_agency_is_not(ground: People, at: datetime) -> None:
    incident = submitted(ground, at)
    move(ground)
    correct(incident, ground.health_lead, at)
    services.record_panel(
        incident=Incident.objects.get(pk=incident.pk),
        panel_reference="P1",
        panel_notified_at=at,
        by=ground.operations,
        at=at + timedelta(minutes=1),
    )
    assert told(ground.health_practitioner) == ["submitted"]
