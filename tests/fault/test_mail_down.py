"""The mail server is away while people are told; when it is back, each mail leaves once."""

import socket
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from shield.notifications import delivery, tasks
from shield.notifications.message import Message
from shield.notifications.models import Notification
from shield.notifications.services import notify
from tests.fault.mail import mail_server
from tests.personas import People

TOLD = Message("SIN-2026-0001 waits", ("Sign in to read it.",), "/home/", "SIN-2026-0001")


@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.fixture
def port(settings: Any) -> int:
    """Where the portal looks for its mail server; nobody listens there yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    settings.EMAIL_BACKEND = "shield.notifications.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", found, 5
    return found


@pytest.fixture
def told(people: People, at: datetime) -> list[str]:
    """Three people have been told something; their addresses."""
    three = [people.health_lead, people.authority_lead, people.operations]
    notify(recipients=three, key="waits", message=TOLD, at=at)
    return sorted(person.email for person in three)


def later(at: datetime) -> datetime:
    """When the first failures are tried again."""
    return at + delivery.BACK_OFF[0] + timedelta(seconds=1)


def deliver_all(at: datetime) -> None:
    while delivery.deliver_next(at=at) is not delivery.Outcome.NOTHING_TO_DO:
        continue


@pytest.mark.django_db(transaction=True)
def test_mail_waits_for_a_server_that_is_down(port: int, told: list[str], at: datetime) -> None:
    # Given a mail server that is down while the mails are tried
    deliver_all(at)
    rows = Notification.objects.values_list("state", "attempts", "error")
    assert set(rows) == {("waiting", 1, "ConnectionRefusedError")}

    # When it is back, by the time of the next attempt
    with mail_server(port) as server:
        deliver_all(at)
        assert server.mails == []
        deliver_all(later(at))
        deliver_all(later(at))

    # Then each person has exactly one mail, and nothing waits
    assert Counter(mail["To"] for mail in server.mails) == Counter(told)
    assert set(Notification.objects.values_list("state", "error")) == {("sent", "")}


@pytest.mark.django_db(transaction=True)
def test_a_sweep_stops_at_a_server_that_is_down(port: int, people: People, at: datetime) -> None:
    for number in range(6):
        notify(recipients=[people.health_lead], key=str(number), message=TOLD, at=at)
    tasks.sweep()
    tried = Notification.objects.filter(attempts=1).count()
    assert tried == tasks.MOST_FAILURES_IN_A_SWEEP


@pytest.mark.django_db(transaction=True)
def test_a_mail_tried_again_is_the_same_mail(port: int, told: list[str], at: datetime) -> None:
    """A worker that dies after handing over sends again; the receiver knows it by its id."""
    with mail_server(port) as server:
        first = Notification.objects.order_by("pk").first()
        assert first is not None
        delivery.mail(first).send()
        delivery.deliver(notification_id=first.pk, at=at)
    assert len({mail["Message-ID"] for mail in server.mails}) == 1
    assert len(server.mails) == 2


@pytest.mark.django_db(transaction=True)
def test_a_server_that_dies_before_it_answers_leaves_a_mail_uncertain(
    port: int, told: list[str], at: datetime
) -> None:
    with mail_server(port) as server:
        server.mode = "goes away"
        deliver_all(at)
        assert Counter(mail["To"] for mail in server.mails) == Counter(told)
        assert set(Notification.objects.values_list("state", "error")) == {
            ("uncertain", "Unanswered")
        }

        server.mode = "takes"
        deliver_all(at + delivery.SECOND_COPY_AFTER)
    # Two copies each, which receivers tell by their id; and it is known that there may be two.
    assert Counter(mail["To"] for mail in server.mails) == Counter(told * 2)
    assert len({mail["Message-ID"] for mail in server.mails}) == len(told)
    assert set(Notification.objects.values_list("state", "uncertain_count")) == {("sent", 1)}
