"""What can happen to letters of outcome?"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from conferences.models import (
    Child,
    Conference,
    FamilyGuest,
    OutcomeLetter,
    Plan,
    Status,
)
from conferences.pdf import letter as pdf
from conferences.permissions import Perm
from conferences.services.core_groups import planned_of
from conferences.services.outcomes import NotHeld
from conferences.services.plans import due_of
from conferences.services.recording import (
    children_of,
    day_of,
    decisions_of,
    dissents_of,
    outcome_of,
)
from conferences.services.scheduling import locked
from shield.accounts.access import require
from shield.accounts.models import Agency, User
from shield.audit import services as audit
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.documents import services as documents


class AboutNobody(Refusal):
    """A letter says what was decided of at least one child of the conference."""

    def __init__(self) -> None:
        super().__init__("Select at least one child of this conference.")


@transaction.atomic
def request_letter(
    *,
    conference: Conference,
    guest: FamilyGuest | None,
    agency: Agency | None,
    name: str,
    children: Collection[Child],
    token: UUID,
    by: User,
    at: datetime,
) -> OutcomeLetter:
    """Ask for the PDF that tells somebody what was decided of `children`, as it stands now.

    To a guest of the family, or to `name` of an agency or of none. The same token again asks for
    none. Raises NotHeld, AboutNobody.
    """
    require(by, Perm.MANAGE, conference)
    found = locked(conference)
    if found.status != Status.HELD:
        raise NotHeld
    before = OutcomeLetter.objects.filter(conference=found, form_token=token).first()
    if before is not None:
        return before
    ids = {one.pk for one in children}
    about = [one for one in children_of(found) if one.pk in ids]
    if not about:
        raise AboutNobody
    to, detail = (
        (str(guest), guest.relationship) if guest else (name, str(agency) if agency else "")
    )
    content = pdf.frozen(letter_of(found, about, to=to, detail=detail, at=at))
    document = documents.request(
        template=pdf.TEMPLATE,
        content=content,
        title=f"Outcome of conference {found.reference}",
        reference=found.reference,
        marking=pdf.MARKING,
        at=at,
    )
    made: OutcomeLetter = OutcomeLetter.objects.create(
        conference=found,
        guest=guest,
        agency=None if guest else agency,
        name="" if guest else name,
        document=document,
        form_token=token,
        requested_at=at,
        requested_by=by,
    )
    audit.record(
        "conference.letter_made", found, by=by, at=at, letter=made.pk, children=sorted(ids)
    )
    return made


def letter_of(
    conference: Conference, children: Collection[Child], *, to: str, detail: str, at: datetime
) -> pdf.Letter:
    """What a letter about some of the children holds: nothing that was said of the others."""
    outcome, held_on = outcome_of(conference), day_of(conference)
    assert outcome is not None  # a conference that was held has one
    assert held_on is not None
    ids = [one.pk for one in children]
    of_them = Q(child__isnull=True) | Q(child__in=ids)
    planned = planned_of(conference)
    return pdf.Letter(
        to=to,
        to_detail=detail,
        reference=conference.reference,
        kind=str(conference.kind),
        held_on=held_on,
        chair=str(conference.chair),
        agency=str(conference.agency),
        summary=outcome.summary,
        must_change=outcome.must_change,
        if_not=outcome.if_not,
        children=tuple(_of_children(conference, children)),
        steps=tuple(conference.plan_steps.present().filter(of_them).select_related("child")),
        members=tuple(conference.core_group.present().select_related("agency")),
        next_core_group=planned.when_words if planned else "",
        additions=tuple(conference.outcome_additions.filter(of_them).order_by("added_at", "pk")),
        written_on=london_day(at),
    )


def _of_children(conference: Conference, children: Collection[Child]) -> list[pdf.OfChild]:
    decisions = decisions_of(conference)
    rows = Plan.objects.filter(child__in=[one.pk for one in children]).in_full().order_by("pk")
    plans = {one.child_id: one for one in rows}
    due, dissents = due_of(list(plans.values())), dissents_of(decisions.values())
    found = []
    for child in children:
        decision = decisions[child.pk]
        plan = plans.get(child.pk)
        found.append(
            pdf.OfChild(
                name=str(child),
                decision=decision,
                plan=plan,
                dissents=tuple(
                    (str(one.agency), one.reason) for one in dissents.get(decision.pk, ())
                ),
                due=tuple((one.rule_version.rule.name, one.due_on) for one in due.get(plan.pk, ()))
                if plan
                else (),
            )
        )
    return found
