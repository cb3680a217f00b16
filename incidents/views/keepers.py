"""Which page finds a keeper for a restricted notification that nobody keeps any more?"""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from incidents import services
from incidents.models import Incident
from incidents.permissions import Perm
from incidents.services.access import NOTIFICATION
from incidents.views.pages import SignedInPage
from shield.accounts.models import User
from shield.audit import services as audit
from shield.cases.forms import KeeperForm
from shield.core.lists import Column
from shield.core.refusals import Refusal
from shield.core.views import ListPage


def orphans_for(user: User) -> QuerySet[Incident]:
    """What this person may find a keeper for; the page is not there for those who never may."""
    if Perm.MANAGE_ACCESS not in user.access.partnership:
        raise Http404
    return services.orphans(by=user, at=timezone.now()).select_related("agency")


class KeeperList(ListPage):
    """The restricted notifications that nobody keeps: which, and of what agency, and no more."""

    permission = Perm.MANAGE_ACCESS
    step_up = True
    caption = "Restricted notifications that nobody keeps"
    nothing_yet = "Somebody keeps every restricted notification."
    csv_name = "nobody-keeps"
    order = ("-created_at",)
    columns = (
        Column(
            "label",
            "Notification",
            link=lambda row: reverse("keeper_name", kwargs={"pk": row.pk}),
        ),
        Column("agency", "Agency"),
    )

    def rows(self) -> QuerySet[Any]:
        return orphans_for(self.request.user)  # type: ignore[arg-type]

    def file(self, rows: QuerySet[Any], kind: str) -> HttpResponseBase:
        """The list to take away, written down."""
        user: Any = self.request.user
        audit.record("incidents.orphans_exported", user, by=user, at=timezone.now())
        return super().file(rows, kind)


class KeeperName(SignedInPage):
    """Name somebody who keeps it from now on; whoever names them sees nothing of it."""

    permission = Perm.MANAGE_ACCESS
    step_up = True
    template = "incidents/keeper_name.html"

    def incident(self, pk: int) -> Incident:
        return get_object_or_404(orphans_for(self.who), pk=pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(incident=self.incident(pk), form=KeeperForm(kind=NOTIFICATION))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        incident, form = self.incident(pk), KeeperForm(request.POST, kind=NOTIFICATION)
        if not form.is_valid():
            return self.page(incident=incident, form=form)
        person = form.cleaned_data["person"]
        try:
            services.name_keeper(
                incident=incident,
                person=person,
                reason=form.cleaned_data["reason"],
                by=self.who,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.page(incident=incident, form=form)
        messages.success(request, f"{person} keeps {incident.label} from now on.")
        return redirect("keeper_list")
