"""Which page shows an item of an agenda, or changes it?"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from partnership import services
from partnership.forms import (
    AgendaItemForm,
    ItemSaid,
    Nothing,
    PlaceForm,
)
from partnership.models import (
    AgendaItem,
    ItemKind,
    Meeting,
    MeetingStatus,
    Minutes,
    Paper,
)
from partnership.permissions import Perm
from partnership.views.agendas import OfAgenda
from partnership.views.bodies import LeadPage
from shield.accounts.access import signed_in
from shield.audit import services as audit
from shield.core.links import numbered
from shield.core.views import Page

DRAWN_IN = (ItemKind.LAST_MINUTES, ItemKind.MATTERS_ARISING)


class AgendaItemDetail(Page):
    """One item with its papers; for whoever keeps the agenda, with what they do."""

    permission = Perm.OPEN
    template = "partnership/agenda_item_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        who = signed_in(request)
        rows = AgendaItem.objects.visible_to(who)
        item = get_object_or_404(rows.select_related("meeting__body", "proposal"), pk=pk)
        leads = services.leads(who, item.meeting.body)
        audit.seen(item, by=who, at=timezone.now(), page="agenda_item")
        interests = item.interests.declared().order_by("pk")
        return self.page(
            item=item,
            meeting=item.meeting,
            leads=leads,
            is_open=item.meeting.status == MeetingStatus.CONFIRMED,
            papers=papers_of(item),
            readers=item.readers.current().select_related("user").order_by("user__full_name", "pk")
            if item.is_restricted
            else [],
            interests=interests.select_related("user", "declared_by") if leads else [],
            last_minutes=services.last_minutes(meeting=item.meeting, reader=who)
            if item.kind == ItemKind.LAST_MINUTES
            else None,
            arising=services.matters_arising(meeting=item.meeting, reader=who)
            if item.kind == ItemKind.MATTERS_ARISING
            else None,
            outcome=self.outcome(item),
            # Minutes and actions of the body are for those who read it, not for its guests.
            is_guest=item.kind in DRAWN_IN and not item.meeting.body.is_read_by(who),
        )

    def outcome(self, item: AgendaItem) -> Minutes | None:
        """The minutes in which it stands what was said, once the meeting was held."""
        if item.meeting.status != MeetingStatus.HELD:
            return None
        rows = Minutes.objects.visible_to(self.request.user).filter(meeting=item.meeting_id)
        found: Minutes | None = rows.first()
        return found


def papers_of(item: AgendaItem) -> list[tuple[Paper, list[Paper]]]:
    """Each paper that is current, with its earlier editions, newest first."""
    rows = item.papers.filter(withdrawn_at=None).in_order().select_related("upload", "added_by")
    known = {one.pk: one for one in rows}
    replaced = {one.replaces_id for one in known.values()}
    found = []
    for one in known.values():
        if one.pk in replaced:
            continue
        earlier, key = list[Paper](), one.replaces_id
        while key in known:
            earlier.append(known[key])
            key = known[key].replaces_id
        found.append((one, earlier))
    return found


# --- Keeping items --------------------------------------------------------------------------------


class AgendaItemAdd(OfAgenda):
    """Another item, open or restricted."""

    title = "Put an item on the agenda"
    fields = {services.NoReader: "readers", services.CannotRead: "readers"}

    def form(self, data: Any = None) -> AgendaItemForm:
        return AgendaItemForm(data, people=people_for(self.meeting, self.who), by=self.who)

    def save(self, form: Any) -> HttpResponseBase:
        given = {"by": self.who, "meeting": self.meeting, "at": timezone.now(), **form.facts}
        if form.readers_named is None:
            services.add_agenda_item(**given)
        else:
            services.add_restricted_item(readers=form.readers_named, **given)
        return self.done("The item stands on the agenda.")


def people_for(meeting: Meeting, who: Any) -> Any:
    return services.nameable(meeting=meeting, asked_by=who, at=timezone.now())


class OfAgendaItem(LeadPage):
    """A form about an item that whoever keeps the agenda reads."""

    def find(self, **path: Any) -> None:
        self.item = get_object_or_404(self.items(), **path)
        self.led(self.item.meeting.body)

    def items(self) -> Any:
        """Items of agendas that may change."""
        rows = AgendaItem.objects.visible_to(self.request.user)
        rows = rows.filter(meeting__status=MeetingStatus.CONFIRMED)
        return rows.select_related("meeting__body")

    def back(self) -> str:
        return self.item.get_absolute_url()

    def caption(self) -> str:
        return str(self.item.title)


class AgendaItemEdit(OfAgendaItem):
    """An item in other words."""

    title = "Change an item"

    def form(self, data: Any = None) -> ItemSaid:
        return ItemSaid(data, item=self.item)

    def save(self, form: Any) -> HttpResponseBase:
        services.edit_agenda_item(by=self.who, item=self.item, at=timezone.now(), **form.facts)
        return self.done("Saved.")


class AgendaItemMove(OfAgendaItem):
    """To another place of its part: one up or down by a button, or to a place by its number."""

    title = "Move an item"

    def back(self) -> str:
        return f"{numbered('agenda_detail', self.item.meeting_id)}#item-{self.item.pk}"

    def form(self, data: Any = None) -> PlaceForm:
        running = services.running_order(meeting=self.item.meeting, reader=self.who)
        part = running.restricted if self.item.is_restricted else running.open
        now = next(line.place for line in part if line.item and line.item.pk == self.item.pk)
        return PlaceForm(data, places=len(part), initial={"place": str(now)})

    def post(self, request: HttpRequest, **path: Any) -> HttpResponseBase:
        steps = {"up": -1, "down": 1}
        if request.POST.get("direction") not in steps:
            return super().post(request, **path)
        self.find(**path)
        return self.moved(step=steps[request.POST["direction"]])

    def save(self, form: Any) -> HttpResponseBase:
        return self.moved(place=int(form.cleaned_data["place"]))

    def moved(self, **where: int) -> HttpResponseBase:
        try:
            services.move_agenda_item(by=self.who, item=self.item, at=timezone.now(), **where)
        except services.AgendaClosed as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.back())
        return self.done(f"“{self.item}” was moved.")


class AgendaItemTakeOff(OfAgendaItem):
    """Ask whether an item goes, then take it off."""

    title = "Take an item off the agenda"

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Take it off")

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": "Nobody sees it or its papers on the agenda any more. An item on which "
            "something was minuted or decided stays."
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.take_off(by=self.who, item=self.item, at=timezone.now())
        messages.success(self.request, "The item was taken off the agenda.")
        return redirect("agenda_detail", pk=self.item.meeting_id)
