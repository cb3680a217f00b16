"""Which pages show the mails that a demo caught?"""

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from shield.core.lists import Column, Filters
from shield.core.views import ListPage, Page
from shield.core.widgets import Text
from shield.notifications.models import DemoMail


class DemoPage(Page):
    """A page for everybody in demo mode; elsewhere it does not exist."""

    permission = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class DemoMailFilters(Filters):
    """Mails by whom they are for."""

    recipient = django_filters.CharFilter(
        lookup_expr="icontains",
        label="Recipient",
        widget=Text,
        help_text="An email address or a part of it",
    )


class DemoMailList(DemoPage, ListPage):
    """Every mail that the demo caught, newest first."""

    template = "notifications/demo_mail_list.html"
    caption = "Demo mail"
    csv_name = "demo-mail"
    nothing_yet = "No mail has been sent yet."
    filterset_class = DemoMailFilters
    columns = (
        Column("subject", "Subject", link=DemoMail.get_absolute_url),
        Column("recipient", "To", order_by="recipient"),
        Column("sent_at", "Sent", order_by="sent_at"),
    )

    def rows(self) -> QuerySet[DemoMail]:
        return DemoMail.objects.defer("body")


class DemoMailPage(DemoPage):
    """One caught mail; the links in it work."""

    template = "notifications/demo_mail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(mail=get_object_or_404(DemoMail, pk=pk))
