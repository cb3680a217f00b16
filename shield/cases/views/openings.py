"""Which page opens a case in an emergency, ends that, or judges it?"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from shield.accounts import kept
from shield.accounts.access import signed_in, visible
from shield.accounts.models import User
from shield.audit import services as audit
from shield.audit.permissions import Perm as Audit
from shield.cases import services
from shield.cases.forms import GlassForm, JudgeForm
from shield.cases.kind import CaseKind
from shield.cases.views.pages import SignedInPage
from shield.core.lists import Column
from shield.core.refusals import Refusal
from shield.core.views import ListPage


class GlassBreak(SignedInPage):
    """Open in an emergency what one may not see."""

    step_up = True
    template = "cases/glass_break.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.draw(GlassForm(kind=self.kind))

    def draw(self, form: GlassForm) -> HttpResponse:
        finds_keepers = self.kind.manages in self.who.access.partnership
        return self.page(form=form, kind=self.kind, finds_keepers=finds_keepers)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = GlassForm(request.POST, kind=self.kind)
        if not form.is_valid():
            return self.draw(form)
        try:
            record = services.open_by_glass(
                kind=self.kind,
                reference=form.cleaned_data["reference"],
                reason=form.cleaned_data["reason"],
                by=self.who,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("reference", str(refusal))
            return self.draw(form)
        return redirect(record)


class OpeningEnd(SignedInPage):
    """End one's own opening before its time."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        opening = get_object_or_404(
            self.kind.rows("openings").filter(user=self.who).select_related("record"), pk=pk
        )
        services.end_opening(opening=opening, by=self.who, at=timezone.now())
        messages.success(request, f"You can no longer see the {self.kind.noun}.")
        return redirect(self.kind.list_url)


def openings_for(user: User, kind: CaseKind) -> QuerySet[Any]:
    """The openings of a kind that this person judges."""
    rows = visible(kind.rows("openings"), user, kind.judges)
    # Not of a case from which they are shut out: `services.judge` asks the same.
    rows = rows.exclude(record__in=kept.shut_out(kind.model, user))
    return rows.select_related("user", "record", "reviewed_by")


class OpeningList(ListPage):
    """Every time somebody broke the glass, those not yet judged first."""

    kind: CaseKind
    caption = "Opened in an emergency"
    nothing_yet = "Nobody has opened one in an emergency."
    csv_name = "openings"
    order = ("-reviewed_at", "-opened_at")
    columns = (
        Column("opened_at", "Opened", link=lambda row: row.get_absolute_url()),
        Column("user", "By"),
        Column("reference", "Reference"),
        Column("ends_at", "Until"),
        Column(
            "judgement",
            "Judged",
            value=lambda row: row.get_judgement_display() or "Not yet",
            tag=lambda row: None if row.judgement else "yellow",
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return openings_for(signed_in(self.request), self.kind)


def audit_of(opening: Any) -> str:
    """Where the audit lists who read which page of the case."""
    asked = {"verb": "consulted", "reference": opening.record.label}
    return f"{reverse('audit_search')}?{urlencode(asked)}"


class OpeningDetail(SignedInPage):
    """One opening: why, how long, and whether it was right."""

    template = "cases/opening_detail.html"

    def opening(self, pk: int) -> Any:
        return get_object_or_404(openings_for(self.who, self.kind), pk=pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.draw(self.opening(pk), JudgeForm(kind=self.kind))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        opening, at = self.opening(pk), timezone.now()
        if "end" in request.POST:
            services.end_opening(opening=opening, by=self.who, at=at)
            messages.success(request, f"The {self.kind.noun} is closed to them again.")
            return redirect(opening)
        form = JudgeForm(request.POST, kind=self.kind)
        if not form.is_valid():
            return self.draw(opening, form)
        try:
            services.judge(opening=opening, by=self.who, at=at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.draw(opening, form)
        messages.success(request, "Recorded.")
        return redirect(self.kind.url("opening_list"))

    def draw(self, opening: Any, form: JudgeForm) -> HttpResponse:
        at = timezone.now()
        audit.seen(opening, by=self.who, at=at, page="opening")
        mine = opening.user_id == self.who.pk
        return self.page(
            opening=opening,
            kind=self.kind,
            form=form if not opening.judgement and not mine else None,
            is_open=opening.ends_at > at,
            audit_url=audit_of(opening) if self.who.has_perm(Audit.READ) else "",
        )
