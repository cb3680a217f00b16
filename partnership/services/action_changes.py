"""How does an action go on: progress, evidence, acceptance, another holder or day, its end?"""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from partnership import emails
from partnership.models import Action, ActionUpdate, day_starts, held_by
from partnership.permissions import Perm
from partnership.services.actions import (
    DuePast,
    Holder,
    able,
    agency_of,
    holder_of_action,
    require_soon,
    require_unconcerned,
    start_clock,
    tell_holder,
)
from partnership.services.leading import leaders_of, leads
from partnership.workflow import ACTION
from shield.accounts.access import require
from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.clocks import services as clocks
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.documents import services as documents
from shield.documents.workflow import CLEAN, REFUSED
from shield.notifications import services as notifications
from shield.notifications.message import Message

Kind = ActionUpdate.Kind


class NoEvidence(Refusal):
    """Whoever says that it is done says what shows it."""


class NothingSaid(Refusal):
    """A change that is nobody's own needs its reason."""


class OwnWork(Refusal):
    """Nobody accepts what they said themselves to be done."""


class FileNotChecked(Refusal):
    """The file that shows it cannot be opened by anybody."""


class SameHolder(Refusal):
    """It would be given to whoever holds it."""


class SameDay(Refusal):
    """It would be due when it is due already."""


# --- Who may --------------------------------------------------------------------------------------


def holds(user: User, action: Action) -> bool:
    """Whether an action is somebody's own."""
    return bool(Action.objects.filter(held_by(user), pk=action.pk).exists())


def leads_action(user: User, action: Action) -> bool:
    """Whether somebody leads the body that raised it, and reads it."""
    return leads(user, action.body) and bool(
        Action.objects.visible_to(user).filter(pk=action.pk).exists()
    )


def require_holder(user: User, action: Action) -> None:
    """PermissionDenied for whoever does not hold it."""
    require(user, Perm.OPEN)
    if not holds(user, action):
        raise PermissionDenied(f"action {action.pk}")


def require_action_lead(user: User, action: Action) -> None:
    """PermissionDenied for whoever does not lead the body that raised it, or may not read it."""
    require(user, Perm.OPEN)
    if not leads_action(user, action):
        raise PermissionDenied(f"action {action.pk}")


def require_party(user: User, action: Action) -> None:
    """PermissionDenied for whoever neither holds it nor leads the body that raised it."""
    require(user, Perm.OPEN)
    if not (holds(user, action) or leads_action(user, action)):
        raise PermissionDenied(f"action {action.pk}")


# --- What the holder does -------------------------------------------------------------------------


@transaction.atomic
def note_progress(
    *,
    by: User,
    action: Action,
    text: str,
    link: str = "",
    file: UploadedFile | None = None,
    at: datetime,
) -> ActionUpdate:
    """Write down how it goes, whatever state it is in. Raises NothingSaid."""
    require_party(by, action)
    action = _locked(action)
    update = _update(action, Kind.PROGRESS, text, by=by, at=at, link=link, file=file)
    audit.record("action.progress", action, by=by, at=at, update=update.pk)
    return update


@transaction.atomic
def finish(
    *,
    by: User,
    action: Action,
    text: str,
    link: str = "",
    file: UploadedFile | None = None,
    at: datetime,
) -> Action:
    """Its holder says that it is done, and what shows it: in words, and a file or a link.

    The clock waits for the acceptance: nobody is reminded meanwhile. Those who lead the body are
    told. Raises NoEvidence, MoveNotAllowed.
    """
    require_holder(by, action)
    action = _locked(action)
    if not text.strip():
        raise NoEvidence("Say what shows that it is done.")
    ACTION.advance(action, "finish", done_by=by, done_at=at)
    update = _update(action, Kind.DONE, text, by=by, at=at, link=link, file=file)
    clocks.await_acceptance(clock=action.clock, at=at)
    audit.record("action.done", action, by=by, at=at, update=update.pk)
    others = [one for one in leaders_of(action.body, london_day(at)) if one != by]
    _tell(others, action, update, emails.of_action("done", action), at=at)
    return action


# --- What the body does ---------------------------------------------------------------------------


@transaction.atomic
def accept(*, by: User, action: Action, text: str = "", at: datetime) -> Action:
    """The body takes it as done: its clock is met at the moment at which it was said to be done.

    Raises OwnWork, FileNotChecked, MoveNotAllowed.
    """
    require_action_lead(by, action)
    action = _locked(action)
    if action.done_by_id == by.pk:
        raise OwnWork(
            "You said yourself that this is done. Somebody else who chairs the body, or the "
            "operations team, accepts it."
        )
    _require_checked(action)
    ACTION.advance(action, "accept", closed_by=by, closed_at=at)
    clocks.complete(clock=action.clock, met_at=action.done_at or at, by=action.done_by, at=at)
    said = text.strip() or "Accepted."
    update = _update(action, Kind.ACCEPTED, said, by=by, at=at)
    audit.record("action.accepted", action, by=by, at=at, late=action.was_late)
    _tell(_holders(action, at), action, update, emails.of_action("accepted", action), at=at, by=by)
    return action


def _require_checked(action: Action) -> None:
    """The newest file since it was said to be done is one that can be opened, if there is any."""
    said = action.updates.filter(kind=Kind.DONE).order_by("-pk").values("pk")[:1]
    since = action.updates.filter(pk__gte=said, upload__isnull=False)
    last = since.select_related("upload").order_by("-pk").first()
    if last is not None and last.upload is not None and last.upload.state != CLEAN:
        raise FileNotChecked(
            "The file that came as evidence was refused when it was checked, so nobody can read "
            "it. Its holder can add another, or you can send the action back."
            if last.upload.state == REFUSED
            else "The file that came as evidence is still being checked, so nobody can read it. "
            "Wait a minute and try again."
        )


@transaction.atomic
def send_back(*, by: User, action: Action, text: str, at: datetime) -> Action:
    """It is not done yet, for reasons: the clock runs on. Raises NothingSaid, MoveNotAllowed."""
    require_action_lead(by, action)
    action = _locked(action)
    ACTION.advance(action, "send_back", done_by=None, done_at=None)
    update = _update(action, Kind.RETURNED, text, by=by, at=at)
    clocks.run_on(clock=action.clock)
    audit.record("action.returned", action, by=by, at=at)
    _tell(_holders(action, at), action, update, emails.of_action("returned", action), at=at, by=by)
    return action


@transaction.atomic
def reopen(*, by: User, action: Action, due_on: date, text: str, at: datetime) -> Action:
    """What was closed or withdrawn is to be done after all, until a new day: a new clock runs.

    Raises DuePast, DueTooLate, NothingSaid, MoveNotAllowed.
    """
    require_action_lead(by, action)
    action = _locked(action)
    _require_to_come(due_on, at)
    due_was = action.due_on
    ACTION.advance(action, "reopen", done_by=None, done_at=None, closed_by=None, closed_at=None)
    start_clock(action, due_on, by=by, at=at)
    action.save(update_fields=["clock", "due_on"])
    update = _update(action, Kind.REOPENED, text, by=by, at=at, due_was=due_was, due_now=due_on)
    audit.record("action.reopened", action, by=by, at=at, due_on=due_on.isoformat())
    _tell(_holders(action, at), action, update, emails.of_action("reopened", action), at=at, by=by)
    return action


@transaction.atomic
def reassign(
    *,
    by: User,
    action: Action,
    holder: User | None = None,
    holder_agency: Agency | None = None,
    holder_role: str = "",
    text: str,
    at: datetime,
) -> Action:
    """Somebody else does it, until the same day; both are told, and the clock is theirs.

    Raises CannotHold, SameHolder, NothingSaid, MoveNotAllowed.
    """
    require_action_lead(by, action)
    action = _locked(action)
    before, was = holder_of_action(action), action.holder_words
    held = able(Holder(holder, holder_agency, holder_role), at=at)
    require_unconcerned(held, action.item)
    if held == before and action.holder_left_at is None:
        raise SameHolder("The action is theirs already. Choose somebody else.")
    gone, old_clock = before.people(london_day(at)), action.clock
    facts = {
        "holder": held.user,
        "holder_agency": held.agency,
        "holder_role": held.role,
        "held_since": at,
        "agency": agency_of(held, action.body, london_day(at)),
        "holder_left_at": None,
    }
    ACTION.advance(action, "reassign", **facts)
    start_clock(action, action.due_on, by=by, at=at)
    action.save(update_fields=["clock"])
    clocks.cancel(clock=old_clock, reason="Somebody else holds the action", by=by, at=at)
    update = _update(
        action, Kind.REASSIGNED, text, by=by, at=at, holder_was=was, holder_now=action.holder_words
    )
    audit.record("action.reassigned", action, by=by, at=at, update=update.pk)
    tell_holder(action, by=by, at=at)
    others = [one for one in gone if one not in held.people(london_day(at))]
    message = emails.of_action(
        "gone", action, url=reverse("body_detail", kwargs={"pk": action.body_id})
    )
    _tell(others, action, update, message, at=at, by=by)
    return action


@transaction.atomic
def move_due(*, by: User, action: Action, due_on: date, text: str, at: datetime) -> Action:
    """It is due on another day, for a reason; the old day stays known, the holder is told.

    Raises SameDay, DuePast, DueTooLate, NothingSaid, MoveNotAllowed.
    """
    require_action_lead(by, action)
    action = _locked(action)
    due_was = action.due_on
    if due_on == due_was:
        raise SameDay("The action is due on this day already. Enter another day.")
    _require_to_come(due_on, at)
    ACTION.advance(action, "move_due", due_on=due_on)
    _update(action, Kind.DUE_MOVED, text, by=by, at=at, due_was=due_was, due_now=due_on)
    # The clock tells its keepers.
    clocks.correct_trigger(
        clock=action.clock,
        trigger=day_starts(due_on),
        why="The body that raised the action set another day",
        by=by,
        at=at,
    )
    audit.record(
        "action.due_moved", action, by=by, at=at,
        was=due_was.isoformat(), due_on=due_on.isoformat(),
    )  # fmt: skip
    return action


@transaction.atomic
def withdraw_action(*, by: User, action: Action, text: str, at: datetime) -> Action:
    """It is not to be done any more, for a reason. Raises NothingSaid, MoveNotAllowed."""
    require_action_lead(by, action)
    action = _locked(action)
    ACTION.advance(action, "withdraw", closed_by=by, closed_at=at)
    update = _update(action, Kind.WITHDRAWN, text, by=by, at=at)
    clocks.cancel(clock=action.clock, reason="The action was withdrawn", by=by, at=at)
    audit.record("action.withdrawn", action, by=by, at=at)
    _tell(_holders(action, at), action, update, emails.of_action("withdrawn", action), at=at, by=by)
    return action


# --- Steps ----------------------------------------------------------------------------------------


def _locked(action: Action) -> Action:
    """The action as it is now, held until the transaction ends.

    Alone, without what it points to: of a row that another changed meanwhile, a join would be
    made with what was there before.
    """
    found: Action = Action.objects.select_for_update().get(pk=action.pk)
    return found


def _require_to_come(due_on: date, at: datetime) -> None:
    if due_on < london_day(at):
        raise DuePast("The due day must be today or later.")
    require_soon(due_on, at)


def _update(
    action: Action,
    kind: str,
    text: str,
    *,
    by: User,
    at: datetime,
    file: UploadedFile | None = None,
    **facts: Any,
) -> ActionUpdate:
    """One more line of the action's history. Raises NothingSaid."""
    if not text.strip():
        raise NothingSaid("Say something: whoever reads the action later wants to know.")
    upload = None
    if file is not None:
        upload = documents.receive(file=file, reference=action.reference, by=by, at=at)
    made: ActionUpdate = ActionUpdate.objects.create(
        action=action, kind=kind, text=text, upload=upload, by=by, at=at, **facts
    )
    return made


def _holders(action: Action, at: datetime) -> list[User]:
    return holder_of_action(action).people(london_day(at))


def _tell(
    people: list[User],
    action: Action,
    update: ActionUpdate,
    message: Message,
    *,
    at: datetime,
    by: User | None = None,
) -> None:
    """Tell people of a line of the history; the one who wrote it knows, and who may not read it
    is not told."""
    reads = Action.objects.filter(pk=action.pk)
    told = [
        one
        for one in people
        if one != by and (update.kind == Kind.REASSIGNED or reads.visible_to(one).exists())
    ]
    notifications.notify(
        recipients=told, key=f"action.{update.kind}:{update.pk}", message=message, at=at
    )
