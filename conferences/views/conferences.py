"""Which page shows a conference to those who run it, schedules it or changes it?"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from conferences import services
from conferences.forms import CancelForm, EditForm, HandOnForm, MoveForm, ScheduleForm
from conferences.models import Conference, ConferenceKind, RelativeFlag, Status
from conferences.permissions import Perm
from conferences.views import erased
from conferences.views.listing import COLOURS
from conferences.views.pages import ConferencePage, RunPage, SignedInPage
from conferences.views.reported import reports_of
from shield.accounts.jobs import jobs_of
from shield.accounts.models import User
from shield.cases.kind import lasting
from shield.clocks.models import Clock
from shield.core.form_page import FormPage
from shield.core.london import london_day


class ConferenceDetail(ConferencePage):
    """One conference: when, where, who it is about, and how far its reports are."""

    template = "conferences/conference_detail.html"
    shows_erased = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        conference, at = self.conference(pk), timezone.now()
        self.consulted(conference, "conference")
        if conference.erased_at:
            return self.erased(conference)
        access = self.who.access
        runs = access.allows(Perm.MANAGE, conference)
        children = list(conference.children.select_related("removed_by").order_by("pk"))
        guests = list(conference.guests.select_related("removed_by").order_by("pk"))
        sights = services.who_sees(conference, at=at)
        to_come = conference.is_to_come
        clock = conference.clock
        begins = runs and to_come and not children
        return self.page(
            conference=conference,
            colour=COLOURS[conference.status],
            may_change=runs and to_come,
            may_manage=runs,
            is_chairs=access.allows(Perm.CHAIR),
            clock=clock,
            sees_clock=clock is not None
            and Clock.objects.visible_to(self.who).filter(pk=clock.pk).exists(),
            is_too_late=to_come and services.must_be_held_by(conference),
            is_overdue=bool(clock and clock.is_overdue(london_day(at))),
            children=[one for one in children if one.removed_at is None],
            children_gone=[one for one in children if one.removed_at] if runs else [],
            guests=[one for one in guests if one.removed_at is None],
            guests_gone=[one for one in guests if one.removed_at] if runs else [],
            last=services.last_of_family(conference, by=self.who) if begins else None,
            reports=reports_of(conference, at=at),
            sights=sights,
            jobs=jobs_of([one.person for one in sights], at=at),
            shut_out=list(lasting(conference.exclusions, at).select_related("user").order_by("pk"))
            if access.allows(Perm.MANAGE_ACCESS, conference)
            else [],
            relatives=_relatives(conference, self.who) if runs else [],
            may_manage_access=access.allows(Perm.MANAGE_ACCESS, conference),
            opened=lasting(conference.openings, at).filter(user=self.who).first(),
            moves=conference.moves.select_related("moved_by").order_by("-moved_at", "-pk"),
            today=london_day(at),
            keeping=services.keeping([pk])[pk] if runs and not to_come else None,
        )

    def erased(self, conference: Conference) -> HttpResponse:
        requests = conference.requests.by_agency().select_related("agency", "clock")
        runs = self.who.access.allows(Perm.CHAIR)
        return render(
            self.request,
            erased.TEMPLATE,
            {
                **erased.what_is_left(conference, requests),
                "decisions": erased.decisions_of(conference),
                "back": reverse("conference_list" if runs else "home"),
                "back_words": "Conferences" if runs else "Home",
            },
        )


def _relatives(conference: Conference, reader: User) -> list[RelativeFlag]:
    """Who may be related to a member of staff; never shown to that person."""
    rows = RelativeFlag.objects.open().shown_to(reader).filter(conference=conference)
    return list(rows.select_related("child", "guest").order_by("pk"))


class ConferenceSchedule(FormPage, SignedInPage):
    """A new conference; one of a family that had some can begin with their children."""

    permission = Perm.CHAIR
    title = "Schedule a conference"

    def form(self, data: Any = None) -> ScheduleForm:
        me = self.who.pk
        first = {"chair": me, "administrator": me, "minutes": _usual_minutes()}
        return ScheduleForm(
            data,
            kinds=list(ConferenceKind.objects.offered()),
            people=services.may_run(timezone.now()),
            initial=first,
        )

    def context(self) -> dict[str, Any]:
        return {"back": reverse("conference_list")}

    def save(self, form: Any) -> HttpResponseBase:
        self.fields = {  # type: ignore[misc]
            services.InThePast: "starts_at",
            services.TriggerToCome: form.trigger(),
        }
        made = services.schedule(by=self.who, at=timezone.now(), **form.facts())
        if not Conference.objects.visible_to(self.who).filter(pk=made.pk).exists():
            messages.success(
                self.request, f"{made.reference} was scheduled. Whoever runs it is told."
            )
            return redirect("conference_list")
        if not made.children.exists() and services.last_of_family(made, by=self.who):
            return redirect("conference_start_from", pk=made.pk)
        messages.success(
            self.request, "Scheduled. Add the children next, then ask agencies for reports."
        )
        return redirect(made)


def _usual_minutes() -> int:
    return int(Conference._meta.get_field("minutes").default)


class ConferenceEdit(RunPage):
    """What is said of it, but for its day."""

    title = "Change the details"
    template = "conferences/changed.html"
    fields = {services.TriggerToCome: "triggered_at"}

    def form(self, data: Any = None) -> EditForm:
        return EditForm(data, conference=self.record)

    def context(self) -> dict[str, Any]:
        return {"theirs": [], "remove": "", **super().context()}

    def save(self, form: Any) -> HttpResponseBase:
        said = dict(form.cleaned_data)
        try:
            services.edit(conference=self.record, by=self.who, at=timezone.now(), **said)
        except services.ChangedMeanwhile as refusal:
            return overtaken(self, form, refusal)
        return self.done("Saved.")


def overtaken(page: Any, form: Any, refusal: services.ChangedMeanwhile) -> HttpResponse:
    """The page again: what somebody else wrote beside what was typed here."""
    page.consulted(page.record, page.title.lower())
    form.overtaken(refusal.theirs)
    theirs = [(form.fields[name].label, one) for name, one in refusal.theirs.items()]
    answer: HttpResponse = page.page(
        status=409,
        form=form,
        title=page.title,
        **{"intro": "", **page.context(), "refusal": refusal, "theirs": theirs},
    )
    return answer


class ConferenceMove(RunPage):
    """To another day, or to none yet: first what it moves."""

    title = "Move this conference"
    template = "conferences/conference_move.html"
    fields = {
        services.InThePast: "starts_at",
        services.SameDay: "starts_at",
    }

    def form(self, data: Any = None) -> MoveForm:
        return MoveForm(data, conference=self.record)

    def context(self) -> dict[str, Any]:
        return {"offer": None, **super().context()}

    def save(self, form: Any) -> HttpResponseBase:
        starts_at, at = form.starts, timezone.now()
        if self.request.POST.get("action") != "move":
            return self.offer(form, starts_at, at)
        why = form.cleaned_data["why"]
        services.move(conference=self.record, starts_at=starts_at, why=why, by=self.who, at=at)
        return self.done("The conference was moved." if starts_at else "It is postponed.")

    def offer(self, form: Any, starts_at: datetime | None, at: datetime) -> HttpResponse:
        """What would come of it, before anything is changed."""
        services.check_move(self.record, starts_at=starts_at, at=at)
        self.consulted(self.record, self.title.lower())
        clock = self.record.clock
        offer = {
            "starts_at": starts_at,
            "shifts": services.would_move(self.record, starts_at=starts_at),
            "clock": clock if clock and clock.is_open else None,
            "is_too_late": bool(
                clock and clock.is_open and starts_at and london_day(starts_at) > clock.due_on
            ),
            "said": [
                (name, value)
                for name, value in self.request.POST.items()
                if name not in ("csrfmiddlewaretoken", "action")
            ],
        }
        return self.page(form=form, title=self.title, **(self.context() | {"offer": offer}))


class ConferenceCancel(RunPage):
    """It does not take place."""

    title = "Cancel this conference"

    def form(self, data: Any = None) -> CancelForm:
        return CancelForm(data)

    def context(self) -> dict[str, Any]:
        intro = (
            "Agencies that were asked for a report are told at once that none is needed any more. "
            "A conference that was cancelled stays cancelled; to put it on another day move it."
        )
        return {**super().context(), "intro": intro}

    def save(self, form: Any) -> HttpResponseBase:
        why = form.cleaned_data["why"]
        services.cancel(conference=self.record, why=why, by=self.who, at=timezone.now())
        return self.done("The conference was cancelled.")


class ConferenceHandOn(RunPage):
    """Somebody else chairs or administers it."""

    title = "Hand this conference on"

    def is_open(self) -> bool:
        return bool(self.record.status != Status.CANCELLED)

    def form(self, data: Any = None) -> HandOnForm:
        now = {"chair": self.record.chair_id, "administrator": self.record.administrator_id}
        return HandOnForm(data, people=services.may_run(timezone.now()), initial=now)

    def context(self) -> dict[str, Any]:
        intro = "Whoever neither chairs nor administers it any more no longer sees it."
        return {**super().context(), "intro": intro}

    def save(self, form: Any) -> HttpResponseBase:
        said = form.cleaned_data
        same = (said["chair"], said["administrator"]) == (
            self.record.chair, self.record.administrator,
        )  # fmt: skip
        if same and self.is_open():
            return self.done("Nothing was changed: they run it already.")
        services.hand_on(conference=self.record, by=self.who, at=timezone.now(), **said)
        return self.done("The conference was handed on.")
