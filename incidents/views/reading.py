"""Which page of a submitted notification is this?"""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from incidents import pdf, services
from incidents.answers import answered, rows_of
from incidents.forms import CorrectionForm, PanelForm
from incidents.models import Incident, Status
from incidents.permissions import Perm
from incidents.views.pages import SignedInPage
from shield.accounts.models import User
from shield.audit import services as audit
from shield.clocks.models import Clock
from shield.core.refusals import Refusal
from shield.documents import http as documents


class FiledPage(SignedInPage):
    """A page of one submitted notification that the reader may see."""

    permission = Perm.OPEN

    def incident(self, pk: int) -> Incident:
        rows = Incident.objects.visible_to(self.request.user).filed()
        return get_object_or_404(
            rows.select_related(
                "agency",
                "duty_agency",
                "submitted_by",
                "panel_notified_by",
                "document",
                "partnership_clock__rule_version__rule",
                "partnership_clock__rule_version__national",
                "panel_clock__rule_version__rule",
                "panel_clock__rule_version__national",
                "rapid_review_clock__rule_version__rule",
                "rapid_review_clock__rule_version__national",
            ),
            pk=pk,
        )


def clocks_open_to(user: User, incident: Incident) -> set[int]:
    """The ids of the notification's clocks whose own page this reader may open."""
    ids = (incident.partnership_clock_id, incident.panel_clock_id, incident.rapid_review_clock_id)
    rows = Clock.objects.visible_to(user).filter(pk__in=[pk for pk in ids if pk])
    return set(rows.values_list("pk", flat=True))


class NotificationDetail(FiledPage):
    """The notification as it was submitted, its clocks, its PDF and its corrections."""

    template = "incidents/notification_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        incident = self.incident(pk)
        audit.seen(incident, by=self.who, at=timezone.now(), page="notification")
        clocks = (incident.partnership_clock, incident.panel_clock, incident.rapid_review_clock)
        may_record = request.user.has_perm(Perm.RECORD_PANEL, incident)
        return self.page(
            incident=incident,
            answered=answered(incident, rows_of(incident)),
            marking=pdf.MARKING,
            clocks=[clock for clock in clocks if clock],
            explained=clocks_open_to(self.who, incident),
            corrections=incident.corrections.select_related("added_by").order_by("added_at"),
            may_correct=request.user.has_perm(Perm.CORRECT, incident),
            may_record_panel=may_record
            and incident.status == Status.SUBMITTED
            and incident.panel_clock is not None,
        )


class NotificationPdf(FiledPage):
    """The PDF as a download."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        incident = self.incident(pk)
        if incident.document is None or incident.document.status != "ready":
            raise Http404
        audit.record("incident.downloaded", incident, by=self.who, at=timezone.now())
        return documents.download(incident.document, f"{incident.reference}.pdf")


class NotificationPdfProgress(FiledPage):
    """Whether the PDF is ready, for the page that waits for it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        document = self.incident(pk).document
        if document is None:
            raise Http404
        return documents.progress(document)


class NotificationCorrect(FiledPage):
    """Add a dated correction."""

    template = "incidents/notification_correct.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        incident = self.incident(pk)
        if not request.user.has_perm(Perm.CORRECT, incident):
            raise Http404
        form = CorrectionForm(initial={"form_token": uuid.uuid4()})
        return self.page(incident=incident, form=form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        incident = self.incident(pk)
        form = CorrectionForm(request.POST)
        if not form.is_valid():
            return self.page(incident=incident, form=form)
        try:
            services.correct(
                incident=incident,
                text=form.cleaned_data["text"],
                authority_aware_at=form.cleaned_data["authority_aware_at"],
                token=form.cleaned_data["form_token"],
                by=self.who,
                at=timezone.now(),
            )
        except services.ImpossibleMoment as impossible:
            form.add_error("authority_aware_at", str(impossible))
            return self.page(incident=incident, form=form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.page(incident=incident, form=form)
        messages.success(request, "The correction has been added.")
        return redirect(incident)


class NotificationPanel(FiledPage):
    """Record that the national Panel was told."""

    template = "incidents/notification_panel.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        incident = self.incident(pk)
        if not request.user.has_perm(Perm.RECORD_PANEL, incident):
            raise Http404
        if incident.status != Status.SUBMITTED or incident.panel_clock is None:
            return redirect(incident)
        return self.page(incident=incident, form=PanelForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        incident = self.incident(pk)
        form = PanelForm(request.POST)
        if not form.is_valid():
            return self.page(incident=incident, form=form)
        try:
            services.record_panel(
                incident=incident,
                panel_reference=form.cleaned_data["panel_reference"],
                panel_notified_at=form.cleaned_data["panel_notified_at"],
                by=self.who,
                at=timezone.now(),
            )
        except services.ImpossibleMoment as impossible:
            form.add_error("panel_notified_at", str(impossible))
            return self.page(incident=incident, form=form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.page(incident=incident, form=form)
        messages.success(request, "It is recorded that the Panel was told.")
        return redirect(incident)
