"""What can happen to the children of a conference, and to who of the family is expected?"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from conferences import emails
from conferences.models import Born, Child, Conference, FamilyGuest
from conferences.permissions import Perm
from conferences.services.editing import changes
from conferences.services.people_of_it import answers_for
from conferences.services.relatives import look_for_staff
from conferences.services.reports import follow_child
from conferences.services.scheduling import NotToCome, locked
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.notifications.services import notify

P = TypeVar("P", Child, FamilyGuest)


class ImpossibleBirth(Refusal):
    """A birth that is yet to come, or a delivery that is long past."""


class LastChild(Refusal):
    """A conference is about somebody."""

    def __init__(self) -> None:
        super().__init__("A conference is about at least one child. Add the other child first.")


@transaction.atomic
def add_child(
    *, conference: Conference, token: UUID, facts: Mapping[str, Any], by: User, at: datetime
) -> Child:
    """Add a child; the same token again adds none. Agencies that were asked are told.

    `facts` are fields of `Child`. Raises NotToCome, ImpossibleBirth.
    """
    require(by, Perm.MANAGE, conference)
    found = _held_still(conference)
    before = Child.objects.filter(conference=found, form_token=token).first()
    if before:
        return before
    check_birth(facts, on=london_day(at))
    child: Child = Child.objects.create(
        conference=found, form_token=token, added_at=at, added_by=by, **facts
    )
    welcome(found, child, by=by, at=at)
    return child


def welcome(conference: Conference, child: Child, *, by: User, at: datetime) -> None:
    """A child has just been added: open reports follow, and agencies are told, also late ones."""
    follow_child(child, by=by, at=at)
    look_for_staff(conference, [child], at=at)
    audit.record("conference.child_added", conference, by=by, at=at, child=child.pk)
    for request in conference.requests.standing().select_related("agency", "clock").order_by("pk"):
        request.conference = conference
        notify(
            recipients=[one for one in answers_for(request, at) if one != by],
            key=f"conference:{conference.pk}:child:{child.pk}",
            message=emails.child_added(request),
            at=at,
        )


def check_birth(facts: Mapping[str, Any], *, on: date) -> None:
    """Raises ImpossibleBirth where a child's days cannot be."""
    born, expected = facts.get("birth_date"), facts.get("expected_on")
    if born and born > on:
        raise ImpossibleBirth("Date of birth must be today or in the past")
    # A pregnancy that should have ended a year ago, or that has not begun, is a slip of the pen.
    if expected and abs((expected - on).days) > 366:
        raise ImpossibleBirth("Expected date of delivery must be within a year of today")


@transaction.atomic
def edit_child(
    *, child: Child, facts: Mapping[str, Any], seen: Mapping[str, Any], by: User, at: datetime
) -> Child:
    """Change what is said of a child; an unborn child is born by giving the date of birth.

    `seen` are the facts as the page showed them. Raises ChangedMeanwhile, ImpossibleBirth,
    NotToCome.
    """
    require(by, Perm.MANAGE, child.conference)
    found = _held_still(child.conference)
    row = Child.objects.select_for_update().get(pk=child.pk)
    facts = dict(facts)
    if facts.get("born") == Born.BORN:
        facts["expected_on"] = None
    elif facts.get("born") == Born.UNBORN:
        facts["birth_date"] = None
    check_birth(facts, on=london_day(at))
    changed = changes(row, facts, seen)
    for name in changed:
        setattr(row, name, facts[name])
    if changed:
        row.save()  # fingerprints follow what they are of
        look_for_staff(found, [row], at=at)
        audit.record("conference.child_changed", found, by=by, at=at, child=row.pk)
    return row


@transaction.atomic
def add_guest(
    *, conference: Conference, token: UUID, facts: Mapping[str, Any], by: User, at: datetime
) -> FamilyGuest:
    """Add somebody of the family, or a supporter, who is expected. Raises NotToCome."""
    require(by, Perm.MANAGE, conference)
    found = _held_still(conference)
    before = FamilyGuest.objects.filter(conference=found, form_token=token).first()
    if before:
        return before
    guest: FamilyGuest = FamilyGuest.objects.create(
        conference=found, form_token=token, added_at=at, added_by=by, **facts
    )
    look_for_staff(found, [guest], at=at)
    audit.record("conference.guest_added", found, by=by, at=at, guest=guest.pk)
    return guest


@transaction.atomic
def edit_guest(
    *, guest: FamilyGuest, facts: Mapping[str, Any], seen: Mapping[str, Any], by: User, at: datetime
) -> FamilyGuest:
    """Change what is said of somebody who is expected. Raises ChangedMeanwhile, NotToCome."""
    require(by, Perm.MANAGE, guest.conference)
    found = _held_still(guest.conference)
    row = FamilyGuest.objects.select_for_update().get(pk=guest.pk)
    changed = changes(row, facts, seen)
    for name in changed:
        setattr(row, name, facts[name])
    if changed:
        row.save()
        look_for_staff(found, [row], at=at)
        audit.record("conference.guest_changed", found, by=by, at=at, guest=row.pk)
    return row


@transaction.atomic
def set_removed(*, person: P, removed: bool, by: User, at: datetime) -> P:
    """Take a child or a guest off a conference, or bring them back. Raises LastChild, NotToCome."""
    require(by, Perm.MANAGE, person.conference)
    found = _held_still(person.conference)
    rows = type(person).objects
    if removed and isinstance(person, Child):
        others = Child.objects.present().filter(conference=found).exclude(pk=person.pk)
        if not others.exists():
            raise LastChild
    changed = rows.filter(pk=person.pk, removed_at__isnull=removed).update(
        removed_at=at if removed else None, removed_by=by if removed else None
    )
    if changed:
        what = "child" if isinstance(person, Child) else "guest"
        verb = f"conference.{what}_{'removed' if removed else 'restored'}"
        audit.record(verb, found, by=by, at=at, person=person.pk)
    person.refresh_from_db()
    if changed and isinstance(person, Child):
        follow_child(person, by=by, at=at)
    return person


def _held_still(conference: Conference) -> Conference:
    found = locked(conference)
    if not found.is_to_come:
        raise NotToCome
    return found
