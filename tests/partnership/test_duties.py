"""Reporting duties: owed once, due on a day, met by a report, chased until then."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from partnership import services
from partnership.clocks import midday, next_report
from partnership.models import ReportingDuty
from shield.clocks.models import Clock
from shield.clocks.reminders import remind
from shield.core.london import london_day
from tests.partnership.browsing import reads, sends
from tests.partnership.conftest import Structure
from tests.partnership.doing import hold, told, verbs
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


@pytest.fixture
def duty(structure: Structure, people: People, at: datetime) -> ReportingDuty:
    return services.add_duty(by=people.operations, at=at, **owed(structure))


def owed(structure: Structure, **more: Any) -> Any:
    facts = {
        "body": structure.executive,
        "to_body": structure.board,
        "to_outside": "",
        "about": "",
        "times_a_year": 2,
    }
    return facts | more


def sent(duty: ReportingDuty, people: People, on: date, at: datetime, what: str = "Report") -> Any:
    return services.record_report(by=people.operations, duty=duty, sent_on=on, what=what, at=at)


def due(duty: ReportingDuty) -> date | None:
    found = ReportingDuty.objects.select_related("clock").get(pk=duty.pk).due
    return found.due_on if found else None


def test_a_duty_is_owed_once(
    duty: ReportingDuty, structure: Structure, people: People, at: datetime
) -> None:
    with pytest.raises(services.DutyTwice):
        services.add_duty(by=people.operations, at=at, **owed(structure))


def test_a_report_is_written_down_once(
    duty: ReportingDuty, people: People, today: date, at: datetime
) -> None:
    sent(duty, people, today, at)
    with pytest.raises(services.SentTwice):
        sent(duty, people, today, at)
    assert duty.reports.count() == 1


def test_no_report_was_sent_tomorrow(
    duty: ReportingDuty, people: People, today: date, at: datetime
) -> None:
    with pytest.raises(services.SentLater):
        sent(duty, people, today + timedelta(days=1), at)


@pytest.mark.parametrize(
    ("times", "day"),
    [
        (1, "2027-08-31"), (2, "2027-02-28"), (4, "2026-11-30"), (5, "2026-11-12"),
        (366, "2026-09-01"),
    ],
)  # fmt: skip
def test_how_often_says_when_the_next_is_due(times: int, day: str) -> None:
    assert next_report(date(2026, 8, 31), times).isoformat() == day


def test_nothing_is_due_until_a_report_or_a_day_is_known(duty: ReportingDuty) -> None:
    assert due(duty) is None
    assert Clock.objects.count() == 0


def test_a_report_starts_the_clock_of_the_next(
    duty: ReportingDuty, people: People, at: datetime
) -> None:
    sent(duty, people, date(2026, 10, 1), at)
    assert due(duty) == date(2027, 4, 1)


def test_a_report_meets_the_clock_that_ran(
    duty: ReportingDuty, people: People, at: datetime
) -> None:
    services.set_due(by=people.operations, duty=duty, due_on=date(2026, 11, 20), at=at)
    report = sent(duty, people, date(2026, 11, 23), at)
    assert report.clock.due_on == date(2026, 11, 20)
    assert report.clock.is_late
    assert due(duty) == date(2027, 5, 23)


def test_a_report_of_long_ago_leaves_the_clock_alone(
    duty: ReportingDuty, people: People, at: datetime
) -> None:
    sent(duty, people, date(2026, 10, 1), at)
    older = sent(duty, people, date(2026, 4, 1), at)
    second = sent(duty, people, date(2026, 10, 1), at, what="Its annex")
    assert (older.clock, second.clock) == (None, None)
    assert due(duty) == date(2027, 4, 1)


def test_another_day_is_set_and_the_old_clock_says_why(
    duty: ReportingDuty, people: People, at: datetime
) -> None:
    for day in (date(2026, 12, 1), date(2026, 12, 9)):
        services.set_due(by=people.operations, duty=duty, due_on=day, at=at)
    assert due(duty) == date(2026, 12, 9)
    assert [clock.cancel_reason for clock in Clock.objects.order_by("pk")] == [
        "Another day was set",
        "",
    ]


def test_the_same_day_changes_nothing(duty: ReportingDuty, people: People, at: datetime) -> None:
    for _ in range(2):
        services.set_due(by=people.operations, duty=duty, due_on=date(2026, 12, 1), at=at)
    assert verbs().count("duty.due_set") == 1
    assert Clock.objects.count() == 1


def test_a_day_is_taken_back(duty: ReportingDuty, people: People, at: datetime) -> None:
    for day in (date(2026, 12, 1), None):
        services.set_due(by=people.operations, duty=duty, due_on=day, at=at)
    assert due(duty) is None


def test_how_often_it_is_owed_moves_the_next_day(
    duty: ReportingDuty, structure: Structure, people: People, at: datetime
) -> None:
    sent(duty, people, date(2026, 10, 1), at)
    services.edit_duty(by=people.operations, duty=duty, at=at, **owed(structure, times_a_year=4))
    assert due(duty) == date(2027, 1, 1)


def test_another_name_renames_what_is_due(
    duty: ReportingDuty, structure: Structure, people: People, at: datetime
) -> None:
    sent(duty, people, date(2026, 10, 1), at)
    services.edit_duty(by=people.operations, duty=duty, at=at, **owed(structure, about="training"))
    clock = Clock.objects.get()
    assert clock.subject == "Report of The Executive to The Board (training)"


@pytest.mark.parametrize("persona", ["board_member", "scrutineer", "police_lead"])
def test_only_the_operations_team_sets_the_day(
    duty: ReportingDuty, people: People, today: date, at: datetime, persona: str
) -> None:
    with pytest.raises(PermissionDenied):
        services.set_due(by=getattr(people, persona), duty=duty, due_on=today, at=at)


def test_the_operations_team_and_each_chair_are_reminded(
    structure: Structure, people: People, today: date, at: datetime
) -> None:
    hold(structure.authority, people.authority_lead)
    hold(structure.police, people.police_lead)
    hold(structure.health, people.health_lead)  # a member, who chairs nothing
    duty = services.add_duty(by=people.operations, at=at, **owed(structure, body=structure.board,
                             to_body=None, to_outside="The Council"))  # fmt: skip
    on = london_day(at) + timedelta(days=5)
    services.set_due(by=people.operations, duty=duty, due_on=on, at=at)
    remind(at=at)
    for person in (people.operations, people.authority_lead, people.police_lead):
        assert told(person) == ["Due in 5 days: Send the report that is owed, DUTY-0001".replace(
            "DUTY-0001", duty.reference)]  # fmt: skip
    assert told(people.health_lead) == []


def test_a_reminder_is_not_given_twice_and_ends_with_the_report(
    duty: ReportingDuty, people: People, today: date, at: datetime
) -> None:
    services.set_due(by=people.operations, duty=duty, due_on=today, at=at)
    assert (remind(at=at), remind(at=at)) == (1, 0)
    sent(duty, people, today, at)
    assert remind(at=at + timedelta(days=1)) == 0


def test_pages_show_what_is_due_and_what_was_late(
    duty: ReportingDuty, people: People, at: datetime
) -> None:
    services.set_due(by=people.operations, duty=duty, due_on=date(2025, 1, 6), at=at)
    assert "6 January 2025 Overdue" in reads(people.champion, "duty_list")
    sent(duty, people, date(2025, 1, 8), at)
    page = reads(people.champion, "duty_detail", pk=duty.pk)
    assert "8 January 2025 6 January 2025 Late" in page
    assert "Due by the end of Tuesday 8 July 2025" in page


def test_the_form_sets_the_day(duty: ReportingDuty, people: People) -> None:
    said = {"due_on_0": "1", "due_on_1": "3", "due_on_2": "2027"}
    assert sends(people.operations, "duty_due", said, pk=duty.pk).status_code == 302
    assert due(duty) == date(2027, 3, 1)


def test_whoever_keeps_it_is_led_from_what_is_due_to_the_duty(
    duty: ReportingDuty, people: People, at: datetime
) -> None:
    services.set_due(by=people.operations, duty=duty, due_on=date(2026, 12, 1), at=at)
    clock = Clock.objects.get()
    assert clock.trigger_at == midday(date(2026, 12, 1))
    assert clock.leads(people.operations)
    assert not clock.leads(people.board_member)
