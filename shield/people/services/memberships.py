"""What can happen to who works where as what?"""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from shield.accounts.access import require, roles
from shield.accounts.models import Agency, Membership, User
from shield.accounts.permissions import Perm
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.notifications import services as notifications
from shield.people import emails


class AlreadyHeld(Refusal):
    """The person holds this role in this agency in some of the time asked for."""


class AlreadyEnded(Refusal):
    """The membership has ended before."""


class EndsBeforeItStarts(Refusal):
    """A last day before the first."""


class NotYourOwn(Refusal):
    """Nobody gives or ends a role of their own.

    So whoever keeps accounts cannot let themselves into the cases, and neither an agency nor the
    portal loses its last keeper.
    """


def require_role(by: User, membership: Membership) -> None:
    """PermissionDenied unless `by` may give and end this role in this agency."""
    require(by, Perm.MANAGE, membership)
    if roles()[membership.role].scope == "partnership":
        require(by, Perm.MANAGE_ALL)


def require_charge(by: User, person: User, on: date) -> None:
    """PermissionDenied unless `by` manages an agency of a person's present roles, or all."""
    held = Membership.objects.current_or_later(on).filter(user=person)
    first = next((one for one in held if by.access.allows(Perm.MANAGE, one)), None)
    require(by, Perm.MANAGE if first else Perm.MANAGE_ALL, first)


@transaction.atomic
def give_role(
    *, by: User, person: User, agency: Agency, role: str, starts_on: date, at: datetime
) -> Membership:
    """Let a person hold a role in an agency from a day on, and tell them.

    An agency's administrator gives the roles of scope "agency" in that agency only. Raises
    AlreadyHeld, NotYourOwn.
    """
    membership = Membership(user=person, agency=agency, role=role, starts_on=starts_on)
    require_role(by, membership)
    if person.pk == by.pk:
        raise NotYourOwn("You cannot give yourself a role. Ask another administrator to do it.")
    try:
        with transaction.atomic():
            membership.save()
    except IntegrityError as error:
        raise AlreadyHeld(
            f"{person} already holds this role in {agency}, now or from a later day."
        ) from error
    audit.record(
        "role.given",
        membership,
        by=by,
        at=at,
        person=person.pk,
        agency=agency.pk,
        role=role,
        starts_on=starts_on.isoformat(),
    )
    if person.has_usable_password():  # the others have an invitation to answer first
        notifications.notify(
            recipients=[person],
            key=f"role.given:{membership.pk}",
            message=emails.role_given(membership),
            at=at,
        )
    return membership


@transaction.atomic
def end_membership(
    *, by: User, membership: Membership, ends_on: date | None, at: datetime
) -> Membership:
    """End a membership with a last day, or at once (`ends_on=None`): all it gave ends with it.

    Raises NotYourOwn, EndsBeforeItStarts, AlreadyEnded.
    """
    require_role(by, membership)
    if membership.user_id == by.pk:
        raise NotYourOwn("You cannot end your own role. Ask another administrator to do it.")
    last = ends_on or max(london_day(at), membership.starts_on) - timedelta(days=1)
    if ends_on is not None and ends_on < membership.starts_on:
        raise EndsBeforeItStarts("The last day must be on or after the day the role started.")
    if ends_on is not None and ends_on < london_day(at):
        raise EndsBeforeItStarts("The last day must be today or later; or end the role at once.")
    changed = Membership.objects.current_or_later(london_day(at)).filter(pk=membership.pk)
    if not changed.update(ends_on=last):
        raise AlreadyEnded("This role has already ended.")
    membership.ends_on = last
    audit.record(
        "role.ended",
        membership,
        by=by,
        at=at,
        person=membership.user_id,
        agency=membership.agency_id,
        role=membership.role,
        ends_on=last.isoformat(),
        at_once=ends_on is None,
    )
    return membership


@transaction.atomic
def edit_person(
    *, by: User, person: User, full_name: str, post: str, phone: str, at: datetime
) -> User:
    """Correct a person's name, job title or telephone number.

    Needs charge of one of the agencies in which the person works now, or of all.
    """
    require_charge(by, person, london_day(at))
    given = {"full_name": full_name, "post": post, "phone": phone}
    changed = [name for name, value in given.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, given[name])
    if changed:
        person.save(update_fields=changed)
        audit.record("person.changed", person, by=by, at=at, fields=sorted(changed))
    return person
