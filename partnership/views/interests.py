"""Which page declares an interest in an item, records one for somebody, or takes one back?"""

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from partnership import services
from partnership.forms import InterestForm, Nothing, RecordInterestForm
from partnership.models import AgendaItem, Interest
from partnership.permissions import Perm
from partnership.views.bodies import KeepPage
from partnership.views.items import OfAgendaItem, people_for
from shield.core.links import numbered


class InterestDeclare(KeepPage):
    """One's own interest."""

    permission = Perm.OPEN
    title = "Declare an interest"

    def find(self, **path: Any) -> None:
        rows = AgendaItem.objects.visible_to(self.request.user)
        self.item = get_object_or_404(rows.select_related("meeting__body"), **path)

    def back(self) -> str:
        return numbered("agenda_detail", self.item.meeting_id)

    def caption(self) -> str:
        return str(self.item.title)

    def form(self, data: Any = None) -> InterestForm:
        return InterestForm(data)

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": "The item, its papers, what is said about it and what is decided are kept "
            "from you then. Only whoever chairs the meeting can take this back."
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.declare_interest(
            by=self.who, item=self.item, at=timezone.now(), **form.cleaned_data
        )
        return self.done("Your interest was declared. The item is kept from you.")


class InterestRecord(OfAgendaItem):
    """Somebody's interest, written down for them."""

    title = "Record an interest"
    fields = {services.DeclaredAlready: "person"}

    def form(self, data: Any = None) -> RecordInterestForm:
        return RecordInterestForm(data, people=people_for(self.item.meeting, self.who))

    def back(self) -> str:
        return numbered("agenda_detail", self.item.meeting_id)

    def save(self, form: Any) -> HttpResponseBase:
        services.record_interest(
            by=self.who, item=self.item, at=timezone.now(), **form.cleaned_data
        )
        return self.done("The interest was recorded.")


class InterestWithdraw(OfAgendaItem):
    """An interest that is none after all."""

    title = "Take back a declared interest"

    def find(self, **path: Any) -> None:
        rows = Interest.objects.declared().filter(
            item__in=AgendaItem.objects.visible_to(self.request.user)
        )
        related = ("item__meeting__body", "user")
        self.interest = get_object_or_404(rows.select_related(*related), **path)
        self.item = self.interest.item
        self.led(self.item.meeting.body)

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Take it back")

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": f"{self.interest.user} reads this item and its papers again."
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.withdraw_interest(by=self.who, interest=self.interest, at=timezone.now())
        return self.done("The interest was taken back.")
