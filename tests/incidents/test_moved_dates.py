"""A corrected moment moves a statutory date, and nobody has to find that out by themselves."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from incidents.models import Correction, Incident
from shield.core.london import moment_words
from shield.notifications.models import Notification
from tests.incidents import filling
from tests.incidents.browsing import address, as_, open_and_send, text
from tests.incidents.filling import day_before
from tests.personas import People

AWARE = "When did the local authority become aware?"


@pytest.fixture
def filed(ground: People, at: datetime) -> Incident:
    return filling.submitted(ground, at)


@pytest.fixture(autouse=True)
def that_afternoon(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """The pages are asked an hour later: days of the week decide which date a moment gives."""
    later = at + timedelta(hours=1)
    monkeypatch.setattr("incidents.views.reading.timezone", SimpleNamespace(now=lambda: later))


def moment(said: datetime) -> dict[str, Any]:
    local = timezone.localtime(said)
    return {
        "authority_aware_at_0": str(local.day),
        "authority_aware_at_1": str(local.month),
        "authority_aware_at_2": str(local.year),
        "authority_aware_at_3": f"{local:%H:%M}",
    }


def corrected(incident: Incident, people: People, said: datetime | None) -> str:
    """The record as it is shown after a correction."""
    answers = {"text": "It was noticed later.", **(moment(said) if said else {})}
    url = address("notification_correct", incident)
    return text(open_and_send(as_(people.health_lead), url, answers, follow=True))


def test_the_form_says_what_is_recorded_and_what_is_due(
    filed: Incident, ground: People, at: datetime
) -> None:
    shown = text(as_(ground.health_lead).get(address("notification_correct", filed)))
    assert f"{moment_words(day_before(at, 1))}, as submitted" in shown
    assert f"Monday 30 November 2026, counted from {moment_words(day_before(at, 1))}" in shown


def test_the_form_says_the_latest_correction(filed: Incident, ground: People, at: datetime) -> None:
    corrected(filed, ground, day_before(at, 2))
    shown = text(as_(ground.health_lead).get(address("notification_correct", filed)))
    assert f"{moment_words(day_before(at, 2))}, as corrected" in shown
    assert "Friday 27 November 2026, counted from" in shown


def test_who_corrects_is_told_the_old_and_the_new_day(
    filed: Incident, ground: People, at: datetime
) -> None:
    assert (
        "The deadline for telling the Panel moved from Monday 30 November 2026 to "
        "Friday 27 November 2026." in corrected(filed, ground, day_before(at, 2))
    )


def test_who_corrects_is_told_that_a_day_stays(
    filed: Incident, ground: People, at: datetime
) -> None:
    said = day_before(at, 1) - timedelta(minutes=1)
    assert "The deadline for telling the Panel stays Monday 30 November 2026." in corrected(
        filed, ground, said
    )


def test_a_correction_of_words_says_nothing_of_days(filed: Incident, ground: People) -> None:
    shown = corrected(filed, ground, None)
    assert "The correction has been added." in shown
    assert "The deadline for telling the Panel" not in shown


def test_the_answer_read_back_points_to_the_latest_correction(
    filed: Incident, ground: People, at: datetime
) -> None:
    corrected(filed, ground, day_before(at, 1) - timedelta(hours=1))
    shown = corrected(filed, ground, day_before(at, 2))
    latest = moment_words(day_before(at, 2))
    answer = shown.split(AWARE)[1][:250]
    assert f"Corrected since: they became aware {latest}. The latest correction counts." in answer
    assert shown.count("This is what counts now.") == 1
    assert shown.count("A later correction took its place.") == 1


def test_an_answer_that_nobody_corrected_points_nowhere(filed: Incident, ground: People) -> None:
    assert "Corrected since" not in corrected(filed, ground, None)


@pytest.mark.parametrize(("days", "moved"), [(2, True), (1, False)])
def test_the_others_are_told_that_a_deadline_moved(
    filed: Incident, ground: People, at: datetime, days: int, moved: bool
) -> None:
    corrected(filed, ground, day_before(at, days))
    key = f"incident:{filed.pk}:correction:{Correction.objects.get().pk}"
    told = Notification.objects.get(key=key, recipient=ground.operations)
    assert (
        "It moved the deadline for telling the national Panel from Monday 30 November 2026 to "
        "Friday 27 November 2026." in " ".join(told.lines)
    ) is moved
