"""Sets the stage for looking at chair's packs; imported once Django is set up."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from conferences import services
from conferences.models import Conference, Pack
from shield.accounts.models import Agency, User
from shield.documents import making
from shield.documents.models import Document
from tests.conferences.writing import sent
from tests.journeys.stage_outcomes import scheduled
from tests.journeys.stage_reports import ask


def packs(chair: User, nurse: User, at: datetime) -> dict[str, object]:
    """Conferences with packs that are made, being made, shared, given up; one without any."""
    asked = ask(chair, nurse, at)
    conference = asked.conference
    others = list(Agency.objects.exclude(pk=asked.agency_id).by_name()[:3])
    services.ask_several(conference=conference, agencies=others, note="", by=chair, at=at)
    old, later = made(conference, at), at + timedelta(minutes=1)
    sent(asked, nurse, at)
    new = made(conference, later)
    services.share_pack(pack=old, requests=[asked], with_annex=False, by=chair, at=at)
    [share] = services.share_pack(pack=new, requests=[asked], with_annex=True, by=chair, at=later)
    waiting, failed = ask(chair, nurse, at).conference, ask(chair, nurse, at).conference
    made(waiting, at, next_attempt_at=at + timedelta(days=30))
    made(failed, at, status="failed", next_attempt_at=None)
    return {
        "packs_shared": conference.pk,
        "packs_waiting": waiting.pk,
        "packs_failed": failed.pk,
        "packs_none": scheduled(chair, at).pk,
        "pack_ready": new.pk,
        "pack_share": share.pk,
        "pack_asked": asked.pk,
    }


@transaction.atomic
def made(conference: Conference, at: datetime, **stays: object) -> Pack:
    """A pack that is ready, or whose documents stay as they are told to: no worker meets them."""
    pack = services.make_pack(conference=conference, token=uuid.uuid4(), by=conference.chair, at=at)
    for document in (pack.document, pack.annex):
        if document is None:
            continue
        if stays:
            Document.objects.filter(pk=document.pk).update(**stays)
        else:
            assert making.make(document_id=document.pk, at=at) is making.Outcome.DONE
    found: Pack = Pack.objects.get(pk=pack.pk)
    return found
