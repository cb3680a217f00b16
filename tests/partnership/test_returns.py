"""Quarterly returns: asked for once, made once, chased, counted."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from partnership.models import EACH_PARTNER, Body, EscalationReturn, EscalationTheme
from partnership.services import differences as services
from shield.clocks.reminders import remind
from tests.partnership.browsing import as_, reads
from tests.partnership.conftest import Structure
from tests.partnership.doing import hold, told
from tests.partnership.test_escalations import start
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
OCTOBER = timedelta(days=52)  # back from the tests' moment: 3 October


@pytest.fixture
def asked(people: People, at: datetime) -> datetime:
    """The moment at which each agency was asked for July to September."""
    moment = at - OCTOBER
    assert services.open_returns(at=moment) == 5
    return moment


def of(people: People, agency: str = "health") -> EscalationReturn:
    found: EscalationReturn = EscalationReturn.objects.select_related("clock").get(
        agency=getattr(people.agencies, agency)
    )
    return found


def nil(people: People, record: EscalationReturn, at: datetime) -> EscalationReturn:
    return services.make_return(
        by=people.health_lead, record=record, is_nil=True, elsewhere={}, learning="", at=at
    )


def test_each_agency_is_asked_once_a_quarter(asked: datetime, people: People) -> None:
    assert services.open_returns(at=asked + timedelta(hours=1)) == 0
    assert of(people).quarter_words == "July to September 2026"
    assert of(people).clock.due_on == date(2026, 10, 14)


def test_an_agency_that_has_ended_is_not_asked(people: People, at: datetime) -> None:
    school = people.agencies.school
    school.valid_to = date(2026, 9, 1)
    school.save()
    assert services.open_returns(at=at - OCTOBER) == 4


def test_a_portal_that_begins_late_in_a_quarter_asks_for_none(people: People, at: datetime) -> None:
    assert services.open_returns(at=at) == 0


def test_a_missed_run_is_caught_up(asked: datetime, people: People) -> None:
    assert services.open_returns(at=asked + timedelta(days=140)) == 5
    assert EscalationReturn.objects.filter(quarter=date(2026, 10, 1)).count() == 5


def test_leads_are_reminded_until_it_is_returned(asked: datetime, people: People) -> None:
    late = asked + timedelta(days=12)
    remind(at=late)
    assert told(people.health_lead) == [
        "Overdue by 1 day: Return the quarter's differences between agencies, or none, "
        f"{of(people).reference}"
    ]
    nil(people, of(people), late)
    remind(at=late + timedelta(days=8))
    assert len(told(people.health_lead)) == 1


def test_a_late_return_is_taken_and_marked(asked: datetime, people: People) -> None:
    record = nil(people, of(people), asked + timedelta(days=30))
    assert record.is_late
    assert "after it was due" in reads(people.health_lead, "return_detail", pk=record.pk)


def test_a_quarter_is_returned_once(asked: datetime, people: People) -> None:
    nil(people, of(people), asked)
    with pytest.raises(services.ReturnedAlready):
        nil(people, of(people), asked)


def test_who_raised_one_does_not_return_none(asked: datetime, people: People, at: datetime) -> None:
    theme = EscalationTheme.objects.create(name="Thresholds")
    start(theme, people, datetime(2026, 8, 3, 12, tzinfo=at.tzinfo))
    with pytest.raises(services.NotNil):
        nil(people, of(people), asked)


def test_a_return_that_is_not_nil_says_how_many(asked: datetime, people: People) -> None:
    with pytest.raises(services.NothingReturned):
        services.make_return(
            by=people.health_lead, record=of(people), is_nil=False, elsewhere={}, learning="",
            at=asked,
        )  # fmt: skip


def test_a_neighbour_makes_and_finds_no_return_of_another_agency(
    asked: datetime, people: People
) -> None:
    record = of(people)
    with pytest.raises(PermissionDenied):
        services.make_return(
            by=people.police_lead, record=record, is_nil=True, elsewhere={}, learning="", at=asked
        )
    assert as_(people.police_lead).get(record.get_absolute_url()).status_code == 404


def test_the_summary_counts_what_was_raised_and_what_was_returned(
    asked: datetime, people: People, at: datetime
) -> None:
    theme = EscalationTheme.objects.create(name="Thresholds")
    start(theme, people, datetime(2026, 8, 3, 12, tzinfo=at.tzinfo))
    services.make_return(
        by=people.police_lead, record=of(people, "police"), is_nil=False, elsewhere={theme: 2},
        learning="", at=asked,
    )  # fmt: skip
    page = reads(people.operations, "difference_summary")
    assert "All quarters: 3 differences" in page
    assert "Thresholds 1 2 3" in page
    assert "1 of 5 returned" in page


def test_who_sits_in_the_executive_reads_the_numbers(structure: Structure, people: People) -> None:
    Body.objects.filter(pk=structure.executive.pk).update(quorum_rule={EACH_PARTNER: True})
    client = as_(people.board_member)
    assert client.get("/partnership/differences/numbers/").status_code == 404
    seat = structure.police
    seat.body = structure.executive
    seat.save()
    hold(seat, people.board_member)
    assert "in numbers" in reads(people.board_member, "difference_summary")
