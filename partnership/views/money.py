"""Which page is about the pooled budget?"""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from partnership import services
from partnership.forms import (
    BudgetForm,
    ContributionForm,
    SpendForm,
)
from partnership.models import (
    Budget,
    Contribution,
)
from partnership.permissions import Perm
from partnership.views.bodies import KeepPage
from partnership.views.lists import BusinessList
from partnership.views.pictures import bars
from shield.accounts.access import signed_in
from shield.core.lists import Column
from shield.core.views import Page


class BudgetList(BusinessList):
    """The pooled budgets that the reader may see."""

    permission = Perm.OPEN
    caption = "Pooled budget"
    csv_name = "budgets"
    order = ("-year",)
    nothing_yet = "There is no budget that you may read."
    adds = ("budget_add", "Add a budget")
    columns = (
        Column("year", "Year", order_by="year", link=Budget.get_absolute_url),
        Column("body", "Answers for it", value=lambda row: row.body.name if row.body else ""),
        Column("budgeted", "Budgeted", order_by="budgeted", numeric=True,
               value=lambda row: f"£{row.budgeted:,.2f}"),
        Column("contributors", "Contributors"),
    )  # fmt: skip

    def rows(self) -> QuerySet[Budget]:
        return Budget.objects.visible_to(self.request.user).select_related("body")


class BudgetDetail(Page):
    """One year: what was promised, what came, what was spent, what is left."""

    permission = Perm.OPEN
    template = "partnership/budget_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Budget.objects.visible_to(request.user).select_related("body")
        budget = get_object_or_404(rows, pk=pk)
        contributions = list(budget.contributions.select_related("agency").order_by("pk"))
        return self.page(
            budget=budget,
            contributions=contributions,
            bars=bars(contributions),
            spends=budget.spends.order_by("spent_on", "pk"),
            sums=budget.sums(),
            keeps=signed_in(request).access.allows(Perm.KEEP),
        )


class BudgetAdd(KeepPage):
    """The budget of another year."""

    title = "Add a budget"

    def form(self, data: Any = None) -> BudgetForm:
        return BudgetForm(data)

    def back(self) -> str:
        return reverse("budget_list")

    def save(self, form: Any) -> HttpResponseBase:
        budget = services.add_budget(by=self.who, at=timezone.now(), **form.cleaned_data)
        messages.success(self.request, f"{budget} was added.")
        return redirect(budget)


class OfBudget(KeepPage):
    """A form about one budget."""

    def find(self, **path: Any) -> None:
        self.budget = get_object_or_404(Budget.objects.visible_to(self.request.user), **path)

    def back(self) -> str:
        return self.budget.get_absolute_url()

    def caption(self) -> str:
        return str(self.budget)


class BudgetEdit(OfBudget):
    """A budget, and who answers for it."""

    title = "Change a budget"

    def form(self, data: Any = None) -> BudgetForm:
        names = ("year", "body", "budgeted", "contributors")
        return BudgetForm(data, initial={name: getattr(self.budget, name) for name in names})

    def save(self, form: Any) -> HttpResponseBase:
        budget = Budget.objects.get(pk=self.budget.pk)
        services.edit_budget(by=self.who, budget=budget, at=timezone.now(), **form.cleaned_data)
        return self.done("Saved.")


class ContributionAdd(OfBudget):
    """What another contributor promised."""

    title = "Add a contribution"

    def form(self, data: Any = None) -> ContributionForm:
        return ContributionForm(data, initial={"received": "0"})

    def save(self, form: Any) -> HttpResponseBase:
        services.add_contribution(
            by=self.who, budget=self.budget, at=timezone.now(), **form.facts()
        )
        return self.done("The contribution was added.")


class ContributionEdit(OfBudget):
    """What came by now."""

    title = "Change a contribution"

    def find(self, **path: Any) -> None:
        budgets = Budget.objects.visible_to(self.request.user)
        rows = Contribution.objects.filter(budget__in=budgets).select_related("budget", "agency")
        self.line = get_object_or_404(rows, **path)
        self.budget = self.line.budget

    def form(self, data: Any = None) -> ContributionForm:
        names = ("agency", "contributor", "promised", "received")
        initial = {name: getattr(self.line, name) for name in names}
        initial["who"] = "agency" if self.line.agency else "other"
        return ContributionForm(data, initial=initial)

    def save(self, form: Any) -> HttpResponseBase:
        services.edit_contribution(
            by=self.who, contribution=self.line, at=timezone.now(), **form.facts()
        )
        return self.done("Saved.")


class SpendAdd(OfBudget):
    """What money was spent on."""

    title = "Record a payment"
    fields = {services.NotSpentYet: "spent_on"}

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": "A payment that was recorded wrongly is put right by recording it once more "
            "with a minus sign."
        }

    def form(self, data: Any = None) -> SpendForm:
        return SpendForm(data)

    def save(self, form: Any) -> HttpResponseBase:
        services.record_spend(
            by=self.who, budget=self.budget, at=timezone.now(), **form.cleaned_data
        )
        return self.done("The payment was recorded.")
