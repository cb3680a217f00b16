"""Minutes are approved as they were read, and no decision stands in them that could not be made."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from partnership import services
from partnership.models import AgendaItem, Decision, Meeting, Minutes
from tests.partnership.browsing import as_, reads, sends
from tests.partnership.conftest import Structure
from tests.partnership.deciding import decide
from tests.partnership.minuting import approve, begun, restricted, write
from tests.partnership.sitting import all_seats, take
from tests.personas import People

pytestmark = pytest.mark.django_db


# --- As they were read ----------------------------------------------------------------------------


def write_more(one: AgendaItem, people: People, at: datetime) -> None:
    write(one, people.operations, "Nobody agreed.", at)


def decide_more(one: AgendaItem, people: People, at: datetime) -> None:
    decide(one, people.operations, at)


def change(one: AgendaItem, people: People, at: datetime) -> None:
    edit(one.decisions.get(reference__endswith="1"), people, at)


def withdraw(one: AgendaItem, people: People, at: datetime) -> None:
    services.withdraw_decision(by=people.operations, decision=one.decisions.get(), at=at)


def edit(decision: Decision, people: People, at: datetime, **more: Any) -> Decision:
    assert decision.item is not None
    given: dict[str, Any] = {
        "text": "In the summer", "reasons": "", "dissent": "", "is_recommendation": False,
        "agreed": services.may_have_agreed(decision.item), "priority": None,
        "decided_on": decision.decided_on, "seen": decision.version,
    }  # fmt: skip
    return services.edit_decision(by=people.operations, decision=decision, at=at, **(given | more))


@pytest.mark.parametrize("something", [write_more, decide_more, change, withdraw])
def test_what_was_changed_after_it_was_read_is_not_approved(
    something: Callable[..., None], one: AgendaItem, minutes: Minutes, people: People, now: datetime
) -> None:
    decide(one, people.operations, now)
    seen = services.mark_of_minutes(minutes, people.police_lead)
    something(one, people, now + timedelta(minutes=1))
    with pytest.raises(services.ChangedSinceRead):
        services.approve_minutes(by=people.police_lead, minutes=minutes, seen=seen, at=now)
    assert Minutes.objects.get().status == "draft"
    approve(minutes, people.police_lead, now)
    assert Minutes.objects.get().status == "approved"


def test_who_was_there_is_part_of_what_was_read(
    minutes: Minutes, sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    seen = services.mark_of_minutes(minutes, people.police_lead)
    take(sitting, people, now, *all_seats(seated)[:2])
    assert services.mark_of_minutes(minutes, people.police_lead) != seen


def test_what_the_chair_does_not_read_is_no_reason_to_read_again(
    minutes: Minutes, sitting: Meeting, people: People, now: datetime
) -> None:
    secret = restricted(sitting, people, now, 2, people.board_member)
    seen = services.mark_of_minutes(minutes, people.police_lead)
    theirs = services.mark_of_minutes(minutes, people.board_member)
    write(secret, people.board_member, "Between us", now)
    assert services.mark_of_minutes(minutes, people.police_lead) == seen
    assert services.mark_of_minutes(minutes, people.board_member) != theirs


def test_the_page_carries_what_it_showed_and_says_that_it_changed(
    one: AgendaItem, minutes: Minutes, sitting: Meeting, people: People, now: datetime
) -> None:
    chair = as_(people.police_lead)
    there = re.findall(
        r'href="([^"]*/approve/[^"]*)"', chair.get(minutes.get_absolute_url()).content.decode()
    )[0]
    write(one, people.operations, "Nobody agreed.", now)
    form = chair.get(there).content.decode()
    (seen,) = re.findall(r'name="seen" value="(\w+)"', form)
    refused = chair.post(there, {"seen": seen})
    assert refused.status_code == 409
    assert "was changed after you opened them" in refused.content.decode()
    assert Minutes.objects.get().status == "draft"


# --- What could not be decided --------------------------------------------------------------------


def test_an_interest_declared_after_a_decision_is_looked_at_before_approval(
    one: AgendaItem, minutes: Minutes, sitting: Meeting, people: People, now: datetime
) -> None:
    made = decide(one, people.operations, now)
    services.record_interest(
        by=people.operations, item=one, person=people.authority_lead, what="A cousin", at=now
    )
    assert services.unsound_read_by(people.police_lead, sitting) == [made]
    words = "somebody who agreed has declared an interest since"
    assert words in reads(people.police_lead, "minutes_detail", pk=sitting.pk)
    with pytest.raises(services.DecisionsUnsound, match=made.reference):
        approve(minutes, people.police_lead, now)
    edit(made, people, now, is_recommendation=True)
    assert words not in reads(people.police_lead, "minutes_detail", pk=sitting.pk)
    approve(minutes, people.police_lead, now)


def test_a_recommendation_stands_whoever_declares(
    one: AgendaItem, minutes: Minutes, sitting: Meeting, people: People, now: datetime
) -> None:
    decide(one, people.operations, now, is_recommendation=True)
    services.record_interest(
        by=people.operations, item=one, person=people.authority_lead, what="A cousin", at=now
    )
    assert services.unsound_read_by(people.police_lead, sitting) == []
    approve(minutes, people.police_lead, now)


def test_without_those_who_have_an_interest_too_few_were_there(
    one: AgendaItem, minutes: Minutes, sitting: Meeting, people: People, now: datetime
) -> None:
    sitting.body.quorum_rule = {"members": 2}
    sitting.body.save(update_fields=["quorum_rule"])
    only = [row for row in services.may_have_agreed(one) if row.user == people.police_lead]
    made = decide(one, people.operations, now, agreed=only)
    services.record_interest(
        by=people.operations, item=one, person=people.authority_lead, what="A cousin", at=now
    )
    assert services.unsound_read_by(people.police_lead, sitting) == [made]


# --- Two clerks, two clicks -----------------------------------------------------------------------


def test_a_second_click_records_nothing(
    one: AgendaItem, minutes: Minutes, people: People, now: datetime
) -> None:
    said = {"text": "Do it", "kind": "recommended", "form_token": str(uuid4())}
    answers = [sends(people.operations, "decision_add", said, pk=one.pk) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert Decision.objects.count() == 1


def test_of_two_clerks_the_second_sees_what_the_first_has_saved(
    one: AgendaItem, minutes: Minutes, people: People, now: datetime
) -> None:
    made = decide(one, people.operations, now)
    edit(made, people, now, text="What the first has saved")
    there = [str(row.pk) for row in services.may_have_agreed(one)]
    said = {"text": "Mine", "kind": "decided", "agreed": there, "fingerprint": "0"}
    refused = sends(people.operations, "decision_edit", said, pk=made.pk)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "What the first has saved" in page
    assert "Mine" in page
    assert 'name="fingerprint" value="1"' in page
    assert Decision.objects.get().text == "What the first has saved"
    sends(people.operations, "decision_edit", said | {"fingerprint": "1"}, pk=made.pk)
    assert Decision.objects.get().text == "Mine"


def test_a_meeting_whose_minutes_were_begun_stays_where_it_was(
    sitting: Meeting, people: People, now: datetime
) -> None:
    begun(sitting, people, now)
    with pytest.raises(services.MinutedAlready, match="were begun"):
        services.move_meeting(
            by=people.operations, meeting=sitting, starts_at=sitting.starts_at + timedelta(days=7),
            ends_at=sitting.ends_at + timedelta(days=7), why="Snow", with_=(), at=now,
        )  # fmt: skip
