"""Packs of conferences, and what is shared of them, in every state and under every limit."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from conferences import services
from conferences.models import Conference, Pack, PackShare, ReportRequest
from tests.conferences.writing import sent
from tests.personas import WHO, People
from tests.trust.things import SECRETS, Thing
from tests.trust.world_conferences import conference, request
from tests.trust.world_outcomes import limits, ready

FIRST = SECRETS[0]
WRITERS = ("health_practitioner", "police_practitioner", "authority_practitioner")


def make_packs(people: People, at: datetime) -> Mapping[str, tuple[Thing, ...]]:
    """Of a pack the owner chairs; of a request the owner writes.

    Health is given the pack with its annex, the police without, the authority is given none.
    """
    packs, shares, requests = list[Thing](), list[Thing](), list[Thing]()
    for state, owner in (
        ("waiting", "conference_chair"),
        ("ready", "conference_chair"),
        ("ready", "other_chair"),
        ("ended", "conference_chair"),
        ("restricted", "conference_chair"),
        ("shut", "conference_chair"),
    ):
        made = conference(people, owner, at, f"FAM-pack-{state}")
        asked = [request(made, people, persona, at) for persona in WRITERS]
        pack = of(made, asked, people, at)
        rows = [] if state == "waiting" else shared(pack, asked, at)
        if state == "ended":
            for row in rows:
                services.end_share(share=row, because=FIRST, by=made.chair, at=at)
        kept = limits(made, state, people, at)
        thing = Thing(state, {"pk": pack.pk}, owner=owner, agency="authority", record=pack, **kept)
        packs.append(thing)
        shares += [replace(thing, path={"pk": row.pk}, record=row) for row in rows[:1]]
        requests += [
            replace(
                thing,
                state=given if state in ("ready", "restricted", "shut") else "none",
                path={"pk": one.pk},
                owner=persona,
                agency=WHO[persona][1],
                record=one,
            )
            for one, persona, given in zip(asked, WRITERS, ("annex", "pack", "none"), strict=True)
        ]
    return {"packs": tuple(packs), "pack_shares": tuple(shares), "pack_requests": tuple(requests)}


def of(made: Conference, asked: list[ReportRequest], people: People, at: datetime) -> Pack:
    """A pack of what health has reported, something restricted among it."""
    sent(asked[0], people.health_practitioner, at, signs={"working_well": f"{FIRST} has a friend"})
    asked[0].refresh_from_db()
    return services.make_pack(conference=made, token=uuid.uuid4(), by=made.chair, at=at)


def shared(pack: Pack, asked: list[ReportRequest], at: datetime) -> list[PackShare]:
    for document in (pack.document, pack.annex):
        assert document is not None
        ready(document, at)
    rows = list[PackShare]()
    for one, annex in ((asked[0], True), (asked[1], False)):
        rows += services.share_pack(
            pack=pack, requests=[one], with_annex=annex, by=pack.conference.chair, at=at
        )
    return rows
