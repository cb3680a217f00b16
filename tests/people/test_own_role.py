"""Whoever keeps accounts does not let themselves into the cases."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shield.accounts.models import Membership, User
from shield.people import services
from tests.personas import People

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OPENS_CASES = [
    ("system_administrator", "authority", "operations"),
    ("system_administrator", "health", "safeguarding-lead"),
    ("agency_administrator", "health", "safeguarding-lead"),
]


@pytest.mark.parametrize(("persona", "agency", "role"), OPENS_CASES)
def test_nobody_gives_themselves_a_role(
    people: People, client: Client, persona: str, agency: str, role: str
) -> None:
    person: User = getattr(people, persona)
    today = timezone.localdate()
    client.force_login(person, BACKEND)
    answer = client.post(
        reverse("membership_add", kwargs={"pk": person.pk}),
        {
            "agency": getattr(people.agencies, agency).pk,
            "role": role,
            "starts_on_0": today.day,
            "starts_on_1": today.month,
            "starts_on_2": today.year,
        },
    )
    assert answer.status_code == 409
    assert "You cannot give yourself a role" in answer.content.decode()
    assert Membership.objects.filter(user=person).count() == 1


@pytest.mark.parametrize(("persona", "agency", "role"), OPENS_CASES)
def test_nobody_invites_themselves_into_a_role(
    people: People, persona: str, agency: str, role: str
) -> None:
    person: User = getattr(people, persona)
    with pytest.raises(services.NotYourOwn):
        services.invite(
            by=person,
            email=person.email,
            full_name="Somebody Else",
            post="",
            agency=getattr(people.agencies, agency),
            role=role,
            starts_on=timezone.localdate(),
            at=timezone.now(),
        )
    assert Membership.objects.filter(user=person).count() == 1


def test_ones_own_page_offers_no_role_and_no_end(people: People, client: Client) -> None:
    own, other = people.agency_administrator, people.health_lead
    client.force_login(own, BACKEND)
    page = client.get(own.get_absolute_url()).content.decode()
    assert "Give another role" not in page
    assert reverse("membership_end", kwargs={"pk": own.memberships.get().pk}) not in page
    page = client.get(other.get_absolute_url()).content.decode()
    assert "Give another role" in page
    assert reverse("membership_end", kwargs={"pk": other.memberships.get().pk}) in page
