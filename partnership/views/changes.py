"""Which page is about a seat that changes hands?"""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Case, Exists, OuterRef, QuerySet, When
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from partnership import services
from partnership.forms import (
    ChangeForm,
    Nothing,
)
from partnership.models import PersonnelChange, Seat
from partnership.permissions import Perm
from partnership.views.bodies import KeepPage
from partnership.views.seats import SEAT_COLUMNS, with_holder
from shield.accounts.access import signed_in, visible
from shield.core.form_page import FormPage
from shield.core.forms import Select
from shield.core.links import numbered
from shield.core.lists import Column, Filters
from shield.core.views import ListPage


class AgencySeats(ListPage):
    """The seats of one's own agencies: whoever leaves or takes one is told of here."""

    permission = Perm.NOTIFY_CHANGE
    template = "partnership/list.html"
    caption = "Your agency’s seats"
    order = ("order",)
    csv_name = "seats"
    nothing_yet = "Your agency has no seat in a body of the partnership."
    columns = (
        Column(
            "post",
            "Post",
            order_by="post",
            link=lambda seat: numbered("change_notify", seat.pk),
        ),
        Column("body", "Body", order_by="body__order", value=lambda seat: seat.body.name),
        *SEAT_COLUMNS[1:],
        Column(
            "waits",
            "State",
            value=lambda seat: "A change waits" if seat.waits else "",
            tag=lambda seat: "blue",
        ),
    )

    def rows(self) -> QuerySet[Seat]:
        today = timezone.localdate()
        seats = Seat.objects.changeable_by(self.request.user).present(today)
        waiting = PersonnelChange.objects.open().filter(seat=OuterRef("pk"))
        rows: QuerySet[Seat] = with_holder(seats.select_related("body", "agency"), today)
        return rows.annotate(waits=Exists(waiting))

    def extra(self) -> dict[str, Any]:
        intro = "Choose a seat to say that it changes hands."
        return {"back": reverse("body_list"), "intro": intro, "add": None}


class ChangeNotify(FormPage):
    """Say that a seat of one's own agency changes hands."""

    permission = Perm.NOTIFY_CHANGE
    title = "A seat changes hands"

    def find(self, **path: Any) -> None:
        rows = Seat.objects.changeable_by(self.request.user).select_related("body", "agency")
        self.seat = get_object_or_404(rows, **path)

    def form(self, data: Any = None) -> ChangeForm:
        return ChangeForm(data)

    def context(self) -> dict[str, Any]:
        holder = services.holder_of(self.seat, timezone.localdate())
        return {
            "caption": f"{self.seat.post} – {self.seat.body}",
            "intro": f"{holder.user} holds this seat." if holder else "The seat is vacant.",
            "back": reverse("agency_seats"),
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.notify_change(
            by=signed_in(self.request), seat=self.seat, at=timezone.now(), **form.facts()
        )
        messages.success(self.request, "The operations team was told. They confirm the change.")
        return redirect("agency_seats")


class ChangeFilters(Filters):
    """Changes that wait, or that were answered."""

    state = django_filters.ChoiceFilter(
        choices=[("waits", "Waits"), *PersonnelChange.Answer.choices],
        method="in_state",
        label="State",
        widget=Select,
        empty_label="All changes",
    )

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(answer="" if value == "waits" else value)


class ChangeList(ListPage):
    """What agencies have said of their seats; what waits stands first."""

    permission = Perm.KEEP
    template = "partnership/list.html"
    caption = "Changes of personnel"
    order = ("-waits", "-notified_at")
    csv_name = "changes"
    nothing_yet = "No agency has notified a change."
    filterset_class = ChangeFilters
    columns = (
        Column(
            "seat",
            "Seat",
            value=lambda row: row.seat.post,
            link=lambda row: numbered("change_answer", row.pk),
        ),
        Column("body", "Body", order_by="seat__body__order", value=lambda row: row.seat.body.name),
        Column("agency", "Agency", order_by="seat__agency__name",
               value=lambda row: row.seat.agency.name),
        Column("notified_at", "Notified", order_by="notified_at"),
        Column(
            "answer",
            "State",
            order_by="answer",
            value=lambda row: row.get_answer_display() or "Waits",
            tag=lambda row: "grey" if row.answer else "blue",
        ),
    )  # fmt: skip

    def rows(self) -> QuerySet[PersonnelChange]:
        rows = visible(
            PersonnelChange.objects.select_related("seat__body", "seat__agency"),
            self.request.user,
            Perm.KEEP,
        )
        return rows.annotate(waits=Case(When(answer="", then=1), default=0))

    def extra(self) -> dict[str, Any]:
        return {"back": reverse("body_list"), "intro": "", "add": None}


class ChangeAnswer(KeepPage):
    """What an agency has said; confirm it, or leave the seat as it is."""

    title = "Change of personnel"
    template = "partnership/change_answer.html"

    def find(self, **path: Any) -> None:
        rows = visible(
            PersonnelChange.objects.select_related(
                "seat__body", "seat__agency", "leaver", "notified_by", "answered_by"
            ),
            self.request.user,
            Perm.KEEP,
        )
        self.change = get_object_or_404(rows, **path)

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Confirm")

    def back(self) -> str:
        return reverse("change_list")

    def context(self) -> dict[str, Any]:
        return super().context() | {"change": self.change}

    def save(self, form: Any) -> HttpResponseBase:
        how: dict[str, Any] = {"by": self.who, "change": self.change, "at": timezone.now()}
        if self.request.POST.get("action") == "decline":
            services.decline_change(**how)
            return self.done("The seat stays as it is.")
        if self.request.POST.get("action") == "leaving":
            services.confirm_change(is_leaving_only=True, **how)
            return self.done("They leave the seat. Appoint their successor from the body’s page.")
        services.confirm_change(**how)
        return self.done("The change was confirmed.")
