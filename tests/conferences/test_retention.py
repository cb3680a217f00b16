"""Until when what was said at a conference is kept, and what keeps it longer."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from conferences import services
from conferences.models import Conference, ConferenceKind, LegalHold, Plan
from conferences.services.scheduling import ErasedAlready
from shield.accounts.models import User
from shield.audit.models import Entry
from tests.conferences.arranging import a_conference
from tests.conferences.holding import held, review
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]

PAST = datetime(2022, 2, 28, 14, 30, tzinfo=UTC)
LATER = datetime(2030, 1, 1, tzinfo=UTC)


def kept(conference: Conference) -> services.Keeping:
    return services.keeping([conference.pk])[conference.pk]


def until(conference: Conference) -> date | None:
    return kept(conference).erase_on


def cancelled(people: People, at: datetime, **facts: object) -> Conference:
    made = a_conference(people, at - timedelta(days=5), days=9, **facts)  # type: ignore[arg-type]
    services.cancel(conference=made, why="No longer needed", by=made.chair, at=at)
    made.refresh_from_db()
    return made


def months(number: int, code: str = "initial") -> None:
    ConferenceKind.objects.filter(code=code).update(keep_months=number)


def with_its_review(people: People) -> tuple[Conference, Conference]:
    """A first conference, and the review three months later that ended the plan."""
    first, on = held(people, PAST, "plan"), PAST + timedelta(days=90)
    second = review(people, first, on, scheduled=PAST + timedelta(days=1))
    return first, held(people, on, "ends", conference=second)


def test_the_months_count_from_the_day_on_which_it_was_over(people: People) -> None:
    conference = held(people, PAST, "no_plan")
    assert until(conference) == date(2025, 3, 1)  # the 28th is theirs still
    months(12)
    assert until(conference) == date(2023, 3, 1)


@pytest.mark.parametrize(
    ("over", "last"),
    [
        (datetime(2024, 2, 29, 12, tzinfo=UTC), date(2027, 3, 1)),  # there is no 29 February 2027
        (datetime(2022, 1, 31, 23, 59, tzinfo=UTC), date(2025, 2, 1)),
        # Half past midnight in London, half past eleven of the day before elsewhere.
        (datetime(2022, 6, 30, 23, 30, tzinfo=UTC), date(2025, 7, 2)),
    ],
)
def test_days_are_londons_and_months_end_where_they_end(
    people: People, over: datetime, last: date
) -> None:
    assert until(cancelled(people, over)) == last


def test_it_goes_on_its_day_and_not_the_day_before(people: People) -> None:
    conference = cancelled(people, PAST)
    assert services.over(at=datetime(2025, 2, 28, 23, 59, tzinfo=UTC)) == []
    assert services.over(at=datetime(2025, 3, 1, 0, 1, tzinfo=UTC)) == [conference.pk]


def test_what_is_to_come_keeps_the_whole_family(people: People) -> None:
    first = cancelled(people, PAST)
    a_conference(people, PAST + timedelta(days=900))
    assert kept(first).is_to_come
    assert "still to come" in kept(first).words
    assert services.over(at=LATER) == []


def test_a_plan_that_runs_keeps_them_and_its_end_begins_the_months(people: People) -> None:
    first = held(people, PAST, "plan")
    assert kept(first).has_plan
    assert "a child protection plan runs" in kept(first).words
    assert services.over(at=LATER) == []
    end = PAST + timedelta(days=200)
    services.end_plan(plan=Plan.objects.get(), ended_at=end, reason="Moved", by=first.chair, at=end)
    assert until(first) == date(2025, 9, 17)


def test_a_review_keeps_the_first_conference(people: People) -> None:
    """By the children, though the family has another number meanwhile."""
    first = held(people, PAST, "plan")
    on = PAST + timedelta(days=90)
    second = review(people, first, on, scheduled=PAST + timedelta(days=1))
    Conference.objects.filter(pk=second.pk).update(family_fingerprint="")
    second.refresh_from_db()
    held(people, on, "ends", conference=second)
    assert until(first) == until(second) == date(2025, 5, 30)


def test_the_longest_months_of_the_family_count(people: People) -> None:
    first, second = with_its_review(people)
    months(12, "review")
    assert until(first) == until(second) == date(2025, 5, 30)


def test_another_family_keeps_nothing(people: People) -> None:
    first = cancelled(people, PAST)
    a_conference(people, PAST + timedelta(days=900), family_reference="FAM-2")
    assert services.over(at=LATER) == [first.pk]


def test_a_thousand_are_asked_in_as_many_queries_as_one(
    people: People, django_assert_max_num_queries: object
) -> None:
    for number in range(4):
        cancelled(people, PAST + timedelta(days=number), family_reference=f"FAM-{number}")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert len(services.over(at=LATER)) == 4


# --- Legal holds ----------------------------------------------------------------------------------


def place(by: User, reference: str = "", token: uuid.UUID | None = None) -> LegalHold:
    return services.place_hold(
        reference=reference, reason="The coroner asked", token=token or uuid.uuid4(), by=by,
        at=PAST,
    )  # fmt: skip


def test_a_hold_keeps_its_family_and_no_other(people: People) -> None:
    first, second = with_its_review(people)
    other = cancelled(people, PAST, family_reference="FAM-2")
    hold = place(people.data_protection, f" {second.reference.lower()} ")
    assert kept(first).is_held
    assert "legal hold" in kept(first).words
    assert services.over(at=LATER) == [other.pk]
    services.lift_hold(hold=hold, reason="Told so", by=people.operations, at=PAST)
    assert services.over(at=LATER) == [first.pk, second.pk, other.pk]


def test_a_hold_of_all_keeps_all(people: People) -> None:
    cancelled(people, PAST)
    hold = place(people.data_protection)
    assert hold.of_words == "Every conference"
    assert services.over(at=LATER) == []


def test_two_reasons_are_two_holds_and_each_keeps_it(people: People) -> None:
    conference = cancelled(people, PAST)
    first, _ = (place(people.operations, conference.reference) for _ in range(2))
    services.lift_hold(hold=first, reason="Over", by=people.data_protection, at=PAST)
    assert kept(conference).is_held


def test_the_same_child_under_another_family_number_is_kept_alike(people: People) -> None:
    """As files and people who enter by hand know it: by the child's own numbers."""
    first = cancelled(people, PAST)
    for name, value in (("nhs_number", "943 476 5919"), ("external_reference", "KID-1")):
        first.children.update(nhs_fingerprint="", external_fingerprint="")
        child = first.children.get()
        setattr(child, name, value)
        child.save()
        assert kept(first).erase_on
        later = a_conference(people, PAST + timedelta(days=900), family_reference=f"FAM-{name}")
        other = later.children.get()
        setattr(other, name, value)
        other.save()
        assert kept(first).is_to_come, name
        setattr(other, name, "")
        other.save()


def test_a_hold_is_placed_and_lifted_once(people: People) -> None:
    conference, token = cancelled(people, PAST), uuid.uuid4()
    hold = place(people.operations, conference.reference, token)
    assert place(people.operations, conference.reference, token) == hold
    services.lift_hold(hold=hold, reason="Over", by=people.data_protection, at=PAST)
    with pytest.raises(services.LiftedAlready):
        services.lift_hold(hold=hold, reason="Over", by=people.data_protection, at=PAST)
    said = Entry.objects.filter(verb__startswith="conference.hold_").order_by("position")
    assert [one.verb for one in said] == ["conference.hold_placed", "conference.hold_lifted"]
    assert "coroner" not in str([one.facts for one in said])


def test_whoever_runs_conferences_places_none(people: People) -> None:
    conference = cancelled(people, PAST)
    for person in (people.conference_chair, people.health_lead, people.auditor):
        with pytest.raises(PermissionDenied):
            place(person, conference.reference)
    hold = place(people.operations, conference.reference)
    with pytest.raises(PermissionDenied):
        services.lift_hold(hold=hold, reason="x", by=people.conference_chair, at=PAST)


def test_who_is_shut_out_is_told_as_if_it_were_not_there(people: People) -> None:
    conference = cancelled(people, PAST)
    hold = place(people.data_protection, conference.reference)
    conference.exclusions.create(
        user=people.operations, reason="Aunt", excluded_by=conference.chair, excluded_at=PAST
    )
    words = set()
    for reference in (conference.reference, "CPC-2020-9999"):
        with pytest.raises(services.NothingToHold) as refused:
            place(people.operations, reference)
        words.add(str(refused.value))
    assert len(words) == 1
    assert list(LegalHold.objects.visible_to(people.operations)) == []
    with pytest.raises(PermissionDenied):
        services.lift_hold(hold=hold, reason="x", by=people.operations, at=PAST)


def test_who_is_shut_out_lifts_neither_the_familys_hold_nor_that_of_all(people: People) -> None:
    conference = cancelled(people, PAST)
    sibling = cancelled(people, PAST)
    conference.exclusions.create(
        user=people.operations, reason="Aunt", excluded_by=conference.chair, excluded_at=PAST
    )
    of_sibling, of_all = place(people.data_protection, sibling.reference), place(people.operations)
    assert list(LegalHold.objects.visible_to(people.operations)) == [of_all]
    with pytest.raises(PermissionDenied):
        services.lift_hold(hold=of_sibling, reason="x", by=people.operations, at=PAST)
    with pytest.raises(services.NotTheirs):
        services.lift_hold(hold=of_all, reason="x", by=people.operations, at=PAST)


def test_what_is_erased_cannot_be_held(people: People) -> None:
    conference = cancelled(people, PAST)
    Conference.objects.filter(pk=conference.pk).update(erased_at=LATER)
    with pytest.raises(ErasedAlready):
        place(people.data_protection, conference.reference)
