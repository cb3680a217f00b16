"""The agencies of the partnership, for the system administrator."""

from typing import Any, ClassVar

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from shield.accounts.access import signed_in
from shield.accounts.models import Agency, AgencyKind
from shield.accounts.permissions import Perm
from shield.core.form_page import FormPage
from shield.core.forms import Form, ModelForm, Select
from shield.core.lists import Column, Filters
from shield.core.views import ListPage
from shield.people import services
from shield.people.forms import AgencyForm


class AgencyFilters(Filters):
    """Agencies by kind and by whether they still exist."""

    kind = django_filters.ModelChoiceFilter(
        queryset=AgencyKind.objects.order_by("name"),
        label="Kind",
        widget=Select,
        empty_label="All kinds",
    )
    state = django_filters.ChoiceFilter(
        choices=[("now", "Exist now"), ("not_now", "Ended or not begun")],
        method="in_state",
        label="State",
        widget=Select,
        empty_label="All agencies",
    )

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        now = rows.on(timezone.localdate())
        return now if value == "now" else rows.exclude(pk__in=now.values("pk"))


class AgencyList(ListPage):
    """All agencies, those that ended included."""

    permission = Perm.MANAGE_ALL
    template = "accounts/agency_list.html"
    caption = "Agencies"
    order = ("name",)
    csv_name = "agencies"
    filterset_class = AgencyFilters
    columns = (
        Column(
            "name",
            "Agency",
            order_by="name",
            link=lambda row: f"{reverse('agency_list')}{row.pk}/",
        ),
        Column("kind", "Kind", order_by="kind__name", value=lambda row: row.kind.name),
        Column("is_statutory_partner", "Statutory partner", order_by="is_statutory_partner"),
        Column("notifies_panel", "Notifies the Panel", order_by="notifies_panel"),
        Column("valid_from", "First day", order_by="valid_from"),
        Column("valid_to", "Last day", order_by="valid_to"),
        Column("succeeded_by", "Followed by", order_by="succeeded_by__name"),
    )

    def rows(self) -> QuerySet[Agency]:
        return Agency.objects.managed_by(self.request.user).select_related("kind", "succeeded_by")


class AgencyAdd(FormPage):
    """A new agency."""

    permission = Perm.MANAGE_ALL
    step_up = True
    title = "Add an agency"

    def form(self, data: Any = None) -> AgencyForm:
        return AgencyForm(data)

    def context(self) -> dict[str, Any]:
        return {"back": reverse("agency_list")}

    def save(self, form: Form | ModelForm) -> HttpResponseBase:
        agency = services.add_agency(
            by=signed_in(self.request), at=timezone.now(), **form.cleaned_data
        )
        messages.success(self.request, f"{agency} was added.")
        return redirect("agency_list")


class AgencyEdit(FormPage):
    """What is known of an agency."""

    permission = Perm.MANAGE_ALL
    # An agency that tells the Panel reads every case that is to be told.
    step_up = True
    title = "Change an agency"
    fields: ClassVar = {services.SuccessionLoops: "succeeded_by"}

    def find(self, **path: Any) -> None:
        self.agency = get_object_or_404(Agency.objects.managed_by(self.request.user), **path)

    def form(self, data: Any = None) -> AgencyForm:
        # A copy of its own: a form that fails must not change what the page is about.
        return AgencyForm(data, instance=Agency.objects.get(pk=self.agency.pk))

    def context(self) -> dict[str, Any]:
        return {"caption": self.agency.name, "back": reverse("agency_list")}

    def save(self, form: Form | ModelForm) -> HttpResponseBase:
        services.edit_agency(
            by=signed_in(self.request), agency=self.agency, at=timezone.now(), **form.cleaned_data
        )
        messages.success(self.request, "Saved.")
        return redirect("agency_list")
