"""Whoever does something else, and may still know of a case, loses no message of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from incidents.models import Incident
from incidents.permissions import Perm
from shield.accounts.models import Membership, User
from shield.notifications import delivery, services
from shield.notifications.models import Notification
from tests.notifications.mailers import MESSAGE
from tests.notifications.test_services import moves, told


@pytest.fixture
def notice(people, at):
    """A message of a case of the health trust, which the council must act on."""
    filed = Incident(
        agency=people.agencies.health,
        notifier=people.health_practitioner,
        duty_agency=people.agencies.authority,
        status="submitted",
    )
    return replace(MESSAGE, needs=(Perm.READ,), record=filed)


def told_of(notice, *recipients):
    services.notify(recipients=recipients, key="k", message=notice, at=timezone.now())


def holds(person, agency, role):
    """They hold another role beside what they do."""
    day = timezone.localdate() - timedelta(days=9)
    return Membership.objects.create(user=person, agency=agency, role=role, starts_on=day)


def becomes(person, *, to, role):
    """The role that they had is over, and this is what they find; their mail goes the same way."""
    person = moves(person, to=to, role=role)
    found = len(told(person))
    mail.outbox.clear()
    for note in Notification.objects.filter(recipient=person):
        delivery.deliver(notification_id=note.pk, at=timezone.now())
    assert len(mail.outbox) == found
    return found


@pytest.mark.parametrize(
    ("persona", "agency", "role"),
    [
        ("authority_lead", "school", "practitioner"),
        ("authority_lead", "authority", "agency-administrator"),
        ("authority_lead", "authority", "scrutineer"),
        ("operations", "authority", "scrutineer"),
        ("health_practitioner", "school", "practitioner"),
    ],
)
def test_an_unrelated_role_that_ends_takes_nothing_away(people, notice, persona, agency, role):
    person = getattr(people, persona)
    other = holds(person, getattr(people.agencies, agency), role)
    told_of(notice, person)
    Membership.objects.filter(pk=other.pk).update(ends_on=timezone.localdate() - timedelta(days=1))

    assert len(told(User.objects.get(pk=person.pk))) == 1
    delivery.deliver(notification_id=Notification.objects.get().pk, at=timezone.now())
    assert [one.to for one in mail.outbox] == [[person.email]]


@pytest.mark.parametrize(
    ("persona", "agency", "role", "found"),
    [
        ("health_practitioner", "health", "safeguarding-lead", 1),  # promoted
        ("health_practitioner", "authority", "safeguarding-lead", 1),  # of the duty agency now
        ("health_practitioner", "authority", "operations", 1),
        ("health_lead", "authority", "operations", 1),
        ("operations", "police", "operations", 1),  # the same work, employed elsewhere
        ("operations", "health", "safeguarding-lead", 1),
        ("operations", "police", "safeguarding-lead", 0),
        ("health_practitioner", "police", "practitioner", 0),
        ("health_lead", "health", "practitioner", 0),
        ("health_lead", "police", "safeguarding-lead", 0),
        ("authority_lead", "authority", "agency-administrator", 0),
        ("operations", "authority", "scrutineer", 0),
    ],
)
def test_what_lets_somebody_know_of_the_case_now_counts(
    people, notice, persona, agency, role, found
):
    person = getattr(people, persona)
    told_of(notice, person)
    assert becomes(person, to=getattr(people.agencies, agency), role=role) == found


def test_the_notifiers_own_role_does_not_count_for_others(people, notice):
    told_of(notice, people.health_practitioner, people.health_colleague, people.health_lead)
    held = {note.recipient: set(note.duties) for note in Notification.objects.all()}
    own = f"{people.agencies.health.pk}:incidents.file"
    assert [own in held[person] for person in (people.health_practitioner, people.health_lead)] == [
        True,
        False,
    ]


def test_somebody_told_without_a_role_for_it_keeps_it_with_their_roles(people, notice):
    """Such as whom a name lets in: there is no path to say what it hangs on."""
    told_of(notice, people.scrutineer)
    assert len(told(people.scrutineer)) == 1
    assert becomes(people.scrutineer, to=people.agencies.school, role="practitioner") == 0


def test_what_names_no_case_but_is_not_for_everybody_goes_with_its_duty(people):
    told_of(replace(MESSAGE, reference="", needs=(Perm.REVIEW_OPENINGS,)), people.data_protection)
    assert len(told(people.data_protection)) == 1
    assert becomes(people.data_protection, to=people.agencies.school, role="practitioner") == 0


def test_a_mail_waits_for_a_role_that_comes_back(people, notice):
    told_of(notice, people.health_lead)
    now = timezone.now()
    held = Membership.objects.filter(user=people.health_lead)
    held.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert delivery.deliver_next(at=now) is delivery.Outcome.DONE
    note = Notification.objects.get()
    assert (note.state, note.attempts, mail.outbox) == ("withheld", 0, [])

    held.update(ends_on=None)
    delivery.deliver_next(at=now + delivery.WITHHELD_EVERY)
    assert [one.to for one in mail.outbox] == [[people.health_lead.email]]


def test_a_mail_withheld_for_too_long_is_not_needed(people, notice):
    told_of(notice, people.health_lead)
    moves(people.health_lead)
    now = Notification.objects.get().created_at
    moments = [now + delivery.WITHHELD_FOR - timedelta(hours=1), now + delivery.WITHHELD_FOR]
    states = []
    for moment in moments:
        delivery.deliver_next(at=moment)
        states.append(Notification.objects.get().state)
    assert (states, mail.outbox) == (["withheld", "not_needed"], [])


def test_a_mail_taken_back_follows_when_it_is_given_back(people, notice):
    told_of(notice, people.health_lead)
    now = timezone.now()
    for only in (False, True):
        services.withdraw(
            reference=MESSAGE.reference, at=now, people={people.health_lead.pk}, only=only
        )
        assert mail.outbox == []
        delivery.deliver_next(at=now)
    delivery.deliver_next(at=now + delivery.WITHHELD_EVERY)
    assert len(mail.outbox) == 1
