"""What can happen to a report while it is written?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from conferences.completeness import questions_for
from conferences.models import (
    Child,
    Conference,
    Duty,
    Report,
    ReportChild,
    ReportRequest,
    RequestStatus,
)
from conferences.permissions import Perm
from conferences.sections import CHILDREN
from conferences.services.requests import held_still, take_part
from conferences.services.scheduling import NotToCome
from conferences.workflow import REQUEST
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core import drafting
from shield.core.drafting import NoLongerDraft
from shield.core.refusals import Refusal
from shield.core.sections import Section, fingerprint, values_of

# What is said anew for each conference, and never taken over from the last report.
ANEW = frozenset({"author", "recommendation", "shared"})
ANEW_OF_CHILD = frozenset({"scale", "scale_reason"})


@transaction.atomic
def begin(*, request: ReportRequest, from_last: bool, by: User, at: datetime) -> Report:
    """Begin the report of an agency, blank or from its last one about this family; once only.

    Raises MoveNotAllowed, ChecksOwn, NotToCome.
    """
    require(by, Perm.WRITE, request)
    request = held_still(request)
    before = Report.objects.filter(request=request).first()
    if before is not None and request.status != RequestStatus.ASKED:
        return before
    if not request.conference.is_to_come:
        raise NotToCome
    REQUEST.advance(request, "begin")
    take_part(request, by, by=by, at=at)
    if request.practitioner is None:
        request.practitioner = by
        request.save(update_fields=["practitioner"])
        if request.clock and request.clock.is_open:
            request.clock.holder = by
            request.clock.save(update_fields=["holder"])
    if before is not None:  # begun once, declined, and taken up again: what was written is there
        return before
    report: Report = Report.objects.create(
        request=request,
        started_at=at,
        started_by=by,
        saved_at=at,
        saved_by=by,
        author_name=by.full_name,
        author_role=by.post,
    )
    for child in Child.objects.present().filter(conference=request.conference):
        add_report_child(report, child, by=by, at=at)
    last = last_report(request, by) if from_last else None
    if last is not None:
        _carry_over(report, last, by=by, at=at)
    audit.record("report.begun", request.conference, by=by, at=at, request=request.pk,
                 carried=last is not None)  # fmt: skip
    return report


def last_report(request: ReportRequest, reader: User) -> Report | None:
    """The agency's last report about the same family, unless it is kept from the reader."""
    conferences = Conference.objects.of_family(request.conference.family_reference)
    agencies = [request.agency_id, *request.agency.preceded_by.values_list("pk", flat=True)]
    rows = Report.objects.filter(
        request__conference__in=conferences,
        request__agency__in=agencies,
        request__status=RequestStatus.REPORTED,
    ).exclude(request=request)
    found = rows.select_related("request__conference").order_by("-request__answered_at", "-pk")
    for report in found:
        if reader.access.is_admitted_to(report.request.conference):
            return report
    return None


def add_report_child(report: Report, child: Child, *, by: User, at: datetime) -> ReportChild:
    """The page of one child, there already or made now."""
    made, _ = ReportChild.objects.get_or_create(
        report=report,
        child=child,
        defaults={"form_token": uuid4(), "saved_at": at, "saved_by": by},
    )
    return made


def _carry_over(report: Report, last: Report, *, by: User, at: datetime) -> None:
    """Take over what the last report said; each page is marked until somebody confirms it."""
    questions, carried = questions_for(report), []
    for section in questions.sections:
        if section.slug in ANEW:
            continue
        if section.rows and section is not CHILDREN:
            _copy_rows(report, last, section, by=by, at=at)
        page = section.summary or section
        if page.model is Report:
            for name in page.fields:
                setattr(report, name, getattr(last, name))
            if any(values_of(report, page).values()):
                carried.append(section.slug)
    same = _same_children(report, last)
    for row in report.children.present().select_related("child"):
        old = same.get(row.child_id)
        if old is not None:
            for name in CHILDREN.fields:
                if name not in ANEW_OF_CHILD:
                    setattr(row, name, getattr(old, name))
            row.is_carried = True
            row.save()
    report.carried, report.carried_from = sorted(carried), last
    report.save()


def _copy_rows(report: Report, last: Report, section: Section, *, by: User, at: datetime) -> None:
    for row in getattr(last, section.rows).present():
        section.model._default_manager.create(
            report=report,
            form_token=uuid4(),
            saved_at=at,
            saved_by=by,
            is_carried=True,
            **values_of(row, section),
        )


def _same_children(report: Report, last: Report) -> dict[int, ReportChild]:
    """{child of this conference: what was said of the same child}; twins are told apart."""
    old = {row.child_id: row for row in last.children.present().select_related("child")}
    found: dict[int, ReportChild] = {}
    for row in report.children.present().select_related("child__before"):
        child: Child | None = row.child
        while child is not None and child.pk not in old:
            child = child.before
        if child is not None:
            found[row.child_id] = old[child.pk]
            continue
        number = row.child.nhs_fingerprint or row.child.external_fingerprint
        for one in old.values():
            same = (one.child.nhs_fingerprint, one.child.external_fingerprint)
            if number and number in same:
                found[row.child_id] = one
    return found


def held_draft(report: Report, by: User) -> Report:
    """The report, held until the transaction ends; refuses what is no longer a draft.

    A step of these services: whoever saves is an author from then on.
    """
    require(by, Perm.READ_REQUEST, report.request)
    request = held_still(report.request)
    if not request.is_editable:
        raise NoLongerDraft(
            "This report was handed on, sent or is no longer asked for, so your answers were not "
            "saved. They are still shown below, to copy."
        )
    require(by, Perm.WRITE, request)
    found: Report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    found.request = request
    return found


@transaction.atomic
def save_page(
    *,
    report: Report,
    section: Section,
    answers: Mapping[str, Any],
    seen: str,
    confirms: bool,
    by: User,
    at: datetime,
) -> str:
    """Save one page's answers; returns the fingerprint of what is stored now.

    With `confirms` what was taken over from the last report there counts as looked at. Raises
    ChangedMeanwhile, NoLongerDraft, ChecksOwn; nothing is then written.
    """
    require(by, Perm.READ_REQUEST, report.request)
    found = held_draft(report, by)
    drafting.refuse_none_beside_rows(questions_for(found).sections, found, answers)
    changed = drafting.save_answers(found, section, answers, seen=seen, by=by, at=at)
    confirmed = confirms and _confirm(found, section.slug.removesuffix("-summary"))
    if changed or confirmed:
        take_part(found.request, by, by=by, at=at)
        audit.record("report.answered", found.request.conference, by=by, at=at,
                     request=found.request_id, section=section.slug)  # fmt: skip
    return fingerprint(values_of(found, section))


def _confirm(report: Report, slug: str) -> bool:
    if slug not in report.carried:
        return False
    report.carried = [one for one in report.carried if one != slug]
    report.save(update_fields=["carried"])
    return True


@transaction.atomic
def save_row(
    *,
    report: Report,
    section: Section,
    row: Any | None,
    token: UUID,
    answers: Mapping[str, Any],
    seen: str,
    confirms: bool,
    by: User,
    at: datetime,
) -> Any:
    """Save what is said of one child, adult or event; a new adult or event where `row` is None.

    Raises ChangedMeanwhile, NoLongerDraft, ChecksOwn.
    """
    require(by, Perm.READ_REQUEST, report.request)
    found = held_draft(report, by)
    if row is None and section.slug == CHILDREN.slug:
        raise Refusal("Children are added to the conference, not to a report.")
    saved, changed = drafting.save_row(
        found, section, row, answers, token=token, seen=seen, by=by, at=at
    )
    if confirms and saved.is_carried:
        saved.is_carried, changed = False, True
        saved.save(update_fields=["is_carried"])
    if changed:
        take_part(found.request, by, by=by, at=at)
        audit.record("report.row_saved", found.request.conference, by=by, at=at,
                     request=found.request_id, section=section.slug, row=saved.pk)  # fmt: skip
    return saved


@transaction.atomic
def set_row_removed(
    *, report: Report, section: Section, row: Any, removed: bool, by: User, at: datetime
) -> None:
    """Take an adult or an event off the report, or bring it back. Raises NoLongerDraft."""
    require(by, Perm.READ_REQUEST, report.request)
    found = held_draft(report, by)
    if section.slug == CHILDREN.slug:
        raise Refusal("Each child of the conference has a page in the report.")
    if drafting.set_row_removed(found, section, row, removed=removed, by=by, at=at):
        take_part(found.request, by, by=by, at=at)
        verb = "report.row_removed" if removed else "report.row_restored"
        audit.record(verb, found.request.conference, by=by, at=at,
                     request=found.request_id, section=section.slug, row=row.pk)  # fmt: skip


def still_carried(report: Report) -> list[str]:
    """The pages on which something is taken over that nobody has confirmed."""
    if report.carried_from_id is None:
        return []
    found, sections = set(report.carried), questions_for(report).sections
    for section in sections:
        if section.rows and getattr(report, section.rows).present().filter(is_carried=True):
            found.add(section.slug)
    return [one.slug for one in sections if one.slug in found]


def follow_child(child: Child, *, by: User, at: datetime) -> None:
    """A child was added, removed or brought back: reports that are still open follow."""
    require(by, Perm.MANAGE, child.conference)
    reports = Report.objects.filter(request__conference=child.conference)
    for report in reports.exclude(request__status=RequestStatus.REPORTED).order_by("pk"):
        row = add_report_child(report, child, by=by, at=at)
        if bool(row.removed_at) != bool(child.removed_at):
            row.removed_at, row.removed_by = child.removed_at, child.removed_by
            row.save(update_fields=["removed_at", "removed_by"])


def is_author(request: ReportRequest, person: User) -> bool:
    """Whether somebody has worked on a report, now or before."""
    return bool(request.members.filter(user=person, duty=Duty.AUTHOR).exists())
