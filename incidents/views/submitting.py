"""Which page ends a draft: checked and submitted, discarded, brought back?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from incidents import services
from incidents.answers import answered, rows_of
from incidents.completeness import doubts
from incidents.forms import DeclarationForm
from incidents.models import Incident, Option
from incidents.sections import BY_SLUG
from incidents.views.editing import DraftPage
from incidents.views.reading import clocks_open_to
from shield.core.refusals import Refusal

# More than these would tell nobody more.
SAME = 5


class NotificationCheck(DraftPage):
    """Check your answers, declare, submit."""

    template = "incidents/notification_check.html"

    def form(self, request: HttpRequest) -> DeclarationForm:
        late = services.is_late(self.incident, at=timezone.now())
        return DeclarationForm(request.POST if request.method == "POST" else None, late=late)

    def draw(self, form: DeclarationForm, *, status: int = 200, refusal: str = "") -> HttpResponse:
        self.consulted("check")
        rows = rows_of(self.incident)
        unfinished = services.incomplete_sections(self.incident, rows, at=timezone.now())
        return self.page(
            status=status,
            incident=self.incident,
            answered=answered(self.incident, rows),
            doubts=doubts(
                self.incident,
                rows["children"],
                deaths=Option.objects.death_codes(),
                same_child=self.same_child(),
            ),
            unfinished=[BY_SLUG[slug] for slug in unfinished],
            clock=self.incident.partnership_clock,
            form=form,
            refusal=refusal,
        )

    def same_child(self) -> list[str]:
        """Other notifications that the reader may read and that name the same child."""
        others = Incident.objects.visible_to(self.who).filed().of_children_of(self.incident)
        newest = others.order_by("-submitted_at").values_list("reference", flat=True)[:SAME]
        return [str(reference) for reference in newest]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.incident.is_draft:
            return redirect(self.incident)
        return self.draw(self.form(request))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.incident.is_filed:
            # The same page sent twice, or somebody else was quicker: once is enough.
            return redirect("notification_submitted", pk=pk)
        form = self.form(request)
        if not form.is_valid():
            return self.draw(form)
        try:
            services.submit(
                incident=self.incident,
                late_reason=form.cleaned_data.get("late_reason", ""),
                by=self.who,
                at=timezone.now(),
            )
        except Refusal as refusal:
            self.incident.refresh_from_db()
            if self.incident.is_filed:
                return redirect("notification_submitted", pk=pk)
            return self.draw(self.form(request), status=409, refusal=str(refusal))
        return redirect("notification_submitted", pk=pk)


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
            services.discard(incident=self.incident, by=self.who, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("notification_tasks", pk=pk)


class NotificationRestore(DraftPage):
    """Bring a discarded draft back."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            services.restore(incident=self.incident, by=self.who, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("notification_tasks", pk=pk)
