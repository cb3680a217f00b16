"""Is a relative of a member of staff noticed, put to those who run it, and kept from the rest?"""

import uuid
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conferences import services
from conferences.models import Child, Conference, FamilyGuest, RelativeFlag
from conferences.permissions import Perm
from conferences.services.relatives import look_for_staff, matches, words_of
from shield.accounts.models import User
from shield.cases import services as cases
from shield.cases.services import NobodyLeft
from shield.notifications.models import Notification
from tests.conferences.arranging import a_child, a_conference, asked
from tests.conferences.browsing import as_, fills, reads, to
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def conference(people: People, now: datetime) -> Conference:
    return a_conference(people, now, administrator=people.other_chair)


def a_guest(conference: Conference, at: datetime, name: str) -> FamilyGuest:
    return services.add_guest(
        conference=conference,
        token=uuid.uuid4(),
        facts={"name": name, "relationship": "Father", "invited": "yes"},
        by=conference.chair,
        at=at,
    )


def flagged(people: People, conference: Conference, at: datetime) -> RelativeFlag:
    a_guest(conference, at, people.health_practitioner.full_name.upper())
    return RelativeFlag.objects.get(conference=conference)


@pytest.mark.parametrize(
    ("name", "staff", "same"),
    [
        ("José Núñez", "jose nunez", True),
        ("NÚÑEZ, José María", "Jose Nunez", True),
        ("Strauß Anna", "Anna STRAUSS", True),
        ("Ольга Йоргова", "ольга йоргова", True),
        ("王 小明", "小明 王", True),
        ("Sean O’Neill", "Sean O'Neill", True),
        ("Ann Nunez", "Jose Nunez", False),
        ("Nunez", "Jose Nunez", False),
        ("", "Jose Nunez", False),
        ("Jose Nunez", "Jose", False),
    ],
)
def test_names_are_compared_loosely(name: str, staff: str, same: bool) -> None:
    assert matches(words_of(name), words_of(staff)) is same


def test_an_ordinary_family_raises_nothing(conference: Conference, now: datetime) -> None:
    a_guest(conference, now, "Barnaby Quillfeathery")
    assert not RelativeFlag.objects.exists()


def test_children_and_guests_are_looked_at_when_they_are_entered_or_changed(
    conference: Conference, people: People, now: datetime
) -> None:
    first, last = people.police_lead.full_name.split()[0], people.police_lead.full_name.split()[-1]
    a_child(conference, now, first_names=first, last_name=last)
    guest = a_guest(conference, now, "Nobody Known")
    services.edit_guest(
        guest=guest, facts={"name": people.health_lead.full_name}, seen={"name": "Nobody Known"},
        by=conference.chair, at=now,
    )  # fmt: skip
    assert set(RelativeFlag.objects.values_list("user", flat=True)) == {
        people.police_lead.pk, people.health_lead.pk,
    }  # fmt: skip


def test_what_is_confirmed_restricts_it_and_shuts_them_out_untold(
    conference: Conference, people: People, now: datetime
) -> None:
    person, other = people.health_practitioner, people.police_practitioner
    request = asked(conference, people, now, "health", person)
    theirs = asked(conference, people, now, "police", other)
    flag = flagged(people, conference, now)
    before = Notification.objects.filter(recipient=person).count()
    services.confirm_relative(flag=flag, reason="Their brother", by=conference.chair, at=now)
    conference.refresh_from_db()
    assert conference.is_restricted
    assert conference.exclusions.get().user == person
    fresh = User.objects.get(pk=person.pk).access
    assert not fresh.allows(Perm.WRITE, request)
    assert User.objects.get(pk=other.pk).access.allows(Perm.WRITE, theirs)
    assert Notification.objects.filter(recipient=person).count() == before


def test_what_is_dismissed_is_not_put_again(
    conference: Conference, people: People, now: datetime
) -> None:
    flag = flagged(people, conference, now)
    services.dismiss_relative(flag=flag, reason="Namesake", by=conference.chair, at=now)
    look_for_staff(conference, conference.guests.all(), at=now)
    assert not RelativeFlag.objects.open().exists()
    assert RelativeFlag.objects.count() == 1
    with pytest.raises(services.DecidedAlready):
        services.confirm_relative(flag=flag, reason="R", by=conference.chair, at=now)
    conference.refresh_from_db()
    assert not conference.is_restricted


def test_only_who_runs_it_decides_and_never_about_themselves(
    conference: Conference, people: People, now: datetime
) -> None:
    a_guest(conference, now, people.other_chair.full_name)
    flag = RelativeFlag.objects.get()
    for person in (people.other_chair, people.health_lead, people.operations):
        for decide in (services.confirm_relative, services.dismiss_relative):
            with pytest.raises(PermissionDenied):
                decide(flag=flag, reason="R", by=person, at=now)
    assert RelativeFlag.objects.open().count() == 1


def untouched(conference: Conference, flag: RelativeFlag) -> bool:
    """Whether a flag is still to be decided, and nobody was shut out for it."""
    is_open = RelativeFlag.objects.open().filter(pk=flag.pk).exists()
    return is_open and not conference.exclusions.exists()


def test_nothing_is_changed_where_nobody_would_be_left(
    conference: Conference, people: People, now: datetime
) -> None:
    """About the first who runs it, while the other is on its list until tomorrow only."""
    chair, other = conference.chair, people.other_chair
    cases.restrict(record=conference, people=[], reason="R", by=chair, at=now)
    cases.name_person(
        record=conference, person=other, perm=Perm.OPEN, reason="R",
        ends_at=now + timedelta(days=1), by=chair, at=now,
    )  # fmt: skip
    a_guest(conference, now, chair.full_name)
    flag = RelativeFlag.objects.get(user=chair)
    by = User.objects.get(pk=other.pk)
    with pytest.raises(NobodyLeft):
        services.confirm_relative(flag=flag, reason="R", by=by, at=now)
    assert untouched(conference, flag)
    # Once they are named without an end there is somebody left, and it is done.
    cases.name_person(
        record=conference, person=other, perm=Perm.OPEN, reason="R", ends_at=None, by=chair, at=now
    )
    by = User.objects.get(pk=other.pk)
    services.confirm_relative(flag=flag, reason="R", by=by, at=now)
    assert conference.exclusions.get().user == chair


def test_of_whoever_runs_it_alone_nobody_decides(
    conference: Conference, people: People, now: datetime
) -> None:
    """Neither they themselves nor whoever ran it with them before."""
    chair = conference.chair
    a_guest(conference, now, chair.full_name)
    flag = RelativeFlag.objects.get(user=chair)
    services.hand_on(conference=conference, chair=chair, administrator=chair, by=chair, at=now)
    for person in (chair, people.other_chair):
        by, found = User.objects.get(pk=person.pk), RelativeFlag.objects.get(pk=flag.pk)
        with pytest.raises(PermissionDenied):
            services.confirm_relative(flag=found, reason="R", by=by, at=now)
    assert untouched(conference, flag)
    conference.refresh_from_db()
    assert not conference.is_restricted


def test_the_page_shows_it_to_who_runs_it_and_never_to_whom_it_is_about(
    conference: Conference, people: People, now: datetime
) -> None:
    a_guest(conference, now, people.other_chair.full_name)
    flag = RelativeFlag.objects.get()
    shown = "may be a relative of a member of staff"
    assert shown in reads(conference.chair, "conference_detail", pk=conference.pk)
    assert shown not in reads(people.other_chair, "conference_detail", pk=conference.pk)
    url = to("conference_relative", conference, row=flag.pk)
    for person in (people.other_chair, people.health_lead, people.health_practitioner):
        assert as_(person).get(url).status_code in (403, 404)


def test_it_is_dismissed_on_its_page(conference: Conference, people: People, now: datetime) -> None:
    flag = flagged(people, conference, now)
    said = {"decision": "dismissed", "reason": ""}
    path = {"pk": conference.pk, "row": flag.pk}
    answer = fills(conference.chair, "conference_relative", said, **path)
    assert "Enter how you know" in answer.content.decode()
    said["reason"] = "A namesake"
    answer = fills(conference.chair, "conference_relative", said, **path)
    assert answer.status_code == 302
    flag.refresh_from_db()
    assert (flag.decision, flag.reason) == ("dismissed", "A namesake")


def test_it_costs_as_many_queries_however_many_are_entered(
    conference: Conference, people: People, now: datetime
) -> None:
    name = people.health_practitioner.full_name

    def cost(number: int) -> int:
        made: list[Child | FamilyGuest] = [
            FamilyGuest(
                conference=conference, form_token=uuid.uuid4(), added_at=now,
                added_by=conference.chair, name=name, relationship="R", invited="yes",
            )
            for _ in range(number)
        ]  # fmt: skip
        for one in made:
            one.save()
        with CaptureQueriesContext(
            connection,
        ) as asked_for:
            look_for_staff(conference, made, at=now)
        return len(asked_for)

    assert cost(1) == cost(12)


def test_of_somebody_who_alone_runs_it_data_protection_hears(people: People, now: datetime) -> None:
    """They see no flag about themselves, and nobody else sees the conference."""
    conference = a_conference(people, now)
    told = Notification.objects.filter(recipient=people.data_protection)
    a_guest(conference, now, "Harold Example")
    assert not told.exists()
    a_guest(conference, now, conference.chair.full_name)
    a_guest(conference, now, conference.chair.full_name)
    [message] = told
    assert conference.reference in message.subject
    # Restricted afterwards it stays with them, though the list does not name them.
    cases.restrict(record=conference, people=[], reason="So", by=conference.chair, at=now)
    assert told.filter(withdrawn_at=None).exists()
    assert conference.chair.full_name not in " ".join((message.subject, *message.lines))
    assert not Notification.objects.filter(
        recipient=conference.chair, subject__contains="somebody else"
    ).exists()
