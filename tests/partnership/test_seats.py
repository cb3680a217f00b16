"""Who is appointed to which seat, one by one and many at once: done, told; or refused."""

from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from partnership import services
from partnership.models import Body, Holding, Seat
from shield.accounts.models import User
from shield.notifications.models import Notification
from tests.partnership.conftest import Structure
from tests.partnership.doing import appoint, hold, told, verbs
from tests.personas import People

pytestmark = pytest.mark.django_db


def test_whoever_is_appointed_reads_the_body_and_is_told(
    structure: Structure, people: People, at: datetime
) -> None:
    person = people.health_practitioner
    appoint(people, structure.health, person, date(2026, 1, 1), at)
    assert list(Body.objects.visible_to(User.objects.get(pk=person.pk))) == [structure.board]
    assert told(person) == ["You hold a seat in The Board"]
    assert verbs() == ["seat.held"]


def test_a_seat_that_is_held_is_refused_in_words(
    structure: Structure, people: People, at: datetime
) -> None:
    appoint(people, structure.police, people.police_lead, date(2026, 1, 1), at)
    with pytest.raises(services.SeatTaken) as refused:
        appoint(people, structure.police, people.board_member, date(2026, 6, 1), at)
    assert str(refused.value) == (
        "Paula Lead holds this seat from 1 January 2026. End that first, or choose days that do "
        "not overlap."
    )
    assert Holding.objects.count() == 1
    assert told(people.board_member) == []


def test_a_deputy_may_be_appointed_beside_and_not_twice(
    structure: Structure, people: People, at: datetime
) -> None:
    first = date(2026, 1, 1)
    appoint(people, structure.police, people.police_lead, first, at)
    appoint(people, structure.police, people.board_member, first, at, is_deputy=True)
    with pytest.raises(services.SeatTaken, match="Bella Board is a standing deputy of this seat"):
        appoint(people, structure.police, people.board_member, first, at, is_deputy=True)


@pytest.mark.parametrize("persona", ["leaver", "auditor", "system_administrator"])
def test_whoever_has_no_role_to_sit_with_is_not_appointed(
    structure: Structure, people: People, persona: str
) -> None:
    with pytest.raises(services.CannotSit):
        appoint(
            people, structure.health, getattr(people, persona), date(2026, 1, 1), timezone.now()
        )


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 3, 2), date(2026, 3, 1), "on or after the first"),
        (date(2025, 12, 31), None, "from 1 January 2026 on"),
        (date(2026, 3, 2), None, "ends on 30 June 2026"),
    ],
)
def test_nobody_sits_outside_the_days_of_a_seat(
    structure: Structure,
    people: People,
    at: datetime,
    first: date,
    last: date | None,
    words: str,
) -> None:
    Seat.objects.update(starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30))
    seat = Seat.objects.get(pk=structure.police.pk)
    with pytest.raises(services.WrongDays, match=words):
        appoint(people, seat, people.police_lead, first, at, ends_on=last)


def test_ending_at_once_closes_the_body_today(
    structure: Structure, people: People, at: datetime, today: date
) -> None:
    holding = appoint(people, structure.police, people.police_lead, date(2026, 1, 1), at)
    services.end_holding(by=people.operations, holding=holding, ends_on=None, at=at)
    assert holding.ends_on == today - timedelta(days=1)
    found = Holding.objects.record_ids_of(people.police_lead.access)
    assert not found.exists()


def test_a_later_last_day_does_not_run_into_the_next_holder(
    structure: Structure, people: People, at: datetime
) -> None:
    first = date(2026, 1, 1)
    holding = appoint(
        people, structure.police, people.police_lead, first, at, ends_on=date(2026, 6, 30)
    )
    appoint(people, structure.police, people.board_member, date(2026, 7, 1), at)
    with pytest.raises(services.SeatTaken, match="Bella Board holds this seat"):
        services.end_holding(by=people.operations, holding=holding, ends_on=date(2026, 7, 1), at=at)


def test_a_seat_that_ends_ends_its_holdings(
    structure: Structure, people: People, at: datetime
) -> None:
    appoint(people, structure.police, people.police_lead, date(2026, 1, 1), at)
    last = date(2026, 6, 30)
    services.end_seat(by=people.operations, seat=structure.police, ends_on=last, at=at)
    assert Holding.objects.get().ends_on == last


def test_a_post_has_one_seat(structure: Structure, people: People, at: datetime) -> None:
    seat = structure.police
    with pytest.raises(services.SeatTwice, match="a post of its own"):
        services.add_seat(
            by=people.operations,
            body=seat.body,
            agency=seat.agency,
            post=seat.post,
            role="member",
            at=at,
        )


@pytest.mark.parametrize("is_deputy", [False, True])
def test_somebody_of_another_agency_is_appointed_only_where_that_is_said(
    structure: Structure, people: People, at: datetime, is_deputy: bool
) -> None:
    given: Any = {"is_deputy": is_deputy, "is_from_elsewhere": False}
    with pytest.raises(services.WorksElsewhere, match="Riverside Health Trust") as refused:
        appoint(people, structure.police, people.health_lead, date(2026, 1, 1), at, **given)
    assert "the seat is of Northshire Police" in str(refused.value)
    assert (Holding.objects.count(), told(people.health_lead)) == (0, [])
    appoint(people, structure.police, people.police_lead, date(2026, 1, 1), at, **given)
    given["is_from_elsewhere"] = True
    given["is_deputy"] = True
    appoint(people, structure.police, people.health_lead, date(2026, 1, 1), at, **given)
    assert Holding.objects.count() == 2


def test_a_role_in_the_seats_agency_with_which_nobody_sits_does_not_count_for_it(
    structure: Structure, people: People, at: datetime
) -> None:
    """Or the seat would be theirs and open nothing."""
    who = people.health_lead
    who.memberships.create(
        agency=people.agencies.police, role="auditor", starts_on=date(2026, 1, 1)
    )
    given: Any = {"is_from_elsewhere": False}
    with pytest.raises(services.WorksElsewhere):
        appoint(people, structure.police, who, date(2026, 1, 1), at, **given)
    held = appoint(people, structure.police, who, date(2026, 1, 1), at)
    assert held.is_from_elsewhere
    assert Holding.objects.current(at.date()).filter(pk=held.pk).exists()


# --- Many at once ---------------------------------------------------------------------------------

HEAD = "body,agency,post,email,from,to,deputy\n"
GOOD = (
    "The Board,Northshire Police,Superintendent,police.lead@example.test,2026-01-01,,no\n"
    "The Board,Riverside Health Trust,Named nurse,HEALTH.LEAD@example.test,2026-01-01,"
    "2026-12-31,no\n"
    "The Board,Northshire Police,Superintendent,police.practitioner@example.test,2026-01-01,,yes\n"
)


def many(people: People, text: str, at: datetime, *, is_trial: bool = False) -> Any:
    return services.appoint_many(by=people.operations, text=text, is_trial=is_trial, at=at)


def test_rows_appoint_everybody(structure: Structure, people: People, at: datetime) -> None:
    proposed = many(people, HEAD + GOOD, at)
    assert proposed.wrong == []
    assert proposed.done[2] == (
        f"{people.police_practitioner}: standing deputy, Superintendent (Northshire Police) in The "
        "Board, from 1 January 2026"
    )
    assert Holding.objects.count() == 3
    assert told(people.health_lead) == ["You hold a seat in The Board"]


def test_a_trial_appoints_nobody_and_tells_nobody(
    structure: Structure, people: People, at: datetime
) -> None:
    assert len(many(people, HEAD + GOOD, at, is_trial=True).done) == 3
    assert (Holding.objects.count(), Notification.objects.count(), verbs()) == (0, 0, [])


def test_one_bad_row_appoints_nobody_and_every_bad_row_is_named(
    structure: Structure, people: People, at: datetime
) -> None:
    bad = (
        "The Board,Northshire Police,Sheriff,police.lead@example.test,2026-01-01,,no\n"
        "The Board,Northshire Council,Director,nobody@example.test,2026-01-01,,no\n"
        "The Board,Northshire Council,Director,authority.lead@example.test,1.1.2026,,no\n"
        "The Board,Northshire Council,Director,auditor@example.test,2026-01-01,,no\n"
        "The Board,Northshire Police,Superintendent,police.practitioner@example.test,2026-02-01,"
        ",no\n"
    )
    proposed = many(people, HEAD + GOOD + bad, at)
    assert [line.partition(":")[0] for line in proposed.wrong] == [
        "Line 5, column “post”",
        "Line 6, column “email”",
        "Line 7, column “from”",
        "Line 8",
        "Line 9",
    ]
    assert "Paula Lead holds this seat" in proposed.wrong[-1]
    assert (Holding.objects.count(), Notification.objects.count(), verbs()) == (0, 0, [])


@pytest.mark.parametrize("text", ["", HEAD, "post,email\n", HEAD + GOOD * 67])
def test_what_is_no_list_of_appointments_is_refused(
    structure: Structure, people: People, at: datetime, text: str
) -> None:
    proposed = many(people, text, at)
    assert (len(proposed.wrong), proposed.done) == (1, [])


@pytest.mark.parametrize("parted", ["\t", ";"])
def test_rows_are_read_as_spreadsheets_here_give_them(
    structure: Structure, people: People, at: datetime, parted: str
) -> None:
    text = (HEAD + GOOD).replace("2026-01-01", "1/1/2026").replace("2026-12-31", "31/12/2026")
    proposed = many(people, "\n" + text.replace(",", parted), at)
    assert proposed.wrong == []
    first = Holding.objects.get(user=people.health_lead)
    assert (first.starts_on, first.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize("day", ["31/02/2026", "2026-1-1", "1/1/26", "٣/١/2026", "13/13/2026"])
def test_a_day_that_is_none_is_named(
    structure: Structure, people: People, at: datetime, day: str
) -> None:
    proposed = many(people, HEAD + GOOD.replace("2026-01-01", day), at)
    assert proposed.wrong[0].startswith("Line 2, column “from”: it must be a day, like 31/01/2026")


def test_rows_appoint_nobody_of_another_agency(
    structure: Structure, people: People, at: datetime
) -> None:
    row = "The Board,Northshire Police,Superintendent,health.lead@example.test,2026-01-01,,no\n"
    [wrong] = many(people, HEAD + row, at).wrong
    assert wrong.startswith("Line 2: ")
    assert "works for Riverside Health Trust" in wrong


def test_whoever_held_a_seat_from_elsewhere_before_that_was_said_keeps_it(
    structure: Structure, people: People
) -> None:
    """What the migration says of the holdings that it finds."""
    theirs = hold(structure.police, people.police_lead)
    others = hold(structure.health, people.board_member)
    Holding.objects.update(is_from_elsewhere=False)
    import_module("partnership.migrations.0004_seats_from_elsewhere").keep_seats(apps, None)
    found = dict(Holding.objects.values_list("pk", "is_from_elsewhere"))
    assert found == {theirs.pk: False, others.pk: True}
