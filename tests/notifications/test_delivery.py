"""Mail leaves once, whatever happens on the way."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import IntegrityError
from django.utils import timezone

from shield.notifications import delivery, services, tasks
from shield.notifications.delivery import BACK_OFF, Outcome
from shield.notifications.models import DemoMail, Notification
from tests.notifications.mailers import DOWN, MESSAGE, REFUSES_POLICE

CAUGHT = "shield.notifications.demo_mail.EmailBackend"


def tell(at, *recipients, key="k"):
    services.notify(recipients=recipients, key=key, message=MESSAGE, at=at)


def deliver_all(at):
    while delivery.deliver_next(at=at) is not Outcome.NOTHING_TO_DO:
        continue


def test_a_mail_holds_the_lines_a_link_and_the_reference(people, at, settings):
    settings.BASE_URL = "https://shield.example"
    tell(at, people.health_lead)
    deliver_all(at)
    [mail] = outbox.outbox
    assert mail.subject == MESSAGE.subject
    assert mail.to == [people.health_lead.email]
    assert mail.body == (
        "Your notification has reached the partnership.\n\n"
        "Read it here:\nhttps://shield.example/incidents/1/\n\n"
        "Reference: SIN-2026-0001\n\n"
        "This mail holds no details on purpose. Sign in to read them.\n"
        "Sent by Shield. Answers to this address are not read.\n"
    )
    assert mail.message().get_content_type() == "text/plain"


def test_every_attempt_carries_the_same_message_id(people, at, settings):
    settings.BASE_URL = "https://shield.example:8443"
    tell(at, people.health_lead)
    note = Notification.objects.get()
    found = {delivery.mail(note).message()["Message-ID"] for _ in range(2)}
    assert found == {f"<notification.{note.pk}.{at.timestamp():.0f}@shield.example>"}


def test_a_sent_mail_is_not_sent_again(people, at):
    tell(at, people.health_lead)
    pk = Notification.objects.get().pk
    outcomes = [delivery.deliver(notification_id=pk, at=at) for _ in range(2)]
    assert outcomes == [Outcome.DONE, Outcome.NOTHING_TO_DO]
    assert len(outbox.outbox) == 1


def test_a_mail_that_is_not_due_waits(people, at):
    tell(at + timedelta(minutes=1), people.health_lead)
    assert delivery.deliver_next(at=at) is Outcome.NOTHING_TO_DO


def test_a_leaver_is_not_mailed(people):
    now = timezone.now()
    tell(now, people.leaver)
    deliver_all(now)
    assert Notification.objects.get().state == "withheld"
    deliver_all(now + delivery.WITHHELD_FOR)
    note = Notification.objects.get()
    assert (note.state, note.sent_at, outbox.outbox) == ("not_needed", None, [])


def test_a_closed_account_is_not_mailed(people, at):
    people.health_lead.is_active = False
    people.health_lead.save()
    tell(at, people.health_lead)
    deliver_all(at)
    assert Notification.objects.get().state == "not_needed"


def test_back_off_grows_and_ends(people, at, settings):
    settings.EMAIL_BACKEND = DOWN
    tell(at, people.health_lead)
    moment, waits = at, []
    for _ in BACK_OFF:
        assert delivery.deliver_next(at=moment) is Outcome.FAILED
        note = Notification.objects.get()
        assert delivery.deliver_next(at=moment) is Outcome.NOTHING_TO_DO
        waits.append(note.next_attempt_at - moment)
        moment = note.next_attempt_at
    assert tuple(waits) == BACK_OFF
    assert delivery.deliver_next(at=moment) is Outcome.FAILED
    note.refresh_from_db()
    assert (note.state, note.attempts, note.next_attempt_at, note.error) == (
        "dead",
        len(BACK_OFF) + 1,
        None,
        "ConnectionRefusedError",
    )


def test_everything_follows_when_the_mail_server_returns(people, at, settings):
    settings.EMAIL_BACKEND = DOWN
    tell(at, people.health_lead)
    deliver_all(at)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    deliver_all(at + BACK_OFF[0])
    assert [mail.to for mail in outbox.outbox] == [[people.health_lead.email]]
    assert Notification.objects.get().error == ""


def test_one_bad_mail_never_blocks_the_rest(people, at, settings):
    settings.EMAIL_BACKEND = REFUSES_POLICE
    tell(at, people.police_lead, people.health_lead, people.operations)
    deliver_all(at)
    states = Notification.objects.values_list("recipient__email", "state")
    assert dict(states) == {
        people.police_lead.email: "waiting",
        people.health_lead.email: "sent",
        people.operations.email: "sent",
    }


def test_an_error_is_kept_without_its_text(people, at, settings, caplog):
    settings.EMAIL_BACKEND = REFUSES_POLICE
    tell(at, people.police_lead)
    deliver_all(at)
    assert Notification.objects.get().error == "ValueError"
    assert "mailbox" not in caplog.text


def test_a_sweep_stops_while_the_mail_server_is_down(people, settings):
    settings.EMAIL_BACKEND = DOWN
    tell(timezone.now() - timedelta(days=1), *people)
    tasks.sweep()
    assert Notification.objects.filter(attempts=1).count() == tasks.MOST_FAILURES_IN_A_SWEEP


def test_a_sweep_sends_what_waits(people):
    tell(timezone.now() - timedelta(days=1), people.health_lead, people.police_lead)
    tasks.sweep(added_by_a_later_version=1)
    assert len(outbox.outbox) == 2


def test_a_task_sends_one(people):
    tell(timezone.now() - timedelta(days=1), people.health_lead, people.police_lead)
    tasks.deliver(
        notification_id=Notification.objects.order_by("pk")[0].pk, added_by_a_later_version=1
    )
    assert len(outbox.outbox) == 1


class Killed(BaseException):
    """The end of a worker: no handler sees it."""


def killed_before_commit(at, monkeypatch):
    advance = type(delivery.DELIVERY).advance

    def die(self, record, move, **facts):
        if move == "send":
            raise Killed
        advance(self, record, move, **facts)

    with monkeypatch.context() as patch:
        patch.setattr(type(delivery.DELIVERY), "advance", die)
        with pytest.raises(Killed):
            delivery.deliver_next(at=at)


def test_a_worker_killed_between_sending_and_commit_leaves_one_caught_mail(
    people, at, settings, monkeypatch
):
    settings.EMAIL_BACKEND = CAUGHT
    tell(at, people.health_lead)
    killed_before_commit(at, monkeypatch)
    assert DemoMail.objects.count() == 0
    later = at + delivery.ABANDONED_AFTER
    assert delivery.take_up_abandoned(at=later) == 1
    deliver_all(later + delivery.SECOND_COPY_AFTER)
    assert [mail.recipient for mail in DemoMail.objects.all()] == [people.health_lead.email]


def test_a_worker_killed_after_sending_outside_demo_repeats_the_message_id(people, at, monkeypatch):
    tell(at, people.health_lead)
    killed_before_commit(at, monkeypatch)
    later = at + delivery.ABANDONED_AFTER
    delivery.take_up_abandoned(at=later)
    deliver_all(later + delivery.SECOND_COPY_AFTER)
    first, second = outbox.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert ["second copy" in mail.body for mail in (first, second)] == [False, True]


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "waiting", "next_attempt_at": None},
        {"state": "sent", "next_attempt_at": None, "sent_at": None},
        {"state": "dead"},
    ],
)
def test_the_database_refuses_states_without_their_facts(people, at, facts):
    tell(at, people.health_lead)
    with pytest.raises(IntegrityError):
        Notification.objects.update(**facts)
