"""Which page is about seats, who holds them, and who is to?"""

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from partnership import services
from partnership.forms import (
    AppointForm,
    BulkForm,
    EndForm,
    EndSeatForm,
    SeatForm,
)
from partnership.models import Body, Holding, Seat, SeatRole
from partnership.permissions import Perm
from partnership.views.bodies import KeepPage, OfBody
from shield.accounts.access import signed_in, visible
from shield.accounts.models import Agency
from shield.core.forms import Select
from shield.core.links import numbered
from shield.core.lists import Column, Filters
from shield.core.views import ListPage

ROLES = dict(SeatRole.choices)
AT_ONCE = "at_once"


def with_holder(seats: Any, today: Any) -> Any:
    """Seats with the name of whoever holds them today, and since when."""
    held = Holding.objects.standing(today).filter(seat=OuterRef("pk"), is_deputy=False)
    return seats.annotate(
        holder=Subquery(held.values("user__full_name")[:1]),
        since=Subquery(held.values("starts_on")[:1]),
    )


# --- Lists ----------------------------------------------------------------------------------------


class SeatFilters(Filters):
    """Seats by body, agency, role, and whether somebody holds them."""

    body = django_filters.ModelChoiceFilter(
        queryset=Body.objects.order_by("order"), label="Body", widget=Select, empty_label="All"
    )
    agency = django_filters.ModelChoiceFilter(
        queryset=Agency.objects.by_name(), label="Agency", widget=Select, empty_label="All agencies"
    )
    role = django_filters.ChoiceFilter(
        choices=SeatRole.choices, label="Role", widget=Select, empty_label="All roles"
    )
    state = django_filters.ChoiceFilter(
        choices=[("held", "Held"), ("vacant", "Vacant")],
        method="in_state",
        label="State",
        widget=Select,
        empty_label="Held and vacant",
    )

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(holder__isnull=value == "vacant")


SEAT_COLUMNS = (
    Column("post", "Post", order_by="post"),
    Column("agency", "Agency", order_by="agency__name", value=lambda seat: seat.agency.name),
    Column("role", "Role", order_by="role", value=lambda seat: ROLES[seat.role]),
    Column(
        "holder",
        "Held by",
        order_by="holder",
        value=lambda seat: seat.holder or "Vacant",
        tag=lambda seat: None if seat.holder else "yellow",
    ),
    Column("since", "Since", order_by="since"),
)


# For whoever keeps the seats: from each that is vacant to the page on which it is filled.
TO_APPOINT = Column(
    "appoint",
    "To do",
    value=lambda seat: "" if seat.holder else f"Appoint: {seat.post}",
    link=lambda seat: "" if seat.holder else numbered("seat_appoint", seat.pk),
    in_csv=False,
)


class SeatList(ListPage):
    """Every seat of every body, and who holds it."""

    permission = Perm.READ_ALL
    template = "partnership/seat_list.html"
    caption = "Seats"
    order = ("order",)
    csv_name = "seats"
    filterset_class = SeatFilters

    @cached_property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        body = Column(
            "body",
            "Body",
            order_by="body__order",
            value=lambda seat: seat.body.name,
            link=lambda seat: numbered("body_detail", seat.body_id),
        )
        keeps = signed_in(self.request).access.allows(Perm.KEEP)
        if not keeps:
            return (body, *SEAT_COLUMNS)
        # There is no room for both, and who is to be appointed matters more than since when.
        return (body, *(one for one in SEAT_COLUMNS if one.key != "since"), TO_APPOINT)

    @property
    def more_columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        return tuple(one for one in SEAT_COLUMNS if one not in self.columns)

    def rows(self) -> QuerySet[Seat]:
        today = timezone.localdate()
        seats = visible(Seat.objects.present(today), self.request.user, Perm.READ_ALL)
        rows: QuerySet[Seat] = with_holder(seats.select_related("body", "agency"), today)
        return rows

    def extra(self) -> dict[str, Any]:
        return {"keeps": signed_in(self.request).access.allows(Perm.KEEP)}


# --- Seats ----------------------------------------------------------------------------------------


class SeatAdd(OfBody):
    """Another seat of a body."""

    title = "Add a seat"

    def form(self, data: Any = None) -> SeatForm:
        return SeatForm(data, today=timezone.localdate())

    def save(self, form: Any) -> HttpResponseBase:
        services.add_seat(by=self.who, body=self.body, at=timezone.now(), **form.cleaned_data)
        return self.done("The seat was added. Nobody holds it yet.")


class OfSeat(OfBody):
    """A page about one seat."""

    def find(self, **path: Any) -> None:
        rows = visible(Seat.objects.select_related("body", "agency"), self.request.user, Perm.KEEP)
        self.seat = get_object_or_404(rows, **path)
        self.body = self.seat.body

    def caption(self) -> str:
        return f"{self.seat.post} – {self.body}"


class SeatEdit(OfSeat):
    """Whose seat it is."""

    title = "Change a seat"

    def form(self, data: Any = None) -> SeatForm:
        names = ("agency", "post", "role")
        initial = {name: getattr(self.seat, name) for name in names}
        return SeatForm(data, initial=initial, today=timezone.localdate())

    def save(self, form: Any) -> HttpResponseBase:
        services.edit_seat(by=self.who, seat=self.seat, at=timezone.now(), **form.cleaned_data)
        return self.done("Saved.")


class SeatEnd(OfSeat):
    """When a seat ends."""

    title = "End a seat"

    def form(self, data: Any = None) -> EndSeatForm:
        return EndSeatForm(data)

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": "Whoever holds the seat, or stands in for them, reads the body until its last "
            "day."
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.end_seat(by=self.who, seat=self.seat, at=timezone.now(), **form.cleaned_data)
        return self.done("The seat was ended.")


class SeatAppoint(OfSeat):
    """Let somebody hold a seat."""

    title = "Appoint somebody"
    step_up = True
    fields = {services.WorksElsewhere: "person", services.CannotSit: "person"}

    def form(self, data: Any = None) -> AppointForm:
        return AppointForm(data)

    def save(self, form: Any) -> HttpResponseBase:
        said = form.cleaned_data | {"is_deputy": form.cleaned_data["is_deputy"] == "yes"}
        holding = services.appoint(by=self.who, seat=self.seat, at=timezone.now(), **said)
        return self.done(f"{holding.user} was appointed.")


class HoldingEnd(OfSeat):
    """When somebody leaves a seat."""

    title = "End an appointment"
    step_up = True

    def find(self, **path: Any) -> None:
        seats = visible(Seat.objects.all(), self.request.user, Perm.KEEP)
        rows = Holding.objects.filter(seat__in=seats)
        self.holding = get_object_or_404(rows.select_related("seat__body", "user"), **path)
        self.seat, self.body = self.holding.seat, self.holding.seat.body

    def form(self, data: Any = None) -> EndForm:
        return EndForm(data)

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": f"{self.holding.user} reads {self.body} until the last day."
        }

    def save(self, form: Any) -> HttpResponseBase:
        at_once = form.cleaned_data["when"] == AT_ONCE
        services.end_holding(
            by=self.who,
            holding=self.holding,
            ends_on=None if at_once else form.cleaned_data["ends_on"],
            at=timezone.now(),
        )
        return self.done("The appointment was ended." if at_once else "The appointment will end.")


class SeatAppointMany(KeepPage):
    """Many appointments at once: checked first, then all or none."""

    title = "Appoint many people"
    template = "partnership/seat_appoint_many.html"
    step_up = True

    def form(self, data: Any = None) -> BulkForm:
        return BulkForm(data, self.request.FILES or None)

    def back(self) -> str:
        return reverse("seat_list")

    def context(self) -> dict[str, Any]:
        return super().context() | {"proposed": None}

    def post(self, request: HttpRequest, **path: Any) -> HttpResponseBase:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.draw(form)
        is_trial = request.POST.get("action") != "appoint"
        proposed = services.appoint_many(
            by=self.who, text=form.cleaned_data["text"], is_trial=is_trial, at=timezone.now()
        )
        if is_trial or proposed.wrong:
            return self.page(
                status=409 if proposed.wrong else 200,
                form=form,
                title=self.title,
                **(self.context() | {"proposed": proposed}),
            )
        many = len(proposed.done)
        return self.done(
            f"{many} people were appointed." if many > 1 else "1 person was appointed."
        )
