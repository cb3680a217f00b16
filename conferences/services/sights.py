"""Who may see one conference, and why?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from conferences.models import Conference
from conferences.permissions import Perm
from shield.accounts.models import User
from shield.cases.kind import lasting


@dataclass(frozen=True)
class Sight:
    """One person who may see a conference, and why."""

    person: User
    reason: str


def who_sees(conference: Conference, *, at: datetime) -> list[Sight]:
    """Everybody who may read the conference now, by name; asked of the rule itself.

    Of an agency that is asked nobody does: they see their own request and no more.
    """
    people: dict[int, Sight] = {}

    def add(found: Iterable[User], reason: str) -> None:
        for one in found:
            people.setdefault(one.pk, Sight(one, reason))

    if conference.chair_id == conference.administrator_id:
        add([conference.chair], "Chairs and administers it")
    add([conference.chair], "Chairs it")
    add([conference.administrator], "Administers it")
    # A name says what it is for: on the list of a restricted one stand writers of agencies too.
    grants = lasting(conference.grants, at).filter(perm=Perm.READ)
    add(User.objects.filter(pk__in=grants.values("user")), "Named")
    openings = lasting(conference.openings, at)
    add(User.objects.filter(pk__in=openings.values("user")), "Opened it in an emergency")
    return sorted(
        (one for one in people.values() if one.person.access.allows(Perm.READ, conference)),
        key=lambda one: (one.person.full_name, one.person.pk),
    )
