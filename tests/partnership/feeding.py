"""What a calendar gets that follows a feed, in the words of these tests."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from icalendar import Calendar

from partnership import services
from partnership.models import Body
from shield.accounts.models import Membership, User
from tests.personas import People

UNKNOWN = "x" * 43


def token_of(user: User, at: datetime, body: Body | None = None) -> str:
    return services.make_feed(by=user, body=body, at=at).token


def asks(token: str, **headers: str) -> Any:
    """What a calendar gets, which is signed in nowhere."""
    return Client(headers=headers).get(f"/feeds/{token}.ics")


def events(token: str) -> list[Any]:
    answer = asks(token)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content.decode()).walk("VEVENT"))


def meets(token: str) -> list[str]:
    return [str(one["SUMMARY"]) for one in events(token)]


def leaves(people: People, at: datetime) -> None:
    Membership.objects.filter(user=people.police_lead).update(ends_on=at.date() - timedelta(days=1))
