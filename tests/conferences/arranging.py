"""Conferences as the tests need them: made by the portal's own services."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from conferences import services
from conferences.models import Child, Conference, ConferenceKind, ReportRequest
from conferences.services.lists import load_lists
from shield.accounts.models import User
from tests.personas import People

FAMILY = "FAM-7731"


def kind(code: str = "initial") -> ConferenceKind:
    load_lists()
    return ConferenceKind.objects.get(code=code)


def a_conference(
    people: People,
    at: datetime,
    *,
    code: str = "initial",
    children: int = 1,
    days: int = 21,
    **facts: Any,
) -> Conference:
    """One that the chair runs alone, three weeks ahead at the same hour."""
    made = services.schedule(
        **{
            "kind": kind(code),
            "family_reference": FAMILY,
            "chair": people.conference_chair,
            "administrator": people.conference_chair,
            "starts_at": at + timedelta(days=days),
            "token": uuid.uuid4(),
            "by": people.conference_chair,
            "at": at,
            **facts,
        }
    )
    for number in range(children):
        a_child(made, at, first_names=f"Zebulonia {number + 1}")
    return made


def a_child(conference: Conference, at: datetime, **facts: Any) -> Child:
    return services.add_child(
        conference=conference,
        token=uuid.uuid4(),
        facts={
            "first_names": "Zebulonia",
            "last_name": "Quillfeathery",
            "born": "born",
            "birth_date": date(2019, 3, 4),
            "address": "Thimblewick Lane",
            **facts,
        },
        by=conference.chair,
        at=at,
    )


def asked(
    conference: Conference, people: People, at: datetime, agency: str, who: User | None = None
) -> ReportRequest:
    return services.ask(
        conference=conference,
        agency=getattr(people.agencies, agency),
        practitioner=who,
        note="",
        by=conference.chair,
        at=at,
    )
