"""Pages that only tests have, to try what every page shares."""

from typing import ClassVar

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from shield.accounts.models import Agency
from shield.core import forms, lists
from shield.core.views import ListPage, Page


class Question(forms.Form):
    name = forms.CharField(label="Name")
    notes = forms.TextField(label="Notes", required=False)


class Asks(Page):
    """A form for signed-in people; says what it took."""

    permission: ClassVar[str | None] = Page.SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("a form")

    def post(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"took {sorted(request.POST.lists())}")


class Managers(Asks):
    permission = "accounts.manage"


class Open(Asks):
    permission = None


class Refuses(Open):
    def get(self, request: HttpRequest) -> HttpResponse:
        raise PermissionDenied


class Breaks(Open):
    def get(self, request: HttpRequest) -> HttpResponse:
        raise RuntimeError("the database is away")


class AgencyFilters(lists.Filters):
    name = django_filters.CharFilter(lookup_expr="icontains", label="Name contains")
    statutory = django_filters.BooleanFilter(
        field_name="is_statutory_partner", label="Statutory partner"
    )
    since = lists.DayFilter(field_name="valid_from", lookup_expr="gte", label="Valid since")


class Agencies(ListPage):
    permission = None
    caption = "Agencies"
    csv_name = "agencies"
    order = ("name",)
    filterset_class = AgencyFilters
    nothing_yet = "No agencies have been added yet."
    columns = (
        lists.Column("name", "Name", "name", link=lambda row: f"/agency/{row.pk}/"),
        lists.Column("kind", "Kind", "kind__name"),
        lists.Column("valid_from", "From", "valid_from"),
        lists.Column("is_statutory_partner", "Statutory", tag=lambda row: "green"),
        lists.Column("pk", "Number", numeric=True, in_csv=False),
    )

    def rows(self) -> QuerySet[Agency]:
        return Agency.objects.select_related("kind")


urlpatterns = [
    path("", Open.as_view(), name="front"),
    path("home/", Asks.as_view(), name="home"),
    path("asks/", Asks.as_view(), name="asks"),
    path("people/", Managers.as_view(), name="people_list"),
    path("agencies/", Agencies.as_view(), name="rule_list"),
    path("security/", Asks.as_view(), name="security"),
    path("refuses/", Refuses.as_view()),
    path("breaks/", Breaks.as_view()),
    path("accounts/", include("allauth.account.urls")),
]
handler400 = "shield.core.errors.handler400"
handler403 = "shield.core.errors.handler403"
handler404 = "shield.core.errors.handler404"
handler500 = "shield.core.errors.handler500"
