"""People are told once, in the transaction of what they are told of."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from shield.accounts.models import Membership, User
from shield.audit.models import Entry
from shield.core import wake
from shield.core.workflow import MoveNotAllowed
from shield.notifications import delivery, services
from shield.notifications.models import Notification
from tests.notifications.mailers import MESSAGE


@pytest.fixture
def sent(monkeypatch):
    """The wake-ups that reached the broker."""
    calls = []
    monkeypatch.setattr(wake, "_send", lambda task, ids: calls.append((task, ids)))
    return calls


def tell(at, *recipients, key="incident.submitted:1"):
    services.notify(recipients=recipients, key=key, message=MESSAGE, at=at)


def dead(person, at):
    return Notification.objects.create(
        recipient=person, key="k", subject="S", url="/", created_at=at, state="dead", attempts=7
    )


def test_each_person_is_told_once_for_each_key(people, at):
    for _ in range(2):
        tell(at, people.health_lead, people.police_lead, people.health_lead)
    tell(at, people.health_lead, key="incident.corrected:1")
    told = Notification.objects.order_by("pk").values_list("recipient_id", "key")
    assert sorted(told) == sorted(
        [
            (people.health_lead.pk, "incident.submitted:1"),
            (people.police_lead.pk, "incident.submitted:1"),
            (people.health_lead.pk, "incident.corrected:1"),
        ]
    )


def test_the_database_refuses_a_second_telling(people, at):
    tell(at, people.health_lead)
    with pytest.raises(IntegrityError):
        Notification.objects.create(
            recipient=people.health_lead,
            key="incident.submitted:1",
            subject="S",
            url="/",
            created_at=at,
            next_attempt_at=at,
        )


def test_a_worker_is_woken_after_commit(people, at, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell(at, people.health_lead)
        assert sent == []
    pk = Notification.objects.get().pk
    assert sent == [("notifications.deliver", {"notification_id": pk})]


def test_a_repeat_after_the_first_attempt_wakes_nobody(
    people, at, sent, django_capture_on_commit_callbacks
):
    tell(at, people.health_lead)
    Notification.objects.update(attempts=1, next_attempt_at=at + timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        tell(at, people.health_lead)
    assert sent == []


def test_what_is_undone_is_told_to_nobody(people, at, sent, django_capture_on_commit_callbacks):
    class Undone(Exception):
        pass

    @transaction.atomic
    def undone():
        tell(at, people.health_lead)
        raise Undone

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Undone):
        undone()
    assert Notification.objects.count() == 0
    assert sent == []


def test_a_broker_that_is_down_hinders_nobody(
    people, at, monkeypatch, django_capture_on_commit_callbacks
):
    def down(*args, **options):
        raise OperationalError("no broker")

    monkeypatch.setattr(wake, "_broker", wake._Broker())
    monkeypatch.setattr(wake.current_app, "send_task", down)
    with django_capture_on_commit_callbacks(execute=True):
        tell(at, people.health_lead)
    assert list(Notification.objects.due(at).values_list("state", flat=True)) == ["waiting"]


def test_telling_many_costs_no_query_a_person(
    people, at, django_assert_num_queries, django_capture_on_commit_callbacks
):
    with django_assert_num_queries(5):  # savepoint, duties, insert, read back, release
        tell(at, *people)


def test_reading_counts_the_first_time(people, at):
    tell(at, people.health_lead)
    note = Notification.objects.get()
    for moment in (at, at + timedelta(hours=1)):
        services.read(notification=note, by=people.health_lead, at=moment)
    note.refresh_from_db()
    assert note.read_at == at


@pytest.mark.parametrize("persona", ["health_practitioner", "police_lead", "operations"])
def test_nobody_reads_for_another(people, at, persona):
    tell(at, people.health_lead)
    note = Notification.objects.get()
    with pytest.raises(PermissionDenied):
        services.read(notification=note, by=getattr(people, persona), at=at)
    note.refresh_from_db()
    assert note.read_at is None


def test_the_menu_counts_what_the_list_shows_as_unread(people, at):
    tell(at, people.health_lead)
    counts = [services.unread_count(people.health_lead)]
    Notification.objects.update(withdrawn_at=at)
    counts.append(services.unread_count(people.health_lead))

    assert counts == [1, 0] == [1, Notification.objects.of(people.health_lead).unread().count()]


def test_reading_all_leaves_the_messages_of_others(people, at):
    tell(at, people.health_lead, people.police_lead)
    assert services.read_all(by=people.health_lead, at=at) == 1
    assert services.unread_count(people.health_lead) == 0
    assert services.unread_count(people.police_lead) == 1


def test_operations_send_a_dead_letter_again(people, at, sent, django_capture_on_commit_callbacks):
    note = dead(people.health_lead, at)
    with django_capture_on_commit_callbacks(execute=True):
        services.retry(notification=note, by=people.operations, at=at)
    note.refresh_from_db()
    assert (note.state, note.attempts, note.next_attempt_at) == ("waiting", 0, at)
    assert sent == [("notifications.deliver", {"notification_id": note.pk})]
    entry = Entry.objects.get()
    assert (entry.verb, entry.actor_id, entry.subject_id) == (
        "notification.retried",
        people.operations.pk,
        note.pk,
    )


@pytest.mark.parametrize("persona", ["health_lead", "police_lead", "system_administrator"])
def test_nobody_else_sends_a_dead_letter_again(people, at, persona):
    note = dead(people.health_lead, at)
    with pytest.raises(PermissionDenied):
        services.retry(notification=note, by=getattr(people, persona), at=at)
    note.refresh_from_db()
    assert (note.state, Entry.objects.count()) == ("dead", 0)


def test_a_second_press_is_told_that_the_first_was_enough(people, at):
    note = dead(people.health_lead, at)
    services.retry(notification=note, by=people.operations, at=at)
    with pytest.raises(MoveNotAllowed, match="no longer in the list"):
        services.retry(notification=note, by=people.operations, at=at)
    assert Entry.objects.count() == 1


# --- Whoever no longer does what they were told for -----------------------------------------------


def moves(person, *, to=None, role="practitioner"):
    """Their role ended yesterday; they hold another one elsewhere from today on."""
    today = timezone.localdate()
    Membership.objects.filter(user=person).update(ends_on=today - timedelta(days=1))
    if to is not None:
        Membership.objects.create(user=person, agency=to, role=role, starts_on=today)
    return User.objects.get(pk=person.pk)


def told(person):
    """What a person finds among their messages, and the number in the menu."""
    found = list(Notification.objects.of(person))
    assert services.unread_count(person) == len(found)
    return found


def test_a_mover_no_longer_finds_what_they_were_told_of_a_case(people, at):
    tell(at, people.health_lead, people.police_lead)
    assert told(moves(people.health_lead, to=people.agencies.police)) == []
    assert len(told(people.police_lead)) == 1


def test_a_mover_keeps_what_names_no_case(people, at):
    plain = replace(MESSAGE, reference="")
    services.notify(recipients=[people.health_lead], key="k", message=plain, at=at)
    assert len(told(moves(people.health_lead, to=people.agencies.police))) == 1


def test_another_role_in_the_same_agency_is_another_duty(people, at):
    tell(at, people.health_lead)
    assert told(moves(people.health_lead, to=people.agencies.health)) == []


def test_a_further_role_takes_nothing_away(people, at):
    tell(at, people.health_lead)
    Membership.objects.create(
        user=people.health_lead,
        agency=people.agencies.police,
        role="practitioner",
        starts_on=timezone.localdate(),
    )
    assert len(told(User.objects.get(pk=people.health_lead.pk))) == 1


def test_a_role_that_opens_nothing_takes_nothing_away_when_it_ends(people, at):
    champion = Membership.objects.create(
        user=people.health_lead,
        agency=people.agencies.health,
        role="champion",
        starts_on=timezone.localdate() - timedelta(days=9),
    )
    tell(at, people.health_lead)
    Membership.objects.filter(pk=champion.pk).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    )
    assert len(told(User.objects.get(pk=people.health_lead.pk))) == 1


def test_the_mail_of_a_case_does_not_follow_a_mover(people):
    now = timezone.now()
    tell(now, people.health_lead, people.police_lead)
    moves(people.health_lead, to=people.agencies.police)
    for note in Notification.objects.all():
        delivery.deliver(notification_id=note.pk, at=now)
    assert [one.to for one in mail.outbox] == [[people.police_lead.email]]
    assert Notification.objects.get(recipient=people.health_lead).state == "withheld"
