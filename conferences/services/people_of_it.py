"""Who is told of a conference, and who may be named in it?"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from conferences.models import Conference, ReportRequest, reporting
from conferences.permissions import Perm
from shield.accounts.access import roles
from shield.accounts.models import Agency, Membership, User
from shield.core.london import london_day

LEAD = "safeguarding-lead"


def runs(conference: Conference, *, but: User | None = None) -> list[User]:
    """Its chair and its administrator, as far as they still may read it, without `but`."""
    people = {one.pk: one for one in (conference.chair, conference.administrator) if one != but}
    return [one for one in people.values() if one.access.allows(Perm.READ, conference)]


def may_run(at: datetime) -> QuerySet[User]:
    """Everybody who holds a role in which conferences are chaired or administered, by name."""
    held = [role.id for role in roles().values() if Perm.CHAIR in role.perms]
    current = Membership.objects.current(london_day(at)).filter(role__in=held)
    found: QuerySet[User] = User.objects.filter(is_active=True, pk__in=current.values("user"))
    return found.order_by("full_name", "pk")


def leads_of(request: ReportRequest, at: datetime) -> list[User]:
    """The leads of the agency that was asked, from whom the conference is not kept."""
    found = User.objects.holding(LEAD, on=london_day(at), agency=request.agency).order_by("pk")
    return [one for one in found if one.access.allows(Perm.ASSIGN, request)]


def authors_of(request: ReportRequest) -> list[User]:
    """Whoever writes, from whom the conference is not kept."""
    rows = request.members.current().filter(duty="author").select_related("user").order_by("pk")
    return [one.user for one in rows if one.user.access.allows(Perm.WRITE, request)]


def answers_for(request: ReportRequest, at: datetime) -> list[User]:
    """Whoever is told what becomes of a request: those who write, and where nobody does the leads.

    Somebody on leave is still named: the lead passes the request on.
    """
    return authors_of(request) or leads_of(request, at)


def works_there(person: User, agency: Agency) -> bool:
    """Whether somebody works in an agency in a role in which reports are written."""
    return person.is_active and agency.pk in person.access.agencies_with(Perm.REPORT)


def unique(people: Iterable[User]) -> list[User]:
    """Each person once, in the order given."""
    return list({one.pk: one for one in people}.values())


def could_work_on(request: ReportRequest, *, at: datetime) -> list[int]:
    """Ids of those of the agency who could be named, from whom the conference is not kept."""
    rows = reporting(london_day(at)).filter(agency=request.agency)
    people = User.objects.filter(pk__in=rows.values("user"))
    conference = request.conference
    if not (conference.is_restricted or conference.exclusions.exists()):
        return list(people.values_list("pk", flat=True))
    return [one.pk for one in people if one.access.is_admitted_to(conference)]


def answers(request: ReportRequest) -> bool:
    """Whether anybody who works at the agency now writes its report."""
    return bool(authors_of(request))
