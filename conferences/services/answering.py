"""Who of each agency answers for its report, and is told of it?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from conferences.models import Conference, Duty, ReportRequest, RequestMember
from conferences.permissions import Perm
from conferences.services.people_of_it import LEAD, unique
from shield.accounts.access import roles
from shield.accounts.models import Agency, Membership, User
from shield.cases.kind import lasting
from shield.core.london import london_day


@dataclass
class Answering:
    """Who works on a report, and who leads there: as far as they may see what it was asked."""

    writers: list[User] = field(default_factory=list)
    leads: list[User] = field(default_factory=list)
    checkers: list[User] = field(default_factory=list)

    @property
    def is_nobody(self) -> bool:
        return not (self.writers or self.leads)

    @property
    def readers(self) -> list[User]:
        """Each of them once: they read what the agency was asked, and what is shared with it."""
        return unique((*self.writers, *self.checkers, *self.leads))

    @property
    def words(self) -> str:
        if self.writers:
            return ", ".join(str(one) for one in self.writers)
        return ", ".join(f"{one} (safeguarding lead)" for one in self.leads)


def answering(
    conference: Conference, requests: Sequence[ReportRequest], *, at: datetime
) -> dict[int, Answering]:
    """By each request's id, in as many queries for many as for one: `answers_for` of all."""
    members = RequestMember.objects.current().filter(record__in=requests)
    named = list(members.order_by("pk").values_list("record", "user", "duty"))
    reports = [role.id for role in roles().values() if Perm.REPORT in role.perms]
    held = _held(conference, at).filter(
        Q(role=LEAD) | Q(role__in=reports, user__in={user for _, user, _ in named}),
        agency__in={one.agency_id for one in requests},
    )
    people = {row.user_id: row.user for row in held}
    works = {(row.agency_id, row.user_id) for row in held}
    leads = {(row.agency_id, row.user_id) for row in held if row.role == LEAD}
    found = {}
    for one in requests:
        mine = [
            (people[user], duty)
            for record, user, duty in named
            if record == one.pk and (one.agency_id, user) in works
        ]
        found[one.pk] = Answering(
            [person for person, duty in mine if duty == Duty.AUTHOR],
            [person for pk, person in people.items() if (one.agency_id, pk) in leads],
            [person for person, duty in mine if duty == Duty.CHECKER],
        )
    return found


def without_leads(conference: Conference, agencies: Sequence[Agency], *, at: datetime) -> set[int]:
    """The ids of the agencies in which nobody would be told that a report is asked for."""
    led = _held(conference, at).filter(role=LEAD).values_list("agency", flat=True)
    return {one.pk for one in agencies} - set(led)


def _held(conference: Conference, at: datetime) -> QuerySet[Membership]:
    """The roles held now by those from whom the conference is not kept."""
    held = Membership.objects.current(london_day(at)).filter(user__is_active=True)
    held = held.exclude(user__in=lasting(conference.exclusions, at).values("user"))
    if conference.is_restricted:
        held = held.filter(user__in=lasting(conference.grants, at).values("user"))
    return held.select_related("user").order_by("user__full_name", "pk")
