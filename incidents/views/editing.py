"""Which page of a draft is this?"""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from incidents import services
from incidents.completeness import QUESTIONS
from incidents.forms import FORMS, StartForm, offered
from incidents.models import Attachment, Incident, Option
from incidents.permissions import Perm
from incidents.views.pages import SignedInPage
from shield.accounts.models import Agency
from shield.audit import services as audit
from shield.core import asking
from shield.core.answers import Labels
from shield.core.forms import Offered
from shield.core.refusals import Refusal
from shield.core.sections import Section


class NotificationStart(SignedInPage):
    """What a notification is for, what is needed, and the button that starts one."""

    permission = Perm.FILE
    template = "incidents/notification_start.html"

    def form(self, data: QueryDict | None = None) -> StartForm:
        mine = self.who.access.agencies_with(Perm.FILE)
        agencies = Agency.objects.by_name().filter(pk__in=mine)
        return StartForm(data, agencies=agencies, initial={"agency": agencies.first()})

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(form=self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form=form)
        try:
            incident = services.start(
                agency=form.cleaned_data["agency"],
                token=form.token,
                by=self.who,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.page(form=form)
        return redirect(incident)


class DraftPage(asking.DraftPage, SignedInPage):
    """A page of one draft, or of nothing that the reader may edit."""

    permission = Perm.OPEN
    questions = QUESTIONS
    forms = FORMS
    addresses = asking.Addresses(
        tasks="notification_tasks",
        check="notification_check",
        step="notification_step",
        row_add="notification_row_add",
        row_edit="notification_row_edit",
        row_remove="notification_row_remove",
    )
    noun = "notification"

    @property
    def incident(self) -> Incident:
        return self.record

    def find(self, **path: Any) -> Incident:
        rows = Incident.objects.visible_to(self.who).select_related("agency", "saved_by")
        found: Incident = get_object_or_404(rows, pk=path["pk"])
        # Somebody who was let read one notification by name has no business in its draft.
        if not found.is_filed and not self.who.has_perm(Perm.EDIT, found):
            raise Http404
        return found

    def asks_step_up(self) -> bool:
        """Its pages also show what was filed meanwhile, which may be restricted."""
        return super().asks_step_up() or self.incident.is_restricted

    def caption(self) -> str:
        return f"{self.incident.label} – {self.incident.agency}"

    def labels(self) -> Labels:
        words: Labels = Option.objects.labels()
        return words

    def offered(self) -> Offered:
        return offered(self.at)

    def consulted(self, page: str) -> None:
        audit.seen(self.incident, by=self.who, at=self.at, page=page)


class NotificationTasks(asking.TaskPage, DraftPage):
    """The task list: each page of questions and how far it is."""

    template = "incidents/notification_tasks.html"

    def get(self, request: HttpRequest, **path: Any) -> HttpResponse:
        if self.incident.is_filed:
            return redirect(self.incident)
        return super().get(request, **path)

    def extra(self) -> dict[str, Any]:
        return {
            "incident": self.incident,
            "clock": self.incident.partnership_clock,
            "files": Attachment.objects.number_of(self.incident),
            "is_late": services.is_late(self.incident, at=self.at),
        }


class NotificationStep(asking.StepPage, DraftPage):
    """One page of questions about the notification itself, or the list of a section's rows."""

    def save(self, section: Section, answers: dict[str, Any], *, seen: str) -> str:
        return services.save(
            incident=self.incident,
            section=section,
            answers=answers,
            seen=seen,
            by=self.who,
            at=self.at,
        )


class RowEdit(asking.RowPage, DraftPage):
    """The questions about one child, family member or agency."""

    def save_row(
        self, section: Section, row: Any, answers: dict[str, Any], *, token: uuid.UUID, seen: str
    ) -> Any:
        return services.save_row(
            incident=self.incident,
            section=section,
            row=row,
            token=token,
            answers=answers,
            seen=seen,
            by=self.who,
            at=self.at,
        )


class RowRemove(asking.RowRemovePage, DraftPage):
    """Ask before a row is removed; afterwards it can be brought back."""

    def set_row_removed(self, section: Section, row: Any, *, removed: bool) -> None:
        services.set_row_removed(
            incident=self.incident,
            section=section,
            row=row,
            removed=removed,
            by=self.who,
            at=self.at,
        )
