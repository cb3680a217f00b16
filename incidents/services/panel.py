"""Who can record that the national Panel was told, and who hears of it when nobody can?

While a notification must still go to the Panel, somebody who is let in should be able to say that
it did. No change of who sees it may take that away, but that somebody is shut out; yet people leave
and names end. Then those who decide who sees it are told each day, and the operations team is told
that there is such a notification.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from incidents import emails
from incidents.models import Incident, IncidentExclusion, IncidentGrant
from incidents.models.access import carrying
from incidents.permissions import Perm
from incidents.services.submission import LEAD, OPERATIONS
from shield.accounts.models import Membership, User
from shield.cases.kind import lasting
from shield.core.london import london_day
from shield.notifications import services as notifications


def nobody_records(at: datetime, *, lastingly: bool = False) -> QuerySet[Incident]:
    """Those that must still go to the Panel, of which nobody who is let in can say that they did.

    With `lastingly` a name that ends by itself counts for nothing.
    """
    them = {"record": OuterRef(OuterRef("pk")), "user": OuterRef("user")}
    shut_out = lasting(IncidentExclusion.objects.filter(**them), at)
    named = lasting(IncidentGrant.objects.filter(**them), at)
    if lastingly:
        named = named.filter(ends_at=None)
    here = Q(role__in=carrying(Perm.RECORD_PANEL, "agency"), agency=OuterRef("duty_agency"))
    by_role = Membership.objects.current(london_day(at)).filter(
        here | Q(role__in=carrying(Perm.RECORD_PANEL, "partnership")),
        ~Exists(shut_out),
        user__is_active=True,
    )
    nobody = ~Exists(by_role) | Q(~Exists(by_role.filter(Exists(named))), is_restricted=True)
    return Incident.objects.filed().filter(
        nobody,
        panel_clock__isnull=False,
        panel_clock__met_at=None,
        panel_clock__cancelled_at=None,
    )


def somebody_records(incident: Incident, at: datetime) -> bool:
    """Whether the duty towards the Panel, if it is still open, lies with somebody who stays."""
    return not nobody_records(at, lastingly=True).filter(pk=incident.pk).exists()


def keepers_by_role(incident: Incident, at: datetime) -> QuerySet[User]:
    """Those whose role lets them decide about this notification, once they are let in."""
    day = london_day(at)
    leads = User.objects.holding(LEAD, on=day, agency=incident.agency)
    found: QuerySet[User] = (leads | User.objects.holding(OPERATIONS, on=day)).distinct()
    return found


def tell_of_lost(*, at: datetime) -> None:
    """Each day, of each of them: those who can name somebody, and the operations team."""
    day = london_day(at)
    for incident in nobody_records(at).select_related("panel_clock", "duty_agency"):
        key = f"incident.panel_lost:{incident.pk}:{day}"
        able = [
            one
            for one in keepers_by_role(incident, at)
            if one.access.allows(Perm.MANAGE_ACCESS, incident)
        ]
        message = emails.nobody_tells_panel(incident)
        notifications.notify(recipients=able, key=key, message=message, at=at)
        shut_out = lasting(incident.exclusions, at).values("user")
        others = User.objects.holding(OPERATIONS, on=day).exclude(pk__in=shut_out)
        message = emails.panel_duty_lost()
        # Whoever was told above is not told again under the same key.
        notifications.notify(recipients=others, key=key, message=message, at=at)


def tell_named(made: IncidentGrant, *, at: datetime, keeps: bool = False) -> None:
    """Tell somebody that they are named: what was told before they were, they have not got."""
    incident, person = made.record, made.user
    if person.pk == made.granted_by_id or not incident.is_filed:
        return
    if not person.access.allows(Perm.READ, incident):
        return
    clock = incident.panel_clock
    owes = clock is not None and clock.is_open and person.access.allows(Perm.RECORD_PANEL, incident)
    lost = keeps and nobody_records(at).filter(pk=incident.pk).exists()
    message = emails.named(incident, keeps=keeps, owes=owes, lost=lost)
    key = f"incident.named:{made.pk}"
    notifications.notify(recipients=[person], key=key, message=message, at=at)
