"""From whom is a conference kept, since those of the same family are kept from them?

Whoever manages both takes along everything: who is shut out, who is named, and why. Whoever only
knows the family's number learns no more than that it is limited: people are shut out without a
reason, and a restriction admits nobody but those who are to run the new one.
"""

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
from shield.audit import services as audit
from shield.cases.kind import lasting

ELSEWHERE = "As at another conference of this family"


def limited(family_reference: str, *, at: datetime) -> list[Conference]:
    """The family's conferences that are kept from somebody, whoever may see them; the last first.

    What was lifted, or has ended, counts no more.
    """
    if not family_reference:
        return []
    shut = lasting(ConferenceExclusion.objects.filter(record=OuterRef("pk")), at)
    rows = Conference.objects.unerased().of_family(family_reference)
    return list(rows.filter(Q(is_restricted=True) | Exists(shut)).order_by("-pk"))


def shut_out(sources: Iterable[Conference], *, at: datetime) -> set[int]:
    """The ids of those who are shut out of one of these."""
    rows = lasting(ConferenceExclusion.objects.filter(record__in=list(sources)), at)
    return set(rows.values_list("user", flat=True))


def keep_alike(made: Conference, sources: Iterable[Conference], *, by: User, at: datetime) -> None:
    """Whoever may not see these does not see this one.

    What was said of somebody here already stays as it was said, also where it has ended. A step of
    the services that begin a conference with what is known of a family.
    """
    keys = [one.pk for one in sources if one.pk != made.pk]
    # As they are now: whoever asks may have found them a while ago.
    for found in Conference.objects.filter(pk__in=keys).order_by("-pk"):
        tells = by.access.allows(Perm.MANAGE_ACCESS, found)
        shut = _shut_out_alike(made, found, tells, by, at)
        named = _restrict_alike(made, found, tells, by, at) if found.is_restricted else []
        if shut or named:
            audit.record("conference.kept_alike", made, by=by, at=at, source=found.pk,
                         excluded=shut, named=named)  # fmt: skip
    limit(made, at=at)


def _shut_out_alike(
    made: Conference, found: Conference, tells: bool, by: User, at: datetime
) -> list[int]:
    known = set(made.exclusions.values_list("user", flat=True))
    rows = [one for one in lasting(found.exclusions, at) if one.user_id not in known]
    ConferenceExclusion.objects.bulk_create(
        ConferenceExclusion(
            record=made, user_id=one.user_id, reason=one.reason if tells else ELSEWHERE,
            ends_at=one.ends_at, excluded_by=by, excluded_at=at,
        )
        for one in rows
    )  # fmt: skip
    return [one.user_id for one in rows]


def _restrict_alike(
    made: Conference, found: Conference, tells: bool, by: User, at: datetime
) -> list[int]:
    """Restrict it too; whom it admits was said where it is restricted already."""
    if made.is_restricted:
        return []
    known = set(made.grants.values_list("user", flat=True))
    rows = [
        ConferenceGrant(
            record=made, user_id=one.user_id, perm=one.perm, reason=one.reason,
            ends_at=one.ends_at, granted_by=by, granted_at=at,
        )
        for one in (lasting(found.grants, at) if tells else [])
        if one.user_id not in known
    ]  # fmt: skip
    here = {one.user_id for one in rows} | set(
        lasting(made.grants, at).values_list("user", flat=True)
    )
    rows += [
        ConferenceGrant(
            record=made, user_id=person, perm=Perm.OPEN, reason="Runs this conference",
            granted_by=by, granted_at=at,
        )
        for person in {made.chair_id, made.administrator_id} - here
    ]  # fmt: skip
    ConferenceGrant.objects.bulk_create(rows)
    before = found.restrictions.filter(lifted_at__isnull=True).first()
    ConferenceRestriction.objects.create(
        record=made, reason=before.reason if before and tells else ELSEWHERE, restricted_by=by,
        restricted_at=at,
    )  # fmt: skip
    made.is_restricted = True
    made.save(update_fields=["is_restricted"])
    return [one.user_id for one in rows]
