"""What can happen to a declared interest?"""

from datetime import datetime

from django.db import transaction

from partnership import emails
from partnership.models import AgendaItem, Interest, Meeting
from partnership.services.actions import limit_clocks
from partnership.services.leading import require_item, require_item_lead
from partnership.services.restricted import require_a_reader
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.refusals import Refusal
from shield.notifications import services as notifications


class DeclaredAlready(Refusal):
    """The person has declared an interest in this item."""


@transaction.atomic
def declare_interest(*, by: User, item: AgendaItem, what: str, at: datetime) -> Interest:
    """Declare one's own interest in an item, which is kept from one then.

    Raises DeclaredAlready, and NoReader where nobody else reads a restricted item.
    """
    require_item(by, item)
    return _declare(item, by, what, by=by, at=at)


@transaction.atomic
def record_interest(
    *, by: User, item: AgendaItem, person: User, what: str, at: datetime
) -> Interest:
    """Record for somebody that they have declared an interest, and tell them. Raises as above."""
    require_item_lead(by, item)
    interest = _declare(item, person, what, by=by, at=at)
    # Who was no reader of a restricted item learns nothing of it.
    if not item.is_restricted:
        notifications.notify(
            recipients=[person],
            key=f"interest.recorded:{interest.pk}",
            message=emails.interest_recorded(item.meeting),
            at=at,
        )
    return interest


def _declare(item: AgendaItem, person: User, what: str, *, by: User, at: datetime) -> Interest:
    # As whoever records a decision: it sees this interest, or this one the decision.
    list(Meeting.objects.filter(pk=item.meeting_id).select_for_update())
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.interests.declared().filter(user=person).exists():
        raise DeclaredAlready("This interest has been declared already.")
    interest: Interest = Interest.objects.create(
        item=item, user=person, what=what, declared_by=by, declared_at=at
    )
    if item.is_restricted:
        require_a_reader(item)
    audit.record(
        "interest.declared", interest, by=by, at=at, item=item.pk, person=person.pk
    )  # not what it is
    limit_clocks(item=item, at=at)
    return interest


@transaction.atomic
def withdraw_interest(*, by: User, interest: Interest, at: datetime) -> None:
    """Say that an interest is none after all: its person reads the item again.

    Whoever declared it does not, since the item is kept from them: somebody else who leads.
    """
    require_item_lead(by, interest.item)
    rows = Interest.objects.declared().filter(pk=interest.pk)
    if rows.update(withdrawn_at=at, withdrawn_by=by):
        audit.record(
            "interest.withdrawn", interest, by=by, at=at, item=interest.item_id,
            person=interest.user_id,
        )  # fmt: skip
        limit_clocks(item=interest.item, at=at)
