"""Until when is what was said at a conference kept, and what keeps it longer?

What is kept follows the children, not the single conference: a review reads what the first one
said. So conferences that follow on each other (the same child, a child's or the family's number,
held again because inquorate) are one chain and end as one: when the last of them is over and no
child of theirs has a plan any more, the months begin that the kind asks for (the longest of the
chain).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min

from conferences.models import TO_COME, Conference, ConferenceKind, LegalHold, Plan
from conferences.models.chains import chains_of
from shield.core.london import london_day, short_day
from shield.core.working_days import Direction, Unit, count


@dataclass(frozen=True)
class Keeping:
    """How long one conference is kept: the first day without it, or what stands against any."""

    erase_on: date | None = None
    is_to_come: bool = False
    has_plan: bool = False
    is_held: bool = False

    def is_over(self, today: date) -> bool:
        return not self.is_held and self.erase_on is not None and self.erase_on <= today

    @property
    def words(self) -> str:
        """For those who run it."""
        if self.is_held:
            return "Kept by a legal hold: nothing is erased until it is lifted."
        if self.is_to_come:
            return "Kept: a conference of this family is still to come."
        if self.has_plan:
            return "Kept as long as a child protection plan runs."
        assert self.erase_on is not None
        return f"Kept until {short_day(self.erase_on)}, if nothing follows. Then it is erased."


def keeping(conferences: Iterable[int], *, without: LegalHold | None = None) -> dict[int, Keeping]:
    """By id: until when each is kept; as many queries for thousands as for the longest chain.

    As if the hold `without` did not stand.
    """
    chains = chains_of(conferences)
    every = {one for chain in chains.values() for one in chain}
    rows = {
        pk: (status, closed_at, months)
        for pk, status, closed_at, months in Conference.objects.filter(pk__in=every).values_list(
            "pk", "status", "closed_at", "kind__keep_months"
        )
    }
    plans: dict[int, list[datetime | None]] = defaultdict(list)
    for pk, ended_at in Plan.objects.filter(child__conference__in=every).values_list(
        "child__conference", "ended_at"
    ):
        plans[pk].append(ended_at)
    holds = LegalHold.objects.standing()
    if without is not None:
        holds = holds.exclude(pk=without.pk)
    held = set(holds.values_list("conference", flat=True))
    found: dict[int, Keeping] = {}
    for pk, chain in chains.items():
        if pk not in found:
            said = _of_chain([rows[one] for one in chain], [e for one in chain for e in plans[one]])
            if None in held or held & chain:
                said = Keeping(said.erase_on, said.is_to_come, said.has_plan, is_held=True)
            found |= dict.fromkeys(chain, said)
    return {pk: found[pk] for pk in chains}


def _of_chain(
    rows: Collection[tuple[str, datetime | None, int]], plans: Collection[datetime | None]
) -> Keeping:
    if any(status in TO_COME for status, _, _ in rows):
        return Keeping(is_to_come=True)
    if None in plans:
        return Keeping(has_plan=True)
    ends = [moment for moment in (*(closed for _, closed, _ in rows), *plans) if moment]
    months = max(months for _, _, months in rows)
    last = count(london_day(max(ends)), unit=Unit.MONTHS, amount=months)[-1].date
    # The day itself is still theirs.
    return Keeping(erase_on=date.fromordinal(last.toordinal() + 1))


def over(*, at: datetime, without: LegalHold | None = None) -> list[int]:
    """The ids of the conferences whose time is over and that are still there, in a fixed order."""
    today = london_day(at)
    least = ConferenceKind.objects.aggregate(least=Min("keep_months"))["least"]
    if least is None:
        return []
    # Nothing younger can be over, whatever it is part of.
    old = count(today, unit=Unit.MONTHS, amount=least, direction=Direction.BACKWARD)[-1].date
    rows = Conference.objects.unerased().exclude(status__in=TO_COME)
    ids = rows.filter(closed_at__date__lte=old).order_by("pk").values_list("pk", flat=True)
    return [pk for pk, said in keeping(ids, without=without).items() if said.is_over(today)]
