"""Is somebody of the family a relative of a member of staff? Found by name, said by a person.

What is confirmed restricts the conference and shuts the member of staff out, in one step. They
never see that it was asked, and are not told.
"""

import unicodedata
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from conferences import emails
from conferences.models import Child, Conference, FamilyGuest, RelativeFlag, RequestMember
from conferences.permissions import Perm
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.cases import services as cases
from shield.cases.kind import lasting
from shield.cases.services.glass import DATA_PROTECTION
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.notifications.services import notify


class DecidedAlready(Refusal):
    """Somebody has said it before."""

    def __init__(self) -> None:
        super().__init__("Somebody has decided this already. Nothing was changed.")


def words_of(name: str) -> frozenset[str]:
    """The words of a name in any script: capitals, accents and their order count for nothing."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    kept = kept.replace("'", "").replace("’", "")
    return frozenset("".join(sign if sign.isalnum() else " " for sign in kept).split())


def matches(theirs: frozenset[str], ours: frozenset[str]) -> bool:
    """Whether words of a name hold the first name and the surname of a member of staff."""
    # A middle name that only one of the two says is no difference.
    return min(len(ours), len(theirs)) >= 2 and (ours <= theirs or theirs <= ours)


def _names(person: Child | FamilyGuest) -> list[tuple[str, str]]:
    """The names by which somebody is looked for, and what each is called in a flag."""
    if isinstance(person, FamilyGuest):
        return [(RelativeFlag.By.NAME, person.name)]
    name = (RelativeFlag.By.NAME, f"{person.first_names} {person.last_name}")
    others = person.other_names.replace(";", ",").split(",")
    return [name, *((RelativeFlag.By.OTHER_NAME, one) for one in others)]


def look_for_staff(
    conference: Conference, people: Iterable[Child | FamilyGuest], *, at: datetime
) -> None:
    """Flag each person who bears the name of somebody with an account; the same pair only once.

    A step of the services that enter people; as many queries however many are entered.
    """
    rows = User.objects.filter(is_active=True).values_list("pk", "full_name")
    staff = [(pk, words_of(name)) for pk, name in rows]
    found = []
    for person in people:
        which = "child" if isinstance(person, Child) else "guest"
        names = [(by, words_of(name)) for by, name in _names(person)]
        for user, ours in staff:
            by = next((by for by, theirs in names if matches(theirs, ours)), None)
            if by is not None:
                flag = RelativeFlag(conference=conference, user_id=user, by=by, raised_at=at)
                setattr(flag, which, person)
                found.append(flag)
    if found:
        RelativeFlag.objects.bulk_create(found, ignore_conflicts=True)
        _tell_beside(conference, {flag.user_id for flag in found}, at)


def _tell_beside(conference: Conference, flagged: set[int], at: datetime) -> None:
    """Whoever alone runs a conference does not see a flag about themselves, nor does anybody else.

    So whoever answers for data protection hears that somebody else should run it.
    """
    if not {conference.chair_id, conference.administrator_id} <= flagged:
        return
    notify(
        recipients=User.objects.holding(DATA_PROTECTION, on=london_day(at))
        .exclude(pk__in=flagged)
        .exclude(pk__in=lasting(conference.exclusions, at).values("user")),
        key=f"conference:{conference.pk}:run_by_relative",
        message=emails.run_by_relative(conference),
        at=at,
    )


@transaction.atomic
def confirm_relative(*, flag: RelativeFlag, reason: str, by: User, at: datetime) -> None:
    """It is so: the conference is restricted, and the member of staff shut out.

    Those who write or check a report keep their own part. Raises DecidedAlready, and NobodyLeft
    where it is about whoever alone runs the conference: somebody else must run it first.
    """
    require(by, Perm.MANAGE_ACCESS, flag.conference)
    conference = cases.lock(flag.conference)
    _decide(flag, RelativeFlag.Decision.CONFIRMED, reason=reason, by=by, at=at)
    if not conference.is_restricted:
        members = RequestMember.objects.current().filter(record__in=conference.requests.standing())
        working = User.objects.filter(is_active=True, pk__in=members.values("user"))
        people = [
            one
            for one in working.exclude(pk=flag.user_id).order_by("pk")
            if one.access.allows(Perm.OPEN)
        ]
        cases.restrict(record=conference, people=people, reason=reason, by=by, at=at)
    if not lasting(conference.exclusions, at).filter(user=flag.user).exists():
        cases.exclude(record=conference, person=flag.user, reason=reason, by=by, at=at)


@transaction.atomic
def dismiss_relative(*, flag: RelativeFlag, reason: str, by: User, at: datetime) -> None:
    """It is not so. The same two are not flagged again. Raises DecidedAlready."""
    require(by, Perm.MANAGE, flag.conference)
    cases.lock(flag.conference)
    _decide(flag, RelativeFlag.Decision.DISMISSED, reason=reason, by=by, at=at)


def _decide(flag: RelativeFlag, decision: str, *, reason: str, by: User, at: datetime) -> None:
    if flag.user_id == by.pk:
        raise PermissionDenied(Perm.MANAGE)
    rows = RelativeFlag.objects.open().filter(pk=flag.pk)
    if not rows.update(decision=decision, reason=reason, decided_by=by, decided_at=at):
        raise DecidedAlready
    verb = f"conference.relative_{decision}"
    audit.record(verb, flag.conference, by=by, at=at, flag=flag.pk)
