"""A draft is started once, saved page by page, discarded and brought back."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from incidents import services
from incidents.models import Incident, Status
from incidents.sections import CRITERIA, DATES, INCIDENT, NOTIFIER
from shield.audit.models import Entry
from shield.clocks.models import Clock
from shield.core.refusals import Refusal
from shield.core.sections import values_of
from shield.notifications.models import Notification
from tests.incidents import filling
from tests.incidents.filling import answer
from tests.personas import People

HOUR = timedelta(hours=1)


@pytest.fixture
def draft(ground: People, at: datetime) -> Incident:
    return filling.draft(ground, at)


def verbs() -> list[str]:
    return list(
        Entry.objects.filter(subject_model="incidents.incident")
        .order_by("pk")
        .values_list("verb", flat=True)
    )


def mark(incident: Incident, section: Any) -> str:
    return services.fingerprint(values_of(Incident.objects.get(pk=incident.pk), section))


# --- start ----------------------------------------------------------------------------------------


def test_a_draft_begins_with_what_is_known_of_its_notifier(
    ground: People, draft: Incident, at: datetime
) -> None:
    person = ground.health_practitioner
    assert (draft.status, draft.agency, draft.notifier) == (
        Status.DRAFT,
        ground.agencies.health,
        person,
    )
    assert values_of(draft, NOTIFIER) | {"lead_consulted": ""} == {
        "notifier_name": person.full_name,
        "notifier_role": person.post,
        "notifier_phone": person.phone,
        "notifier_email": person.email,
        "lead_consulted": "",
        "lead_name": "",
        "lead_consulted_at": None,
        "lead_not_consulted_reason": "",
    }
    assert verbs() == ["incident.started"]


def test_the_same_page_sent_twice_starts_one_draft(ground: People, at: datetime) -> None:
    facts: Any = {
        "agency": ground.agencies.health,
        "token": uuid.uuid4(),
        "by": ground.health_practitioner,
        "at": at,
    }
    assert services.start(**facts) == services.start(**facts)
    assert Incident.objects.count() == 1
    assert verbs() == ["incident.started"]


def test_the_page_sent_again_after_submission_gives_what_was_submitted(
    ground: People, at: datetime
) -> None:
    incident = filling.submitted(ground, at)
    again = services.start(
        agency=incident.agency,
        token=incident.form_token,
        by=ground.health_practitioner,
        at=at,
    )
    assert again == incident


def test_somebody_elses_page_gives_nothing(ground: People, draft: Incident, at: datetime) -> None:
    with pytest.raises(services.PageUsedUp):
        services.start(
            agency=ground.agencies.police,
            token=draft.form_token,
            by=ground.police_lead,
            at=at,
        )
    assert Incident.objects.count() == 1


# --- save -----------------------------------------------------------------------------------------


def test_some_answers_of_a_page_can_be_saved(ground: People, draft: Incident, at: datetime) -> None:
    saved = answer(draft, "incident", ground.health_practitioner, at + HOUR, facts="What we know")
    assert (saved.facts, saved.place) == ("What we know", "")
    assert (saved.saved_at, saved.saved_by) == (at + HOUR, ground.health_practitioner)


def test_saving_gives_the_mark_of_what_is_stored(
    ground: People, draft: Incident, at: datetime
) -> None:
    given = services.save(
        incident=draft,
        section=DATES,
        answers=filling.pages(at)["dates"],
        seen=mark(draft, DATES),
        by=ground.health_practitioner,
        at=at,
    )
    assert given == mark(draft, DATES)


def test_an_agency_has_the_same_mark_typed_and_stored(ground: People) -> None:
    agency = ground.agencies.police
    typed = services.fingerprint({"agency": agency})
    assert typed == services.fingerprint({"agency": type(agency).objects.get(pk=agency.pk)})
    assert typed != services.fingerprint({"agency": ground.agencies.icb})


def test_the_second_of_two_is_told_and_writes_nothing(
    ground: People, draft: Incident, at: datetime
) -> None:
    seen = mark(draft, INCIDENT)
    answer(draft, "incident", ground.health_lead, at, facts="The lead's account")
    with pytest.raises(services.ChangedMeanwhile, match="Harriet Lead changed this page") as told:
        services.save(
            incident=draft,
            section=INCIDENT,
            answers={"facts": "My account", "place": "Home"},
            seen=seen,
            by=ground.health_practitioner,
            at=at + HOUR,
        )
    stored = Incident.objects.get(pk=draft.pk)
    assert (stored.facts, stored.place) == ("The lead's account", "")
    assert told.value.theirs == {"facts": "The lead's account", "place": ""}
    assert told.value.fingerprint == mark(draft, INCIDENT)


def test_ones_own_other_window_is_called_so(ground: People, draft: Incident, at: datetime) -> None:
    seen = mark(draft, INCIDENT)
    answer(draft, "incident", ground.health_practitioner, at, facts="One")
    with pytest.raises(services.ChangedMeanwhile, match="In another window you changed"):
        services.save(
            incident=draft,
            section=INCIDENT,
            answers={"facts": "Two"},
            seen=seen,
            by=ground.health_practitioner,
            at=at,
        )


def test_the_same_answers_again_are_no_conflict(
    ground: People, draft: Incident, at: datetime
) -> None:
    facts: Any = {
        "incident": draft,
        "section": INCIDENT,
        "answers": {"facts": "The same"},
        "seen": mark(draft, INCIDENT),
        "by": ground.health_practitioner,
        "at": at,
    }
    assert services.save(**facts) == services.save(**facts)
    assert verbs() == ["incident.started", "incident.answered"]


def test_a_page_saved_by_another_is_no_conflict_on_this_page(
    ground: People, draft: Incident, at: datetime
) -> None:
    seen = mark(draft, INCIDENT)
    answer(draft, "view", ground.health_lead, at, copies_to="The ICB")
    services.save(
        incident=draft,
        section=INCIDENT,
        answers={"facts": "Mine"},
        seen=seen,
        by=ground.health_practitioner,
        at=at,
    )
    stored = Incident.objects.get(pk=draft.pk)
    assert (stored.facts, stored.copies_to) == ("Mine", "The ICB")


def test_what_was_submitted_is_not_saved_over(ground: People, at: datetime) -> None:
    incident = filling.submitted(ground, at)
    with pytest.raises(services.NoLongerDraft, match="no longer a draft"):
        services.save(
            incident=incident,
            section=INCIDENT,
            answers={"facts": "Different"},
            seen=mark(incident, INCIDENT),
            by=ground.health_practitioner,
            at=at,
        )
    assert Incident.objects.get(pk=incident.pk).facts == filling.pages(at)["incident"]["facts"]


def test_a_tab_left_open_during_submission_saves_nothing(ground: People, at: datetime) -> None:
    stale = filling.filled(ground, at)
    filling.submit(stale, ground.health_practitioner, at)
    with pytest.raises(services.NoLongerDraft):
        services.save(
            incident=stale,
            section=INCIDENT,
            answers={"facts": "Different"},
            seen=mark(stale, INCIDENT),
            by=ground.health_practitioner,
            at=at,
        )


def test_nobody_is_known_only_where_nobody_is_named(
    ground: People, draft: Incident, at: datetime
) -> None:
    filling.add_row(draft, "family", ground.health_practitioner, at, name="Morgan")
    with pytest.raises(Refusal, match="Remove each person first"):
        answer(draft, "family-summary", ground.health_practitioner, at, no_people_known=True)
    assert not Incident.objects.get(pk=draft.pk).no_people_known


# --- the draft's clock ----------------------------------------------------------------------------


def clocks_of(draft: Incident) -> list[tuple[datetime, bool]]:
    """(trigger, open) of every clock, in the order they were started."""
    return [(clock.trigger_at, clock.is_open) for clock in Clock.objects.order_by("pk")]


def aware(draft: Incident, people: People, at: datetime, moment: datetime | None) -> Incident:
    return answer(draft, "dates", people.health_practitioner, at, agency_aware_at=moment)


def test_a_clock_starts_when_the_agencys_awareness_is_answered(
    ground: People, draft: Incident, at: datetime
) -> None:
    moment = filling.day_before(at, 2)
    clock = aware(draft, ground, at, moment).partnership_clock
    assert clock is not None
    assert (clock.rule_version.rule.slug, clock.trigger_at) == (
        "incident.notify_partnership",
        moment,
    )
    assert (clock.holder, clock.agency, clock.subject) == (
        ground.health_practitioner,
        ground.agencies.health,
        "Serious incident notification (draft)",
    )


def test_another_moment_moves_the_clock(ground: People, draft: Incident, at: datetime) -> None:
    first, second = filling.day_before(at, 3), filling.day_before(at, 2)
    aware(draft, ground, at, first)
    aware(draft, ground, at, second)
    assert clocks_of(draft) == [(second, True)]


def test_a_moved_clock_of_a_draft_explains_itself(
    ground: People, draft: Incident, at: datetime
) -> None:
    first, second = filling.day_before(at, 5), filling.day_before(at, 1)
    before = aware(draft, ground, at, first).partnership_clock
    answer(draft, "dates", ground.health_lead, at, agency_aware_at=second)
    clock = Clock.objects.get()
    assert before is not None
    change = clock.changes.get()
    assert (change.due_was, change.due_now) == (before.due_on, clock.due_on)
    assert (change.trigger_was, change.trigger_now, change.by) == (
        first,
        second,
        ground.health_lead,
    )
    # The notifier is told of what a colleague did, and nobody of what they did themselves.
    moved = Notification.objects.filter(key__contains=":moved:")
    assert [row.recipient for row in moved] == [ground.health_practitioner]


def test_the_same_moment_again_leaves_the_clock_alone(
    ground: People, draft: Incident, at: datetime
) -> None:
    moment = filling.day_before(at, 2)
    aware(draft, ground, at, moment)
    answer(draft, "dates", ground.health_practitioner, at, authority_aware="no")
    assert clocks_of(draft) == [(moment, True)]


def test_no_moment_stops_the_clock(ground: People, draft: Incident, at: datetime) -> None:
    moment = filling.day_before(at, 2)
    aware(draft, ground, at, moment)
    assert aware(draft, ground, at, None).partnership_clock is None
    assert clocks_of(draft) == [(moment, False)]


@pytest.mark.parametrize("criterion", ["near-miss", "good-practice"])
def test_learning_alone_stops_the_clock(
    ground: People, draft: Incident, at: datetime, criterion: str
) -> None:
    moment = filling.day_before(at, 2)
    aware(draft, ground, at, moment)
    answer(draft, "criteria", ground.health_practitioner, at, criteria=[criterion])
    assert clocks_of(draft) == [(moment, False)]


def test_a_statutory_reason_starts_it_again(ground: People, draft: Incident, at: datetime) -> None:
    moment = filling.day_before(at, 2)
    answer(draft, "criteria", ground.health_practitioner, at, criteria=["near-miss"])
    aware(draft, ground, at, moment)
    assert clocks_of(draft) == []
    answer(draft, "criteria", ground.health_practitioner, at, criteria=["died"])
    assert clocks_of(draft) == [(moment, True)]


# --- discard and restore --------------------------------------------------------------------------


def test_discarding_stops_the_clock_and_deletes_nothing(
    ground: People, draft: Incident, at: datetime
) -> None:
    aware(draft, ground, at, filling.day_before(at, 2))
    services.discard(incident=draft, by=ground.health_practitioner, at=at + HOUR)
    stored = Incident.objects.get(pk=draft.pk)
    assert (stored.status, stored.discarded_at, stored.discarded_by) == (
        Status.DISCARDED,
        at + HOUR,
        ground.health_practitioner,
    )
    assert stored.agency_aware_at == filling.day_before(at, 2)
    assert clocks_of(draft) == [(filling.day_before(at, 2), False)]


def test_a_draft_brought_back_has_its_clock_again(
    ground: People, draft: Incident, at: datetime
) -> None:
    moment = filling.day_before(at, 2)
    aware(draft, ground, at, moment)
    services.discard(incident=draft, by=ground.health_practitioner, at=at)
    services.restore(incident=Incident.objects.get(pk=draft.pk), by=ground.health_lead, at=at)
    stored = Incident.objects.get(pk=draft.pk)
    assert (stored.status, stored.discarded_at, stored.discarded_by) == (Status.DRAFT, None, None)
    assert clocks_of(draft) == [(moment, False), (moment, True)]
    assert verbs()[-2:] == ["incident.discarded", "incident.restored"]


def test_a_discarded_draft_is_not_saved_over(ground: People, draft: Incident, at: datetime) -> None:
    services.discard(incident=draft, by=ground.health_practitioner, at=at)
    with pytest.raises(services.NoLongerDraft):
        answer(draft, "criteria", ground.health_practitioner, at, criteria=["died"])


def test_a_draft_is_discarded_once(ground: People, draft: Incident, at: datetime) -> None:
    services.discard(incident=draft, by=ground.health_practitioner, at=at)
    with pytest.raises(Refusal, match="Only a draft can be discarded"):
        services.discard(incident=draft, by=ground.health_practitioner, at=at + HOUR)
    assert Incident.objects.get(pk=draft.pk).discarded_at == at


def test_answers_are_written_down_without_their_content(
    ground: People, draft: Incident, at: datetime
) -> None:
    answer(draft, CRITERIA, ground.health_practitioner, at, criteria=["died"])
    entry = Entry.objects.get(verb="incident.answered")
    assert entry.facts == {"section": "criteria"}
