"""Which page leads through what a conference comes to, and shows it afterwards?"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from conferences import services
from conferences.forms.outcome import CorrectForm, OutlineForm, ReconveneForm, ReviewForm, StepForm
from conferences.forms.shared import Sure
from conferences.models import Conference, ConferenceKind, PlanStep, Status
from conferences.permissions import Perm
from conferences.views.pages import ConferencePage
from conferences.views.recording import RecordPage


class ConferenceOutcome(ConferencePage):
    """Attendance, quorum, a decision for each child, the plan, the core group; then it is held."""

    template = "conferences/conference_outcome.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.conference(pk)
        self.consulted(found, "outcome")
        rows = services.attendance_of(found)
        outcome, decisions = services.outcome_of(found), services.decisions_of(found)
        children = services.children_of(found)
        plans = services.running_of(children)
        after = Conference.objects.filter(reconvenes=found).first()
        return self.page(
            conference=found,
            outcome=outcome,
            attendance=rows,
            quoracy=_kept(found, outcome) or services.quoracy_of(found, rows),
            went_on=services.went_on(found, outcome),
            children=[(one, decisions.get(one.pk), plans.get(one.pk)) for one in children],
            undecided=[one for one in children if one.pk not in decisions],
            dissents=services.dissents_of(decisions.values()),
            steps=found.plan_steps.present().select_related("child"),
            members=found.core_group.present().count(),
            additions=found.outcome_additions.select_related("added_by", "child").order_by(
                "added_at", "pk"
            ),
            after=after,
            sees_after=after is not None and self.who.has_perm(Perm.READ, after),
            may_manage=self.who.has_perm(Perm.MANAGE, found),
            is_open=services.is_to_record(found, timezone.now()),
        )


def _kept(conference: Conference, outcome: Any) -> Any:
    """How quorum was worked out when the conference was over, whatever the rule says now."""
    return outcome.quoracy if outcome is not None and outcome.quorum is not None else None


class ConferenceOutline(RecordPage):
    """The chair's summary, what must change, and who does what by when."""

    title = "The outline plan"
    shows = "outline"

    def form(self, data: Any = None) -> OutlineForm:
        return OutlineForm(data, outcome=services.outcome_of(self.record))

    def save(self, form: Any) -> HttpResponseBase:
        said = form.cleaned_data
        services.write_outline(
            conference=self.record,
            facts={name: said[name] for name in ("summary", "must_change", "if_not")},
            seen=said["version"],
            by=self.who,
            at=timezone.now(),
        )
        return self.done("Saved.")


class PlanStepAdd(RecordPage):
    """One more thing that somebody does."""

    title = "Add a step to the outline plan"
    shows = "outline"

    def form(self, data: Any = None) -> StepForm:
        return StepForm(data, children=self.record.children.present())

    def save(self, form: Any) -> HttpResponseBase:
        services.add_step(
            conference=self.record,
            token=form.token,
            facts=form.facts(),
            by=self.who,
            at=timezone.now(),
        )
        return self.done("The step was added.")


class PlanStepRemove(RecordPage):
    """A step that is not part of the plan."""

    title = "Take this step out of the outline plan"
    shows = "outline"

    def find(self, **path: Any) -> None:
        self.step = self.row(PlanStep, path["pk"], removed_at=None)
        self.record = self.managed(self.step.conference_id)

    def form(self, data: Any = None) -> Sure:
        return Sure(data, submit="Take it out")

    def context(self) -> dict[str, Any]:
        return super().context() | {"quoted": f"{self.step.what}\n{self.step.who}"}

    def save(self, form: Any) -> HttpResponseBase:
        services.remove_step(step=self.step, by=self.who, at=timezone.now())
        return self.done("The step was taken out.")


class ConferenceHold(RecordPage):
    """The conference took place: from now on additions are made, and nothing is changed."""

    title = "The conference was held"
    shows = "hold"

    def form(self, data: Any = None) -> Sure:
        return Sure(data, submit="The conference was held")

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": "What is recorded stays as it is from now on: what is wrong or missing is "
            "added with its date. Child protection plans begin, go on or end, and what is due for "
            "each child follows."
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.hold(conference=self.record, by=self.who, at=timezone.now())
        return self.done("The conference is recorded as held.")


class OutcomeCorrect(RecordPage):
    """Something to be put right after the conference."""

    title = "Add a correction"
    shows = "correct"

    def form(self, data: Any = None) -> CorrectForm:
        return CorrectForm(data, children=self.record.children.present())

    def context(self) -> dict[str, Any]:
        return super().context() | {"intro": "What was recorded stays, with this beside it."}

    def save(self, form: Any) -> HttpResponseBase:
        services.correct(
            conference=self.record,
            child=form.cleaned_data["child"],
            text=form.cleaned_data["text"],
            token=form.token,
            by=self.who,
            at=timezone.now(),
        )
        return self.done("The correction was added.")


class ConferenceReconvene(RecordPage):
    """A conference that ended inquorate is scheduled again."""

    title = "Hold this conference again"
    shows = "reconvene"

    def form(self, data: Any = None) -> ReconveneForm:
        return ReconveneForm(data)

    def context(self) -> dict[str, Any]:
        intro = (
            "The children, the family expected and the agencies asked are taken over. Each agency "
            "is asked for its report again."
        )
        if self.record.status != Status.INQUORATE:
            intro = "This conference did not end inquorate, so it is not held again."
        return super().context() | {"intro": intro}

    def save(self, form: Any) -> HttpResponseBase:
        made = services.reconvene(
            conference=self.record,
            starts_at=form.cleaned_data["starts_at"],
            place=form.cleaned_data["place"],
            token=form.token,
            by=self.who,
            at=timezone.now(),
        )
        messages.success(self.request, f"It is scheduled again as {made.reference}.")
        return redirect(made)


class ConferenceReview(RecordPage):
    """The next conference about the children whose plans run is scheduled from this one."""

    title = "Schedule the review conference"
    shows = "review"

    def form(self, data: Any = None) -> ReviewForm:
        return ReviewForm(data, kinds=ConferenceKind.objects.offered().filter(is_review=True))

    def context(self) -> dict[str, Any]:
        children = services.children_of(self.record)
        running = services.running_of(children)
        names = ", ".join(str(one) for one in children if one.pk in running)
        intro = (
            f"It is about those whose plan runs: {names}. They and the family expected are taken "
            "over; agencies are asked once it is scheduled."
            if names
            else "No child of this conference has a plan that runs, so none is to be reviewed."
        )
        return super().context() | {"intro": intro}

    def save(self, form: Any) -> HttpResponseBase:
        made = services.schedule_review(
            conference=self.record,
            kind=form.kind,
            starts_at=form.cleaned_data["starts_at"],
            token=form.token,
            by=self.who,
            at=timezone.now(),
            place=form.cleaned_data["place"],
        )
        messages.success(self.request, f"The review is scheduled as {made.reference}.")
        return redirect(made)
