"""What can happen to what an agency is asked, but for writing it?"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from conferences import emails
from conferences.models import Conference, Duty, ReportRequest, RequestMember, RequestStatus
from conferences.permissions import Perm
from conferences.services.due import follow_report_clock
from conferences.services.limits import limit
from conferences.services.people_of_it import (
    answers_for,
    authors_of,
    leads_of,
    runs,
    unique,
    works_there,
)
from conferences.services.scheduling import KeptFromThem, NotToCome, locked
from conferences.services.sharing import end_with_request
from conferences.workflow import REQUEST
from shield.accounts.access import require
from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.clocks import services as clocks
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.notifications.services import notify


class WorksElsewhere(Refusal):
    """Whoever writes or checks a report works in the agency that gives it."""

    def __init__(self, agency: Agency) -> None:
        super().__init__(
            f"Nobody with this email address works at {agency} in a role that writes reports."
        )


class NoLongerThere(Refusal):
    """An agency that has ended is not asked; what followed it is."""

    def __init__(self, agency: Agency) -> None:
        after = f" Ask {agency.succeeded_by} instead." if agency.succeeded_by else ""
        super().__init__(f"{agency} is no longer part of the partnership.{after}")


class AskedAlready(Refusal):
    """An agency gives one report to a conference."""

    def __init__(self, agency: Agency) -> None:
        super().__init__(f"{agency} is being asked already.")


class ChecksOwn(Refusal):
    """Whoever wrote on a report does not check it."""

    def __init__(self, person: User) -> None:
        super().__init__(f"{person} has worked on this report, so somebody else must check it.")


class NoLongerAsked(Refusal):
    """The report was answered, taken back, or its conference is over."""

    def __init__(self) -> None:
        super().__init__("This report was answered, or is no longer asked for.")


class NobodyWrites(Refusal):
    """A request has somebody who answers for it."""


@transaction.atomic
def ask(
    *,
    conference: Conference,
    agency: Agency,
    practitioner: User | None,
    note: str,
    by: User,
    at: datetime,
) -> ReportRequest:
    """Ask an agency for its report, of a named practitioner or of its leads.

    One that was no longer asked is asked again. Raises NotToCome, WorksElsewhere, NoLongerThere,
    AskedAlready, KeptFromThem.
    """
    require(by, Perm.MANAGE, conference)
    found = locked(conference)
    if not found.is_to_come:
        raise NotToCome
    if not Agency.objects.on(london_day(at)).filter(pk=agency.pk).exists():
        raise NoLongerThere(agency)
    if practitioner is not None and not works_there(practitioner, agency):
        raise WorksElsewhere(agency)
    before = ReportRequest.objects.filter(conference=found, agency=agency).first()
    said = {"practitioner": practitioner, "note": note, "asked_at": at, "asked_by": by}
    if before is None:
        request = ReportRequest.objects.create(conference=found, agency=agency, **said)
    elif before.status == RequestStatus.WITHDRAWN:
        request = before
        REQUEST.advance(request, "ask_again", withdrawn_at=None, withdrawn_by=None, **said)
        request.conference, request.agency, request.clock = found, agency, None
    else:
        raise AskedAlready(agency)
    if practitioner is not None:
        _join(request, practitioner, Duty.AUTHOR, by=by, at=at)
        # Who is shut out of the conference, or not named in a restricted one, could not write.
        if not practitioner.access.allows(Perm.WRITE, request):
            raise KeptFromThem(practitioner)
    follow_report_clock(request, why="It is asked for", by=by, at=at)
    limit(found, at=at)
    audit.record("conference.report_asked", found, by=by, at=at, request=request.pk)
    notify(
        recipients=unique((*answers_for(request, at), *leads_of(request, at))),
        key=f"report_request:{request.pk}:asked:{at.timestamp()}",
        message=emails.asked(request),
        at=at,
    )
    return request


@transaction.atomic
def ask_several(
    *,
    conference: Conference,
    agencies: Collection[Agency],
    note: str,
    by: User,
    at: datetime,
) -> list[ReportRequest]:
    """Ask several agencies, each of its leads; those that are asked already are left as they are.

    Raises NotToCome, NoLongerThere.
    """
    require(by, Perm.MANAGE, conference)
    found = locked(conference)
    if not found.is_to_come:
        raise NotToCome
    asked = set(found.requests.standing().values_list("agency", flat=True))
    return [
        ask(conference=found, agency=agency, practitioner=None, note=note, by=by, at=at)
        for agency in agencies
        if agency.pk not in asked
    ]


@transaction.atomic
def withdraw(*, request: ReportRequest, by: User, at: datetime) -> ReportRequest:
    """Ask an agency no longer; what it has written stays with it.

    Raises NotToCome, MoveNotAllowed.
    """
    require(by, Perm.MANAGE, request.conference)
    request = held_still(request)
    if not request.conference.is_to_come:
        raise NotToCome
    told = answers_for(request, at)
    REQUEST.advance(request, "withdraw", withdrawn_at=at, withdrawn_by=by)
    follow_report_clock(request, why="No report is asked for any more", by=by, at=at)
    end_with_request(request, by=by, at=at)
    audit.record("conference.report_not_asked", request.conference, by=by, at=at,
                 request=request.pk)  # fmt: skip
    notify(
        recipients=told,
        key=f"report_request:{request.pk}:withdrawn:{at.timestamp()}",
        message=emails.no_longer_asked(request),
        at=at,
    )
    return request


def _still_asked(request: ReportRequest) -> None:
    if not (request.is_open and request.conference.is_to_come):
        raise NoLongerAsked


@transaction.atomic
def assign(*, request: ReportRequest, practitioner: User, by: User, at: datetime) -> ReportRequest:
    """Say who answers for it from now on: passed on, or taken over from somebody on leave.

    Who wrote before stays an author. Whoever writes may pass it on; its lead always may.
    Raises WorksElsewhere, ChecksOwn.
    """
    require(by, Perm.WRITE, request)
    request = held_still(request)
    _still_asked(request)
    if not works_there(practitioner, request.agency):
        raise WorksElsewhere(request.agency)
    if request.practitioner_id == practitioner.pk:
        return request
    _join(request, practitioner, Duty.AUTHOR, by=by, at=at)
    request.practitioner = practitioner
    request.save(update_fields=["practitioner"])
    if request.clock and request.clock.is_open:
        request.clock.holder = practitioner
        request.clock.save(update_fields=["holder"])
    audit.record("conference.report_assigned", request.conference, by=by, at=at,
                 request=request.pk, person=practitioner.pk)  # fmt: skip
    if practitioner != by:
        notify(
            recipients=[practitioner],
            key=f"report_request:{request.pk}:assigned:{at.timestamp()}",
            message=emails.passed_to_you(request),
            at=at,
        )
    return request


@transaction.atomic
def join(*, request: ReportRequest, person: User, duty: str, by: User, at: datetime) -> None:
    """Let somebody else of the agency write on the report, or check it.

    Raises WorksElsewhere, ChecksOwn.
    """
    require(by, Perm.WRITE, request)
    request = held_still(request)
    _still_asked(request)
    if not works_there(person, request.agency):
        raise WorksElsewhere(request.agency)
    if _join(request, person, duty, by=by, at=at) and person != by:
        notify(
            recipients=[person],
            key=f"report_request:{request.pk}:joined:{duty}:{at.timestamp()}",
            message=emails.joined(request),
            at=at,
        )


def _join(request: ReportRequest, person: User, duty: str, *, by: User, at: datetime) -> bool:
    """Whether anything changed. An author never becomes the checker, nor the other way round."""
    mine = RequestMember.objects.filter(record=request, user=person)
    now = mine.current().first()
    if now is not None and now.duty == duty:
        return False
    wrote = mine.filter(duty=Duty.AUTHOR).exists()
    if (duty == Duty.CHECKER and wrote) or now is not None:
        raise ChecksOwn(person)
    RequestMember.objects.create(record=request, user=person, duty=duty, added_at=at, added_by=by)
    audit.record("conference.report_joined", request.conference, by=by, at=at,
                 request=request.pk, person=person.pk, duty=duty)  # fmt: skip
    return True


def take_part(request: ReportRequest, person: User, *, by: User, at: datetime) -> None:
    """Whoever writes is an author from then on, a lead too; who checks does not write.

    A step of services that asked. Raises ChecksOwn.
    """
    _join(request, person, Duty.AUTHOR, by=by, at=at)


@transaction.atomic
def leave(*, member: RequestMember, by: User, at: datetime) -> None:
    """Take somebody off a report; not whoever answers for it. Raises NobodyWrites."""
    require(by, Perm.WRITE, member.record)
    request = held_still(member.record)
    if request.practitioner_id == member.user_id:
        raise NobodyWrites("Pass the report on first: this person answers for it.")
    rows = RequestMember.objects.current().filter(pk=member.pk)
    if rows.update(ended_at=at, ended_by=by):
        audit.record("conference.report_left", request.conference, by=by, at=at,
                     request=request.pk, person=member.user_id)  # fmt: skip


@transaction.atomic
def decline(
    *, request: ReportRequest, reason: str, details: str, by: User, at: datetime
) -> ReportRequest:
    """Answer that there is no report, and why: a nil return is an answer. Raises MoveNotAllowed."""
    require(by, Perm.WRITE, request)
    request = held_still(request)
    _still_asked(request)
    REQUEST.advance(
        request,
        "decline",
        decline_reason=reason,
        decline_details=details,
        **answer(request, by=by, at=at),
    )
    audit.record("conference.report_declined", request.conference, by=by, at=at,
                 request=request.pk, late=request.is_late)  # fmt: skip
    tell_answered(request, by=by, at=at)
    return request


@transaction.atomic
def reopen(*, request: ReportRequest, by: User, at: datetime) -> ReportRequest:
    """Take back that there is no report: something is known after all. Raises MoveNotAllowed."""
    require(by, Perm.WRITE, request)
    request = held_still(request)
    if not request.conference.is_to_come:
        raise NotToCome
    REQUEST.advance(
        request,
        "reopen",
        decline_reason="",
        decline_details="",
        answered_at=None,
        answered_by=None,
        is_late=False,
    )
    request.clock = None
    request.save(update_fields=["clock"])
    follow_report_clock(request, why="It is asked for", by=by, at=at)
    limit(request.conference, at=at)
    audit.record("conference.report_reopened", request.conference, by=by, at=at,
                 request=request.pk)  # fmt: skip
    return request


# --- What these and the report's own services share -----------------------------------------------


def held_still(request: ReportRequest) -> ReportRequest:
    """The request as it is now, held until the transaction ends, and its conference with it."""
    locked(request.conference)
    rows = ReportRequest.objects.select_related(
        "agency", "clock", "practitioner", "conference__kind", "conference__agency",
        "conference__chair", "conference__administrator",
    )  # fmt: skip
    found: ReportRequest = rows.select_for_update(of=("self",)).get(pk=request.pk)
    return found


def answer(request: ReportRequest, *, by: User, at: datetime) -> dict[str, object]:
    """Meet the clock, and say what is true of a request that is answered now."""
    clock = request.clock if request.clock and request.clock.is_open else None
    late = clock is not None and london_day(at) > clock.due_on
    if clock is not None:
        clocks.complete(clock=clock, met_at=at, by=by, at=at)
    return {"answered_at": at, "answered_by": by, "is_late": late}


def tell_answered(request: ReportRequest, *, by: User, at: datetime) -> None:
    people: Iterable[User] = runs(request.conference, but=by)
    notify(
        recipients=people,
        key=f"report_request:{request.pk}:answered:{at.timestamp()}",
        message=emails.answered(request),
        at=at,
    )


def told_of_check(request: ReportRequest, *, but: User) -> list[User]:
    return [one for one in authors_of(request) if one != but]
