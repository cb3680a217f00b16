"""Which page records what was decided of one child, and who did not agree?"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from conferences import services
from conferences.forms.outcome import DecideForm, DissentForm
from conferences.forms.shared import Sure
from conferences.models import Child, ChildDecision, Decided, Dissent
from conferences.views.recording import RecordPage
from shield.core.links import numbered


class OfChild(RecordPage):
    """A form about one child of a conference."""

    shows = "decision"
    after = "child_decide"

    def find(self, **path: Any) -> None:
        self.take(self.row(Child, path["pk"], removed_at=None))

    def take(self, child: Child) -> None:
        self.child = child
        self.record = self.managed(child.conference_id)

    def decision(self) -> ChildDecision | None:
        return services.decisions_of(self.record).get(self.child.pk)

    def back(self) -> str:
        return numbered("child_decide", self.child.pk)

    def context(self) -> dict[str, Any]:
        said = f"{self.child}, {self.child.born_words.lower()}"
        return super().context() | {"caption": f"{self.record.reference}: {said}"}


class ChildDecide(OfChild):
    """A plan or none, its category, and why."""

    title = "What was decided"
    template = "conferences/child_decide.html"

    def back(self) -> str:
        return numbered("conference_outcome", self.record.pk)

    def form(self, data: Any = None) -> DecideForm:
        # What was recorded for a day from which the conference moved is shown, and saved anew.
        found = ChildDecision.objects.filter(child=self.child).first()
        return DecideForm(data, offered=self.offered(), decision=found)

    def offered(self) -> tuple[Decided, ...]:
        plan = services.running_of([self.child]).get(self.child.pk)
        # Of a plan that this conference made it is not said again.
        if plan is not None and plan.began_with_id != self.child.pk:
            return (Decided.CONTINUES, Decided.ENDS, Decided.UNDECIDED)
        made = (Decided.PLAN, Decided.NO_PLAN, Decided.UNDECIDED)
        if self.record.kind.is_review and self.child.before_id is None:
            return (Decided.CONTINUES, Decided.ENDS, *made)
        return made

    def context(self) -> dict[str, Any]:
        decision = self.decision()
        dissents = services.dissents_of([decision] if decision else [])
        return super().context() | {
            "child": self.child,
            "decision": decision,
            "dissents": dissents.get(decision.pk, []) if decision else [],
            "is_open": services.is_to_record(self.record, timezone.now()),
        }

    def draw(self, form: Any, *, status: int = 200) -> HttpResponse:
        """After a conflict the form takes the version that now stands beside it."""
        if form.is_bound and status != 200:
            now = ChildDecision.objects.filter(child=self.child).first()
            said = form.data.copy()
            said["version"] = str(now.version if now else 0)
            refused = form.errors.get_json_data()
            form = self.form(said)
            form.is_valid()
            for error in refused.get("__all__", []):
                form.add_error(None, error["message"])
        return super().draw(form, status=status)

    def save(self, form: Any) -> HttpResponseBase:
        said = form.cleaned_data
        services.decide_child(
            child=self.child,
            decided=said["decided"],
            category=said["category"],
            reason=said["reason"],
            seen=said["version"],
            by=self.who,
            at=timezone.now(),
        )
        return self.done(f"What was decided of {self.child} is recorded.")


class ChildDissent(OfChild):
    """An agency that did not agree with what was decided."""

    title = "An agency did not agree"

    def form(self, data: Any = None) -> DissentForm:
        return DissentForm(data, agencies=self.agencies())

    def save(self, form: Any) -> HttpResponseBase:
        decision = self.decision()
        if decision is None:
            messages.success(self.request, "Record first what was decided.")
            return redirect(self.back())
        services.add_dissent(
            decision=decision,
            agency=form.cleaned_data["agency"],
            reason=form.cleaned_data["reason"],
            token=form.token,
            by=self.who,
            at=timezone.now(),
        )
        return self.done("It is recorded that the agency did not agree.")


class DissentRemove(OfChild):
    """A dissent that was not."""

    title = "The agency did agree"

    def find(self, **path: Any) -> None:
        of = "decision__child__conference"
        self.dissent = self.row(Dissent, path["pk"], of=of, removed_at=None)
        self.take(self.dissent.decision.child)

    def form(self, data: Any = None) -> Sure:
        return Sure(data, submit="Take this back")

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": str(self.dissent.agency), "quoted": self.dissent.reason
        }  # fmt: skip

    def save(self, form: Any) -> HttpResponseBase:
        services.remove_dissent(dissent=self.dissent, by=self.who, at=timezone.now())
        return self.done("Taken back.")
