"""Packs as the tests need them: made of what was reported, ready, shared."""

import uuid
from datetime import datetime
from typing import Any

from conferences import services
from conferences.models import Conference, Pack, PackShare, ReportRequest
from shield.accounts.models import User
from shield.documents import making
from shield.documents.making import Outcome
from shield.documents.models import Document
from tests.conferences.arranging import a_conference, asked
from tests.conferences.writing import sent
from tests.personas import People

SAID = "Canaryword of health"


def a_pack(conference: Conference, at: datetime, **facts: Any) -> Pack:
    return services.make_pack(
        **{
            "conference": conference,
            "token": uuid.uuid4(),
            "by": conference.chair,
            "at": at,
            **facts,
        }
    )


def ready(pack: Pack, at: datetime) -> Pack:
    for document in (pack.document, pack.annex):
        if document is not None:
            assert making.make(document_id=document.pk, at=at) is Outcome.DONE
    return Pack.objects.select_related("document", "annex", "conference").get(pk=pack.pk)


def data_of(document: Document | None) -> bytes:
    assert document is not None
    with document.file.open("rb") as file:
        found: bytes = file.read()
        return found


def reported(people: People, at: datetime) -> tuple[Conference, dict[str, ReportRequest]]:
    """Health has reported, the police know nothing, the authority is still asked."""
    conference = a_conference(people, at)
    requests = {
        key: asked(conference, people, at, key, getattr(people, who))
        for key, who in (
            ("health", "health_practitioner"),
            ("police", "police_practitioner"),
            ("authority", "authority_practitioner"),
        )
    }
    sent(requests["health"], people.health_practitioner, at, signs={"working_well": SAID})
    services.decline(
        request=requests["police"], reason="not-known", details="", by=people.police_practitioner,
        at=at,
    )  # fmt: skip
    conference.refresh_from_db()
    return conference, {key: again(one) for key, one in requests.items()}


def again(request: ReportRequest) -> ReportRequest:
    found: ReportRequest = ReportRequest.objects.select_related("agency", "conference").get(
        pk=request.pk
    )
    return found


def share(
    pack: Pack, at: datetime, *requests: ReportRequest, annex: bool = False, by: User | None = None
) -> list[PackShare]:
    return services.share_pack(
        pack=pack, requests=requests, with_annex=annex, by=by or pack.conference.chair, at=at
    )


def fresh(user: User) -> User:
    """The person anew: nothing of what they may is remembered."""
    found: User = User.objects.get(pk=user.pk)
    return found


def readers(people: People) -> set[str]:
    """The personas who read a shared pack now."""
    return {
        name
        for name, user in people.named().items()
        if PackShare.objects.visible_to(fresh(user)).exists()
    }
