"""What can happen to who works where as what?"""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from shield.accounts.access import require
from shield.accounts.models import Agency, Membership, User
from shield.accounts.permissions import Perm
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.notifications import services as notifications
from shield.people import emails
from shield.people.services import offers


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
    role = membership.role_held
    if role is None or role.scope == "partnership":
        require(by, Perm.MANAGE_ALL)


def require_charge(by: User, person: User, on: date) -> None:
    """PermissionDenied unless `by` may end every role that a person holds now or will, or all.

    An account is one for all its roles: an agency that gave one of them may not take over what
    opens the others.
    """
    require(by, Perm.MANAGE)
    held = list(Membership.objects.current_or_later(on).filter(user=person))
    if not held:
        require(by, Perm.MANAGE_ALL)
    for membership in held:
        require_role(by, membership)


def has_charge(user: User, person: User, on: date) -> bool:
    """Whether `require_charge` lets a user pass."""
    try:
        require_charge(user, person, on)
    except PermissionDenied:
        return False
    return True


class MustAccept(Refusal):
    """The person works elsewhere too: a role is offered to them, and held once they accept it."""

    def __init__(self) -> None:
        super().__init__("This person has to accept the role first. Invite them by email.")


def keeps(user: User, person: User, on: date) -> bool:
    """Whether a person's account is a user's business alone, so that a role needs no answer.

    So it is for who works here and nowhere else, for who worked here before and is nowhere now, and
    for whoever keeps all accounts.
    """
    if Membership.objects.current_or_later(on).filter(user=person).exists():
        return has_charge(user, person, on)
    return User.objects.managed_by(user).filter(pk=person.pk).exists()


@transaction.atomic
def give_role(
    *, by: User, person: User, agency: Agency, role: str, starts_on: date, at: datetime
) -> Membership:
    """Let a person hold a role in an agency from a day on, and tell them.

    An agency's administrator gives the roles of scope "agency" in that agency only, and to their
    own people only: others are invited. Raises AlreadyHeld, MustAccept, NotYourOwn.
    """
    membership = Membership(user=person, agency=agency, role=role, starts_on=starts_on)
    require_role(by, membership)
    if person.pk == by.pk:
        raise NotYourOwn("You cannot give yourself a role. Ask another administrator to do it.")
    if not keeps(by, person, london_day(at)):
        raise MustAccept
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

    So do the offers that wait for the person in this agency. At once also what they offered to
    others and may not any more, and every offer to somebody who has no other role.
    Raises NotYourOwn, EndsBeforeItStarts, AlreadyEnded.
    """
    require_role(by, membership)
    if membership.user_id == by.pk:
        raise NotYourOwn("You cannot end your own role. Ask another administrator to do it.")
    offers.hold(membership.user_id)
    last = ends_on or max(london_day(at), membership.starts_on) - timedelta(days=1)
    if ends_on is not None and ends_on < membership.starts_on:
        raise EndsBeforeItStarts("The last day must be on or after the day the role started.")
    if ends_on is not None and ends_on < london_day(at):
        raise EndsBeforeItStarts("The last day must be today or later; or end the role at once.")
    changed = Membership.objects.current_or_later(london_day(at)).filter(pk=membership.pk)
    ended_at = at if ends_on is None else None
    if not changed.update(ends_on=last, ended_at=ended_at):
        raise AlreadyEnded("This role has already ended.")
    membership.ends_on, membership.ended_at = last, ended_at
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
    offers.end_with(membership, is_over=ends_on is None, by=by, at=at)
    return membership


@transaction.atomic
def edit_person(
    *, by: User, person: User, full_name: str, post: str, phone: str, at: datetime
) -> User:
    """Correct a person's name, job title or telephone number.

    Needs charge of every role that the person holds.
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
