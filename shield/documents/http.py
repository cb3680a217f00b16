"""How a page of an owning app shows its document: the answer to "is it ready?", and the file."""

from django.http import FileResponse, Http404, JsonResponse

from shield.documents import workflow
from shield.documents.models import Document

WORDS = {
    workflow.WAITING: "The PDF is being made. This takes up to a minute.",
    workflow.READY: "Download the PDF",
    workflow.FAILED: "The PDF could not be made. The operations team can see this and try again.",
}


def progress(document: Document) -> JsonResponse:
    """`{"status": "waiting", "ready" or "failed", "text": …}`; the caller decides who may ask."""
    answer = JsonResponse({"status": document.status, "text": WORDS[document.status]})
    answer["Cache-Control"] = "no-store"
    return answer


def download(document: Document, filename: str) -> FileResponse:
    """The file itself, kept by no browser; 404 until it is ready.

    The caller has decided who may read it, and writes the consultation into the audit.
    """
    if document.status != workflow.READY:
        raise Http404
    answer = FileResponse(
        document.file.open("rb"),
        as_attachment=True,
        filename=filename,
        content_type="application/pdf",
    )
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
