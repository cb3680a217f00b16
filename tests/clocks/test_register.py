import json
import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from shield.clocks import services
from shield.clocks.models import Clock, Rule, RuleVersion
from shield.clocks.services.register import RULES
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
    "conference.transfer_in": ("15 working days", "practice"),
    "conference.report": ("2 calendar days before", "local"),
    "conference.report_review": ("2 calendar days before", "local"),
    "conference.first_core_group": ("10 working days", "practice"),
    "conference.core_group": ("6 weeks", "practice"),
    "conference.first_review": ("3 months", "statutory"),
    "conference.review": ("6 months", "statutory"),
    "conference.reconvene_inquorate": ("10 working days", "practice"),
    "board.executive_before": ("7 calendar days before", "local"),
    "board.executive_after": ("14 calendar days", "local"),
    "action.due": ("on the day itself", "local"),
    "decision.request": ("5 working days", "local"),
    "duty.report": ("on the day itself", "local"),
    "escalation.return": ("10 working days", "local"),
    "escalation.stage_1": ("2 working days", "local"),
    "escalation.stage_2": ("5 working days", "local"),
    "escalation.stage_3": ("2 working days", "local"),
    "policy.review": ("on the day itself", "local"),
    "scrutiny.reply": ("20 working days", "local"),
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


# --- a new file, and amounts of the partnership's own ---------------------------------------------


def law_from(day: date, **facts: Any) -> Callable[[dict[str, Any]], None]:
    """A new law of 7 working days, as a later file would bring it."""
    given = {"amount": 7, "valid_from": day.isoformat()} | facts
    return lambda entry: entry["versions"].append(entry["versions"][0] | given)


def test_a_law_from_before_an_amendment_holds_until_then_and_is_named_by_it(
    rules: None, people: People, at: datetime, file: Callable[..., Path]
) -> None:
    made = amend(people, at)
    earlier = law_from(date(2026, 11, 1))
    assert services.load_rules(file(earlier)) == 1
    assert [row(v) for v in rule().versions.order_by("valid_from")] == [
        (1, 5, "working_days", "statutory", date(2026, 10, 31)),
        (3, 7, "working_days", "statutory", date(2026, 11, 30)),
        (2, 3, "working_days", "local", None),
    ]
    made.refresh_from_db()
    assert "national value: 7 working days" in made.source_words
    assert services.load_rules(file(earlier)) == 0


def test_an_amount_in_use_names_the_law_that_came_in_once_it_is_amended_again(
    start: Start,
    people: People,
    at: datetime,
    file: Callable[..., Path],
    caplog: pytest.LogCaptureFixture,
) -> None:
    made = amend(people, at, valid_from=at.date())
    start(rule=PANEL)
    with caplog.at_level(logging.WARNING):
        services.load_rules(file(law_from(date(2026, 11, 1))))
    assert f"{made} does not name {PANEL} version 3 as the law" in caplog.text
    again = amend(people, at, amount=4)
    assert (again.status, again.national) == ("local", rule().versions.get(number=3))
    back = amend(people, at, amount=7, valid_from=FROM + timedelta(days=1))
    assert (back.status, back.national) == ("statutory", None)


def test_an_amendment_from_the_day_of_a_new_law_stands_and_the_log_says_so(
    rules: None,
    people: People,
    at: datetime,
    file: Callable[..., Path],
    caplog: pytest.LogCaptureFixture,
) -> None:
    made = amend(people, at)
    with caplog.at_level(logging.WARNING):
        assert services.load_rules(file(law_from(FROM))) == 0
    assert f"{made} stands as people left it" in caplog.text
    assert RuleVersion.objects.in_force(PANEL, FROM) == made


def test_a_withdrawn_version_stays_so_when_the_file_corrects_it(
    rules: None, people: People, at: datetime, file: Callable[..., Path]
) -> None:
    services.load_rules(file(law_from(FROM)))
    services.withdraw_version(version=rule().versions.get(number=2), by=people.operations, at=at)
    assert services.load_rules(file(law_from(FROM, source="Corrected"))) == 0
    assert rule().versions.standing().count() == 1


def test_an_end_in_the_file_gives_way_to_an_amendment(
    start: Start, people: People, at: datetime, file: Callable[..., Path]
) -> None:
    start(rule=PANEL)
    amend(people, at)
    assert services.load_rules(file(set_first(valid_to=None))) == 0
    assert rule().versions.get(number=1).valid_to == FROM - timedelta(days=1)


def test_a_law_from_before_one_of_the_file_s_own_is_refused(
    rules: None, file: Callable[..., Path]
) -> None:
    services.load_rules(file(law_from(FROM)))
    with pytest.raises(services.RegisterError, match="a new one must start later"):
        services.load_rules(file(law_from(FROM - timedelta(days=1))))


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
        ({"remind_unit": "weeks"}, "rule incident.notify_panel: remind_unit:"),
        ({"remind_after": [0]}, "rule incident.notify_panel: .*reminds_after_the_day"),
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
