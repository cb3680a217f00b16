"""How a page of an owning app shows its files: the answer to "is it ready?", and the file."""

from django.http import FileResponse, Http404, JsonResponse

from shield.documents import workflow
from shield.documents.allowed import KINDS
from shield.documents.models import Document, Upload

WORDS = {
    workflow.WAITING: "The PDF is being made. This takes up to a minute.",
    workflow.READY: "Download the PDF",
    workflow.FAILED: "The PDF could not be made. The operations team can see this and try again.",
    workflow.ERASED: "The PDF was erased, since the time for which it may be kept is over.",
}


def progress(document: Document) -> JsonResponse:
    """`{"status": one of `WORDS`, "text": …}`; the caller decides who may ask."""
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


def download_upload(upload: Upload) -> FileResponse:
    """A file that somebody brought, as an attachment only; 404 until it was found harmless.

    The caller has decided who may read it, and writes the consultation into the audit.
    """
    if upload.state != workflow.CLEAN:
        raise Http404
    kind = KINDS[upload.kind]
    name = (
        upload.name
        if upload.name.lower().endswith(kind.extension)
        else (f"{upload.name}{kind.extension}")
    )
    answer = FileResponse(
        upload.file.open("rb"), as_attachment=True, filename=name, content_type=kind.content_type
    )
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
