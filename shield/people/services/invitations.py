"""What can happen to an invitation?

Its token is known to the mail alone: the database holds a hash, so that nobody who reads the
database or a backup can take up somebody's invitation.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from shield.accounts.models import Agency, Invitation, Membership, User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.people.services.memberships import give_role, require_charge, require_role


class LinkNotValid(Refusal):
    """The invitation is unknown, taken up, withdrawn or too old: the same words for each."""

    def __init__(self) -> None:
        super().__init__(
            "This invitation cannot be used. It may have been used already, replaced by a newer "
            "one, or be too old. Ask the person who invited you to send it again."
        )


class NothingToResend(Refusal):
    """The person has chosen a password, so there is nothing to invite them to."""


@dataclass(frozen=True)
class Invited:
    """What came of inviting. Without `invitation` the person had an account: the role was added."""

    person: User
    invitation: Invitation | None = None
    token: str = ""


def days_valid() -> timedelta:
    """How long the link of an invitation works."""
    return timedelta(days=getattr(settings, "SHIELD_INVITATION_DAYS", 14))


@transaction.atomic
def invite(
    *,
    by: User,
    email: str,
    full_name: str,
    post: str,
    agency: Agency,
    role: str,
    starts_on: date,
    at: datetime,
) -> Invited:
    """Invite a person to an agency in a role. The caller mails the token once this committed.

    A person with an account keeps their name and password and is given the role. Raises
    AlreadyHeld, NotYourOwn.
    """
    require_role(by, Membership(agency=agency, role=role))
    person, is_new = User.objects.get_or_create(
        email=email.strip().lower(),
        defaults={"full_name": full_name, "post": post, "password": unusable()},
    )
    give_role(by=by, person=person, agency=agency, role=role, starts_on=starts_on, at=at)
    if person.has_usable_password():
        return Invited(person)
    invited = _issue(by=by, person=person, at=at)
    audit.record("person.invited", person, by=by, at=at, new=is_new)
    return invited


@transaction.atomic
def resend(*, by: User, person: User, at: datetime) -> Invited:
    """Replace a person's invitation by a new one; the old link stops working."""
    require_charge(by, person, london_day(at))
    invited = _issue(by=by, person=person, at=at)
    audit.record("invitation.resent", person, by=by, at=at)
    return invited


@transaction.atomic
def withdraw(*, by: User, person: User, at: datetime) -> None:
    """Take an unanswered invitation back; the person gets no mail any more."""
    require_charge(by, person, london_day(at))
    person = _held(person.pk)
    if not _open(person).update(withdrawn_at=at):
        raise NothingToResend(f"{person} has no invitation that waits for an answer.")
    User.objects.filter(pk=person.pk).update(is_active=False)
    audit.record("invitation.withdrawn", person, by=by, at=at)


def mark_sent(*, invitation: Invitation, at: datetime) -> None:
    """Note that a mail server took the email."""
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=at)


def open_invitation(*, token: str, at: datetime) -> Invitation:
    """The invitation that a link from an email opens; raises LinkNotValid."""
    found = Invitation.objects.filter(token_hash=hashed(token)).select_related("user").first()
    if found is None or not found.is_open(at):
        raise LinkNotValid
    return found


def waiting(*, pk: int | None, at: datetime) -> Invitation | None:
    """An invitation whose link was opened before, if it still waits for an answer."""
    rows = Invitation.objects.select_related("user")
    found = rows.filter(pk=pk).first() if pk else None
    return found if found is not None and found.is_open(at) else None


@transaction.atomic
def accept(*, invitation: Invitation, password: str, at: datetime) -> User:
    """Take up an invitation with a password; of many who try at once, one does.

    Needs no permission: whoever holds the link was invited. Raises LinkNotValid.
    """
    person = _held(invitation.user_id)
    taken = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=at
    ).update(accepted_at=at)
    if not taken:
        raise LinkNotValid
    person.set_password(password)
    person.save(update_fields=["password"])
    audit.record("invitation.accepted", person, by=person, at=at)
    return person


def hashed(token: str) -> str:
    """What is stored of a token. It is random and long, so it needs no salt and no slow hash."""
    return sha256(token.encode()).hexdigest()


def unusable() -> str:
    """A password field that no password matches."""
    nobody = User()
    nobody.set_unusable_password()
    return nobody.password


@transaction.atomic
def invite_first(
    *, email: str, full_name: str, agency: Agency, starts_on: date, at: datetime
) -> Invited:
    """Invite the portal's first system administrator: the one account that no account gives.

    Called by the command of the same name alone, which refuses once there is one; doing it again
    before the invitation was answered gives a new link.
    """
    person, _ = User.objects.get_or_create(
        email=email.strip().lower(), defaults={"full_name": full_name, "password": unusable()}
    )
    membership, is_new = Membership.objects.get_or_create(
        user=person,
        agency=agency,
        role="system-administrator",
        ends_on=None,
        defaults={"starts_on": starts_on},
    )
    if is_new:
        audit.record("role.given", membership, by=None, at=at, person=person.pk, first=True)
    audit.record("person.invited", person, by=None, at=at, first=True)
    return _issue(by=None, person=person, at=at)


def _issue(*, by: User | None, person: User, at: datetime) -> Invited:
    """A new token for a person; what waited before is withdrawn."""
    person = _held(person.pk)
    if person.has_usable_password():
        raise NothingToResend(f"{person} has already chosen a password.")
    _open(person).update(withdrawn_at=at)
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        user=person,
        token_hash=hashed(token),
        invited_by=by,
        invited_at=at,
        expires_at=at + days_valid(),
    )
    return Invited(person, invitation, token)


def _held(pk: int) -> User:
    """The person, locked: two who invite at once wait for each other, and for the answer.

    Always before their invitations, so that nobody waits in a circle.
    """
    return User.objects.select_for_update().get(pk=pk)


def _open(person: User) -> QuerySet[Invitation]:
    return Invitation.objects.filter(user=person, accepted_at=None, withdrawn_at=None)
