"""Which invitations were answered? Whoever opens one again is told, rather than sent away."""

from django.db.models import Q, QuerySet

from shield.accounts.models import Invitation, User
from shield.people.services.invitations import hashed

ANSWERED = Q(accepted_at__isnull=False) | Q(declined_at__isnull=False)


def answered_by(person: User) -> QuerySet[Invitation]:
    """What a person has accepted or declined."""
    return Invitation.objects.filter(ANSWERED, user=person).select_related("agency")


def answered_with(*, token: str) -> Invitation | None:
    """The invitation that a link from an email opened once, if it was accepted or declined."""
    return Invitation.objects.filter(ANSWERED, token_hash=hashed(token)).first()
