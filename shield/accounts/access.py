"""Who may do what with which record: the one place that decides.

A permission reaches a person over the paths that a container model declares in its `reach`:
because of a partnership-wide role, a role in one of the record's agencies, ownership, or a grant.
`visible` is that rule as SQL for many rows, `Access.allows` the same rule for one record; a test
proves that both agree. Nothing is allowed that no path allows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from shield.accounts.models import User

M = TypeVar("M", bound=Model)
Scope = Literal["partnership", "agency"]


@dataclass(frozen=True)
class Role:
    """What a person does, how far it reaches, and the permissions that follow."""

    id: str
    name: str
    scope: Scope
    prose: str
    perms: frozenset[str]


@cache
def roles() -> Mapping[str, Role]:
    """Every role by its id, from the page `shield/roles.py`."""
    return {role.id: role for role in import_string(settings.SHIELD_ROLES)}


@dataclass(frozen=True)
class Path:
    """One way by which a permission reaches a row.

    `agency` and `owner` name foreign keys of the row. With `owner`, the person must be the owner
    and still hold a role in `agency` that carries `owner_needs`; the path then gives `gives`.
    `when` is (field, values): the path exists only while the field has one of the values.
    `gives` limits which permissions the path can carry; None is no limit.
    """

    scope: Literal["partnership", "agency", "owner"]
    agency: str = ""
    owner: str = ""
    owner_needs: str = ""
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
        agency = getattr(record, f"{self.agency}_id")
        if self.scope == "agency":
            return agency in access.agencies_with(perm)
        return getattr(record, f"{self.owner}_id") == access.user_id and agency in (
            access.agencies_with(self.owner_needs)
        )


@dataclass(frozen=True)
class Reach:
    """The paths to a container's rows, and where its grants are kept.

    `grants` returns the CaseGrant model (a function, since models refer to each other).
    """

    paths: tuple[Path, ...]
    grants: Callable[[], Any] | None = None


@dataclass(frozen=True)
class Access:
    """What one person holds on one day."""

    user_id: int | None
    at: datetime
    partnership: frozenset[str] = frozenset()
    agencies: Mapping[int, frozenset[str]] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()

    def agencies_with(self, perm: str) -> set[int]:
        """Ids of the agencies in which a role of this person carries `perm`."""
        return {agency for agency, perms in self.agencies.items() if perm in perms}

    def allows(self, perm: str, record: Model | None = None) -> bool:
        """Whether `perm` is held: anywhere at all, or on this record."""
        if not self.roles:
            return False  # a grant does not outlive the last membership
        if record is None:
            return perm in self.partnership or bool(self.agencies_with(perm))
        reach: Reach = type(record).reach  # type: ignore[attr-defined]
        if any(path.opens(self, perm, record) for path in reach.paths):
            return True
        if reach.grants is None:
            return False
        return self._granted(reach.grants(), perm).filter(record_id=record.pk).exists()

    def _granted(self, grants: Any, perm: str) -> QuerySet[Any]:
        """This person's grants of `perm` in a container's table that have not ended."""
        return grants.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=self.at), user_id=self.user_id, perm=perm
        )

    def visible(self, rows: QuerySet[M], perm: str) -> QuerySet[M]:
        """Those of `rows` on which `perm` is held."""
        reach: Reach = rows.model.reach  # type: ignore[attr-defined]
        if not self.roles:
            return rows.none()
        found = [query for path in reach.paths if (query := path.query(self, perm)) is not None]
        if any(query == Q() for query in found):
            return rows
        if reach.grants is not None:
            found.append(Q(pk__in=self._granted(reach.grants(), perm).values("record_id")))
        return rows.filter(reduce(or_, found)) if found else rows.none()


def load_access(user: User) -> Access:
    """Read a person's memberships of today: the edge at which access meets the clock."""
    from shield.accounts.models import Membership

    at = timezone.now()
    if not user.is_active or user.pk is None:
        return Access(user_id=None, at=at)
    partnership: set[str] = set()
    agencies: dict[int, frozenset[str]] = {}
    held: set[str] = set()
    rows = Membership.objects.current(timezone.localdate(at)).filter(user=user)
    for agency_id, role_id in rows.values_list("agency_id", "role"):
        role = roles().get(role_id)
        if role is None:
            continue
        held.add(role.id)
        if role.scope == "partnership":
            partnership |= role.perms
        else:
            agencies[agency_id] = agencies.get(agency_id, frozenset()) | role.perms
    return Access(user.pk, at, frozenset(partnership), agencies, frozenset(held))


def access_of(user: Any) -> Access:
    """The access of a request's user, anonymous people included."""
    if getattr(user, "is_authenticated", False):
        found: Access = user.access
        return found
    return Access(user_id=None, at=timezone.now())


def signed_in(request: HttpRequest) -> User:
    """The person behind a request to a page that asks for a sign-in."""
    user: Any = request.user
    assert user.is_authenticated
    found: User = user
    return found


def visible(rows: QuerySet[M], user: Any, perm: str) -> QuerySet[M]:
    """The start of every read: those of `rows` that `user` holds `perm` on."""
    return access_of(user).visible(rows, perm)


def require(user: Any, perm: str, record: Model | None = None) -> None:
    """The first line of every service: PermissionDenied unless `user` holds `perm`."""
    if not access_of(user).allows(perm, record):
        raise PermissionDenied(perm)


class AccessBackend:
    """Lets Django's own `has_perm` ask this file; signs nobody in.

    Not a `BaseBackend`: that module needs the user model, which needs this one.
    """

    def authenticate(self, request: Any, **credentials: Any) -> None:
        return None

    def get_user(self, user_id: int) -> None:
        return None

    def has_perm(self, user_obj: Any, perm: str, obj: Model | None = None) -> bool:
        return access_of(user_obj).allows(perm, obj)
