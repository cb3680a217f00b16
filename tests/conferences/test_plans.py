"""Plans and their clocks, from conference to conference, each child by itself."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from conferences import clocks as duties
from conferences import services
from conferences.models import (
    Child,
    Conference,
    ConferenceExclusion,
    ConferenceGrant,
    Plan,
    lines_of,
)
from conferences.permissions import Perm
from shield.clocks.models import Clock
from tests.conferences.arranging import a_conference
from tests.conferences.holding import (
    core_group,
    decided,
    due,
    held,
    plan_of,
    review,
    today,
)
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]

MONDAY = datetime.fromisoformat("2027-02-22T10:00+00:00")


def first_child(conference: Conference) -> Child:
    child = conference.children.present().first()
    assert child is not None
    return child


# --- Pure -----------------------------------------------------------------------------------------


def test_a_plan_has_a_first_core_group_and_a_review_of_its_kind() -> None:
    begins = duties.plan_begins(held_at=MONDAY, next_rule="conference.x", is_review=False)
    assert begins == (
        duties.Trigger("conference.first_core_group", MONDAY),
        duties.Trigger("conference.x", MONDAY),
    )


def test_a_plan_that_begins_at_a_review_has_its_first_review() -> None:
    _, review = duties.plan_begins(held_at=MONDAY, next_rule=duties.REVIEW, is_review=True)
    assert review == duties.Trigger("conference.first_review", MONDAY)


# --- The chain ------------------------------------------------------------------------------------


def test_a_plan_starts_its_clocks_from_the_conference(people: People, at: datetime) -> None:
    conference = held(people, at)
    plan = plan_of(first_child(conference))
    assert due(plan) == {
        "conference.first_core_group": "2026-12-08",
        "conference.first_review": "2027-02-24",
    }
    assert {
        (one.reference, one.subject, one.holder, one.agency) for one in Clock.objects.open()
    } == {
        (
            conference.reference,
            f"Child protection conference {conference.reference}",
            people.conference_chair,
            people.agencies.authority,
        )
    }


def test_no_plan_and_nothing_decided_start_nothing(people: People, at: datetime) -> None:
    held(people, at, "no_plan", "undecided")
    assert (Plan.objects.count(), Clock.objects.open().count()) == (0, 0)


def test_core_group_and_review_each_meet_one_and_start_the_next(
    people: People, at: datetime
) -> None:
    conference = held(people, at)
    met = at + timedelta(days=10)
    core_group(conference, met, met)
    plan = plan_of(first_child(conference))
    assert due(plan) == {
        "conference.core_group": "2027-01-15",
        "conference.first_review": "2027-02-24",
    }
    after = review(people, conference, MONDAY, scheduled=met)
    held(people, MONDAY, "continues", conference=after)
    plan.refresh_from_db()
    assert plan.child == first_child(after)
    assert due(plan) == {
        "conference.core_group": "2027-01-15",
        "conference.review": "2027-08-22",
    }
    clocks = [one.clock for one in plan.clocks.select_related("clock").order_by("pk")]
    assert [one.met_at for one in clocks] == [met, MONDAY, None, None]
    # The core group that runs is found from the conference that decided last.
    group = Clock.objects.open().get(rule_version__rule__slug="conference.core_group")
    assert (group.reference, group.url) == (
        after.reference,
        f"/conferences/{after.pk}/core-group/",
    )


def test_a_plan_that_ends_leaves_nothing_due(people: People, at: datetime) -> None:
    conference = held(people, at)
    after = review(people, conference, MONDAY, scheduled=at)
    held(people, MONDAY, "ends", conference=after)
    plan = Plan.objects.get()
    assert (plan.ended_at, plan.ended_because) == (MONDAY, "What was seen at home")
    clocks = {
        one.rule_version.rule.slug: (one.met_at, one.cancel_reason)
        for one in Clock.objects.select_related("rule_version__rule")
    }
    assert clocks == {
        "conference.first_core_group": (None, "The plan ended"),
        "conference.first_review": (MONDAY, ""),
    }


def test_siblings_go_apart(people: People, at: datetime) -> None:
    """One child's plan ends, the other's goes on, and a third's begins at the review."""
    conference = held(people, at, "plan", "plan", "no_plan")
    after = review(people, conference, MONDAY, scheduled=at)
    one, two = after.children.present()
    third = services.add_child(
        conference=after, token=uuid.uuid4(),
        facts={"first_names": "C", "last_name": "Q", "born": "born",
               "birth_date": date(2020, 1, 1)},
        by=after.chair, at=at,
    )  # fmt: skip
    held(people, MONDAY, "ends", "continues", "plan", conference=after)
    assert [one.ended_at for one in Plan.objects.order_by("pk")] == [MONDAY, None, None]
    assert due(plan_of(two)) == {
        "conference.first_core_group": "2026-12-08",
        "conference.review": "2027-08-22",
    }
    assert due(plan_of(third)) == {
        "conference.first_core_group": "2027-03-08",
        "conference.first_review": "2027-05-22",
    }
    assert due(plan_of(one)) == {}


def test_undecided_at_a_review_everything_runs_on(people: People, at: datetime) -> None:
    conference = held(people, at)
    plan = Plan.objects.get()
    before = due(plan)
    held(people, MONDAY, "undecided", conference=review(people, conference, MONDAY, scheduled=at))
    plan.refresh_from_db()
    assert (due(plan), plan.child) == (before, first_child(conference))


def test_an_unborn_child_born_between_conferences_is_the_same_child(
    people: People, at: datetime
) -> None:
    conference = today(people, at, code="pre-birth", children=0)
    by = conference.chair
    services.add_child(
        conference=conference, token=uuid.uuid4(),
        facts={"last_name": "Quillfeathery", "born": "unborn", "expected_on": date(2026, 12, 31)},
        by=by, at=at,
    )  # fmt: skip
    held(people, at, "plan", conference=conference)
    after = review(people, conference, MONDAY, scheduled=at + timedelta(days=40))
    child = first_child(after)
    assert (child.born, child.before) == ("unborn", first_child(conference))
    services.edit_child(
        child=child,
        facts={"born": "born", "first_names": "Łucja", "birth_date": date(2027, 1, 2)},
        seen={}, by=by, at=at + timedelta(days=50),
    )  # fmt: skip
    held(people, MONDAY, "continues", conference=after)
    plan = Plan.objects.get()
    assert (str(plan.child), str(plan.began_with)) == ("Łucja Quillfeathery", "Quillfeathery")


def test_a_plan_is_found_past_conferences_that_decided_nothing(
    people: People, at: datetime
) -> None:
    conference = held(people, at)
    by = conference.chair
    off = review(people, conference, MONDAY, scheduled=at)
    services.cancel(conference=off, why="Moved away", by=by, at=at)
    off_child = first_child(off)
    child = Child.objects.create(
        conference=today(people, MONDAY, children=0), before=off_child, last_name="Q", born="born",
        form_token=uuid.uuid4(), added_at=at, added_by=by,
    )  # fmt: skip
    assert lines_of([child]) == {child.pk: {child.pk, off_child.pk, off_child.before_id}}
    assert services.running_of([child]) == {child.pk: Plan.objects.get()}


def test_a_chain_in_circles_ends(people: People, at: datetime) -> None:
    one, two = today(people, at, children=2).children.present()
    Child.objects.filter(pk=one.pk).update(before=two)
    Child.objects.filter(pk=two.pk).update(before=one)
    assert lines_of([one]) == {one.pk: {one.pk, two.pk}}


def test_what_runs_is_neither_made_nor_denied_and_what_does_not_neither_goes_on_nor_ends(
    people: People, at: datetime
) -> None:
    conference = held(people, at)
    child = first_child(review(people, conference, MONDAY, scheduled=at))
    for what in ("plan", "no_plan"):
        with pytest.raises(services.PlanRuns):
            decided(child, MONDAY, what)
    other = first_child(today(people, at))
    for what in ("continues", "ends"):
        with pytest.raises(services.NoPlanRuns):
            decided(other, at, what)


def test_a_plan_from_before_the_portal_is_continued_by_a_review(
    people: People, at: datetime
) -> None:
    conference = held(people, at, "continues", "ends", code="review")
    one, two = conference.children.present()
    assert plan_of(one).is_from_before
    assert due(plan_of(one)) == {"conference.review": "2027-05-24"}
    assert (plan_of(two).is_running, due(plan_of(two))) == (False, {})


# --- Lead social worker, ends between conferences -------------------------------------------------


def test_what_is_due_is_held_by_a_lead_social_worker_with_an_account(
    people: People, at: datetime
) -> None:
    conference = held(people, at)
    plan, by = Plan.objects.get(), conference.chair
    said: dict[str, Any] = {"plan": plan, "agency": people.agencies.authority, "by": by, "at": at}
    services.name_lead(name="Una", user=people.authority_practitioner, **said)
    assert {one.holder for one in Clock.objects.open()} == {people.authority_practitioner}
    met = at + timedelta(days=3)
    core_group(conference, met, met)
    assert {one.holder for one in Clock.objects.open()} == {people.authority_practitioner}
    services.name_lead(name="Somebody without an account", user=None, **said)
    assert {one.holder for one in Clock.objects.open()} == {people.conference_chair}


def test_a_lead_works_in_the_agency_and_may_know_of_it(people: People, at: datetime) -> None:
    conference = held(people, at)
    plan, by = Plan.objects.get(), conference.chair
    said: dict[str, Any] = {
        "plan": plan,
        "name": "Una",
        "agency": people.agencies.authority,
        "by": by,
        "at": at,
    }
    with pytest.raises(services.LeadWorksElsewhere):
        services.name_lead(user=people.health_practitioner, **said)
    ConferenceExclusion.objects.create(
        record=conference, user=people.authority_practitioner, reason="A relative",
        excluded_by=by, excluded_at=at,
    )  # fmt: skip
    with pytest.raises(services.LeadWorksElsewhere):
        services.name_lead(user=people.authority_practitioner, **said)
    for person in (people.other_chair, people.authority_lead):
        with pytest.raises(PermissionDenied):
            services.name_lead(user=None, **(said | {"by": person}))


def test_a_plan_ends_between_conferences(people: People, at: datetime) -> None:
    held(people, at)
    plan, later = Plan.objects.get(), at + timedelta(days=30)
    said: dict[str, Any] = {
        "plan": plan,
        "reason": "Turned 18",
        "by": people.conference_chair,
        "at": later,
    }
    for wrong in (at - timedelta(days=1), later + timedelta(days=1)):
        with pytest.raises(services.ImpossibleEnd):
            services.end_plan(ended_at=wrong, **said)
    for person in (people.other_chair, people.authority_lead):
        with pytest.raises(PermissionDenied):
            services.end_plan(ended_at=later, **(said | {"by": person}))
    services.end_plan(ended_at=later, **said)
    assert Clock.objects.open().count() == 0
    with pytest.raises(services.PlanEnded):
        services.end_plan(ended_at=later, **said)


def test_of_a_restricted_conference_clocks_are_kept_as_it_is(people: People, at: datetime) -> None:
    conference = today(people, at)
    ConferenceGrant.objects.create(
        record=conference, user=people.conference_chair, perm=Perm.READ, reason="Named",
        granted_by=people.conference_chair, granted_at=at,
    )  # fmt: skip
    Conference.objects.filter(pk=conference.pk).update(is_restricted=True)
    conference.refresh_from_db()
    held(people, at, conference=conference)
    core_group(conference, at + timedelta(days=3), at + timedelta(days=3))
    open_to = {tuple(one.open_to or ()) for one in Clock.objects.open()}
    assert open_to == {(people.conference_chair.pk,)}
    assert list(Clock.objects.visible_to(people.authority_lead)) == []


def test_handed_on_after_it_was_held_what_is_due_goes_to_who_runs_it_now(
    people: People, at: datetime
) -> None:
    conference, other = held(people, at, "plan"), people.other_chair
    plan = plan_of(conference.children.get())
    mine = Clock.objects.open().filter(pk__in=plan.clocks.values("clock"))
    assert {one.holder for one in mine} == {conference.administrator}
    conference = services.hand_on(
        conference=conference, chair=other, administrator=other, by=conference.chair, at=at
    )
    assert {one.holder for one in mine.all()} == {other}
    core_group(conference, at, at, by=other)


def test_what_was_cancelled_is_not_handed_on(people: People, at: datetime) -> None:
    conference = a_conference(people, at)
    services.cancel(conference=conference, why="No harm", by=conference.chair, at=at)
    with pytest.raises(services.NotToCome):
        services.hand_on(
            conference=conference, chair=people.other_chair, administrator=people.other_chair,
            by=conference.chair, at=at,
        )  # fmt: skip
