"""Which pages show documents that could not be made, and files that could not be checked?"""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from shield.accounts import kept
from shield.accounts.access import signed_in, visible
from shield.core.lists import Column
from shield.core.refusals import Refusal
from shield.core.views import ListPage, Page
from shield.documents import services
from shield.documents.models import Document, Upload
from shield.documents.permissions import Perm


def failed_documents(user: Any) -> QuerySet[Document]:
    """The documents given up, for whoever tries again; their content stays where it is."""
    return documents_of(user, Document.objects.failed())


def documents_of(user: Any, rows: QuerySet[Document]) -> QuerySet[Document]:
    """With what this person may know of each: one whose record is kept from them says nothing."""
    rows = visible(rows.defer("content"), user, Perm.READ_FAILED)
    return kept.marked(rows, user, shown_reference="reference", shown_title="title")


class DocumentFailedList(ListPage):
    """Documents that were given up after the last attempt, for the operations team."""

    permission = Perm.READ_FAILED
    template = "documents/failed_list.html"
    caption = "Documents that could not be made"
    csv_name = "failed-documents"
    nothing_yet = "Every document has been made, or is still being tried."
    columns = (
        Column(
            "shown_reference",
            "Reference",
            order_by="shown_reference",
            link=lambda row: reverse("document_failed_retry", kwargs={"pk": row.pk}),
        ),
        Column(
            "shown_title",
            "Title",
            order_by="shown_title",
            value=lambda row: "" if row.is_kept else row.title,
        ),
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
        document = get_object_or_404(documents_of(request.user, Document.objects.all()), pk=pk)
        try:
            services.retry(document=document, by=signed_in(request), at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The document will be made in a moment.")
        return redirect("document_failed_list")


class QuarantineList(ListPage):
    """Files that the scanner has not cleared yet, for the operations team; never their names."""

    permission = Perm.READ_FAILED
    template = "documents/quarantine_list.html"
    caption = "Files that could not be checked yet"
    csv_name = "quarantine"
    nothing_yet = "Every file has been checked, or is being checked now."
    order = ("uploaded_at",)
    columns = (
        Column("shown_reference", "Reference", order_by="shown_reference"),
        Column("uploaded_at", "Added", order_by="uploaded_at"),
        Column(
            "uploaded_by", "By", value=lambda row: "" if row.is_kept else row.uploaded_by.full_name
        ),
        Column("attempts", "Attempts", order_by="attempts", numeric=True),
        Column("error", "Last error", order_by="error"),
        Column("next_attempt_at", "Tried again", order_by="next_attempt_at"),
    )

    def rows(self) -> QuerySet[Upload]:
        rows = Upload.objects.stuck().select_related("uploaded_by").defer("name")
        user = self.request.user
        seen = visible(rows, user, Perm.READ_FAILED)
        return kept.marked(seen, user, shown_reference="reference")
