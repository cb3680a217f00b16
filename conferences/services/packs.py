"""When is a pack of a conference's reports made, and who is handed it?"""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Q

from conferences.models import (
    Conference,
    Pack,
    PackShare,
    Report,
    ReportFile,
    RequestStatus,
)
from conferences.pdf import pack as pdf
from conferences.permissions import Perm
from conferences.services.planning import forecast
from conferences.services.scheduling import locked
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.refusals import Refusal
from shield.documents import services as documents
from shield.documents.allowed import WAITS
from shield.documents.models import Appendix, Document
from shield.documents.services import Appended
from shield.documents.workflow import FAILED, READY, REFUSED


class NotReady(Refusal):
    """Nobody is handed, nor shown the way to, what was not made yet or could not be."""

    def __init__(self, pack: Pack) -> None:
        super().__init__(
            f"{pack} could not be made. Make another one."
            if pack.status == FAILED
            else f"{pack} is still being made. Try again when it is ready."
        )


@transaction.atomic
def make_pack(*, conference: Conference, token: UUID, by: User, at: datetime) -> Pack:
    """Have a pack made of what was reported by now, reports or none; the same token makes one.

    What is in it is frozen here. The PDFs are made later: `Pack.status` says how far they are.
    """
    require(by, Perm.MANAGE, conference)
    found = locked(conference)
    before = Pack.objects.filter(conference=found, form_token=token).first()
    if before is not None:
        return before
    number = (Pack.objects.filter(conference=found).aggregate(last=Max("number"))["last"] or 0) + 1
    requests = list(found.requests.standing().by_agency())
    for one in requests:
        one.conference = found
    reported = [one.pk for one in requests if one.status == RequestStatus.REPORTED]
    shared, kept = _files(reported, is_restricted=False), _files(reported, is_restricted=True)
    planned = forecast(found, at).as_json()
    content = pdf.frozen(found, requests=requests, forecast=planned, at=at, files=shared)
    annexed = pdf.frozen_annex(found, requests=requests, at=at, files=kept)
    title = f"Chair’s pack {number} of conference {found.reference}"

    def asked_for(
        template: str, content: dict[str, object], title: str, files: list[ReportFile]
    ) -> Document:
        return documents.request(
            template=template,
            content=content,
            title=title,
            reference=found.reference,
            marking=pdf.MARKING,
            at=at,
            appended=[Appended(pdf.key_of(one), one.upload.name, one.upload) for one in files],
        )

    made: Pack = Pack.objects.create(
        conference=found,
        number=number,
        document=asked_for(pdf.TEMPLATE, content, title, shared),
        annex=asked_for(pdf.ANNEX_TEMPLATE, annexed, f"{title}: restricted annex", kept)
        if annexed
        else None,
        form_token=token,
        made_at=at,
        made_by=by,
    )
    audit.record("pack.made", found, by=by, at=at, pack=made.pk,
                 requests=reported)  # fmt: skip
    return made


def _files(requests: list[int], *, is_restricted: bool) -> list[ReportFile]:
    """The files of these reports, in their order; one that was refused is nobody's to read."""
    rows = ReportFile.objects.present().filter(
        report__request__in=requests, is_restricted=is_restricted
    )
    found = rows.exclude(upload__state=REFUSED).select_related("report__request__agency")
    return list(found.order_by("report__request__agency__name", "pk"))


def open_pack(*, pack: Pack, by: User, at: datetime) -> Document:
    """The pack to be handed out to who may read its conference, which is written down.

    Raises NotReady.
    """
    require(by, Perm.READ, pack.conference)
    return _opened(pack, pack.document, "pack.downloaded", by=by, at=at)


def open_annex(*, pack: Pack, by: User, at: datetime) -> Document | None:
    """The same of its restricted annex; None where there is none."""
    require(by, Perm.READ, pack.conference)
    if pack.annex is None:
        return None
    return _opened(pack, pack.annex, "pack.annex_downloaded", by=by, at=at)


def open_shared(*, share: PackShare, by: User, at: datetime) -> Document:
    """The pack to be handed out to somebody of an agency that it is shared with.

    Raises NotReady.
    """
    require(by, Perm.READ_REQUEST, share.request)
    _still_shared(by, share)
    return _opened(share.pack, share.pack.document, "pack.downloaded", by=by, at=at,
                   request=share.request_id)  # fmt: skip


def open_shared_annex(*, share: PackShare, by: User, at: datetime) -> Document | None:
    """The same of its restricted annex; None where it has none, or it was not shared with it."""
    require(by, Perm.READ_REQUEST, share.request)
    _still_shared(by, share)
    if share.pack.annex is None or not share.with_annex:
        return None
    return _opened(share.pack, share.pack.annex, "pack.annex_downloaded", by=by, at=at,
                   request=share.request_id)  # fmt: skip


def _still_shared(by: User, share: PackShare) -> None:
    """A share that has ended meanwhile opens nothing, whoever still holds it in hand."""
    if not PackShare.objects.visible_to(by).filter(pk=share.pk).exists():
        raise PermissionDenied(Perm.READ_REQUEST)


def _opened(
    pack: Pack, document: Document, what: str, *, by: User, at: datetime, **of: int
) -> Document:
    if document.status != READY:
        raise NotReady(pack)
    audit.record(what, pack.conference, by=by, at=at, pack=pack.pk, **of)
    return document


def since(pack: Pack) -> tuple[list[str], list[str]]:
    """The agencies that have answered since a pack was made, and those that have added to a report.

    What they said or attached is not in that pack; one made now has it.
    """
    answered = pack.conference.requests.answered().filter(answered_at__gt=pack.made_at)
    # A file that was still being checked then is not in it either.
    missed = Appendix.objects.filter(document__in=(pack.document_id, pack.annex_id), problem=WAITS)
    added = Report.objects.filter(
        Q(additions__added_at__gt=pack.made_at)
        | Q(files__upload__uploaded_at__gt=pack.made_at, files__removed_at=None)
        | Q(files__upload__in=missed.values("upload"), files__removed_at=None),
        request__answered_at__lte=pack.made_at,
    )
    return (
        sorted(answered.values_list("agency__name", flat=True)),
        sorted(set(added.values_list("request__agency__name", flat=True))),
    )
