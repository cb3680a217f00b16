"""Amounts of the partnership's own: put into the register, replaced on their day, withdrawn."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from shield.audit.models import Entry
from shield.clocks import services
from shield.clocks.models import Clock, Rule, RuleVersion
from shield.clocks.services.register import add_version
from shield.core.london import LONDON
from shield.core.refusals import Refusal
from shield.notifications.models import Notification
from tests.personas import People

Start = Callable[..., Clock]
PANEL = "incident.notify_panel"
FROM = date(2026, 12, 1)


def rule(slug: str = PANEL) -> Rule:
    return Rule.objects.get(slug=slug)


def amend(people: People, at: datetime, **given: Any) -> RuleVersion:
    facts: dict[str, Any] = {
        "rule": rule(),
        "amount": 3,
        "unit": "working_days",
        "source": "Executive, November 2026",
        "valid_from": FROM,
        "by": people.operations,
        "at": at,
    }
    return services.amend_rule(**(facts | given))


def row(version: RuleVersion) -> tuple[Any, ...]:
    return (version.number, version.amount, version.unit, version.status, version.valid_to)


# --- amendments -----------------------------------------------------------------------------------


def test_another_amount_makes_a_statutory_rule_local(
    rules: None, people: People, at: datetime
) -> None:
    made = amend(people, at)
    old, new = rule().versions.order_by("number")
    assert row(old) == (1, 5, "working_days", "statutory", date(2026, 11, 30))
    assert row(new) == (2, 3, "working_days", "local", None)
    assert (made.national, made.amended_by, made.amended_at) == (old, people.operations, at)
    assert made.source_words == ("Executive, November 2026 (local; national value: 5 working days)")


def test_a_local_amount_of_a_local_amount_still_names_the_law(
    rules: None, people: People, at: datetime
) -> None:
    first = amend(people, at)
    second = amend(people, at, amount=2, valid_from=FROM + timedelta(days=1))
    assert (second.status, second.national) == ("local", first.national)


def test_going_back_to_the_amount_of_the_law_makes_it_statutory_again(
    rules: None, people: People, at: datetime
) -> None:
    amend(people, at)
    back = amend(people, at, amount=5, valid_from=FROM + timedelta(days=1))
    assert (back.status, back.national) == ("statutory", None)


@pytest.mark.parametrize(
    ("slug", "status"), [(PANEL, "statutory"), ("conference.core_group", "practice")]
)
def test_another_source_for_the_same_amount_is_refused(
    slug: str, status: str, rules: None, people: People, at: datetime
) -> None:
    last = rule(slug).versions.get()
    assert last.status == status
    with pytest.raises(services.SameAmount, match="or leave the rule as it is"):
        amend(people, at, rule=last.rule, amount=last.amount, unit=last.unit, source="Minute 7")
    assert rule(slug).versions.count() == 1


def test_a_local_amount_takes_another_source(rules: None, people: People, at: datetime) -> None:
    first = amend(people, at)
    made = amend(people, at, source="Minute 7", valid_from=FROM + timedelta(days=1))
    assert (made.status, made.national, made.source) == ("local", first.national, "Minute 7")


def test_what_it_would_do_is_what_it_does(start: Start, people: People, at: datetime) -> None:
    today = at.date()
    amend(people, at, valid_from=today, amount=50)
    clock = start(rule=PANEL)
    answers: dict[str, Any] = {
        "rule": rule(),
        "amount": 4,
        "unit": "working_days",
        "source": "Minute 7",
        "valid_from": today,
    }
    would = services.would_amend(**answers, at=at)
    assert rule().versions.count() == 2
    made = services.amend_rule(**answers, by=people.operations, at=at)
    clock.refresh_from_db()
    assert would.after.due_on == clock.due_on == date(2026, 11, 30)
    assert (would.before.due_on, would.touched) == (clock.changes.get().due_was, 1)
    new = would.version
    assert (new.status, new.national, new.valid_to) == (made.status, made.national, made.valid_to)


def test_an_amended_practice_becomes_local_without_a_national_value(
    rules: None, people: People, at: datetime
) -> None:
    made = amend(people, at, rule=rule("conference.core_group"), unit="weeks", amount=4)
    assert (made.status, made.national) == ("local", None)


def test_clocks_that_run_keep_their_version(start: Start, people: People, at: datetime) -> None:
    running = start(rule=PANEL)
    amend(people, at)
    late_on_the_last_day = datetime(2026, 11, 30, 23, 59, tzinfo=LONDON)
    first_of_the_new = datetime(2026, 12, 1, 0, 0, tzinfo=LONDON)
    assert start(rule=PANEL, trigger=late_on_the_last_day).rule_version.number == 1
    assert start(rule=PANEL, trigger=first_of_the_new).rule_version.number == 2
    assert Clock.objects.get(pk=running.pk).rule_version.number == 1


def test_an_amendment_is_recorded(rules: None, people: People, at: datetime) -> None:
    amend(people, at)
    assert Entry.objects.get(verb="rule.amended").facts == {
        "rule": PANEL,
        "version": 2,
        "was": "5 working days",
        "now": "3 working days",
        "valid_from": "2026-12-01",
    }


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"amount": 0}, "between 1 and 1,000"),
        ({"amount": 1001}, "between 1 and 1,000"),
        ({"source": " "}, "where the new amount comes from"),
        ({"valid_from": date(2026, 11, 23)}, "today at the earliest"),
        ({"unit": "fixed_date"}, "has no amount"),
    ],
)
def test_an_amendment_that_cannot_be_is_refused(
    change: dict[str, Any], message: str, rules: None, people: People, at: datetime
) -> None:
    with pytest.raises(Refusal, match=message):
        amend(people, at, **change)
    assert rule().versions.count() == 1


def test_an_amendment_before_one_that_waits_is_refused_and_says_what_to_do(
    rules: None, people: People, at: datetime
) -> None:
    amend(people, at)
    message = "Version 2 starts on 1 December 2026: .* or withdraw that version first"
    with pytest.raises(Refusal, match=message):
        amend(people, at, amount=4, valid_from=FROM - timedelta(days=1))


def test_an_amendment_that_changes_nothing_is_refused(
    rules: None, people: People, at: datetime
) -> None:
    last = amend(people, at)
    with pytest.raises(Refusal, match="Nothing was changed"):
        amend(people, at, amount=last.amount, source=last.source)


def test_nobody_but_the_operations_team_amends(rules: None, people: People, at: datetime) -> None:
    for user in people:
        if user != people.operations:
            with pytest.raises(PermissionDenied):
                amend(people, at, by=user)
    assert rule().versions.count() == 1


# --- a second word on the same day ----------------------------------------------------------------


def standing() -> list[tuple[Any, ...]]:
    return [row(version) for version in rule().versions.standing().order_by("number")]


def test_a_second_amendment_from_the_same_day_takes_the_place_of_the_first(
    rules: None, people: People, at: datetime
) -> None:
    first = amend(people, at)
    second = amend(people, at + timedelta(hours=1), amount=4)
    assert standing() == [
        (1, 5, "working_days", "statutory", date(2026, 11, 30)),
        (3, 4, "working_days", "local", None),
    ]
    first.refresh_from_db()
    assert (first.withdrawn_at, first.withdrawn_by) == (at + timedelta(hours=1), people.operations)
    assert second.national == rule().versions.get(number=1)


def test_an_amendment_that_holds_today_is_amended_again_today(
    rules: None, people: People, at: datetime
) -> None:
    today = at.date()
    amend(people, at, valid_from=today)
    amend(people, at, valid_from=today, amount=4)
    assert RuleVersion.objects.in_force(PANEL, today).amount == 4
    assert RuleVersion.objects.in_force(PANEL, today - timedelta(days=1)).amount == 5


def test_what_started_by_the_replaced_amount_is_counted_again(
    start: Start, people: People, at: datetime
) -> None:
    today = at.date()
    amend(people, at, valid_from=today, amount=50)
    clock, earlier = start(rule=PANEL), start(rule=PANEL, trigger=at - timedelta(days=1))
    new = amend(people, at, valid_from=today, amount=4)
    clock.refresh_from_db()
    assert (clock.rule_version, clock.due_on) == (new, date(2026, 11, 30))
    change = clock.changes.get()
    assert change.why == "Version 2 of the rule was replaced by version 3"
    assert (change.due_now, change.by) == (date(2026, 11, 30), people.operations)
    told = Notification.objects.get()
    assert (told.recipient, told.key) == (
        people.health_practitioner,
        f"clock:{clock.pk}:moved:{change.pk}",
    )
    earlier.refresh_from_db()
    assert (earlier.rule_version.number, earlier.changes.count()) == (1, 0)


def test_what_was_met_by_the_replaced_amount_keeps_it(
    start: Start, people: People, at: datetime
) -> None:
    today = at.date()
    used = amend(people, at, valid_from=today)
    clock = start(rule=PANEL)
    services.complete(clock=clock, met_at=at, by=None, at=at)
    amend(people, at, valid_from=today, amount=4)
    clock.refresh_from_db()
    assert (clock.rule_version, clock.changes.count()) == (used, 0)


def test_going_back_to_the_law_on_the_same_day_is_statutory_again(
    rules: None, people: People, at: datetime
) -> None:
    amend(people, at)
    back = amend(people, at, amount=5)
    assert (back.status, back.national) == ("statutory", None)


@pytest.fixture
def new_law(rules: None) -> RuleVersion:
    """The file of rules brings another statutory amount for a day to come."""
    law = RuleVersion(
        unit="working_days",
        amount=7,
        trigger="the local authority becomes aware",
        source="A new Act",
        status="statutory",
        valid_from=FROM,
    )
    add_version(rule(), law)
    return law


def test_an_amendment_from_the_first_day_of_a_new_law_names_that_law(
    new_law: RuleVersion, people: People, at: datetime
) -> None:
    first = amend(people, at, amount=9)
    second = amend(people, at + timedelta(hours=1), amount=10)
    for made in (first, second):
        assert (made.status, made.national) == ("local", new_law)
        assert "national value: 7 working days" in made.source_words


def test_going_back_to_the_new_law_on_its_first_day_is_statutory_again(
    new_law: RuleVersion, people: People, at: datetime
) -> None:
    amend(people, at, amount=9)
    back = amend(people, at + timedelta(hours=1), amount=7)
    assert (back.status, back.national) == ("statutory", None)


def test_loading_again_leaves_what_was_replaced(rules: None, people: People, at: datetime) -> None:
    amend(people, at)
    amend(people, at, amount=4)
    assert services.load_rules() == 0
    assert len(standing()) == 2


# --- withdrawing ----------------------------------------------------------------------------------


def withdraw(version: RuleVersion, people: People, at: datetime, **given: Any) -> int:
    facts: dict[str, Any] = {"version": version, "by": people.operations, "at": at}
    return services.withdraw_version(**(facts | given))


def test_a_version_to_come_is_withdrawn_and_the_one_before_goes_on(
    rules: None, people: People, at: datetime
) -> None:
    made = amend(people, at, valid_from=date(2206, 12, 1))
    assert withdraw(made, people, at) == 0
    assert standing() == [(1, 5, "working_days", "statutory", None)]
    made.refresh_from_db()
    assert (made.withdrawn_at, made.withdrawn_by) == (at, people.operations)
    assert Entry.objects.get(verb="rule.withdrawn").facts == {"rule": PANEL, "version": 2}


def test_a_law_whose_place_a_withdrawn_amendment_took_holds_again(
    new_law: RuleVersion, people: People, at: datetime
) -> None:
    made = amend(people, at + timedelta(hours=1), amount=9)
    withdraw(made, people, at + timedelta(hours=2))
    back = (4, 7, "working_days", "statutory", None)
    assert standing() == [(1, 5, "working_days", "statutory", date(2026, 11, 30)), back]
    # Withdrawn itself, it stays so.
    withdraw(rule().versions.get(number=4), people, at + timedelta(hours=3))
    assert standing() == [(1, 5, "working_days", "statutory", None)]


def test_a_version_far_ahead_by_mistake_blocks_nothing_once_withdrawn(
    rules: None, people: People, at: datetime
) -> None:
    withdraw(amend(people, at, valid_from=date(2206, 12, 1)), people, at)
    made = amend(people, at, amount=4)
    assert (made.number, made.valid_to) == (3, None)
    assert standing()[0] == (1, 5, "working_days", "statutory", date(2026, 11, 30))


def test_what_counts_by_it_from_a_day_to_come_is_counted_again(
    start: Start, people: People, at: datetime
) -> None:
    made = amend(people, at)
    clock = start(rule=PANEL, trigger=datetime(2026, 12, 7, 12, 0, tzinfo=LONDON))
    assert withdraw(made, people, at) == 1
    clock.refresh_from_db()
    assert (clock.rule_version.number, clock.due_on) == (1, date(2026, 12, 14))
    change = clock.changes.get()
    assert change.why == "Version 2 of the rule was withdrawn"
    assert (change.due_was, change.due_now) == (date(2026, 12, 10), date(2026, 12, 14))


@pytest.mark.parametrize(("days", "refused"), [(-1, False), (0, True), (1, True)])
def test_only_before_it_comes_into_force(
    days: int, refused: bool, rules: None, people: People, at: datetime
) -> None:
    made = amend(people, at)
    # Half past midnight in London, or the last minute of the day before.
    moment = datetime(2026, 12, 1, 0, 0, tzinfo=LONDON) + timedelta(days=days)
    moment = moment.replace(hour=23, minute=59) if days < 0 else moment
    if refused:
        with pytest.raises(services.CannotWithdraw, match="is in force"):
            withdraw(made, people, moment)
    else:
        withdraw(made, people, moment)
    made.refresh_from_db()
    assert (made.withdrawn_at is None) is refused
