"""What a body decides at a meeting: who may write it down, when, and with whose agreement."""

import csv
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership import services
from partnership.models import (
    AgendaItem,
    Attendance,
    Decision,
    DecisionEvent,
    Interest,
    ItemReader,
    Meeting,
    Minutes,
    Priority,
    Sat,
)
from shield.accounts.models import User
from shield.audit.models import Entry
from shield.core.london import london_day
from tests.partnership.browsing import as_, reads, sends
from tests.partnership.conftest import Structure
from tests.partnership.deciding import add, decide
from tests.partnership.doing import hold, verbs
from tests.partnership.sitting import ABSENT, DEPUTY, PRESENT, all_seats, take
from tests.personas import People

pytestmark = pytest.mark.django_db
CANARY = "Quillfeathery"


@pytest.fixture
def item(sitting: Meeting, seated: Structure, people: People, now: datetime) -> AgendaItem:
    """An item of a published agenda, at a meeting that is quorate."""
    take(sitting, people, now, *all_seats(seated))
    Meeting.objects.filter(pk=sitting.pk).update(published_at=now, edition=1)
    return add(sitting, people, now, "Neglect")


def restricted(meeting: Meeting, people: People, at: datetime, *readers: User) -> AgendaItem:
    made = add(meeting, people, at, CANARY, is_restricted=True)
    for reader in readers:
        ItemReader.objects.create(item=made, user=reader, named_by=people.operations, named_at=at)
    return made


def interested(item: AgendaItem, user: User, people: People, at: datetime) -> None:
    Interest.objects.create(
        item=item, user=user, what="A cousin", declared_by=people.operations, declared_at=at
    )


def minutes(meeting: Meeting, people: People, at: datetime, status: str = "draft") -> Minutes:
    facts: dict[str, Any] = {"begun_by": people.operations, "begun_at": at, "status": status}
    if status != "draft":
        facts |= {"approved_by": people.operations, "approved_at": at}
    if status == "distributed":
        facts |= {"distributed_by": people.operations, "distributed_at": at}
    made: Minutes = Minutes.objects.update_or_create(meeting=meeting, defaults=facts)[0]
    return made


# --- Writing down ---------------------------------------------------------------------------------


def test_a_decision_is_kept_with_who_agreed_and_the_quorum(
    item: AgendaItem, people: People, now: datetime
) -> None:
    priority = Priority.objects.create(year=1, number=1, title="Neglect")
    made = decide(item, people.police_lead, now, priority=priority, dissent="None")
    assert made.reference == f"DEC-{now.year}-0001"
    assert made.agreed == ["Northshire Council: Director", "Northshire Police: Superintendent"]
    assert made.quorum == services.quorum_of(item.meeting, item=item).as_json()
    assert (made.body, made.meeting, made.priority) == (item.meeting.body, item.meeting, priority)
    assert verbs()[-1] == "decision.recorded"


def test_between_meetings_and_at_meetings_share_one_row_of_numbers(
    item: AgendaItem, people: People, now: datetime
) -> None:
    first, second = (decide(item, people.operations, now) for _ in range(2))
    services.withdraw_decision(by=people.operations, decision=second, at=now)
    third = decide(item, people.operations, now)
    numbers = [one.reference[-4:] for one in (first, second, third)]
    assert numbers == ["0001", "0002", "0003"]


@pytest.mark.parametrize("persona", ["board_member", "health_lead", "scrutineer", "champion"])
def test_who_does_not_lead_the_body_writes_down_nothing(
    item: AgendaItem, people: People, now: datetime, persona: str
) -> None:
    with pytest.raises(PermissionDenied):
        decide(item, getattr(people, persona), now)


def test_without_a_quorum_it_is_a_recommendation_or_nothing(
    item: AgendaItem, seated: Structure, people: People, now: datetime
) -> None:
    take(item.meeting, people, now, *all_seats(seated, police=ABSENT))
    with pytest.raises(services.Inquorate, match="1 of 2 statutory partners present"):
        decide(item, people.operations, now)
    made = decide(item, people.operations, now, is_recommendation=True)
    assert (made.is_recommendation, made.quorum["is_met"]) == (True, False)


def test_whoever_declared_an_interest_neither_agrees_nor_counts(
    item: AgendaItem, people: People, now: datetime
) -> None:
    everybody = services.may_have_agreed(item)
    interested(item, people.police_lead, people, now)
    assert [one.user for one in services.may_have_agreed(item)] == [people.authority_lead]
    with pytest.raises(services.Inquorate):
        decide(item, people.operations, now)
    with pytest.raises(services.DidNotAgree):
        decide(item, people.operations, now, agreed=everybody, is_recommendation=True)
    other = add(item.meeting, people, now, "Training")
    assert decide(other, people.operations, now).agreed[1] == "Northshire Police: Superintendent"


def test_a_deputy_agrees_as_a_deputy(
    item: AgendaItem, seated: Structure, people: People, now: datetime
) -> None:
    rows = [
        Sat(seated.authority.pk, PRESENT),
        Sat(seated.police.pk, DEPUTY, people.board_member),
        Sat(seated.health.pk, ABSENT),
    ]
    take(item.meeting, people, now, *rows)
    made = decide(item, people.operations, now)
    assert made.agreed[1] == "Northshire Police: Superintendent (deputy)"


def test_who_was_at_another_meeting_did_not_agree_here(
    item: AgendaItem, people: People, now: datetime
) -> None:
    elsewhere = Attendance.objects.order_by("pk").first()
    assert elsewhere is not None
    Attendance.objects.filter(pk=elsewhere.pk).update(state=ABSENT)
    with pytest.raises(services.Inquorate):
        decide(item, people.operations, now, agreed=[elsewhere])
    with pytest.raises(services.DidNotAgree):
        decide(item, people.operations, now, agreed=[elsewhere], is_recommendation=True)


def test_what_nobody_agreed_to_was_not_decided(
    item: AgendaItem, people: People, now: datetime
) -> None:
    with pytest.raises(services.NobodyAgreed):
        decide(item, people.operations, now, agreed=[])


@pytest.mark.parametrize("days", [-1, 1])
def test_it_was_decided_at_the_meeting_or_since(
    item: AgendaItem, people: People, now: datetime, days: int
) -> None:
    day = london_day(now) + timedelta(days=days)
    with pytest.raises(services.DecidedLater):
        decide(item, people.operations, now, decided_on=day)


def test_nothing_is_decided_before_the_day_or_once_the_minutes_are_approved(
    item: AgendaItem, people: People, now: datetime
) -> None:
    with pytest.raises(services.NotDeciding, match="before the day"):
        decide(item, people.operations, now - timedelta(days=2))
    made = decide(item, people.operations, now)
    minutes(item.meeting, people, now, "approved")
    for change in (
        lambda: decide(item, people.operations, now),
        lambda: services.withdraw_decision(by=people.operations, decision=made, at=now),
    ):
        with pytest.raises(services.NotDeciding, match="minutes were approved"):
            change()


def test_what_is_put_right_keeps_its_number_and_its_old_words(
    item: AgendaItem, people: People, now: datetime
) -> None:
    made = decide(item, people.operations, now)
    services.edit_decision(
        by=people.police_lead, decision=made, seen=0, text="In the summer", reasons="", dissent="",
        agreed=services.may_have_agreed(item)[:1], is_recommendation=False, priority=None,
        decided_on=made.decided_on, at=now,
    )  # fmt: skip
    found = Decision.objects.get()
    assert (found.reference, found.text) == (made.reference, "In the summer")
    assert found.agreed == ["Northshire Council: Director"]
    assert DecisionEvent.objects.filter(text__startswith="A campaign").exists()


# --- Who reads it ---------------------------------------------------------------------------------


def readable(decision: Decision, people: People) -> set[str]:
    return {
        name
        for name, user in people.named().items()
        if Decision.objects.visible_to(User.objects.get(pk=user.pk)).filter(pk=decision.pk)
    }


def test_draft_minutes_are_for_those_who_lead(
    item: AgendaItem, seated: Structure, people: People, now: datetime
) -> None:
    hold(seated.health, people.health_lead)
    made = decide(item, people.operations, now)
    minutes(item.meeting, people, now)
    assert readable(made, people) == {"authority_lead", "police_lead", "operations"}
    minutes(item.meeting, people, now, "distributed")
    assert readable(made, people) == {
        *("authority_lead", "police_lead", "operations"),
        *("health_lead", "board_member", "scrutineer"),
    }


def test_a_restricted_item_is_decided_by_a_named_reader_and_read_by_the_named_alone(
    item: AgendaItem, people: People, now: datetime
) -> None:
    secret = restricted(item.meeting, people, now, people.board_member, people.police_lead)
    for who in (people.operations, people.board_member):
        with pytest.raises(PermissionDenied):
            decide(secret, who, now)
    made = decide(secret, people.police_lead, now, text=CANARY)
    minutes(item.meeting, people, now, "distributed")
    assert readable(made, people) == {"board_member", "police_lead"}


def test_a_restricted_decision_is_in_no_list_count_search_or_file_of_others(
    item: AgendaItem, people: People, now: datetime
) -> None:
    decide(item, people.operations, now)
    secret = restricted(item.meeting, people, now, people.police_lead)
    made = decide(secret, people.police_lead, now, text=CANARY, dissent=CANARY)
    minutes(item.meeting, people, now, "distributed")
    for user in (people.operations, people.authority_lead, people.scrutineer):
        client = as_(user)
        path = reverse("decision_list")
        pages = [
            client.get(path).content.decode(),
            client.get(f"{path}?words={CANARY}").content.decode(),
            client.get(reverse("meeting_detail", kwargs={"pk": item.meeting.pk})).content.decode(),
        ]
        file: Any = client.get(f"{path}?format=csv")
        pages.append(b"".join(file.streaming_content).decode())
        assert not [page for page in pages if made.reference in page]
        # What was typed into the filter comes back in it, and nowhere else.
        assert [page.count(CANARY) for page in pages] == [0, 1, 0, 0]
        assert "1 result" in pages[0]
        assert client.get(made.get_absolute_url()).status_code == 404
    assert f"{made.reference}" in reads(people.police_lead, "decision_list")
    assert CANARY not in reads(people.police_lead, "decision_list")


def test_each_reading_of_a_restricted_decision_is_written_down(
    item: AgendaItem, people: People, now: datetime
) -> None:
    secret = restricted(item.meeting, people, now, people.police_lead)
    made = decide(secret, people.police_lead, now, text=CANARY)
    assert CANARY in reads(people.police_lead, "decision_detail", pk=made.pk)
    entry = Entry.objects.filter(verb="consulted").latest("position")
    assert (entry.subject_id, entry.facts["page"]) == (made.pk, "decision_detail")


# --- Pages ----------------------------------------------------------------------------------------


def test_a_chair_records_changes_and_withdraws_by_the_forms(
    item: AgendaItem, people: People, now: datetime
) -> None:
    source = as_(people.police_lead).get(reverse("decision_add", kwargs={"pk": item.pk}))
    there = [str(one.pk) for one in services.may_have_agreed(item)]
    assert [source.content.decode().count(f'value="{key}" checked') for key in there] == [1, 1]
    said = {"text": "A campaign", "kind": "decided", "agreed": there}
    sends(people.police_lead, "decision_add", said, pk=item.pk)
    made = Decision.objects.get()
    assert (made.text, made.decided_on) == ("A campaign", item.meeting.on)
    path = {"pk": made.pk}
    sends(people.police_lead, "decision_edit", {**said, "text": "Two campaigns"}, **path)
    assert "Two campaigns" in reads(people.police_lead, "decision_detail", **path)
    sends(people.police_lead, "decision_withdraw", {}, **path)
    assert "Withdrawn" in reads(people.police_lead, "decision_detail", **path)
    assert made.reference not in reads(people.police_lead, "decision_list")


def test_an_inquorate_decision_is_refused_above_the_form_and_stays_typed(
    item: AgendaItem, seated: Structure, people: People, now: datetime
) -> None:
    take(item.meeting, people, now, *all_seats(seated, police=ABSENT))
    said = {"text": "A campaign", "kind": "decided"}
    answer = sends(people.operations, "decision_add", said, pk=item.pk)
    assert answer.status_code == 409
    assert "The body could not decide" in answer.content.decode()
    assert "A campaign" in answer.content.decode()


def test_a_member_finds_no_form(item: AgendaItem, people: People) -> None:
    path = reverse("decision_add", kwargs={"pk": item.pk})
    assert as_(people.board_member).get(path).status_code == 404
    assert (
        path not in as_(people.board_member).get(item.meeting.get_absolute_url()).content.decode()
    )
    assert path in as_(people.operations).get(item.meeting.get_absolute_url()).content.decode()


FOUND = {
    "": ["Decided at it", "Recommended"],
    "kind=meeting": ["Decided at it"],
    "kind=recommendation": ["Recommended"],
    "kind=between": [],
    "words=recomm": ["Recommended"],
    "priority={priority}": ["Decided at it"],
    "body={body}": ["Decided at it", "Recommended"],
    "first_0=1&first_1=1&first_2=2149": [],
}


@pytest.mark.parametrize("query", FOUND)
def test_the_register_is_filtered(
    item: AgendaItem, people: People, now: datetime, query: str
) -> None:
    priority = Priority.objects.create(year=1, number=1, title="Neglect")
    decide(item, people.operations, now, text="Decided at it", priority=priority)
    decide(item, people.operations, now, text="Recommended", is_recommendation=True)
    asked = query.format(priority=priority.pk, body=item.meeting.body_id)
    answer: Any = as_(people.operations).get(f"{reverse('decision_list')}?{asked}&format=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert sorted(row["Decision"] for row in csv.DictReader(lines)) == FOUND[query]


@pytest.mark.parametrize("name", ["decision_list", "meeting_detail"])
def test_pages_cost_the_same_at_one_decision_and_at_three(
    item: AgendaItem, people: People, now: datetime, name: str
) -> None:
    client = as_(people.operations)
    path = {"pk": item.meeting.pk} if name == "meeting_detail" else None

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name, kwargs=path)).status_code == 200
        return len(asked)

    decide(item, people.operations, now)
    cost()  # what is remembered from the first request on
    one = cost()
    for number in range(2):
        decide(add(item.meeting, people, now, f"Item {number}"), people.operations, now)
    assert cost() == one == {"decision_list": 5, "meeting_detail": 19}[name]


def test_only_readers_of_a_restricted_item_can_have_agreed_to_it(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    take(sitting, people, now, *all_seats(seated))
    secret = add(sitting, people, now, "Secret", is_restricted=True)
    named = {"named_by": people.operations, "named_at": now}
    secret.readers.create(user=people.police_lead, **named)
    left = secret.readers.create(user=people.authority_lead, **named)
    secret.readers.filter(pk=left.pk).update(ended_at=now, ended_by=people.operations)
    everybody = services.may_have_agreed(add(sitting, people, now, "Open"))
    assert [one.user for one in everybody] == [people.authority_lead, people.police_lead]
    assert [one.user for one in services.may_have_agreed(secret)] == [people.police_lead]
    with pytest.raises(services.DidNotAgree):
        decide(secret, people.police_lead, now, agreed=everybody)
