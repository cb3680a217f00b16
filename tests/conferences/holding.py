"""Conferences that take place, as the tests need them."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from conferences import services
from conferences.models import (
    Attendance,
    Category,
    Child,
    ChildDecision,
    Conference,
    CoreGroupMeeting,
    Plan,
)
from conferences.services.lists import load_lists
from shield.accounts.models import User
from shield.clocks.models import Clock
from tests.conferences.arranging import a_conference, kind
from tests.personas import People

QUORATE = ("authority", "police", "health")


def today(people: People, at: datetime, **facts: Any) -> Conference:
    """A conference that is on the day of `at`, scheduled four weeks before."""
    load_lists()
    return a_conference(people, at - timedelta(days=28), **{"days": 28, **facts})


def came(
    conference: Conference, people: People, at: datetime, *agencies: str, by: User | None = None
) -> list[Attendance]:
    return [
        services.record_attendance(
            conference=conference,
            token=uuid.uuid4(),
            facts={
                "agency": getattr(people.agencies, key),
                "name": f"Somebody of {key}",
                "role": "Officer",
                "how": "in_person",
            },
            by=by or conference.chair,
            at=at,
        )
        for key in agencies or QUORATE
    ]


def decided(
    child: Child, at: datetime, what: str = "plan", *, seen: int = 0, **facts: Any
) -> ChildDecision:
    load_lists()
    with_plan = what in ("plan", "continues")
    return services.decide_child(
        **{
            "child": child,
            "decided": what,
            "category": Category.objects.get(code="neglect") if with_plan else None,
            "reason": "What was seen at home",
            "seen": seen,
            "by": child.conference.chair,
            "at": at,
            **facts,
        }
    )


def held(
    people: People,
    at: datetime,
    *decisions: str,
    conference: Conference | None = None,
    **facts: Any,
) -> Conference:
    """A quorate conference of today's with a decision for each child, recorded as held."""
    found = conference or today(people, at, children=len(decisions) or 1, **facts)
    came(found, people, at)
    children = list(found.children.present())
    for child, what in zip(children, decisions or ("plan",), strict=True):
        decided(child, at, what)
    return services.hold(conference=found, by=found.chair, at=at)


def review(
    people: People, before: Conference, at: datetime, *, scheduled: datetime, **facts: Any
) -> Conference:
    """A review on the day of `at` of the children whose plans run, scheduled earlier."""
    return services.schedule_review(
        conference=before,
        kind=kind("review"),
        starts_at=at,
        token=uuid.uuid4(),
        by=before.chair,
        at=scheduled,
        **facts,
    )


def core_group(
    conference: Conference, held_at: datetime, at: datetime, **facts: Any
) -> CoreGroupMeeting:
    return services.hold_core_group(
        **{
            "conference": conference,
            "held_at": held_at,
            "came": [],
            "others_came": "",
            "done": "The health visitor has called every week.",
            "next_at": None,
            "token": uuid.uuid4(),
            "by": conference.chair,
            "at": at,
            **facts,
        }
    )


def plan_of(child: Child) -> Plan:
    found: Plan = Plan.objects.get(child=child)
    return found


def due(plan: Plan) -> dict[str, str]:
    """Rule -> day, of what is due for a plan now."""
    rows = Clock.objects.open().filter(pk__in=plan.clocks.values("clock"))
    return {
        one.rule_version.rule.slug: one.due_on.isoformat()
        for one in rows.select_related("rule_version__rule")
    }
