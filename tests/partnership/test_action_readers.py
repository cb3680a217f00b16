"""Who sees an action, whom its clock reminds, how it stands, and what the next agenda shows."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from partnership import services
from partnership.models import Action, Interest, ItemReader, Rag, amber_days
from shield.accounts.models import User
from shield.clocks.models import Clock
from tests.partnership.acting import action, in_days, item_of
from tests.partnership.conftest import Structure
from tests.partnership.doing import told
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
DAY = timedelta(days=1)


@pytest.fixture
def raised(seated: Structure, people: People, at: datetime) -> Action:
    return action(seated.board, people, at)


@pytest.fixture
def done(raised: Action, people: People, at: datetime) -> Action:
    return services.finish(by=people.police_lead, action=raised, text="The letter went", at=at)


# --- Restricted items -----------------------------------------------------------------------------


@pytest.fixture
def restricted(seated: Structure, people: People, at: datetime) -> Action:
    """An action of an item that names authority_lead alone, held by police_lead."""
    item = item_of(seated, people, at, is_restricted=True)
    named = {"user": people.authority_lead, "named_by": people.operations, "named_at": at}
    ItemReader.objects.create(item=item, **named)
    return action(seated.board, people, at, item=item, by=people.authority_lead)


def sees(user: User) -> bool:
    return Action.objects.visible_to(User.objects.get(pk=user.pk)).exists()


def test_an_action_of_a_restricted_item_is_for_its_readers_and_its_holder(
    restricted: Action, people: People
) -> None:
    names = ("authority_lead", "police_lead", "operations", "scrutineer", "icb_lead")
    assert [name for name in names if sees(getattr(people, name))] == [
        "authority_lead",
        "police_lead",
    ]


def test_so_is_its_clock(restricted: Action, people: People) -> None:
    assert not Clock.objects.visible_to(people.operations).exists()
    assert Clock.objects.visible_to(people.police_lead).exists()


def test_whoever_does_not_read_the_item_is_not_told_that_it_is_done(
    restricted: Action, people: People, at: datetime
) -> None:
    services.finish(by=people.police_lead, action=restricted, text="Done", at=at)
    assert told(people.authority_lead) == ["An action waits to be accepted: ACT-2026-0001"]
    assert told(people.operations) == []


def test_operations_do_nothing_to_what_they_do_not_read(
    restricted: Action, people: People, at: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        services.withdraw_action(by=people.operations, action=restricted, text="So", at=at)


def test_an_interest_keeps_a_chair_from_accepting(
    seated: Structure, people: People, at: datetime
) -> None:
    item = item_of(seated, people, at)
    made = action(seated.board, people, at, item=item)
    services.finish(by=people.police_lead, action=made, text="Done", at=at)
    Interest.objects.create(
        item=item, user=people.authority_lead, what="Own school",
        declared_by=people.authority_lead, declared_at=at,
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        services.accept(by=people.authority_lead, action=made, at=at)


def test_clocks_follow_who_reads_the_item(restricted: Action, people: People, at: datetime) -> None:
    assert restricted.item is not None
    named = {"user": people.operations, "named_by": people.operations, "named_at": at}
    ItemReader.objects.create(item=restricted.item, **named)
    services.limit_clocks(item=restricted.item, at=at)
    assert Clock.objects.visible_to(people.operations).exists()


# --- How it stands --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "rag"), [(31, Rag.RED), (30, Rag.AMBER), (16, Rag.AMBER), (15, Rag.GREEN)]
)
def test_it_is_red_amber_or_green_by_its_due_day(
    raised: Action, at: datetime, days: int, rag: Rag
) -> None:
    """Two weeks before, when the rule first reminds, it is amber."""
    on = in_days(at, days)
    within = amber_days(on)
    assert raised.rag(on, within) == rag
    assert [one for one in Rag if Action.objects.all().of_rag(one, on, within)] == [rag]


def test_what_is_done_is_grey(done: Action, at: datetime) -> None:
    assert done.rag(in_days(at, 99), 14) == Rag.GREY
    assert done.state_words(in_days(at, 99), 14) == "Done, waits to be accepted"


# --- Matters arising ------------------------------------------------------------------------------


def test_matters_arising_are_what_is_unfinished_and_what_was_closed_since(
    seated: Structure, people: People, at: datetime
) -> None:
    made = [action(seated.board, people, at) for _ in range(4)]
    for one, days in ((made[0], 1), (made[1], 3)):
        services.withdraw_action(by=people.operations, action=one, text="So", at=at + days * DAY)
    services.finish(by=people.police_lead, action=made[2], text="Done", at=at)
    found = services.arising(seated.board, at + 2 * DAY)
    assert set(found) == {made[1], made[2], made[3]}
    assert set(services.arising(seated.board, None)) == {made[2], made[3]}
    assert not services.arising(seated.executive, None)
