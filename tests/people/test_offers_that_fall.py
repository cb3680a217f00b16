"""What makes an offer of a role fall: the role that ended, who made it, its agency."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from shield.accounts.models import Invitation, Membership, User
from shield.audit.models import Entry
from shield.people import services
from tests.people.test_offers import again, as_, offer


def ends(by: User, person: User, days: int | None = None) -> None:
    last = None if days is None else timezone.localdate() + timedelta(days=days)
    held = Membership.objects.current_or_later(timezone.localdate()).get(user=person)
    services.end_membership(by=by, membership=held, ends_on=last, at=timezone.now())


def takes(person: User, made: Invitation) -> bool:
    try:
        services.accept_role(by=again(person), invitation=made, at=timezone.now())
    except services.LinkNotValid:
        return False
    return "practitioner" in again(person).access.roles


def test_an_offer_is_taken_up(people):
    assert takes(people.police_lead, offer(people, people.police_lead))


def test_who_was_dismissed_does_not_come_back_by_an_old_offer(people):
    made = offer(people, people.police_lead)
    ends(people.system_administrator, people.police_lead)
    page = as_(again(people.police_lead)).get(reverse("home")).content.decode()
    assert "Your access has ended" in page
    assert "offered" not in page
    assert not takes(people.police_lead, made)
    entry = Entry.objects.get(verb="invitation.withdrawn")
    assert entry.actor_id == people.system_administrator.pk


def test_a_move_that_was_arranged_goes_on(people):
    made = offer(people, people.police_lead)
    ends(people.system_administrator, people.police_lead, days=3)
    assert takes(people.police_lead, made)


def test_an_offer_of_the_agency_that_ends_a_role_falls_with_it(people):
    also = {"agency": people.agencies.police, "role": "champion"}
    Membership.objects.create(user=people.health_lead, starts_on=timezone.localdate(), **also)
    made = offer(people, people.health_lead)
    Membership.objects.filter(user=people.health_lead, **also).delete()
    ends(people.agency_administrator, people.health_lead, days=3)
    assert not takes(people.health_lead, made)


def test_an_offer_falls_with_who_made_it(people):
    made = offer(people, people.police_lead)
    ends(people.system_administrator, people.agency_administrator)
    made.refresh_from_db()
    assert made.withdrawn_at
    assert not takes(people.police_lead, made)


def test_an_offer_is_worth_nothing_once_its_inviter_has_left(people):
    made = offer(people, people.police_lead)
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(user=people.agency_administrator).update(ends_on=yesterday)
    assert not takes(people.police_lead, made)


def test_an_offer_in_an_agency_that_has_ended_gives_nothing(people):
    made = offer(people, people.police_lead)
    made.invited_by = people.system_administrator  # who still may
    made.save()
    people.agencies.health.valid_to = timezone.localdate() - timedelta(days=1)
    people.agencies.health.save()
    assert not takes(people.police_lead, Invitation.objects.get(pk=made.pk))


def test_an_offer_of_a_role_that_was_abolished_gives_nothing(people):
    made = offer(people, people.police_lead)
    made.role = "abolished"
    made.save()
    assert not takes(people.police_lead, made)
