"""What does this room have to be told of a kind of case, to say who may see one of them?

Each app gives one `CaseKind` for its cases and registers it when it starts. What hangs on a case
(`grants`, `exclusions`, `openings`, `restrictions`) it finds by these names on the case itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet

from shield.accounts.models import User


def nothing_before(record: Any, at: datetime) -> bool:
    return False


def nothing_more(record: Any, at: datetime, before: bool) -> None:
    return None


def nobody_more(record: Any) -> tuple[User, ...]:
    return ()


@dataclass(frozen=True)
class Gift:
    """One of the things that a name can give."""

    perm: str
    # Among others to choose from, and in the list of those who are named.
    words: str
    # Asked before it happens: “You are about to let this person …”.
    about_to: str


@dataclass(frozen=True)
class CaseKind:
    """One kind of case: what it is called, what guards it, and what follows a change."""

    model: type[Model]
    # Begins what the audit says and the keys of messages: “incident.person_named”.
    verb: str
    # What one is called in a sentence: “this notification”.
    noun: str
    # How a reference looks.
    example: str
    # The permissions: to open the pages at all, to read a case, to say who sees it, to break the
    # glass and to judge that.
    opens: str
    reads: str
    manages: str
    breaks: str
    judges: str
    # What a role must carry to reach the pages that say who sees a case; which one, the case says.
    enters: str
    # What a name can give, the first where nothing is chosen.
    gives: tuple[Gift, ...]
    # What the list of a restricted case gives.
    lists: str
    # Urls: what their names begin with, and the list of all.
    urls: str
    list_url: str
    list_words: str
    # Those that can be opened by their reference.
    filed: Callable[[], QuerySet[Any]]
    # Those of which it can be said who sees them: not what was erased, in which nothing is written.
    there: Callable[[], QuerySet[Any]]
    # Takes clocks and messages from those from whom a case is kept.
    limit: Callable[..., None]
    # Whoever decides who sees a case, once they are let in.
    keepers: Callable[[Any, datetime], Iterable[User]]
    # Everybody who may see it, as rows with `person` and `reason`.
    who_sees: Callable[..., Iterable[Any]]
    # What to name before somebody can be shut out or a name taken off.
    keeper_words: str
    # What a name does, and what a restriction, said above the forms.
    name_words: str
    restrict_words: str
    tell_named: Callable[..., None] | None = None
    # Who stays in when it is restricted, beside whoever restricts it.
    stay: Callable[[Any], Iterable[User]] = nobody_more
    # What a change may not take away: asked before it, and given back after it.
    before: Callable[[Any, datetime], bool] = nothing_before
    after: Callable[[Any, datetime, bool], None] = nothing_more
    # Why a case cannot be restricted at all, if it cannot.
    why_open: Callable[[Any], str] = lambda record: ""
    # What must be seen to, above the list of those who see it.
    warning: Callable[[Any, datetime], str] = lambda record, at: ""

    def url(self, name: str) -> str:
        return f"{self.urls}{name}"

    @property
    def given(self) -> tuple[str, ...]:
        return tuple(one.perm for one in self.gives)

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        return tuple((one.perm, one.words) for one in self.gives)

    def gift(self, perm: str) -> Gift:
        """What a name gives by this permission, or where none was chosen."""
        return next(one for one in self.gives if perm in ("", one.perm))

    def rows(self, name: str) -> QuerySet[Any]:
        """Everything of one name (`grants`, `openings`) that hangs on cases of this kind."""
        found: Any = self.model._meta.get_field(name)
        rows: QuerySet[Any] = found.related_model._default_manager.all()
        return rows


KINDS: dict[type[Model], CaseKind] = {}


def register(kind: CaseKind) -> None:
    KINDS[kind.model] = kind


def kind_of(record: Model) -> CaseKind:
    """The kind of a case, or of a row that hangs on one as its `record`."""
    return KINDS[type(record)] if type(record) in KINDS else KINDS[type(record.record)]  # type: ignore[attr-defined]


def lasting(rows: Any, at: datetime) -> Any:
    """Grants, exclusions or openings that have not ended."""
    return rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
