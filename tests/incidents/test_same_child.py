"""Another notification of the same child is pointed out, to those who may read it alone."""

from datetime import datetime

from incidents.models import Incident
from shield.accounts.models import User
from tests.incidents import filling
from tests.incidents.browsing import as_
from tests.personas import People

WORDS = "names a child with the same NHS number"


def check_page(incident: Incident, user: User) -> str:
    return as_(user).get(f"/incidents/{incident.pk}/check/").content.decode()


def test_a_second_notification_of_the_child_is_pointed_out(ground: People, at: datetime) -> None:
    first = filling.submitted(ground, at)
    second = filling.filled(ground, at)

    assert f"Notification {first.reference} {WORDS}" in check_page(second, ground.health_lead)


def test_a_neighbouring_agency_learns_nothing_of_it(ground: People, at: datetime) -> None:
    filling.submitted(ground, at)
    theirs = filling.filled(ground, at)
    Incident.objects.filter(pk=theirs.pk).update(
        agency=ground.agencies.police, notifier=ground.police_practitioner
    )

    assert WORDS not in check_page(theirs, ground.police_lead)


def test_a_draft_of_the_same_child_is_not_pointed_out(ground: People, at: datetime) -> None:
    filling.filled(ground, at)
    second = filling.filled(ground, at)

    assert WORDS not in check_page(second, ground.health_lead)
