"""Of a mail whose worker or server went away nobody knows: it is said, counted and shown."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from shield.audit.models import Entry
from shield.core.workflow import MoveNotAllowed
from shield.notifications import delivery, services, tasks
from shield.notifications.delivery import ABANDONED_AFTER, SECOND_COPY_AFTER, Outcome
from shield.notifications.models import Notification
from shield.notifications.smtp import Unanswered
from tests.notifications.mailers import MESSAGE, UNANSWERED

MINUTE = timedelta(minutes=1)


@pytest.fixture
def note(people, at):
    services.notify(recipients=[people.health_lead], key="k", message=MESSAGE, at=at)
    return Notification.objects.get()


def facts(note):
    note.refresh_from_db()
    return note.state, note.uncertain_count, note.next_attempt_at, note.sending_since, note.error


def test_no_answer_is_uncertain_and_tried_once_more(note, at, settings):
    settings.EMAIL_BACKEND = UNANSWERED
    assert delivery.deliver_next(at=at) is Outcome.UNCERTAIN
    again = at + SECOND_COPY_AFTER
    assert facts(note) == ("uncertain", 1, again, None, Unanswered.__name__)

    assert delivery.deliver_next(at=again - timedelta(seconds=1)) is Outcome.NOTHING_TO_DO
    assert delivery.deliver_next(at=again) is Outcome.UNCERTAIN
    assert facts(note) == ("uncertain", 2, None, None, Unanswered.__name__)
    assert delivery.deliver_next(at=again + timedelta(days=9)) is Outcome.NOTHING_TO_DO


def test_a_second_copy_that_is_accepted_ends_it_and_stays_counted(note, at, settings):
    settings.EMAIL_BACKEND = UNANSWERED
    delivery.deliver_next(at=at)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert delivery.deliver_next(at=at + SECOND_COPY_AFTER) is Outcome.DONE
    assert facts(note) == ("sent", 1, None, None, "")


def abandon(note, at):
    delivery.DELIVERY.advance(note, "begin", sending_since=at, next_attempt_at=None)


def test_what_a_dead_worker_left_is_taken_up_once(note, at):
    abandon(note, at)
    assert delivery.take_up_abandoned(at=at + ABANDONED_AFTER - timedelta(seconds=1)) == 0
    later = at + ABANDONED_AFTER
    assert delivery.take_up_abandoned(at=later) == 1
    assert facts(note) == ("uncertain", 1, later + SECOND_COPY_AFTER, None, "the worker died")
    assert delivery.take_up_abandoned(at=later) == 0


def test_a_sweep_takes_it_up(note, at):
    abandon(note, at - timedelta(days=400))
    tasks.sweep()
    assert facts(note)[:2] == ("uncertain", 1)


def test_a_slow_worker_whose_mail_was_taken_up_sends_nothing(note, at, mailoutbox):
    abandon(note, at)
    delivery.take_up_abandoned(at=at + MINUTE)
    marked = Notification(pk=note.pk, sending_since=at)
    assert delivery._send(marked, at) is Outcome.UNCERTAIN
    assert mailoutbox == []


def test_operations_see_it_and_may_leave_it(note, client, people, at, settings):
    settings.EMAIL_BACKEND = UNANSWERED
    delivery.deliver_next(at=at)
    address = reverse("failed_retry", kwargs={"pk": note.pk})
    client.force_login(people.operations)
    assert "Uncertain" in client.get(reverse("failed_list")).content.decode()
    assert "Leave it as it is" in client.get(address).content.decode()
    assert client.post(address, {"leave": "on"}).url == reverse("failed_list")
    assert facts(note) == ("left", 1, None, None, Unanswered.__name__)
    assert Entry.objects.latest("pk").verb == "notification.left"
    assert "Uncertain<" not in client.get(reverse("failed_list")).content.decode()


def test_what_was_given_up_cannot_be_left(note, people, at):
    Notification.objects.update(state="dead", next_attempt_at=None)
    note.refresh_from_db()
    with pytest.raises(MoveNotAllowed):
        services.leave(notification=note, by=people.operations, at=at)


def test_the_list_tells_them_apart(note, client, people, at):
    abandon(note, at)
    delivery.take_up_abandoned(at=at + MINUTE)
    client.force_login(people.operations)
    shown = [
        reverse("failed_retry", kwargs={"pk": note.pk})
        in client.get(reverse("failed_list"), {"state": state}).content.decode()
        for state in ("dead", "uncertain")
    ]
    assert shown == [False, True]


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "sending", "next_attempt_at": None},
        {"state": "uncertain", "next_attempt_at": None},
        {"state": "left", "next_attempt_at": None},
    ],
)
def test_the_database_refuses_uncertainty_without_its_facts(note, facts):
    with pytest.raises(IntegrityError):
        Notification.objects.update(**facts)
