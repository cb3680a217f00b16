"""What can happen to a body, its terms of reference and its standing items?"""

from datetime import date, datetime, time, timedelta
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.text import slugify

from partnership.models import (
    Body,
    Meeting,
    MeetingStatus,
    StandingItem,
    Terms,
    day_starts,
)
from partnership.permissions import Perm
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day, short_day
from shield.core.refusals import Refusal


class BodyLoops(Refusal):
    """A body would stand below itself."""


class MeetsLater(Refusal):
    """A body that ends has no meeting after its last day."""


class AdoptedLater(Refusal):
    """Terms of reference cannot have been adopted on a day that is yet to come."""


class ItemTwice(Refusal):
    """The body has a standing item of this title."""


class BodyFacts(TypedDict):
    """What is known of a body."""

    name: str
    parent: Body | None
    purpose: str
    chairing: str
    chairing_kind: str
    frequency: str
    rhythm: str
    around: Body | None
    before_days: int | None
    after_days: int | None
    venue: str
    usual_start: time | None
    usual_end: time | None
    quorum: str
    quorum_rule: dict[str, Any]
    needs_agreement: bool | None
    on_disagreement: str
    ended_on: date | None


def next_order(rows: Any) -> int:
    """The place after the last."""
    return int(rows.aggregate(last=Max("order"))["last"] or 0) + 1


@transaction.atomic
def add_body(*, by: User, at: datetime, **facts: Unpack[BodyFacts]) -> Body:
    """Add a body to the partnership, after the others."""
    require(by, Perm.KEEP)
    body = Body.objects.create(
        slug=free_slug(facts["name"]), order=next_order(Body.objects), **facts
    )
    audit.record("body.added", body, by=by, at=at)
    return body


@transaction.atomic
def edit_body(*, by: User, body: Body, at: datetime, **facts: Unpack[BodyFacts]) -> Body:
    """Change what is known of a body. Raises BodyLoops, MeetsLater."""
    require(by, Perm.KEEP, body)
    # All rows that could make a circle wait: two edits at once must not make one together.
    above = dict(Body.objects.select_for_update().order_by("pk").values_list("pk", "parent"))
    _require_no_loop(body, facts["parent"], above)
    if (ends := facts["ended_on"]) is not None:
        _require_no_meeting_after(body, ends)
    body = Body.objects.get(pk=body.pk)
    given: dict[str, Any] = {**facts}
    changed = sorted(name for name, value in given.items() if getattr(body, name) != value)
    for name in changed:
        setattr(body, name, given[name])
    if changed:
        body.save(update_fields=changed)
        audit.record("body.changed", body, by=by, at=at, fields=changed)
    return body


def _require_no_meeting_after(body: Body, last: date) -> None:
    to_come = Meeting.objects.filter(
        body=body, status__in=(MeetingStatus.PROPOSED, MeetingStatus.CONFIRMED)
    )
    later = list(to_come.filter(starts_at__gte=day_starts(last + timedelta(days=1))).by_day()[:4])
    if later:
        days = ", ".join(short_day(one.on) for one in later[:3])
        more = " and more" if later[3:] else ""
        raise MeetsLater(
            f"The body still has meetings after that day: {days}{more}. Cancel or remove them "
            "first, so that whoever is invited is told."
        )


def _require_no_loop(body: Body, parent: Body | None, above: dict[int, int | None]) -> None:
    climbed = parent.pk if parent else None
    while climbed is not None:
        if climbed == body.pk:
            raise BodyLoops("A body cannot stand below itself.")
        climbed = above[climbed]


def free_slug(name: str) -> str:
    """A short code that no other body has."""
    base = slugify(name)[:50] or "body"
    found, number = base, 1
    while Body.objects.filter(slug=found).exists():
        number += 1
        found = f"{base}-{number}"
    return found


# --- Terms of reference ---------------------------------------------------------------------------


@transaction.atomic
def adopt_terms(
    *, by: User, body: Body, text: str, adopted_on: date, adopted_at: str, at: datetime
) -> Terms:
    """Write down a new edition of a body's terms of reference. Raises AdoptedLater."""
    require(by, Perm.KEEP, body)
    if adopted_on > london_day(at):
        raise AdoptedLater("The day on which they were adopted must be today or before.")
    Body.objects.select_for_update().get(pk=body.pk)  # one edition at a time
    terms = Terms.objects.create(
        body=body,
        number=(body.terms.aggregate(last=Max("number"))["last"] or 0) + 1,
        text=text,
        adopted_on=adopted_on,
        adopted_at=adopted_at,
        recorded_by=by,
        recorded_at=at,
    )
    audit.record("terms.adopted", terms, by=by, at=at, body=body.pk, number=terms.number)
    return terms


# --- Standing items -------------------------------------------------------------------------------


@transaction.atomic
def add_item(
    *, by: User, body: Body, title: str, purpose: str, minutes: int | None, at: datetime
) -> StandingItem:
    """Put an item on every agenda of a body, after the others. Raises ItemTwice."""
    require(by, Perm.KEEP, body)
    Body.objects.select_for_update().get(pk=body.pk)  # two at once would want one place
    try:
        with transaction.atomic():
            item = StandingItem.objects.create(
                body=body,
                order=next_order(body.standing_items),
                title=title,
                purpose=purpose,
                minutes=minutes,
            )
    except IntegrityError as error:
        raise ItemTwice(f"{body} has a standing item of this title already.") from error
    audit.record("standing_item.added", item, by=by, at=at, body=body.pk)
    return item


@transaction.atomic
def edit_item(
    *, by: User, item: StandingItem, title: str, purpose: str, minutes: int | None, at: datetime
) -> StandingItem:
    """Change a standing item. Raises ItemTwice."""
    require(by, Perm.KEEP, item.body)
    item.title, item.purpose, item.minutes = title, purpose, minutes
    try:
        with transaction.atomic():
            item.save(update_fields=["title", "purpose", "minutes"])
    except IntegrityError as error:
        raise ItemTwice(f"{item.body} has a standing item of this title already.") from error
    audit.record("standing_item.changed", item, by=by, at=at, body=item.body_id)
    return item


@transaction.atomic
def move_item(*, by: User, item: StandingItem, is_up: bool, at: datetime) -> None:
    """Let an item change places with its neighbour; the first stays first, the last last."""
    require(by, Perm.KEEP, item.body)
    Body.objects.select_for_update().get(pk=item.body_id)
    item.refresh_from_db()
    others = item.body.standing_items.all()
    if is_up:
        neighbour = others.filter(order__lt=item.order).order_by("-order").first()
    else:
        neighbour = others.filter(order__gt=item.order).order_by("order").first()
    if neighbour is None:
        return
    item.order, neighbour.order = neighbour.order, item.order
    item.save(update_fields=["order"])
    neighbour.save(update_fields=["order"])
    audit.record("standing_item.moved", item, by=by, at=at, body=item.body_id, is_up=is_up)


@transaction.atomic
def remove_item(*, by: User, item: StandingItem, at: datetime) -> None:
    """Take an item off the agendas to come."""
    require(by, Perm.KEEP, item.body)
    audit.record("standing_item.removed", item, by=by, at=at, body=item.body_id)
    item.delete()
