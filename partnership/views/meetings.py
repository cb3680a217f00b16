"""Which page shows a meeting, or changes it?"""

import re
from datetime import timedelta
from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from partnership import services
from partnership.forms import CancelForm, MeetingAddForm, MeetingForm, MeetingMoveForm, Nothing
from partnership.models import (
    AgendaItem,
    Body,
    Decision,
    Invited,
    Meeting,
    MeetingStatus,
    day_starts,
)
from partnership.permissions import Perm
from partnership.planning import no_working_day
from partnership.views.attended import attended_by
from partnership.views.bodies import KeepPage
from partnership.views.lists import BusinessList
from shield.accounts.access import signed_in
from shield.clocks.models import overrides
from shield.core.forms import Select
from shield.core.links import numbered
from shield.core.lists import Column, DayFilter, Filters
from shield.core.london import london_day, short_day
from shield.core.views import Page

STATES = dict(MeetingStatus.choices)
COLOURS = {
    MeetingStatus.PROPOSED: "yellow",
    MeetingStatus.CONFIRMED: "green",
    MeetingStatus.HELD: "grey",
    MeetingStatus.CANCELLED: "red",
}


class MeetingFilters(Filters):
    """Meetings by body, from one day to another, and by what became of them."""

    body = django_filters.ModelChoiceFilter(
        queryset=Body.objects.order_by("order"), label="Body", widget=Select, empty_label="All"
    )
    first = DayFilter(label="From", method="from_day")
    last = DayFilter(label="To", method="to_day")
    status = django_filters.ChoiceFilter(
        choices=MeetingStatus.choices, label="State", widget=Select, empty_label="All"
    )

    def from_day(self, rows: Any, name: str, value: Any) -> Any:
        return rows.filter(ends_at__gt=day_starts(value))

    def to_day(self, rows: Any, name: str, value: Any) -> Any:
        return rows.filter(starts_at__lt=day_starts(value + timedelta(days=1)))


class MeetingList(BusinessList):
    """The meetings of the bodies that a person reads, by day."""

    permission = Perm.OPEN
    template = "partnership/meeting_list.html"
    caption = "Meetings"
    csv_name = "meetings"
    # What comes next, and after it what was, latest first.
    order = ("is_past", "distance", "body__order")
    adds = ("meeting_add", "Add a meeting")
    filterset_class = MeetingFilters
    columns = (
        Column("title", "Meeting", value=str, link=Meeting.get_absolute_url),
        Column(
            "when", "Day and time", order_by="starts_at", in_csv=False,
            value=lambda row: f"{short_day(row.on)}, {row.hours}",
        ),
        Column("body", "Body", order_by="body__order", value=lambda row: row.body.name),
        Column("venue", "Venue"),
        Column(
            "agenda", "Agenda", value=lambda row: "Published" if row.published_at else "Not yet",
            link=lambda row: numbered("agenda_detail", row.pk), in_csv=False,
        ),
        Column(
            "status", "State", order_by="status",
            value=lambda row: STATES[row.status], tag=lambda row: COLOURS[row.status],
        ),
    )  # fmt: skip
    more_columns = (
        Column("on", "Day"), Column("hours", "Time"), Column("reference", "Reference"),
    )  # fmt: skip

    def rows(self) -> QuerySet[Meeting]:
        seen = Meeting.objects.visible_to(self.request.user)
        rows: QuerySet[Meeting] = seen.with_distance(timezone.now()).select_related("body")
        return rows


class MeetingDetail(Page):
    """One meeting: when, where, what became of it, and what hangs on it."""

    permission = Perm.OPEN
    template = "partnership/meeting_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Meeting.objects.visible_to(request.user)
        related = ("body", "around__body", "confirmed_by", "cancelled_by", "held_by")
        meeting = get_object_or_404(rows.select_related(*related), pk=pk)
        keeps = signed_in(request).access.allows(Perm.KEEP)
        invited = meeting.invited.present().select_related("user", "seat__agency", "deputy")
        at = timezone.now()
        is_open = meeting.status == MeetingStatus.CONFIRMED and meeting.ends_at > at
        # Who sits in a body is for those who read the body, not for its guests.
        reads = meeting.body.is_read_by(request.user)
        asked = list(invited.order_by("seat__order", "is_deputy", "pk")) if reads else []
        return self.page(
            meeting=meeting,
            colour=COLOURS[MeetingStatus(meeting.status)],
            keeps=keeps,
            invited=asked,
            own=invited.filter(user=signed_in(request)).first(),
            is_open=is_open,
            asked_for=self.asked_for(asked) if keeps else {},
            **attended_by(meeting, request, at),
            decisions=Decision.objects.visible_to(request.user)
            .standing()
            .filter(meeting=meeting)
            .select_related("item")
            .order_by("pk"),
            decides_on=services.items_to_decide(signed_in(request), meeting, at),
            moves=meeting.moves.order_by("-moved_at", "-pk").select_related("moved_by"),
            hanging=rows.filter(around=meeting).select_related("body").by_day(),
            **self.doubts([meeting] if keeps and meeting.status in services.MOVING else []),
        )

    def doubts(self, kept: list[Meeting]) -> dict[str, Any]:
        """What speaks against the day and time of a meeting that its reader may move."""
        found = services.clashes_of(kept)
        return {
            "clashes": [line for one in kept for line in found[one.pk]],
            "no_working_day": no_working_day(kept[0].on, overrides()) if kept else "",
        }

    def asked_for(self, asked: list[Invited]) -> dict[int, str]:
        """The items for which guests are asked, as far as the reader reads them."""
        keys = [one.item_id for one in asked if one.item_id is not None]
        if not keys:
            return {}
        rows = AgendaItem.objects.visible_to(self.request.user).filter(pk__in=keys)
        return dict(rows.values_list("pk", "title"))


# --- Keeping meetings -----------------------------------------------------------------------------


class MeetingAdd(KeepPage):
    """A meeting that no rhythm says."""

    title = "Add a meeting"

    def form(self, data: Any = None) -> MeetingAddForm:
        return MeetingAddForm(data, bodies=Body.objects.present(timezone.localdate()).in_order())

    def back(self) -> str:
        return reverse("meeting_list")

    def context(self) -> dict[str, Any]:
        return super().context() | {"intro": "It is a proposal until you confirm it."}

    def save(self, form: Any) -> HttpResponseBase:
        return redirect(services.add_meeting(by=self.who, at=timezone.now(), **form.cleaned_data))


class OfMeeting(KeepPage):
    """A form about one meeting that is in one of `states`."""

    states: tuple[str, ...] = services.MOVING

    def find(self, **path: Any) -> None:
        rows = Meeting.objects.visible_to(self.request.user).filter(status__in=self.states)
        self.meeting = get_object_or_404(rows.select_related("body"), **path)

    def back(self) -> str:
        return self.meeting.get_absolute_url()

    def caption(self) -> str:
        return f"{self.meeting}, {short_day(self.meeting.on)}"


class MeetingEdit(OfMeeting):
    """What it is called and where it is."""

    title = "Change a meeting"

    def form(self, data: Any = None) -> MeetingForm:
        names = ("title", "venue", "link")
        return MeetingForm(data, initial={name: getattr(self.meeting, name) for name in names})

    def save(self, form: Any) -> HttpResponseBase:
        services.edit_meeting(
            by=self.who, meeting=self.meeting, at=timezone.now(), **form.cleaned_data
        )
        return self.done("Saved.")


class MeetingMove(OfMeeting):
    """To another day or time: first what it moves along, and who would be in two meetings."""

    title = "Move a meeting"
    template = "partnership/meeting_move.html"
    asked = ("starts_at_0", "starts_at_1", "starts_at_2", "starts_at_3", "ends", "why")
    fields = {services.MovedToPast: "starts_at", services.SameTime: "starts_at"}

    def form(self, data: Any = None) -> MeetingMoveForm:
        return MeetingMoveForm(data, meeting=self.meeting)

    def context(self) -> dict[str, Any]:
        return super().context() | {"offer": None}

    def save(self, form: Any) -> HttpResponseBase:
        said = {"why": "", **form.cleaned_data}
        if self.request.POST.get("action") != "move":
            return self.offer(form, said["starts_at"], said["ends_at"])
        ticked = self.request.POST.getlist("with")
        services.move_meeting(
            by=self.who,
            meeting=self.meeting,
            with_=[int(one) for one in ticked if re.fullmatch(r"[0-9]{1,18}", one)],
            at=timezone.now(),
            **said,
        )
        return self.done("The meeting was moved.")

    def offer(self, form: Any, starts_at: Any, ends_at: Any) -> HttpResponse:
        """What would come of it, before anything is changed."""
        hours = {"starts_at": starts_at, "ends_at": ends_at}
        moved = Meeting(
            pk=self.meeting.pk, body=self.meeting.body, title=self.meeting.title, **hours
        )
        following = services.following(meeting=self.meeting, **hours)
        known = overrides()
        offer = {
            "moved": moved,
            "no_working_day": no_working_day(moved.on, known),
            "clashes": services.clashes_of([moved], apart=[one.meeting.pk for one in following])[
                moved.pk
            ],
            "answered": self.meeting.invited.exclude(answer="").count(),
            "is_told": self.meeting.status == MeetingStatus.CONFIRMED,
            "following": [(one, london_day(one.starts_at)) for one in following],
            "said": [(name, self.request.POST.get(name, "")) for name in self.asked],
        }
        return self.page(form=form, title=self.title, **(self.context() | {"offer": offer}))


class MeetingCancel(OfMeeting):
    """It does not take place."""

    title = "Cancel a meeting"
    states = (MeetingStatus.CONFIRMED,)

    def form(self, data: Any = None) -> CancelForm:
        hanging = self.meeting.hanging.filter(status__in=services.MOVING)
        return CancelForm(data, hanging=hanging.select_related("body").by_day())

    def context(self) -> dict[str, Any]:
        return super().context() | {"intro": "Everybody who is invited is told at once."}

    def save(self, form: Any) -> HttpResponseBase:
        services.cancel_meeting(
            by=self.who, meeting=self.meeting, at=timezone.now(), **form.facts()
        )
        return self.done("The meeting was cancelled.")


class MeetingConfirm(OfMeeting):
    """One proposal that is to stand."""

    title = "Confirm a meeting"
    states = (MeetingStatus.PROPOSED,)

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Confirm this meeting")

    def context(self) -> dict[str, Any]:
        clashes = services.clashes_of([self.meeting])[self.meeting.pk]
        said = [no_working_day(self.meeting.on, overrides()), *clashes]
        return super().context() | {
            "intro": "Everybody who reads the body sees it from now on, and whoever sits there is "
            "invited at once.",
            "quoted": "\n".join(line for line in said if line),
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.confirm_meeting(by=self.who, meeting=self.meeting, at=timezone.now())
        return self.done("The meeting was confirmed.")


class MeetingRemove(OfMeeting):
    """One proposal that is taken out of the plan."""

    title = "Remove a proposed meeting"
    states = (MeetingStatus.PROPOSED,)

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Remove this proposal")

    def context(self) -> dict[str, Any]:
        return super().context() | {"intro": "What hangs on it stays where it is."}

    def save(self, form: Any) -> HttpResponseBase:
        services.remove_meeting(by=self.who, meeting=self.meeting, at=timezone.now())
        messages.success(self.request, "The proposal was removed.")
        # Its own page is gone; where the year has no other meeting, that of the year too.
        year = self.meeting.on.year
        rest = Meeting.objects.visible_to(self.who).standing().in_year(year)
        return redirect("year_detail", year=year) if rest.exists() else redirect("year_propose")
