"""Several workers at once: each mail leaves once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from shield.notifications import delivery, services
from shield.notifications.delivery import Outcome
from shield.notifications.models import DemoMail, Notification
from tests.notifications.mailers import MESSAGE
from tests.personas import make_people

pytestmark = pytest.mark.django_db(transaction=True)
MAILS = 12


@pytest.fixture
def waiting(settings, at):
    settings.EMAIL_BACKEND = "shield.notifications.demo_mail.EmailBackend"
    people = make_people()
    for number in range(MAILS):
        services.notify(recipients=[people.health_lead], key=f"k{number}", message=MESSAGE, at=at)


def at_once(workers, work):
    """Run `work` in several threads that begin together, each with a connection of its own."""
    start = Barrier(workers)

    def one(_):
        try:
            start.wait(10)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(one, range(workers)))


def test_sweepers_at_once_send_each_mail_once(waiting, at):
    def sweep():
        count = 0
        while delivery.deliver_next(at=at) is Outcome.DONE:
            count += 1
        return count

    assert sum(at_once(3, sweep)) == MAILS
    assert DemoMail.objects.count() == MAILS
    assert set(Notification.objects.values_list("state", flat=True)) == {"sent"}


def test_a_mail_being_sent_is_passed_by(waiting, at):
    first = Notification.objects.due(at)[0]
    with transaction.atomic():
        Notification.objects.select_for_update().get(pk=first.pk)
        [outcome] = at_once(1, lambda: delivery.deliver(notification_id=first.pk, at=at))
        assert outcome is Outcome.NOTHING_TO_DO
    assert delivery.deliver(notification_id=first.pk, at=at) is Outcome.DONE


def test_the_same_event_told_at_once_is_told_once(waiting, at):
    people = [Notification.objects.all()[0].recipient]
    at_once(3, lambda: services.notify(recipients=people, key="same", message=MESSAGE, at=at))
    assert Notification.objects.filter(key="same").count() == 1
