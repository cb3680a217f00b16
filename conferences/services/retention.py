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

from django.db.models import Min, Q

from conferences.models import TO_COME, Child, Conference, ConferenceKind, LegalHold, Plan
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
    chains = _chains(conferences)
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


def chain_of(conferences: Iterable[int]) -> set[int]:
    """The ids of these and of all that hang together with them."""
    return {one for chain in _chains(conferences).values() for one in chain}


def _chains(conferences: Iterable[int]) -> dict[int, frozenset[int]]:
    """With each conference all that follow on it or that it follows on, itself included."""
    asked = list(conferences)
    beside: dict[int, set[int]] = defaultdict(set)
    seen, new = set(asked), set(asked)
    while new:
        for one, other in _links(new):
            beside[one].add(other)
            beside[other].add(one)
        new = {other for one in new for other in beside[one]} - seen
        seen |= new
    found: dict[int, frozenset[int]] = {}
    for pk in asked:
        if pk not in found:
            chain, ahead = {pk}, [pk]
            while ahead:
                others = beside[ahead.pop()] - chain
                chain |= others
                ahead += others
            found |= dict.fromkeys(chain, frozenset(chain))
    return {pk: found[pk] for pk in asked}


def _links(conferences: Collection[int]) -> Iterable[tuple[int, int]]:
    """Which of these conferences stand next to which others."""
    children = Child.objects.filter(before__isnull=False).filter(
        Q(conference__in=conferences) | Q(before__conference__in=conferences)
    )
    yield from children.values_list("conference", "before__conference")
    again = Conference.objects.filter(reconvenes__isnull=False).filter(
        Q(pk__in=conferences) | Q(reconvenes__in=conferences)
    )
    yield from ((one, before) for one, before in again.values_list("pk", "reconvenes") if before)
    for name in ("nhs_fingerprint", "external_fingerprint"):
        mine = dict(
            Child.objects.filter(conference__in=conferences)
            .exclude(**{name: ""})
            .values_list(name, "conference")
        )
        same = Child.objects.filter(**{f"{name}__in": list(mine)})
        for pk, mark in same.values_list("conference", name):
            yield pk, mine[mark]
    of_them = Conference.objects.filter(pk__in=conferences).exclude(family_fingerprint="")
    family = dict(of_them.values_list("family_fingerprint", "pk"))
    related = Conference.objects.filter(family_fingerprint__in=list(family))
    for pk, mark in related.values_list("pk", "family_fingerprint"):
        yield pk, family[mark]
