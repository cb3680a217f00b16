"""Which page restricts an item, opens it, names its readers or ends their reading?"""

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from partnership import services
from partnership.forms import Nothing, ReaderForm, RestrictForm
from partnership.models import AgendaItem, ItemReader, Meeting
from partnership.views.bodies import LeadPage
from partnership.views.items import OfAgendaItem, people_for
from shield.core.links import numbered
from shield.core.london import short_day


class AgendaItemRestrict(OfAgendaItem):
    """Asks first, then keeps an item to those who are named."""

    title = "Restrict an item"
    step_up = True
    fields = {services.NoReader: "readers", services.CannotRead: "readers"}

    def items(self) -> Any:
        return super().items().filter(is_restricted=False)

    def back(self) -> str:
        return numbered("agenda_detail", self.item.meeting_id)

    def form(self, data: Any = None) -> RestrictForm:
        return RestrictForm(data, people=people_for(self.item.meeting, self.who), by=self.who)

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": "From now on only the readers that you name see it, once they have signed the "
            "confidentiality agreement. For everybody else it is gone from the agenda; who has "
            "read it before has read it."
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.restrict_item(by=self.who, item=self.item, at=timezone.now(), **form.cleaned_data)
        return self.done("The item is restricted.")


class AgendaItemUnrestrict(OfAgendaItem):
    """Asks first, then lets everybody read an item."""

    title = "Open a restricted item to everybody"
    step_up = True

    def items(self) -> Any:
        return super().items().filter(is_restricted=True)

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Open it to everybody")

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": "Everybody who reads the agenda reads this item and its papers from now on. "
            "This cannot be taken back for those who have read it by then."
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.unrestrict_item(by=self.who, item=self.item, at=timezone.now())
        return self.done("Everybody who reads the agenda reads the item now.")


class ItemReaderName(OfAgendaItem):
    """Somebody besides reads a restricted item."""

    title = "Name a reader"
    step_up = True
    fields = {services.ReadsAlready: "person", services.CannotRead: "person"}

    def items(self) -> Any:
        return super().items().filter(is_restricted=True)

    def form(self, data: Any = None) -> ReaderForm:
        return ReaderForm(data, people=people_for(self.item.meeting, self.who))

    def save(self, form: Any) -> HttpResponseBase:
        services.name_reader(by=self.who, item=self.item, at=timezone.now(), **form.cleaned_data)
        return self.done("The reader was named.")


class ItemReaderEnd(OfAgendaItem):
    """Somebody no longer reads it, nor its minutes once the meeting was held."""

    title = "End a reader"

    def items(self) -> Any:
        return AgendaItem.objects.visible_to(self.request.user)

    def find(self, **path: Any) -> None:
        rows = ItemReader.objects.current().filter(item__in=self.items())
        self.reader = get_object_or_404(rows.select_related("item__meeting__body", "user"), **path)
        self.item = self.reader.item
        self.led(self.item.meeting.body)

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="End their reading")

    def context(self) -> dict[str, Any]:
        return super().context() | {"intro": f"{self.reader.user} no longer reads this item."}

    def back(self) -> str:
        # Whoever ends their own reading does not see the item any more.
        is_own = self.reader.user_id == self.who.pk
        return numbered("agenda_detail", self.item.meeting_id) if is_own else super().back()

    def save(self, form: Any) -> HttpResponseBase:
        services.end_reader(by=self.who, reader=self.reader, at=timezone.now())
        return self.done("Their reading was ended.")


class UnreadItemName(LeadPage):
    """A reader for an item that nobody is left to read; whoever names them is not shown it."""

    title = "Name a reader of a restricted item"
    step_up = True
    fields = {services.NamesThemselves: "person", services.CannotRead: "person"}

    def find(self, **path: Any) -> None:
        meetings = Meeting.objects.visible_to(self.request.user)
        rows = AgendaItem.objects.filter(meeting__in=meetings, is_restricted=True)
        self.item = get_object_or_404(rows.select_related("meeting__body"), **path)
        self.led(self.item.meeting.body)
        if self.item not in services.unread_in([self.item.meeting], timezone.now()):
            raise Http404

    def back(self) -> str:
        return numbered("agenda_detail", self.item.meeting_id)

    def caption(self) -> str:
        return f"{self.item.meeting}, {short_day(self.item.meeting.on)}"

    def form(self, data: Any = None) -> ReaderForm:
        people = [one for one in people_for(self.item.meeting, self.who) if one != self.who]
        return ReaderForm(data, people=people)

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": "Whoever read this item has left, or has no seat any more. Name somebody who "
            "reads it and names others. You are not shown what it is."
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.name_for_unread(
            by=self.who, item=self.item, at=timezone.now(), **form.cleaned_data
        )
        return self.done("The reader was named, and is told.")
