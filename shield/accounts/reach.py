"""By which paths does a permission reach the rows of a container model?

Each container declares its `reach`; `shield/accounts/access.py` decides by it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.db.models import Model, Q

if TYPE_CHECKING:
    from shield.accounts.access import Access


@dataclass(frozen=True)
class Path:
    """One way by which a permission reaches a row.

    `agency` and `owner` name foreign keys of the row. With `owner`, the person must be the owner
    and still hold a role in `agency`, or anywhere where none is named, that carries `owner_needs`;
    the path then gives `gives`. `holdings` gives the model that says who holds a place in the row:
    its `record_ids_of(access)` answers those in which a person holds one now; any role must carry
    `owner_needs` besides, or the permission itself where that is not said.
    `when` is (field, values): the path exists only while the field has one of the values.
    `gives` limits which permissions the path can carry; None is no limit.
    """

    scope: Literal["partnership", "agency", "owner", "held"]
    agency: str = ""
    owner: str = ""
    owner_needs: str = ""
    holdings: Callable[[], Any] | None = None
    gives: frozenset[str] | None = None
    when: tuple[str, frozenset[str]] | None = None

    def carries(self, perm: str) -> bool:
        return self.gives is None or perm in self.gives

    def query(self, access: Access, perm: str) -> Q | None:
        """The rows this path opens, None for no row."""
        if not self.carries(perm):
            return None
        if self.scope == "partnership":
            found = Q() if perm in access.partnership else None
        elif self.scope == "agency":
            agencies = access.agencies_with(perm)
            found = Q(**{f"{self.agency}__in": agencies}) if agencies else None
        elif self.scope == "held":
            may = access.allows(self.owner_needs or perm)
            held = access.keys(self, lambda: self._held(access)) if may else None
            found = Q(pk__in=held) if held is not None else None
        elif not self.agency:
            found = Q(**{self.owner: access.user_id}) if access.allows(self.owner_needs) else None
        else:
            agencies = access.agencies_with(self.owner_needs)
            found = (
                Q(**{self.owner: access.user_id, f"{self.agency}__in": agencies})
                if agencies
                else None
            )
        if found is not None and self.when is not None:
            name, values = self.when
            found &= Q(**{f"{name}__in": sorted(values)})
        return found

    def opens(self, access: Access, perm: str, record: Model) -> bool:
        """Whether this path opens one record."""
        if not self.carries(perm):
            return False
        if self.when is not None and getattr(record, self.when[0]) not in self.when[1]:
            return False
        if self.scope == "partnership":
            return perm in access.partnership
        if self.scope == "held":
            may = access.allows(self.owner_needs or perm)
            return may and record.pk in set(self._held(access))
        if self.scope == "owner" and not self.agency:
            is_owner = getattr(record, f"{self.owner}_id") == access.user_id
            return is_owner and access.allows(self.owner_needs)
        agency = getattr(record, f"{self.agency}_id")
        if self.scope == "agency":
            return agency in access.agencies_with(perm)
        return getattr(record, f"{self.owner}_id") == access.user_id and agency in (
            access.agencies_with(self.owner_needs)
        )

    def _held(self, access: Access) -> Any:
        """Keys of the rows in which this person holds a place on the day that is asked about."""
        assert self.holdings is not None
        return self.holdings().objects.record_ids_of(access)

    def duty(self, perm: str, record: Model, user_id: int) -> str | None:
        """Which of `Access.duties` this path asks of somebody for one record, None for none."""
        if self.scope == "held" or not self.carries(perm):
            return None  # a place is held by the day: nobody is told of a case for it
        if self.when is not None and getattr(record, self.when[0]) not in self.when[1]:
            return None
        if self.scope == "partnership":
            return duty(None, perm)
        if not self.agency:
            is_owner = getattr(record, f"{self.owner}_id") == user_id
            return duty(None, self.owner_needs) if is_owner else None
        agency = getattr(record, f"{self.agency}_id")
        is_owners = self.scope == "agency" or getattr(record, f"{self.owner}_id") == user_id
        return duty(agency, self.owner_needs or perm) if agency and is_owners else None


@dataclass(frozen=True)
class Reach:
    """The paths to a container's rows, and where its grants are kept.

    Functions return the models, since these refer to each other: `grants` (its rows are also the
    access list of a restricted record, whose model has `is_restricted`), `exclusions`, `openings`,
    which give `glass_gives` to whoever still holds `glass_needs` somewhere. `within` names the
    foreign key to another container whose exclusions and access list hold for these rows too.
    """

    paths: tuple[Path, ...]
    grants: Callable[[], Any] | None = None
    exclusions: Callable[[], Any] | None = None
    openings: Callable[[], Any] | None = None
    glass_gives: frozenset[str] = frozenset()
    glass_needs: str = ""
    within: str = ""


def duty(agency_id: int | None, held: str) -> str:
    """A role or a permission in an agency, or everywhere, in one word to keep and compare."""
    return f"{agency_id or '*'}:{held}"
