"""A role that ends: what its page says of the moment, and which question a refusal is about."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from shield.accounts.models import Membership
from shield.core.london import moment_words
from shield.people import services
from tests.people.test_offers import as_


@pytest.fixture
def given(people) -> Membership:
    """A role that was given today."""
    return services.give_role(
        by=people.agency_administrator,
        person=people.health_lead,
        agency=people.agencies.health,
        role="practitioner",
        starts_on=timezone.localdate(),
        at=timezone.now(),
    )


def on(day: date) -> dict[str, int]:
    return {"ends_on_0": day.day, "ends_on_1": day.month, "ends_on_2": day.year}


def ends(people, client, membership: Membership, **form: object):
    return client.post(reverse("membership_end", kwargs={"pk": membership.pk}), form)


def test_a_role_ended_at_once_on_its_first_day_says_when(people, given):
    client = as_(people.agency_administrator)
    ends(people, client, given, when="at_once")
    given.refresh_from_db()
    assert given.ended_at is not None
    said = moment_words(given.ended_at)
    page = client.get(people.health_lead.get_absolute_url()).content.decode()
    assert f"Ended at once on {said}" in page
    assert said in client.get(reverse("people_list")).content.decode()


def test_a_role_that_ends_with_a_day_says_the_day(people, given):
    today, client = timezone.localdate(), as_(people.agency_administrator)
    ends(people, client, given, when="on_a_day", **on(today))
    given.refresh_from_db()
    assert (given.ends_on, given.ended_at) == (today, None)
    page = client.get(people.health_lead.get_absolute_url()).content.decode()
    assert "Ended at once" not in page


def test_what_was_ended_at_once_has_a_last_day(people, given):
    with pytest.raises(IntegrityError):
        Membership.objects.filter(pk=given.pk).update(ended_at=timezone.now())


def test_a_refused_last_day_leads_to_the_day(people, given):
    past, client = timezone.localdate() - timedelta(days=3), as_(people.agency_administrator)
    answer = ends(people, client, given, when="on_a_day", **on(past))
    assert answer.status_code == 409
    assert 'href="#id_ends_on' in answer.content.decode()


def test_a_role_held_already_leads_to_the_role(people, given):
    today = timezone.localdate()
    form = {
        "agency": people.agencies.health.pk,
        "role": "practitioner",
        "starts_on_0": today.day,
        "starts_on_1": today.month,
        "starts_on_2": today.year,
    }
    client = as_(people.agency_administrator)
    path = reverse("membership_add", kwargs={"pk": people.health_lead.pk})
    answer = client.post(path, form)
    assert answer.status_code == 409
    assert 'href="#id_role' in answer.content.decode()
    invited = {**form, "email": people.agency_administrator.email, "full_name": "A", "post": "B"}
    answer = client.post(reverse("person_invite"), invited)
    assert 'href="#id_email"' in answer.content.decode()
