"""How a rule reminds is amended: with its amount, or by itself."""

from datetime import datetime, timedelta

import pytest

from shield.audit.models import Entry
from shield.clocks import services
from shield.clocks.models import Reminders, RuleVersion
from shield.core.refusals import Refusal
from tests.clocks.test_amending import FROM, PANEL, amend, rule
from tests.personas import People

WORKING = Reminders.of("working_days", [1, 5, 2], [2, 1])


def test_reminders_change_alone_and_the_law_keeps_what_it_rests_on(
    rules: None, people: People, at: datetime
) -> None:
    law = rule().versions.get()
    made = amend(people, at, amount=5, reminders=WORKING, source="Minute 7")
    assert (made.status, made.national, made.quantity) == ("statutory", None, law.quantity)
    assert (made.source, made.source_url) == (law.source, law.source_url)
    assert (made.reminders, made.remind_source) == (WORKING, "Minute 7")
    assert (made.remind_before, made.remind_after) == ([5, 2, 1], [1, 2])


def test_reminders_that_change_are_recorded(rules: None, people: People, at: datetime) -> None:
    amend(people, at, amount=5, reminders=WORKING)
    facts = Entry.objects.get(verb="rule.amended").facts
    words = "from 1 {} before also to: Operations team"
    assert (facts["reminded"], facts["reminds"]) == (
        f"5, 2, 1 and 0 days before; when overdue every day; {words.format('day')}",
        "5, 2 and 1 working days before; 1 and 2 working days after the due day; "
        + words.format("working day"),
    )


def test_a_later_amount_keeps_the_reminders_and_who_decided_them(
    rules: None, people: People, at: datetime
) -> None:
    amend(people, at, amount=5, reminders=WORKING, source="Minute 7")
    made = amend(people, at, source="Minute 8", valid_from=FROM + timedelta(days=1))
    assert (made.source, made.remind_source, made.reminders) == ("Minute 8", "Minute 7", WORKING)


def test_amount_and_reminders_change_together(rules: None, people: People, at: datetime) -> None:
    made = amend(people, at, reminders=WORKING, source="Minute 7")
    assert (made.status, made.source, made.remind_source) == ("local", "Minute 7", "Minute 7")


def test_the_same_reminders_are_no_change(rules: None, people: People, at: datetime) -> None:
    same = rule().versions.get().reminders
    with pytest.raises(services.SameAmount, match="the amount or the reminders"):
        amend(people, at, amount=5, reminders=same)
    assert amend(people, at, reminders=same).remind_source == ""


def test_reminders_that_were_withdrawn_leave_those_before(
    rules: None, people: People, at: datetime
) -> None:
    before = rule().versions.get().reminders
    services.withdraw_version(
        version=amend(people, at, amount=5, reminders=WORKING), by=people.operations, at=at
    )
    assert RuleVersion.objects.in_force(PANEL, FROM).reminders == before


@pytest.mark.parametrize(
    ("reminders", "message"),
    [
        (Reminders.of("working_days", [1], [0, 1]), "is one of those before it"),
        (Reminders.of("working_days", [1001], []), "more than 1,000 days"),
        (Reminders.of("working_days", [], [1001]), "more than 1,000 days"),
    ],
)
def test_reminders_that_cannot_be_are_refused(
    reminders: Reminders, message: str, rules: None, people: People, at: datetime
) -> None:
    with pytest.raises(Refusal, match=message):
        amend(people, at, amount=5, reminders=reminders)
    assert rule().versions.count() == 1
