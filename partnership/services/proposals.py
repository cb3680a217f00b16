"""What can happen to what is proposed for an agenda?"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from partnership import emails
from partnership.models import (
    AgendaItem,
    Body,
    ChairHolding,
    Holding,
    ItemKind,
    Meeting,
    Proposal,
    ProposalReader,
    is_link,
)
from partnership.permissions import Perm
from partnership.services.agendas import add_agenda_item
from partnership.services.leading import leads, require_lead
from partnership.services.restricted import name_readers
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.notifications import services as notifications


class ProposalAnswered(Refusal):
    """Somebody has answered the proposal."""


class WrongMeeting(Refusal):
    """The meeting is of another body."""


class NobodyKeepsIt(Refusal):
    """A restricted proposal names nobody who keeps the agenda."""


@transaction.atomic
def propose(
    *,
    by: User,
    body: Body,
    title: str,
    purpose: str,
    asks: str,
    minutes: int | None = None,
    meeting: Meeting | None = None,
    source_kind: str = "",
    source_reference: str = "",
    source_url: str = "",
    is_restricted: bool = False,
    readers: Iterable[User] = (),
    at: datetime,
) -> Proposal:
    """Ask for an item on a body's agenda; whoever keeps the agenda is told that something waits.

    Whoever holds a role with which to sit in a body may ask; other parts of the portal ask for a
    person, whom they have asked first, and name the record that it comes from. A restricted
    proposal is for its proposer and the `readers` it names, of whom one must keep or chair the
    agenda. Raises WrongMeeting, NobodyKeepsIt.
    """
    require(by, Perm.OPEN)
    if source_url and not is_link(source_url):
        raise ValueError("a source is a page of the portal or a secure one")
    if meeting is not None and meeting.body_id != body.pk:
        raise WrongMeeting(f"That meeting is not one of {body}.")
    people = list({one.pk: one for one in readers}.values()) if is_restricted else []
    keepers = [one for one in people if leads(one, body)]
    if is_restricted and not keepers:
        raise NobodyKeepsIt(
            f"Name at least one reader who keeps or chairs the agenda of {body}: nobody else could "
            "put the item on it."
        )
    made: Proposal = Proposal.objects.create(
        body=body,
        meeting=meeting,
        title=title,
        purpose=purpose,
        minutes=minutes,
        asks=asks,
        source_kind=source_kind,
        source_reference=source_reference,
        source_url=source_url,
        is_restricted=is_restricted,
        proposed_by=by,
        proposed_at=at,
    )
    ProposalReader.objects.bulk_create(ProposalReader(proposal=made, user=one) for one in people)
    audit.record("proposal.made", made, by=by, at=at, body=body.pk, is_restricted=is_restricted)
    notifications.notify(
        recipients=[
            one for one in (keepers or keepers_of(body, at)) if one.pk != by.pk
        ],
        key=f"proposal.made:{made.pk}",
        message=emails.proposal_waits(made),
        at=at,
    )  # fmt: skip
    return made


def keepers_of(body: Body, at: datetime) -> list[User]:
    """The operations team, and who chairs the body."""
    on = london_day(at)
    chairs = ChairHolding.objects.current(on).filter(seat__body=body)
    found = User.objects.filter(is_active=True, pk__in=chairs.values("user"))
    return [*found, *User.objects.holding("operations", on=on)]


def proposal_readers(*, body: Body, asked_by: User, at: datetime) -> list[User]:
    """Who can be named a reader of a restricted proposal: the keepers, who sits there, oneself."""
    held = Holding.objects.current(london_day(at)).filter(seat__body=body)
    sits = User.objects.filter(is_active=True, pk__in=held.values("user"))
    people = {one.pk: one for one in (*keepers_of(body, at), *sits, asked_by)}
    return sorted(people.values(), key=lambda one: (one.full_name, one.pk))


def require_proposal(user: User, proposal: Proposal) -> None:
    """The first line of an answer: whoever keeps the agenda, and reads what is proposed."""
    require(user, Perm.OPEN)
    require_lead(user, proposal.body)
    if not Proposal.objects.visible_to(user).filter(pk=proposal.pk).exists():
        raise PermissionDenied(Perm.CHAIR)


def _waiting(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_related("body", "proposed_by")
    found: Proposal = rows.select_for_update(of=("self",)).get(pk=proposal.pk)
    if found.answer:
        raise ProposalAnswered("This proposal was answered or withdrawn already.")
    return found


@transaction.atomic
def take_proposal(*, by: User, proposal: Proposal, meeting: Meeting, at: datetime) -> AgendaItem:
    """Put what is proposed on the agenda of a meeting, and tell whoever proposed it.

    Raises ProposalAnswered, WrongMeeting, AgendaClosed.
    """
    require_proposal(by, proposal)
    proposal = _waiting(proposal)
    if meeting.body_id != proposal.body_id:
        raise WrongMeeting(f"That meeting is not one of {proposal.body}.")
    item = add_agenda_item(
        by=by,
        meeting=meeting,
        kind=ItemKind.PROPOSED,
        proposal=proposal,
        title=proposal.title,
        purpose=proposal.purpose,
        minutes=proposal.minutes,
        lead="",
        presenter="",
        asks=proposal.asks,
        at=at,
    )
    if proposal.is_restricted:
        AgendaItem.objects.filter(pk=item.pk).update(is_restricted=True)
        people = [one.user for one in proposal.readers.select_related("user")]
        name_readers(item=item, people=people, by=by, at=at)
        audit.record(
            "agenda_item.restricted", item, by=by, at=at, readers=sorted(one.pk for one in people)
        )
    _answer(proposal, Proposal.Answer.TAKEN, "", by=by, at=at)
    return item


@transaction.atomic
def decline_proposal(*, by: User, proposal: Proposal, reason: str, at: datetime) -> None:
    """Say to whoever proposed it why it is not put on the agenda. Raises ProposalAnswered."""
    require_proposal(by, proposal)
    _answer(_waiting(proposal), Proposal.Answer.DECLINED, reason, by=by, at=at)


@transaction.atomic
def withdraw_proposal(*, by: User, proposal: Proposal, at: datetime) -> None:
    """Take back what one has proposed, as long as nobody has answered. Raises ProposalAnswered."""
    require(by, Perm.OPEN)
    if proposal.proposed_by_id != by.pk:
        raise PermissionDenied(f"proposal {proposal.pk}")
    _answer(_waiting(proposal), Proposal.Answer.WITHDRAWN, "", by=by, at=at)


def _answer(proposal: Proposal, answer: str, reason: str, *, by: User, at: datetime) -> None:
    proposal.answer, proposal.reason = answer, reason
    proposal.answered_by, proposal.answered_at = by, at
    proposal.save(update_fields=["answer", "reason", "answered_by", "answered_at"])
    audit.record(f"proposal.{answer}", proposal, by=by, at=at, body=proposal.body_id)
    notifications.notify(
        recipients=[proposal.proposed_by] if proposal.proposed_by != by else [],
        key=f"proposal.answered:{proposal.pk}",
        message=emails.proposal_answered(proposal),
        at=at,
    )
