"""What changed in a notification, when, and by whom? Which answers, not what they said."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Min, OuterRef, QuerySet, Subquery, Value

from incidents.models import (
    FILED,
    Attachment,
    AttachmentEvent,
    ChildEvent,
    CorrectionEvent,
    FamilyMemberEvent,
    Incident,
    IncidentEvent,
    InvolvedAgencyEvent,
    Status,
)
from incidents.permissions import Perm
from shield.accounts.models import User

# How many versions a page looks at.
PER_PAGE = 50
# Each kind of row: what it is called, and the column that names the notification.
WHAT: dict[Any, tuple[str, str]] = {
    IncidentEvent: ("", "pgh_obj_id"),
    ChildEvent: ("Child", "incident_id"),
    FamilyMemberEvent: ("Family or household member", "incident_id"),
    InvolvedAgencyEvent: ("Agency involved", "incident_id"),
    CorrectionEvent: ("Correction", "incident_id"),
    AttachmentEvent: ("File", "record_id"),
}
MODELS = tuple(WHAT)
# What says of itself nothing to people: who saved when stands beside, the rest is bookkeeping.
UNSAID = {"id", "incident", "record", "upload", "form_token", "saved_at", "saved_by",
          "nhs_fingerprint", "created_at"}  # fmt: skip
# What is said once it is so, and once it is so no more.
SAID = {
    "removed_at": ("Removed", "Brought back"),
    "submitted_at": ("Submitted", "No longer submitted"),
    "panel_notified_at": ("The Panel was told", "The Panel was not told"),
    "discarded_at": ("Discarded", "Brought back"),
    "is_restricted": ("Restricted to people who are named", "Restriction lifted"),
}
FOLLOWS = {"status", "reference", "document", "duty_agency", "is_late", "removed_by",
           "submitted_by", "discarded_by", "panel_notified_by", "partnership_clock", "panel_clock",
           "rapid_review_clock", "notifier", "agency"}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One saving of one row: the answers that differ from before."""

    at: datetime
    who: str
    what: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class History:
    """One page of what changed, newest first. `with_draft` is whether the draft's is part of it."""

    changes: list[Change]
    has_more: bool
    with_draft: bool


class Version(NamedTuple):
    """One version of one row: which of MODELS, its id, and when it was written."""

    kind: int
    pk: int
    at: datetime


def history_of(incident: Incident, *, reader: User, page: int = 1) -> History:
    """A page of the versions that this reader may hear of. They may read the notification.

    What was saved while it was a draft is for those who could read the draft then. Ids alone are
    put in order; what a version says is unsealed only for the page that is shown.
    """
    with_draft = could_read_draft(incident, reader)
    rows = _versions(incident, with_draft=with_draft)
    start = (page - 1) * PER_PAGE
    found = [Version(*row) for row in rows[start : start + PER_PAGE + 1]]
    shown = found[:PER_PAGE]
    with_files = any(MODELS[one.kind] is AttachmentEvent for one in shown)
    made = list(_changes(shown, _named_files(incident, reader) if with_files else {}))
    names = {
        one.pk: one.full_name
        for one in User.objects.filter(pk__in={who for _, who, _, _ in made if type(who) is int})
    }
    return History(
        changes=[
            Change(at, who if isinstance(who, str) else names.get(who, ""), what, answers)
            for at, who, what, answers in made
        ],
        has_more=len(found) > PER_PAGE,
        with_draft=with_draft,
    )


def could_read_draft(incident: Incident, reader: User) -> bool:
    """Whether this person would read the notification were it a draft still: the rule itself."""
    draft = copy(incident)
    draft.status = Status.DRAFT
    return reader.access.allows(Perm.EDIT, draft)


def _filed_at(incident: Incident) -> datetime | None:
    """When the database wrote the first version that was no draft."""
    filed = IncidentEvent.objects.filter(pgh_obj_id=incident.pk, status__in=sorted(FILED))
    found: datetime | None = filed.aggregate(at=Min("pgh_created_at"))["at"]
    return found


def _versions(incident: Incident, *, with_draft: bool) -> QuerySet[Any]:
    """`Version`s of all kinds of row, newest first, in one query that unseals nothing."""
    parts = []
    filed_at = None if with_draft else _filed_at(incident)
    for kind, model in enumerate(MODELS):
        rows = model.objects.filter(**{WHAT[model][1]: incident.pk})
        if not with_draft and model is IncidentEvent:
            rows = rows.filter(status__in=sorted(FILED))
        elif not with_draft:  # what belongs to it does not change as it is submitted
            rows = rows.filter(pgh_created_at__gt=filed_at)
        rows = rows.order_by().annotate(kind=Value(kind))
        parts.append(rows.values_list("kind", "pgh_id", "pgh_created_at"))
    return parts[0].union(*parts[1:], all=True).order_by("-pgh_created_at", "-kind", "-pgh_id")


def _named_files(incident: Incident, reader: User) -> dict[int, str]:
    """{id: "File" and its name}, of those that this reader finds on the page of the files."""
    rows = Attachment.objects.present().filter(record=incident)
    decides = reader.access.allows(Perm.MANAGE_ACCESS, incident)
    return {one.pk: f"File {one.upload.name}" for one in rows if decides or one.shut_away is None}


def _changes(
    versions: list[Version], files: dict[int, str]
) -> Iterator[tuple[datetime, int | str, str, tuple[str, ...]]]:
    """What each version says other than the one before it; nothing of one that says the same."""
    rows = {
        (kind, row.pk): row
        for kind in sorted({one.kind for one in versions})
        for row in _read(MODELS[kind], [one.pk for one in versions if one.kind == kind])
    }
    for one in versions:
        model, row = MODELS[one.kind], rows[one.kind, one.pk]
        before = rows[one.kind, row.before] if row.before else None
        begun = "Draft begun" if model is IncidentEvent else "Added"
        answers = tuple(_different(model, before, row)) if before else (begun,)
        if answers:
            what = files.get(row.pgh_obj_id, "File") if model is AttachmentEvent else WHAT[model][0]
            yield one.at, _who(row), what, answers


def _read(model: Any, ids: list[int]) -> list[Any]:
    """Some versions, each with the id of the one `before` it, and those ones too."""
    earlier = model.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pk__lt=OuterRef("pk"))
    before = Subquery(earlier.order_by("-pk").values("pk")[:1])
    rows = list(model.objects.filter(pk__in=ids).annotate(before=before))
    return [*model.objects.filter(pk__in={row.before for row in rows} - {None, *ids}), *rows]


def _different(model: Any, before: Any, after: Any) -> Iterator[str]:
    for field in model.pgh_tracked_model._meta.concrete_fields:
        if field.name in UNSAID | FOLLOWS:
            continue
        if getattr(before, field.attname) != getattr(after, field.attname):
            so, no_more = SAID.get(field.name, ("", ""))
            words = str(field.verbose_name)
            said = so if getattr(after, field.attname) else no_more
            yield said or words[0].upper() + words[1:]


def _who(row: Any) -> int | str:
    """The id of a person, or that it was the portal itself."""
    context = row.pgh_context or {}
    user = context.get("user")
    return user if isinstance(user, int) else "The portal"
