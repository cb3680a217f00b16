"""Agendas of the board: one in draft, one published; their items, papers, readers and proposals."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from partnership.models import (
    AgendaItem,
    Body,
    Interest,
    Invited,
    ItemReader,
    Meeting,
    MeetingStatus,
    Pack,
    Paper,
    Proposal,
    ProposalReader,
    Publication,
)
from partnership.services.packs import make_packs
from shield.core.london import LONDON
from shield.documents.models import Document, Upload
from tests.personas import People
from tests.trust.things import Thing

YEAR = 2032
CHAIRS = frozenset({"authority_lead", "police_lead", "icb_lead"})
MEMBERS = CHAIRS | {"board_member"}
GUEST = frozenset({"health_lead"})  # of the item "published" alone
# What an item is -> (who reads it besides the operations team and the scrutineer, who keeps it).
READ = {
    "draft": CHAIRS,
    "published": MEMBERS | GUEST,
    "restricted": frozenset({"authority_lead", "board_member"}),
    "apart": MEMBERS - {"authority_lead"},
}
LED = {state: readers & CHAIRS for state, readers in READ.items()}


def make_agendas(
    people: People, board: Body, confirmed: Meeting, at: datetime
) -> Mapping[str, tuple[Thing, ...]]:
    """The things of each kind; of a published agenda its readers are `granted`, or its keepers."""
    published = published_meeting(people, board, at)
    items = {
        "draft": make_item(confirmed, people, at),
        "published": make_item(published, people, at),
        "restricted": make_item(published, people, at, is_restricted=True),
        "apart": make_item(published, people, at),
    }
    readers = [
        ItemReader.objects.create(
            item=items["restricted"], user=one, named_by=people.authority_lead, named_at=at
        )
        for one in (people.board_member, people.authority_lead)
    ]
    interest = Interest.objects.create(
        item=items["apart"], user=people.authority_lead, what="A contract",
        declared_by=people.authority_lead, declared_at=at,
    )  # fmt: skip
    Invited.objects.create(
        meeting=published, user=people.health_lead, item=items["published"],
        invited_by=people.operations, invited_at=at,
    )  # fmt: skip
    papers = make_papers(items, people, at)
    keep_packs(published, people, at)
    unread = make_item(published, people, at, is_restricted=True)
    return {
        "agendas": (
            Thing("published", {"pk": published.pk}, granted=MEMBERS | GUEST),
            Thing(
                "confirmed",
                {"pk": confirmed.pk},
                granted=MEMBERS | GUEST | {"authority_practitioner"},
            ),
        ),
        "led_agendas": (
            Thing("published", {"pk": published.pk}, granted=CHAIRS),
            Thing("confirmed", {"pk": confirmed.pk}, granted=CHAIRS),
        ),
        "agenda_items": of_each(items, READ),
        "led_items": of_each(items, LED),
        "readers": (Thing("restricted", {"pk": readers[0].pk}, granted=LED["restricted"]),),
        "unread": (
            Thing("unread", {"pk": unread.pk}, granted=CHAIRS),
            Thing("read", {"pk": items["restricted"].pk}),
        ),
        "interests": (Thing("apart", {"pk": interest.pk}, granted=LED["apart"]),),
        **papers,
        **make_proposals(people, board, at),
    }


def of_each(rows: Mapping[str, Any], who: Mapping[str, frozenset[str]]) -> tuple[Thing, ...]:
    return tuple(
        Thing(state, {"pk": row.pk}, record=row, granted=who[state]) for state, row in rows.items()
    )


def published_meeting(people: People, board: Body, at: datetime) -> Meeting:
    starts = datetime(YEAR, 2, 4, 14, tzinfo=LONDON)
    meeting: Meeting = Meeting.objects.create(
        body=board,
        reference=f"MEET-{YEAR}-0001",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        status=MeetingStatus.CONFIRMED,
        proposed_by=people.operations,
        proposed_at=at,
        confirmed_by=people.operations,
        confirmed_at=at,
        published_at=at,
        edition=1,
    )
    Publication.objects.create(
        meeting=meeting, number=1, published_by=people.operations, published_at=at
    )
    return meeting


def keep_packs(meeting: Meeting, people: People, at: datetime) -> None:
    """The pack of everybody who reads the meeting, as if it had been made."""
    make_packs(meeting, list(people), at)
    for pack in Pack.objects.filter(publication__meeting=meeting).select_related("document"):
        pack.document.file.save("", ContentFile(b"%PDF-"), save=False)
        Document.objects.filter(pk=pack.document_id).update(
            status="ready", file=pack.document.file.name, sha256="0" * 64, pages=1,
            rendered_at=at, next_attempt_at=None,
        )  # fmt: skip


def make_item(
    meeting: Meeting, people: People, at: datetime, *, is_restricted: bool = False
) -> AgendaItem:
    made: AgendaItem = AgendaItem.objects.create(
        meeting=meeting,
        order=meeting.items.count() + 1,
        title="Neglect",
        asks="To agree",
        is_restricted=is_restricted,
        added_by=people.operations,
        added_at=at,
    )
    return made


def make_papers(
    items: Mapping[str, AgendaItem], people: People, at: datetime
) -> dict[str, tuple[Thing, ...]]:
    """Two links on each item, and a file that was checked."""
    links, files = dict[str, Paper](), dict[str, Paper]()
    for state, item in items.items():
        facts: dict[str, Any] = {"item": item, "added_by": people.operations, "added_at": at}
        for order in (1, 2):
            links[state] = Paper.objects.create(
                order=order, title="Figures", link="https://figures.example", **facts
            )
        upload = Upload(
            name="figures.txt",
            reference=item.meeting.reference,
            uploaded_by=people.operations,
            uploaded_at=at,
            received_size=4,
            received_sha256="0" * 64,
            state="clean",
            kind="txt",
            size=4,
            sha256="0" * 64,
            checked_at=at,
            scanner="none",
        )
        upload.file.save("", ContentFile(b"text"), save=False)
        upload.save()
        files[state] = Paper.objects.create(order=3, title="Figures", upload=upload, **facts)
    return {"paper_files": of_each(files, READ), "led_papers": of_each(links, LED)}


def make_proposals(people: People, board: Body, at: datetime) -> dict[str, tuple[Thing, ...]]:
    """One that waits, one that was answered, and a restricted one that names a chair."""
    facts: dict[str, Any] = {"body": board, "title": "Neglect", "purpose": "discuss", "asks": "x"}
    facts |= {"proposed_by": people.board_member, "proposed_at": at}
    waits = Proposal.objects.create(**facts)
    answered = Proposal.objects.create(
        answer="declined", reason="Not ours", answered_by=people.operations, answered_at=at, **facts
    )
    restricted = Proposal.objects.create(is_restricted=True, **facts)
    ProposalReader.objects.create(proposal=restricted, user=people.icb_lead)
    return {
        "proposals": (
            Thing("waits", {"pk": waits.pk}, owner="board_member", granted=CHAIRS),
            Thing("answered", {"pk": answered.pk}, owner="board_member", granted=CHAIRS),
            Thing(
                "restricted", {"pk": restricted.pk}, owner="board_member",
                granted=frozenset({"icb_lead"}),
            ),
        )
    }  # fmt: skip
