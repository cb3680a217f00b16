"""What follows when a notification was opened in an emergency: who hears of it, and how it ends."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from incidents import services
from incidents.models import Incident, IncidentOpening
from incidents.permissions import Perm
from shield.accounts.models import User
from shield.audit.models import Entry
from shield.notifications.models import Notification
from tests.incidents import filling
from tests.incidents.browsing import as_, text
from tests.personas import People


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def opening(ground: People, now: datetime) -> IncidentOpening:
    filed = filling.submitted(ground, now)
    services.open_by_glass(reference=filed.label, reason="R", by=ground.police_lead, at=now)
    found: IncidentOpening = filed.openings.get()
    return found


def judge(opening: IncidentOpening, said: str, by: User, at: datetime) -> None:
    services.judge(opening=opening, judgement=said, note="Nobody was in danger", by=by, at=at)


def reads(person: User, opening: IncidentOpening) -> bool:
    incident = Incident.objects.get(pk=opening.record_id)
    return User.objects.get(pk=person.pk).access.allows(Perm.READ, incident)


def told(key: str) -> list[Notification]:
    return list(Notification.objects.filter(key__startswith=key).order_by("recipient__full_name"))


def test_what_was_not_justified_ends_at_once(
    opening: IncidentOpening, ground: People, now: datetime
) -> None:
    assert reads(ground.police_lead, opening)
    judge(opening, "not-justified", ground.data_protection, now)
    opening.refresh_from_db()
    assert (opening.ends_at, opening.ended_by) == (now, ground.data_protection)
    assert not reads(ground.police_lead, opening)
    assert Entry.objects.filter(verb="incident.opening_ended").count() == 1


def test_what_was_justified_stays_open(
    opening: IncidentOpening, ground: People, now: datetime
) -> None:
    judge(opening, "justified", ground.data_protection, now)
    assert reads(ground.police_lead, opening)


def test_what_had_ended_keeps_its_end(
    opening: IncidentOpening, ground: People, now: datetime
) -> None:
    services.end_opening(opening=opening, by=ground.police_lead, at=now)
    judge(opening, "not-justified", ground.data_protection, now + timedelta(hours=1))
    opening.refresh_from_db()
    assert (opening.ends_at, opening.ended_by) == (now, ground.police_lead)
    assert "has been ended" not in " ".join(told("incident.opening_judged")[0].lines)


@pytest.mark.parametrize(
    ("said", "words", "ended"),
    [("justified", "was judged justified", False), ("not-justified", "judged not justified", True)],
)
def test_who_opened_it_is_told_the_judgement_and_the_ending(
    opening: IncidentOpening, ground: People, now: datetime, said: str, words: str, ended: bool
) -> None:
    judge(opening, said, ground.data_protection, now)
    (message,) = told("incident.opening_judged")
    lines = " ".join(message.lines)
    assert message.recipient == ground.police_lead
    assert words in message.subject
    assert ("Your access to it has been ended." in lines) is ended
    assert "Nobody was in danger" not in lines
    assert opening.record.label not in lines + message.subject + message.reference


def test_those_who_decide_who_sees_it_are_told_that_it_was_opened(
    opening: IncidentOpening, ground: People
) -> None:
    messages = told("incident.opened:")
    assert [one.recipient for one in messages] == [ground.health_lead, ground.operations]
    assert ground.police_lead.full_name not in " ".join(messages[0].lines)
    assert messages[0].url == f"/incidents/{opening.record_id}/access/"


def test_whom_a_restriction_keeps_from_it_is_not_told(ground: People, now: datetime) -> None:
    filed = filling.submitted(ground, now)
    services.restrict(
        record=filed, people=[ground.authority_lead], reason="R", by=ground.health_lead, at=now
    )
    services.open_by_glass(reference=filed.label, reason="R", by=ground.police_lead, at=now)
    assert [one.recipient for one in told("incident.opened:")] == [ground.health_lead]


def test_the_judge_is_told_where_the_pages_are_that_were_read(
    opening: IncidentOpening, ground: People
) -> None:
    shown = text(as_(ground.data_protection).get(opening.get_absolute_url()))
    assert "The audit shows which pages they opened, and when." in shown
    assert "it is closed to them at once" in shown
