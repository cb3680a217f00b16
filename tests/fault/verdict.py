"""What became of the submissions, read from the portal's database and files; prints JSON."""

import hashlib
import json
import os

from shield.local import environment

environment.prepare()
os.environ["DJANGO_SETTINGS_MODULE"] = "shield.settings"

import django  # noqa: E402

django.setup()

from incidents.models import Incident  # noqa: E402
from shield.documents.models import Document  # noqa: E402
from shield.notifications.models import DemoMail, Notification  # noqa: E402


def states() -> dict[str, list[str]]:
    """In which states mails and documents are."""
    mails = Notification.objects.values_list("state", flat=True).distinct().order_by("state")
    made = Document.objects.values_list("status", flat=True).distinct().order_by("status")
    return {"mails": list(mails), "documents": list(made)}


def whole() -> dict[str, object]:
    """Every filed notification with its PDF, and every mail with its reference."""
    filed = Incident.objects.filed().select_related("document").order_by("reference")
    told = Notification.objects.filter(key__startswith="incident:").values_list("pk", flat=True)
    ids = {f"<notification.{pk}." for pk in told}
    mails = [
        mail
        for mail in DemoMail.objects.all()
        if mail.message_id[: mail.message_id.find(".", 14) + 1] in ids
    ]
    return {
        "states": states(),
        "filed": {incident.pk: [incident.reference, pdf_of(incident)] for incident in filed},
        "mails": [[mail.recipient, mail.subject] for mail in mails],
    }


def pdf_of(incident: Incident) -> str:
    """`ready` where the file is the one that was hashed when it was made."""
    document = incident.document
    if document is None or document.status != "ready":
        return "none" if document is None else document.status
    with document.file.open("rb") as file:
        same = hashlib.sha256(file.read()).hexdigest() == document.sha256
    return "ready" if same else "another file"


print(json.dumps(whole()))
