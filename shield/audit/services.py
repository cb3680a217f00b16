"""What can happen to the audit? Entries are added to the end of the chain; nothing else."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from shield.accounts.models import User
from shield.audit import chain, heads
from shield.audit.models import Entry
from shield.core.refusals import NotWrittenDown

# The lock of whoever adds to the end of the chain ("audit" as a number), and how long to wait.
END_OF_CHAIN = 0x6175646974
PATIENCE = "10s"


def record(verb: str, subject: Model, *, by: User | None, at: datetime, **facts: Any) -> Entry:
    """Add an entry, in the caller's transaction: `record("incident.submitted", incident, by=…)`.

    `by=None` is the system itself (a task by the clock). `facts` must be JSON and free of content:
    ids, states, counts, names of steps. Raises NotWrittenDown where it cannot be added: then
    nothing that was to be written down may happen, and nothing be shown.
    """
    link = chain.Link(
        position=0,
        digest="",
        at=at,
        actor_id=by.pk if by else None,
        actor=f"{by.full_name} <{by.email}>" if by else "system",
        agencies=sorted(by.access.agencies) if by else [],
        verb=verb,
        subject_model=subject._meta.label_lower,
        subject_id=subject.pk,
        reference=str(getattr(subject, "reference", "") or ""),
        facts=facts,
    )
    try:
        # Without a savepoint: a caller that goes on after this failed would go on unwritten.
        with transaction.atomic(savepoint=False):
            return _append(link)
    except DatabaseError as error:
        raise NotWrittenDown(type(error).__name__) from error


def _append(link: chain.Link) -> Entry:
    """Add to the end; whoever else wants to waits until this transaction is over."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(%s)",
            [PATIENCE, END_OF_CHAIN],
        )
    # Its own statement, so that it sees what was committed while we waited.
    last = Entry.objects.order_by("-position").values_list("position", "digest").first()
    position, before = last or (0, chain.START)
    link = link._replace(position=position + 1)
    link = link._replace(digest=chain.digest_of(link, before))
    entry = Entry.objects.create(**link._asdict())
    transaction.on_commit(partial(heads.note, link.position, link.digest, link.at), robust=True)
    return entry


def seen(subject: Model, *, by: User, at: datetime, page: str, **facts: Any) -> Entry:
    """Add a consultation: a page that shows case content was opened."""
    return record("consulted", subject, by=by, at=at, page=page, **facts)
