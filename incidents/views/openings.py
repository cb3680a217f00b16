"""Which page opens a notification in an emergency, ends that, or judges it?"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from incidents import services
from incidents.forms.access import GlassForm, JudgeForm
from incidents.models import Incident, IncidentOpening
from incidents.permissions import Perm
from incidents.views.pages import SignedInPage
from shield.accounts import kept
from shield.accounts.access import visible
from shield.accounts.models import User
from shield.audit import services as audit
from shield.audit.permissions import Perm as Audit
from shield.core.lists import Column
from shield.core.refusals import Refusal
from shield.core.views import ListPage


class GlassBreak(SignedInPage):
    """Open in an emergency what one may not see."""

    permission = Perm.BREAK_GLASS
    step_up = True
    template = "incidents/glass_break.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.draw(GlassForm())

    def draw(self, form: GlassForm) -> HttpResponse:
        finds_keepers = Perm.MANAGE_ACCESS in self.who.access.partnership
        return self.page(form=form, finds_keepers=finds_keepers)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = GlassForm(request.POST)
        if not form.is_valid():
            return self.draw(form)
        try:
            incident = services.open_by_glass(
                reference=form.cleaned_data["reference"],
                reason=form.cleaned_data["reason"],
                by=self.who,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("reference", str(refusal))
            return self.draw(form)
        return redirect(incident)


class OpeningEnd(SignedInPage):
    """End one's own opening before its time."""

    permission = Perm.BREAK_GLASS

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        opening = get_object_or_404(
            IncidentOpening.objects.filter(user=self.who).select_related("record"), pk=pk
        )
        services.end_opening(opening=opening, by=self.who, at=timezone.now())
        messages.success(request, "You can no longer see the notification.")
        return redirect("notification_list")


def openings_for(user: User) -> QuerySet[IncidentOpening]:
    """The openings that this person judges."""
    rows = visible(IncidentOpening.objects.all(), user, Perm.REVIEW_OPENINGS)
    # Not of a notification from which they are shut out: `services.judge` asks the same.
    rows = rows.exclude(record__in=kept.shut_out(Incident, user))
    return rows.select_related("user", "record", "reviewed_by")


class OpeningList(ListPage):
    """Every time somebody broke the glass, those not yet judged first."""

    permission = Perm.REVIEW_OPENINGS
    caption = "Opened in an emergency"
    nothing_yet = "Nobody has opened a notification in an emergency."
    csv_name = "openings"
    order = ("-reviewed_at", "-opened_at")
    columns = (
        Column("opened_at", "Opened", link=IncidentOpening.get_absolute_url),
        Column("user", "By"),
        Column("reference", "Notification"),
        Column("ends_at", "Until"),
        Column(
            "judgement",
            "Judged",
            value=lambda row: row.get_judgement_display() or "Not yet",
            tag=lambda row: None if row.judgement else "yellow",
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return openings_for(self.request.user)  # type: ignore[arg-type]


def audit_of(opening: IncidentOpening) -> str:
    """Where the audit lists who read which page of the notification."""
    asked = {"verb": "consulted", "reference": opening.record.label}
    return f"{reverse('audit_search')}?{urlencode(asked)}"


class OpeningDetail(SignedInPage):
    """One opening: why, how long, and whether it was right."""

    permission = Perm.REVIEW_OPENINGS
    template = "incidents/opening_detail.html"

    def opening(self, pk: int) -> IncidentOpening:
        return get_object_or_404(openings_for(self.who), pk=pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.draw(self.opening(pk), JudgeForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        opening, at = self.opening(pk), timezone.now()
        if "end" in request.POST:
            services.end_opening(opening=opening, by=self.who, at=at)
            messages.success(request, "The notification is closed to them again.")
            return redirect(opening)
        form = JudgeForm(request.POST)
        if not form.is_valid():
            return self.draw(opening, form)
        try:
            services.judge(opening=opening, by=self.who, at=at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.draw(opening, form)
        messages.success(request, "Recorded.")
        return redirect("opening_list")

    def draw(self, opening: IncidentOpening, form: JudgeForm) -> HttpResponse:
        at = timezone.now()
        audit.seen(opening, by=self.who, at=at, page="opening")
        mine = opening.user_id == self.who.pk
        return self.page(
            opening=opening,
            form=form if not opening.judgement and not mine else None,
            is_open=opening.ends_at > at,
            audit_url=audit_of(opening) if self.who.has_perm(Audit.READ) else "",
        )
