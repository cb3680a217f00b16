"""Which page ends a draft: checked and submitted, discarded, brought back?"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from incidents import services
from incidents.completeness import doubts
from incidents.forms import DeclarationForm
from incidents.models import Incident, Option
from incidents.views.editing import DraftPage
from incidents.views.reading import clocks_open_to
from shield.core import asking
from shield.core.forms import Form
from shield.core.questionnaires import Rows
from shield.core.refusals import Refusal

# More than these would tell nobody more.
SAME = 5


class NotificationCheck(asking.CheckPage, DraftPage):
    """Check your answers, declare, submit."""

    template = "incidents/notification_check.html"

    def form(self, data: QueryDict | None = None) -> DeclarationForm:
        return DeclarationForm(data, late=services.is_late(self.incident, at=self.at))

    def doubts(self, rows: Rows) -> list[str]:
        return doubts(
            self.incident,
            rows["children"],
            deaths=Option.objects.death_codes(),
            same_child=self.same_child(),
        )

    def same_child(self) -> list[str]:
        """Other notifications that the reader may read and that name the same child."""
        others = Incident.objects.visible_to(self.who).filed().of_children_of(self.incident)
        newest = others.order_by("-submitted_at").values_list("reference", flat=True)[:SAME]
        return [str(reference) for reference in newest]

    def extra(self) -> dict[str, Any]:
        return {"clock": self.incident.partnership_clock}

    def is_submitted(self) -> bool:
        return self.incident.is_filed

    def submit(self, form: Form) -> None:
        services.submit(
            incident=self.incident,
            late_reason=form.cleaned_data.get("late_reason", ""),
            by=self.who,
            at=self.at,
        )

    def submitted(self) -> HttpResponse:
        return redirect("notification_submitted", pk=self.incident.pk)


class NotificationSubmitted(DraftPage):
    """The confirmation: the reference, what happens next, what is due."""

    template = "incidents/notification_submitted.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.incident.is_filed:
            return redirect(self.incident)
        self.consulted("confirmation")
        clock = self.incident.panel_clock
        return self.page(
            incident=self.incident,
            clock=clock,
            explained=clocks_open_to(self.who, self.incident),
        )


class NotificationDiscard(DraftPage):
    """Ask before a draft is put away."""

    template = "incidents/notification_discard.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.incident.is_draft:
            return redirect(self.incident)
        return self.page(incident=self.incident)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            services.discard(incident=self.incident, by=self.who, at=self.at)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("notification_tasks", pk=pk)


class NotificationRestore(DraftPage):
    """Bring a discarded draft back."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            services.restore(incident=self.incident, by=self.who, at=self.at)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("notification_tasks", pk=pk)
