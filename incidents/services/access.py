"""Who may see one notification: naming people, shutting them out, and breaking the glass."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from incidents import emails
from incidents.models import (
    Incident,
    IncidentExclusion,
    IncidentGrant,
    IncidentOpening,
    IncidentRestriction,
)
from incidents.permissions import Perm
from incidents.services.limits import lasting, limit
from incidents.services.panel import keepers_by_role, somebody_records, tell_named
from incidents.services.submission import LEAD, OPERATIONS
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.notifications import services as notifications

DATA_PROTECTION = "data-protection"
KEEPS_ROLES = "system-administrator"  # gives somebody the role above


class NobodyLeft(Refusal):
    """The change would leave nobody who could undo it."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing was changed: afterwards nobody would be left who can manage who sees this "
            "notification for as long as it lasts. First name somebody else, without an end: a "
            "safeguarding lead of its agency, or one of the operations team."
        )


class NobodyToTellThePanel(Refusal):
    """The change would leave the duty towards the Panel with nobody."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing was changed: the national Panel must still be told, and nobody who can record "
            "it would see this notification for as long as that takes. First name somebody of the "
            "agency that must tell it, without an end."
        )


class ReadsNone(Refusal):
    """A name would promise what the person's roles cannot keep."""

    def __init__(self, person: User) -> None:
        super().__init__(
            f"Nothing was changed: {person} holds no role with which notifications are read, so a "
            "name would not let them in. They need another role first."
        )


class NobodyToTell(Refusal):
    """Whoever opens answers for it to somebody; there is nobody."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing was opened: nobody in the portal answers for data protection, so nobody would "
            "be told. Ring somebody who may see the notification, or whoever keeps the portal."
        )


class NothingToOpen(Refusal):
    """The same words whether there is no such notification or this person may never see it."""

    def __init__(self) -> None:
        super().__init__(
            "No notification can be opened for you under this reference. Check it, or ask whoever "
            "gave it to you."
        )


def exclude(
    *, incident: Incident, person: User, reason: str, by: User, at: datetime
) -> IncidentExclusion:
    """Shut one person out of a notification, whatever their roles and grants say."""
    require(by, Perm.MANAGE_ACCESS, incident)
    with transaction.atomic():
        incident = lock(incident)
        if lasting(incident.exclusions, at).filter(user=person).exists():
            raise Refusal(f"{person} is shut out already.")
        made = IncidentExclusion.objects.create(
            record=incident, user=person, reason=reason, excluded_by=by, excluded_at=at
        )
        settle(incident, at)
        audit.record("incident.person_excluded", incident, by=by, at=at, person=person.pk)
    return made


def end_exclusion(*, exclusion: IncidentExclusion, by: User, at: datetime) -> None:
    """Let somebody in again, as far as roles and grants go."""
    require(by, Perm.MANAGE_ACCESS, exclusion.record)
    with transaction.atomic():
        incident = lock(exclusion.record)
        rows = lasting(incident.exclusions, at).filter(pk=exclusion.pk)
        if rows.update(ends_at=at):
            settle(incident, at)
            person = exclusion.user_id
            audit.record("incident.exclusion_ended", incident, by=by, at=at, person=person)


def restrict(
    *, incident: Incident, people: Iterable[User], reason: str, by: User, at: datetime
) -> None:
    """Keep a notification to the people named: these, whoever restricts it, and who was before."""
    require(by, Perm.MANAGE_ACCESS, incident)
    with transaction.atomic():
        incident = lock(incident)
        before = somebody_records(incident, at)
        if not incident.is_filed:
            raise Refusal("A draft is seen by its author and the agency’s leads alone.")
        if incident.is_restricted:
            raise Refusal("This notification is restricted already.")
        for person in dict.fromkeys((by, *people)):  # each once, in the order given
            _name_for_good(incident, person, reason=reason, by=by, at=at)
        IncidentRestriction.objects.create(
            record=incident, reason=reason, restricted_by=by, restricted_at=at
        )
        Incident.objects.filter(pk=incident.pk).update(is_restricted=True)
        incident.is_restricted = True
        settle(incident, at, had_recorder=before)
        audit.record("incident.restricted", incident, by=by, at=at)
        for grant in incident.grants.filter(granted_at=at, granted_by=by).order_by("pk"):
            tell_named(grant, at=at)


def _name_for_good(
    incident: Incident, person: User, *, reason: str, by: User, at: datetime
) -> None:
    """Name somebody without an end; why they were named before stays said."""
    rows = lasting(incident.grants, at).filter(user=person, perm=Perm.READ)
    if person.access.since:  # a name from before a break lets nobody in (`Access.since`)
        rows = rows.filter(granted_at__gte=person.access.since)
    before = rows.order_by("pk").last()
    if before is None:
        name(incident, person, reason=reason, ends_at=None, by=by, at=at)
    elif before.ends_at is not None:
        both = f"{before.reason}\nAs it was restricted: {reason}"
        name(incident, person, reason=both, ends_at=None, by=by, at=at)


def lift_restriction(*, incident: Incident, reason: str, by: User, at: datetime) -> None:
    """Let roles count again. Who was named stays named."""
    require(by, Perm.MANAGE_ACCESS, incident)
    with transaction.atomic():
        incident = lock(incident)
        if not incident.is_restricted:
            raise Refusal("This notification is not restricted.")
        said = {"lifted_at": at, "lifted_by": by, "lift_reason": reason}
        if not incident.restrictions.filter(lifted_at=None).update(**said):
            IncidentRestriction.objects.create(record=incident, **said)
        Incident.objects.filter(pk=incident.pk).update(is_restricted=False)
        incident.is_restricted = False
        settle(incident, at)
        audit.record("incident.restriction_lifted", incident, by=by, at=at)


def name_person(
    *,
    incident: Incident,
    person: User,
    reason: str,
    ends_at: datetime | None,
    by: User,
    at: datetime,
) -> IncidentGrant:
    """Let one person read a notification by name; on a restricted one, let them in at all."""
    require(by, Perm.MANAGE_ACCESS, incident)
    if ends_at is not None and ends_at <= at:
        raise Refusal("The day on which it ends must be in the future.")
    with transaction.atomic():
        incident = lock(incident)
        before = somebody_records(incident, at)
        made = name(incident, person, reason=reason, ends_at=ends_at, by=by, at=at)
        settle(incident, at, had_recorder=before)
        tell_named(made, at=at)
    return made


def end_grant(*, grant: IncidentGrant, by: User, at: datetime) -> None:
    """Take somebody's name off."""
    require(by, Perm.MANAGE_ACCESS, grant.record)
    with transaction.atomic():
        incident = lock(grant.record)
        before = somebody_records(incident, at)
        if lasting(incident.grants, at).filter(pk=grant.pk).update(ends_at=at):
            settle(incident, at, had_recorder=before)
            audit.record("incident.grant_ended", incident, by=by, at=at, person=grant.user_id)


def open_by_glass(*, reference: str, reason: str, by: User, at: datetime) -> Incident:
    """Let somebody read what they may not, for some hours; the data protection lead is told now.

    Where there is none but the person themselves, or somebody shut out of it, those are told who
    can give somebody that role. Raises NothingToOpen, and NobodyToTell where nobody at all answers
    for it: neither says whether there is such a notification, and both are written down. For what
    they may read anyway no glass is broken.
    """
    require(by, Perm.BREAK_GLASS)
    incident = Incident.objects.filed().filter(reference=reference).first()
    if incident is not None and by.access.allows(Perm.READ, incident):
        return incident
    with transaction.atomic():
        refusal = _why_not(incident, by, at)
        if incident is not None and refusal is None:
            hours = timedelta(hours=settings.SHIELD_BREAK_GLASS_HOURS)
            opening = IncidentOpening.objects.create(
                record=incident, user=by, reason=reason, opened_at=at, ends_at=at + hours
            )
            audit.record("incident.glass_broken", incident, by=by, at=at, opening=opening.pk)
            told, judge_it = _hearing_of(by, _shut_out_of(incident, at), at)
            message = emails.glass_broken(opening) if judge_it else emails.nobody_judges()
            key = f"incident.glass_broken:{opening.pk}"
            notifications.notify(recipients=told, key=key, message=message, at=at)
            _tell_keepers(opening, at)
            return incident
        audit.record("incident.glass_refused", by, by=by, at=at)
    raise refusal or NothingToOpen()


def _tell_keepers(opening: IncidentOpening, at: datetime) -> None:
    """Those who decide who sees the notification learn that it was opened beside them."""
    incident = opening.record
    keepers = keepers_by_role(incident, at).exclude(pk=opening.user_id)
    told = [one for one in keepers if one.access.allows(Perm.MANAGE_ACCESS, incident)]
    message, key = emails.opened_beside_you(incident), f"incident.opened:{opening.pk}"
    notifications.notify(recipients=told, key=key, message=message, at=at)


def _why_not(incident: Incident | None, by: User, at: datetime) -> Refusal | None:
    """Why no glass is broken. That nobody answers for it is said of every reference, or of none."""
    if not _hearing_of(by, set(), at)[0]:
        return NobodyToTell()
    if incident is None:
        return NothingToOpen()
    shut_out = _shut_out_of(incident, at)
    if by.pk in shut_out or not _hearing_of(by, shut_out, at)[0]:
        return NothingToOpen()
    return None


def _shut_out_of(incident: Incident, at: datetime) -> set[int]:
    return set(lasting(incident.exclusions, at).values_list("user", flat=True))


def _hearing_of(by: User, shut_out: set[int], at: datetime) -> tuple[QuerySet[User], bool]:
    """Who hears that somebody broke the glass, and whether they judge it."""
    others, day = User.objects.exclude(pk=by.pk), london_day(at)
    judges = others.holding(DATA_PROTECTION, on=day).exclude(pk__in=shut_out)
    return (judges, True) if judges else (others.holding(KEEPS_ROLES, on=day), False)


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


# --- What these and `keepers` share ---------------------------------------------------------------


def lock(incident: Incident) -> Incident:
    found: Incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    return found


def name(
    incident: Incident,
    person: User,
    *,
    reason: str,
    ends_at: datetime | None,
    by: User,
    at: datetime,
) -> IncidentGrant:
    """A grant to read; a second one takes the place of the first."""
    if not person.access.allows(Perm.OPEN):
        raise ReadsNone(person)
    lasting(incident.grants, at).filter(user=person, perm=Perm.READ).update(ends_at=at)
    made = IncidentGrant.objects.create(
        record=incident,
        user=person,
        perm=Perm.READ,
        reason=reason,
        granted_by=by,
        granted_at=at,
        ends_at=ends_at,
    )
    audit.record("incident.person_named", incident, by=by, at=at, person=person.pk)
    return made


def _keeps(person: User, incident: Incident) -> bool:
    """Whether somebody decides about it, and will until that is changed: no name with an end."""
    if not person.access.allows(Perm.MANAGE_ACCESS, incident):
        return False
    endless = incident.grants.filter(user=person, ends_at=None)
    return not incident.is_restricted or endless.exists()


def settle(incident: Incident, at: datetime, *, had_recorder: bool = False) -> None:
    """After a change: somebody can undo it; clocks and messages follow.

    `had_recorder` where the change may not take away who can say that the Panel was told. It is
    refused for that alone if somebody could before: who sees it is changed all the same where
    nobody can, and shutting somebody out is never refused for it (`panel.tell_of_lost`).
    """
    if not any(_keeps(one, incident) for one in keepers_by_role(incident, at)):
        raise NobodyLeft
    if had_recorder and not somebody_records(incident, at):
        raise NobodyToTellThePanel
    limit(incident, at=at)
