"""What would this person see? For whoever answers for access."""

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from shield.accounts.access import signed_in
from shield.accounts.models import User
from shield.accounts.permissions import Perm
from shield.core.lists import Column, Filters
from shield.core.views import ListPage, Page
from shield.people import services


class PreviewFilters(Filters):
    """People by part of their name or email address."""

    who = django_filters.CharFilter(method="named", label="Name or email address")

    def named(self, rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return rows.filter(Q(full_name__icontains=value) | Q(email__icontains=value))


class PreviewList(ListPage):
    """Pick a person."""

    permission = Perm.PREVIEW
    template = "accounts/preview_list.html"
    caption = "What somebody may see"
    order = ("full_name",)
    csv_name = "people"
    filterset_class = PreviewFilters
    columns = (
        Column(
            "name",
            "Name",
            order_by="full_name",
            value=lambda row: row.full_name,
            link=lambda row: f"{reverse('people_list')}{row.pk}/preview/",
        ),
        Column("email", "Email address", order_by="email"),
        Column("post", "Job title", order_by="post"),
    )

    def rows(self) -> QuerySet[User]:
        return User.objects.previewed_by(self.request.user)

    def may_take_away(self) -> bool:
        return False


class PersonPreview(Page):
    """What one person would find: roles, permissions, and how many records of each agency."""

    permission = Perm.PREVIEW
    template = "accounts/person_preview.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = get_object_or_404(User.objects.previewed_by(request.user), pk=pk)
        found = services.preview(by=signed_in(request), person=person, at=timezone.now())
        return self.page(person=person, preview=found)
