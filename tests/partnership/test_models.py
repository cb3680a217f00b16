"""The database refuses what cannot be true of bodies, seats, duties and money."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from partnership.models import (
    Agreement,
    Body,
    Budget,
    Contribution,
    Holding,
    Measure,
    PersonnelChange,
    Priority,
    ReportingDuty,
    Rhythm,
    Seat,
    Signing,
    Spend,
    TimetableRow,
    TrainingActivity,
    check_rule,
    rhythm_from,
    rule_from,
    rule_words,
)
from shield.accounts.models import User
from tests.partnership.conftest import Structure
from tests.personas import People

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
GIVEN = datetime(2026, 3, 1, 12, tzinfo=UTC)


@contextmanager
def refuses(constraint: str) -> Iterator[None]:
    """That the database refuses what is tried inside, by this constraint."""
    with pytest.raises(IntegrityError, match=f'constraint "{constraint}"'), transaction.atomic():
        yield


# --- Bodies ---------------------------------------------------------------------------------------


def test_no_body_is_its_own_parent(structure: Structure) -> None:
    board = structure.board
    with refuses("body_is_not_its_own_parent"):
        Body.objects.filter(pk=board.pk).update(parent=board)


@pytest.mark.parametrize(
    "facts", [{"rhythm": Rhythm.AROUND}, {"before_days": 7}, {"rhythm": "around", "after_days": 7}]
)
def test_a_rhythm_around_another_body_is_whole_or_not_there(
    structure: Structure, facts: dict[str, object]
) -> None:
    rows = Body.objects.filter(pk=structure.executive.pk)
    with refuses("body_around_another"):
        rows.update(**facts)


def test_a_meeting_does_not_end_before_it_starts(structure: Structure) -> None:
    rows = Body.objects.filter(pk=structure.board.pk)
    with refuses("body_usual_end_after_start"):
        rows.update(usual_start=time(14), usual_end=time(13))


@pytest.mark.parametrize(
    ("published", "found"),
    [
        ("quarterly", (Rhythm.QUARTERLY, "", 0, 0)),
        ("every 6 weeks", (Rhythm.SIX_WEEKLY, "", 0, 0)),
        ("monthly programme in four-month cycles", (Rhythm.NONE, "", 0, 0)),
        ("", (Rhythm.NONE, "", 0, 0)),
        (
            "8 a year: 1 week before and 2 weeks after each The Board",
            (Rhythm.AROUND, "The Board", 7, 14),
        ),
    ],
)
def test_a_rhythm_is_read_from_published_words(published: str, found: tuple[object, ...]) -> None:
    assert rhythm_from(published) == found


# --- Quorum ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({}, "No rule: any number may decide"),
        ({"each_statutory_partner": True}, "A representative of each statutory partner"),
        ({"members": 5}, "5 members"),
        (
            {"agency_kinds": ["local-authority"], "others": 2},
            "Local authority, and 2 other agencies",
        ),
    ],
)
def test_every_quorum_rule_has_its_words(rule: dict[str, object], words: str) -> None:
    check_rule(rule)
    assert rule_words(rule, {"local-authority": "Local authority"}) == words


@pytest.mark.parametrize(
    "rule",
    [
        [],
        "members",
        {"members": 0},
        {"members": True},
        {"members": "5"},
        {"members": 5, "others": 2},
        {"each_statutory_partner": False},
        {"agency_kinds": [], "others": 2},
        {"agency_kinds": ["police"]},
        {"quorate": "always"},
    ],
)
def test_what_is_no_quorum_rule_is_refused(rule: object) -> None:
    with pytest.raises(ValidationError):
        check_rule(rule)


@pytest.mark.parametrize(
    ("published", "rule"),
    [
        (
            "one representative of each of the three safeguarding partners",
            {"each_statutory_partner": True},
        ),
        ("5 members", {"members": 5}),
        ("whoever comes", {}),
        ("", {}),
    ],
)
def test_a_quorum_rule_is_read_from_published_words(published: str, rule: object) -> None:
    assert rule_from(published) == rule


# --- Seats ----------------------------------------------------------------------------------------


def hold(seat: Seat, user: User, first: date, last: date | None = None, **more: bool) -> Holding:
    held: Holding = Holding.objects.create(
        seat=seat, user=user, starts_on=first, ends_on=last, appointed_at=GIVEN, **more
    )
    return held


def test_a_seat_is_held_by_one_person_a_day(structure: Structure, people: People) -> None:
    hold(structure.police, people.police_lead, DAY, DAY + timedelta(days=9))
    with refuses("seat_held_by_one_a_day"):
        hold(structure.police, people.board_member, DAY + timedelta(days=9))


def test_a_seat_passes_on_the_day_after(structure: Structure, people: People) -> None:
    hold(structure.police, people.police_lead, DAY, DAY)
    hold(structure.police, people.board_member, DAY + timedelta(days=1))
    assert structure.police.holdings.count() == 2


def test_a_standing_deputy_stands_beside_the_holder(structure: Structure, people: People) -> None:
    hold(structure.police, people.police_lead, DAY)
    hold(structure.police, people.board_member, DAY, is_deputy=True)
    hold(structure.police, people.police_practitioner, DAY, is_deputy=True)
    assert structure.police.holdings.count() == 3


def test_nobody_is_the_deputy_of_their_own_seat(structure: Structure, people: People) -> None:
    hold(structure.police, people.police_lead, DAY)
    with refuses("seat_held_once_by_a_person"):
        hold(structure.police, people.police_lead, DAY, is_deputy=True)


def test_a_holding_ends_after_it_starts(structure: Structure, people: People) -> None:
    with refuses("holding_ends_after_it_starts"):
        hold(structure.police, people.police_lead, DAY, DAY - timedelta(days=2))


def test_a_post_has_one_seat_in_a_body(structure: Structure) -> None:
    seat = structure.police
    with refuses("seat_of_a_post_once"):
        Seat.objects.create(body=seat.body, agency=seat.agency, post=seat.post)


@pytest.mark.parametrize(
    ("seat_ends", "body_ends", "sits"),
    [(None, None, True), (0, 0, True), (-1, None, False), (None, -1, False)],
)
def test_a_holding_ends_with_its_seat_and_its_body(
    structure: Structure,
    people: People,
    today: date,
    seat_ends: int | None,
    body_ends: int | None,
    sits: bool,
) -> None:
    hold(structure.police, people.police_lead, DAY)
    if seat_ends is not None:
        Seat.objects.update(ends_on=today + timedelta(days=seat_ends))
    if body_ends is not None:
        Body.objects.update(ended_on=today + timedelta(days=body_ends))
    held = Holding.objects.current(today).filter(user=people.police_lead)
    found = held.values_list("seat__body_id", flat=True)
    assert list(found) == ([structure.board.pk] if sits else [])


def test_a_change_of_personnel_changes_something(
    structure: Structure, people: People, at: datetime
) -> None:
    with refuses("personnel_change_changes_something"):
        PersonnelChange.objects.create(
            seat=structure.police, notified_by=people.police_lead, notified_at=at
        )


# --- Editions and signatures ----------------------------------------------------------------------


@pytest.mark.parametrize("change", ["update", "delete"])
def test_an_edition_and_a_signature_stay_as_they_are(
    structure: Structure, people: People, at: datetime, change: str
) -> None:
    agreement = Agreement.objects.create(
        body=structure.board,
        number=1,
        text="Keep it",
        recorded_by=people.operations,
        recorded_at=at,
    )
    Signing.objects.create(agreement=agreement, user=people.police_lead, signed_at=at)
    for rows, facts in (
        (Agreement.objects.all(), {"text": "Other"}),
        (Signing.objects.all(), {"signed_at": at - timedelta(days=1)}),
    ):
        with (
            pytest.raises(DatabaseError, match="Cannot update or delete rows"),
            transaction.atomic(),
        ):
            rows.update(**facts) if change == "update" else rows.all()._raw_delete(rows.db)


def test_an_edition_is_signed_once_by_a_person(
    structure: Structure, people: People, at: datetime
) -> None:
    agreement = Agreement.objects.create(
        body=structure.board,
        number=1,
        text="Keep it",
        recorded_by=people.operations,
        recorded_at=at,
    )

    def sign() -> None:
        Signing.objects.create(agreement=agreement, user=people.police_lead, signed_at=at)

    sign()
    with refuses("agreement_signed_once"):
        sign()


# --- Plans, duties, money -------------------------------------------------------------------------


def test_the_latest_figure_has_its_day(structure: Structure) -> None:
    priority = Priority.objects.create(year=1, number=1, title="Fewer missing")
    with refuses("measure_latest_has_its_day"):
        Measure.objects.create(priority=priority, order=1, measure="Episodes", latest="4")


@pytest.mark.parametrize("facts", [{}, {"to_outside": "Scrutiny", "inside": True}])
def test_a_duty_is_owed_to_one(structure: Structure, facts: dict[str, object]) -> None:
    inside = structure.board if facts.pop("inside", False) else None
    with refuses("duty_is_owed_to_one"):
        ReportingDuty.objects.create(
            body=structure.executive, to_body=inside, times_a_year=1, **facts
        )


def test_a_duty_stands_there_once(structure: Structure) -> None:
    def owe() -> None:
        ReportingDuty.objects.create(
            body=structure.executive, to_body=structure.board, times_a_year=2
        )

    owe()
    with refuses("duty_once"):
        owe()


def test_a_balance_is_what_came_less_what_went(
    structure: Structure, people: People, at: datetime
) -> None:
    budget = Budget.objects.create(year="2026-27", budgeted=Decimal("100"))
    Contribution.objects.create(
        budget=budget, contributor="Probation", promised=Decimal("60.50"), received=Decimal("50.25")
    )
    for amount in ("20.10", "-0.10"):
        Spend.objects.create(
            budget=budget, spent_on=DAY, what="Room", amount=Decimal(amount), recorded_at=at
        )
    sums = budget.sums()
    assert (sums.promised, sums.received, sums.spent, sums.balance) == (
        Decimal("60.50"),
        Decimal("50.25"),
        Decimal("20.00"),
        Decimal("30.25"),
    )


def test_a_budget_without_a_line_is_nothing(db: None) -> None:
    sums = Budget.objects.create(year="2026-27", budgeted=Decimal("100")).sums()
    assert (sums.promised, sums.received, sums.spent, sums.balance) == (0, 0, 0, 0)


def test_a_budget_is_read_by_those_who_sit_in_its_body(
    structure: Structure, people: People
) -> None:
    Budget.objects.create(year="2026-27", budgeted=Decimal("100"), body=structure.board)
    Budget.objects.create(year="2025-26", budgeted=Decimal("90"))
    hold(structure.police, people.police_lead, DAY)
    assert [
        Budget.objects.visible_to(person).count()
        for person in (people.police_lead, people.health_lead, people.operations)
    ] == [1, 0, 2]


@pytest.mark.parametrize(
    "times", [{"ends_at": time(9)}, {"starts_at": time(9), "ends_at": time(8)}]
)
def test_a_line_of_the_timetable_ends_after_it_starts(db: None, times: dict[str, time]) -> None:
    with refuses("timetable_row_ends_after_it_starts"):
        TimetableRow.objects.create(year="2026", on=DAY, title="Event", **times)


@pytest.mark.parametrize("level", [0, 5])
def test_training_has_four_levels(db: None, level: int) -> None:
    with refuses("training_level_1_to_4"):
        TrainingActivity.objects.create(activity="Briefing", audience_level=level)
