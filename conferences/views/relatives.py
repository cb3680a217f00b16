"""Which page says whether somebody of the family is a relative of a member of staff?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from conferences import services
from conferences.forms.relatives import RelativeForm
from conferences.models import RelativeFlag
from conferences.views.pages import RunPage
from shield.accounts.jobs import jobs_of


class RelativeDecide(RunPage):
    """Confirm or dismiss; never shown to the member of staff whom it is about."""

    step_up = True
    title = "May be a relative of a member of staff"
    flag: RelativeFlag

    def find(self, **path: Any) -> None:
        super().find(pk=path["pk"])
        rows = RelativeFlag.objects.open().shown_to(self.who).filter(conference=self.record)
        rows = rows.select_related("conference", "child", "guest", "user")
        self.flag = get_object_or_404(rows, pk=path["row"])

    def get(self, request: HttpRequest, **path: Any) -> HttpResponse:
        self.find(**path)
        return self.draw(self.form())

    def form(self, data: Any = None) -> RelativeForm:
        return RelativeForm(data)

    def context(self) -> dict[str, Any]:
        staff = self.flag.user
        job = jobs_of([staff], at=timezone.now())[staff.pk]
        intro = (
            f"{self.flag.person}, of the family, bears the name of {staff} ({job}). If they are "
            "related, or are the same person, the conference is restricted and the member of "
            "staff shut out of it. They are not told. Those who write or check a report now keep "
            "their own part."
        )
        return {**super().context(), "intro": intro}

    def save(self, form: Any) -> HttpResponseBase:
        said, at = form.cleaned_data, timezone.now()
        confirmed = said["decision"] == RelativeFlag.Decision.CONFIRMED
        decide = services.confirm_relative if confirmed else services.dismiss_relative
        decide(flag=self.flag, reason=said["reason"], by=self.who, at=at)
        return self.done(
            "The conference is restricted, and the member of staff is shut out."
            if confirmed
            else "Dismissed. These two are not put to you again."
        )
