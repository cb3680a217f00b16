"""Which page shows the files of a notification, takes one, or hands one out?"""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from incidents import services
from incidents.forms.attachments import ShutForm
from incidents.models import Attachment, Incident
from incidents.permissions import Perm
from incidents.views.pages import SignedInPage
from shield.audit import services as audit
from shield.core.refusals import Refusal
from shield.core.uploading import was_too_large
from shield.documents import http as documents
from shield.documents.forms import BringForm
from shield.documents.workflow import REFUSED


def files_of(incident: Incident) -> QuerySet[Attachment]:
    rows: QuerySet[Attachment] = Attachment.objects.present().filter(record=incident)
    return rows


class AttachmentPage(SignedInPage):
    """A page about the files of one notification that the reader may see."""

    permission = Perm.OPEN

    def incident(self, pk: int) -> Incident:
        rows = Incident.objects.visible_to(self.request.user)
        return self.guarded(get_object_or_404(rows.select_related("agency"), pk=pk))

    def attachment(self, pk: int, row: int) -> Attachment:
        incident = self.incident(pk)
        found: Attachment = get_object_or_404(files_of(incident), pk=row)
        found.record = incident
        return found

    def may_change(self, incident: Incident) -> bool:
        return self.who.has_perm(services.may_attach(incident), incident)


class AttachmentList(AttachmentPage):
    """The files of a notification, and the form that adds one."""

    template = "incidents/attachment_list.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.draw(self.incident(pk), BringForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        incident = self.incident(pk)
        if not self.may_change(incident):
            raise Http404
        too_large = was_too_large(request)
        form = BringForm(request.POST, request.FILES, too_large=too_large)
        if not form.is_valid():
            return self.draw(incident, form)
        try:
            services.attach(
                incident=incident,
                file=form.cleaned_data["file"],
                token=form.token,
                by=self.who,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
            return self.draw(incident, form)
        messages.success(request, "The file has been added. It can be opened once it is checked.")
        return redirect("attachment_list", pk=pk)

    def draw(self, incident: Incident, form: BringForm) -> HttpResponse:
        audit.seen(incident, by=self.who, at=timezone.now(), page="attachments")
        may_change, files = self.may_change(incident), list(files_of(incident))
        may_shut = incident.is_filed and self.who.has_perm(Perm.MANAGE_ACCESS, incident)
        removable = {
            one.pk
            for one in files
            if may_change and (incident.is_draft or one.upload.state == REFUSED)
        }
        return self.page(
            incident=incident,
            attachments=files,
            form=form if may_change else None,
            may_shut=may_shut,
            removable=removable,
            has_actions=bool(removable)
            or (may_shut and any(one.shut_away is None for one in files)),
        )


class AttachmentFile(AttachmentPage):
    """One file, to be saved, after a fresh proof; never shown within the portal."""

    step_up, is_file = True, True

    def get(self, request: HttpRequest, pk: int, row: int) -> HttpResponseBase:
        attachment = self.attachment(pk, row)
        if attachment.shut_away:
            raise Http404
        answer = documents.download_upload(attachment.upload)
        audit.seen(
            attachment.record, by=self.who, at=timezone.now(), page="attachment", attachment=row
        )
        return answer


class AttachmentRemove(AttachmentPage):
    """Asks before a file is taken off."""

    template = "incidents/attachment_remove.html"

    def get(self, request: HttpRequest, pk: int, row: int) -> HttpResponse:
        attachment, at = self.removable(pk, row), timezone.now()
        audit.seen(attachment.record, by=self.who, at=at, page="attachment_remove", attachment=row)
        return self.page(attachment=attachment)

    def post(self, request: HttpRequest, pk: int, row: int) -> HttpResponse:
        attachment = self.removable(pk, row)
        try:
            services.detach(attachment=attachment, by=self.who, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "The file has been removed.")
        return redirect("attachment_list", pk=pk)

    def removable(self, pk: int, row: int) -> Attachment:
        attachment = self.attachment(pk, row)
        if not self.may_change(attachment.record):
            raise Http404
        return attachment


class AttachmentShut(AttachmentPage):
    """Hand a wrong file out no more, for those who decide who sees the notification."""

    permission = Perm.MANAGE_ACCESS
    step_up = True
    template = "incidents/attachment_shut.html"

    def get(self, request: HttpRequest, pk: int, row: int) -> HttpResponse:
        return self.draw(self.served(pk, row), ShutForm())

    def post(self, request: HttpRequest, pk: int, row: int) -> HttpResponse:
        attachment, form = self.served(pk, row), ShutForm(request.POST)
        if not form.is_valid():
            return self.draw(attachment, form)
        try:
            services.shut_away(
                attachment=attachment,
                reason=form.cleaned_data["reason"],
                by=self.who,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.draw(attachment, form)
        messages.success(request, "The file is shut away. It is kept, and nobody can open it.")
        return redirect("attachment_list", pk=pk)

    def draw(self, attachment: Attachment, form: ShutForm) -> HttpResponse:
        at = timezone.now()
        audit.seen(
            attachment.record, by=self.who, at=at, page="attachment_shut", attachment=attachment.pk
        )
        return self.page(attachment=attachment, form=form)

    def served(self, pk: int, row: int) -> Attachment:
        found = self.attachment(pk, row)
        decides = self.who.has_perm(Perm.MANAGE_ACCESS, found.record)
        if not decides or not found.record.is_filed or found.shut_away:
            raise Http404
        return found
