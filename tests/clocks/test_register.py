import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from shield.audit.models import Entry
from shield.clocks import services
from shield.clocks.models import Clock, Rule, RuleVersion
from shield.clocks.services.register import RULES
from shield.core.london import LONDON
from shield.core.refusals import Refusal
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


# --- the file -------------------------------------------------------------------------------------

EXPECTED = {
    "incident.notify_partnership": ("5 working days", "local"),
    "incident.notify_panel": ("5 working days", "statutory"),
    "incident.rapid_review": ("15 working days", "statutory"),
    "review.complete": ("3 months", "local"),
    "review.learning_event": ("6 months", "local"),
    "review.publish": ("6 months", "to verify"),
    "conference.initial": ("15 working days", "statutory"),
    "conference.report": ("2 calendar days before", "local"),
    "conference.first_core_group": ("10 working days", "practice"),
    "conference.core_group": ("6 weeks", "practice"),
    "conference.first_review": ("3 months", "statutory"),
    "conference.review": ("6 months", "statutory"),
    "conference.reconvene_inquorate": ("10 working days", "practice"),
    "board.executive_before": ("7 calendar days before", "local"),
    "board.executive_after": ("14 calendar days", "local"),
    "escalation.stage_1": ("2 working days", "local"),
    "escalation.stage_2": ("5 working days", "local"),
    "escalation.stage_3": ("2 working days", "local"),
    "policy.review": ("on the day itself", "local"),
    "report.yearly": ("12 months", "statutory"),
}


def test_every_rule_of_the_domain_is_in_the_register(rules: None) -> None:
    found = RuleVersion.objects.not_ended(FROM).select_related("rule")
    assert {v.rule.slug: (v.quantity, v.status) for v in found} == EXPECTED


def test_loading_again_changes_nothing(rules: None) -> None:
    before = list(RuleVersion.objects.order_by("pk").values())
    assert services.load_rules() == 0
    assert list(RuleVersion.objects.order_by("pk").values()) == before


def test_loading_again_leaves_local_amounts(rules: None, people: People, at: datetime) -> None:
    amend(people, at)
    assert services.load_rules() == 0
    assert rule().versions.count() == 2


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """The register's own file with something changed in the rule of the Panel."""

    def made(change: Callable[[dict[str, Any]], None]) -> Path:
        content = json.loads(RULES.read_text(encoding="utf-8"))
        change(next(entry for entry in content["rules"] if entry["id"] == PANEL))
        path = tmp_path / "rules.json"
        path.write_text(json.dumps(content))
        return path

    return made


def set_first(**facts: Any) -> Callable[[dict[str, Any]], None]:
    return lambda entry: entry["versions"][0].update(facts)


def new_law(entry: dict[str, Any]) -> None:
    entry["versions"].append(entry["versions"][0] | {"amount": 7, "valid_from": "2027-04-01"})


def test_a_new_law_ends_the_version_before_it(rules: None, file: Callable[..., Path]) -> None:
    assert services.load_rules(file(new_law)) == 1
    assert [row(v) for v in rule().versions.order_by("number")] == [
        (1, 5, "working_days", "statutory", date(2027, 3, 31)),
        (2, 7, "working_days", "statutory", None),
    ]
    assert services.load_rules(file(new_law)) == 0


def test_a_version_not_yet_used_is_corrected(rules: None, file: Callable[..., Path]) -> None:
    services.load_rules(file(set_first(source="Corrected")))
    assert rule().versions.get().source == "Corrected"


def test_a_version_in_use_is_not(start: Start, file: Callable[..., Path]) -> None:
    start(rule=PANEL)
    with pytest.raises(services.RegisterError, match=f"{PANEL}.*in use and differs in source"):
        services.load_rules(file(set_first(source="Corrected")))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"amount": 0}, "rule incident.notify_panel: .*amount_fits_unit"),
        ({"unit": "moons"}, "rule incident.notify_panel: unit:"),
        ({"status": "rumour"}, "rule incident.notify_panel: status:"),
        ({"source_url": "javascript:x"}, "rule incident.notify_panel: source_url:"),
        ({"valid_from": "31/02/2026"}, "rule incident.notify_panel: "),
        ({"colour": "red"}, "rule incident.notify_panel: unknown field colour"),
        ({"remind_before": ["soon"]}, "rule incident.notify_panel: "),
    ],
)
def test_a_bad_rule_refuses_the_whole_file(
    change: dict[str, Any], message: str, db: None, file: Callable[..., Path]
) -> None:
    with pytest.raises(services.RegisterError, match=message):
        services.load_rules(file(set_first(**change)))
    assert Rule.objects.count() == 0


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"rules": [{"id": "a.b"}]}', '{"rules": 3}'])
def test_what_is_no_file_of_rules_is_refused(text: str, db: None, tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    path.write_text(text)
    with pytest.raises(services.RegisterError, match="is not a file of rules"):
        services.load_rules(path)


def test_the_command_speaks_of_a_missing_file(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not a file of rules"):
        call_command("load_rules", str(tmp_path / "none.json"))


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


def test_another_source_for_the_same_amount_keeps_the_status(
    rules: None, people: People, at: datetime
) -> None:
    made = amend(people, at, amount=5, source="Working Together 2026")
    assert (made.status, made.national) == ("statutory", None)


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


def test_an_amendment_behind_one_that_waits_is_refused(
    rules: None, people: People, at: datetime
) -> None:
    amend(people, at)
    with pytest.raises(Refusal, match="Version 2 starts on 1 December 2026"):
        amend(people, at, amount=4)


def test_an_amendment_that_changes_nothing_is_refused(
    rules: None, people: People, at: datetime
) -> None:
    last = rule().versions.get()
    with pytest.raises(Refusal, match="Nothing was changed"):
        amend(people, at, amount=last.amount, source=last.source)


def test_nobody_but_the_operations_team_amends(rules: None, people: People, at: datetime) -> None:
    for user in people:
        if user != people.operations:
            with pytest.raises(PermissionDenied):
                amend(people, at, by=user)
    assert rule().versions.count() == 1
