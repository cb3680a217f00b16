"""A conference is scheduled, changed, moved, postponed, handed on, cancelled."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from conferences import services
from conferences.models import Conference, Status
from shield.accounts.models import User
from shield.clocks.models import Clock
from shield.core.workflow import MoveNotAllowed
from shield.notifications.models import Notification
from tests.conferences.arranging import FAMILY, a_conference, asked, kind
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


def told(person: User, conference: Conference) -> list[str]:
    rows = Notification.objects.filter(recipient=person, reference=conference.reference)
    return list(rows.order_by("pk").values_list("subject", flat=True))


def test_its_clock_counts_from_the_strategy_discussion(people: People, at: datetime) -> None:
    conference = a_conference(people, at, triggered_at=at - timedelta(days=4))
    # From Friday 20 November 2026; Saturdays and Sundays are not counted.
    assert conference.clock is not None
    assert conference.clock.due_on.isoformat() == "2026-12-11"
    assert conference.clock.holder == people.conference_chair


def test_without_that_moment_no_clock_runs(people: People, at: datetime) -> None:
    assert a_conference(people, at).clock is None
    assert Clock.objects.count() == 0


def test_a_moment_recorded_later_starts_the_clock_and_another_moves_it(
    people: People, at: datetime
) -> None:
    conference = a_conference(people, at)
    by = people.conference_chair
    services.edit(conference=conference, triggered_at=at - timedelta(days=4), by=by, at=at)
    conference.refresh_from_db()
    assert conference.clock is not None
    first = conference.clock.pk
    services.edit(conference=conference, triggered_at=at - timedelta(days=5), by=by, at=at)
    clock = Clock.objects.get()
    assert (clock.pk, clock.due_on.isoformat()) == (first, "2026-12-10")


def test_the_same_page_sent_twice_schedules_one(people: People, at: datetime) -> None:
    token = uuid.uuid4()
    one = a_conference(people, at, token=token, children=0)
    two = a_conference(people, at, token=token, children=0)
    assert one == two
    assert Conference.objects.get().reference == "CPC-2026-0001"


def test_a_page_that_somebody_else_used_schedules_nothing(people: People, at: datetime) -> None:
    token = uuid.uuid4()
    a_conference(people, at, token=token)
    with pytest.raises(services.PageUsedUp):
        a_conference(people, at, token=token, by=people.other_chair)


def test_who_holds_no_such_role_schedules_none_and_chairs_none(
    people: People, at: datetime
) -> None:
    for person in (people.health_lead, people.operations, people.authority_practitioner):
        with pytest.raises(PermissionDenied):
            a_conference(people, at, by=person)
    with pytest.raises(services.NotTheirRole):
        a_conference(people, at, chair=people.operations)
    assert Conference.objects.count() == 0


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"days": -1}, services.InThePast),
        ({"triggered_at": datetime(2026, 11, 25, 9).astimezone()}, services.TriggerToCome),
    ],
)
def test_days_that_cannot_be_are_refused(
    people: People, at: datetime, facts: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        a_conference(people, at, **facts)  # type: ignore[arg-type]
    assert Conference.objects.count() == 0


def test_whoever_else_runs_it_is_told(people: People, at: datetime) -> None:
    conference = a_conference(people, at, chair=people.other_chair)
    assert told(people.other_chair, conference) == ["CPC-2026-0001: you run this conference"]
    assert told(people.conference_chair, conference) == []


def test_a_conference_is_seen_by_who_runs_it_alone(people: People, at: datetime) -> None:
    conference = a_conference(people, at)
    sees = {
        name
        for name, person in people.named().items()
        if Conference.objects.visible_to(person).exists()
    }
    assert sees == {"conference_chair"}
    assert [
        name for name, person in people.named().items()
        if person.has_perm("conferences.read", conference)
    ] == ["conference_chair"]  # fmt: skip


def test_a_move_moves_what_is_due_and_tells_those_who_were_asked(
    people: People, at: datetime
) -> None:
    conference = a_conference(people, at)
    request = asked(conference, people, at, "health", people.health_practitioner)
    assert request.due_on is not None
    services.move(
        conference=conference,
        starts_at=at + timedelta(days=28),
        why="The interpreter is not free",
        by=people.conference_chair,
        at=at,
    )
    request.refresh_from_db()
    assert request.clock is not None
    assert request.clock.due_on == (at + timedelta(days=26)).date()
    assert told(people.health_practitioner, conference) == [
        "CPC-2026-0001: a report is asked for, due 13 December 2026",
        "CPC-2026-0001: the conference moved",
    ]
    assert Notification.objects.filter(lines__icontains="interpreter").count() == 0


def test_a_postponed_conference_asks_for_nothing_until_it_has_a_day(
    people: People, at: datetime
) -> None:
    conference = a_conference(people, at)
    request = asked(conference, people, at, "health", people.health_practitioner)
    by, why = people.conference_chair, "The family cannot come"
    services.move(conference=conference, starts_at=None, why=why, by=by, at=at)
    conference.refresh_from_db()
    assert conference.status == Status.POSTPONED
    assert Clock.objects.open().count() == 0
    again = at + timedelta(days=40)
    services.move(conference=conference, starts_at=again, why="There is a room", by=by, at=at)
    request.refresh_from_db()
    assert request.due_on == (at + timedelta(days=38)).date()
    assert [move.words for move in conference.moves.order_by("pk")] == [
        "From 15 December 2026 at 2:30pm to no day set",
        "From no day set to 3 January 2027 at 2:30pm",
    ]


def test_it_cannot_move_to_where_it_is_nor_into_the_past(people: People, at: datetime) -> None:
    conference = a_conference(people, at)
    by = people.conference_chair
    with pytest.raises(services.SameDay):
        services.move(conference=conference, starts_at=conference.starts_at, why="-", by=by, at=at)
    with pytest.raises(services.InThePast):
        services.move(
            conference=conference, starts_at=at - timedelta(days=1), why="-", by=by, at=at
        )


def test_a_cancelled_conference_asks_for_nothing_any_more(people: People, at: datetime) -> None:
    conference = a_conference(people, at, triggered_at=at)
    asked(conference, people, at, "health", people.health_practitioner)
    by = people.conference_chair
    services.cancel(conference=conference, why="The enquiry found no harm", by=by, at=at)
    assert Clock.objects.open().count() == 0
    assert told(people.health_practitioner, conference)[-1] == (
        "CPC-2026-0001: the conference was cancelled"
    )
    conference.refresh_from_db()
    with pytest.raises(MoveNotAllowed):
        services.move(conference=conference, starts_at=at + timedelta(1), why="-", by=by, at=at)
    with pytest.raises(services.NotToCome):
        services.edit(conference=conference, place="Hall", by=by, at=at)


def test_who_does_not_run_it_changes_nothing(people: People, at: datetime) -> None:
    conference = a_conference(people, at)
    for person in (people.other_chair, people.authority_lead, people.operations):
        for act in (
            lambda by: services.edit(conference=conference, place="Hall", by=by, at=at),
            lambda by: services.move(conference=conference, starts_at=None, why="-", by=by, at=at),
            lambda by: services.cancel(conference=conference, why="-", by=by, at=at),
        ):
            with pytest.raises(PermissionDenied):
                act(person)
    conference.refresh_from_db()
    assert (conference.status, conference.place) == (Status.SCHEDULED, "")


def test_handed_on_it_is_run_by_the_other(people: People, at: datetime) -> None:
    conference = a_conference(people, at, triggered_at=at)
    other = people.other_chair
    services.hand_on(
        conference=conference, chair=other, administrator=other, by=people.conference_chair, at=at
    )
    assert list(Conference.objects.visible_to(people.conference_chair)) == []
    assert list(Conference.objects.visible_to(other)) == [conference]
    assert Clock.objects.get().holder == other
    assert told(other, conference) == ["CPC-2026-0001: you run this conference"]
    # Whoever ran it hears so too, unless they handed it on themselves.
    services.hand_on(
        conference=Conference.objects.get(), chair=people.conference_chair,
        administrator=people.conference_chair, by=other, at=at,
    )  # fmt: skip
    lost = Notification.objects.filter(subject__endswith="you no longer run this conference")
    assert not lost.exists()
    services.hand_on(
        conference=Conference.objects.get(), chair=people.conference_chair, administrator=other,
        by=people.conference_chair, at=at + timedelta(minutes=1),
    )  # fmt: skip
    services.hand_on(
        conference=Conference.objects.get(), chair=people.conference_chair,
        administrator=people.conference_chair, by=people.conference_chair,
        at=at + timedelta(minutes=2),
    )  # fmt: skip
    assert lost.get().recipient == other


def test_the_conferences_of_a_family_are_found_by_its_reference(
    people: People, at: datetime
) -> None:
    first = a_conference(people, at)
    a_conference(people, at, family_reference="FAM-1")
    found = Conference.objects.of_family(FAMILY.lower() + " ")
    assert list(found) == [first]


def test_a_day_too_late_is_said(people: People, at: datetime) -> None:
    # 15 working days from that Tuesday are over on 15 December.
    conference = a_conference(people, at, triggered_at=at, days=21)
    assert not services.must_be_held_by(conference)
    later = a_conference(people, at, triggered_at=at, days=22)
    assert services.must_be_held_by(later)


def test_kinds_are_data(people: People, at: datetime) -> None:
    assert [one.code for one in type(kind()).objects.offered()] == [
        "initial", "review", "pre-birth", "transfer-in",
    ]  # fmt: skip
