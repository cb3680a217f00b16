"""A board with restricted items, of which no word may reach those whom they do not name.

`board_of` makes it without them and `plant` adds them, so that the pages of before and after can be
compared: for who is not named they are the same.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Max

from partnership import models, services
from partnership.models import AgendaItem, Body, Decision, Meeting, Paper, Proposal, SeatRole
from shield.accounts.models import User
from shield.clocks import services as clocks
from shield.core.london import london_day
from shield.documents.models import Upload
from tests.partnership.conftest import Structure
from tests.partnership.doing import agenda_item, agreement, hold, meeting, publish
from tests.partnership.minuting import begun, distributed, held, write
from tests.personas import People

# One word for each place in which a restricted item says something.
WORDS = {
    "title": "Zanzibar",
    "asks": "Juniper",
    "lead": "Bramble",
    "paper": "Quetzal",
    "file": "Obsidian",
    "contents": "Halcyon",
    "minute": "Marmalade",
    "correction": "Verdigris",
    "decision": "Palimpsest",
    "reasons": "Tamarisk",
    "action": "Xylophone",
    "evidence": "Gossamer",
    "proposal": "Wolframite",
    "interest": "Tourmaline",
    "change": "Kingfisher",
}

# Who is not named, by what they are to the board.
STRANGERS = {
    "operations": "operations",
    "chair": "authority_lead",
    "member": "icb_lead",
    "deputy": "board_member",
    "guest": "champion",
    "guest of another item": "school_practitioner",
    "scrutineer": "scrutineer",
    "auditor": "auditor",
    "system administrator": "system_administrator",
    "member of nothing": "police_practitioner",
    "leaver": "health_practitioner",
    "named, with an interest": "conference_chair",
}
NAMED = "health_lead"
UNSIGNED = "practice_group_member"


@dataclass(frozen=True)
class Scene:
    people: People
    board: Body
    past: Meeting
    coming: Meeting
    at: datetime

    def user(self, persona: str) -> User:
        found: User = getattr(self.people, persona)
        return found


def board_of(sitting: Meeting, seated: Structure, people: People, at: datetime) -> Scene:
    """A meeting with minutes that are distributed, and the next, whose agenda is published.

    Its guests are asked to both meetings, or to one item of the next.
    """
    board, day = seated.board, london_day(at)
    hold(seated.health, people.health_lead)
    signers = (people.health_lead, people.authority_lead, people.operations, people.police_lead)
    agreement(board, people, at, *signers, people.conference_chair, people.health_practitioner)
    coming = meeting(board, people, day + timedelta(days=30), at)
    spoken = agenda_item(sitting, people, at, title="Neglect")
    kinds = {"Last": "last-minutes", "Arising": "matters-arising", "Missing": "ordinary"}
    for title, kind in kinds.items():
        agenda_item(coming, people, at, title=title, kind=kind)
    given: dict[str, Any] = {"by": people.operations, "at": at}
    missing = coming.items.get(title="Missing")
    for one in (sitting, coming):
        services.co_opt(meeting=one, person=people.champion, **given)
    services.co_opt(meeting=coming, person=people.school_practitioner, item=missing, **given)
    past = held(sitting, seated, people, at)
    for order, persona in enumerate((UNSIGNED, "icb_lead", "conference_chair"), start=10):
        seat = board.seats.create(
            agency=people.agencies.icb, post=f"Post {order}", role=SeatRole.MEMBER, order=order
        )
        hold(seat, getattr(people, persona))
    gone = board.seats.create(agency=people.agencies.health, post="Matron", order=20)
    hold(gone, people.health_practitioner, -60, -30)
    minutes = begun(past, people, at)
    write(spoken, people.operations, "It was discussed", at)
    agreed = [services.agreed_words(one) for one in services.may_have_agreed(spoken)]
    decide(spoken, people, at, "Write to all schools", "They asked", agreed=agreed)
    act(spoken, people, people.police_lead, at, "Write the letter", "The letter")
    distributed(minutes, people, at)
    publish(coming, people, at)
    return Scene(people, board, past, coming, at)


def plant(scene: Scene) -> None:
    """Restricted items at both meetings, with everything that an item can have."""
    for found in (scene.past, scene.coming):
        item = restricted_item(found, scene)
        brought(item, scene)
        propose(scene, item)
    propose(scene)
    secret = scene.past.items.get(is_restricted=True)
    minutes, at = scene.past.minutes, scene.at
    minutes.of_items.create(
        item=secret, text=WORDS["minute"], version=1, edited_by=scene.user(NAMED), edited_at=at
    )
    secret.additions.create(text=WORDS["correction"], added_by=scene.user(NAMED), added_at=at)
    said = WORDS["reasons"]
    decide(secret, scene.people, at, WORDS["decision"], said, agreed=[said])
    act(secret, scene.people, scene.user(NAMED), at, WORDS["action"], WORDS["evidence"])


def restricted_item(found: Meeting, scene: Scene) -> AgendaItem:
    """For one person who signed; one who did not, one who left and one with an interest."""
    people, at = scene.people, scene.at
    readers = [scene.user(one) for one in (NAMED, UNSIGNED, "health_practitioner")]
    item = agenda_item(
        found, people, at, title=WORDS["title"], asks=WORDS["asks"], lead=WORDS["lead"],
        presenter=WORDS["lead"], minutes=35, readers=[*readers, people.conference_chair],
    )  # fmt: skip
    item.interests.create(
        user=people.conference_chair, what=WORDS["interest"],
        declared_by=people.conference_chair, declared_at=at,
    )  # fmt: skip
    number = (found.publications.aggregate(last=Max("number"))["last"] or 1) + 1
    found.publications.create(
        item=item, number=number, what_changed=WORDS["change"],
        published_by=scene.user(NAMED), published_at=at,
    )  # fmt: skip
    return item


def brought(item: AgendaItem, scene: Scene) -> Paper:
    """A paper whose file was checked, and one that is a link."""
    data = WORDS["contents"].encode()
    facts: dict[str, Any] = {"item": item, "added_by": scene.user(NAMED), "added_at": scene.at}
    upload = Upload(
        name=f"{WORDS['file']}.txt", reference=item.meeting.reference,
        uploaded_by=scene.user(NAMED), uploaded_at=scene.at, received_size=len(data),
        received_sha256="0" * 64, state="clean", kind="txt", size=len(data), sha256="0" * 64,
        checked_at=scene.at, scanner="none",
    )  # fmt: skip
    upload.file.save("", ContentFile(data), save=False)
    upload.save()
    Paper.objects.create(order=2, title=WORDS["paper"], link=f"/{WORDS['file']}/", **facts)
    made: Paper = Paper.objects.create(order=1, title=WORDS["paper"], upload=upload, **facts)
    return made


def propose(scene: Scene, item: AgendaItem | None = None) -> None:
    """A restricted proposal: one that waits, or the one that an item came of."""
    answer: dict[str, Any] = {}
    if item is not None:
        answer = {"answer": "taken", "answered_by": scene.user(NAMED), "answered_at": scene.at}
    made = Proposal.objects.create(
        body=scene.board, title=WORDS["proposal"], purpose="discuss", asks=WORDS["asks"],
        is_restricted=True, proposed_by=scene.user(NAMED), proposed_at=scene.at, **answer,
    )  # fmt: skip
    made.readers.create(user=scene.user(UNSIGNED))
    if item is not None:
        AgendaItem.objects.filter(pk=item.pk).update(proposal=made)


def decide(
    item: AgendaItem, people: People, at: datetime, text: str, reasons: str, *, agreed: list[str]
) -> None:
    Decision.objects.create(
        reference=f"DEC-{at.year}-{900 + item.pk}", body=item.meeting.body, meeting=item.meeting,
        item=item, text=text, reasons=reasons, agreed=agreed, dissent=reasons,
        decided_on=london_day(at), recorded_by=people.operations, recorded_at=at,
    )  # fmt: skip


def act(
    item: AgendaItem, people: People, holder: User, at: datetime, what: str, evidence: str
) -> None:
    """An action that is due in a month, with its clock."""
    due = london_day(at) + timedelta(days=30)
    reference = f"ACT-{at.year}-{900 + item.pk}"
    clock = clocks.start(
        rule=models.DUE, trigger=models.day_starts(due), subject=f"Action {reference}",
        reference=reference, url="", holder=holder, agency=None, by=people.operations,
        at=at,
    )  # fmt: skip
    if item.is_restricted:
        named = {holder.pk, *item.readers.values_list("user_id", flat=True)}
        clocks.limit(clocks=[clock], closed_to=set(), open_to=named)
    made = models.Action.objects.create(
        reference=reference, body=item.meeting.body, what=what, evidence_required=evidence,
        holder=holder, held_since=at, clock=clock, due_on=due, item=item,
        raised_by=people.operations, raised_at=at,
    )  # fmt: skip
    made.updates.create(kind="progress", text=what, by=holder, at=at)
