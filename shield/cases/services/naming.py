"""What do all changes of who sees a case share? A lock, a name, and what must be true after."""

from datetime import datetime
from typing import Any

from shield.accounts.models import User
from shield.audit import services as audit
from shield.cases import emails
from shield.cases.kind import CaseKind, kind_of, lasting
from shield.core.refusals import Refusal
from shield.notifications import services as notifications


class NobodyLeft(Refusal):
    """The change would leave nobody who could undo it."""

    def __init__(self, kind: CaseKind) -> None:
        super().__init__(
            "Nothing was changed: afterwards nobody would be left who can manage who sees this "
            f"{kind.noun} for as long as it lasts. {kind.keeper_words}"
        )


class ReadsNone(Refusal):
    """A name would promise what the person's roles cannot keep."""

    def __init__(self, person: User, kind: CaseKind) -> None:
        super().__init__(
            f"Nothing was changed: {person} holds no role with which {kind.noun}s are read, so a "
            "name would not let them in. They need another role first."
        )


class NotThere(Refusal):
    """Nothing is said any more of who sees a case of which nothing is left."""

    def __init__(self, kind: CaseKind) -> None:
        super().__init__(f"Nothing is left of this {kind.noun}, so nothing was changed.")


def lock(record: Any) -> Any:
    """The case as it is now, held until the transaction ends. Raises NotThere."""
    kind = kind_of(record)
    found = kind.there().select_for_update(of=("self",)).filter(pk=record.pk).first()
    if found is None:
        raise NotThere(kind)
    return found


def name(
    record: Any,
    person: User,
    *,
    reason: str,
    ends_at: datetime | None,
    by: User,
    at: datetime,
    perm: str = "",
) -> Any:
    """A grant, to read where nothing else is said; a second one takes the place of the first."""
    kind = kind_of(record)
    if not person.access.allows(kind.opens):
        raise ReadsNone(person, kind)
    lasting(record.grants, at).filter(user=person, perm__in=kind.given).update(ends_at=at)
    made = record.grants.create(
        user=person,
        perm=perm or kind.reads,
        reason=reason,
        granted_by=by,
        granted_at=at,
        ends_at=ends_at,
    )
    audit.record(f"{kind.verb}.person_named", record, by=by, at=at, person=person.pk)
    return made


def tell_named(grant: Any, *, at: datetime) -> None:
    """Tell somebody that they are named; of a kind that says more, in its own words."""
    kind, record, person = kind_of(grant), grant.record, grant.user
    if kind.tell_named is not None:
        kind.tell_named(grant, at=at)
        return
    if person.pk == grant.granted_by_id or grant.perm != kind.reads:
        return
    if person.access.allows(kind.reads, record):
        key, message = f"{kind.verb}.named:{grant.pk}", emails.named(kind, record)
        notifications.notify(recipients=[person], key=key, message=message, at=at)


def _keeps(person: User, record: Any, kind: CaseKind) -> bool:
    """Whether somebody decides about it, and will until that is changed: no name with an end."""
    if not person.access.allows(kind.manages, record):
        return False
    endless = record.grants.filter(user=person, ends_at=None)
    return not record.is_restricted or endless.exists()


def settle(record: Any, at: datetime, *, before: bool = False) -> None:
    """After a change: somebody can undo it; clocks and messages follow.

    `before` where the change may not take away what its kind guards (`CaseKind.before`). Shutting
    somebody out is never refused for that.
    """
    kind = kind_of(record)
    if not any(_keeps(one, record, kind) for one in kind.keepers(record, at)):
        raise NobodyLeft(kind)
    kind.after(record, at, before)
    kind.limit(record, at=at)
