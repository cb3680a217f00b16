"""How does an agenda reach its readers, and who has opened it?"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from partnership import emails
from partnership.models import (
    AgendaItem,
    Agreement,
    Holding,
    Invited,
    Meeting,
    Opened,
    Publication,
    Signing,
    able_to_sit,
)
from partnership.permissions import Perm
from partnership.services.agendas import open_agenda
from partnership.services.leading import require_item_lead, require_lead
from partnership.services.packs import PACK, make_packs
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.notifications import services as notifications

AGENDA = "agenda"


class NothingToPublish(Refusal):
    """An agenda without an item is not published."""


class SaysNothingChanged(Refusal):
    """Whoever publishes again says what changed."""


def told_of(meeting: Meeting, at: datetime) -> list[User]:
    """Who is told of a meeting's agenda: those who sit in the body, guests, and named deputies.

    Of these whoever may open it; somebody may sit there still and have lost the role for it.
    """
    held = Holding.objects.current(london_day(at)).filter(seat__body_id=meeting.body_id)
    asked = Invited.objects.present().filter(meeting=meeting)
    able = able_to_sit(london_day(at)).values("user")
    rows = User.objects.filter(is_active=True, pk__in=able).filter(
        Q(pk__in=held.values("user"))
        | Q(pk__in=asked.filter(seat=None).values("user"))
        | Q(pk__in=asked.exclude(deputy=None).values("deputy"))
    )
    return list(rows.order_by("full_name", "pk"))


def readers_of(item: AgendaItem, at: datetime) -> list[User]:
    """Those of them who read one item: asked one by one, as each would be on the page."""
    rows = AgendaItem.objects.filter(pk=item.pk)
    return [one for one in told_of(item.meeting, at) if rows.visible_to(one).exists()]


def unsigned_of(meeting: Meeting, people: list[User]) -> list[User]:
    """Those who have not signed the agreement in force of the meeting's body, where it has one."""
    agreement = Agreement.objects.current_of(meeting.body)
    if agreement is None:
        return people if meeting.body.needs_agreement else []
    signed = set(Signing.objects.filter(agreement=agreement).values_list("user_id", flat=True))
    return [one for one in people if one.pk not in signed]


@transaction.atomic
def publish_agenda(
    *, by: User, meeting: Meeting, what_changed: str = "", at: datetime
) -> Publication:
    """Let everybody who reads the meeting read its agenda, and tell them; again with what changed.

    Raises AgendaClosed, NothingToPublish, SaysNothingChanged.
    """
    require_lead(by, meeting.body)
    meeting = open_agenda(meeting)
    if not meeting.items.visible_to(by).exists():
        raise NothingToPublish("There is nothing on this agenda yet. Add an item first.")
    if meeting.edition and not what_changed:
        raise SaysNothingChanged("Say what changed: this agenda has been published before.")
    made = _publish(meeting, by=by, what_changed=what_changed if meeting.edition else "", at=at)
    _tell(made, told_of(meeting, at), at)
    return made


@transaction.atomic
def publish_change(
    *, by: User, item: AgendaItem, what_changed: str, at: datetime
) -> Publication | None:
    """An item changed of a published agenda: another edition for its readers, who are told.

    None for a draft, of which nobody knows. Raises AgendaClosed.
    """
    require_item_lead(by, item)
    meeting = open_agenda(item.meeting)
    if not meeting.edition:
        return None
    made = _publish(meeting, by=by, what_changed=what_changed, item=item, at=at)
    _tell(made, readers_of(item, at), at)
    return made


def _publish(
    meeting: Meeting,
    *,
    by: User,
    what_changed: str,
    item: AgendaItem | None = None,
    at: datetime,
) -> Publication:
    """The one place where an edition comes to be; what is made of one is asked for here."""
    number = (meeting.publications.aggregate(last=Max("number"))["last"] or 0) + 1
    made: Publication = Publication.objects.create(
        meeting=meeting,
        number=number,
        item=item,
        what_changed=what_changed,
        published_by=by,
        published_at=at,
    )
    meeting.published_at, meeting.edition = at, number
    meeting.save(update_fields=["published_at", "edition"])
    audit.record("agenda.published", meeting, by=by, at=at, edition=number)
    make_packs(meeting, told_of(meeting, at), at)
    return made


def _tell(publication: Publication, people: list[User], at: datetime) -> None:
    notifications.notify(
        recipients=people,
        key=f"agenda.published:{publication.pk}",
        message=emails.agenda_published(publication.meeting, is_again=publication.number > 1),
        at=at,
    )


# --- Who has opened it ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Opening:
    """When one person first opened the agenda and the pack of an edition."""

    person: User
    agenda_at: datetime | None
    pack_at: datetime | None


def latest_for(meeting: Meeting, reader: User) -> Publication | None:
    """The newest edition that a person sees."""
    rows = Publication.objects.visible_to(reader).filter(meeting=meeting).latest_first()
    return rows.select_related("published_by", "item", "meeting__body").first()


def note_opened(*, by: User, publication: Publication, what: str, at: datetime) -> None:
    """Remember when a person first opened an agenda (AGENDA) or its pack (PACK)."""
    require(by, Perm.OPEN)
    if Opened.objects.filter(publication=publication, user=by, what=what).exists():
        return
    Opened.objects.bulk_create(
        [Opened(publication=publication, user=by, what=what, opened_at=at)],
        ignore_conflicts=True,  # by another window of theirs, at the same moment
    )


def openings_of(publication: Publication, at: datetime) -> list[Opening]:
    """Everybody who was to read an edition, with when they opened it; those who have not first."""
    opened = {
        (user, what): when
        for user, what, when in publication.opened.values_list("user_id", "what", "opened_at")
    }
    item = publication.item
    people = readers_of(item, at) if item else told_of(publication.meeting, at)
    found = [
        Opening(one, opened.get((one.pk, AGENDA)), opened.get((one.pk, PACK))) for one in people
    ]
    return sorted(found, key=lambda one: one.agenda_at is not None or one.pack_at is not None)
