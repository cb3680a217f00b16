"""Which page records who is at a conference, and what its chair decides without a quorum?"""

from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from conferences import services
from conferences.forms.outcome import GO_ON, AttendanceForm, QuorumForm
from conferences.forms.shared import Sure
from conferences.models import Attendance, Status
from conferences.views.recording import RecordPage
from shield.core.links import numbered


class ConferenceAttendance(RecordPage):
    """Who is recorded, what that makes of the quorum, and one more person."""

    title = "Who is there"
    template = "conferences/conference_attendance.html"
    shows = "attendance"

    def form(self, data: Any = None) -> AttendanceForm:
        return AttendanceForm(
            data, guests=list(self.record.guests.present()), agencies=self.agencies()
        )

    def context(self) -> dict[str, Any]:
        rows = services.attendance_of(self.record)
        return super().context() | {
            "conference": self.record,
            "rows": rows,
            "quoracy": services.quoracy_of(self.record, rows),
            "is_open": self.record.status == Status.SCHEDULED,
            "is_day": services.is_to_record(self.record, timezone.now()),
        }

    def save(self, form: Any) -> HttpResponseBase:
        row = services.record_attendance(
            conference=self.record,
            token=form.token,
            facts=form.facts(),
            by=self.who,
            at=timezone.now(),
        )
        messages.success(self.request, f"{row} was recorded.")
        return redirect("conference_attendance", pk=self.record.pk)


class AttendanceRemove(RecordPage):
    """Somebody was recorded who was not to be."""

    title = "Take this person off the list"
    shows, after = "attendance", "conference_attendance"

    def find(self, **path: Any) -> None:
        self.found = self.row(Attendance, path["pk"], removed_at=None)
        self.record = self.managed(self.found.conference_id)

    def form(self, data: Any = None) -> Sure:
        return Sure(data, submit="Take them off")

    def context(self) -> dict[str, Any]:
        return super().context() | {"intro": f"{self.found}: {self.found.how_words}"}

    def save(self, form: Any) -> HttpResponseBase:
        services.remove_attendance(row=self.found, by=self.who, at=timezone.now())
        return self.done(f"{self.found} is no longer recorded.")


class ConferenceQuorum(RecordPage):
    """A conference that is not quorate goes on for a reason, or ends."""

    title = "The conference is not quorate"
    template = "conferences/conference_quorum.html"
    shows = "quorum"

    def form(self, data: Any = None) -> QuorumForm:
        return QuorumForm(data)

    def context(self) -> dict[str, Any]:
        rows = services.attendance_of(self.record)
        return super().context() | {"quoracy": services.quoracy_of(self.record, rows)}

    def save(self, form: Any) -> HttpResponseBase:
        said = {
            "conference": self.record,
            "reason": form.cleaned_data["reason"],
            "by": self.who,
            "at": timezone.now(),
        }
        if form.cleaned_data["next"] == GO_ON:
            services.go_on(**said)
            return self.done("The reason was recorded. The conference goes on.")
        services.be_inquorate(**said)
        messages.success(
            self.request, "The conference ended inquorate. Schedule it again from here."
        )
        return redirect(numbered("conference_reconvene", self.record.pk))
