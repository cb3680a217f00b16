"""From whom is a conference kept, since those of the same family are kept from them?"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from conferences.models import (
    Conference,
    ConferenceExclusion,
    ConferenceGrant,
    ConferenceRestriction,
)
from conferences.permissions import Perm
from conferences.services.limits import limit
from shield.accounts.models import User
from shield.cases.kind import lasting


def limited(family_reference: str, *, at: datetime) -> list[Conference]:
    """The family's conferences that are kept from somebody, whoever may see them; the last first.

    What was lifted, or has ended, counts no more.
    """
    shut = lasting(ConferenceExclusion.objects.filter(record=OuterRef("pk")), at)
    rows = Conference.objects.unerased().of_family(family_reference) if family_reference else None
    if rows is None:
        return []
    return list(rows.filter(Q(is_restricted=True) | Exists(shut)).order_by("-pk"))


def shut_out(family_reference: str, *, at: datetime) -> set[int]:
    """The ids of those who are shut out of a conference of this family."""
    rows = ConferenceExclusion.objects.filter(record__in=limited(family_reference, at=at))
    return set(lasting(rows, at).values_list("user", flat=True))


def keep_alike(made: Conference, sources: Iterable[Conference], *, by: User, at: datetime) -> None:
    """Whoever may not see these does not see this one; what limits it already stays.

    If one is restricted, this one admits those named there, and those who are to run it.
    """
    restricted = False
    for found in sources:
        known = set(lasting(made.exclusions, at).values_list("user", flat=True))
        ConferenceExclusion.objects.bulk_create(
            ConferenceExclusion(
                record=made, user=one.user, reason=one.reason, ends_at=one.ends_at,
                excluded_by=one.excluded_by, excluded_at=at,
            )
            for one in lasting(found.exclusions, at).select_related("user", "excluded_by")
            if one.user_id not in known
        )  # fmt: skip
        if found.is_restricted and not restricted:
            restricted = True
            _restrict(made, found, by=by, at=at)
    limit(made, at=at)


def _restrict(made: Conference, found: Conference, *, by: User, at: datetime) -> None:
    named = set(lasting(made.grants, at).values_list("user", flat=True))
    ConferenceGrant.objects.bulk_create(
        ConferenceGrant(
            record=made, user=one.user, perm=one.perm, reason=one.reason, ends_at=one.ends_at,
            granted_by=one.granted_by, granted_at=at,
        )
        for one in lasting(found.grants, at).select_related("user", "granted_by")
        if one.user_id not in named
    )  # fmt: skip
    named = set(lasting(made.grants, at).values_list("user", flat=True))
    runs = {one.pk: one for one in (made.chair, made.administrator) if one.pk not in named}
    for person in runs.values():
        ConferenceGrant.objects.create(
            record=made, user=person, perm=Perm.OPEN, reason="Runs this conference", granted_by=by,
            granted_at=at,
        )  # fmt: skip
    before = found.restrictions.filter(lifted_at__isnull=True).first()
    if before is not None and not made.is_restricted:
        ConferenceRestriction.objects.create(
            record=made, reason=before.reason, restricted_by=before.restricted_by,
            restricted_at=at,
        )  # fmt: skip
    made.is_restricted = True
    made.save(update_fields=["is_restricted"])
