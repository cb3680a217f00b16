"""Differences between agencies: raised without a child's name, answered, taken on, ended."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from partnership.models import Escalation, EscalationStatus, EscalationTheme, StageClock
from partnership.services import differences as services
from shield.audit.models import Entry
from shield.clocks.models import Clock, Rule
from shield.core.childfree import names_child
from shield.core.refusals import Refusal
from tests.partnership.browsing import as_, reads, sends
from tests.partnership.doing import told, verbs
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
TODAY = date(2026, 11, 24)


@pytest.fixture
def theme(db: None) -> EscalationTheme:
    return EscalationTheme.objects.create(name="Thresholds")


@pytest.fixture
def raised(theme: EscalationTheme, people: People, at: datetime) -> Escalation:
    return start(theme, people, at)


def start(theme: EscalationTheme, people: People, at: datetime, **more: Any) -> Escalation:
    facts: dict[str, Any] = {
        "by": people.health_lead,
        "agency": people.agencies.health,
        "others": [people.agencies.police],
        "theme": theme,
        "what": "Whether the threshold was met",
        "tried": "The leads spoke twice",
        "at": at,
    }
    return services.start_escalation(**(facts | more))


def on(escalation: Escalation, people: People, at: datetime, stage: int) -> Escalation:
    return services.go_on(
        by=people.health_lead, escalation=escalation, stage=stage, why="No answer", at=at
    )


# --- Nothing says who a child is ------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "About 943 476 5919",
        "About 9434765919.",
        "943-476-5919 was seen",
        "Pupil A123456789012",
        "DOB 3/4/2026",
        "born on 3 April 2026",
        "date of birth: 2026-04-03",
        "seen 03/04/2015",
        "seen 3rd April 2015",
        "seen on 2015-04-03",
        "seen 03.04.15",
    ],
)
def test_what_could_say_who_a_child_is_is_found(text: str) -> None:
    assert names_child(text, today=TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "The strategy meeting of 3 November 2026",
        "Since April 2015",
        "Telephone 020 7946 0000",
        "943 476 5918",  # no check digit of the NHS
        "The school was born of a merger",
        "",
    ],
)
def test_what_says_nothing_of_a_child_is_let_through(text: str) -> None:
    assert names_child(text, today=TODAY) == ""


def test_no_text_with_an_nhs_number_is_kept(
    theme: EscalationTheme, people: People, at: datetime
) -> None:
    with pytest.raises(services.NamesChild, match="an NHS number"):
        start(theme, people, at, tried="About 943 476 5919")
    assert not Escalation.objects.exists()


def test_the_form_says_it_beside_the_field_and_keeps_what_was_typed(
    theme: EscalationTheme, people: People
) -> None:
    said = {
        "others": [people.agencies.police.pk],
        "theme": theme.pk,
        "what": "Seen, born 3 April 2024",
        "tried": "The leads spoke",
        "names_nobody": "on",
    }
    answer = sends(people.health_lead, "escalation_start", said)
    page = answer.content.decode()
    assert "This contains a date that could be a date of birth" in page
    assert "The leads spoke" in page
    assert not Escalation.objects.exists()


# --- Raised ---------------------------------------------------------------------------------------


def test_it_gets_a_reference_and_enters_the_first_stage(raised: Escalation) -> None:
    assert (raised.reference, raised.stage, raised.status) == ("ESC-2026-0001", 1, "open")
    clock = StageClock.objects.get().clock
    assert clock.due_on == date(2026, 11, 26)
    assert clock.rule_version.rule.slug == "escalation.stage_1"


def test_the_leads_of_the_other_agency_are_told_without_content(
    raised: Escalation, people: People
) -> None:
    assert told(people.police_lead) == [
        "A difference between agencies waits for your answer, ESC-2026-0001"
    ]
    assert told(people.health_lead) == []


def test_nobody_raises_one_for_another_agency(
    theme: EscalationTheme, people: People, at: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        start(theme, people, at, by=people.police_lead)


def test_an_agency_does_not_differ_with_itself(
    theme: EscalationTheme, people: People, at: datetime
) -> None:
    with pytest.raises(services.OnlyItself):
        start(theme, people, at, others=[people.agencies.health])


def test_each_of_the_other_agencies_has_its_clock(
    theme: EscalationTheme, people: People, at: datetime
) -> None:
    start(theme, people, at, others=[people.agencies.police, people.agencies.icb])
    assert {one.agency for one in StageClock.objects.select_related("agency")} == {
        people.agencies.police,
        people.agencies.icb,
    }


# --- Seen -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["health_lead", "police_lead", "operations", "scrutineer"])
def test_those_concerned_read_it_and_each_reading_is_written_down(
    raised: Escalation, people: People, persona: str
) -> None:
    page = reads(getattr(people, persona), "escalation_detail", pk=raised.pk)
    assert "Whether the threshold was met" in page
    assert "working day 2" in page
    seen = Entry.objects.filter(verb="consulted", subject_id=raised.pk)
    assert seen.filter(actor_id=getattr(people, persona).pk).count() == 1


@pytest.mark.parametrize("persona", ["icb_lead", "authority_lead"])
def test_leads_of_other_agencies_find_nothing(
    raised: Escalation, people: People, persona: str
) -> None:
    client = as_(getattr(people, persona))
    assert client.get(raised.get_absolute_url()).status_code == 404
    assert raised.reference not in reads(getattr(people, persona), "escalation_list")


@pytest.mark.parametrize("persona", ["health_practitioner", "board_member", "auditor"])
def test_others_have_no_such_pages(raised: Escalation, people: People, persona: str) -> None:
    assert as_(getattr(people, persona)).get("/partnership/differences/").status_code == 404


# --- Answered and taken on ------------------------------------------------------------------------


def test_the_other_agency_answers(raised: Escalation, people: People, at: datetime) -> None:
    services.answer_escalation(
        by=people.police_lead, escalation=raised, agency=people.agencies.police,
        text="We meet tomorrow", at=at,
    )  # fmt: skip
    assert told(people.health_lead) == ["A difference between agencies was answered, ESC-2026-0001"]
    assert "We meet tomorrow" in reads(people.health_lead, "escalation_detail", pk=raised.pk)


def test_an_agency_that_is_not_concerned_does_not_answer(
    raised: Escalation, people: People, at: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        services.answer_escalation(
            by=people.icb_lead, escalation=raised, agency=people.agencies.icb, text="We", at=at
        )


def test_the_next_stage_has_clocks_of_its_own(
    raised: Escalation, people: People, at: datetime
) -> None:
    on(raised, people, at + timedelta(days=2), 1)
    states = [
        (clock.rule_version.rule.slug, clock.is_open)
        for clock in Clock.objects.select_related("rule_version__rule").order_by("pk")
    ]
    assert states == [("escalation.stage_1", False), ("escalation.stage_2", True)]


def test_of_two_that_take_it_on_the_second_is_told(
    raised: Escalation, people: People, at: datetime
) -> None:
    on(raised, people, at, 1)
    with pytest.raises(services.MovedOn):
        on(raised, people, at, 1)
    raised.refresh_from_db()
    assert raised.stage == 2


def test_there_are_as_many_stages_as_rules(
    raised: Escalation, people: People, at: datetime
) -> None:
    Rule.objects.create(slug="escalation.stage_12", name="Far away")
    assert services.stages() == [1, 2, 3, 12]


def test_after_the_last_stage_it_goes_to_arbitration(
    raised: Escalation, people: People, at: datetime
) -> None:
    for stage in (1, 2, 3):
        raised = on(raised, people, at, stage)
    assert raised.status == EscalationStatus.ARBITRATION
    assert not Clock.objects.open().exists()
    assert told(people.operations) == [
        "A difference between agencies goes to arbitration, ESC-2026-0001"
    ]


def test_the_other_agency_does_not_take_it_on(
    raised: Escalation, people: People, at: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        services.go_on(by=people.police_lead, escalation=raised, stage=1, why="No", at=at)


# --- Ended ----------------------------------------------------------------------------------------


def test_a_resolved_one_has_met_its_clock(raised: Escalation, people: People, at: datetime) -> None:
    services.resolve_escalation(
        by=people.health_lead, escalation=raised, outcome="Agreed to meet", at=at
    )
    assert Clock.objects.met().count() == 1
    assert "escalation.resolved" in verbs()
    assert "Agreed to meet" in reads(people.police_lead, "escalation_detail", pk=raised.pk)


def test_a_withdrawn_one_has_no_clock_left(
    raised: Escalation, people: People, at: datetime
) -> None:
    services.withdraw_escalation(
        by=people.operations, escalation=raised, outcome="Raised twice", at=at
    )
    assert Clock.objects.cancelled().count() == 1


def test_nothing_is_added_once_it_has_ended(
    raised: Escalation, people: People, at: datetime
) -> None:
    services.resolve_escalation(by=people.health_lead, escalation=raised, outcome="Agreed", at=at)
    with pytest.raises(Refusal):
        on(raised, people, at, 1)
    with pytest.raises(services.MovedOn):
        services.answer_escalation(
            by=people.police_lead, escalation=raised, agency=people.agencies.police, text="We",
            at=at,
        )  # fmt: skip
    assert Clock.objects.met().count() == 1


def test_one_theme_is_named_once(theme: EscalationTheme, people: People, at: datetime) -> None:
    with pytest.raises(services.ThemeTwice):
        services.add_theme(by=people.operations, name="Thresholds", at=at)


def test_a_theme_that_is_chosen_no_longer_is_not_offered(
    theme: EscalationTheme, people: People, at: datetime
) -> None:
    services.edit_theme(
        by=people.operations, theme=theme, name="Thresholds", is_offered=False, at=at
    )
    assert "Thresholds" not in reads(people.health_lead, "escalation_start")
