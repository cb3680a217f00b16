"""Pages of the children of a conference, and of who of the family is expected."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from conferences import services
from conferences.models import Child, Conference, FamilyGuest
from shield.core.forms.fields import is_nhs_number
from shield.notifications.models import Notification
from tests.conferences.arranging import a_conference, asked
from tests.conferences.browsing import (
    as_,
    fills,
    kept,
    reads,
    sends,
    to,
    when,
    words,
)
from tests.conferences.browsing import (
    page as source,
)
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
NHS = "9990000018"


@pytest.fixture
def now() -> datetime:
    """Pages live in the present."""
    return timezone.now().replace(second=0, microsecond=0)


@pytest.fixture
def conference(people: People, now: datetime) -> Conference:
    return a_conference(people, now, administrator=people.other_chair)


def a_child(**more: Any) -> dict[str, Any]:
    return {
        "first_names": "Ysolde",
        "last_name": "Marrowgate",
        "other_names": "",
        "born": "born",
        **when("birth_date", date(2020, 2, 29)),
        "sex": "Female",
        "nhs_number": "",
        "school": "Larch Primary",
        "gp": "Mill Surgery",
        "address": "1 Larch Close\nNorthshire",
        "address_confidential": "on",
        **more,
    }


def test_a_child_is_added_and_shown_with_what_was_said(
    conference: Conference, people: People
) -> None:
    who = people.conference_chair
    answer = fills(who, "conference_child_add", a_child(), pk=conference.pk)
    assert answer.url == conference.get_absolute_url()
    page = reads(who, "conference_detail", pk=conference.pk)
    for one in (
        "Ysolde Marrowgate", "Born 29 February 2020", "Larch Primary", "Mill Surgery",
        "1 Larch Close", "Confidential", "Keep this address from the family",
    ):  # fmt: skip
        assert one in page


def test_a_page_sent_twice_adds_one_child_and_twins_are_two(
    conference: Conference, people: People
) -> None:
    who, told = people.conference_chair, a_child(form_token=uuid.uuid4())
    for _ in range(2):
        sends(who, "conference_child_add", told, pk=conference.pk)
    assert conference.children.count() == 2
    twin = {**told, "form_token": uuid.uuid4(), "first_names": "Rowena"}
    sends(who, "conference_child_add", twin, pk=conference.pk)
    names = [str(one) for one in conference.children.order_by("pk")]
    assert names[1:] == ["Ysolde Marrowgate", "Rowena Marrowgate"]


@pytest.mark.parametrize(
    "name",
    ["عبد الرحمن", "Зиновий-Ярослав", "李小龍", "ÅÆØ O’Neill-d’Arcy", "ỌLÁDÀPỌ̀", "ก" * 200],
)
def test_names_in_any_script_are_kept_as_they_were_typed(
    conference: Conference, people: People, name: str
) -> None:
    who = people.conference_chair
    fills(who, "conference_child_add", a_child(first_names=name), pk=conference.pk)
    child = Child.objects.latest("pk")
    assert child.first_names == name
    assert name in reads(who, "conference_detail", pk=conference.pk)


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"last_name": ""}, "last_name", "Enter the last name"),
        ({"last_name": "x" * 201}, "last_name", "Last name must be 200 characters or fewer"),
        ({"born": ""}, "born", "Select whether the child is born"),
        ({"birth_date_1": "13"}, "birth_date_1", "Date of birth must be a real date"),
        (
            {"birth_date_0": "1", "birth_date_2": "2090"},
            "birth_date_0",
            "Date of birth must be today or in the past",
        ),
        ({"nhs_number": "9990000019"}, "nhs_number", "NHS number must be a valid NHS number"),
        (
            {"born": "unborn", "expected_on_0": "1", "expected_on_1": "1", "expected_on_2": "2031"},
            "expected_on_0",
            "Expected date of delivery must be within a year of today",
        ),
        ({"first_names": "a\x00b"}, "first_names", "contains a character that is not text"),
        ({"sex": "robot"}, "sex", "Select the sex from the list"),
    ],
)
def test_what_cannot_be_is_said_beside_its_question_and_nothing_is_lost(
    conference: Conference, people: People, wrong: dict[str, str], field: str, message: str
) -> None:
    told = a_child(**wrong)
    answer = fills(people.conference_chair, "conference_child_add", told, pk=conference.pk)
    assert answer.status_code in (200, 409)
    page = source(answer)
    assert f'href="#id_{field}"' in page
    assert page.count(message) == 2
    assert "Larch Primary" in page
    assert conference.children.count() == 1


def test_a_valid_nhs_number_is_kept_without_spaces(conference: Conference, people: People) -> None:
    assert is_nhs_number(NHS)
    told = a_child(nhs_number="999 000 0018")
    fills(people.conference_chair, "conference_child_add", told, pk=conference.pk)
    assert Child.objects.latest("pk").nhs_number == NHS


def test_an_unborn_child_is_born(conference: Conference, people: People, now: datetime) -> None:
    who, due = people.conference_chair, (now + timedelta(days=60)).date()
    told = a_child(first_names="", born="unborn", **when("expected_on", due))
    fills(who, "conference_child_add", told, pk=conference.pk)
    child = Child.objects.latest("pk")
    # What was typed under the other answer is not taken.
    assert (child.birth_date, child.expected_on) == (None, due)
    path = {"pk": conference.pk, "row": child.pk}
    # Without unticking anything: the page holds what is written.
    told = a_child(**when("birth_date", now.date()), **when("expected_on", due))
    assert fills(who, "conference_child_edit", told, **path).status_code == 302
    child.refresh_from_db()
    assert (child.first_names, child.born) == ("Ysolde", "born")
    assert (child.birth_date, child.expected_on) == (now.date(), None)


def test_a_day_of_delivery_that_has_passed_is_said(
    conference: Conference, people: People, now: datetime
) -> None:
    child = conference.children.get()
    services.edit_child(
        child=child,
        facts={"born": "unborn", "expected_on": (now - timedelta(days=5)).date()},
        seen={},
        by=people.conference_chair,
        at=now,
    )
    page = reads(people.conference_chair, "conference_detail", pk=conference.pk)
    assert "That day has passed: record it once the child is born" in page


def test_two_who_change_the_same_child_lose_nothing(conference: Conference, people: People) -> None:
    child = conference.children.get()
    path = {"pk": conference.pk, "row": child.pk}
    mine, url = as_(people.conference_chair), to("conference_child_edit", **path)
    opened = kept(source(mine.get(url)))
    theirs = a_child(first_names="Isolde", school="Beech Primary")
    assert fills(people.other_chair, "conference_child_edit", theirs, **path).status_code == 302

    told = {**opened, **a_child(first_names="Yseult", school="", gp="Barn Surgery")}
    answer = mine.post(url, told)
    assert answer.status_code == 409
    page = words(answer)
    assert "Nothing was saved yet" in page
    assert "First names Isolde" in page
    assert "GP practice Mill Surgery" in page
    assert 'value="Yseult"' in source(answer)
    child.refresh_from_db()
    assert child.first_names == "Isolde"

    # Having seen that, it is saved; what this page never changed is left as the other wrote it.
    assert mine.post(url, {**told, **kept(source(answer))}).status_code == 302
    child.refresh_from_db()
    assert (child.first_names, child.gp, child.school) == (
        "Yseult", "Barn Surgery", "Beech Primary",
    )  # fmt: skip


def test_a_page_that_lost_what_it_showed_saves_nothing(
    conference: Conference, people: People
) -> None:
    child = conference.children.get()
    path = {"pk": conference.pk, "row": child.pk}
    for seen in ("", "{", '{"birth_date": "x"}', "[]"):
        answer = sends(people.conference_chair, "conference_child_edit", a_child(seen=seen), **path)
        assert answer.status_code == 200
    child.refresh_from_db()
    assert child.last_name == "Quillfeathery"


def test_a_child_is_taken_off_and_brought_back(conference: Conference, people: People) -> None:
    who = people.conference_chair
    fills(who, "conference_child_add", a_child(), pk=conference.pk)
    child = Child.objects.latest("pk")
    path = {"pk": conference.pk, "row": child.pk}
    assert "Take this person off the conference?" in reads(who, "conference_child_remove", **path)
    fills(who, "conference_child_remove", {}, **path)
    page = reads(who, "conference_detail", pk=conference.pk)
    assert "Taken off (1)" in page
    assert "Bring this person back?" in reads(who, "conference_child_remove", **path)
    # The page that took off, sent again, brings nobody back.
    sends(who, "conference_child_remove", {"removed": "yes"}, **path)
    child.refresh_from_db()
    assert child.removed_at is not None
    fills(who, "conference_child_remove", {}, **path)
    child.refresh_from_db()
    assert child.removed_at is None


def test_the_last_child_stays(conference: Conference, people: People) -> None:
    child = conference.children.get()
    answer = fills(
        people.conference_chair, "conference_child_remove", {}, pk=conference.pk, row=child.pk
    )
    assert answer.status_code == 409
    assert "A conference is about at least one child." in words(answer)


def test_agencies_are_told_of_a_child_added_late_and_not_who_it_is(
    conference: Conference, people: People, now: datetime
) -> None:
    asked(conference, people, now, "health", people.health_practitioner)
    fills(people.conference_chair, "conference_child_add", a_child(), pk=conference.pk)
    told = Notification.objects.filter(recipient=people.health_practitioner).latest("pk")
    assert "a child was added" in told.subject
    assert "Ysolde" not in f"{told.subject} {told.lines}"


# --- Family and supporters ------------------------------------------------------------------------

MOTHER = {
    "name": "Mother Marrowgate",
    "relationship": "Mother",
    "parental_responsibility": "on",
    "supports": "",
    "invited": "yes",
    "needs": "A quiet room",
}


def test_somebody_of_the_family_is_added_and_changed(
    conference: Conference, people: People
) -> None:
    who = people.conference_chair
    told = {**MOTHER, "form_token": uuid.uuid4()}
    for _ in range(2):
        sends(who, "conference_guest_add", told, pk=conference.pk)
    guest = FamilyGuest.objects.get()
    page = reads(who, "conference_detail", pk=conference.pk)
    for one in ("Mother Marrowgate", "Has parental responsibility", "Invited", "A quiet room"):
        assert one in page
    path = {"pk": conference.pk, "row": guest.pk}
    missing = fills(who, "conference_guest_edit", {**MOTHER, "invited": "no"}, **path)
    assert "Enter why they are not to be invited" in words(missing)
    told = {**MOTHER, "invited": "no", "why_not": "A threat to others there"}
    assert fills(who, "conference_guest_edit", told, **path).status_code == 302
    assert "Not to be invited: A threat to others there" in reads(
        who, "conference_detail", pk=conference.pk
    )
    # Invited after all: why not is asked no more.
    told = {**MOTHER, "invited": "yes", "why_not": "A threat to others there"}
    fills(who, "conference_guest_edit", told, **path)
    guest.refresh_from_db()
    assert (guest.invited, guest.why_not) == ("yes", "")


def test_somebody_expected_is_taken_off_and_brought_back(
    conference: Conference, people: People
) -> None:
    who = people.conference_chair
    fills(who, "conference_guest_add", MOTHER, pk=conference.pk)
    guest = FamilyGuest.objects.get()
    path = {"pk": conference.pk, "row": guest.pk}
    fills(who, "conference_guest_remove", {}, **path)
    assert "Nobody is named yet." in reads(who, "conference_detail", pk=conference.pk)
    fills(who, "conference_guest_remove", {}, **path)
    guest.refresh_from_db()
    assert guest.removed_at is None
