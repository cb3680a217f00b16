"""What stood in minutes when somebody read them, and what stands in them that cannot be so?

Who changes what stands in minutes holds the meeting first, then the minutes, then the row itself:
so nothing changes between what is approved and that it was.
"""

import hashlib

from partnership.models import AgendaItem, Decision, ItemMinute, Meeting, Minutes
from partnership.services.attendance import apart_from, attended, mark_of, names_of, working_of
from partnership.services.decisions import agreed_words, voters
from shield.accounts.models import User


def mark_of_minutes(minutes: Minutes, user: User) -> str:
    """A short mark of what minutes show to somebody: ids and versions, no word of what they say."""
    items = AgendaItem.objects.visible_to(user).filter(meeting=minutes.meeting_id)
    texts = ItemMinute.objects.filter(item__in=items).order_by("item")
    decisions = Decision.objects.visible_to(user).standing().filter(item__in=items).order_by("pk")
    shown = (
        list(items.order_by("pk").values_list("pk", flat=True)),
        list(texts.values_list("item", "version")),
        list(decisions.values_list("pk", "version")),
        mark_of(attended(minutes.meeting), minutes.meeting),
    )
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


def unsound_decisions(meeting: Meeting) -> list[Decision]:
    """The decisions of a meeting that the body could not have made as things are known now.

    Somebody who agreed has declared an interest since, or without those who have there were too
    few: whoever declares late is not refused, the decision is looked at again.
    """
    rows = Decision.objects.standing().filter(meeting=meeting, is_recommendation=False)
    there, names = attended(meeting), names_of(meeting)
    found = list(rows.order_by("pk"))
    declared = apart_from(one.item_id for one in found if one.item_id is not None)

    def is_sound(decision: Decision) -> bool:
        apart = declared.get(decision.item_id or 0, set())
        agreed = {agreed_words(one) for one in voters(there, apart)}
        working = working_of(meeting, there, without=apart, names=names)
        return working.is_met and set(decision.agreed) <= agreed

    return [one for one in found if not is_sound(one)]


def unsound_read_by(user: User, meeting: Meeting) -> list[Decision]:
    """Those of them that somebody reads."""
    if not (found := unsound_decisions(meeting)):
        return []
    rows = Decision.objects.visible_to(user).filter(pk__in=[one.pk for one in found])
    return list(rows.order_by("pk"))
