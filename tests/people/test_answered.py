"""An offer waits on the home page until it is answered, and says afterwards that it was."""

import pytest
from django.urls import reverse
from django.utils import timezone

from shield.accounts.models import Membership
from shield.people import services
from tests.people.test_offers import as_, offer


def test_what_one_is_offered_waits_on_the_home_page(people):
    made = offer(people, people.police_lead)
    path = reverse("offer_answer", kwargs={"pk": made.pk})
    assert path in as_(people.police_lead).get("/home/").content.decode()
    assert path not in as_(people.police_practitioner).get("/home/").content.decode()
    services.decline_role(by=people.police_lead, invitation=made, at=timezone.now())
    assert path not in as_(people.police_lead).get("/home/").content.decode()


@pytest.mark.parametrize(
    ("answer", "said"),
    [(services.accept_role, "You accepted it"), (services.decline_role, "You declined it")],
)
def test_an_answered_offer_says_how_it_was_answered(people, answer, said):
    made = offer(people, people.police_lead)
    answer(by=people.police_lead, invitation=made, at=timezone.now())
    path = reverse("offer_answer", kwargs={"pk": made.pk})
    client = as_(people.police_lead)
    assert said in client.get(path).content.decode()
    held = Membership.objects.filter(user=people.police_lead).count()
    assert client.post(path, {"answer": "accept"}).status_code == 409
    assert Membership.objects.filter(user=people.police_lead).count() == held


def test_nobody_else_learns_of_the_answer(people):
    made = offer(people, people.police_lead)
    services.accept_role(by=people.police_lead, invitation=made, at=timezone.now())
    path = reverse("offer_answer", kwargs={"pk": made.pk})
    assert as_(people.icb_lead).get(path).status_code == 404
