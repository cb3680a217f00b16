import json
from datetime import date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from shield.clocks import services
from shield.clocks.models import HolidayOverride, Rule
from tests.personas import People

pytestmark = pytest.mark.usefixtures("rules")


def explained(rule: str, trigger: str) -> dict[str, Any]:
    out = StringIO()
    call_command("explain_clock", f"--rule={rule}", f"--from={trigger}", "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_the_answer_as_json() -> None:
    found = explained("incident.notify_panel", "2026-12-22T16:30")
    assert list(found) == ["rule", "version", "from", "due_on", "working"]
    assert found["rule"] == "incident.notify_panel"
    assert found["version"] == 1
    assert found["from"] == "2026-12-22T16:30:00+00:00"
    assert found["due_on"] == "2026-12-31"
    assert found["working"][0] == {
        "date": "2026-12-22",
        "counted": False,
        "reason": "day 0: the day from which it is counted",
    }
    assert [line["date"] for line in found["working"] if line["counted"]] == [
        "2026-12-23",
        "2026-12-24",
        "2026-12-29",
        "2026-12-30",
        "2026-12-31",
    ]


@pytest.mark.parametrize(
    ("trigger", "moment", "due_on"),
    [
        ("2026-07-06", "2026-07-06T00:00:00+01:00", "2026-07-13"),
        ("2026-07-06T23:30", "2026-07-06T23:30:00+01:00", "2026-07-13"),
        ("2026-07-06T23:30Z", "2026-07-07T00:30:00+01:00", "2026-07-14"),
        ("2026-07-06T23:30+01:00", "2026-07-06T23:30:00+01:00", "2026-07-13"),
        ("2012-06-01T10:00", "2012-06-01T10:00:00+01:00", "2012-06-12"),
    ],
)
def test_a_moment_without_a_zone_is_london_s(trigger: str, moment: str, due_on: str) -> None:
    found = explained("incident.notify_panel", trigger)
    assert (found["from"], found["due_on"]) == (moment, due_on)


def test_it_counts_by_the_version_in_force(people: People, at: datetime) -> None:
    services.amend_rule(
        rule=Rule.objects.get(slug="incident.notify_panel"),
        amount=2,
        unit="working_days",
        source="Executive",
        valid_from=date(2026, 12, 1),
        by=people.operations,
        at=at,
    )
    before = explained("incident.notify_panel", "2026-11-30T12:00")
    after = explained("incident.notify_panel", "2026-12-01T12:00")
    assert (before["version"], before["due_on"]) == (1, "2026-12-07")
    assert (after["version"], after["due_on"]) == (2, "2026-12-03")


def test_it_counts_by_the_table_of_overrides() -> None:
    HolidayOverride.objects.create(
        day=date(2026, 12, 23), is_working=False, name="State funeral", source="Proclamation"
    )
    found = explained("incident.notify_panel", "2026-12-22T16:30")
    assert found["working"][1]["reason"] == "override: State funeral"
    assert found["due_on"] == "2027-01-04"


def test_the_answer_in_words() -> None:
    out = StringIO()
    call_command("explain_clock", "--rule=conference.report", "--from=2026-12-10", stdout=out)
    assert out.getvalue() == (
        "Send the report to the conference (conference.report, version 1)\n"
        "2 calendar days before, counted from: the conference\n"
        "Source: Local policy on conference reports (local)\n"
        "From 10 December 2026 at midnight\n"
        "  - Thursday 10 December 2026: day 0: the day from which it is counted\n"
        "  + Wednesday 9 December 2026: day 1\n"
        "  + Tuesday 8 December 2026: day 2\n"
        "Due by the end of Tuesday 8 December 2026\n"
    )


def test_a_day_before_the_register_begins_says_so() -> None:
    err = StringIO()
    call_command(
        "explain_clock",
        "--rule=incident.notify_panel",
        "--from=2012-06-01",
        stdout=StringIO(),
        stderr=err,
    )
    assert "The register begins on 29 June 2018" in err.getvalue()


@pytest.mark.parametrize(
    ("rule", "trigger", "message"),
    [
        ("incident.nothing", "2026-12-22T16:30", "There is no rule “incident.nothing”"),
        ("incident.notify_panel", "tomorrow", "“tomorrow” is not a date and time"),
        ("incident.notify_panel", "2026-02-31T10:00", "is not a date and time"),
        ("incident.notify_panel", "", "is not a date and time"),
        ("incident.notify_panel", "9999-12-31T23:00", "too far away"),
        ("incident.notify_panel", "9999-12-31T23:59-12:00", "is not a date and time"),
        ("conference.report", "0001-01-01", "too far away"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_words(rule: str, trigger: str, message: str) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("explain_clock", f"--rule={rule}", f"--from={trigger}", "--json")
