"""Pages of minutes: two clerks at one item, who sees what, excerpts, PDFs, and what they cost."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership import services
from partnership.models import (
    AgendaItem,
    Decision,
    ItemMinute,
    Meeting,
    Minutes,
    MinutesCopy,
    Proposal,
)
from shield.accounts.models import User
from tests.partnership.browsing import as_, reads, sends
from tests.partnership.conftest import Structure
from tests.partnership.doing import told
from tests.partnership.minuting import approve, begun, distributed, held, item, restricted, write
from tests.personas import People

pytestmark = pytest.mark.django_db


def address(name: str, pk: int) -> str:
    return reverse(name, kwargs={"pk": pk})


def proposed(
    meeting: Meeting, people: People, at: datetime, by: User, order: int, **more: Any
) -> AgendaItem:
    proposal = Proposal.objects.create(
        body=meeting.body, title="Learning", purpose="decide", asks="Agree it", proposed_by=by,
        proposed_at=at, source_kind="recommendation", source_reference="REC-2026-0007",
        answer="taken", answered_by=people.operations, answered_at=at,
    )  # fmt: skip
    return item(meeting, people, at, order, proposal=proposal, **more)


# --- Writing --------------------------------------------------------------------------------------


def test_minutes_are_begun_written_approved_and_distributed_on_their_pages(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    one = item(sitting, people, now, 1, title="Reviews")
    held(sitting, seated, people, now)
    assert "Begin the minutes" in reads(people.operations, "meeting_detail", pk=sitting.pk)
    sends(people.operations, "minutes_begin", {}, pk=sitting.pk)
    said = {"text": "All agreed.", "fingerprint": "0"}
    saved = sends(people.operations, "minute_edit", said, pk=one.pk)
    assert saved.url == f"{address('minutes_detail', sitting.pk)}#item-{one.pk}"
    assert "All agreed." in reads(people.police_lead, "minutes_detail", pk=sitting.pk)
    reader = as_(people.board_member)
    assert reader.get(address("minutes_detail", sitting.pk)).status_code == 404
    assert "Approve" not in reads(people.operations, "minutes_detail", pk=sitting.pk)
    chair = as_(people.police_lead)
    page = chair.get(address("minutes_detail", sitting.pk)).content.decode()
    (there,) = re.findall(r'href="([^"]*/approve/[^"]*)"', page)
    chair.post(there, {"seen": there.partition("=")[2]})
    sends(people.operations, "minutes_distribute", {}, pk=sitting.pk)
    page = reads(people.board_member, "minutes_detail", pk=sitting.pk)
    assert "All agreed." in page
    assert "Approved on" in page
    assert "Add a correction" not in page
    sends(people.operations, "minutes_correct", {"text": "Not all agreed."}, pk=one.pk)
    page = reads(people.board_member, "minutes_detail", pk=sitting.pk)
    assert "Not all agreed." in page
    assert "All agreed." in page


def test_a_text_saves_itself_and_says_who_else_is_there(
    sitting: Meeting, people: People, now: datetime
) -> None:
    one = item(sitting, people, now, 1)
    begun(sitting, people, now)
    path = address("minute_edit", one.pk)
    clerk, chair = as_(people.operations), as_(people.police_lead)
    assert "is editing" not in clerk.get(path).content.decode()
    assert "Olive Operations is editing since" in chair.get(path).content.decode()
    here = clerk.post(address("minute_presence", one.pk)).json()
    assert here["text"].startswith("Paula Lead is editing since ")
    page = reads(people.authority_lead, "minutes_detail", pk=sitting.pk)
    assert "Olive Operations is editing since" in page
    said = {"text": "Typed", "fingerprint": "0"}
    answer = clerk.post(path, said, headers={"X-Autosave": "1"}).json()
    assert (answer["fingerprint"], answer["saved"][:9]) == ("1", "Saved at ")
    assert ItemMinute.objects.get().text == "Typed"


def test_two_clerks_at_one_item_see_both_texts_side_by_side(
    sitting: Meeting, people: People, now: datetime
) -> None:
    one = item(sitting, people, now, 1)
    begun(sitting, people, now)
    path = address("minute_edit", one.pk)
    write(one, people.operations, "Their <b>text</b>", now)
    chair = as_(people.police_lead)
    mine = {"text": "My text", "fingerprint": "0"}
    quiet = chair.post(path, mine, headers={"X-Autosave": "1"})
    assert (quiet.status_code, "Olive Operations changed" in quiet.json()["conflict"]) == (
        409,
        True,
    )
    answer = chair.post(path, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("My text", "Their &lt;b&gt;text&lt;/b&gt;", "Olive Operations changed"):
        assert words in page
    assert 'name="fingerprint" value="1"' in page
    assert chair.post(path, mine | {"fingerprint": "1"}).status_code == 302
    assert ItemMinute.objects.get().text == "My text"


def test_a_text_of_minutes_that_were_approved_meanwhile_is_not_lost(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    one = item(sitting, people, now, 1)
    held(sitting, seated, people, now)
    minutes = begun(sitting, people, now)
    approve(minutes, people.police_lead, now)
    answer = sends(
        people.operations, "minute_edit", {"text": "Late", "fingerprint": "0"}, pk=one.pk
    )
    assert answer.status_code == 409
    assert "Late" in answer.content.decode()
    assert as_(people.operations).get(address("minute_edit", one.pk)).status_code == 302


# --- Restricted items -----------------------------------------------------------------------------


def test_a_restricted_item_is_nowhere_for_who_is_not_named(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    secret = restricted(sitting, people, now, 1, people.board_member)
    held(sitting, seated, people, now)
    minutes = begun(sitting, people, now)
    write(secret, people.board_member, "Canary", now)
    distributed(minutes, people, now)
    services.add_correction(by=people.board_member, item=secret, text="Heron", at=now)
    pages = ("minutes_detail", "meeting_detail")
    for who in (people.operations, people.police_lead, people.scrutineer):
        said = " ".join(reads(who, name, pk=sitting.pk) for name in pages)
        assert not any(words in said for words in ("Canary", "Heron", "Secret"))
        for name in ("minute_edit", "minutes_excerpt", "minutes_correct", "excerpt_pdf_progress"):
            assert as_(who).get(address(name, secret.pk)).status_code == 404
    page = reads(people.board_member, "minutes_detail", pk=sitting.pk)
    assert all(words in page for words in ("Canary", "Heron", "Secret 1"))


# --- PDFs and excerpts ----------------------------------------------------------------------------


def test_each_reader_gets_the_pdf_of_what_they_read_and_no_other(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    item(sitting, people, now, 1, title="Heard")
    secret = restricted(sitting, people, now, 2, people.board_member)
    held(sitting, seated, people, now)
    minutes = begun(sitting, people, now)
    write(secret, people.board_member, "Canary", now)
    distributed(minutes, people, now)
    mine = {
        who: services.copy_of(minutes, found.items, services.reads_of(found))
        for who in ("police_lead", "authority_lead", "board_member")
        for found in [services.reading_of(getattr(people, who), minutes)]
    }
    assert mine["police_lead"] == mine["authority_lead"] != mine["board_member"]
    texts = {who: str(copy.document.content) for who, copy in mine.items() if copy}
    assert "Heard" in texts["police_lead"]
    assert "Canary" not in texts["police_lead"]
    assert "Secret" not in texts["police_lead"]
    assert "Canary" in texts["board_member"]
    found = mine["board_member"]
    assert found is not None
    assert found.document.marking == "OFFICIAL-SENSITIVE"
    # Named later: another set, so another PDF.
    secret.readers.create(user=people.police_lead, named_by=people.operations, named_at=now)
    now_reads = services.reading_of(User.objects.get(pk=people.police_lead.pk), minutes)
    assert services.copy_of(minutes, now_reads.items, services.reads_of(now_reads)) == found


def test_a_reader_of_no_set_that_was_made_asks_for_theirs(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    one, _ = item(sitting, people, now, 1), item(sitting, people, now, 2)
    held(sitting, seated, people, now)
    distributed(begun(sitting, people, now), people, now)
    one.interests.create(
        user=people.scrutineer, what="Kin", declared_by=people.scrutineer, declared_at=now
    )
    client = as_(people.scrutineer)
    assert client.get(address("minutes_pdf_progress", sitting.pk)).status_code == 404
    assert client.post(address("minutes_pdf_request", sitting.pk)).status_code == 302
    said = client.get(address("minutes_pdf_progress", sitting.pk)).json()
    assert said["status"] == "waiting"
    assert "Item 1" not in str(MinutesCopy.objects.latest("pk").document.content)


def test_an_excerpt_goes_back_to_whoever_proposed_the_item_and_nothing_else(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    one = proposed(sitting, people, now, people.champion, 1)
    other = item(sitting, people, now, 2)
    held(sitting, seated, people, now)
    minutes = begun(sitting, people, now)
    write(one, people.operations, "Agreed.", now)
    client = as_(people.champion)
    assert client.get(address("minutes_excerpt", one.pk)).status_code == 404
    distributed(minutes, people, now)
    assert told(people.champion) == ["The Board: what was minuted on your item can be read"]
    page = reads(people.champion, "minutes_excerpt", pk=one.pk)
    assert "Agreed." in page
    assert "REC-2026-0007" in page
    assert client.get(address("excerpt_pdf_progress", one.pk)).json()["status"] == "waiting"
    for name, pk in (
        ("minutes_excerpt", other.pk), ("minutes_detail", sitting.pk),
        ("meeting_detail", sitting.pk), ("minutes_pdf_progress", sitting.pk),
    ):  # fmt: skip
        assert client.get(address(name, pk)).status_code == 404
    assert as_(people.health_lead).get(address("minutes_excerpt", one.pk)).status_code == 404
    content = str(MinutesCopy.objects.get(reads=f"item:{one.pk}").document.content)
    assert "Agreed." in content
    assert "Item 2" not in content
    assert "Uma Lead" not in content


@pytest.mark.parametrize("why", ["restricted", "interest"])
def test_an_excerpt_that_its_proposer_may_not_read_does_not_go_back(
    sitting: Meeting, seated: Structure, people: People, now: datetime, why: str
) -> None:
    one = proposed(sitting, people, now, people.champion, 1, is_restricted=why == "restricted")
    if why == "interest":
        one.interests.create(
            user=people.champion, what="Kin", declared_by=people.champion, declared_at=now
        )
    held(sitting, seated, people, now)
    distributed(begun(sitting, people, now), people, now)
    assert told(people.champion) == []
    assert as_(people.champion).get(address("minutes_excerpt", one.pk)).status_code == 404


# --- From the item --------------------------------------------------------------------------------


def test_an_item_leads_to_what_was_minuted_on_it(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    one = item(sitting, people, now, 1, title="Neglect")
    held(sitting, seated, people, now)
    minutes = begun(sitting, people, now)
    write(one, people.operations, "It was discussed", now)
    before = reads(people.board_member, "agenda_item_detail", pk=one.pk)
    assert "What came of it" not in before
    distributed(minutes, people, now)
    after = reads(people.board_member, "agenda_item_detail", pk=one.pk)
    assert "What came of it What the minutes say of this item" in after


@pytest.mark.parametrize("kind", ["last-minutes", "matters-arising"])
def test_a_guest_is_told_that_minutes_and_actions_are_not_theirs(
    sitting: Meeting, people: People, now: datetime, kind: str
) -> None:
    one = item(sitting, people, now, 1, title="As last time", kind=kind)
    Meeting.objects.filter(pk=sitting.pk).update(published_at=now, edition=1)
    services.co_opt(by=people.operations, meeting=sitting, person=people.champion, at=now)
    words = "You read this meeting as its guest."
    assert words in reads(people.champion, "agenda_item_detail", pk=one.pk)
    assert words not in reads(people.board_member, "agenda_item_detail", pk=one.pk)


# --- What they cost -------------------------------------------------------------------------------


def minuted(meeting: Meeting, people: People, at: datetime, numbers: range) -> None:
    """Items each with a text, a decision and a correction, that somebody has open."""
    for n in numbers:
        one = item(meeting, people, at, n, title=f"Item {n}")
        minute = ItemMinute.objects.create(
            minutes=Minutes.objects.get(meeting=meeting), item=one, text="Said"
        )
        minute.editing.create(user=people.authority_lead, since=at, last_at=at)
        Decision.objects.create(
            reference=f"D-{n}", body=meeting.body, meeting=meeting, item=one, text="Yes",
            decided_on=date(2026, 1, 1), recorded_at=at,
        )  # fmt: skip
        one.additions.create(text="Not so", added_by=people.operations, added_at=at)


COSTS = {"minutes_detail": 26, "meeting_detail": 15}


@pytest.mark.parametrize("name", COSTS)
def test_a_page_costs_the_same_with_one_minuted_item_and_with_fifteen(
    sitting: Meeting, seated: Structure, people: People, now: datetime, name: str
) -> None:
    held(sitting, seated, people, now)
    begun(sitting, people, now)
    client = as_(people.operations)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(name, sitting.pk)).status_code == 200
        return len(asked)

    minuted(sitting, people, now, range(1, 2))
    cost()
    one = cost()
    minuted(sitting, people, now, range(2, 16))
    assert (one, cost()) == (COSTS[name], COSTS[name])


# --- What is kept from a reader, and who approved -------------------------------------------------


def frozen(minutes: Any, user: User) -> dict[str, Any]:
    """The content of somebody's PDF."""
    reading = services.reading_of(user, minutes)
    copy = services.copy_of(minutes, reading.items, services.reads_of(reading))
    assert copy is not None
    content: dict[str, Any] = copy.document.content
    return content


def test_items_have_the_numbers_of_the_agenda_also_for_whoever_has_an_interest_in_one(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    """And the others read who took no part; of what the interest is they read nothing."""
    for n in (1, 2, 3):
        item(sitting, people, now, n, title=f"Heard {n}")
    held(sitting, seated, people, now)
    second = sitting.items.get(title="Heard 2")
    second.interests.create(
        user=people.board_member, what="Kin", declared_by=people.board_member, declared_at=now
    )
    minutes = distributed(begun(sitting, people, now), people, now)
    apart = "2. An item in which you have declared an interest"
    mine = reads(people.board_member, "minutes_detail", pk=sitting.pk)
    assert all(words in mine for words in ("1. Heard 1", apart, "3. Heard 3"))
    assert "Heard 2" not in mine
    theirs = reads(people.authority_lead, "minutes_detail", pk=sitting.pk)
    assert "Declared an interest and took no part: Bella Board." in theirs
    assert "Kin" not in theirs
    content = frozen(minutes, people.board_member)
    assert [one["title"] for one in content["items"]] == ["1. Heard 1", apart, "3. Heard 3"]
    assert "Heard 2" not in str(content)
    whole = frozen(minutes, people.authority_lead)
    assert [one["title"] for one in whole["items"]] == [f"{n}. Heard {n}" for n in (1, 2, 3)]
    assert [one["interests"] for one in whole["items"]] == ["", "Bella Board", ""]


@pytest.mark.parametrize("is_reader", [True, False])
def test_readers_of_a_restricted_item_learn_whether_whoever_approved_read_it(
    sitting: Meeting, seated: Structure, people: People, now: datetime, is_reader: bool
) -> None:
    readers = [people.board_member, *([people.police_lead] if is_reader else [])]
    restricted(sitting, people, now, 1, *readers)
    held(sitting, seated, people, now)
    minutes = begun(sitting, people, now)
    approve(minutes, people.police_lead, now)
    words = "Whoever approved these minutes was not among the readers of this item."
    services.distribute_minutes(by=people.operations, minutes=minutes, at=now)
    assert (words in reads(people.board_member, "minutes_detail", pk=sitting.pk)) != is_reader
    [one] = frozen(minutes, people.board_member)["items"]
    assert one["is_approved_unread"] != is_reader
    # Whether there is something else is told to nobody.
    assert words not in reads(people.authority_lead, "minutes_detail", pk=sitting.pk)
