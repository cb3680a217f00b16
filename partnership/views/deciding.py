"""Which page writes down a decision at a meeting, or takes it back?"""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from partnership import services
from partnership.forms import DecisionForm, Nothing
from partnership.models import AgendaItem, Decision, Minutes, MinutesStatus
from partnership.permissions import Perm
from partnership.views.bodies import KeepPage
from shield.core.links import numbered
from shield.core.london import short_day


def written(item: AgendaItem) -> str:
    """Where the draft minute of an item is written, to go on with it; empty where there is none."""
    minutes = Minutes.objects.filter(meeting=item.meeting_id, status=MinutesStatus.DRAFT)
    return numbered("minute_edit", item.pk) if minutes.exists() else ""


class OfItem(KeepPage):
    """A form about what is decided on an item; there is no such page for who does not record it."""

    permission = Perm.OPEN
    decision: Decision | None = None

    def find(self, **path: Any) -> None:
        rows = AgendaItem.objects.visible_to(self.who).select_related("meeting__body")
        self.take(get_object_or_404(rows, **path))

    def take(self, item: AgendaItem) -> None:
        if not services.may_minute(self.who, item):
            raise Http404
        self.item = item

    def back(self) -> str:
        return written(self.item) or f"{self.item.meeting.get_absolute_url()}#decisions"

    def caption(self) -> str:
        meeting = self.item.meeting
        return f"{self.item}, {meeting}, {short_day(meeting.on)}"

    def form(self, data: Any = None) -> Any:
        self.working = services.quorum_of(self.item.meeting, item=self.item)
        there = services.may_have_agreed(self.item)
        return DecisionForm(
            data,
            there=[(one, services.agreed_words(one)) for one in there],
            is_met=self.working.is_met,
            decision=self.decision,
        )

    def context(self) -> dict[str, Any]:
        words = self.working.words if hasattr(self, "working") else ""
        if not words:
            return super().context()
        can = "The body can decide" if self.working.is_met else "The body cannot decide"
        return super().context() | {"intro": f"{can}: {words}."}


class DecisionAdd(OfItem):
    """What was decided on an item."""

    title = "Record a decision"

    def save(self, form: Any) -> HttpResponseBase:
        decision = services.decide(
            by=self.who,
            item=self.item,
            decided_on=self.item.meeting.on,
            form_token=form.cleaned_data["form_token"],
            at=timezone.now(),
            **form.facts(),
        )
        messages.success(self.request, f"{decision.reference} was recorded.")
        return redirect(written(self.item) or decision)


class OfDecision(OfItem):
    """A form about one decision at a meeting that stands."""

    def find(self, **path: Any) -> None:
        rows = Decision.objects.visible_to(self.who).standing().exclude(item=None)
        self.decision = get_object_or_404(rows.select_related("item__meeting__body"), **path)
        assert self.decision.item is not None  # `exclude` above
        self.take(self.decision.item)

    def back(self) -> str:
        assert self.decision is not None
        return self.decision.get_absolute_url()

    def caption(self) -> str:
        assert self.decision is not None
        return self.decision.reference


class DecisionEdit(OfDecision):
    """What was written down is put right."""

    title = "Change a decision"
    template = "partnership/decision_edit.html"
    theirs: Decision | None = None

    def context(self) -> dict[str, Any]:
        return super().context() | {"theirs": self.theirs}

    def save(self, form: Any) -> HttpResponseBase:
        assert self.decision is not None
        services.edit_decision(
            by=self.who,
            decision=self.decision,
            decided_on=self.decision.decided_on,
            seen=form.cleaned_data["fingerprint"] or 0,
            at=timezone.now(),
            **form.facts(),
        )
        return self.done("Saved.")

    def draw(self, form: Any, *, status: int = 200) -> HttpResponse:
        """After a conflict what was typed and, beside it, how somebody else has left it.

        Whoever saves again has seen that, so the form takes its version.
        """
        assert self.decision is not None
        if status == HTTPStatus.CONFLICT and form.cleaned_data["fingerprint"] is not None:
            said, refused = form.data.copy(), form.errors.get_json_data()
            if (version := self.decision.version) != form.cleaned_data["fingerprint"]:
                said["fingerprint"] = str(version)
                self.theirs, form = self.decision, self.form(said)
                form.is_valid()
                for error in refused.get("__all__", []):
                    form.add_error(None, error["message"])
        return super().draw(form, status=status)


class DecisionWithdraw(OfDecision):
    """What was written down is taken back."""

    title = "Withdraw a decision"

    def form(self, data: Any = None) -> Any:
        return Nothing(data, submit="Withdraw this decision")

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": "It no longer stands in the minutes or in the register. Its number is not "
            "given again."
        }

    def save(self, form: Any) -> HttpResponseBase:
        assert self.decision is not None
        services.withdraw_decision(by=self.who, decision=self.decision, at=timezone.now())
        messages.success(self.request, f"{self.decision.reference} was withdrawn.")
        return redirect(super().back())
