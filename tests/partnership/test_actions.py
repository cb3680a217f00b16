"""What can happen to an action: who may do it, what it leaves behind, who is told."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from partnership import services
from partnership.models import (
    Action,
    ActionUpdate,
)
from shield.accounts.models import Membership, User
from shield.clocks.models import Clock, ClockChange
from shield.clocks.services import remind
from shield.core.london import london_day
from shield.core.workflow import MoveNotAllowed
from tests.partnership.acting import action, in_days, item_of, kinds
from tests.partnership.conftest import Structure
from tests.partnership.doing import hold, told, verbs
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
DAY = timedelta(days=1)


@pytest.fixture
def raised(seated: Structure, people: People, at: datetime) -> Action:
    return action(seated.board, people, at)


@pytest.fixture
def done(raised: Action, people: People, at: datetime) -> Action:
    return services.finish(by=people.police_lead, action=raised, text="The letter went", at=at)


# --- Raising --------------------------------------------------------------------------------------


def test_an_action_has_a_number_and_a_clock_by_its_rule(raised: Action, at: datetime) -> None:
    clock = raised.clock
    assert (raised.reference, clock.rule_version.rule.slug) == ("ACT-2026-0001", "action.due")
    assert (clock.due_on, clock.subject) == (in_days(at, 30), "Action ACT-2026-0001")
    assert (clock.reference, clock.url) == ("ACT-2026-0001", raised.get_absolute_url())


def test_its_holder_is_told_that_it_is_theirs(raised: Action, people: People) -> None:
    assert told(people.police_lead) == ["An action is yours: ACT-2026-0001"]


def test_whoever_chairs_raises_one(seated: Structure, people: People, at: datetime) -> None:
    made = action(seated.board, people, at, by=people.authority_lead)
    assert made.raised_by == people.authority_lead
    assert "action.raised" in verbs()


@pytest.mark.parametrize("who", ["health_lead", "board_member", "scrutineer", "auditor"])
def test_nobody_else_raises_one(seated: Structure, people: People, at: datetime, who: str) -> None:
    hold(seated.health, people.board_member)  # a member does not chair
    with pytest.raises(PermissionDenied):
        action(seated.board, people, at, by=getattr(people, who))


def test_a_chair_raises_none_for_another_body(
    seated: Structure, people: People, at: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        action(seated.executive, people, at, by=people.authority_lead)


def test_an_item_of_another_body_is_refused(
    seated: Structure, people: People, at: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        action(seated.executive, people, at, item=item_of(seated, people, at))


def test_it_is_counted_for_the_agency_of_the_holders_seat(
    seated: Structure, people: People, at: datetime
) -> None:
    made = action(seated.board, people, at, holder=people.authority_lead)
    assert made.agency == people.agencies.authority


def test_a_role_in_an_agency_holds_one(seated: Structure, people: People, at: datetime) -> None:
    health = people.agencies.health
    made = action(seated.board, people, at, holder_agency=health, holder_role="practitioner")
    assert made.holder_words == "Practitioner, Riverside Health Trust"
    assert told(people.health_practitioner) == ["An action is yours: ACT-2026-0001"]
    assert told(people.health_lead) == []


@pytest.mark.parametrize(
    "held",
    [
        {"holder": "auditor"},
        {"holder_agency": "school", "holder_role": "safeguarding-lead"},
        {"holder_agency": "health", "holder_role": "auditor"},
        {"holder_agency": "health", "holder_role": "no-such-role"},
        {"holder": "police_lead", "holder_agency": "health", "holder_role": "practitioner"},
        {"holder": None},
    ],
)
def test_who_could_not_open_it_holds_none(
    seated: Structure, people: People, at: datetime, held: dict[str, Any]
) -> None:
    given = dict(held)
    if given.get("holder"):
        given["holder"] = getattr(people, given["holder"])
    if "holder_agency" in given:
        given["holder_agency"] = getattr(people.agencies, given["holder_agency"])
    with pytest.raises(services.CannotHold):
        action(seated.board, people, at, **given)
    assert not Clock.objects.exists()


def test_it_is_not_due_before_it_was_agreed(
    seated: Structure, people: People, at: datetime
) -> None:
    with pytest.raises(services.DuePast):
        action(seated.board, people, at, due_on=in_days(at, -1))
    with pytest.raises(services.DueTooLate):
        action(seated.board, people, at, due_on=in_days(at, 2000))


def test_minutes_written_late_may_name_a_day_since_the_meeting(
    seated: Structure, people: People, at: datetime
) -> None:
    item = item_of(seated, people, at)
    assert action(seated.board, people, at, item=item, due_on=in_days(at, -1)).item == item
    with pytest.raises(services.DuePast):
        action(seated.board, people, at, item=item, due_on=in_days(at, -8))


# --- Finishing and accepting ----------------------------------------------------------------------


def test_its_holder_says_that_it_is_done(done: Action, people: People, at: datetime) -> None:
    assert (done.status, done.done_by, done.done_at) == ("done", people.police_lead, at)
    assert kinds(done) == ["done"]
    assert told(people.authority_lead) == ["An action waits to be accepted: ACT-2026-0001"]


def test_a_role_finishes_what_it_holds(seated: Structure, people: People, at: datetime) -> None:
    held = {"holder_agency": people.agencies.health, "holder_role": "practitioner"}
    made = action(seated.board, people, at, **held)
    with pytest.raises(PermissionDenied):
        services.finish(by=people.health_lead, action=made, text="Done", at=at)
    assert services.finish(by=people.health_colleague, action=made, text="Done", at=at).done_by


@pytest.mark.parametrize("who", ["operations", "authority_lead", "police_practitioner"])
def test_nobody_else_says_that_it_is_done(
    raised: Action, people: People, at: datetime, who: str
) -> None:
    with pytest.raises(PermissionDenied):
        services.finish(by=getattr(people, who), action=raised, text="Done", at=at)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_is_done_without_evidence(
    raised: Action, people: People, at: datetime, text: str
) -> None:
    with pytest.raises(services.NoEvidence):
        services.finish(by=people.police_lead, action=raised, text=text, at=at)
    assert Action.objects.get().status == "open"


def test_the_clock_is_met_at_the_moment_at_which_it_was_done(
    raised: Action, people: People, at: datetime
) -> None:
    services.finish(by=people.police_lead, action=raised, text="Sent", at=at + 30 * DAY)
    closed = services.accept(by=people.authority_lead, action=raised, at=at + 40 * DAY)
    clock = Clock.objects.get()
    assert (clock.met_at, clock.met_by, clock.is_late) == (
        at + 30 * DAY,
        people.police_lead,
        False,
    )
    assert (closed.status, closed.was_late) == ("closed", False)


def test_what_was_done_late_stays_late(raised: Action, people: People, at: datetime) -> None:
    services.finish(by=people.police_lead, action=raised, text="Sent", at=at + 31 * DAY)
    closed = services.accept(by=people.operations, action=raised, at=at + 31 * DAY)
    assert closed.was_late
    assert Clock.objects.get().is_late


def test_its_holder_is_told_that_it_is_accepted(done: Action, people: People, at: datetime) -> None:
    services.accept(by=people.operations, action=done, at=at)
    assert told(people.police_lead)[-1] == "Your action was accepted: ACT-2026-0001"


def test_nobody_accepts_what_they_said_to_be_done(
    done: Action, people: People, at: datetime
) -> None:
    """police_lead chairs the board and holds the action."""
    with pytest.raises(services.OwnWork):
        services.accept(by=people.police_lead, action=done, at=at)
    assert Action.objects.get().status == "done"


def test_the_database_too_refuses_ones_own_acceptance(done: Action, people: People) -> None:
    with pytest.raises(IntegrityError, match="action_accepted_by_another"), transaction.atomic():
        Action.objects.update(status="closed", closed_by=people.police_lead, closed_at=done.done_at)


@pytest.mark.parametrize("who", ["scrutineer", "health_lead", "police_practitioner"])
def test_whoever_does_not_lead_accepts_nothing(
    done: Action, people: People, at: datetime, who: str
) -> None:
    for verb in (services.accept, services.send_back, services.withdraw_action):
        with pytest.raises(PermissionDenied):
            verb(by=getattr(people, who), action=done, text="So", at=at)


def test_a_file_that_nobody_can_open_is_no_evidence(
    raised: Action, people: People, at: datetime
) -> None:
    file = SimpleUploadedFile("letter.pdf", b"%PDF-1.7\n%%EOF")
    services.finish(by=people.police_lead, action=raised, text="Sent", file=file, at=at)
    with pytest.raises(services.FileNotChecked):
        services.accept(by=people.operations, action=raised, at=at)


# --- Sent back, opened again ----------------------------------------------------------------------


def test_what_is_sent_back_runs_on(done: Action, people: People, at: datetime) -> None:
    clock = done.clock
    back = services.send_back(by=people.operations, action=done, text="No letter", at=at + DAY)
    assert (back.status, back.done_at, back.clock) == ("open", None, clock)
    assert Clock.objects.running().get() == clock
    assert told(people.police_lead)[-1] == "Your action was sent back: ACT-2026-0001"


def test_nobody_is_reminded_of_what_waits_to_be_accepted(
    done: Action, people: People, at: datetime
) -> None:
    late = at + 40 * DAY
    assert remind(at=late) == 0
    services.send_back(by=people.operations, action=done, text="No letter", at=late)
    assert remind(at=late) == 1


def test_an_overdue_action_is_chased_every_week(
    raised: Action, people: People, at: datetime
) -> None:
    days = [day for day in range(31, 46) if remind(at=at + day * DAY)]
    assert days == [31, 38, 45]


def test_a_closed_action_is_opened_again_with_a_new_clock(
    done: Action, people: People, at: datetime
) -> None:
    closed = services.accept(by=people.operations, action=done, at=at)
    opened = services.reopen(
        by=people.authority_lead, action=closed, due_on=in_days(at, 60), text="Again", at=at
    )
    assert (opened.status, opened.closed_at, opened.due_on) == ("open", None, in_days(at, 60))
    assert Clock.objects.running().get() == opened.clock
    last = ActionUpdate.objects.order_by("pk").last()
    assert last is not None
    assert (last.kind, last.due_was, last.due_now) == (
        "reopened",
        in_days(at, 30),
        in_days(at, 60),
    )


def test_it_is_opened_again_for_days_to_come_only(
    done: Action, people: People, at: datetime
) -> None:
    closed = services.accept(by=people.operations, action=done, at=at)
    with pytest.raises(services.DuePast):
        services.reopen(
            by=people.operations, action=closed, due_on=in_days(at, -1), text="Again", at=at
        )


# --- Another holder, another day, no more ---------------------------------------------------------


def test_another_holder_is_told_and_the_clock_is_theirs(
    raised: Action, people: People, at: datetime
) -> None:
    services.reassign(
        by=people.operations, action=raised, holder=people.icb_lead, text="Moved", at=at + DAY
    )
    clock = Clock.objects.running().get()
    assert (clock.holder, clock.due_on) == (people.icb_lead, raised.due_on)
    assert told(people.icb_lead) == ["An action is yours: ACT-2026-0001"]
    assert told(people.police_lead)[-1] == "An action is no longer yours: ACT-2026-0001"
    last = ActionUpdate.objects.get()
    assert (last.holder_was, last.holder_now) == ("Paula Lead", "Ivy Lead")


def test_it_is_not_given_to_whoever_holds_it(raised: Action, people: People, at: datetime) -> None:
    with pytest.raises(services.SameHolder):
        services.reassign(
            by=people.operations, action=raised, holder=people.police_lead, text="So", at=at
        )


def test_another_due_day_keeps_the_old_one(raised: Action, people: People, at: datetime) -> None:
    services.move_due(
        by=people.operations, action=raised, due_on=in_days(at, 45), text="Elections", at=at
    )
    last = ActionUpdate.objects.get()
    assert (last.due_was, last.due_now, last.text) == (
        in_days(at, 30),
        in_days(at, 45),
        "Elections",
    )
    change = ClockChange.objects.get()
    assert (change.due_was, change.due_now) == (in_days(at, 30), in_days(at, 45))
    assert Action.objects.get().due_on == Clock.objects.get().due_on == in_days(at, 45)


@pytest.mark.parametrize(
    ("days", "refusal"),
    [(30, services.SameDay), (-1, services.DuePast), (2000, services.DueTooLate)],
)
def test_a_day_that_is_no_change_or_past_is_refused(
    raised: Action, people: People, at: datetime, days: int, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        services.move_due(
            by=people.operations, action=raised, due_on=in_days(at, days), text="So", at=at
        )


def test_a_withdrawn_action_is_due_no_more(raised: Action, people: People, at: datetime) -> None:
    services.withdraw_action(by=people.operations, action=raised, text="Overtaken", at=at)
    assert not Clock.objects.open().exists()
    assert told(people.police_lead)[-1] == "Your action was withdrawn: ACT-2026-0001"


@pytest.mark.parametrize("verb", ["send_back", "withdraw_action"])
def test_reasons_are_asked_for(done: Action, people: People, at: datetime, verb: str) -> None:
    with pytest.raises(services.NothingSaid):
        getattr(services, verb)(by=people.operations, action=done, text=" ", at=at)
    assert Action.objects.get().status == "done"


def test_what_is_closed_is_neither_finished_nor_withdrawn(
    done: Action, people: People, at: datetime
) -> None:
    services.accept(by=people.operations, action=done, at=at)
    with pytest.raises(MoveNotAllowed):
        services.finish(by=people.police_lead, action=done, text="Again", at=at)
    with pytest.raises(MoveNotAllowed):
        services.withdraw_action(by=people.operations, action=done, text="So", at=at)


def test_history_only_grows(done: Action) -> None:
    with pytest.raises(Exception, match=r"append-only|pgtrigger|Cannot"), transaction.atomic():
        ActionUpdate.objects.update(text="Other")


def test_a_leaver_holds_nothing_any_more(raised: Action, people: People, at: datetime) -> None:
    rows = Membership.objects.filter(user=people.police_lead)
    rows.update(ends_on=london_day(datetime.now(at.tzinfo)) - DAY)
    with pytest.raises(PermissionDenied):
        services.finish(
            by=User.objects.get(pk=people.police_lead.pk), action=raised, text="Done", at=at
        )


def test_whoever_has_an_interest_in_an_item_holds_no_action_of_it(
    seated: Structure, people: People, at: datetime
) -> None:
    """Neither when it is raised nor when it changes hands; one that was taken back is none."""
    item = item_of(seated, people, at)
    interest = item.interests.create(
        user=people.health_lead, what="Kin", declared_by=people.health_lead, declared_at=at
    )
    with pytest.raises(services.CannotHold, match="declared an interest"):
        action(seated.board, people, at, holder=people.health_lead, item=item)
    raised = action(seated.board, people, at, item=item)
    given: dict[str, Any] = {"by": people.operations, "action": raised, "text": "So", "at": at}
    with pytest.raises(services.CannotHold, match="declared an interest"):
        services.reassign(holder=people.health_lead, **given)
    interest.withdrawn_by, interest.withdrawn_at = people.health_lead, at
    interest.save()
    assert services.reassign(holder=people.health_lead, **given).holder == people.health_lead
