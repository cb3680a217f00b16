"""Nothing that leaves the portal says who the demo's children are: mail, messages, reminders."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from conferences import models as conferences
from incidents.models import Child, FamilyMember
from shield.accounts.models import User
from shield.clocks import reminders
from shield.clocks.models import Clock
from shield.notifications import delivery, services
from shield.notifications.message import Message
from shield.notifications.models import DemoMail, Notification
from tests.notifications.content_free import leaks, mails, templates

DAYS = 10


@pytest.fixture
def everything_sent(demo: str, settings) -> None:
    """The demo's mails, and every reminder of ten days, sent to where a demo sends them."""
    settings.EMAIL_BACKEND = "shield.notifications.demo_mail.EmailBackend"
    now = timezone.now()
    for day in range(DAYS):
        reminders.remind(at=now + timedelta(days=day))
    while delivery.deliver_next(at=now + timedelta(days=DAYS)) is delivery.Outcome.DONE:
        pass


def written(day: date) -> set[str]:
    """A date in the ways in which people write it."""
    return {
        f"{day:%Y-%m-%d}",
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day} {day:%B} {day.year}",
        f"{day.day} {day:%b} {day.year}",
        f"{day:%d.%m.%Y}",
    }


def secrets() -> set[str]:
    """Names, dates of birth, numbers and addresses of every invented child and relative."""
    found: set[str] = set()
    for child in Child.objects.all():
        found |= {child.first_names, child.last_name, child.address, child.nhs_number, child.upn}
        found |= {child.address.split(",")[0], str(child)}
        if child.birth_date:
            found |= written(child.birth_date)
    for relative in FamilyMember.objects.all():
        found |= {relative.name, *relative.name.split()}
    for one in conferences.Child.objects.all():
        found |= {one.first_names, one.last_name, one.address, one.nhs_number}
        found |= {one.address.split(",")[0], str(one)}
        if one.birth_date:
            found |= written(one.birth_date)
    for guest in conferences.FamilyGuest.objects.all():
        found |= {guest.name, *guest.name.split()}
    return found - {""}


def test_there_is_something_to_look_for_and_somewhere(everything_sent: None) -> None:
    assert len(secrets()) > 60
    assert DemoMail.objects.count() == Notification.objects.count() > 30
    assert Notification.objects.filter(key__startswith="clock").exists()


def test_no_mail_no_message_and_no_reminder_says_who(everything_sent: None) -> None:
    assert leaks(mails(), secrets()) == []


def test_no_template_says_who(demo: str) -> None:
    assert leaks(templates(), secrets()) == []


def test_clocks_are_named_without_content(demo: str) -> None:
    shown = {f"clock {one.pk}": f"{one.subject} {one.reference}" for one in Clock.objects.all()}
    assert leaks(shown, secrets()) == []


def test_a_planted_date_of_birth_is_found(demo: str) -> None:
    """Negative control: the search would notice."""
    child = Child.objects.exclude(birth_date=None).earliest("pk")
    assert child.birth_date is not None
    planted = Message(subject="News", lines=(f"Born {child.birth_date:%d/%m/%Y}.",), url="/")
    services.notify(
        recipients=[User.objects.earliest("pk")], key="planted", message=planted, at=timezone.now()
    )
    assert len(leaks(mails(), secrets())) == 1
