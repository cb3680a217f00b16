"""What can happen to the files of a notification?"""

from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from incidents.models import Attachment, Incident, ShutFile
from incidents.permissions import Perm
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.refusals import Refusal
from shield.documents import services as documents
from shield.documents.workflow import REFUSED


def attach(
    *, incident: Incident, file: UploadedFile, token: UUID, by: User, at: datetime
) -> Attachment:
    """Add a file to a draft, or later to what was submitted; the same token again adds nothing.

    Raises Refusal for a kind that is not allowed, and beyond as many files as a record may hold.
    """
    require(by, may_attach(incident), incident)
    with transaction.atomic():
        incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
        # It may have been submitted meanwhile: then it takes another permission.
        require(by, may_attach(incident), incident)
        if not (incident.is_draft or incident.is_filed):
            raise Refusal("This draft was discarded. Bring it back before you add a file.")
        made, is_new = documents.bring(
            files=incident.attachments,
            noun="A notification",
            reference=incident.label,
            file=file,
            token=token,
            by=by,
            at=at,
        )
        if is_new:
            audit.record("incident.file_added", incident, by=by, at=at, attachment=made.pk)
    return made


def detach(*, attachment: Attachment, by: User, at: datetime) -> None:
    """Take a file off a draft, or one that was refused off any notification."""
    require(by, may_attach(attachment.record), attachment.record)
    with transaction.atomic():
        incident = Incident.objects.select_for_update(of=("self",)).get(pk=attachment.record_id)
        if not (incident.is_draft or attachment.upload.state == REFUSED):
            raise Refusal("What was submitted stays as it is: this file can no longer be removed.")
        if documents.take_off(brought=attachment, by=by, at=at):
            audit.record("incident.file_removed", incident, by=by, at=at, attachment=attachment.pk)


def shut_away(*, attachment: Attachment, reason: str, by: User, at: datetime) -> None:
    """Hand a file of what was submitted out no more: the wrong one was brought. It is kept.

    Raises Refusal for a draft's file, which is removed instead, and for one shut away already.
    """
    require(by, Perm.MANAGE_ACCESS, attachment.record)
    with transaction.atomic():
        incident = Incident.objects.select_for_update(of=("self",)).get(pk=attachment.record_id)
        if not incident.is_filed:
            raise Refusal("A draft’s file can be removed; only what was submitted is shut away.")
        if ShutFile.objects.filter(attachment=attachment).exists():
            raise Refusal("This file is shut away already.")
        ShutFile.objects.create(attachment=attachment, reason=reason, shut_by=by, shut_at=at)
        audit.record("incident.file_shut_away", incident, by=by, at=at, attachment=attachment.pk)


def may_attach(incident: Incident) -> Perm:
    """The permission that it takes to add or remove a file now."""
    return Perm.CORRECT if incident.is_filed else Perm.EDIT
