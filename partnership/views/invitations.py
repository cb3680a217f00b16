"""Which page answers an invitation, or asks somebody to one meeting?"""

from typing import Any, ClassVar

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from partnership import services
from partnership.forms import CoOptForm, Nothing, ReplyForm
from partnership.models import AgendaItem, Answer, Invited, Meeting, MeetingStatus
from partnership.permissions import Perm
from partnership.views.bodies import KeepPage
from partnership.views.meetings import OfMeeting
from shield.core.london import day_words


class OfInvited(KeepPage):
    """A form about one invitation to a confirmed meeting."""

    def rows(self) -> Any:
        meetings = Meeting.objects.visible_to(self.request.user)
        rows = Invited.objects.present().filter(
            meeting__in=meetings.filter(status=MeetingStatus.CONFIRMED)
        )
        return rows.select_related("meeting__body", "user", "seat__agency", "deputy")

    def find(self, **path: Any) -> None:
        self.invited = get_object_or_404(self.rows(), **path)

    def back(self) -> str:
        return self.invited.meeting.get_absolute_url()

    def caption(self) -> str:
        return f"{self.invited.meeting}: {self.invited.user}"

    def when(self) -> str:
        """Which of several meetings of one name it is."""
        meeting = self.invited.meeting
        where = meeting.venue or ("by video link" if meeting.link else "")
        return ", ".join(part for part in (day_words(meeting.on), meeting.hours, where) if part)


class InvitedReply(OfInvited):
    """What somebody answered whom the operations team has spoken to."""

    title = "Record an answer"
    is_own: ClassVar[bool] = False

    def form(self, data: Any = None) -> ReplyForm:
        deputies = services.deputies_for(self.invited, timezone.now())
        return ReplyForm(data, invited=self.invited, deputies=deputies, is_own=self.is_own)

    def context(self) -> dict[str, Any]:
        return super().context() | {"intro": f"{self.when()}."}

    def save(self, form: Any) -> HttpResponseBase:
        services.reply(
            by=self.who,
            invited=self.invited,
            answer=form.cleaned_data["answer"],
            deputy=form.cleaned_data.get("deputy"),
            at=timezone.now(),
        )
        said = Answer(form.cleaned_data["answer"]).label
        whose = "Your answer" if self.is_own else f"The answer of {self.invited.user}"
        return self.done(f"{whose} for {day_words(self.invited.meeting.on)} was recorded: {said}.")


class MeetingReply(InvitedReply):
    """One's own answer."""

    permission = Perm.OPEN
    title = "Answer the invitation"
    is_own = True

    def find(self, **path: Any) -> None:
        own = self.rows().filter(user_id=self.request.user.pk)
        self.invited = get_object_or_404(own, meeting_id=path["pk"])

    def caption(self) -> str:
        return str(self.invited.meeting)


class CoOpt(OfMeeting):
    """Ask somebody to this meeting alone."""

    title = "Invite somebody to this meeting"
    step_up = True
    states = (MeetingStatus.CONFIRMED,)

    def form(self, data: Any = None) -> CoOptForm:
        items = AgendaItem.objects.visible_to(self.who).filter(meeting=self.meeting)
        return CoOptForm(data, items=items.in_order())

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": "They hold no seat. They read this meeting, or one item of its agenda, until "
            "it is over, and nothing else of the body."
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.co_opt(by=self.who, meeting=self.meeting, at=timezone.now(), **form.cleaned_data)
        return self.done("They were invited.")


class CoOptionEnd(OfInvited):
    """Somebody is no longer asked."""

    title = "Take an invitation back"

    def rows(self) -> Any:
        return super().rows().filter(seat=None)

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Take it back")

    def context(self) -> dict[str, Any]:
        return super().context() | {"intro": "They no longer read this meeting, and are told so."}

    def save(self, form: Any) -> HttpResponseBase:
        services.end_co_option(by=self.who, invited=self.invited, at=timezone.now())
        return self.done("The invitation was taken back.")
