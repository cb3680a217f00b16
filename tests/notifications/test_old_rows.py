"""Messages of before say by an upgrade who may still know of them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from incidents import emails
from incidents.models import IncidentOpening
from incidents.services.access import NOTIFICATION
from shield.accounts.models import Membership, User
from shield.cases import emails as cases
from shield.notifications import services
from shield.notifications.models import Notification

NAMES = import_module("shield.notifications.migrations.0005_any_duty")


def old(person: User, key: str = "incident:1:submitted", reference: str = "SIN-2026-0001"):
    return Notification.objects.create(
        recipient=person,
        key=key,
        subject="S",
        url="/",
        reference=reference,
        created_at=timezone.now(),
        state="left",
        uncertain_count=1,
    )


def finds(person: User) -> int:
    return Notification.objects.of(User.objects.get(pk=person.pk)).count()


def moves(person: User, agency, role: str) -> None:
    Membership.objects.filter(user=person).delete()
    today = timezone.localdate()
    Membership.objects.create(user=person, agency=agency, role=role, starts_on=today)


@pytest.mark.parametrize("persona", ["health_practitioner", "health_lead", "operations"])
def test_whoever_was_told_still_finds_it_until_they_move(people, persona):
    person = getattr(people, persona)
    old(person)
    NAMES.name_duties(apps, None)
    assert finds(person) == 1
    moves(person, people.agencies.police, "practitioner")
    assert finds(person) == 0


@pytest.mark.parametrize(
    ("persona", "key"),
    [
        ("data_protection", "incident.glass_broken:1"),
        ("system_administrator", "incident.glass_broken:1"),
        ("operations", "incident.orphaned:1:1"),
        ("data_protection", "incident.keeper_named:1"),
    ],
)
def test_what_names_no_case_goes_with_its_duty(people, persona, key):
    person = getattr(people, persona)
    old(person, key, "")
    NAMES.name_duties(apps, None)
    assert finds(person) == 1
    moves(person, people.agencies.police, "practitioner")
    assert finds(person) == 0


def test_what_is_for_everybody_stays(people):
    old(people.champion, "factor.added:1", "")
    NAMES.name_duties(apps, None)
    assert Notification.objects.get().duties == []


@pytest.mark.parametrize("persona", ["data_protection", "operations", "system_administrator"])
def test_what_is_written_now_goes_with_its_duty_too(people, persona):
    message = {
        "data_protection": cases.glass_broken(NOTIFICATION, IncidentOpening(pk=1)),
        "operations": emails.nobody_keeps(finds_keeper=True),
        "system_administrator": cases.nobody_judges(NOTIFICATION),
    }[persona]
    person = getattr(people, persona)
    services.notify(recipients=[person], key="k", message=message, at=timezone.now())
    assert finds(person) == 1
    moves(person, people.agencies.school, "practitioner")
    assert finds(person) == 0
