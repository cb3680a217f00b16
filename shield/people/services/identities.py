"""What can happen to the identities that agencies vouch for?

An account is tied to an issuer and a subject. Never to an email address: whoever runs an identity
provider can make it say any.
"""

import secrets
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from shield.accounts.models import Invitation, Membership, User
from shield.audit import services as audit
from shield.core.identities import Provider
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.notifications import services as notifications
from shield.people import emails
from shield.people.services.invitations import accept


class OfAnother(Refusal):
    """The identity opens another account."""

    def __init__(self) -> None:
        super().__init__("This identity is connected with an account already.")


class NotAtAgency(Refusal):
    """An agency signs in its own people and nobody else."""

    def __init__(self, agency: str) -> None:
        super().__init__(f"This is for people who work at {agency}.")


def identities_of(person: User) -> QuerySet[SocialAccount]:
    """The identities by which a person may sign in."""
    return SocialAccount.objects.filter(user=person).order_by("date_joined", "pk")


def works_at(*, person: User, agency: str, at: datetime) -> bool:
    """Whether a person holds a role in the agency of this name, today or later."""
    held = Membership.objects.current_or_later(london_day(at))
    return bool(held.filter(user=person, agency__name=agency).exists())


def is_invited_by(*, invitation: Invitation, agency: str, at: datetime) -> bool:
    """Whether an invitation is to the agency of this name, or the person works there already."""
    offered = invitation.agency is not None and invitation.agency.name == agency
    return offered or works_at(person=invitation.user, agency=agency, at=at)


@transaction.atomic
def connect_identity(*, by: User, provider: Provider, subject: str, at: datetime) -> None:
    """Tie an identity to one's own account. Raises OfAnother, NotAtAgency."""
    if not works_at(person=by, agency=provider.agency, at=at):
        raise NotAtAgency(provider.agency)
    _tie(by, provider, subject, at)
    notifications.notify(
        recipients=[by],
        key=f"identity.connected:{by.pk}:{at.timestamp():.0f}",
        message=emails.identity_changed(provider.name, added=True),
        at=at,
    )


@transaction.atomic
def accept_by_identity(
    *, invitation: Invitation, provider: Provider, subject: str, at: datetime
) -> None:
    """Take up an invitation by an identity; the password is then one that nobody knows.

    Needs no permission: whoever holds the link was invited. Raises LinkNotValid, OfAnother,
    NotAtAgency.
    """
    if not is_invited_by(invitation=invitation, agency=provider.agency, at=at):
        raise NotAtAgency(provider.agency)
    person = accept(invitation=invitation, password=secrets.token_urlsafe(48), at=at)
    _tie(person, provider, subject, at)


@transaction.atomic
def remove_identity(*, by: User, identity: SocialAccount, name: str, at: datetime) -> None:
    """Cut an identity from one's own account; the password stays, or is chosen by mail."""
    identity = identities_of(by).get(pk=identity.pk)
    audit.record("identity.removed", by, by=by, at=at, provider=identity.provider)
    identity.delete()
    notifications.notify(
        recipients=[by],
        key=f"identity.removed:{by.pk}:{at.timestamp():.0f}",
        message=emails.identity_changed(name, added=False),
        at=at,
    )


def _tie(person: User, provider: Provider, subject: str, at: datetime) -> None:
    try:
        with transaction.atomic():
            SocialAccount.objects.create(user=person, provider=provider.id, uid=subject)
    except IntegrityError as error:
        raise OfAnother from error
    audit.record("identity.connected", person, by=person, at=at, provider=provider.id)
