"""Which pack of a meeting does a reader get, and when is it made?

A pack is of what one person reads at this moment. Who reads the same shares it; once that changes
(a reader named, an interest declared, a paper replaced, a file checked) there is another for them,
and the one before is not theirs any more.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from partnership.models import (
    ItemKind,
    Meeting,
    Minutes,
    Opened,
    Pack,
    Paper,
    Publication,
)
from partnership.pdf import packs as pdf
from partnership.permissions import Perm
from partnership.services.copies import Reading, edition_of, frozen_copy, reading_of, reads_of
from partnership.services.running import (
    last_minutes,
    matters_arising,
    reads_one_item,
    running_order,
)
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.refusals import Refusal
from shield.documents import services as documents
from shield.documents.services import Appended

PACK = "pack"


class NothingForYou(Refusal):
    """A pack is of a published agenda, and of something on it."""


@dataclass(frozen=True)
class LastMinutes:
    """The minutes that a meeting is to confirm, as far as somebody reads them."""

    minutes: Minutes
    reading: Reading
    edition: int

    @property
    def key(self) -> list[Any]:
        return [self.minutes.pk, reads_of(self.reading), self.edition]


@dataclass(frozen=True)
class Wanted:
    """What somebody's pack would hold now, and the key of it."""

    publication: Publication
    content: dict[str, Any]
    papers: tuple[Paper, ...]
    last: LastMinutes | None
    reads: str


def wanted_pack(meeting: Meeting, reader: User) -> Wanted | None:
    """What a person's pack would hold; None where there is nothing for them."""
    seen = Publication.objects.visible_to(reader).filter(meeting=meeting)
    publication = seen.latest_first().first()
    running = running_order(meeting=meeting, reader=reader)
    if publication is None or not running.items:
        return None
    kinds = {item.kind for item in running.items}
    arising = None
    if ItemKind.MATTERS_ARISING in kinds:
        arising = matters_arising(meeting=meeting, reader=reader)
    content = pdf.frozen_pack(
        meeting,
        running.lines,
        arising=[*arising.unfinished, *arising.closed] if arising else [],
        more=arising.more if arising else 0,
        published_at=publication.published_at,
        what_changed=publication.what_changed,
        is_whole=not reads_one_item(meeting=meeting, reader=reader),
        address=settings.BASE_URL,
    )
    papers = tuple(paper for line in running.lines for paper in line.papers)
    # A file that was still being checked is in the pack that is made once it was.
    states = [[paper.pk, paper.upload.state if paper.upload else ""] for paper in papers]
    last = _last_minutes(meeting, reader) if ItemKind.LAST_MINUTES in kinds else None
    key = [pdf.same_for(content), states, *([last.key] if last else [])]
    said = json.dumps(key, sort_keys=True)
    return Wanted(publication, content, papers, last, hashlib.sha256(said.encode()).hexdigest())


def _last_minutes(meeting: Meeting, reader: User) -> LastMinutes | None:
    """Those of the meeting before, once they were distributed."""
    minutes = last_minutes(meeting=meeting, reader=reader)
    if minutes is None or minutes.distributed_at is None:
        return None
    reading = reading_of(reader, minutes)
    return LastMinutes(minutes, reading, edition_of(reading.items))


def pack_for(meeting: Meeting, reader: User) -> Pack | None:
    """The pack of what a person reads now, where it was asked for."""
    wanted = wanted_pack(meeting, reader)
    return _found(wanted) if wanted else None


@transaction.atomic
def ask_pack(*, by: User, meeting: Meeting, at: datetime) -> Pack:
    """Have the pack made of what one reads now, unless it was. Raises NothingForYou."""
    require(by, Perm.OPEN)
    Meeting.objects.select_for_update().get(pk=meeting.pk)  # two who ask at once ask in turn
    wanted = wanted_pack(meeting, by)
    if wanted is None:
        raise NothingForYou("There is nothing on a published agenda of this meeting for you.")
    pack = _found(wanted)
    if pack is None:
        pack = _make(wanted, meeting, at)
        audit.record("pack.asked", meeting, by=by, at=at, pack=pack.pk)
    return pack


@transaction.atomic
def open_pack(*, by: User, meeting: Meeting, at: datetime) -> Pack | None:
    """The pack to be handed out, which is written down; None where it is not there (any more)."""
    require(by, Perm.OPEN)
    pack = pack_for(meeting, by)
    if pack is None or pack.document.status != "ready":
        return None
    Opened.objects.bulk_create(
        [Opened(publication=pack.publication, user=by, what=PACK, opened_at=at)],
        ignore_conflicts=True,
    )
    audit.record("pack.downloaded", meeting, by=by, at=at, pack=pack.pk)
    return pack


def make_packs(meeting: Meeting, people: list[User], at: datetime) -> int:
    """One pack for each set of what these people read: a step of publishing, which asked."""
    made = 0
    for person in people:
        wanted = wanted_pack(meeting, person)
        if wanted is not None and _found(wanted) is None:
            _make(wanted, meeting, at)
            made += 1
    return made


def _found(wanted: Wanted) -> Pack | None:
    rows = Pack.objects.filter(publication=wanted.publication, reads=wanted.reads)
    return rows.select_related("document", "publication").first()


def _make(wanted: Wanted, meeting: Meeting, at: datetime) -> Pack:
    last = wanted.last
    minutes = frozen_copy(last.minutes, last.reading, last.edition) if last else None
    document = documents.request(
        template=pdf.PACK,
        content=wanted.content | {"last": minutes},
        title=pdf.pack_title(meeting),
        reference=meeting.reference,
        marking=pdf.MARKING,
        at=at,
        appended=[
            Appended(pdf.paper_key(paper), paper.title, paper.upload)
            for paper in wanted.papers
            if paper.upload is not None
        ],
    )
    made: Pack = Pack.objects.create(
        publication=wanted.publication, reads=wanted.reads, document=document, requested_at=at
    )
    return made
