"""Which pages show messages, and what became of mails?"""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from shield.accounts import kept
from shield.accounts.access import signed_in, visible
from shield.core.forms import Select
from shield.core.lists import Column, Filters
from shield.core.refusals import Refusal
from shield.core.views import ListPage, Page
from shield.notifications import services
from shield.notifications.message import is_local
from shield.notifications.models import Notification
from shield.notifications.permissions import Perm
from shield.notifications.workflow import DEAD, DELIVERY, UNCERTAIN


class MessageFilters(Filters):
    """One's messages by whether they have been read."""

    read = django_filters.ChoiceFilter(
        choices=[("no", "Unread"), ("yes", "Read")],
        method="by_read",
        label="State",
        widget=Select,
        empty_label="All messages",
    )

    def by_read(
        self, rows: QuerySet[Notification], name: str, value: str
    ) -> QuerySet[Notification]:
        return rows.filter(read_at__isnull=value == "no")


class MessageList(ListPage):
    """One's own messages, newest first."""

    permission = Page.SIGNED_IN
    template = "notifications/message_list.html"
    caption = "Messages"
    csv_name = "messages"
    nothing_yet = "You have no messages."
    filterset_class = MessageFilters
    columns = (
        Column("subject", "Subject", link=Notification.get_absolute_url),
        Column("lines", "Message", value=lambda row: " ".join(row.lines)),
        Column("reference", "Reference", order_by="reference"),
        Column("created_at", "Received", order_by="created_at"),
        Column(
            "state",
            "State",
            value=lambda row: "Read" if row.read_at else "Unread",
            tag=lambda row: "grey" if row.read_at else "",
        ),
    )

    def rows(self) -> QuerySet[Notification]:
        return Notification.objects.of(self.request.user)


class MessageOpen(Page):
    """Marks a message as read and leads to what it is about."""

    permission = Page.SIGNED_IN

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        notification = get_object_or_404(Notification.objects.of(request.user), pk=pk)
        services.read(notification=notification, by=signed_in(request), at=timezone.now())
        if not is_local(notification.url):
            raise Http404
        return redirect(notification.url)


class MessageReadAll(Page):
    """Marks all of one's messages as read."""

    permission = Page.SIGNED_IN

    def post(self, request: HttpRequest) -> HttpResponse:
        services.read_all(by=signed_in(request), at=timezone.now())
        messages.success(request, "All your messages are marked as read.")
        return redirect("message_list")


def failed_mails(user: Any) -> QuerySet[Notification]:
    """The mails given up or uncertain, for whoever sends them again."""
    return mails_of(user, Notification.objects.in_trouble())


def mails_of(user: Any, rows: QuerySet[Notification]) -> QuerySet[Notification]:
    """With what this person may know of each: nobody else would send again what is kept from
    them, so that is there too, without its subject, its reference and its recipient."""
    rows = visible(rows.select_related("recipient"), user, Perm.READ_FAILED)
    return kept.marked(rows, user, shown_subject="subject", shown_to="recipient__email")


class FailedFilters(Filters):
    """Undelivered mails by what is wrong with them."""

    state = django_filters.ChoiceFilter(
        choices=[(state, DELIVERY.states[state]) for state in (DEAD, UNCERTAIN)],
        label="State",
        widget=Select,
        empty_label="Given up and uncertain",
    )


class FailedList(ListPage):
    """Mails given up after the last attempt, or that may not have arrived, for operations."""

    permission = Perm.READ_FAILED
    template = "notifications/failed_list.html"
    caption = "Emails that need you"
    csv_name = "failed-emails"
    nothing_yet = "Every email has been sent, or is still being tried."
    filterset_class = FailedFilters
    columns = (
        Column(
            "shown_subject",
            "Subject",
            order_by="shown_subject",
            link=lambda row: reverse("failed_retry", kwargs={"pk": row.pk}),
        ),
        Column(
            "shown_to",
            "To",
            order_by="shown_to",
            value=lambda row: "" if row.is_kept else f"{row.recipient.full_name} ({row.shown_to})",
        ),
        Column("created_at", "Written", order_by="created_at"),
        Column(
            "state",
            "State",
            order_by="state",
            value=lambda row: DELIVERY.states[row.state],
            tag=lambda row: "red" if row.state == DEAD else "yellow",
        ),
        Column("attempts", "Attempts", order_by="attempts", numeric=True),
        Column("error", "Last error", order_by="error"),
    )

    def rows(self) -> QuerySet[Notification]:
        return failed_mails(self.request.user)


class FailedRetry(Page):
    """One mail that was given up or is uncertain: it is sent again, or left as it is."""

    permission = Perm.READ_FAILED
    template = "notifications/failed_retry.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(notification=get_object_or_404(failed_mails(request.user), pk=pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = mails_of(request.user, Notification.objects.all())
        notification = get_object_or_404(rows, pk=pk)
        leaves = "leave" in request.POST
        act = services.leave if leaves else services.retry
        try:
            act(notification=notification, by=signed_in(request), at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            said = "The email is left as it is." if leaves else "The email will be sent again."
            messages.success(request, said)
        return redirect("failed_list")
