"""What happens when a notification is submitted."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from incidents import pdf, services
from incidents.models import Incident, Status
from incidents.sections import BY_SLUG
from shield.audit.models import Entry
from shield.clocks.models import Clock
from shield.core.workflow import MoveNotAllowed
from shield.documents.models import Document
from shield.notifications.models import Notification
from tests.incidents import filling
from tests.incidents.filling import day_before, submitted
from tests.personas import People

LATE = {"dates": {"happened": "approximate", "happened_roughly": "Last month"}}


def late_draft(people: People, at: datetime) -> Incident:
    """A draft of which the agency was aware so long ago that it is overdue."""
    dates = {**LATE["dates"], "agency_aware_at": day_before(at, 20)}
    return filling.filled(people, at, changes={"dates": dates})


def told(incident: Incident) -> dict[str, str]:
    """Who was told, by what subject."""
    rows = Notification.objects.filter(key=f"incident:{incident.pk}:submitted")
    return dict(rows.values_list("recipient__full_name", "subject"))


def test_it_is_filed_with_a_reference_of_its_year(ground: People, at: datetime) -> None:
    incident = submitted(ground, at)
    assert (incident.status, incident.reference, incident.submitted_at, incident.submitted_by) == (
        Status.SUBMITTED,
        "SIN-2026-0001",
        at,
        ground.health_practitioner,
    )


def test_references_count_on(ground: People, at: datetime) -> None:
    found = [submitted(ground, at).reference for _ in range(3)]
    assert found == ["SIN-2026-0001", "SIN-2026-0002", "SIN-2026-0003"]


def test_a_new_year_of_london_begins_anew(ground: People, at: datetime) -> None:
    submitted(ground, at)
    new_year = datetime.fromisoformat("2027-01-01T00:00:00+00:00")
    assert submitted(ground, new_year).reference == "SIN-2027-0001"


# --- clocks ---------------------------------------------------------------------------------------


def test_the_agencys_duty_is_met(ground: People, at: datetime) -> None:
    clock = submitted(ground, at).partnership_clock
    assert clock is not None
    assert (clock.rule_version.rule.slug, clock.trigger_at, clock.met_at, clock.met_by) == (
        "incident.notify_partnership",
        day_before(at, 2),
        at,
        ground.health_practitioner,
    )
    assert (clock.subject, clock.reference) == (
        "Serious incident notification SIN-2026-0001",
        "SIN-2026-0001",
    )


def test_the_authoritys_duty_starts_when_it_became_aware(ground: People, at: datetime) -> None:
    incident = submitted(ground, at)
    clock = incident.panel_clock
    assert clock is not None
    assert (clock.rule_version.rule.slug, clock.trigger_at, clock.met_at) == (
        "incident.notify_panel",
        day_before(at, 1),
        None,
    )
    assert (clock.agency, clock.holder, clock.holder_role, clock.origin) == (
        ground.agencies.authority,
        None,
        "safeguarding-lead",
        ground.agencies.health,
    )
    assert incident.duty_agency == ground.agencies.authority


@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_the_submission_tells_an_authority_that_did_not_know(
    ground: People, at: datetime, answer: str
) -> None:
    changes = {"dates": {"authority_aware": answer, "authority_aware_at": None}}
    clock = submitted(ground, at, changes=changes).panel_clock
    assert clock is not None
    assert clock.trigger_at == at


def test_the_authoritys_own_notification_counts_from_its_own_awareness(
    ground: People, at: datetime
) -> None:
    clock = submitted(ground, at, by=ground.authority_practitioner).panel_clock
    assert clock is not None
    assert clock.trigger_at == day_before(at, 2)


def test_the_due_days_are_counted_in_englands_working_days(ground: People, at: datetime) -> None:
    incident = submitted(ground, at)  # aware on Sunday 22 and Monday 23 November 2026
    assert incident.partnership_clock is not None
    assert incident.panel_clock is not None
    assert f"{incident.partnership_clock.due_on} {incident.panel_clock.due_on}" == (
        "2026-11-27 2026-11-30"
    )


@pytest.mark.parametrize("criterion", ["near-miss", "good-practice"])
def test_learning_alone_starts_no_clock(ground: People, at: datetime, criterion: str) -> None:
    incident = submitted(ground, at, changes={"criteria": {"criteria": [criterion]}})
    assert (incident.partnership_clock, incident.panel_clock, incident.duty_agency) == (
        None,
        None,
        None,
    )
    assert not Clock.objects.open().exists()


def test_whoever_filed_may_follow_the_authoritys_clock(ground: People, at: datetime) -> None:
    incident = submitted(ground, at)
    may = {
        name
        for name, user in ground.named().items()
        if Clock.objects.visible_to(user).filter(pk=incident.panel_clock_id or 0).exists()
    }
    assert may == {"health_practitioner", "health_lead", "authority_lead", "operations"}


# --- late -----------------------------------------------------------------------------------------


def test_a_late_notification_needs_a_reason(ground: People, at: datetime) -> None:
    draft = late_draft(ground, at)
    with pytest.raises(services.LateReasonNeeded, match="Enter why the notification is late"):
        filling.submit(draft, ground.health_practitioner, at)
    assert Incident.objects.get(pk=draft.pk).status == Status.DRAFT


def test_a_late_notification_is_accepted_and_marked(ground: People, at: datetime) -> None:
    draft = late_draft(ground, at)
    incident = filling.submit(draft, ground.health_practitioner, at, "The author was on leave.")
    assert (incident.is_late, incident.late_reason) == (True, "The author was on leave.")
    assert incident.partnership_clock is not None
    assert incident.partnership_clock.is_late


def test_on_the_due_day_it_is_not_late(ground: People, at: datetime) -> None:
    draft = filling.filled(ground, at)
    assert draft.partnership_clock is not None
    last = datetime.fromisoformat("2026-11-27T23:59:00+00:00")
    incident = filling.submit(draft, ground.health_practitioner, last, "Not asked for")
    assert (incident.is_late, incident.late_reason) == (False, "")


# --- incomplete -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    ["notifier", "criteria", "dates", "incident", "children", "safeguarding", "processes",
     "communication", "view"],
)  # fmt: skip
def test_an_unfinished_page_keeps_it_a_draft(ground: People, at: datetime, page: str) -> None:
    draft = filling.filled(ground, at, without=(page,))
    with pytest.raises(services.Incomplete) as refused:
        filling.submit(draft, ground.health_practitioner, at)
    assert refused.value.sections == [page]
    stored = Incident.objects.get(pk=draft.pk)
    assert (stored.status, stored.reference) == (Status.DRAFT, None)


@pytest.mark.parametrize("page", ["family", "agencies"])
def test_nobody_known_must_be_said(ground: People, at: datetime, page: str) -> None:
    draft = filling.filled(ground, at, without=(f"{page}-summary",))
    with pytest.raises(services.Incomplete) as refused:
        filling.submit(draft, ground.health_practitioner, at)
    assert refused.value.sections == [page]


def test_an_incomplete_child_keeps_it_a_draft(ground: People, at: datetime) -> None:
    draft = filling.filled(ground, at)
    filling.add_row(draft, "children", ground.health_practitioner, at, first_names="Robin")
    with pytest.raises(services.Incomplete) as refused:
        filling.submit(draft, ground.health_practitioner, at)
    assert refused.value.sections == ["children"]


def test_a_removed_child_does_not(ground: People, at: datetime) -> None:
    draft = filling.filled(ground, at)
    row = filling.add_row(draft, "children", ground.health_practitioner, at, first_names="Robin")
    services.set_row_removed(
        incident=draft,
        section=BY_SLUG["children"],
        row=row,
        removed=True,
        by=ground.health_practitioner,
        at=at,
    )
    assert filling.submit(draft, ground.health_practitioner, at).is_filed


def test_answers_that_time_made_untrue_keep_it_a_draft(ground: People, at: datetime) -> None:
    planned = {"discussion": "planned", "discussion_at": None, "discussion_planned_at": at}
    draft = filling.filled(ground, at, changes={"safeguarding": planned})
    with pytest.raises(services.Incomplete) as refused:
        filling.submit(draft, ground.health_practitioner, at + timedelta(days=1))
    assert refused.value.sections == ["safeguarding"]


def test_nothing_of_a_refused_submission_stays(ground: People, at: datetime) -> None:
    draft = filling.filled(ground, at, without=("view",))
    with pytest.raises(services.Incomplete):
        filling.submit(draft, ground.health_practitioner, at)
    assert not Document.objects.exists()
    assert not Notification.objects.exists()
    assert not Entry.objects.filter(verb="incident.submitted").exists()


# --- told, written down, frozen -------------------------------------------------------------------


def test_who_is_told_and_nobody_else(ground: People, at: datetime) -> None:
    other = "SIN-2026-0001: a serious incident notification has been submitted"
    assert told(submitted(ground, at)) == {
        "Hazel Practitioner": "SIN-2026-0001 has been submitted",
        "Harriet Lead": other,
        "Uma Lead": "SIN-2026-0001: tell the national Panel by 30 November 2026",
        "Olive Operations": other,
    }


def test_the_authoritys_lead_is_not_told_of_learning_alone(ground: People, at: datetime) -> None:
    incident = submitted(ground, at, changes={"criteria": {"criteria": ["near-miss"]}})
    assert sorted(told(incident)) == ["Harriet Lead", "Hazel Practitioner", "Olive Operations"]


def test_a_lead_who_notifies_is_told_once(ground: People, at: datetime) -> None:
    incident = submitted(ground, at, by=ground.health_lead)
    assert told(incident)["Harriet Lead"] == "SIN-2026-0001 has been submitted"
    assert Notification.objects.filter(recipient=ground.health_lead).count() == 1


def test_the_notifier_is_told_when_the_lead_submits(ground: People, at: datetime) -> None:
    draft = filling.filled(ground, at)
    incident = filling.submit(draft, ground.health_lead, at)
    assert (incident.notifier, incident.submitted_by) == (
        ground.health_practitioner,
        ground.health_lead,
    )
    assert "Hazel Practitioner" in told(incident)


def test_it_is_written_down(ground: People, at: datetime) -> None:
    incident = submitted(ground, at)
    entry = Entry.objects.get(verb="incident.submitted")
    assert (entry.subject_id, entry.reference, entry.actor_id, entry.facts) == (
        incident.pk,
        "SIN-2026-0001",
        ground.health_practitioner.pk,
        {"late": False},
    )


def test_a_pdf_is_asked_for_with_what_was_said(ground: People, at: datetime) -> None:
    incident = submitted(ground, at)
    document = incident.document
    assert document is not None
    assert (document.template, document.reference, document.marking, document.requested_at) == (
        pdf.TEMPLATE,
        "SIN-2026-0001",
        "OFFICIAL-SENSITIVE",
        at,
    )
    assert words(document.content) >= {
        *given(filling.pages(at)),
        *given({"child": filling.child(at)}),
    }


def given(pages: dict[str, dict[str, Any]]) -> set[str]:
    """Every free text that was typed."""
    free = {"facts", "place", "notifier_name", "lead_name", "suspect_relationship", "family_views"}
    free |= {"child_safeguarded", "siblings_safeguarded", "police_reference", "processes_details"}
    free |= {"threshold_reasons", "briefings", "first_names", "last_name", "address", "school"}
    return {value for page in pages.values() for name, value in page.items() if name in free}


def words(content: dict[str, Any]) -> set[str]:
    return {
        answer
        for section in content["sections"]
        for group in section["groups"]
        for _, answer in group["rows"]
    }


def test_a_later_correction_leaves_the_frozen_content_alone(ground: People, at: datetime) -> None:
    incident = submitted(ground, at)
    before = Document.objects.get(pk=incident.document_id or 0).content
    services.correct(
        incident=incident,
        text="The place was the garden.",
        authority_aware_at=None,
        token=incident.form_token,
        by=ground.health_lead,
        at=at,
    )
    assert Document.objects.get(pk=incident.document_id or 0).content == before


def test_it_is_submitted_once(ground: People, at: datetime) -> None:
    incident = submitted(ground, at)
    with pytest.raises(MoveNotAllowed, match="cannot be submitted again"):
        filling.submit(incident, ground.health_practitioner, at + timedelta(hours=1))
    assert Incident.objects.get(pk=incident.pk).submitted_at == at
    assert Document.objects.count() == 1


def test_a_discarded_draft_is_not_submitted(ground: People, at: datetime) -> None:
    draft = filling.filled(ground, at)
    services.discard(incident=draft, by=ground.health_practitioner, at=at)
    with pytest.raises(MoveNotAllowed):
        filling.submit(draft, ground.health_practitioner, at)
    assert Incident.objects.get(pk=draft.pk).status == Status.DISCARDED


def test_a_notifier_who_has_left_is_told_nothing(ground: People, at: datetime) -> None:
    draft = filling.filled(ground, at)
    ground.health_practitioner.memberships.update(agency=ground.agencies.police)
    assert "Hazel Practitioner" not in told(filling.submit(draft, ground.health_lead, at))
