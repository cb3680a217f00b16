"""What the database itself refuses about people and agencies."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from shield.accounts.models import Agency, Invitation, Membership, User
from tests.personas import People

DAY = timedelta(days=1)
START = date(2026, 3, 2)


def hold(people: People, starts: date, ends: date | None) -> Membership:
    return Membership.objects.create(
        user=people.champion,
        agency=people.agencies.police,
        role="practitioner",
        starts_on=starts,
        ends_on=ends,
    )


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (START, None),
        (START + 10 * DAY, START + 12 * DAY),
        (START - DAY, START),
        (START - DAY, None),
    ],
)
def test_a_role_is_held_once_on_any_day(people, starts, ends):
    hold(people, START, START + 11 * DAY)
    with pytest.raises(IntegrityError, match="membership_held_once_a_day"):
        hold(people, starts, ends)


def test_a_role_may_be_held_again_later(people):
    hold(people, START, START + 11 * DAY)
    assert hold(people, START + 12 * DAY, None).pk


def test_a_role_that_was_ended_on_its_first_day_leaves_the_day_free(people):
    hold(people, START, START - DAY)
    assert hold(people, START, None).pk


def test_a_membership_does_not_end_before_it_starts(people):
    with pytest.raises(IntegrityError):
        hold(people, START, START - 2 * DAY)


def test_an_email_address_belongs_to_one_person_in_any_spelling(people):
    with pytest.raises(IntegrityError):
        User.objects.create(email=people.auditor.email.upper(), full_name="Second")


def test_an_agency_ends_after_it_starts(people):
    agency = Agency(name="Short", kind=people.agencies.school.kind, valid_from=START)
    agency.valid_to = START - DAY
    with pytest.raises(IntegrityError, match="agency_ends_after_it_starts"):
        agency.save()


def test_agencies_exist_between_their_days(people):
    Agency.objects.filter(pk=people.agencies.icb.pk).update(valid_from=START)
    Agency.objects.filter(pk=people.agencies.school.pk).update(valid_to=START)
    before, on = Agency.objects.on(START - DAY), Agency.objects.on(START + DAY)
    assert people.agencies.icb not in before
    assert people.agencies.icb in on
    assert people.agencies.school in before
    assert people.agencies.school not in on


def test_one_invitation_waits_for_a_person(people):
    now = timezone.now()
    facts = {"user": people.champion, "invited_at": now, "expires_at": now + DAY}
    Invitation.objects.create(token_hash="a", **facts)
    with pytest.raises(IntegrityError, match="invitation_waits_once"):
        Invitation.objects.create(token_hash="b", **facts)


def test_holding_finds_active_people_of_a_role_today(people):
    today = timezone.localdate()
    health = people.agencies.health
    found = User.objects.holding("safeguarding-lead", on=today, agency=health)
    assert list(found) == [people.health_lead]
    last_day = people.leaver.memberships.get().ends_on
    then = User.objects.holding("safeguarding-lead", on=last_day, agency=health)
    assert set(then) == {people.health_lead, people.leaver}
