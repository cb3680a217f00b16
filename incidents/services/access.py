"""Who may see one notification, and what a change of that may not take away?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from incidents.models import Incident
from incidents.permissions import Perm
from incidents.services.limits import limit
from incidents.services.panel import (
    keepers_by_role,
    nobody_records,
    somebody_records,
    tell_named,
)
from incidents.services.submission import LEAD, OPERATIONS
from shield.accounts.models import User
from shield.cases import services as cases
from shield.cases.kind import CaseKind, Gift, lasting
from shield.core.london import london_day
from shield.core.refusals import Refusal


class NobodyToTellThePanel(Refusal):
    """The change would leave the duty towards the Panel with nobody."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing was changed: the national Panel must still be told, and nobody who can record "
            "it would see this notification for as long as that takes. First name somebody of the "
            "agency that must tell it, without an end."
        )


@dataclass(frozen=True)
class Sight:
    """One person who may see a notification, and why."""

    person: User
    reason: str


def who_sees(incident: Incident, *, at: datetime) -> list[Sight]:
    """Everybody who may read the notification now, by name; asked of the rule itself."""
    day = london_day(at)
    opened = set(lasting(incident.openings, at).values_list("user", flat=True))
    named = set(lasting(incident.grants, at).values_list("user", flat=True))
    people: dict[int, tuple[User, str]] = {}

    def add(found: Iterable[User], reason: str) -> None:
        for one in found:
            people.setdefault(one.pk, (one, reason))

    add(User.objects.filter(pk__in=opened), "Opened it in an emergency")
    add(User.objects.filter(pk__in=named), "Named")
    add([incident.notifier], "Notified it")
    agency, duty = incident.agency, incident.duty_agency
    add(User.objects.holding(LEAD, on=day, agency=agency), f"Safeguarding lead, {agency}")
    if duty:
        add(User.objects.holding(LEAD, on=day, agency=duty), f"Must tell the Panel, {duty}")
    add(User.objects.holding(OPERATIONS, on=day), "Operations team")
    return sorted(
        (
            Sight(person, reason)
            for person, reason in people.values()
            # A name lets nobody in whose roles do not open the pages at all.
            if person.access.allows(Perm.OPEN) and person.access.allows(Perm.READ, incident)
        ),
        key=lambda sight: sight.person.full_name,
    )


def _keep_recorder(incident: Incident, at: datetime, had_recorder: bool) -> None:
    """Refused for the Panel alone if somebody could record before: who sees it is changed all the
    same where nobody can (`panel.tell_of_lost`)."""
    if had_recorder and not somebody_records(incident, at):
        raise NobodyToTellThePanel


def _why_open(incident: Incident) -> str:
    return (
        "" if incident.is_filed else "A draft is seen by its author and the agency’s leads alone."
    )


def _warning(incident: Incident, at: datetime) -> str:
    if not nobody_records(at).filter(pk=incident.pk).exists():
        return ""
    return (
        "The national Panel must still be told, and nobody who sees this notification can record "
        f"that it was. Name a safeguarding lead of {incident.duty_agency}, or one of the "
        "operations team."
    )


NOTIFICATION = CaseKind(
    model=Incident,
    verb="incident",
    noun="notification",
    example="SIN-2019-0042",
    opens=Perm.OPEN,
    reads=Perm.READ,
    manages=Perm.MANAGE_ACCESS,
    breaks=Perm.BREAK_GLASS,
    judges=Perm.REVIEW_OPENINGS,
    enters=Perm.MANAGE_ACCESS,
    gives=(Gift(Perm.READ, "Read it", "You are about to let this person read this notification."),),
    lists=Perm.READ,
    urls="",
    list_url="notification_list",
    list_words="All notifications",
    filed=Incident.objects.filed,
    there=Incident.objects.all,
    limit=limit,
    keepers=keepers_by_role,
    who_sees=who_sees,
    keeper_words=(
        "First name somebody else, without an end: a safeguarding lead of its agency, or one of "
        "the operations team."
    ),
    name_words=(
        "A person who is named can read this notification whatever their roles say, and is let in "
        "while it is restricted."
    ),
    restrict_words=(
        "Only people who are named will see it. Everybody else, the operations team included, "
        "finds nothing of it. Whoever is named already stays named."
    ),
    tell_named=tell_named,
    before=somebody_records,
    after=_keep_recorder,
    why_open=_why_open,
    warning=_warning,
)
open_by_glass = partial(cases.open_by_glass, kind=NOTIFICATION)
