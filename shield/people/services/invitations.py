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
from shield.people.services.memberships import (
    AlreadyHeld,
    NotYourOwn,
    give_role,
    keeps,
    require_role,
)
from shield.people.services.offers import require_invitation, still_stands


class LinkNotValid(Refusal):
    """The invitation is unknown, taken up, withdrawn or too old: the same words for each."""

    def __init__(self) -> None:
        super().__init__(
            "This invitation cannot be used. It may have been used already, replaced by a newer "
            "one, or be too old. Ask the person who invited you to send it again."
        )


class NothingToResend(Refusal):
    """The invitation was answered, so there is nothing left to invite to."""


@dataclass(frozen=True)
class Invited:
    """What came of inviting. Without `invitation` it was one of one's own people: they hold it."""

    person: User
    invitation: Invitation | None = None
    token: str = ""


@dataclass(frozen=True)
class Offer:
    """What somebody is invited to, in the inviter's words."""

    full_name: str
    post: str
    agency: Agency | None
    role: str
    starts_on: date | None


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
    """Offer a role to whoever has an address. The caller mails the token once this committed.

    They hold it once they take it up; what the inviter learns is the same whether there is an
    account or not. Only one of one's own people is given the role at once. Raises AlreadyHeld,
    NotYourOwn.
    """
    require_role(by, Membership(agency=agency, role=role))
    person, is_new = User.objects.get_or_create(
        email=email.strip().lower(),
        defaults={"full_name": full_name, "post": post, "password": unusable()},
    )
    if person.pk == by.pk:
        raise NotYourOwn("You cannot invite yourself. Ask another administrator to do it.")
    if person.has_usable_password() and keeps(by, person, london_day(at)):
        give_role(by=by, person=person, agency=agency, role=role, starts_on=starts_on, at=at)
        return Invited(person)
    held = Membership.objects.current_or_later(london_day(at))
    if held.filter(user=person, agency=agency, role=role).exists():
        raise AlreadyHeld(f"{person} already holds this role in {agency}, now or from a later day.")
    invited = _issue(
        by=by, person=person, offer=Offer(full_name, post, agency, role, starts_on), at=at
    )
    facts = {"agency": agency.pk, "role": role, "new": is_new}
    audit.record("person.invited", person, by=by, at=at, **facts)
    return invited


@transaction.atomic
def resend(*, by: User, invitation: Invitation, at: datetime) -> Invited:
    """Replace an invitation by a new one; the old link stops working. Raises NothingToResend."""
    require_invitation(by, invitation)
    person = _held(invitation.user_id)
    invitation.refresh_from_db()
    if invitation.accepted_at or invitation.declined_at:
        raise NothingToResend("This invitation has been answered already.")
    offer = Offer(
        full_name=invitation.full_name,
        post=invitation.post,
        agency=invitation.agency,
        role=invitation.role,
        starts_on=invitation.starts_on,
    )
    invited = _issue(by=by, person=person, offer=offer, at=at)
    audit.record("invitation.resent", person, by=by, at=at)
    return invited


@transaction.atomic
def withdraw(*, by: User, invitation: Invitation, at: datetime) -> None:
    """Take an unanswered invitation back. Raises NothingToResend."""
    require_invitation(by, invitation)
    person = _held(invitation.user_id)
    if not Invitation.objects.unanswered().filter(pk=invitation.pk).update(withdrawn_at=at):
        raise NothingToResend("This invitation does not wait for an answer any more.")
    others = Invitation.objects.unanswered().filter(user=person)
    if not person.has_usable_password() and not others.exists():
        User.objects.filter(pk=person.pk).update(is_active=False)
    audit.record("invitation.withdrawn", person, by=by, at=at)


def mark_sent(*, invitation: Invitation, at: datetime) -> None:
    """Note that a mail server took the email."""
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=at)


def open_invitation(*, token: str, at: datetime) -> Invitation:
    """The invitation that a link from an email opens; raises LinkNotValid."""
    rows = Invitation.objects.select_related("user", "agency")
    found = rows.filter(token_hash=hashed(token)).first()
    if found is None or not found.is_open(at):
        raise LinkNotValid
    return found


def waiting(*, pk: int | None, at: datetime) -> Invitation | None:
    """An invitation whose link was opened before, if it still waits for a first password."""
    rows = Invitation.objects.select_related("user", "agency")
    found = rows.filter(pk=pk).first() if pk else None
    if found is None or not found.is_open(at) or found.user.has_usable_password():
        return None
    return found


@transaction.atomic
def accept(*, invitation: Invitation, password: str, at: datetime) -> User:
    """Take up an invitation with a first password; of many who try at once, one does.

    Needs no permission: whoever holds the link was invited. Who has a password signs in with it
    and takes the role up there: a link in a mail opens no account. Raises LinkNotValid.
    """
    person = _held(invitation.user_id)
    if person.has_usable_password():
        raise LinkNotValid
    person.set_password(password)
    person.full_name = invitation.full_name or person.full_name
    person.post = invitation.post or person.post
    person.save(update_fields=["password", "full_name", "post"])
    _take_up(person, invitation, at)
    return person


@transaction.atomic
def accept_role(*, by: User, invitation: Invitation, at: datetime) -> None:
    """Take up a role that one was offered. Raises LinkNotValid."""
    _take_up(_held(by.pk), invitation, at)


@transaction.atomic
def decline_role(*, by: User, invitation: Invitation, at: datetime) -> None:
    """Decline a role that one was offered; whoever offered it sees that. Raises LinkNotValid."""
    waiting = Invitation.objects.waiting(at).filter(pk=invitation.pk, user=_held(by.pk))
    if not waiting.update(declined_at=at):
        raise LinkNotValid
    audit.record("invitation.declined", by, by=by, at=at, invitation=invitation.pk)


def offered_to(person: User, at: datetime) -> QuerySet[Invitation]:
    """The roles that wait for a person's answer."""
    rows = Invitation.objects.waiting(at).filter(user=person)
    return rows.select_related("agency", "invited_by").order_by("pk")


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
    offer = Offer(full_name, "", agency, membership.role, membership.starts_on)
    return _issue(by=None, person=person, offer=offer, at=at)


def _take_up(person: User, invitation: Invitation, at: datetime) -> None:
    """One's own invitation is answered, and the role held from its first day, or from today."""
    waiting = Invitation.objects.waiting(at).filter(pk=invitation.pk, user=person)
    if not still_stands(invitation, london_day(at)) or not waiting.update(accepted_at=at):
        raise LinkNotValid
    audit.record("invitation.accepted", person, by=person, at=at, invitation=invitation.pk)
    today, agency, role = london_day(at), invitation.agency, invitation.role
    if agency is None:
        return
    held = Membership.objects.current_or_later(today)
    if held.filter(user=person, agency=agency, role=role).exists():
        return
    membership = Membership.objects.create(
        user=person,
        agency=agency,
        role=role,
        starts_on=max(today, invitation.starts_on or today),
    )
    audit.record(
        "role.given",
        membership,
        by=person,
        at=at,
        person=person.pk,
        agency=agency.pk,
        role=role,
        starts_on=membership.starts_on.isoformat(),
        offered_by=invitation.invited_by_id,
    )


def _issue(*, by: User | None, person: User, offer: Offer, at: datetime) -> Invited:
    """A new token for a person and a role; what waited for the same before is withdrawn."""
    person = _held(person.pk)
    same = Invitation.objects.unanswered().filter(user=person, agency=offer.agency, role=offer.role)
    same.update(withdrawn_at=at)
    if not person.is_active and not person.has_usable_password():
        person.is_active = True
        person.save(update_fields=["is_active"])
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        user=person,
        full_name=offer.full_name,
        post=offer.post,
        agency=offer.agency,
        role=offer.role,
        starts_on=offer.starts_on,
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
