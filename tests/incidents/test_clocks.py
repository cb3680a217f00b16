"""What a notification makes due, and from which moment."""

from datetime import datetime, timedelta

import pytest

from incidents import clocks

STATUTORY = {"died", "seriously-harmed"}


def draft(criteria: set[str], aware: datetime | None) -> clocks.Trigger | None:
    return clocks.for_draft(criteria=criteria, statutory=STATUTORY, agency_aware_at=aware)


def panel(at: datetime, **moments: datetime | None) -> clocks.Trigger | None:
    given = {"authority_aware_at": None, "own_aware_at": None, "submitted_at": at, **moments}
    return clocks.for_panel(criteria={"died"}, statutory=STATUTORY, **given)  # type: ignore[arg-type]


def test_a_draft_counts_from_when_the_agency_became_aware(at: datetime) -> None:
    assert draft({"died"}, at) == clocks.Trigger("incident.notify_partnership", at)


def test_a_draft_without_that_moment_has_no_clock() -> None:
    assert draft({"died"}, None) is None


def test_a_draft_without_criteria_is_taken_for_one_that_must_be_told(at: datetime) -> None:
    assert draft(set(), at) == clocks.Trigger("incident.notify_partnership", at)


@pytest.mark.parametrize("criterion", ["near-miss", "good-practice"])
def test_learning_alone_starts_no_clock(at: datetime, criterion: str) -> None:
    assert draft({criterion}, at) is None


def test_a_near_miss_beside_a_statutory_criterion_starts_the_clock(at: datetime) -> None:
    assert draft({"near-miss", "died"}, at) == clocks.Trigger("incident.notify_partnership", at)


def test_the_panel_counts_from_when_the_authority_became_aware(at: datetime) -> None:
    aware = at - timedelta(days=2)
    assert panel(at, authority_aware_at=aware) == clocks.Trigger("incident.notify_panel", aware)


def test_the_panel_counts_from_the_authoritys_own_awareness_where_it_notifies(
    at: datetime,
) -> None:
    aware = at - timedelta(days=3)
    assert panel(at, own_aware_at=aware) == clocks.Trigger("incident.notify_panel", aware)


def test_the_panel_counts_from_the_first_moment_of_both(at: datetime) -> None:
    first, second = at - timedelta(days=3), at - timedelta(days=2)
    found = panel(at, own_aware_at=second, authority_aware_at=first)
    assert found == clocks.Trigger("incident.notify_panel", first)


def test_the_panel_counts_from_the_submission_that_told_the_authority(at: datetime) -> None:
    assert panel(at) == clocks.Trigger("incident.notify_panel", at)


def test_learning_alone_owes_the_panel_nothing(at: datetime) -> None:
    found = clocks.for_panel(
        criteria={"near-miss"},
        statutory=STATUTORY,
        authority_aware_at=at,
        own_aware_at=at,
        submitted_at=at,
    )
    assert found is None
