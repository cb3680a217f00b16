"""Actions of the board in each state, held by somebody who does not sit there."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from partnership import services
from partnership.models import Action, ActionUpdate, AgendaItem, Body, Decision, Meeting
from shield.core.london import london_day
from shield.documents.models import Upload
from tests.personas import People
from tests.trust.things import Thing

HOLDER = "health_lead"
CHAIRS = frozenset({"authority_lead", "police_lead", "icb_lead"})


def make_actions(
    people: People,
    bodies: Mapping[str, Body],
    meeting: Meeting,
    sit: frozenset[str],
    at: datetime,
) -> dict[str, tuple[Thing, ...]]:
    """`granted` are the readers of the body, or the chairs for what only they may."""
    board = bodies["board"]
    item = AgendaItem.objects.create(
        meeting=meeting, order=91, title="Missing children", added_by=people.operations,
        added_at=at,
    )  # fmt: skip
    decision = Decision.objects.create(
        reference="DEC-2031-0091", body=board, meeting=meeting, item=item, text="So be it",
        decided_on=london_day(at), recorded_by=people.operations, recorded_at=at,
    )  # fmt: skip
    made = {state: in_state(state, board, people, at) for state in STATES}
    things = tuple(
        Thing(state, {"pk": action.pk}, owner=HOLDER, record=action, granted=sit)
        for state, action in made.items()
    )
    file = bring_file(made["done"], people, at)
    return {
        "actions": things,
        "led_actions": tuple(replace(one, granted=CHAIRS) for one in things),
        "action_files": (Thing("file", {"pk": file.pk}, owner=HOLDER, granted=sit),),
        "led_bodies": tuple(
            Thing(slug, {"pk": body.pk}, granted=CHAIRS if slug == "board" else frozenset())
            for slug, body in bodies.items()
        ),
        "acted_items": (Thing("item", {"pk": item.pk}, granted=CHAIRS),),
        "led_decisions": (Thing("decision", {"pk": decision.pk}, granted=CHAIRS),),
    }


STATES = ("open", "done", "closed", "withdrawn")


def in_state(state: str, body: Body, people: People, at: datetime) -> Action:
    action = services.raise_action(
        by=people.operations,
        body=body,
        what="Write to all schools",
        evidence_required="The letter",
        holder=getattr(people, HOLDER),
        due_on=london_day(at) + timedelta(days=30),
        at=at,
    )
    if state in ("done", "closed"):
        services.finish(by=getattr(people, HOLDER), action=action, text="The letter went", at=at)
    if state == "closed":
        services.accept(by=people.operations, action=action, at=at)
    if state == "withdrawn":
        services.withdraw_action(by=people.operations, action=action, text="Overtaken", at=at)
    return Action.objects.get(pk=action.pk)


def bring_file(action: Action, people: People, at: datetime) -> ActionUpdate:
    """A file that was checked and found harmless."""
    by = getattr(people, HOLDER)
    upload = Upload(
        name="letter.txt",
        reference=action.reference,
        uploaded_by=by,
        uploaded_at=at,
        received_size=9,
        received_sha256="0" * 64,
        state="clean",
        kind="txt",
        size=9,
        sha256="0" * 64,
        checked_at=at,
        scanner="none",
    )
    upload.file.save("", ContentFile(b"To all of"), save=False)
    upload.save()
    made: ActionUpdate = ActionUpdate.objects.create(
        action=action, kind="progress", text="The letter", upload=upload, by=by, at=at
    )
    return made
