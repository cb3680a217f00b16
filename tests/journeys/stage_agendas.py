"""Where the demo's agenda and its proposal are; imported once Django is set up."""

from partnership.models import Body, Meeting
from shield.demo.agendas import BOARD, ITEMS, RESTRICTED, TITLE


def agendas() -> dict[str, object]:
    """The addresses of a published agenda, of an item of each kind, and of a proposal."""
    meeting = Meeting.objects.get(title=TITLE)
    neglect, contract = [meeting.items.get(title=one["title"]) for one in ITEMS]
    restricted = meeting.items.get(title=RESTRICTED["title"])
    unread = meeting.items.create(
        order=meeting.items.count() + 1, title="Kept", is_restricted=True,
        added_by=neglect.added_by, added_at=neglect.added_at,
    )  # fmt: skip
    return {
        "agenda": meeting.pk,
        "unread_item": unread.pk,
        "open_item": neglect.pk,
        "arising_item": meeting.items.get(kind="matters-arising").pk,
        "last_item": meeting.items.get(kind="last-minutes").pk,
        "restricted_item": restricted.pk,
        "reader": restricted.readers.current().order_by("pk")[1].pk,
        "interest": contract.interests.declared()[0].pk,
        "paper": neglect.papers.current().in_order()[0].pk,
        "proposed": Body.objects.get(name=BOARD).proposals.waiting()[0].pk,
    }
