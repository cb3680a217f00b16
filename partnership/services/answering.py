"""Who may answer for which statutory partner in a body, and who else sits there?"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from partnership.models import EACH_PARTNER, MEMBERS, Body, DecisionRequest, Holding
from shield.accounts.models import Agency, User


def is_asked_between(body: Body, on: date) -> bool:
    """Whether a body can decide between its meetings: its rule is one of each partner."""
    return EACH_PARTNER in body.quorum_rule and (body.ended_on is None or body.ended_on >= on)


def statutory_partners(on: date) -> list[Agency]:
    """The statutory safeguarding partners of a day."""
    return list(Agency.objects.on(on).filter(is_statutory_partner=True).by_name())


def sitting_in(body: Body, on: date) -> QuerySet[Holding]:
    """Who holds a seat there on a day, standing deputies too."""
    rows: QuerySet[Holding] = Holding.objects.current(on).filter(
        seat__body=body, user__is_active=True
    )
    return rows.select_related("user", "seat__agency").order_by("seat__order", "is_deputy", "pk")


def voting(body: Body, on: date) -> QuerySet[Holding]:
    """Who may speak for an agency there: who holds one of its seats, or stands in for them.

    Whoever runs the body's business or looks into it sits there without a vote.
    """
    return sitting_in(body, on).filter(seat__role__in=MEMBERS)


def voices_of(user: User, request: DecisionRequest, on: date) -> list[Holding]:
    """The seats by which a person may answer: of the partners that were asked.

    One that was given before they left and came back counts no longer.
    """
    rows = voting(request.body, on).filter(user=user, seat__agency__in=request.partners.all())
    if (since := user.access.since) is not None:
        rows = rows.filter(appointed_at__gte=since)
    return list(rows)


def may_answer(request: DecisionRequest, on: date) -> dict[int, list[Holding]]:
    """Who may yet answer, by the id of each partner that has not; nobody is an empty list."""
    given = {one.agency_id: one.user_id for one in request.answers.all()}
    apart = {one.user_id for one in request.conflicts.all()}
    found: dict[int, list[Holding]] = {
        agency.pk: [] for agency in request.partners.all() if agency.pk not in given
    }
    for holding in voting(request.body, on):
        if holding.seat.agency_id in found and holding.user_id not in {*apart, *given.values()}:
            found[holding.seat.agency_id].append(holding)
    return found


def people_of(holdings: Iterable[Holding]) -> list[User]:
    """Each person once."""
    return list({one.user_id: one.user for one in holdings}.values())


def post_words(holding: Holding) -> str:
    """`Northshire Police: Superintendent`, and that it was a deputy."""
    words = f"{holding.seat.agency}: {holding.seat.post}"
    return f"{words} (standing deputy)" if holding.is_deputy else words


def waiting_for(user: User, on: date) -> list[DecisionRequest]:
    """The open requests that wait for this person's answer, soonest due first."""
    # Each home page asks; nearly always nothing is open.
    if not DecisionRequest.objects.open().exists():
        return []
    rows = (
        DecisionRequest.objects.visible_to(user)
        .open()
        .filter(clock__due_on__gte=on)
        .exclude(conflicts__user=user)
        .exclude(answers__user=user)
        .select_related("body", "clock")
        .prefetch_related("partners", "answers")
        .order_by("clock__due_on", "pk")
    )
    held = _held(user)
    found = []
    for request in rows:
        given = {one.agency_id for one in request.answers.all()}
        asked = {one.pk for one in request.partners.all()} - given
        if asked & held[request.body_id]:
            found.append(request)
    return found


def _held(user: User) -> dict[int, set[int]]:
    """The agencies for which a person may speak, by body."""
    rows: Any = Holding.objects.of(user.access)
    found: dict[int, set[int]] = defaultdict(set)
    votes = rows.filter(seat__role__in=MEMBERS)
    pairs = votes.values_list("seat__body", "seat__agency")
    for body, agency in pairs:
        found[body].add(agency)
    return found
