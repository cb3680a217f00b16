"""Which page plans a year of meetings?"""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from partnership import services
from partnership.forms import Nothing, YearForm
from partnership.forms.meetings import FIRST_YEAR, LAST_YEAR
from partnership.models import Body, Meeting, MeetingStatus
from partnership.permissions import Perm
from partnership.views.bodies import KeepPage
from partnership.views.meetings import COLOURS
from shield.core.london import LONDON
from shield.core.views import Page

PROPOSED = MeetingStatus.PROPOSED


class YearPropose(KeepPage):
    """Which bodies for which year; and the years that have meetings."""

    title = "Plan a year of meetings"
    template = "partnership/year_propose.html"

    def form(self, data: Any = None) -> YearForm:
        today = timezone.localdate()
        bodies = Body.objects.present(today).in_order()
        return YearForm(data, bodies=bodies, initial={"year": today.year + 1})

    def context(self) -> dict[str, Any]:
        standing = Meeting.objects.visible_to(self.request.user).standing()
        years = standing.values(year=ExtractYear("starts_at", tzinfo=LONDON)).annotate(
            meetings=Count("pk"), proposed=Count("pk", filter=Q(status=PROPOSED))
        )
        return super().context() | {"years": years.order_by("-year")}

    def save(self, form: Any) -> HttpResponseBase:
        year, bodies = form.cleaned_data["year"], form.cleaned_data["bodies"]
        made = services.propose_year(by=self.who, year=year, bodies=bodies, at=timezone.now())
        messages.success(self.request, f"{len(made)} meetings are proposed for {year}.")
        return redirect("year_detail", year=year)


def year_or_404(user: Any, year: int) -> Any:
    """The meetings that stand in a year; 404 for a year without one."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    rows = Meeting.objects.visible_to(user).standing().in_year(year)
    if not rows.exists():
        raise Http404
    return rows


class YearDetail(Page):
    """A year's meetings: why each is on its day, and everybody who would be in two at once."""

    permission = Perm.KEEP
    template = "partnership/year_detail.html"

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        rows = list(year_or_404(request.user, year).select_related("body").by_day())
        clashes = services.clashes_of(rows)
        return self.page(
            year=year,
            lines=[(one, clashes[one.pk], COLOURS[MeetingStatus(one.status)]) for one in rows],
            proposed=sum(one.status == PROPOSED for one in rows),
            clashing=sum(bool(found) for found in clashes.values()),
        )


class OfYear(KeepPage):
    """A question about a whole year's proposals."""

    def find(self, **path: Any) -> None:
        self.year: int = path["year"]
        rows = year_or_404(self.request.user, self.year).filter(status=PROPOSED)
        self.meetings = list(rows)
        self.proposed = len(self.meetings)

    def back(self) -> str:
        return reverse("year_detail", kwargs={"year": self.year})

    def caption(self) -> str:
        return str(self.year)


class YearConfirm(OfYear):
    """All of a year's proposals at once."""

    title = "Confirm the plan"

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Confirm them all")

    def context(self) -> dict[str, Any]:
        mails, people = services.asked_of(self.meetings)
        return super().context() | {
            "intro": f"Proposed meetings: {self.proposed}. All are confirmed, or none is. "
            "Everybody who reads a body sees its meetings from then on. Invitations are sent at "
            f"once, one for each meeting and person: {mails}, to {people} people."
        }

    def save(self, form: Any) -> HttpResponseBase:
        made = services.confirm_year(by=self.who, year=self.year, at=timezone.now())
        return self.done(f"{len(made)} meetings were confirmed.")


class YearDiscard(OfYear):
    """None of a year's proposals."""

    title = "Take the proposals out"

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Take them all out")

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": f"Proposed meetings: {self.proposed}. Confirmed meetings stay as they are."
        }

    def save(self, form: Any) -> HttpResponseBase:
        gone = services.discard_year(by=self.who, year=self.year, at=timezone.now())
        messages.success(self.request, f"{gone} proposed meetings were taken out.")
        return redirect("year_propose")
