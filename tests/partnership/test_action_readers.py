"""Who sees an action, whom its clock reminds, how it stands, and what the next agenda shows."""

from datetime import date, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnership import services
from partnership.models import Action, Interest, ItemReader, Rag, amber_days
from shield.accounts.models import User
from shield.audit.models import Entry
from shield.clocks.models import Clock, RuleVersion
from tests.partnership.acting import action, in_days, item_of
from tests.partnership.browsing import as_, reads
from tests.partnership.conftest import Structure
from tests.partnership.doing import meeting, told
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


def test_lists_do_not_say_what_it_is_and_its_page_writes_down_that_it_was_read(
    restricted: Action, people: People
) -> None:
    for page in ("action_list", "home"):
        words = reads(people.police_lead, page)
        assert restricted.reference in words
        assert "On a restricted item" in words
        assert restricted.what not in words
    for form in ("csv", "xlsx"):
        answer = as_(people.police_lead).get(reverse("action_list"), {"format": form})
        body = answer.getvalue() if answer.streaming else answer.content
        if form == "xlsx":
            with ZipFile(BytesIO(body)) as book:
                body = b"".join(book.read(name) for name in book.namelist())
        assert restricted.reference.encode() in body
        assert restricted.what.encode() not in body
    before = Entry.objects.filter(verb="consulted").count()
    assert restricted.what in reads(people.police_lead, "action_detail", pk=restricted.pk)
    assert Entry.objects.filter(verb="consulted").count() == before + 1


def test_what_is_not_restricted_is_said_in_lists(raised: Action, people: People) -> None:
    assert raised.what in reads(people.police_lead, "action_list")
    before = Entry.objects.filter(verb="consulted").count()
    reads(people.police_lead, "action_detail", pk=raised.pk)
    assert Entry.objects.filter(verb="consulted").count() == before


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


def test_it_is_amber_from_its_first_reminder_in_the_days_that_the_rule_counts() -> None:
    versions = RuleVersion.objects.filter(rule__slug="action.due")
    versions.update(remind_unit="working_days", remind_before=[5, 0])
    assert amber_days(date(2026, 12, 23)) == 12  # to 4 January, over Christmas
    versions.update(remind_before=[])
    assert amber_days(date(2026, 12, 23)) == 0


def test_what_is_done_is_grey(done: Action, at: datetime) -> None:
    assert done.rag(in_days(at, 99), 14) == Rag.GREY
    assert done.state_words(in_days(at, 99), 14) == "Done, waits to be accepted"


# --- Matters arising ------------------------------------------------------------------------------


def test_matters_arising_are_what_is_unfinished_and_what_was_closed_since_the_last(
    seated: Structure, people: People, at: datetime
) -> None:
    meeting(seated.board, people, in_days(at, -7), at)
    coming = meeting(seated.board, people, in_days(at, 7), at)
    before, since, unfinished = (
        action(seated.board, people, at - 10 * DAY, due_on=in_days(at, days)) for days in (1, 2, 3)
    )
    action(seated.executive, people, at)
    for one, days in ((before, -8), (since, -1)):
        services.withdraw_action(
            by=people.operations, action=one, text="No need", at=at + days * DAY
        )
    found = services.matters_arising(meeting=coming, reader=people.operations)
    assert (found.unfinished, found.closed) == ([unfinished], [since])


def test_of_a_meeting_of_the_past_they_stay_what_they_were(
    seated: Structure, people: People, at: datetime
) -> None:
    held = meeting(seated.board, people, in_days(at, -7), at)
    made = action(seated.board, people, at - 10 * DAY, due_on=in_days(at, 1))
    action(seated.board, people, at, due_on=in_days(at, 2))  # raised since
    services.withdraw_action(by=people.operations, action=made, text="No need", at=at)
    found = services.matters_arising(meeting=held, reader=people.operations)
    assert (found.unfinished, found.closed) == ([made], [])
