"""Children, family and agencies: added once, changed, removed, brought back."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from incidents import services
from incidents.models import Child, Incident
from incidents.sections import AGENCIES, CHILDREN, FAMILY
from shield.audit.models import Entry
from shield.core.sections import Section, values_of
from tests.incidents import filling
from tests.personas import People

HOUR = timedelta(hours=1)


@pytest.fixture
def draft(ground: People, at: datetime) -> Incident:
    return filling.draft(ground, at)


@pytest.fixture
def child(draft: Incident, ground: People, at: datetime) -> Child:
    row = filling.add_row(draft, "children", ground.health_practitioner, at, **filling.child(at))
    assert isinstance(row, Child)
    return row


def save(row: Any, people: People, at: datetime, *, seen: str | None = None, **facts: Any) -> Any:
    section: Section = facts.pop("section", CHILDREN)
    current = services.fingerprint(values_of(type(row).objects.get(pk=row.pk), section))
    return services.save_row(
        incident=row.incident,
        section=section,
        row=row,
        token=uuid.uuid4(),
        answers=facts,
        seen=current if seen is None else seen,
        by=people.health_practitioner,
        at=at,
    )


def remove(row: Any, people: People, at: datetime, *, removed: bool = True) -> None:
    services.set_row_removed(
        incident=row.incident,
        section=CHILDREN,
        row=row,
        removed=removed,
        by=people.health_lead,
        at=at,
    )


def test_a_child_is_added_with_every_answer(child: Child, at: datetime) -> None:
    stored = Child.objects.get(pk=child.pk)
    assert values_of(stored, CHILDREN) == filling.child(at)


def test_adding_touches_the_draft(
    draft: Incident, child: Child, ground: People, at: datetime
) -> None:
    save(child, ground, at + HOUR, first_names="Robin")
    assert Incident.objects.get(pk=draft.pk).saved_at == at + HOUR


def test_the_same_page_sent_twice_adds_one_child(
    draft: Incident, ground: People, at: datetime
) -> None:
    facts: Any = {
        "incident": draft,
        "section": CHILDREN,
        "row": None,
        "token": uuid.uuid4(),
        "answers": filling.child(at),
        "seen": "",
        "by": ground.health_practitioner,
        "at": at,
    }
    assert services.save_row(**facts) == services.save_row(**facts)
    assert Child.objects.count() == 1
    assert Entry.objects.filter(verb="incident.row_saved").count() == 1


def test_the_same_token_on_another_draft_adds_another_child(
    draft: Incident, child: Child, ground: People, at: datetime
) -> None:
    other = filling.draft(ground, at)
    row = services.save_row(
        incident=other,
        section=CHILDREN,
        row=None,
        token=child.form_token,
        answers={"first_names": "Robin"},
        seen="",
        by=ground.health_practitioner,
        at=at,
    )
    assert (row.incident, row.pk == child.pk) == (other, False)


def test_a_row_of_another_draft_is_not_reached_through_ones_own(
    child: Child, ground: People, at: datetime
) -> None:
    own = filling.draft(ground, at, by=ground.police_lead)
    with pytest.raises(Child.DoesNotExist):
        services.save_row(
            incident=own,
            section=CHILDREN,
            row=child,
            token=uuid.uuid4(),
            answers={"first_names": "Stolen"},
            seen="",
            by=ground.police_lead,
            at=at,
        )
    assert Child.objects.get(pk=child.pk).first_names == "Wren"


def test_removing_through_ones_own_draft_does_not_reach_it_either(
    child: Child, ground: People, at: datetime
) -> None:
    own = filling.draft(ground, at, by=ground.police_lead)
    services.set_row_removed(
        incident=own, section=CHILDREN, row=child, removed=True, by=ground.police_lead, at=at
    )
    assert Child.objects.get(pk=child.pk).removed_at is None


def test_the_second_of_two_is_told_and_writes_nothing(
    child: Child, ground: People, at: datetime
) -> None:
    seen = services.fingerprint(values_of(child, CHILDREN))
    save(child, ground, at, first_names="Robin")
    with pytest.raises(services.ChangedMeanwhile) as told:
        save(child, ground, at, seen=seen, first_names="Jay")
    assert told.value.theirs == {"first_names": "Robin"}
    assert Child.objects.get(pk=child.pk).first_names == "Robin"


def test_a_removed_child_is_kept_out_of_the_notification(
    child: Child, ground: People, at: datetime
) -> None:
    remove(child, ground, at)
    stored = Child.objects.get(pk=child.pk)
    assert (stored.removed_at, stored.removed_by) == (at, ground.health_lead)
    assert list(child.incident.children.present()) == []


def test_a_removed_child_comes_back(child: Child, ground: People, at: datetime) -> None:
    remove(child, ground, at)
    remove(child, ground, at, removed=False)
    assert list(child.incident.children.present()) == [child]
    assert Child.objects.get(pk=child.pk).removed_by is None


def test_removing_twice_is_once(child: Child, ground: People, at: datetime) -> None:
    remove(child, ground, at)
    remove(child, ground, at + HOUR)
    assert Child.objects.get(pk=child.pk).removed_at == at
    assert Entry.objects.filter(verb="incident.row_removed").count() == 1


def test_whoever_edits_a_removed_child_is_told_and_may_bring_it_back(
    child: Child, ground: People, at: datetime
) -> None:
    seen = services.fingerprint(values_of(child, CHILDREN))
    remove(child, ground, at)
    with pytest.raises(services.ChangedMeanwhile, match="Harriet Lead removed this child") as told:
        save(child, ground, at, seen=seen, first_names="Robin")
    assert Child.objects.get(pk=child.pk).first_names == "Wren"
    save(child, ground, at, seen=told.value.fingerprint, first_names="Robin")
    stored = Child.objects.get(pk=child.pk)
    assert (stored.first_names, stored.removed_at) == ("Robin", None)


def test_somebody_named_means_that_somebody_is_known(
    draft: Incident, ground: People, at: datetime
) -> None:
    by = ground.health_practitioner
    filling.answer(draft, "family-summary", by, at, no_people_known=True)
    filling.answer(draft, "agencies-summary", by, at, no_agencies_known=True)
    filling.add_row(draft, "family", by, at, name="Morgan")
    filling.add_row(draft, "agencies", by, at, other_agency="A charity")
    stored = Incident.objects.get(pk=draft.pk)
    assert (stored.no_people_known, stored.no_agencies_known) == (False, False)


def test_an_involved_agency_is_one_of_the_list_or_a_name(
    draft: Incident, ground: People, at: datetime
) -> None:
    by = ground.health_practitioner
    listed = filling.add_row(draft, "agencies", by, at, agency=ground.agencies.police)
    named = filling.add_row(draft, "agencies", by, at, other_agency="A charity")
    empty = filling.add_row(draft, "agencies", by, at, involvement="Unknown")
    assert [str(listed), str(named), str(empty)] == [
        "Northshire Police",
        "A charity",
        "Agency without a name",
    ]


def test_an_agency_saved_again_as_it_was_is_no_conflict(
    draft: Incident, ground: People, at: datetime
) -> None:
    row = filling.add_row(
        draft, "agencies", ground.health_practitioner, at, agency=ground.agencies.police
    )
    save(row, ground, at, section=AGENCIES, seen="", agency=ground.agencies.police)
    save(row, ground, at, section=AGENCIES, involvement="Attended")


@pytest.mark.parametrize("section", [CHILDREN, FAMILY, AGENCIES], ids=lambda one: one.slug)
def test_rows_of_a_filed_notification_stay(section: Section, ground: People, at: datetime) -> None:
    incident = filling.submitted(ground, at)
    with pytest.raises(services.NoLongerDraft):
        services.save_row(
            incident=incident,
            section=section,
            row=None,
            token=uuid.uuid4(),
            answers={},
            seen="",
            by=ground.health_practitioner,
            at=at,
        )
    assert section.model._base_manager.filter(incident=incident).count() == (
        1 if section is CHILDREN else 0
    )


def test_a_child_of_a_filed_notification_is_not_removed(ground: People, at: datetime) -> None:
    incident = filling.submitted(ground, at)
    with pytest.raises(services.NoLongerDraft):
        remove(incident.children.get(), ground, at)
    assert incident.children.present().count() == 1


def test_somebody_brought_back_means_that_somebody_is_known(
    draft: Incident, ground: People, at: datetime
) -> None:
    by = ground.health_practitioner
    row = filling.add_row(draft, "family", by, at, name="Morgan")

    def take(removed: bool) -> None:
        services.set_row_removed(
            incident=draft, section=FAMILY, row=row, removed=removed, by=by, at=at
        )

    take(True)
    filling.answer(draft, "family-summary", by, at, no_people_known=True)
    take(False)
    assert not Incident.objects.get(pk=draft.pk).no_people_known
