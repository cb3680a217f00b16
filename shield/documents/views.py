"""Which pages show documents that could not be made?"""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from shield.accounts.access import signed_in, visible
from shield.core.lists import Column
from shield.core.refusals import Refusal
from shield.core.views import ListPage, Page
from shield.documents import services
from shield.documents.models import Document
from shield.documents.permissions import Perm


def failed_documents(user: Any) -> QuerySet[Document]:
    """The documents given up that a person may see; their content stays where it is."""
    return visible(Document.objects.failed().defer("content"), user, Perm.READ_FAILED)


class DocumentFailedList(ListPage):
    """Documents that were given up after the last attempt, for the operations team."""

    permission = Perm.READ_FAILED
    template = "documents/failed_list.html"
    caption = "Documents that could not be made"
    csv_name = "failed-documents"
    nothing_yet = "Every document has been made, or is still being tried."
    columns = (
        Column(
            "reference",
            "Reference",
            order_by="reference",
            link=lambda row: reverse("document_failed_retry", kwargs={"pk": row.pk}),
        ),
        Column("title", "Title", order_by="title"),
        Column("requested_at", "Asked for", order_by="requested_at"),
        Column("attempts", "Attempts", order_by="attempts", numeric=True),
        Column("error", "Last error", order_by="error"),
    )

    def rows(self) -> QuerySet[Document]:
        return failed_documents(self.request.user)


class DocumentFailedRetry(Page):
    """One document that was given up, and the button that tries again."""

    permission = Perm.READ_FAILED
    template = "documents/failed_retry.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(document=get_object_or_404(failed_documents(request.user), pk=pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = visible(Document.objects.defer("content"), request.user, Perm.READ_FAILED)
        document = get_object_or_404(rows, pk=pk)
        try:
            services.retry(document=document, by=signed_in(request), at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The document will be made in a moment.")
        return redirect("document_failed_list")
