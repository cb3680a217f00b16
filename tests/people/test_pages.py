"""The pages of people and agencies: what an administrator finds, and what stays out of reach."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from markupsafe import escape

from shield.accounts.models import Agency, Membership, User
from tests.personas import People

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DAY = timedelta(days=1)


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, BACKEND)
    return client


def names(client: Client, **query: str) -> set[str]:
    answer = client.get(reverse("people_list"), {**query, "format": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    return {line.split(",")[0] for line in lines[1:]}


HEALTH = {"Hazel Practitioner", "Hugo Colleague", "Harriet Lead", "Aaron Administrator"}


def test_an_agency_administrator_finds_their_people(people):
    assert names(as_(people.agency_administrator)) == HEALTH | {"Lena Leaver"}


def test_a_system_administrator_finds_everybody(people):
    assert names(as_(people.system_administrator)) == {person.full_name for person in people}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "current"}, HEALTH),
        ({"state": "left"}, {"Lena Leaver"}),
        ({"role": "safeguarding-lead"}, {"Harriet Lead", "Lena Leaver"}),
        ({"who": "HARR"}, {"Harriet Lead"}),
        ({"who": "health.colleague@"}, {"Hugo Colleague"}),
    ],
)
def test_people_are_filtered(people, query, found):
    assert names(as_(people.agency_administrator), **query) == found


def test_people_are_filtered_by_agency(people):
    police = {"agency": str(people.agencies.police.pk)}
    assert names(as_(people.system_administrator), **police) == {
        "Perry Practitioner",
        "Paula Lead",
        "Bella Board",
        "Gita Group",
    }


def test_another_agency_is_no_filter_for_an_agency_administrator(people):
    page = as_(people.agency_administrator).get(reverse("people_list")).content.decode()
    assert "Northshire Police" not in page


@pytest.mark.parametrize("persona", ["police_lead", "system_administrator", "champion"])
def test_a_person_of_another_agency_is_not_there(people, persona):
    client, person = as_(people.agency_administrator), getattr(people, persona)
    membership = person.memberships.get()
    before = list(Membership.objects.order_by("pk").values())
    for name, pk in (
        ("person_detail", person.pk),
        ("membership_add", person.pk),
        ("membership_end", membership.pk),
    ):
        address = reverse(name, kwargs={"pk": pk})
        absent = reverse(name, kwargs={"pk": 999_999})
        assert client.get(address).status_code == client.get(absent).status_code == 404, name
        assert client.post(address, {"when": "at_once"}).status_code == 404, name
    assert list(Membership.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("persona", ["health_lead", "operations", "auditor", "board_member"])
def test_who_keeps_no_people_finds_no_such_page(people, persona):
    client = as_(getattr(people, persona))
    for name in ("people_list", "person_invite", "agency_list", "agency_add"):
        assert client.get(reverse(name)).status_code == 404, name
    for name in ("person_detail", "membership_add"):
        assert client.get(reverse(name, kwargs={"pk": people.champion.pk})).status_code == 404


def test_an_agency_administrator_keeps_no_agencies(people):
    client = as_(people.agency_administrator)
    assert client.get(reverse("agency_list")).status_code == 404
    own = reverse("agency_edit", kwargs={"pk": people.agencies.health.pk})
    assert client.get(own).status_code == 404


def test_a_person_page_shows_only_the_roles_one_keeps(people):
    Membership.objects.create(
        user=people.health_lead,
        agency=people.agencies.police,
        role="practitioner",
        starts_on=timezone.localdate(),
    )
    address = people.health_lead.get_absolute_url()
    own = as_(people.agency_administrator).get(address).content.decode()
    all_of_them = as_(people.system_administrator).get(address).content.decode()
    assert "Northshire Police" not in own
    assert "Northshire Police" in all_of_them


def test_a_person_is_corrected_on_their_page(people):
    form = {"full_name": "Harriet New-Name", "post": "Lead", "phone": "020 7946 0001"}
    as_(people.agency_administrator).post(people.health_lead.get_absolute_url(), form)
    person = User.objects.get(pk=people.health_lead.pk)
    assert (person.full_name, person.phone) == ("Harriet New-Name", "020 7946 0001")


def test_a_role_is_given_by_form(people):
    today = timezone.localdate()
    as_(people.agency_administrator).post(
        reverse("membership_add", kwargs={"pk": people.health_practitioner.pk}),
        {
            "agency": people.agencies.health.pk,
            "role": "safeguarding-lead",
            "starts_on_0": today.day,
            "starts_on_1": today.month,
            "starts_on_2": today.year,
        },
    )
    person = User.objects.get(pk=people.health_practitioner.pk)
    assert person.access.roles == {"practitioner", "safeguarding-lead"}


def test_a_role_held_already_is_said_above_the_form(people):
    today = timezone.localdate()
    answer = as_(people.agency_administrator).post(
        reverse("membership_add", kwargs={"pk": people.health_lead.pk}),
        {
            "agency": people.agencies.health.pk,
            "role": "safeguarding-lead",
            "starts_on_0": today.day,
            "starts_on_1": today.month,
            "starts_on_2": today.year,
        },
    )
    assert answer.status_code == 409
    assert "already holds this role" in answer.content.decode()


def test_a_role_ends_at_once_by_form(people):
    membership = people.health_lead.memberships.get()
    address = reverse("membership_end", kwargs={"pk": membership.pk})
    assert "Harriet Lead" in as_(people.agency_administrator).get(address).content.decode()
    as_(people.agency_administrator).post(address, {"when": "at_once"})
    membership.refresh_from_db()
    assert membership.ends_on == timezone.localdate() - DAY


def test_a_role_ends_on_a_day_by_form(people):
    membership, last = people.health_lead.memberships.get(), timezone.localdate() + 5 * DAY
    as_(people.agency_administrator).post(
        reverse("membership_end", kwargs={"pk": membership.pk}),
        {
            "when": "on_a_day",
            "ends_on_0": last.day,
            "ends_on_1": last.month,
            "ends_on_2": last.year,
        },
    )
    membership.refresh_from_db()
    assert membership.ends_on == last


def test_a_last_day_is_asked_for(people):
    membership = people.health_lead.memberships.get()
    answer = as_(people.agency_administrator).post(
        reverse("membership_end", kwargs={"pk": membership.pk}), {"when": "on_a_day"}
    )
    assert "Enter the last day" in answer.content.decode()


def test_a_profile_says_in_words_what_one_may_see(people):
    page = as_(people.health_lead).get(reverse("profile")).content.decode()
    role = people.health_lead.memberships.get().role_held
    assert role
    assert str(escape(role.prose)) in page
    assert "Riverside Health Trust" in page


def agency_form(people: People, **changes: object) -> dict[str, object]:
    return {"name": "Northshire CCG", "kind": people.agencies.icb.kind.pk, **changes}


def test_an_agency_is_added_and_followed(people):
    client = as_(people.system_administrator)
    client.post(
        reverse("agency_add"),
        agency_form(
            people,
            is_statutory_partner="on",
            valid_to_0="30",
            valid_to_1="6",
            valid_to_2="2022",
            succeeded_by=people.agencies.icb.pk,
        ),
    )
    agency = Agency.objects.get(name="Northshire CCG")
    assert (agency.valid_to, agency.succeeded_by) == (date(2022, 6, 30), people.agencies.icb)
    page = client.get(reverse("agency_list"), {"state": "not_now"}).content.decode()
    assert "Northshire CCG" in page
    assert "Hillside School" not in page


def test_an_agency_is_changed(people):
    client = as_(people.system_administrator)
    address = reverse("agency_edit", kwargs={"pk": people.agencies.icb.pk})
    client.post(address, agency_form(people, name="Northshire ICB", notifies_panel="on"))
    agency = Agency.objects.get(name="Northshire ICB")
    assert (agency.notifies_panel, agency.is_statutory_partner) == (True, False)


def test_how_many_roles_end_with_an_agency_is_shown_and_confirmed(people):
    client = as_(people.system_administrator)
    address = reverse("agency_edit", kwargs={"pk": people.agencies.icb.pk})
    assert "1 role held in Northshire ICB" in client.get(address).content.decode()
    days = {"valid_to_0": "30", "valid_to_1": "6", "valid_to_2": "2022"}
    form = agency_form(people, name="Northshire ICB", **days)
    answer = client.post(address, form)
    assert answer.status_code == 409
    assert "1 role in Northshire ICB would end" in answer.content.decode()
    client.post(address, form | {"ends_roles": "on"})
    assert Agency.objects.get(name="Northshire ICB").valid_to == date(2022, 6, 30)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Enter the name"),
        ({"name": "Hillside School"}, "already exists"),
        (
            {
                "valid_from_0": "2",
                "valid_from_1": "1",
                "valid_from_2": "2026",
                "valid_to_0": "1",
                "valid_to_1": "1",
                "valid_to_2": "2026",
            },
            "last day must be on or after",
        ),
    ],
)
def test_a_bad_agency_is_said_beside_the_field(people, changes, said):
    answer = as_(people.system_administrator).post(
        reverse("agency_add"), agency_form(people, **changes)
    )
    assert answer.status_code == 200
    assert said in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_list_of_people_costs_the_same_at_any_length(people, rows, django_assert_num_queries):
    for number in range(rows):
        person = User.objects.create(email=f"p{number}@example.test", full_name=f"P {number}")
        Membership.objects.create(
            user=person,
            agency=people.agencies.health,
            role="practitioner",
            starts_on=timezone.localdate(),
        )
    client = as_(people.agency_administrator)
    client.get(reverse("people_list"))
    with django_assert_num_queries(PEOPLE_QUERIES):
        client.get(reverse("people_list"))


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_list_of_agencies_costs_the_same_at_any_length(people, rows, django_assert_num_queries):
    kind, after = people.agencies.icb.kind, people.agencies.icb
    for number in range(rows):
        Agency.objects.create(name=f"Agency {number}", kind=kind, succeeded_by=after)
    client = as_(people.system_administrator)
    client.get(reverse("agency_list"))
    with django_assert_num_queries(AGENCY_QUERIES):
        client.get(reverse("agency_list"))


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_a_person_page_costs_the_same_for_any_number_of_roles(
    people, rows, django_assert_num_queries
):
    for number in range(rows):
        day = timezone.localdate() - (1000 + number) * DAY
        Membership.objects.create(
            user=people.health_lead,
            agency=people.agencies.health,
            role="practitioner",
            starts_on=day,
            ends_on=day,
        )
    client = as_(people.agency_administrator)
    client.get(people.health_lead.get_absolute_url())
    with django_assert_num_queries(PERSON_QUERIES):
        client.get(people.health_lead.get_absolute_url())


# session, user, access, then: unread messages in the menu are counted by their room.
PEOPLE_QUERIES = 5
AGENCY_QUERIES = 5
PERSON_QUERIES = 8
