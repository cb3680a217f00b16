"""Many people at the same moment: real threads, real transactions."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction

from incidents import services
from incidents.models import Child, Incident
from incidents.sections import BY_SLUG
from incidents.services.options import load_options
from shield.accounts.models import User
from shield.audit.models import Entry
from shield.clocks.models import Clock
from shield.core.refusals import Refusal
from shield.core.sections import values_of
from shield.core.workflow import MoveNotAllowed
from shield.documents.models import Document
from shield.notifications.models import Notification
from tests.incidents import filling
from tests.personas import People, make_people
from tests.register import load_register

EIGHT = 8
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ground(transactional_db: None) -> People:
    """As in every other test, but committed."""
    load_register()
    load_options()
    return make_people()


def at_once(tasks: list[Callable[[], Any]]) -> list[Any]:
    """Run all at the same moment, each with its own connection; results or refusals in order."""
    barrier = threading.Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=30)
            return task()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def submitting(incident: Incident, by: User, at: datetime) -> Callable[[], Any]:
    def submit() -> None:
        person = User.objects.get(pk=by.pk)
        stale = Incident.objects.get(pk=incident.pk)
        services.submit(incident=stale, late_reason="", by=person, at=at)

    return submit


def test_of_eight_submissions_of_one_draft_exactly_one_happens(
    ground: People, at: datetime
) -> None:
    draft = filling.filled(ground, at)
    results = at_once([submitting(draft, ground.health_practitioner, at)] * EIGHT)
    refusals = [result for result in results if result is not None]
    assert {type(refusal) for refusal in refusals} == {MoveNotAllowed}
    assert len(refusals) == EIGHT - 1
    assert Incident.objects.get(pk=draft.pk).reference == "SIN-2026-0001"
    assert Document.objects.count() == 1
    assert Entry.objects.filter(verb="incident.submitted").count() == 1
    assert Notification.objects.count() == 4
    assert Clock.objects.filter(rule_version__rule__slug="incident.notify_panel").count() == 1


def test_eight_drafts_at_once_are_numbered_without_a_gap(ground: People, at: datetime) -> None:
    drafts = [filling.filled(ground, at) for _ in range(EIGHT)]
    at_once([submitting(draft, ground.health_practitioner, at) for draft in drafts])
    found = sorted(str(one.reference) for one in Incident.objects.all())
    assert found == [f"SIN-2026-{number:04d}" for number in range(1, EIGHT + 1)]


class Undone(Exception):
    """Something goes wrong after the submission."""


def test_a_submission_undone_leaves_no_gap(ground: People, at: datetime) -> None:
    first, second = filling.filled(ground, at), filling.filled(ground, at)

    def fall_over() -> None:
        with transaction.atomic():
            filling.submit(first, ground.health_practitioner, at)
            raise Undone

    with pytest.raises(Undone):
        fall_over()
    assert Incident.objects.get(pk=first.pk).is_draft
    incident = filling.submit(second, ground.health_practitioner, at)
    assert incident.reference == "SIN-2026-0001"


def test_of_two_who_save_the_same_page_one_is_told(ground: People, at: datetime) -> None:
    draft = filling.draft(ground, at)
    section = BY_SLUG["incident"]
    seen = services.fingerprint(values_of(draft, section))

    def saving(by: User, words: str) -> Callable[[], Any]:
        def save() -> None:
            services.save(
                incident=Incident.objects.get(pk=draft.pk),
                section=section,
                answers={"facts": words},
                seen=seen,
                by=User.objects.get(pk=by.pk),
                at=at,
            )

        return save

    results = at_once(
        [saving(ground.health_practitioner, "One"), saving(ground.health_lead, "Two")]
    )
    assert [type(result) for result in results].count(services.ChangedMeanwhile) == 1
    winner = "One" if results[0] is None else "Two"
    assert Incident.objects.get(pk=draft.pk).facts == winner


def test_a_page_double_clicked_adds_one_child(ground: People, at: datetime) -> None:
    draft = filling.draft(ground, at)
    token = draft.form_token

    def add() -> Any:
        return services.save_row(
            incident=Incident.objects.get(pk=draft.pk),
            section=BY_SLUG["children"],
            row=None,
            token=token,
            answers=filling.child(at),
            seen="",
            by=User.objects.get(pk=ground.health_practitioner.pk),
            at=at,
        )

    assert len({row.pk for row in at_once([add] * 4)}) == 1
    assert Child.objects.count() == 1


def test_a_page_double_clicked_starts_one_draft(ground: People, at: datetime) -> None:
    token = uuid.uuid4()

    def start() -> Any:
        return services.start(
            agency=ground.agencies.health,
            token=token,
            by=User.objects.get(pk=ground.health_practitioner.pk),
            at=at,
        )

    assert len({incident.pk for incident in at_once([start] * 4)}) == 1
    assert Incident.objects.count() == 1


def test_of_two_who_record_the_panel_one_does(ground: People, at: datetime) -> None:
    incident = filling.submitted(ground, at)

    def record() -> Any:
        services.record_panel(
            incident=Incident.objects.get(pk=incident.pk),
            panel_reference="CSPR-9",
            panel_notified_at=at,
            by=User.objects.get(pk=ground.authority_lead.pk),
            at=at,
        )

    results = at_once([record] * 4)
    assert [type(result) for result in results].count(MoveNotAllowed) == 3
    assert Clock.objects.filter(rule_version__rule__slug="incident.rapid_review").count() == 1


def test_a_draft_is_either_submitted_or_discarded(ground: People, at: datetime) -> None:
    draft = filling.filled(ground, at)

    def discard() -> Any:
        services.discard(
            incident=Incident.objects.get(pk=draft.pk),
            by=User.objects.get(pk=ground.health_lead.pk),
            at=at,
        )

    results = at_once([submitting(draft, ground.health_practitioner, at), discard])
    assert [type(result) for result in results].count(MoveNotAllowed) == 1
    stored = Incident.objects.get(pk=draft.pk)
    assert stored.is_filed is (results[0] is None)
    assert stored.is_filed is (stored.reference is not None)
