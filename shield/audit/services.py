"""What can happen to the audit? Entries are added; nothing else."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from shield.accounts.models import User
from shield.audit.models import Entry


def record(verb: str, subject: Model, *, by: User | None, at: datetime, **facts: Any) -> Entry:
    """Add an entry, in the caller's transaction: `record("incident.submitted", incident, by=…)`.

    `by=None` is the system itself (a task by the clock). `facts` must be JSON and free of content:
    ids, states, counts, names of steps.
    """
    return Entry.objects.create(
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


def seen(subject: Model, *, by: User, at: datetime, page: str) -> Entry:
    """Add a consultation: a page that shows case content was opened."""
    return record("consulted", subject, by=by, at=at, page=page)
