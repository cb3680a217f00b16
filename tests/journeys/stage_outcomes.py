"""Sets the stage for looking at what happens at conferences; imported once Django is set up."""

import uuid
from datetime import datetime, timedelta

from conferences import services
from conferences.models import (
    Category,
    Child,
    ChildDecision,
    Conference,
    ConferenceKind,
    OutcomeLetter,
    Plan,
)
from shield.accounts.models import Agency, User

NAMES = ("Thistle", "Bramble")


def outcomes(chair: User, at: datetime) -> dict[str, object]:
    """A conference that takes place now, one that was held, one that was inquorate."""
    now, held, inquorate = (scheduled(chair, at) for _ in range(3))
    rows = decided(now, at)
    decided(held, at)
    services.hold(conference=held, by=chair, at=at)
    plan = Plan.objects.filter(child__conference=held).first()
    assert plan is not None
    services.name_lead(
        plan=plan, name="A Social Worker", agency=held.agency, user=None, by=chair, at=at
    )
    member = held.core_group.first()
    services.hold_core_group(
        conference=held, held_at=at, came=[member] if member else [], others_came="Grandmother",
        done="The health visitor has called every week.", next_at=at + timedelta(days=30),
        token=uuid.uuid4(), by=chair, at=at,
    )  # fmt: skip
    services.correct(
        conference=held, child=None, text="It was her aunt who came.", token=uuid.uuid4(),
        by=chair, at=at,
    )  # fmt: skip
    letter(held, at)
    services.be_inquorate(conference=inquorate, reason="Nobody else came.", by=chair, at=at)
    empty = scheduled(chair, at)
    return {
        "conference_now": now.pk,
        "conference_empty": empty.pk,
        "conference_held": held.pk,
        "conference_inquorate": inquorate.pk,
        "empty_child": empty.children.present()[0].pk,
        "child_plan": plan.pk,
        "core_member": held.core_group.present()[0].pk,
        **rows,
    }


def scheduled(chair: User, at: datetime) -> Conference:
    before = at - timedelta(days=14)
    made = services.schedule(
        kind=ConferenceKind.objects.get(code="initial"), family_reference="FAM-STAGE",
        chair=chair, administrator=chair, starts_at=at, token=uuid.uuid4(), by=chair, at=before,
    )  # fmt: skip
    for name in NAMES:
        services.add_child(
            conference=made, token=uuid.uuid4(), by=chair, at=before,
            facts={"first_names": name, "last_name": "Long-Hyphenated-Surname", "born": "born"},
        )  # fmt: skip
    services.add_guest(
        conference=made, token=uuid.uuid4(), by=chair, at=before,
        facts={"name": "Thistle’s mother", "relationship": "Mother", "invited": "yes"},
    )  # fmt: skip
    return made


def decided(conference: Conference, at: datetime) -> dict[str, object]:
    """Everything that is recorded on the day."""
    by = conference.chair
    others = Agency.objects.exclude(pk=conference.agency_id).by_name()[:2]
    for agency in (conference.agency, *others):
        row = services.record_attendance(
            conference=conference, token=uuid.uuid4(), by=by, at=at,
            facts={"agency": agency, "name": "Somebody Who Came", "role": "Officer",
                   "how": "in_person", "deputy_for": "Somebody Else"},
        )  # fmt: skip
    one, two = conference.children.present()
    category = Category.objects.get(code="neglect")
    decision = decide(one, "plan", category, at)
    decide(two, "no_plan", None, at)
    dissent = services.add_dissent(
        decision=decision, agency=others[0], reason="Too soon", token=uuid.uuid4(), by=by, at=at
    )
    services.write_outline(
        conference=conference, seen=0, by=by, at=at,
        facts={"summary": "All agreed.", "must_change": "Meals every day.",
               "if_not": "Legal advice is asked for."},
    )  # fmt: skip
    step = services.add_step(
        conference=conference, token=uuid.uuid4(), by=by, at=at,
        facts={"what": "Weigh every week", "who": "Health visitor", "due": at.date()},
    )  # fmt: skip
    services.add_member(
        conference=conference, token=uuid.uuid4(), by=by, at=at,
        facts={"name": "A Health Visitor", "agency": others[0], "role": "Health visitor"},
    )  # fmt: skip
    return {
        "attended": row.pk,
        "decided_child": one.pk,
        "dissent": dissent.pk,
        "plan_step": step.pk,
    }


def decide(child: Child, what: str, category: Category | None, at: datetime) -> ChildDecision:
    return services.decide_child(
        child=child, decided=what, category=category, reason="What was seen at home", seen=0,
        by=child.conference.chair, at=at,
    )  # fmt: skip


def letter(conference: Conference, at: datetime) -> OutcomeLetter:
    return services.request_letter(
        conference=conference, guest=conference.guests.first(), agency=None, name="",
        children=list(conference.children.present()), token=uuid.uuid4(),
        by=conference.chair, at=at,
    )  # fmt: skip
