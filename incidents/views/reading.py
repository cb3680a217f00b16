"""Which page of a submitted notification is this?"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from incidents import pdf, services
from incidents.answers import answered, rows_of
from incidents.forms import CorrectionForm, PanelForm
from incidents.models import Attachment, Correction, Incident, Status
from incidents.permissions import Perm
from incidents.views.pages import SignedInPage
from shield.accounts.models import User
from shield.audit import services as audit
from shield.clocks.models import Clock
from shield.core.london import day_words
from shield.core.refusals import Refusal
from shield.documents import http as documents


class FiledPage(SignedInPage):
    """A page of one submitted notification that the reader may see."""

    permission = Perm.OPEN

    def incident(self, pk: int) -> Incident:
        rows = Incident.objects.visible_to(self.request.user).filed()
        found = get_object_or_404(
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
        return self.guarded(found)


def clocks_open_to(user: User, incident: Incident) -> set[int]:
    """The ids of the notification's clocks whose own page this reader may open."""
    ids = (incident.partnership_clock_id, incident.panel_clock_id, incident.rapid_review_clock_id)
    rows = Clock.objects.visible_to(user).filter(pk__in=[pk for pk in ids if pk])
    return set(rows.values_list("pk", flat=True))


def corrections_of(incident: Incident) -> list[Correction]:
    """Oldest first."""
    return list(incident.corrections.select_related("added_by").order_by("added_at", "pk"))


def latest_moment(corrections: list[Correction]) -> Correction | None:
    """The correction that says when the local authority became aware: the latest counts."""
    return next((one for one in reversed(corrections) if one.authority_aware_at), None)


class NotificationDetail(FiledPage):
    """The notification as it was submitted, its clocks, its PDF and its corrections."""

    template = "incidents/notification_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        incident = self.incident(pk)
        audit.seen(incident, by=self.who, at=timezone.now(), page="notification")
        clocks = (incident.partnership_clock, incident.panel_clock, incident.rapid_review_clock)
        may_record = request.user.has_perm(Perm.RECORD_PANEL, incident)
        corrections = corrections_of(incident)
        return self.page(
            incident=incident,
            answered=answered(incident, rows_of(incident)),
            marking=pdf.MARKING,
            clocks=[clock for clock in clocks if clock],
            explained=clocks_open_to(self.who, incident),
            corrections=corrections,
            aware=latest_moment(corrections),
            files=Attachment.objects.number_of(incident),
            opening=incident.openings.filter(user=self.who, ends_at__gt=timezone.now()).first(),
            may_manage_access=request.user.has_perm(Perm.MANAGE_ACCESS, incident),
            may_correct=request.user.has_perm(Perm.CORRECT, incident),
            may_record_panel=may_record
            and incident.status == Status.SUBMITTED
            and incident.panel_clock is not None,
        )


class NotificationPdf(FiledPage):
    """The PDF as a download: whoever takes a case away proves first that it is they."""

    step_up, is_file = True, True

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        incident = self.incident(pk)
        if incident.document is None or incident.document.status != "ready":
            raise Http404
        audit.record("incident.downloaded", incident, by=self.who, at=timezone.now())
        return documents.download(incident.document, f"{incident.reference}.pdf")


class NotificationPdfProgress(FiledPage):
    """Whether the PDF is ready, for the page that waits for it.

    Not a consultation: it says one of three things about the making of the file. Nor is the page of
    a clock one, which names the notification by its reference, and the rule and days of the clock.
    """

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        document = self.incident(pk).document
        if document is None:
            raise Http404
        return documents.progress(document)


class NotificationCorrect(FiledPage):
    """Add a dated correction."""

    template = "incidents/notification_correct.html"

    def draw(self, incident: Incident, form: CorrectionForm) -> HttpResponse:
        """Also what is refused says something of the case: when it cannot have happened."""
        audit.seen(incident, by=self.who, at=timezone.now(), page="correct")
        clock = incident.panel_clock
        return self.page(
            incident=incident,
            form=form,
            aware=latest_moment(corrections_of(incident)),
            clock=clock,
            is_running=clock is not None and clock.is_open,
        )

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        incident = self.incident(pk)
        if not request.user.has_perm(Perm.CORRECT, incident):
            raise Http404
        form = CorrectionForm()
        return self.draw(incident, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        incident = self.incident(pk)
        form = CorrectionForm(request.POST)
        if not form.is_valid():
            return self.draw(incident, form)
        try:
            services.correct(
                incident=incident,
                text=form.cleaned_data["text"],
                authority_aware_at=form.cleaned_data["authority_aware_at"],
                token=form.token,
                by=self.who,
                at=timezone.now(),
            )
        except services.ImpossibleMoment as impossible:
            form.add_error("authority_aware_at", str(impossible))
            return self.draw(incident, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.draw(incident, form)
        moment = form.cleaned_data["authority_aware_at"]
        said = self.what_follows(incident) if moment else ""
        messages.success(request, f"The correction has been added. {said}".strip())
        return redirect(incident)

    def what_follows(self, incident: Incident) -> str:
        """What the corrected moment did to the day by which the Panel must be told."""
        before = incident.panel_clock
        if before is None:
            return "No deadline counts from when the local authority became aware."
        if not before.is_open:
            return "No deadline moved: the Panel had been told already."
        was, now = before.due_on, Clock.objects.get(pk=before.pk).due_on
        if was == now:
            return f"The deadline for telling the Panel stays {day_words(was)}."
        return (
            f"The deadline for telling the Panel moved from {day_words(was)} to {day_words(now)}."
        )


class NotificationPanel(FiledPage):
    """Record that the national Panel was told."""

    template = "incidents/notification_panel.html"

    def draw(self, incident: Incident, form: PanelForm) -> HttpResponse:
        """That it must go to the Panel is shown, and so written down."""
        audit.seen(incident, by=self.who, at=timezone.now(), page="panel")
        return self.page(incident=incident, form=form)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        incident = self.incident(pk)
        if not request.user.has_perm(Perm.RECORD_PANEL, incident):
            raise Http404
        if incident.status != Status.SUBMITTED or incident.panel_clock is None:
            return redirect(incident)
        return self.draw(incident, PanelForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        incident = self.incident(pk)
        form = PanelForm(request.POST)
        if not form.is_valid():
            return self.draw(incident, form)
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
            return self.draw(incident, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.draw(incident, form)
        messages.success(request, "It is recorded that the Panel was told.")
        return redirect(incident)


class NotificationHistory(FiledPage):
    """Which answers were changed, when, and by whom, as far as the reader may hear of it."""

    template = "incidents/notification_history.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        incident = self.incident(pk)
        asked = request.GET.get("page", "")
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1
        number = max(1, number)
        audit.seen(incident, by=self.who, at=timezone.now(), page="history")
        found = services.history_of(incident, reader=self.who, page=number)
        return self.page(incident=incident, history=found, number=number)
