"""Which page shows an action, raises one, or takes it further?"""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from partnership import services
from partnership.forms import (
    AcceptForm,
    ActionDueForm,
    ActionForm,
    ActionWithdrawForm,
    FinishForm,
    ProgressForm,
    ReassignForm,
    ReopenForm,
    SendBackForm,
)
from partnership.models import (
    Action,
    ActionStatus,
    ActionUpdate,
    AgendaItem,
    Body,
    Decision,
    amber_days,
)
from partnership.permissions import Perm
from partnership.views.bodies import LeadPage
from partnership.views.deciding import written
from partnership.workflow import ACTION
from shield.accounts.access import signed_in
from shield.audit import services as audit
from shield.clocks.emails import time_left
from shield.core.uploading import was_too_large
from shield.core.views import Page
from shield.documents import http as documents
from shield.documents.services import FileRefused

WITH = ("body", "clock", "holder", "holder_agency", "agency", "item__meeting__body", "priority")
COLOURS = {"red": "red", "amber": "orange", "green": "green", "grey": "grey"}


def colour_of(action: Action, rag: str) -> str:
    """The tag's colour; what waits for the body stands out among what is grey."""
    return "blue" if action.status == ActionStatus.DONE else COLOURS[rag]


# What is said of a due day stands beside it.
DUE = {services.DuePast: "due_on", services.DueTooLate: "due_on"}


class ActionDetail(Page):
    """One action: what, who, until when, what shows it, and everything that came of it."""

    permission = Perm.OPEN
    template = "partnership/action_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Action.objects.visible_to(request.user)
        action = get_object_or_404(rows.select_related(*WITH, "raised_by", "decision"), pk=pk)
        if action.item is not None and action.item.is_restricted:
            audit.seen(action, by=signed_in(request), at=timezone.now(), page="action_detail")
        today = timezone.localdate()
        within = amber_days(today)
        updates = action.updates.select_related("by", "upload").order_by("at", "pk")
        return self.page(
            action=action,
            state=action.state_words(today, within),
            colour=colour_of(action, action.rag(today, within)),
            due_words=time_left((action.due_on - today).days),
            updates=updates,
            may=may_do(signed_in(request), action),
            **self.origin(action),
        )

    def origin(self, action: Action) -> dict[str, Any]:
        """Where it comes from, as far as the reader may open it."""
        user = self.request.user
        items, decisions = AgendaItem.objects, Decision.objects
        return {
            "item": items.visible_to(user)
            .filter(pk=action.item_id)
            .select_related("meeting__body")
            .first()
            if action.item_id
            else None,
            "decision": decisions.visible_to(user).filter(pk=action.decision_id).first()
            if action.decision_id
            else None,
            "reads_body": action.body.is_read_by(user),
        }


def may_do(user: Any, action: Action) -> dict[str, bool]:
    """Which buttons the page offers."""
    holds, leads = services.holds(user, action), services.leads_action(user, action)
    can = {move: ACTION.allows(action, move) for move in ACTION.moves}
    return {
        "finish": holds and can["finish"],
        "progress": (holds or leads) and can["withdraw"],
        "accept": leads and can["accept"] and action.done_by_id != user.pk,
        **{
            move: leads and can[move]
            for move in ("send_back", "reopen", "reassign", "move_due", "withdraw")
        },
    }


# --- Raising one ----------------------------------------------------------------------------------


class ActionAdd(LeadPage):
    """Another action of a body."""

    title = "Add an action"
    fields: ClassVar[Any] = {
        services.CannotHold: "who",
        services.DuePast: "due_on",
        services.DueTooLate: "due_on",
    }

    def find(self, **path: Any) -> None:
        self.body = self.led(get_object_or_404(Body.objects.visible_to(self.request.user), **path))
        self.source: dict[str, Any] = {}

    def back(self) -> str:
        if item := self.source.get("item"):
            return written(item) or str(item.meeting.get_absolute_url())
        of: Any = self.source.get("decision", self.body)
        return str(of.get_absolute_url())

    def caption(self) -> str:
        return ", ".join([self.body.name, *(str(record) for record in self.source.values())])

    def form(self, data: Any = None) -> ActionForm:
        return ActionForm(data, body=self.body, today=timezone.localdate())

    def save(self, form: Any) -> HttpResponseBase:
        action = services.raise_action(
            by=self.who, body=self.body, at=timezone.now(), **self.source, **form.facts()
        )
        messages.success(self.request, f"Action {action} was added. Its holder is told.")
        item = self.source.get("item")
        return redirect(written(item) or action if item else action)


class ItemActionAdd(ActionAdd):
    """An action that was agreed under an item of an agenda."""

    def find(self, **path: Any) -> None:
        rows = AgendaItem.objects.visible_to(self.request.user).select_related("meeting__body")
        item = get_object_or_404(rows, **path)
        self.body, self.source = self.led(item.meeting.body), {"item": item}


class DecisionActionAdd(ActionAdd):
    """An action that follows a decision."""

    def find(self, **path: Any) -> None:
        rows = Decision.objects.visible_to(self.request.user).standing().select_related("body")
        decision = get_object_or_404(rows, **path)
        self.body, self.source = self.led(decision.body), {"decision": decision}


# --- Taking it further ----------------------------------------------------------------------------


class OfAction(LeadPage):
    """A form about one action, for whoever leads the body that raised it."""

    said: ClassVar[str]

    def find(self, **path: Any) -> None:
        rows = Action.objects.visible_to(self.request.user).select_related(*WITH)
        self.action: Action = get_object_or_404(rows, **path)
        if not self.may():
            raise Http404

    def may(self) -> bool:
        return services.leads_action(self.who, self.action)

    def back(self) -> str:
        return self.action.get_absolute_url()

    def caption(self) -> str:
        return f"{self.action}, {self.action.body}"

    def do(self, form: Any) -> Any:
        raise TypeError(f"{type(self).__name__} does nothing")

    def save(self, form: Any) -> HttpResponseBase:
        self.do(form)
        return self.done(self.said)

    def sent(self, form: Any) -> dict[str, Any]:
        """What every service about an action takes."""
        said = form.facts() if hasattr(form, "facts") else form.cleaned_data
        return {"by": self.who, "action": self.action, "at": timezone.now(), **said}


class WithEvidence(OfAction):
    """A form that may bring a file."""

    fields: ClassVar[Any] = {FileRefused: "file"}

    form_class: ClassVar[Any]

    def form(self, data: Any = None) -> Any:
        if data is None:
            return self.form_class()
        too_large = was_too_large(self.request)
        return self.form_class(data, self.request.FILES, too_large=too_large)


class ActionProgress(WithEvidence):
    """How it goes, by its holder or by whoever leads the body."""

    title = "Add to this action"
    form_class = ProgressForm
    said = "It was added."

    def may(self) -> bool:
        return services.holds(self.who, self.action) or super().may()

    def do(self, form: Any) -> Any:
        return services.note_progress(**self.sent(form))


class ActionFinish(WithEvidence):
    """Its holder says that it is done."""

    title = "Say that it is done"
    form_class = FinishForm
    said = "Those who lead the body are told, and accept it or send it back."

    def may(self) -> bool:
        return services.holds(self.who, self.action)

    def context(self) -> dict[str, Any]:
        asked = self.action.evidence_required
        return super().context() | {"intro": f"What was asked for: {asked}"}

    def do(self, form: Any) -> Any:
        return services.finish(**self.sent(form))


class ActionAccept(OfAction):
    """The body takes it as done."""

    title = "Accept this action as done"
    said = "The action is closed. Its holder is told."

    def form(self, data: Any = None) -> AcceptForm:
        return AcceptForm(data)

    def do(self, form: Any) -> Any:
        return services.accept(**self.sent(form))


class ActionSendBack(OfAction):
    """It is not done yet."""

    title = "Send this action back"
    said = "The action is open, and its holder is told."

    def form(self, data: Any = None) -> SendBackForm:
        return SendBackForm(data)

    def do(self, form: Any) -> Any:
        return services.send_back(**self.sent(form))


class ActionReopen(OfAction):
    """It is to be done after all."""

    title = "Open this action again"
    said = "The action is open again, and its holder is told."
    fields: ClassVar[Any] = {**DUE}

    def form(self, data: Any = None) -> ReopenForm:
        return ReopenForm(data)

    def do(self, form: Any) -> Any:
        return services.reopen(**self.sent(form))


class ActionReassign(OfAction):
    """Somebody else does it."""

    title = "Give this action to somebody else"
    said = "The action has another holder. Both are told."
    fields: ClassVar[Any] = {services.CannotHold: "who", services.SameHolder: "who"}

    def form(self, data: Any = None) -> ReassignForm:
        return ReassignForm(data, body=self.action.body, today=timezone.localdate())

    def do(self, form: Any) -> Any:
        return services.reassign(**self.sent(form))


class ActionDue(OfAction):
    """It is due on another day."""

    title = "Change the due day"
    said = "The action has another due day. Its holder is told."
    fields: ClassVar[Any] = {
        services.DuePast: "due_on",
        services.DueTooLate: "due_on",
        services.SameDay: "due_on",
    }

    def form(self, data: Any = None) -> ActionDueForm:
        return ActionDueForm(data, initial={"due_on": self.action.due_on})

    def do(self, form: Any) -> Any:
        return services.move_due(**self.sent(form))


class ActionWithdraw(OfAction):
    """It is not to be done any more."""

    title = "Withdraw this action"
    said = "The action was withdrawn. Its holder is told."

    def form(self, data: Any = None) -> ActionWithdrawForm:
        return ActionWithdrawForm(data)

    def do(self, form: Any) -> Any:
        return services.withdraw_action(**self.sent(form))


class ActionFile(Page):
    """A file that came with an action, to be saved, after a fresh proof."""

    permission = Perm.OPEN
    step_up, is_file = True, True

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        mine = Action.objects.visible_to(request.user)
        rows = ActionUpdate.objects.filter(action__in=mine).exclude(upload=None)
        update = get_object_or_404(rows.select_related("action", "upload"), pk=pk)
        assert update.upload is not None  # as the rows say
        answer = documents.download_upload(update.upload)
        audit.seen(
            update.action, by=signed_in(request), at=timezone.now(), page="action_file", update=pk
        )
        return answer
