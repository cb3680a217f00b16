"""Who hears that a file was refused when it was checked?"""

from datetime import datetime, timedelta
from typing import Any

from partnership import emails
from partnership.models import Action, ActionStatus, ActionUpdate, AgendaItem, Paper
from partnership.services.leading import leaders_of
from shield.accounts.models import User
from shield.core.london import london_day
from shield.documents.workflow import REFUSED
from shield.notifications import services as notifications

# How far back a run looks, so that each stays small; a portal is not down for longer.
LOOKS_BACK = timedelta(days=30)


def tell_of_refused(*, at: datetime) -> None:
    """Tell whoever brought a file, and whoever counts on it, that nobody can open it; once.

    A paper: those who lead the body. Evidence: those who lead it too, once they were told that the
    action is done. Whoever may not read the item or the action any more is not told.
    """
    refused = {"upload__state": REFUSED, "upload__checked_at__gte": at - LOOKS_BACK}
    papers = (
        Paper.objects.current().filter(**refused).select_related("added_by", "item__meeting__body")
    )
    for paper in papers:
        reads = AgendaItem.objects.filter(pk=paper.item_id)
        people = [paper.added_by, *leaders_of(paper.item.meeting.body, london_day(at))]
        notifications.notify(
            recipients=_readers(people, reads),
            key=f"paper.refused:{paper.pk}",
            message=emails.paper_refused(paper),
            at=at,
        )
    updates = ActionUpdate.objects.filter(**refused).select_related("by", "action__body")
    for update in updates:
        action, people = update.action, [update.by]
        if action.status == ActionStatus.DONE:
            people += leaders_of(action.body, london_day(at))
        notifications.notify(
            recipients=_readers(people, Action.objects.filter(pk=action.pk)),
            key=f"action.refused:{update.pk}",
            message=emails.of_action("refused", action),
            at=at,
        )


def _readers(people: list[User], rows: Any) -> list[User]:
    return [one for one in dict.fromkeys(people) if rows.visible_to(one).exists()]
