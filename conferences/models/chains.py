"""Which conferences hang together, since they are about the same children?"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q

from conferences.models.conference import Conference
from conferences.models.people import Child


def chain_of(conferences: Iterable[int]) -> set[int]:
    """The ids of these and of all that hang together with them."""
    return {one for chain in chains_of(conferences).values() for one in chain}


def chains_of(conferences: Iterable[int]) -> dict[int, frozenset[int]]:
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
