"""What lets an offer of a role stand, and when does it fall?

Offered is not held: until it is taken up, the person who offered it may lose the right to, the
agency may end, and the person may be dismissed.
"""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from shield.accounts.access import require
from shield.accounts.models import Invitation, Membership, User
from shield.accounts.permissions import Perm
from shield.audit import services as audit
from shield.core.london import london_day


def require_invitation(by: User, invitation: Invitation) -> None:
    """PermissionDenied unless `by` may give what an invitation offers."""
    require(by, Perm.MANAGE, invitation)
    role = invitation.role_held
    if role is None or role.scope == "partnership":
        require(by, Perm.MANAGE_ALL)


def still_stands(invitation: Invitation, today: date) -> bool:
    """Whether there is such a role and agency still, and who offered it still may.

    What was offered by nobody is the portal's first account (`invite_first`).
    """
    agency = invitation.agency
    if agency is None:
        return True
    starts = max(today, invitation.starts_on or today)
    if invitation.role_held is None or (agency.valid_to is not None and agency.valid_to < starts):
        return False
    return invitation.invited_by_id is None or _may_offer(invitation.invited_by_id, invitation)


def hold(person: int) -> None:
    """Lock a person and whoever they offered a role to, in one order; before their invitations."""
    theirs = Invitation.objects.unanswered().filter(invited_by=person)
    people = User.objects.filter(Q(pk=person) | Q(pk__in=theirs.values("user"))).order_by("pk")
    list(people.select_for_update().values_list("pk", flat=True))


def end_with(membership: Membership, *, is_over: bool, by: User, at: datetime) -> None:
    """Withdraw the offers that fall with a role that was ended; `is_over` says that it has been."""
    person = membership.user_id
    to_them = Invitation.objects.unanswered().filter(user=person)
    others = Membership.objects.current_or_later(london_day(at)).filter(user=person)
    falls = list(to_them.filter(agency=membership.agency))
    if is_over:
        if not others.exists():
            falls = list(to_them)
        theirs = Invitation.objects.unanswered().filter(invited_by=person, agency__isnull=False)
        falls += [one for one in theirs if not _may_offer(person, one)]
    for invitation in falls:
        if Invitation.objects.unanswered().filter(pk=invitation.pk).update(withdrawn_at=at):
            facts = {"invitation": invitation.pk, "ended": membership.pk}
            audit.record("invitation.withdrawn", invitation.user, by=by, at=at, **facts)


def _may_offer(person: int, invitation: Invitation) -> bool:
    """Whether somebody may give now what an invitation offers; looked up anew."""
    try:
        require_invitation(User.objects.get(pk=person), invitation)
    except PermissionDenied:
        return False
    return True
