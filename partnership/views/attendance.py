"""Which page records who was at a meeting, and that it was held?"""

from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from partnership import services
from partnership.forms import AttendanceForm, Nothing
from partnership.models import Attendance, Meeting, MeetingStatus, groups_of
from partnership.views.bodies import LeadPage
from shield.core.london import short_day


class OfHeld(LeadPage):
    """A form about one meeting that is or was held, of those who keep or chair its body."""

    states: tuple[str, ...] = (MeetingStatus.CONFIRMED, MeetingStatus.HELD)

    def find(self, **path: Any) -> None:
        rows = Meeting.objects.visible_to(self.request.user).filter(status__in=self.states)
        self.meeting = get_object_or_404(rows.select_related("body"), **path)
        self.led(self.meeting.body)

    def back(self) -> str:
        return self.meeting.get_absolute_url()

    def caption(self) -> str:
        return f"{self.meeting}, {short_day(self.meeting.on)}"


class AttendanceEdit(OfHeld):
    """Who sat in each seat, and whether the body can decide with them."""

    title = "Who is there"
    template = "partnership/attendance_edit.html"
    fields = {services.ChairNotThere: "chaired_by"}

    def find(self, **path: Any) -> None:
        super().find(**path)
        self.rows = services.attended(self.meeting)

    def form(self, data: Any = None) -> AttendanceForm:
        guests = self.meeting.invited.present().filter(seat=None).select_related("user")
        return AttendanceForm(
            data,
            seats=services.seats_of(self.meeting),
            asked=[one.user for one in guests.order_by("pk")],
            came=[one.user for one in self.rows if one.seat_id is None and one.user is not None],
            meeting=self.meeting,
            mark=services.mark_of(self.rows, self.meeting),
        )

    def context(self) -> dict[str, Any]:
        at = timezone.now()
        return super().context() | {
            "meeting": self.meeting,
            "working": services.working_of(self.meeting, self.rows) if self.rows else None,
            "present": sum(one.state in _there() and one.seat_id is not None for one in self.rows),
            "may_hold": self.meeting.status == MeetingStatus.CONFIRMED
            and self.meeting.starts_at <= at,
            "is_open": services.is_to_record(self.meeting, at),
            "groups": groups_of(self.rows, self.meeting.visitors),
        }

    def save(self, form: Any) -> HttpResponseBase:
        working = services.take_attendance(
            by=self.who,
            meeting=self.meeting,
            rows=form.rows(),
            guests=form.guests(),
            chaired_by=form.chair(),
            visitors=form.cleaned_data["visitors"],
            seen=form.cleaned_data["seen"],
            at=timezone.now(),
        )
        said = "The body can decide" if working.is_met else "The body cannot decide"
        messages.success(self.request, f"Saved. {said}: {working.words}.")
        return redirect("attendance_edit", pk=self.meeting.pk)


def _there() -> tuple[str, ...]:
    return (Attendance.State.PRESENT, Attendance.State.DEPUTY)


class MeetingHold(OfHeld):
    """The meeting took place: its quorum is kept, and its guests read it no longer."""

    title = "This meeting was held"
    template = "partnership/meeting_hold.html"
    states = (MeetingStatus.CONFIRMED,)

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="The meeting was held")

    def context(self) -> dict[str, Any]:
        rows = services.attended(self.meeting)
        return super().context() | {
            "meeting": self.meeting,
            "there": groups_of(rows, self.meeting.visitors),
            "working": services.working_of(self.meeting, rows) if rows else None,
            "record": reverse("attendance_edit", kwargs={"pk": self.meeting.pk}),
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.hold_meeting(by=self.who, meeting=self.meeting, at=timezone.now())
        return self.done("The meeting is recorded as held.")
