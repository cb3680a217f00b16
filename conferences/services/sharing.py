"""With which agencies is a pack shared, and until when?"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from conferences import emails
from conferences.models import Pack, PackShare, ReportRequest, RequestStatus, Status
from conferences.permissions import Perm
from conferences.services.answering import answering
from conferences.services.packs import NotReady
from conferences.services.scheduling import locked
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.refusals import Refusal
from shield.notifications.services import notify


class NotInvited(Refusal):
    """A pack goes to agencies that the conference asks, and to no other."""

    def __init__(self) -> None:
        super().__init__(
            "An agency that you chose is no longer asked for a report to this conference. Choose "
            "again: nothing was shared."
        )


class NewerShared(Refusal):
    """What an agency was given is not replaced by what is older."""

    def __init__(self, shares: Iterable[PackShare]) -> None:
        names = ", ".join(f"{one.agency} ({one.pack})" for one in shares)
        super().__init__(
            f"A newer pack is shared already with {names}. End that first, or leave them out."
        )


class NoConference(Refusal):
    """Of a conference that does not take place nobody else needs to know more."""

    def __init__(self) -> None:
        super().__init__("The conference was cancelled, so its packs are shared with nobody.")


class NoAnnex(Refusal):
    """There is nothing restricted to share."""

    def __init__(self) -> None:
        super().__init__("This pack has no restricted annex.")


def shareable(pack: Pack) -> list[ReportRequest]:
    """The agencies that a pack can be shared with, by name: those whose request stands."""
    rows = pack.conference.requests.standing().by_agency()
    return list(rows.select_related("agency", "conference"))


def shares_of(packs: Collection[Pack]) -> dict[int, list[PackShare]]:
    """Pack -> with whom it is shared, or was, by agency."""
    found: dict[int, list[PackShare]] = {one.pk: [] for one in packs}
    rows = PackShare.objects.filter(pack__in=found).in_full()
    for row in rows.order_by("agency__name", "pk"):
        found[row.pack_id].append(row)
    return found


@transaction.atomic
def share_pack(
    *,
    pack: Pack,
    requests: Collection[ReportRequest],
    with_annex: bool,
    by: User,
    at: datetime,
) -> list[PackShare]:
    """Let the agencies of `requests` read a pack; what they read of another before is over.

    With whom it is shared in the same way already nothing changes, and nobody is told again.
    Raises NotReady, NotInvited, NewerShared, NoConference, NoAnnex.
    """
    require(by, Perm.MANAGE, pack.conference)
    conference = locked(pack.conference)
    pack = Pack.objects.select_related("document", "annex").get(pk=pack.pk)
    if conference.status == Status.CANCELLED:
        raise NoConference
    if not pack.is_ready:
        raise NotReady(pack)
    if with_annex and pack.annex is None:
        raise NoAnnex
    ids = {one.pk for one in requests}
    rows = conference.requests.standing().filter(pk__in=ids).select_for_update(of=("self",))
    found = list(rows.by_agency())
    if {one.pk for one in found} != ids:
        raise NotInvited
    before = {
        one.request_id: one for one in PackShare.objects.current().filter(request__in=ids).in_full()
    }
    if newer := [one for one in before.values() if one.pack.number > pack.number]:
        raise NewerShared(newer)
    made, people = [], answering(conference, found, at=at)
    for request in found:
        request.conference = conference
        last = before.get(request.pk)
        if last and (last.pack_id, last.with_annex) == (pack.pk, with_annex):
            continue
        if last:
            last.end(by=by, because=_replaced(last, pack, with_annex), at=at)
        share = PackShare.objects.create(
            pack=pack, request=request, agency=request.agency, with_annex=with_annex,
            shared_at=at, shared_by=by,
        )  # fmt: skip
        made.append(share)
        notify(
            recipients=people[request.pk].readers,
            key=f"pack:{pack.pk}:share:{share.pk}",
            message=emails.pack_shared(request),
            at=at,
        )
    if made:
        audit.record("pack.shared", conference, by=by, at=at, pack=pack.pk,
                     requests=[one.request_id for one in made], annex=with_annex)  # fmt: skip
    return made


def _replaced(last: PackShare, pack: Pack, with_annex: bool) -> str:
    if last.pack_id != pack.pk:
        return f"Replaced by {str(pack).lower()}"
    return "Shared again with the annex" if with_annex else "Shared again without the annex"


@transaction.atomic
def end_share(*, share: PackShare, because: str, by: User, at: datetime) -> PackShare:
    """Let an agency read the pack no longer, and say why; who ends it twice ends it once."""
    require(by, Perm.MANAGE, share.pack.conference)
    locked(share.pack.conference)
    found: PackShare = PackShare.objects.in_full().get(pk=share.pk)
    if found.ended_at is None:
        found.end(by=by, because=because, at=at)
        audit.record("pack.share_ended", found.pack.conference, by=by, at=at, pack=found.pack_id,
                     request=found.request_id)  # fmt: skip
    return found


NO_LONGER_ASKED = "The agency is no longer asked for a report"


def end_with_request(
    request: ReportRequest, *, by: User | None, at: datetime, because: str = NO_LONGER_ASKED
) -> None:
    """Whoever is no longer asked reads no pack: also not when they are asked again."""
    for share in PackShare.objects.current().filter(request=request).select_related("pack"):
        share.end(by=by, because=because, at=at)
        audit.record("pack.share_ended", request.conference, by=by, at=at, pack=share.pack_id,
                     request=request.pk)  # fmt: skip


def is_usual(request: ReportRequest) -> bool:
    """Whether a pack goes to an agency unless somebody says otherwise: it has reported."""
    return bool(request.status == RequestStatus.REPORTED)
