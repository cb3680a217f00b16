"""What can happen to a conference before it is held?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from conferences import emails
from conferences.models import Conference, ConferenceKind, ConferenceMove
from conferences.permissions import Perm
from conferences.services.due import duties_to_hold, follow_duty, follow_report_clock
from conferences.services.editing import changes
from conferences.services.kept_alike import keep_alike, limited, shut_out
from conferences.services.limits import limit
from conferences.services.people_of_it import answers_for, runs
from conferences.workflow import CONFERENCE
from shield.accounts.access import require
from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.clocks import services as clocks
from shield.core.london import london_day
from shield.core.references import next_reference
from shield.core.refusals import Refusal
from shield.core.workflow import MoveNotAllowed
from shield.notifications.services import notify

PREFIX = "CPC"
# What can be changed without telling every agency; the day has a service of its own.
FACTS = ("minutes", "place", "link", "interpreter", "access_needs", "triggered_at")


class NotTheirRole(Refusal):
    """Somebody who is to run a conference holds no role in which conferences are run."""

    def __init__(self, person: User) -> None:
        super().__init__(f"{person} holds no role in which conferences are chaired or run.")


class KeptFromThem(Refusal):
    """Somebody who is to run a conference, or to write for it, is kept from it."""

    def __init__(self, person: User) -> None:
        super().__init__(
            f"This conference is kept from {person}. Name somebody else, or change who may see it."
        )


class PageUsedUp(Refusal):
    """The page that schedules a conference was sent before, by somebody else or otherwise."""

    def __init__(self) -> None:
        super().__init__("This page was used before. Open it again to schedule a conference.")


class SameDay(Refusal):
    """It would be moved to where it is."""

    def __init__(self) -> None:
        super().__init__("The conference is at this time already. Enter another day or time.")


class NotToCome(Refusal):
    """A conference that was held or cancelled stays as it is."""

    def __init__(self) -> None:
        super().__init__("This conference took place or was cancelled: it can not be changed.")


class ErasedAlready(Refusal):
    """There is nothing left to do something with."""

    def __init__(self) -> None:
        super().__init__(
            "What was said at this conference has been erased, since the time for which it may be "
            "kept is over."
        )


class InThePast(Refusal):
    """A conference to come is on a day to come."""

    def __init__(self) -> None:
        super().__init__("When the conference starts must be today or later.")


class TriggerToCome(Refusal):
    """The moment from which it counts has been."""

    def __init__(self) -> None:
        super().__init__("From when the time runs must be in the past.")


def home_of(person: User) -> Agency | None:
    """The agency in which somebody works in the role that runs conferences."""
    ids = person.access.works_with(Perm.CHAIR)
    return Agency.objects.filter(pk__in=ids).by_name().first()


@transaction.atomic
def schedule(
    *,
    kind: ConferenceKind,
    family_reference: str,
    chair: User,
    administrator: User,
    starts_at: datetime,
    token: UUID,
    by: User,
    at: datetime,
    external_reference: str = "",
    **facts: Any,
) -> Conference:
    """Schedule a conference; the same token again gives the same conference.

    `facts` are any of `FACTS`. It is kept from whom the family's others are kept from. Raises
    NotTheirRole, KeptFromThem, InThePast, TriggerToCome, PageUsedUp.
    """
    require(by, Perm.CHAIR)
    agency = home_of(chair) or home_of(administrator)
    family = limited(family_reference, at=at)
    kept_from = shut_out(family, at=at)
    for person in (chair, administrator):
        if not person.access.allows(Perm.CHAIR):
            raise NotTheirRole(person)
        if person.pk in kept_from:
            raise KeptFromThem(person)
    assert agency is not None  # a role is held in an agency
    _sensible(starts_at, facts.get("triggered_at"), at)
    try:
        with transaction.atomic():
            made: Conference = Conference.objects.create(
                reference=next_reference(
                    Conference.objects.all(), prefix=PREFIX, year=london_day(at).year
                ),
                kind=kind,
                agency=agency,
                chair=chair,
                administrator=administrator,
                family_reference=family_reference,
                external_reference=external_reference,
                starts_at=starts_at,
                form_token=token,
                created_at=at,
                created_by=by,
                **_known(facts),
            )
    except IntegrityError:
        before = Conference.objects.filter(form_token=token, created_by=by).first()
        if before is None:
            raise PageUsedUp from None
        return before
    follow_duty(made, by=by, at=at)
    keep_alike(made, family, by=by, at=at)
    audit.record("conference.scheduled", made, by=by, at=at, kind=kind.code)
    notify(
        recipients=runs(made, but=by),
        key=f"conference:{made.pk}:assigned",
        message=emails.assigned(made),
        at=at,
    )
    return made


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise TypeError(f"a conference has no {sorted(unknown)}")
    return facts


def _sensible(starts_at: datetime | None, triggered_at: datetime | None, at: datetime) -> None:
    if starts_at is not None and london_day(starts_at) < london_day(at):
        raise InThePast
    if triggered_at is not None and triggered_at > at:
        raise TriggerToCome


def locked(conference: Conference) -> Conference:
    """The conference as it is now, held until the transaction ends. Raises ErasedAlready."""
    rows = Conference.objects.select_related("kind", "agency", "chair", "administrator", "clock")
    found: Conference = rows.select_for_update(of=("self",)).get(pk=conference.pk)
    if found.erased_at:
        raise ErasedAlready
    return found


@transaction.atomic
def edit(
    *,
    conference: Conference,
    by: User,
    at: datetime,
    seen: Mapping[str, Any] | None = None,
    **facts: Any,
) -> Conference:
    """Change what is said of a conference to come, but for its day.

    `seen` are the facts as the page showed them. Raises NotToCome, TriggerToCome, ChangedMeanwhile.
    """
    require(by, Perm.MANAGE, conference)
    found = locked(conference)
    if not found.is_to_come:
        raise NotToCome
    _sensible(None, facts.get("triggered_at"), at)
    changed = changes(found, _known(facts), seen or {})
    for name in changed:
        setattr(found, name, facts[name])
    if changed:
        found.save(update_fields=changed)
        audit.record("conference.changed", found, by=by, at=at, fields=sorted(changed))
        if "triggered_at" in changed:
            follow_duty(found, by=by, at=at)
    return found


def check_move(conference: Conference, *, starts_at: datetime | None, at: datetime) -> None:
    """Raises SameDay, InThePast, MoveNotAllowed where a conference cannot be put on that day."""
    name = "move" if starts_at else "postpone"
    if not CONFERENCE.allows(conference, name):
        raise MoveNotAllowed(CONFERENCE.moves[name].says)
    if starts_at == conference.starts_at:
        raise SameDay
    _sensible(starts_at, None, at)


@transaction.atomic
def move(
    *, conference: Conference, starts_at: datetime | None, why: str, by: User, at: datetime
) -> Conference:
    """Put a conference on another day, or on none yet (None); what is due moves with it.

    Everybody who was asked is told. Raises MoveNotAllowed, SameDay, InThePast.
    """
    require(by, Perm.MANAGE, conference)
    found = locked(conference)
    was = found.starts_at
    check_move(found, starts_at=starts_at, at=at)
    CONFERENCE.advance(found, "move" if starts_at else "postpone", starts_at=starts_at)
    moved: ConferenceMove = ConferenceMove.objects.create(
        conference=found, was=was, now=starts_at, why=why, moved_at=at, moved_by=by
    )
    requests = list(
        found.requests.standing()
        .select_related("agency", "clock", "practitioner")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    for request in requests:
        request.conference = found
        due_was, told = request.due_on, answers_for(request, at)
        why_due = "The conference was moved"
        follow_report_clock(request, why=why_due, by=by, at=at, untold=told)
        notify(
            recipients=[one for one in told if one != by],
            key=f"conference:{found.pk}:moved:{moved.pk}",
            message=emails.conference_moved(request, due_was=due_was),
            at=at,
        )
    audit.record("conference.moved", found, by=by, at=at, move=moved.pk)
    notify(
        recipients=runs(found, but=by),
        key=f"conference:{found.pk}:moved:{moved.pk}",
        message=emails.moved(found),
        at=at,
    )
    limit(found, at=at)
    return found


@transaction.atomic
def cancel(*, conference: Conference, why: str, by: User, at: datetime) -> Conference:
    """Call a conference off, with a reason; no report is due any more. Raises MoveNotAllowed."""
    require(by, Perm.MANAGE, conference)
    found = locked(conference)
    CONFERENCE.advance(found, "cancel", closed_at=at, closed_by=by, closed_because=why)
    for clock in duties_to_hold(found):
        clocks.cancel(clock=clock, reason="The conference was cancelled", by=by, at=at)
    for request in found.requests.open().select_related("agency", "clock").order_by("pk"):
        request.conference = found
        follow_report_clock(request, why="The conference was cancelled", by=by, at=at)
        notify(
            recipients=[one for one in answers_for(request, at) if one != by],
            key=f"conference:{found.pk}:cancelled",
            message=emails.called_off(request),
            at=at,
        )
    audit.record("conference.cancelled", found, by=by, at=at)
    return found
