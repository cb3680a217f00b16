"""Proving once more that it is still you: what was typed stays, a file leaves a way back."""

import pytest
from django.urls import reverse

from tests.people.helpers import ages
from tests.personas import PASSWORD


def test_what_was_typed_is_kept_while_it_is_confirmed(people, client, five_minutes):
    from shield.core.errors import DRAWN_FOR, drawn_for

    client.force_login(people.agency_administrator)
    ages(client)
    path = reverse("membership_end", kwargs={"pk": people.health_lead.memberships.get().pk})
    typed = {"when": "at_once", DRAWN_FOR: drawn_for(people.agency_administrator)}
    kept = client.post(path, typed, HTTP_ORIGIN="http://testserver").content.decode()
    assert "Confirm that it is you" in kept
    assert '<input type="hidden" name="when" value="at_once">' in kept


def test_a_confirmation_leads_nowhere_else(people, client):
    client.force_login(people.health_lead)
    for there in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:a()"):
        answer = client.post(reverse("confirm"), {"password": PASSWORD, "next": there})
        assert answer.status_code == 200


def test_after_a_file_there_is_a_way_back(people, client, five_minutes):
    # Given somebody who chose a file from a list, long after they signed in
    client.force_login(people.health_lead)
    ages(client)
    listed = reverse("clock_list")
    came = {"Referer": f"http://testserver{listed}?page=2"}
    asks = client.get(f"{listed}?format=csv", headers=came)
    page = client.get(asks.url).content.decode()
    assert f'href="{listed}?page=2"' in page

    # When they show that it is they, then the page offers the file and the way back, and stays true
    # while the browser saves
    given = {"password": PASSWORD, "next": f"{listed}?format=csv", "back": f"{listed}?page=2"}
    ready = client.post(reverse("confirm"), given)
    assert ready.status_code == 200
    assert f'href="{listed}?format=csv"' in ready.content.decode()
    assert f'href="{listed}?page=2"' in ready.content.decode()
    assert client.get(f"{listed}?format=csv")["Content-Disposition"].startswith("attachment")

    # And a page that is shown is gone to at once
    given["next"] = listed
    assert client.post(reverse("confirm"), given).url == listed


@pytest.mark.parametrize("came", ["http://elsewhere.example/x/", "", "http://testserver.example/"])
def test_the_way_back_leads_nowhere_else(people, client, five_minutes, came):
    client.force_login(people.health_lead)
    ages(client)
    asks = client.get(f"{reverse('clock_list')}?format=csv", headers={"Referer": came})
    assert "back=" not in asks.url
