"""Which page says of which conferences nothing may be erased, though their time is over?"""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from conferences import services
from conferences.forms.holds import LiftForm, PlaceForm
from conferences.models import LegalHold
from conferences.permissions import Perm
from conferences.views.pages import SignedInPage
from shield.audit import services as audit
from shield.core.form_page import FormPage
from shield.core.forms import Select
from shield.core.lists import Column, Filters
from shield.core.views import ListPage


class HoldFilters(Filters):
    """Whether they stand."""

    lifted_at = django_filters.ChoiceFilter(
        label="State",
        choices=[("standing", "Standing"), ("lifted", "Lifted")],
        method="in_state",
        widget=Select,
    )

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(lifted_at__isnull=value == "standing")


class LegalHoldList(ListPage):
    """Of what nothing is erased: the holds that stand, and those that were lifted."""

    permission = Perm.HOLD
    template = "conferences/legal_hold_list.html"
    caption = "Legal holds"
    nothing_yet = "There are no legal holds. What conferences said is erased when its time is over."
    csv_name = "legal-holds"
    filterset_class = HoldFilters
    order = ("is_over", "-placed_at")
    columns = (
        Column("of_words", "What is kept", order_by="conference__reference",
               link=LegalHold.get_absolute_url),
        Column("placed_at", "Since", order_by="placed_at"),
        Column("placed_by", "Placed by", order_by="placed_by__full_name"),
        Column("state", "State", value=lambda row: "Lifted" if row.lifted_at else "Standing",
               tag=lambda row: "grey" if row.lifted_at else "yellow"),
        Column("lifted_at", "Lifted", order_by="lifted_at"),
    )  # fmt: skip

    def rows(self) -> QuerySet[LegalHold]:
        rows = LegalHold.objects.visible_to(self.request.user).for_list()
        found: QuerySet[LegalHold] = rows.annotate(is_over=Q(lifted_at__isnull=False))
        return found


class HoldPage(SignedInPage):
    """A page of one hold."""

    permission = Perm.HOLD

    def hold(self, pk: int) -> LegalHold:
        found: LegalHold = get_object_or_404(
            LegalHold.objects.visible_to(self.who).for_list(), pk=pk
        )
        return found


class LegalHoldDetail(HoldPage):
    """What is kept, why, since when; and what became of it."""

    template = "conferences/legal_hold_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        hold = self.hold(pk)
        audit.seen(hold.conference or hold, by=self.who, at=timezone.now(), page="legal hold")
        return self.page(hold=hold)


class LegalHoldPlace(FormPage, HoldPage):
    """Let nothing be erased of a conference, or of any."""

    title = "Place a legal hold"
    fields = {services.NothingToHold: "reference", services.ErasedAlready: "reference"}

    def context(self) -> dict[str, Any]:
        return {
            "back": reverse("legal_hold_list"),
            "intro": "While it stands nothing that was said at the conference, or at those of the "
            "same children, is erased. It opens nothing to anybody.",
        }

    def form(self, data: Any = None) -> PlaceForm:
        return PlaceForm(data)

    def save(self, form: Any) -> HttpResponseBase:
        hold = services.place_hold(
            reference=form.named, reason=form.cleaned_data["reason"], token=form.token,
            by=self.who, at=timezone.now(),
        )  # fmt: skip
        messages.success(self.request, f"{hold.of_words}: nothing is erased while the hold stands.")
        return redirect(hold)


class LegalHoldLift(FormPage, HoldPage):
    """Let the time run out again."""

    title = "Lift this legal hold?"
    found: LegalHold

    def find(self, **path: Any) -> None:
        self.found = self.hold(path["pk"])

    def get(self, request: HttpRequest, **path: Any) -> HttpResponse:
        self.find(**path)
        return redirect(self.found) if self.found.lifted_at else self.draw(self.form())

    def context(self) -> dict[str, Any]:
        return {
            "caption": self.found.of_words,
            "back": self.found.get_absolute_url(),
            "intro": self.goes(),
        }

    def goes(self) -> str:
        """What follows, said before it does."""
        at = timezone.now()
        number = len(services.over(at=at, without=self.found)) - len(services.over(at=at))
        others = LegalHold.objects.standing().exclude(pk=self.found.pk)
        if others.filter(conference=None).exists():
            return "Nothing is erased by this: a hold of every conference stands."
        if not number:
            return "Nothing is erased at once: what it keeps is erased when its time is over."
        what = "one conference" if number == 1 else f"{number:,} conferences"
        return (
            f"What was said at {what}, whose time is over, is erased during the next night and "
            "cannot be brought back. Until then you can place a new hold."
        )

    def form(self, data: Any = None) -> LiftForm:
        return LiftForm(data)

    def save(self, form: Any) -> HttpResponseBase:
        reason = form.cleaned_data["reason"]
        services.lift_hold(hold=self.found, reason=reason, by=self.who, at=timezone.now())
        messages.success(self.request, f"{self.found.of_words}: the hold was lifted.")
        return redirect(self.found)
