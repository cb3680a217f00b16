"""Which page shows minutes, or lets them go their way from the draft to their confirmation?"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from partnership import services
from partnership.forms import AdditionForm, ApproveForm, ConfirmForm, Nothing
from partnership.models import AgendaItem, Meeting, Minutes, MinutesStatus, groups_of
from partnership.pdf.minutes import holder_words
from partnership.permissions import Perm
from partnership.views.attendance import OfHeld
from partnership.views.bodies import KeepPage, LeadPage
from shield.accounts.access import signed_in
from shield.audit import services as audit
from shield.core.london import short_day
from shield.core.views import Page

COLOURS = {
    MinutesStatus.DRAFT: "yellow",
    MinutesStatus.APPROVED: "blue",
    MinutesStatus.DISTRIBUTED: "green",
    MinutesStatus.CONFIRMED: "grey",
}
RELATED = (
    "meeting__body", "meeting__chaired_by", "begun_by", "approved_by", "distributed_by",
    "confirmed_by", "confirmed_in__body",
)  # fmt: skip


def minutes_of(request: HttpRequest, pk: int) -> Minutes:
    """The minutes of a meeting, or Http404."""
    rows = Minutes.objects.visible_to(request.user).select_related(*RELATED)
    found: Minutes = get_object_or_404(rows, meeting_id=pk)
    return found


class MinutesDetail(Page):
    """What was said, decided and is to be done, item by item, as far as the reader reads them."""

    permission = Perm.OPEN
    template = "partnership/minutes_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        minutes, who, at = minutes_of(request, pk), signed_in(request), timezone.now()
        reading = services.reading_of(who, minutes)
        items = reading.items
        if any(one.is_restricted for one in items):
            audit.seen(minutes, by=who, at=at, page="minutes")
        leads = services.leads(who, minutes.meeting.body)
        minuted = services.minuted_by(who, items)
        is_draft = minutes.status == MinutesStatus.DRAFT
        copy = services.copy_of(minutes, items, services.reads_of(reading))
        return self.page(
            minutes=minutes,
            meeting=minutes.meeting,
            colour=COLOURS[MinutesStatus(minutes.status)],
            rows=services.content_of(minutes, reading),
            holder_words=holder_words,
            editing=services.editing_of(items, but=who, at=at) if is_draft else {},
            leads=leads,
            writes=lambda item: item.pk in minuted if item.is_restricted else leads,
            may_approve=who.access.allows(
                services.who_approves(minutes.meeting.body, at), minutes.meeting.body
            )
            if is_draft
            else False,
            may_ask=is_draft and who.access.allows(Perm.KEEP, minutes.meeting.body),
            mark=services.mark_of_minutes(minutes, who) if is_draft and leads else "",
            unsound=services.unsound_read_by(who, minutes.meeting) if is_draft and leads else [],
            copy=copy,
            groups=groups_of(services.attended(minutes.meeting), minutes.meeting.visitors),
        )


class MinutesBegin(OfHeld):
    """From the agenda's items, one text each."""

    title = "Begin the minutes"

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Begin the minutes")

    def context(self) -> dict[str, Any]:
        intro = "Each item of the agenda gets a text. Members read them once they are distributed."
        return super().context() | {"intro": intro}

    def save(self, form: Any) -> HttpResponseBase:
        return redirect(
            services.begin_minutes(by=self.who, meeting=self.meeting, at=timezone.now())
        )


# --- From the draft to confirmation ---------------------------------------------------------------


class OfMinutes(LeadPage):
    """A form about minutes in one state, of those who keep or chair the body."""

    states: tuple[str, ...]

    def find(self, **path: Any) -> None:
        self.minutes = minutes_of(self.request, path["pk"])
        self.led(self.minutes.meeting.body)
        if self.minutes.status not in self.states:
            raise Http404

    def back(self) -> str:
        return self.minutes.get_absolute_url()

    def caption(self) -> str:
        return f"{self.minutes.meeting}, {short_day(self.minutes.meeting.on)}"


class MinutesAsk(OfMinutes):
    """The operations team has finished the draft."""

    permission = Perm.KEEP
    title = "Ask the chair to approve the minutes"
    states = (MinutesStatus.DRAFT,)

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Ask the chair")

    def context(self) -> dict[str, Any]:
        intro = (
            "Whoever chairs the body gets a message that the draft is finished, once a day at "
            "most. You can go on changing it until it is approved."
        )
        return super().context() | {"intro": intro}

    def save(self, form: Any) -> HttpResponseBase:
        told = services.ask_to_approve(by=self.who, minutes=self.minutes, at=timezone.now())
        return self.done("The chair was asked." if told == 1 else f"{told} chairs were asked.")


class MinutesApprove(OfMinutes):
    """The chair agrees that they are so."""

    title = "Approve the minutes"
    states = (MinutesStatus.DRAFT,)

    def find(self, **path: Any) -> None:
        super().find(**path)
        body = self.minutes.meeting.body
        self.is_chair = services.chairs(body, timezone.now())
        if not self.who.access.allows(services.who_approves(body, timezone.now()), body):
            raise Http404

    def form(self, data: Any = None) -> ApproveForm:
        """With the mark of the page of minutes that led here; of those as they are otherwise."""
        seen = self.request.GET.get("seen") or services.mark_of_minutes(self.minutes, self.who)
        return ApproveForm(data, is_chair=self.is_chair, initial={"seen": seen})

    def context(self) -> dict[str, Any]:
        empty = [
            one.item.title
            for one in services.content_of(
                self.minutes, services.reading_of(self.who, self.minutes)
            )
            if one.item is not None and not one.text
        ]
        intro = "Their texts stay as they are from then on. Corrections are added, with their day."
        if empty:
            intro += f" Without a text yet: {', '.join(empty)}."
        # The same for everybody: whether there is something that they do not read is not said.
        intro += (
            " You approve what you read. The readers of a restricted item that you do not read are "
            "told that you did not."
        )
        return super().context() | {"intro": intro}

    def save(self, form: Any) -> HttpResponseBase:
        services.approve_minutes(
            by=self.who,
            minutes=self.minutes,
            seen=form.cleaned_data["seen"],
            why=form.cleaned_data.get("why", ""),
            at=timezone.now(),
        )
        return self.done("The minutes were approved.")


class MinutesDistribute(OfMinutes):
    """Whoever reads the body reads them."""

    title = "Distribute the minutes"
    states = (MinutesStatus.APPROVED,)

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Distribute them")

    def context(self) -> dict[str, Any]:
        intro = (
            "Everybody who sits in the body is told, and reads the items that are theirs to read. "
            "Whoever proposed an item is told, and reads what was minuted on it."
        )
        return super().context() | {"intro": intro}

    def save(self, form: Any) -> HttpResponseBase:
        services.distribute_minutes(by=self.who, minutes=self.minutes, at=timezone.now())
        return self.done("The minutes were distributed.")


class MinutesConfirm(OfMinutes):
    """A later meeting of the body has agreed that they are so."""

    title = "Record that the minutes were confirmed"
    states = (MinutesStatus.DISTRIBUTED,)

    def form(self, data: Any = None) -> ConfirmForm:
        return ConfirmForm(data, meetings=services.confirming(self.minutes, timezone.now()))

    def context(self) -> dict[str, Any]:
        intro = (
            "Minutes are confirmed at a later meeting of the body that has “Minutes of the last "
            "meeting” on its agenda, once it is recorded who is there."
        )
        if not services.confirming(self.minutes, timezone.now()).exists():
            intro += " There is no such meeting yet."
        return super().context() | {"intro": intro}

    def save(self, form: Any) -> HttpResponseBase:
        services.confirm_minutes(
            by=self.who,
            minutes=self.minutes,
            meeting=form.cleaned_data["meeting"],
            at=timezone.now(),
        )
        return self.done("The minutes are recorded as confirmed.")


class MinutesCorrect(KeepPage):
    """A dated correction of one item."""

    permission = Perm.OPEN
    title = "Add a correction"

    def find(self, **path: Any) -> None:
        rows = AgendaItem.objects.visible_to(self.who).select_related("meeting__body")
        self.item = get_object_or_404(
            rows.filter(meeting__minutes__approved_at__isnull=False), **path
        )
        if not services.may_minute(self.who, self.item):
            raise Http404

    def form(self, data: Any = None) -> AdditionForm:
        return AdditionForm(data)

    def back(self) -> str:
        return after(self.item, self.who)

    def caption(self) -> str:
        return f"{self.item}, {self.item.meeting}, {short_day(self.item.meeting.on)}"

    def save(self, form: Any) -> HttpResponseBase:
        services.add_correction(
            by=self.who, item=self.item, text=form.cleaned_data["text"], at=timezone.now()
        )
        return self.done("The correction was added.")


def after(item: AgendaItem, user: Any) -> str:
    """Where a page about one item's minute leads: to the minutes, if their reader reads them."""
    rows = Minutes.objects.visible_to(user).filter(meeting_id=item.meeting_id)
    if rows.exists():
        return reverse("minutes_detail", kwargs={"pk": item.meeting_id})
    reads = Meeting.objects.visible_to(user).filter(pk=item.meeting_id)
    return item.meeting.get_absolute_url() if reads.exists() else reverse("meeting_list")
