"""How is what a file says taken away for good, once nobody may keep it any longer?"""

from collections.abc import Collection

from django.db import transaction

from shield.core.wake import wake
from shield.documents.models import Appendix, Document, Upload, received_name, storage_name
from shield.documents.workflow import CHECKING, ERASED, RENDERING

# What stands where something was written and may not be kept.
WORD = "Erased"


@transaction.atomic
def erase(*, documents: Collection[int], uploads: Collection[int]) -> int:
    """Erase documents and files that people brought, by their ids; says how many.

    A step of the owner's service, which knows that their time is over. The rows stay: that there
    was a file, of how many pages, by which SHA-256. The rows name the files until
    `removal.remove_erased` has removed them, so that none is forgotten where a worker dies.
    """
    made = Document.objects.select_for_update().filter(pk__in=documents).exclude(status=ERASED)
    number = 0
    for document in made.order_by("pk"):
        name = str(document.file.name or storage_name(document, ""))
        RENDERING.advance(document, "erase", content={}, file=name, next_attempt_at=None)
        number += 1
    Appendix.objects.filter(document__in=documents).update(title=WORD)
    brought = Upload.objects.select_for_update().filter(pk__in=uploads).exclude(state=ERASED)
    for upload in brought.order_by("pk"):
        name = str(upload.file.name or received_name(upload, ""))
        CHECKING.advance(upload, "erase", name=WORD, file=name, next_attempt_at=None)
        number += 1
    wake("documents.remove_erased")
    return number
