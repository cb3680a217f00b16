"""What somebody leaves behind: seats of another agency, names, clocks, items that nobody reads."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from partnership import services
from partnership.models import (
    AgendaItem,
    Decision,
    Holding,
    Invited,
    Meeting,
)
from partnership.services import invitations
from shield.accounts.models import Agency, Membership, User
from shield.clocks.models import Clock
from shield.core.london import london_day
from shield.notifications.models import Notification
from tests.partnership import minuting
from tests.partnership.acting import action
from tests.partnership.asking import answer, ask
from tests.partnership.browsing import as_, reads, sends
from tests.partnership.conftest import Structure
from tests.partnership.deciding import decide
from tests.partnership.doing import agenda_item, appoint, meeting, publish, told
from tests.partnership.sitting import all_seats, take
from tests.personas import People

pytestmark = pytest.mark.django_db
CANARY = "Zanzibar"
DAY = timedelta(days=1)


def fresh(user: User) -> User:
    """As they come with their next request."""
    return User.objects.get(pk=user.pk)


def moves(user: User, agency: Agency) -> User:
    """To another agency, with some days in both, so that their account goes on without a break."""
    was, today = Membership.objects.get(user=user), timezone.localdate()
    given = timezone.now() - 3 * DAY
    Membership.objects.create(
        user=user, agency=agency, role=was.role, starts_on=today - 3 * DAY, given_at=given
    )
    Membership.objects.filter(pk=was.pk).update(ends_on=today - DAY)
    return fresh(user)


def status(user: User, name: str, pk: int) -> int:
    return as_(fresh(user)).get(reverse(name, kwargs={"pk": pk})).status_code


# --- Seats of an agency that somebody has left ----------------------------------------------------


def test_whoever_has_left_for_another_agency_neither_reads_nor_answers_for_the_old_one(
    deciding: Any, people: People, now: datetime
) -> None:
    asked = ask(deciding, people.operations, now)
    who = moves(people.police_lead, people.agencies.school)
    assert status(who, "decision_request_detail", asked.pk) == 404
    with pytest.raises((PermissionDenied, services.SpeaksForNoPartner)):
        answer(asked, who, people.agencies.police, now)
    assert not asked.answers.exists()


def test_nor_do_they_chair(board: Meeting, seated: Structure, people: People) -> None:
    who = moves(people.police_lead, people.agencies.school)
    assert status(who, "agenda_item_add", board.pk) == 404


def test_nor_are_they_there_in_its_seat(
    sitting: Meeting, seated: Structure, people: People
) -> None:
    moves(people.police_lead, people.agencies.school)
    there = {one.seat.pk: one.holder for one in services.seats_of(sitting)}
    assert there[seated.police.pk] is None
    assert there[seated.authority.pk] == people.authority_lead


def test_their_seat_goes_on_where_its_agency_follows_another(
    board: Meeting, seated: Structure, people: People
) -> None:
    Agency.objects.filter(pk=people.agencies.police.pk).update(
        succeeded_by=people.agencies.school, valid_to=timezone.localdate() - DAY
    )
    who = moves(people.police_lead, people.agencies.school)
    assert status(who, "meeting_detail", board.pk) == 200


def test_who_was_appointed_from_elsewhere_sits_there_and_answers_by_that_seat(
    deciding: Any, people: People, now: datetime
) -> None:
    seat = deciding.seats.create(agency=people.agencies.police, post="Adviser", role="member")
    appoint(people, seat, people.health_lead, london_day(now) - DAY, now)
    assert Holding.objects.get(seat=seat).is_from_elsewhere
    asked = ask(deciding, people.operations, now)
    who = fresh(people.health_lead)
    assert status(who, "decision_request_detail", asked.pk) == 200
    voices = services.voices_of(who, asked, london_day(now))
    assert people.agencies.police in {one.seat.agency for one in voices}


def test_a_named_deputy_who_moves_reads_the_meeting_no_longer(
    board: Meeting, seated: Structure, people: People, at: datetime
) -> None:
    agenda_item(board, people, at, title=CANARY)
    publish(board, people, at)
    Invited.objects.all().delete()
    invitations.invite(meeting=board, by=people.operations, at=at)
    row = Invited.objects.get(meeting=board, user=people.police_lead)
    deputy = people.practice_group_member
    services.reply(by=fresh(people.police_lead), invited=row, answer="deputy", deputy=deputy, at=at)
    assert status(deputy, "agenda_detail", board.pk) == 200
    moves(deputy, people.agencies.school)
    assert status(deputy, "agenda_detail", board.pk) == 404


def test_a_link_to_join_goes_to_nobody_who_may_not_open_the_meeting(
    board: Meeting, seated: Structure, people: People, at: datetime
) -> None:
    Membership.objects.filter(user=people.authority_lead).update(role="data-protection")
    Notification.objects.all().delete()
    invitations.tell_invited(meeting=board, method="REQUEST", at=timezone.now())
    agenda_item(board, people, at, title="x")
    publish(board, people, at)
    assert told(people.authority_lead) == []
    assert told(people.police_lead) != []


# --- Guests ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("leads", [True, False])
def test_a_guest_reads_a_restricted_item_and_writes_nothing(
    sitting: Meeting, seated: Structure, people: People, now: datetime, leads: bool
) -> None:
    readers = [people.operations] if leads else [people.board_member]
    item = minuting.restricted(sitting, people, now, 1, *readers)
    Meeting.objects.filter(pk=sitting.pk).update(published_at=now, edition=1)
    take(sitting, people, now, *all_seats(seated))
    by = fresh(readers[0])
    if leads:
        services.co_opt(by=by, meeting=sitting, person=people.champion, item=item, at=now)
    else:
        Invited.objects.create(
            meeting=sitting, user=people.champion, item=item, invited_by=by, invited_at=now
        )
        item.readers.create(user=people.champion, named_by=by, named_at=now)
    minuting.begun(sitting, people, now)
    guest = fresh(people.champion)
    assert status(guest, "agenda_item_detail", item.pk) == 200
    for page in ("decision_add", "minute_edit"):
        assert status(guest, page, item.pk) == 404
    with pytest.raises(PermissionDenied):
        decide(item, guest, now)
    assert services.may_minute(by, item)


def test_a_member_writes_a_restricted_minute_where_none_of_its_readers_leads(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    item = minuting.restricted(sitting, people, now, 1, people.board_member)
    Meeting.objects.filter(pk=sitting.pk).update(published_at=now, edition=1)
    assert services.may_minute(people.board_member, item)
    item.readers.create(user=people.police_lead, named_by=people.operations, named_at=now)
    assert not services.may_minute(fresh(people.board_member), item)
    assert services.may_minute(people.police_lead, item)


# --- Conflicts and clocks -------------------------------------------------------------------------


def test_an_action_of_a_decision_is_kept_from_whoever_had_a_conflict_in_it(
    deciding: Any, people: People, now: datetime
) -> None:
    asked = ask(deciding, people.operations, now)
    services.declare_conflict(by=fresh(people.health_lead), request=asked, what="mine", at=now)
    for who, agency in (
        (people.authority_lead, people.agencies.authority),
        (people.police_lead, people.agencies.police),
        (people.icb_lead, people.agencies.icb),
    ):
        answer(asked, who, agency, now)
    made = services.raise_action(
        by=people.operations, body=deciding, what=CANARY, evidence_required="x",
        holder=people.police_lead, due_on=london_day(now) + 30 * DAY,
        decision=Decision.objects.get(), at=now,
    )  # fmt: skip
    assert status(people.health_lead, "action_detail", made.pk) == 404
    assert CANARY not in reads(fresh(people.health_lead), "action_list")
    assert not Clock.objects.visible_to(fresh(people.health_lead)).filter(pk=made.clock_id).exists()
    assert CANARY in reads(fresh(people.icb_lead), "action_list")


@pytest.mark.parametrize("how", ["reassigned", "closed"])
def test_every_clock_of_an_action_follows_a_restriction(
    held: Meeting, people: People, rules: None, at: datetime, how: str
) -> None:
    item = agenda_item(held, people, at)
    made = action(held.body, people, at, item=item)
    given: dict[str, Any] = {"action": made, "text": "x", "at": at}
    if how == "reassigned":
        services.reassign(by=people.operations, holder=people.authority_lead, **given)
    else:
        services.finish(by=fresh(people.police_lead), **given)
        services.accept(by=people.operations, **given)
    assert Clock.objects.visible_to(fresh(people.operations)).exists()
    readers = [people.police_lead, people.authority_lead]
    services.restrict_item(by=people.operations, item=item, readers=readers, at=at)
    assert not Clock.objects.visible_to(fresh(people.operations)).exists()


# --- Names that outlive a seat --------------------------------------------------------------------


@pytest.mark.parametrize("how", ["guest", "seat"])
def test_a_name_is_not_revived_by_whoever_lets_somebody_in_anew(
    held: Meeting, seated: Structure, people: People, at: datetime, how: str
) -> None:
    who = people.authority_lead
    item = agenda_item(held, people, at, title=CANARY, readers=[who, people.police_lead])
    agenda_item(held, people, at, title="Open")
    publish(held, people, at)
    assert status(who, "agenda_item_detail", item.pk) == 200
    Holding.objects.filter(user=who).update(ends_on=timezone.localdate() - DAY)
    assert status(who, "agenda_item_detail", item.pk) == 404
    if how == "guest":
        services.co_opt(by=people.operations, meeting=held, person=fresh(who), at=at)
    else:
        seat = held.body.seats.create(agency=people.agencies.authority, post="Another")
        appoint(people, seat, fresh(who), timezone.localdate(), at)
    assert status(who, "meeting_detail", held.pk) == 200
    assert status(who, "agenda_item_detail", item.pk) == 404


def test_a_guest_of_one_item_keeps_their_name_when_they_come_to_a_seat(
    held: Meeting, seated: Structure, people: People, at: datetime
) -> None:
    item = agenda_item(held, people, at, title=CANARY, readers=[people.operations])
    publish(held, people, at)
    by = fresh(people.operations)
    services.co_opt(by=by, meeting=held, person=people.champion, item=item, at=at)
    seat = held.body.seats.create(agency=people.agencies.school, post="Head")
    appoint(people, seat, fresh(people.champion), timezone.localdate(), at)
    assert item.readers.current().filter(user=people.champion).exists()


# --- Items that nobody is left to read ------------------------------------------------------------


@pytest.fixture
def unread(held: Meeting, seated: Structure, people: People, at: datetime) -> AgendaItem:
    """On a published agenda; its one reader has left their seat."""
    item = agenda_item(held, people, at, title=CANARY, readers=[people.authority_lead])
    agenda_item(held, people, at, title="Open")
    publish(held, people, at)
    Holding.objects.filter(user=people.authority_lead).update(ends_on=timezone.localdate() - DAY)
    return item


NO_READER = "has no reader"


def test_those_who_lead_are_told_once_and_name_somebody_without_being_shown_what_it_is(
    unread: AgendaItem, held: Meeting, people: People, now: datetime
) -> None:
    for _ in range(2):
        services.tell_of_unread(at=now)
    mails = [one for one in told(people.operations) if one.endswith(NO_READER)]
    assert len(mails) == 1
    page = reads(people.operations, "agenda_detail", pk=held.pk)
    assert "Nobody is left who can open one of the restricted items" in page
    form = reads(people.operations, "unread_item_name", pk=unread.pk)
    assert CANARY not in page + form + mails[0]
    said = {"person": people.police_lead.pk}
    assert sends(people.operations, "unread_item_name", said, pk=unread.pk).status_code == 302
    assert status(people.police_lead, "agenda_item_detail", unread.pk) == 200
    assert status(people.operations, "agenda_item_detail", unread.pk) == 404
    assert status(people.operations, "unread_item_name", unread.pk) == 404


def test_nobody_names_themselves_nor_a_reader_of_what_is_read(
    unread: AgendaItem, people: People, now: datetime
) -> None:
    given: dict[str, Any] = {"by": people.operations, "item": unread, "at": now}
    with pytest.raises(services.NamesThemselves):
        services.name_for_unread(person=people.operations, **given)
    with pytest.raises(PermissionDenied):
        services.name_for_unread(**given | {"by": people.scrutineer, "person": people.police_lead})
    services.name_for_unread(person=people.police_lead, **given)
    with pytest.raises(services.ReadByOthers):
        services.name_for_unread(person=people.police_lead, **given)


def test_what_is_read_is_told_to_nobody(
    held: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    agenda_item(held, people, now, title=CANARY, readers=[people.authority_lead])
    agenda_item(held, people, now, title="Open")
    publish(held, people, now)
    services.tell_of_unread(at=now)
    assert not [one for one in told(people.operations) if one.endswith(NO_READER)]
    assert "Nobody is left" not in reads(people.operations, "agenda_detail", pk=held.pk)


# --- Refusals say nothing of what is hidden -------------------------------------------------------


def test_attendance_can_be_changed_whatever_was_decided_out_of_sight(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    item = minuting.restricted(sitting, people, now, 1, people.police_lead)
    Meeting.objects.filter(pk=sitting.pk).update(published_at=now, edition=1)
    take(sitting, people, now, *all_seats(seated))
    decide(item, people.police_lead, now)
    with pytest.raises(services.DecisionsStand):
        take(sitting, people, now, by=fresh(people.police_lead))
    take(sitting, people, now, by=fresh(people.operations))


def test_an_approver_is_told_nothing_of_a_hidden_decision_and_its_readers_are(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    readers = (people.police_lead, people.board_member)
    item = minuting.restricted(sitting, people, now, 1, *readers)
    minutes = minuting.begun(minuting.held(sitting, seated, people, now), people, now)
    made = decide(item, people.police_lead, now)
    item.interests.create(
        user=people.police_lead, what="x", declared_by=people.police_lead, declared_at=now
    )
    minuting.approve(minutes, fresh(people.authority_lead), now)
    services.distribute_minutes(by=fresh(people.authority_lead), minutes=minutes, at=now)
    subject = f"The Board: please look at decision {made.reference} again"
    assert subject in told(people.board_member)
    assert subject not in told(people.police_lead) + told(people.authority_lead)


def test_a_page_that_was_used_for_another_item_is_refused_in_words(
    sitting: Meeting, seated: Structure, people: People, now: datetime
) -> None:
    one, other = minuting.item(sitting, people, now, 1), minuting.item(sitting, people, now, 2)
    take(sitting, people, now, *all_seats(seated))
    agreed = [str(row.pk) for row in services.may_have_agreed(one)]
    said = {"text": "a", "kind": "decided", "agreed": agreed, "form_token": str(uuid4())}
    assert sends(people.operations, "decision_add", said, pk=one.pk).status_code == 302
    assert sends(people.operations, "decision_add", said, pk=one.pk).status_code == 302
    assert sends(people.operations, "decision_add", said, pk=other.pk).status_code == 409
    assert Decision.objects.count() == 1


def test_a_pack_is_handed_out_after_a_fresh_proof(
    sitting: Meeting, seated: Structure, people: People, now: datetime, settings: Any
) -> None:
    coming = meeting(seated.board, people, timezone.localdate() + 20 * DAY, now)
    agenda_item(coming, people, now)
    publish(coming, people, now)
    services.ask_pack(by=fresh(people.police_lead), meeting=coming, at=now)
    settings.SHIELD_STEP_UP_SECONDS = -1
    assert status(people.police_lead, "pack_file", coming.pk) == 302


@pytest.mark.parametrize("link", ["/\\evil.example", "https://\\evil.example", "//evil.example"])
def test_a_link_with_a_backslash_leads_nowhere(
    held: Meeting, seated: Structure, people: People, at: datetime, link: str
) -> None:
    item = agenda_item(held, people, at)
    said = {"title": "Figures", "kind": "link", "link": link}
    assert sends(people.operations, "paper_add", said, pk=item.pk).status_code == 200
    assert not item.papers.exists()
