"""When does somebody else run a conference, or what follows on it?"""

from datetime import datetime

from django.db import transaction

from conferences import emails
from conferences.models import Conference, Plan, Status
from conferences.permissions import Perm
from conferences.services.limits import limit
from conferences.services.people_of_it import runs
from conferences.services.plans import hold_what_is_due
from conferences.services.scheduling import KeptFromThem, NotTheirRole, NotToCome, locked
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.notifications.services import notify


@transaction.atomic
def hand_on(
    *, conference: Conference, chair: User, administrator: User, by: User, at: datetime
) -> Conference:
    """Let somebody else chair or administer it, also after it was held: plans run on.

    What was cancelled stays with whoever cancelled it. Whoever gives a restricted conference away
    is not let out of its list by that. Raises NotTheirRole, KeptFromThem, NotToCome.
    """
    require(by, Perm.MANAGE, conference)
    found = locked(conference)
    if found.status == Status.CANCELLED:
        raise NotToCome
    for person in (chair, administrator):
        if not person.access.allows(Perm.CHAIR):
            raise NotTheirRole(person)
    before = {one.pk: one for one in (found.chair, found.administrator)}
    fresh = {chair.pk, administrator.pk} - set(before)
    gone = [one for pk, one in before.items() if pk not in (chair.pk, administrator.pk)]
    if (found.chair, found.administrator) == (chair, administrator):
        return found
    found.chair, found.administrator = chair, administrator
    for person in (chair, administrator):
        # Who is shut out of it, or not named in a restricted one, could not run it.
        if not person.access.allows(Perm.MANAGE, found):
            raise KeptFromThem(person)
    found.save(update_fields=["chair", "administrator"])
    if found.clock and found.clock.is_open:
        found.clock.holder = administrator
        found.clock.save(update_fields=["holder"])
    for plan in Plan.objects.running().of_conference(found).in_full():
        hold_what_is_due(plan, found, at)
    audit.record(
        "conference.handed_on", found, by=by, at=at, chair=chair.pk, administrator=administrator.pk
    )
    notify(
        recipients=[one for one in runs(found, but=by) if one.pk in fresh],
        key=f"conference:{found.pk}:assigned:{at.timestamp()}",
        message=emails.assigned(found),
        at=at,
    )
    limit(found, at=at)
    notify(
        recipients=[one for one in gone if one != by],
        key=f"conference:{found.pk}:handed_on:{at.timestamp()}",
        message=emails.handed_on(found),
        at=at,
    )
    return found
