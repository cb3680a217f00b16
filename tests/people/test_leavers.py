"""Whoever leaves reaches nothing from that moment on: pages, feeds, queued mail, documents."""

from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from incidents.models import Incident
from incidents.services.options import load_options
from partnership import services as partnership
from partnership.models import Body, Holding, Seat
from shield.accounts.models import Membership
from shield.documents import making
from shield.notifications import delivery
from shield.notifications.models import Notification
from shield.people import services
from tests.incidents import filling
from tests.incidents.browsing import address, as_
from tests.personas import People
from tests.register import load_register

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(people: People) -> Incident:
    """A notification of health with its PDF, of which their lead was told by mails yet to leave."""
    load_register()
    load_options()
    cache.clear()
    incident = filling.submitted(people, timezone.now(), by=people.health_lead)
    making.make(document_id=incident.document_id or 0, at=timezone.now())
    return incident


@pytest.fixture
def feed(people: People) -> str:
    """The address of a feed of the body in which the lead of health sits."""
    at = timezone.now()
    body = Body.objects.create(name="The Board", slug="board", purpose="Decides")
    seat = Seat.objects.create(body=body, agency=people.agencies.health, post="Nurse")
    Holding.objects.create(
        seat=seat, user=people.health_lead, starts_on=timezone.localdate(at), appointed_at=at
    )
    made = partnership.make_feed(by=people.health_lead, body=body, at=at)
    return f"/feeds/{made.token}.ics"


def reached(client: Client, filed: Incident, feed: str) -> dict[str, Any]:
    """What each way gives: pages, a document, the feed, and to whom the waiting mails go."""
    pages: dict[str, Any] = {
        "page": client.get("/home/"),
        "record": client.get(address("notification_detail", filed)),
        "document": client.get(address("notification_pdf", filed)),
        "feed": Client().get(feed),
    }
    if pages["document"].streaming:
        b"".join(pages["document"].streaming_content)  # the file is closed at its end
    while delivery.deliver_next(at=timezone.now()) is not delivery.Outcome.NOTHING_TO_DO:
        continue
    found: dict[str, Any] = {name: answer.status_code for name, answer in pages.items()}
    found["mailed"] = {to for one in mail.outbox for to in one.to}
    return found


def test_who_works_here_reaches_all_of_it(people: People, filed: Incident, feed: str) -> None:
    found = reached(as_(people.health_lead), filed, feed)
    mailed = found.pop("mailed")
    assert found == {"page": 200, "record": 200, "document": 200, "feed": 200}
    assert people.health_lead.email in mailed


def test_access_of_a_leaver_is_dead_at_once(people: People, filed: Incident, feed: str) -> None:
    client = as_(people.health_lead)
    assert client.get("/home/").status_code == 200
    assert Notification.objects.filter(recipient=people.health_lead).exists()
    services.end_membership(
        by=people.agency_administrator,
        membership=Membership.objects.get(user=people.health_lead),
        ends_on=None,
        at=timezone.now(),
    )
    found = reached(client, filed, feed)
    mailed = found.pop("mailed")
    assert found == {"page": 403, "record": 403, "document": 403, "feed": 404}
    assert people.health_lead.email not in mailed
