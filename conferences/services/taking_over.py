"""What does a conference begin with that the family's last one held?"""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from conferences.models import Child, Conference, FamilyGuest, Status
from conferences.permissions import Perm
from conferences.services.family import welcome
from conferences.services.kept_alike import keep_alike, shut_out
from conferences.services.relatives import look_for_staff
from conferences.services.scheduling import KeptFromThem, NotToCome, locked
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit

OF_CHILD = (
    "first_names", "last_name", "other_names", "born", "birth_date", "expected_on", "sex",
    "nhs_number", "external_reference", "school", "gp", "address", "address_confidential",
)  # fmt: skip
# Whether they are invited is said anew.
OF_GUEST = ("name", "relationship", "parental_responsibility", "supports", "needs")


def last_of_family(conference: Conference, *, by: User) -> Conference | None:
    """The last other conference of the family that a person may read, and that is about somebody.

    One that was cancelled only where there is no other.
    """
    children = Child.objects.present().filter(conference=OuterRef("pk")).order_by()
    rows = Conference.objects.visible_to(by).of_family(conference.family_reference)
    found: Conference | None = (
        rows.filter(Exists(children))
        .exclude(pk=conference.pk)
        .annotate(was_cancelled=Q(status=Status.CANCELLED))
        .select_related("kind")
        .order_by("was_cancelled", F("starts_at").desc(nulls_last=True), "-pk")
        .first()
    )
    return found


@transaction.atomic
def take_over(
    *,
    conference: Conference,
    children: Collection[Child],
    guests: Collection[FamilyGuest],
    by: User,
    at: datetime,
) -> None:
    """Begin with children and guests of the family's last conference, as they were written there.

    Each child is known to be the same one (`Child.before`). The same again adds nobody twice.
    Agencies that were asked already are told of each child. Raises NotToCome, KeptFromThem.
    """
    require(by, Perm.MANAGE, conference)
    came_from = [*(one.conference for one in children), *(one.conference for one in guests)]
    for source in {one.pk: one for one in came_from}.values():
        require(by, Perm.READ, source)
    found = locked(conference)
    if not found.is_to_come:
        raise NotToCome
    kept_from = shut_out(came_from, at=at)
    for person in (found.chair, found.administrator):
        if person.pk in kept_from:
            raise KeptFromThem(person)
    keep_alike(found, came_from, by=by, at=at)
    stamp = {"added_at": at, "added_by": by}
    for old in children:
        said = {name: getattr(old, name) for name in OF_CHILD}
        child, is_new = Child.objects.get_or_create(
            conference=found, form_token=_token(found, old), defaults={"before": old} | said | stamp
        )
        if is_new:
            welcome(found, child, by=by, at=at)
    for one in guests:
        said = {name: getattr(one, name) for name in OF_GUEST}
        guest, is_new = FamilyGuest.objects.get_or_create(
            conference=found,
            form_token=_token(found, one),
            defaults={"invited": FamilyGuest.Invited.NOT_YET} | said | stamp,
        )
        if is_new:
            look_for_staff(found, [guest], at=at)
    audit.record(
        "conference.taken_over", found, by=by, at=at, children=len(children), guests=len(guests)
    )


def _token(conference: Conference, person: Child | FamilyGuest) -> uuid.UUID:
    """The same for the same person: a page sent twice adds them once."""
    return uuid.uuid5(conference.form_token, f"{type(person).__name__} {person.pk}")
