"""A conference that could not decide is held again; children with plans are reviewed."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from conferences import services
from conferences.models import Conference, ConferenceExclusion, Plan
from shield.clocks.models import Clock
from tests.conferences.arranging import asked
from tests.conferences.holding import came, decided, held, review, today
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]

MONDAY = datetime.fromisoformat("2027-02-22T10:00+00:00")


def test_an_inquorate_conference_decides_nothing_and_stays_due(
    people: People, at: datetime
) -> None:
    conference = today(people, at, triggered_at=at - timedelta(days=29))
    asked(conference, people, at - timedelta(days=20), "health")
    came(conference, people, at, "authority", "police")
    decided(conference.children.get(), at)
    services.be_inquorate(
        conference=conference, reason="Health did not come", by=conference.chair, at=at
    )
    conference.refresh_from_db()
    assert (conference.status, conference.closed_because) == ("inquorate", "Health did not come")
    assert Plan.objects.count() == 0
    assert [one.rule_version.rule.slug for one in Clock.objects.open()] == ["conference.initial"]
    assert conference.outcome.quoracy.is_quorate is False


def test_held_again_it_has_its_family_its_limits_its_agencies_and_its_clock(
    people: People, at: datetime
) -> None:
    conference = today(people, at, triggered_at=at - timedelta(days=29), children=2)
    by = conference.chair
    asked(conference, people, at - timedelta(days=20), "health", people.health_practitioner)
    gone = asked(conference, people, at - timedelta(days=20), "police")
    services.withdraw(request=gone, by=by, at=at)
    services.add_guest(
        conference=conference, token=uuid.uuid4(),
        facts={"name": "Mother", "relationship": "Mother", "invited": "yes"}, by=by, at=at,
    )  # fmt: skip
    ConferenceExclusion.objects.create(
        record=conference, user=people.health_lead, reason="A relative", excluded_by=by,
        excluded_at=at,
    )  # fmt: skip
    services.be_inquorate(conference=conference, reason="Nobody came", by=by, at=at)
    token, again = uuid.uuid4(), at + timedelta(days=7)
    said: dict[str, Any] = {"conference": conference, "starts_at": again, "by": by, "at": at}
    made = services.reconvene(token=token, **said)
    assert services.reconvene(token=token, **said) == made
    with pytest.raises(services.HeldAgain):
        services.reconvene(token=uuid.uuid4(), **said)
    assert made.reconvenes == conference
    assert made.reference != conference.reference
    assert [(str(one), one.before) for one in made.children.present()] == [
        (str(one), one) for one in conference.children.present()
    ]
    assert [str(one) for one in made.guests.present()] == ["Mother"]
    assert [(one.agency, one.practitioner) for one in made.requests.all()] == [
        (people.agencies.health, people.health_practitioner)
    ]
    assert made.clock is not None
    assert made.clock.rule_version.rule.slug == "conference.reconvene_inquorate"
    assert made.clock.due_on.isoformat() == "2026-12-08"
    assert [one.user for one in made.exclusions.all()] == [people.health_lead]
    made.clock.refresh_from_db()
    assert made.clock.closed_to == [people.health_lead.pk]
    # Found again by a fingerprint that was made for the new row.
    assert set(Conference.objects.of_family("FAM-7731")) == {conference, made}
    held(people, again, "plan", "no_plan", conference=made)
    rules = {one.rule_version.rule.slug for one in Clock.objects.met()}
    assert rules == {"conference.initial", "conference.reconvene_inquorate"}


def test_called_off_after_it_was_inquorate_nothing_stays_due(people: People, at: datetime) -> None:
    conference = today(people, at, triggered_at=at - timedelta(days=29))
    by = conference.chair
    services.be_inquorate(conference=conference, reason="Nobody came", by=by, at=at)
    made = services.reconvene(
        conference=conference, starts_at=at + timedelta(days=7), token=uuid.uuid4(), by=by, at=at
    )
    services.cancel(conference=made, why="No harm after all", by=by, at=at)
    assert Clock.objects.open().count() == 0


def test_only_what_was_inquorate_is_held_again(people: People, at: datetime) -> None:
    conference = held(people, at)
    with pytest.raises(services.NotInquorate):
        services.reconvene(
            conference=conference, starts_at=at + timedelta(days=7), token=uuid.uuid4(),
            by=conference.chair, at=at,
        )  # fmt: skip


def test_a_review_is_of_children_whose_plans_run(people: People, at: datetime) -> None:
    conference = held(people, at, "plan", "no_plan")
    after = review(people, conference, MONDAY, scheduled=at)
    assert [one.before for one in after.children.present()] == [conference.children.present()[0]]
    with pytest.raises(services.NobodyToReview):
        review(people, held(people, at, "no_plan"), MONDAY, scheduled=at)
