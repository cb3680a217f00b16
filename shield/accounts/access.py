"""Who may do what with which record: the one place that decides.

A permission reaches a person over the paths that a container model declares in its `reach`:
a partnership-wide role, a role in one of its agencies, ownership, a seat, or a grant. Need to know
beats role. A restricted record admits those alone whom a grant names. Who is excluded from a record
reaches it in no way. Whoever breaks the glass reads a record, for a time, that no path opens, while
they hold a role that may. A grant is made to somebody who works here: who leaves, and comes back,
is named anew. `visible` is all of that as SQL for many rows, `Access.allows` the same for one
record; a test proves that both agree. Nothing is allowed that no path allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from django.conf import settings
from django.core.exceptions import EmptyResultSet, PermissionDenied
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string

from shield.accounts.reach import Reach, duty
from shield.accounts.spells import FACTS, Spell, unbroken_since

if TYPE_CHECKING:
    from shield.accounts.models import User

M = TypeVar("M", bound=Model)
Scope = Literal["partnership", "agency"]
NO_ROW = "SELECT 0 WHERE FALSE"


@dataclass(frozen=True)
class Role:
    """What a person does, how far it reaches, and the permissions that follow."""

    id: str
    name: str
    scope: Scope
    prose: str
    perms: frozenset[str]
    # Whether its holders must prove a second factor: every role through which cases are seen or
    # access is given. False says that neither ever happens.
    needs_second_factor: bool = True


@cache
def roles() -> Mapping[str, Role]:
    """Every role by its id, from the page `shield/roles.py`."""
    return {role.id: role for role in import_string(settings.SHIELD_ROLES)}


@cache
def permission_words() -> Mapping[str, str]:
    """What each permission lets somebody do, in words for people; from the same page."""
    found: dict[str, str] = import_string(settings.SHIELD_PERMISSION_WORDS)
    return found


@dataclass(frozen=True)
class Access:
    """What one person holds on one day."""

    user_id: int | None
    at: datetime
    partnership: frozenset[str] = frozenset()
    agencies: Mapping[int, frozenset[str]] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    # Since when they have worked here without a break; grants and places from before are worth
    # nothing. None for whoever never left.
    since: datetime | None = None
    # What is held where, as `duty` writes it: roles, and each permission that they carry. What
    # somebody was told for one of them goes with it.
    duties: frozenset[str] = frozenset()
    # What the roles held in each agency carry, whatever their reach.
    works: Mapping[int, frozenset[str]] = field(default_factory=dict)
    # What roles give alone: as if no name and no broken glass let this person in anywhere.
    by_role: bool = False
    written: dict[object, RawSQL] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def keys(self, name: object, rows: Callable[[], QuerySet[Any, Any]]) -> RawSQL:
        """The keys that `rows` gives for this person, as a subquery: `pk__in=access.keys(...)`.

        The words are written once and kept by `name`; what they find is asked anew each time. Put
        together by the ORM wherever it is named, and again in each query around it, a rule that
        hangs on other rules costs many times what its rows do.
        """
        if name not in self.written:
            try:
                sql, told = rows().query.sql_with_params()
            except EmptyResultSet:
                sql, told = NO_ROW, ()
            self.written[name] = RawSQL(sql, told)  # noqa: S611  the ORM's own words
        return self.written[name]

    def agencies_with(self, perm: str) -> set[int]:
        """Ids of the agencies in which a role of this person carries `perm`."""
        return {agency for agency, perms in self.agencies.items() if perm in perms}

    def works_with(self, perm: str) -> set[int]:
        """Ids of the agencies in which this person works in a role that carries `perm` anywhere."""
        return {agency for agency, perms in self.works.items() if perm in perms}

    def allows(self, perm: str, record: Model | None = None) -> bool:
        """Whether `perm` is held: anywhere at all, or on this record."""
        if not self.roles:
            return False  # a grant does not outlive the last membership
        if record is None:
            return perm in self.partnership or bool(self.agencies_with(perm))
        reach: Reach = type(record).reach  # type: ignore[attr-defined]
        if reach.within and not self.is_admitted_to(getattr(record, reach.within)):
            return False
        if self._is_shut_out(reach, record):
            return False
        glass = reach.openings if self._may_use_glass(reach, perm) else None
        if glass and self._of(glass(), record).exists():
            return True
        named = self._named_for(reach, record)
        if getattr(record, "is_restricted", False) and not named:
            return False
        return perm in named or any(path.opens(self, perm, record) for path in reach.paths)

    def is_admitted_to(self, container: Model) -> bool:
        """Whether a container keeps nothing inside it from this person, whatever opens that."""
        reach: Reach = type(container).reach  # type: ignore[attr-defined]
        if self._is_shut_out(reach, container):
            return False
        is_listed = not getattr(container, "is_restricted", False)
        return is_listed or bool(self._named_for(reach, container))

    def _is_shut_out(self, reach: Reach, record: Model) -> bool:
        return reach.exclusions is not None and self._of(reach.exclusions(), record).exists()

    def _named_for(self, reach: Reach, record: Model) -> set[str]:
        """The permissions for which a record's grants name this person."""
        if reach.grants is None or self.by_role:
            return set()
        grants = self._of(reach.grants(), record)
        if self.since is not None:
            grants = grants.filter(granted_at__gte=self.since)
        return set(grants.values_list("perm", flat=True))

    def _may_use_glass(self, reach: Reach, perm: str) -> bool:
        """Whether the glass counts that this person may have broken."""
        if self.by_role or perm not in reach.glass_gives:
            return False
        return not reach.glass_needs or self.allows(reach.glass_needs)

    def _of(self, rows: Any, record: Model) -> QuerySet[Any]:
        """This person's grants, exclusions or openings of a record that have not ended."""
        found: QuerySet[Any] = rows.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=self.at), user_id=self.user_id
        )
        return found.filter(record_id=record.pk)

    def _granted(self, rows: Any, perm: str = "") -> RawSQL:
        """Ids of the records that this person's grants name, of any permission or of `perm`."""
        if self.by_role:
            return RawSQL(NO_ROW, [])  # noqa: S611  our own words
        return self._named_in(rows, perm, since=self.since)

    def _named_in(self, rows: Any, perm: str = "", since: datetime | None = None) -> RawSQL:
        """Ids of the records that `_of(rows)` names, of `perm` and no older than `since` if given.

        Written out, since each read starts here: put together by the ORM, these cost a list more
        than its rows.
        """
        sql = (
            f"SELECT record_id FROM {connection.ops.quote_name(rows._meta.db_table)} "  # noqa: S608
            "WHERE user_id = %s AND (ends_at IS NULL OR ends_at > %s)"
        )  # the name of our own table
        told: list[Any] = [self.user_id, self.at]
        for words, value in ((" AND perm = %s", perm), (" AND granted_at >= %s", since)):
            if value:
                sql, told = sql + words, [*told, value]
        return RawSQL(sql, told)  # noqa: S611  every value is a parameter

    def visible(self, rows: QuerySet[M], perm: str) -> QuerySet[M]:
        """Those of `rows` on which `perm` is held."""
        reach: Reach = rows.model.reach  # type: ignore[attr-defined]
        if not self.roles:
            return rows.none()
        found = [query for path in reach.paths if (query := path.query(self, perm)) is not None]
        everything = any(not query for query in found)
        if reach.grants is not None:
            grants = reach.grants()
            if not everything:
                found.append(Q(pk__in=self._granted(grants, perm)))
            if hasattr(rows.model, "is_restricted"):
                listed = Q(is_restricted=False) | Q(pk__in=self._granted(grants))
                found = [listed if everything else reduce(or_, found) & listed]
                everything = False
        if reach.openings is not None and not everything and self._may_use_glass(reach, perm):
            found.append(Q(pk__in=self._named_in(reach.openings())))
        if not (everything or found):
            return rows.none()
        opened = Q() if everything else reduce(or_, found)
        if reach.exclusions is not None:
            opened &= ~Q(pk__in=self._named_in(reach.exclusions()))
        if reach.within:
            opened &= self._inside(rows.model, reach.within)
        return rows.filter(opened) if opened else rows

    def _inside(self, model: Any, within: str) -> Q:
        """The rows whose container keeps nothing from this person: `is_admitted_to` for many."""
        container: Any = model._meta.get_field(within).related_model
        reach: Reach = container.reach
        found = Q()
        if hasattr(container, "is_restricted") and reach.grants is not None:
            listed = Q(**{f"{within}__in": self._granted(reach.grants())})
            found = Q(**{f"{within}__is_restricted": False}) | listed
        if reach.exclusions is not None:
            found &= ~Q(**{f"{within}__in": self._named_in(reach.exclusions())})
        return found


def duties_of(agency_id: int, role: Role) -> set[str]:
    """What a role in an agency lets somebody do, and where; of no use where it carries nothing."""
    where = None if role.scope == "partnership" else agency_id
    return {duty(where, held) for held in (role.id, *role.perms)} if role.perms else set()


def duties_for(perms: Iterable[str], record: Model, user_id: int) -> set[str]:
    """Any one of these lets somebody do one of `perms` with a record, but for names and limits."""
    reach: Reach = type(record).reach  # type: ignore[attr-defined]
    found = {path.duty(perm, record, user_id) for perm in perms for path in reach.paths}
    return {one for one in found if one is not None}


def load_access(user: User) -> Access:
    """Read a person's memberships, past ones too: the edge at which access meets the clock."""
    at = timezone.now()
    if not user.is_active or user.pk is None:
        return Access(user_id=None, at=at)
    today = timezone.localdate(at)
    partnership: set[str] = set()
    agencies: dict[int, frozenset[str]] = {}
    works: dict[int, frozenset[str]] = {}
    held: set[str] = set()
    duties: set[str] = set()
    spells: list[Spell] = []
    with connection.cursor() as cursor:
        cursor.execute(FACTS, {"user": user.pk, "on": today})
        rows = cursor.fetchall()
    for *facts, role_id, is_now in rows:
        spells.append(Spell.of(*facts))
        role = roles().get(role_id)
        if role is None or not is_now:
            continue
        held.add(role.id)
        duties |= duties_of(facts[0], role)
        works[facts[0]] = works.get(facts[0], frozenset()) | role.perms
        if role.scope == "partnership":
            partnership |= role.perms
        else:
            agencies[facts[0]] = agencies.get(facts[0], frozenset()) | role.perms
    return Access(
        user.pk,
        at,
        frozenset(partnership),
        agencies,
        frozenset(held),
        since=unbroken_since(spells),
        duties=frozenset(duties),
        works=works,
    )


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


def keys_of(model: type[Model], user: Any) -> RawSQL:
    """The keys of what somebody may see, for what hangs on it: `item__in=keys_of(Item, user)`."""
    rows: Any = model._default_manager
    return access_of(user).keys(model, lambda: rows.visible_to(user).values("pk"))


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
