"""Which page shows a core group, and the plans that it carries out?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from conferences import services
from conferences.forms.core_groups import (
    CoreGroupHoldForm,
    CoreGroupPlanForm,
    LeadForm,
    MemberForm,
    PlanEndForm,
)
from conferences.forms.shared import Sure
from conferences.models import CoreGroupMember, Plan
from conferences.permissions import Perm
from conferences.views.pages import ConferencePage
from conferences.views.recording import RecordPage


class CoreGroupDetail(ConferencePage):
    """Who is in it, when it met and what it did, and what is due for each child."""

    template = "conferences/core_group_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.conference(pk)
        self.consulted(found, "core group")
        plans = services.plans_of(found)
        due = services.due_of(plans)
        return self.page(
            conference=found,
            plans=[(one, due.get(one.pk, [])) for one in plans],
            members=list(found.core_group.present().select_related("agency")),
            planned=services.planned_of(found),
            meetings=services.held_of(found),
            may_manage=self.who.has_perm(Perm.MANAGE, found),
        )


class GroupPage(RecordPage):
    """A form about a core group."""

    shows = "core group"
    after = "core_group_detail"


class CoreGroupPlan(GroupPage):
    """The day of the next one."""

    title = "When the core group meets next"

    def form(self, data: Any = None) -> CoreGroupPlanForm:
        planned = services.planned_of(self.record)
        initial = {"planned_at": planned.planned_at} if planned else {}
        return CoreGroupPlanForm(data, initial=initial)

    def save(self, form: Any) -> HttpResponseBase:
        services.plan_core_group(
            conference=self.record,
            planned_at=form.cleaned_data["planned_at"],
            token=form.token,
            by=self.who,
            at=timezone.now(),
        )
        return self.done("The core group is planned.")


class CoreGroupHold(GroupPage):
    """One that was held."""

    title = "Record a core group"

    def form(self, data: Any = None) -> CoreGroupHoldForm:
        members = list(self.record.core_group.present().select_related("agency"))
        planned = services.planned_of(self.record)
        initial = {"held_at": planned.planned_at} if planned else {}
        return CoreGroupHoldForm(data, members=members, initial=initial)

    def save(self, form: Any) -> HttpResponseBase:
        said = form.cleaned_data
        services.hold_core_group(
            conference=self.record,
            held_at=said["held_at"],
            came=form.who_came(),
            others_came=said["others_came"],
            done=said["done"],
            next_at=said["next_at"],
            token=form.token,
            by=self.who,
            at=timezone.now(),
        )
        return self.done("The core group is recorded, and the next one is due.")


class CoreGroupMemberAdd(GroupPage):
    """Somebody who is to carry out the plans."""

    title = "Add somebody to the core group"

    def form(self, data: Any = None) -> MemberForm:
        return MemberForm(data, agencies=self.agencies())

    def save(self, form: Any) -> HttpResponseBase:
        member = services.add_member(
            conference=self.record,
            token=form.token,
            facts=form.facts(),
            by=self.who,
            at=timezone.now(),
        )
        return self.done(f"{member} is in the core group.")


class CoreGroupMemberRemove(GroupPage):
    """Somebody who is in it no longer."""

    title = "Take this person out of the core group"

    def find(self, **path: Any) -> None:
        self.member = self.row(CoreGroupMember, path["pk"], removed_at=None)
        self.record = self.managed(self.member.conference_id)

    def form(self, data: Any = None) -> Sure:
        return Sure(data, submit="Take them out")

    def context(self) -> dict[str, Any]:
        return super().context() | {"intro": f"{self.member}, {self.member.of_words}"}

    def save(self, form: Any) -> HttpResponseBase:
        services.remove_member(member=self.member, by=self.who, at=timezone.now())
        return self.done(f"{self.member} is no longer in the core group.")


class OfPlan(GroupPage):
    """A form about one child's plan that runs."""

    def find(self, **path: Any) -> None:
        self.plan = self.row(Plan, path["pk"], of="child__conference", ended_at=None)
        self.record = self.managed(self.plan.child.conference_id)

    def context(self) -> dict[str, Any]:
        return super().context() | {"caption": f"{self.record.reference}: {self.plan.child}"}


class PlanLead(OfPlan):
    """The child's lead social worker."""

    title = "Lead social worker"
    fields = {services.LeadWorksElsewhere: "user"}

    def form(self, data: Any = None) -> LeadForm:
        return LeadForm(data, plan=self.plan, agencies=self.agencies(), agency=self.record.agency)

    def save(self, form: Any) -> HttpResponseBase:
        said = form.cleaned_data
        services.name_lead(
            plan=self.plan,
            name=said["name"],
            agency=said["agency"],
            user=said["user"],
            by=self.who,
            at=timezone.now(),
        )
        return self.done("Saved.")


class PlanEnd(OfPlan):
    """A plan that ends before the next conference."""

    title = "End this child protection plan"
    fields = {services.ImpossibleEnd: "ended_at"}

    def form(self, data: Any = None) -> PlanEndForm:
        return PlanEndForm(data)

    def save(self, form: Any) -> HttpResponseBase:
        services.end_plan(
            plan=self.plan,
            ended_at=form.cleaned_data["ended_at"],
            reason=form.cleaned_data["reason"],
            by=self.who,
            at=timezone.now(),
        )
        return self.done("The plan has ended. Nothing more is due for this child.")
