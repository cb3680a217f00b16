from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import Error, IntegrityError, transaction

from shield.accounts.access import visible
from shield.clocks.models import Clock, HolidayOverride, Rule, RuleNotInForce, RuleVersion
from shield.clocks.permissions import Perm
from tests.personas import People

Start = Callable[..., Clock]


def version(slug: str = "incident.notify_panel") -> RuleVersion:
    return RuleVersion.objects.get(rule__slug=slug, number=1)


def copy(**changes: object) -> RuleVersion:
    made = version()
    made.pk, made.number = None, 9
    made._state.adding = True
    for name, value in changes.items():
        setattr(made, name, value)
    return made


@pytest.mark.usefixtures("rules")
def test_versions_of_a_rule_do_not_overlap() -> None:
    with pytest.raises(IntegrityError, match="rule_version_one_a_day"):
        copy(valid_from=date(2020, 1, 1), valid_to=date(2020, 1, 1)).save()


@pytest.mark.usefixtures("rules")
def test_versions_that_do_not_overlap_live_side_by_side() -> None:
    copy(valid_from=date(2000, 1, 1), valid_to=date(2018, 6, 28)).save()
    assert Rule.objects.get(slug="incident.notify_panel").versions.count() == 2


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("rule_version_amount_fits_unit", {"amount": 0}),
        ("rule_version_amount_fits_unit", {"unit": "fixed_date"}),
        ("rule_version_unit_known", {"unit": "fortnights"}),
        ("rule_version_direction_known", {"direction": "sideways"}),
        ("rule_version_status_known", {"status": "rumour"}),
        ("rule_version_ends_after_it_starts", {"valid_to": date(2000, 1, 1)}),
        ("rule_version_escalates_to_somebody", {"escalate_role": ""}),
        ("rule_version_remind_unit_known", {"remind_unit": "weeks"}),
        ("rule_version_reminds_after_the_day", {"remind_after": [0, 1]}),
    ],
)
def test_the_database_refuses_a_version_that_cannot_be(
    constraint: str, change: dict[str, object]
) -> None:
    facts = {"valid_from": date(2001, 1, 1), "valid_to": date(2001, 1, 2)} | change
    with pytest.raises(IntegrityError, match=constraint):
        copy(**facts).save()


def test_a_version_that_clocks_count_by_never_changes(start: Start) -> None:
    used = start().rule_version
    with pytest.raises(Error, match="clocks count by this version"), transaction.atomic():
        RuleVersion.objects.filter(pk=used.pk).update(amount=6)
    used.refresh_from_db()
    assert used.amount == 5


def test_a_version_that_clocks_count_by_may_end(start: Start) -> None:
    used = start().rule_version
    RuleVersion.objects.filter(pk=used.pk).update(valid_to=date(2030, 1, 1))
    used.refresh_from_db()
    assert used.valid_to == date(2030, 1, 1)


@pytest.mark.usefixtures("rules")
def test_a_version_that_no_clock_counts_by_may_change() -> None:
    RuleVersion.objects.filter(pk=version().pk).update(amount=6)
    assert version().amount == 6


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2018, 7, 4), 1),
        (date(2023, 12, 14), 1),
        (date(2023, 12, 15), 2),
        (date(2012, 1, 1), 1),  # before the register begins
    ],
)
def test_the_version_in_force_is_that_of_the_day(day: date, number: int) -> None:
    found = RuleVersion.objects.in_force("incident.rapid_review", day)
    assert found.number == number
    assert found.began_after(day) is (day.year == 2012)


@pytest.mark.usefixtures("rules")
def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(RuleNotInForce, match=r"no rule “incident\.nothing”"):
        RuleVersion.objects.in_force("incident.nothing", date(2026, 1, 1))


@pytest.mark.usefixtures("rules")
def test_a_rule_that_has_ended_is_refused() -> None:
    RuleVersion.objects.filter(pk=version().pk).update(valid_to=date(2025, 12, 31))
    with pytest.raises(RuleNotInForce, match="in force on 1 January 2026"):
        RuleVersion.objects.in_force("incident.notify_panel", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("clock_met_or_cancelled", {"met_at": True, "cancelled_at": True, "cancel_reason": "x"}),
        ("clock_cancelled_when_and_why", {"cancelled_at": True}),
        ("clock_cancelled_when_and_why", {"cancel_reason": "x"}),
        ("clock_met_when_and_by", {"met_by": True}),
    ],
)
def test_the_database_refuses_a_clock_that_cannot_be(
    constraint: str, facts: dict[str, object], start: Start, people: People, at: datetime
) -> None:
    clock = start()
    meant = {"met_at": at, "cancelled_at": at, "met_by": people.operations, "cancel_reason": "x"}
    with pytest.raises(IntegrityError, match=constraint):
        Clock.objects.filter(pk=clock.pk).update(**{name: meant[name] for name in facts})


def test_an_override_says_why(db: None) -> None:
    with pytest.raises(IntegrityError, match="holiday_override_says_why"):
        HolidayOverride.objects.create(day=date(2026, 1, 5), is_working=False, name="", source="x")


@pytest.mark.parametrize(
    ("persona", "sees"),
    [
        ("health_practitioner", {"own"}),
        ("health_lead", {"own", "lead", "sent"}),
        ("authority_lead", {"sent"}),
        ("operations", {"own", "lead", "sent"}),
        ("health_colleague", set()),
        ("police_lead", set()),
        ("police_practitioner", set()),
        ("leaver", set()),
        ("system_administrator", set()),
        ("auditor", set()),
        ("scrutineer", set()),
        ("champion", set()),
        ("agency_administrator", set()),
    ],
)
def test_each_person_sees_their_own_clocks_and_those_their_roles_open(
    persona: str, sees: set[str], start: Start, people: People
) -> None:
    start(subject="own")
    start(subject="lead", holder=None, holder_role="safeguarding-lead")
    start(
        subject="sent",
        holder=None,
        agency=people.agencies.authority,
        origin=people.agencies.health,
        by=people.health_lead,
    )
    seen = Clock.objects.visible_to(people.named()[persona])
    assert set(seen.values_list("subject", flat=True)) == sees


def test_a_practitioner_follows_what_they_set_going(start: Start, people: People) -> None:
    clock = start(holder=None, agency=people.agencies.authority, origin=people.agencies.health)
    assert list(Clock.objects.visible_to(people.health_practitioner)) == [clock]


def test_a_holder_who_left_sees_nothing(start: Start, people: People) -> None:
    start(holder=people.leaver)
    assert not Clock.objects.visible_to(people.leaver).exists()
    assert not Clock.objects.held_by(people.leaver).exists()


def test_a_holder_who_moved_to_another_agency_sees_nothing(start: Start, people: People) -> None:
    start(holder=people.police_practitioner)
    assert not Clock.objects.visible_to(people.police_practitioner).exists()


def test_each_permission_reaches_one_row_as_it_reaches_many(start: Start, people: People) -> None:
    start()
    start(agency=people.agencies.authority, origin=people.agencies.police)
    for user in people:
        for perm in (Perm.READ_AGENCY, Perm.READ_ALL):
            rows = visible(Clock.objects.all(), user, perm)
            assert set(rows) == {row for row in Clock.objects.all() if user.has_perm(perm, row)}


@pytest.mark.parametrize(
    ("days", "state"), [(-1, "Open"), (0, "Due today"), (1, "Overdue"), (400, "Overdue")]
)
def test_an_open_clock_says_how_it_stands(days: int, state: str, start: Start) -> None:
    clock = start()
    assert clock.state(clock.due_on + timedelta(days=days)) == state


def test_questions_of_the_list_agree_with_the_states(start: Start, at: datetime) -> None:
    late, met, open_, gone = start(), start(), start(), start()
    Clock.objects.filter(pk=met.pk).update(met_at=at)
    Clock.objects.filter(pk=late.pk).update(met_at=at + timedelta(days=30))
    Clock.objects.filter(pk=gone.pk).update(cancelled_at=at, cancel_reason="x")
    rows = Clock.objects.all()
    assert list(rows.open()) == [open_]
    assert list(rows.met_late()) == [late]
    assert set(rows.met()) == {late, met}
    assert list(rows.cancelled()) == [gone]
    assert list(rows.overdue(open_.due_on)) == []
    assert list(rows.overdue(open_.due_on + timedelta(days=1))) == [open_]


def test_amounts_are_said_in_words(rules: None) -> None:
    said = {v.rule.slug: v.quantity for v in RuleVersion.objects.select_related("rule")}
    assert said["conference.report"] == "2 calendar days before"
    assert said["incident.notify_panel"] == "5 working days"
    assert said["policy.review"] == "on the day itself"
