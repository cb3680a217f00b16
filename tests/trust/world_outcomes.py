"""Conferences that take place or took place, and what belongs to them, in every state and limit."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from conferences import services
from conferences.models import (
    Category,
    Conference,
    ConferenceExclusion,
    ConferenceGrant,
    ConferenceKind,
    Plan,
)
from conferences.permissions import Perm
from conferences.services.lists import load_lists
from shield.documents.models import Document
from tests.personas import People
from tests.trust.things import SECRETS, Thing

FIRST, LAST, STREET = SECRETS
ROWS = ("attendance", "children", "dissents", "steps", "members", "plans", "letters")


def make_outcomes(people: People, at: datetime) -> Mapping[str, tuple[Thing, ...]]:
    """The things of each kind; the owner chairs the conference."""
    load_lists()
    found: dict[str, list[Thing]] = {"outcomes": [], **{name: [] for name in ROWS}}
    for state, owner in (
        ("today", "conference_chair"),
        ("today", "other_chair"),
        ("held", "conference_chair"),
        ("inquorate", "conference_chair"),
        ("restricted", "conference_chair"),
        ("shut", "conference_chair"),
    ):
        made, rows = conference(people, owner, state, at)
        thing = Thing(
            state, {"pk": made.pk}, owner=owner, agency="authority", record=made,
            **limits(made, state, people, at),
        )  # fmt: skip
        found["outcomes"].append(thing)
        for name, row in rows.items():
            found[name].append(replace(thing, path={"pk": row.pk}, record=row))
    return {f"conf_{name}": tuple(things) for name, things in found.items()}


def conference(
    people: People, owner: str, state: str, at: datetime
) -> tuple[Conference, dict[str, Any]]:
    """One with a row of everything that its state has."""
    by, before = getattr(people, owner), at - timedelta(days=14)
    made = services.schedule(
        kind=ConferenceKind.objects.get(code="initial"),
        # What is kept from somebody is so for the whole family.
        family_reference=f"FAM-outcome-{state}", chair=by, administrator=by, starts_at=at,
        place=STREET, token=uuid.uuid4(), by=by, at=before,
    )  # fmt: skip
    said: dict[str, Any] = {"token": uuid.uuid4(), "by": by, "at": at}
    child = services.add_child(
        conference=made,
        facts={"first_names": FIRST, "last_name": LAST, "born": "unborn", "address": STREET},
        **said,
    )
    present = ("authority",) if state == "inquorate" else ("authority", "police", "health")
    for key in present:
        row = services.record_attendance(
            conference=made, **(said | {"token": uuid.uuid4()}),
            facts={"agency": getattr(people.agencies, key), "name": f"{FIRST} of {key}",
                   "how": "in_person"},
        )  # fmt: skip
    step = services.add_step(
        conference=made, facts={"what": f"Visit {FIRST}", "who": f"Mother {LAST}"}, **said
    )
    member = services.add_member(
        conference=made, facts={"name": f"Mother {LAST}", "role": "Mother"}, **said
    )
    decision = services.decide_child(
        child=child, decided="plan", category=Category.objects.get(code="neglect"),
        reason=f"{FIRST} was hungry", seen=0, by=by, at=at,
    )  # fmt: skip
    dissent = services.add_dissent(
        decision=decision, agency=people.agencies.police, reason=f"{FIRST} is safe", **said
    )
    rows: dict[str, Any] = {
        "attendance": row, "children": child, "dissents": dissent, "steps": step,
        "members": member,
    }  # fmt: skip
    if state == "inquorate":
        services.be_inquorate(conference=made, reason=f"Nobody for {FIRST}", by=by, at=at)
    elif state != "today":
        services.hold(conference=made, by=by, at=at)
        rows["plans"] = Plan.objects.get(child=child)
        rows["letters"] = services.request_letter(
            conference=made, guest=None, agency=None, name=f"Mother {LAST}", children=[child],
            **said,
        )  # fmt: skip
        ready(rows["letters"].document, at)
    made.refresh_from_db()
    return made, rows


def ready(document: Document, at: datetime) -> None:
    """As if the PDF had been made."""
    document.file.save("", ContentFile(f"%PDF {FIRST}".encode()), save=False)
    Document.objects.filter(pk=document.pk).update(
        status="ready", rendered_at=at, next_attempt_at=None, pages=1, sha256="0" * 64,
        file=document.file.name,
    )  # fmt: skip


def limits(made: Conference, state: str, people: People, at: datetime) -> dict[str, Any]:
    """What keeps it from whom."""
    by = made.chair
    if state == "restricted":
        named = ("conference_chair", "health_practitioner")
        for persona in named:
            ConferenceGrant.objects.create(
                record=made, user=getattr(people, persona), perm=Perm.READ, reason="Named",
                granted_by=by, granted_at=at,
            )  # fmt: skip
        Conference.objects.filter(pk=made.pk).update(is_restricted=True)
        made.refresh_from_db()
        return {"restricted_to": frozenset(named), "granted": frozenset({"health_practitioner"})}
    if state == "shut":
        for persona in ("health_lead", "other_chair"):
            ConferenceExclusion.objects.create(
                record=made, user=getattr(people, persona), reason="A relative",
                excluded_by=by, excluded_at=at,
            )  # fmt: skip
        return {"excluded": frozenset({"health_lead", "other_chair"})}
    return {}
