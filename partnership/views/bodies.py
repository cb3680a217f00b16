"""Which page shows a body, or changes it?"""

from collections import defaultdict
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from partnership import services
from partnership.forms import AgreementForm, BodyForm, ItemForm, MoveForm, Nothing, TermsForm
from partnership.models import (
    Agreement,
    Body,
    Holding,
    Meeting,
    MeetingStatus,
    Seat,
    StandingItem,
    reads_scrutiny,
)
from partnership.permissions import Perm
from partnership.services.differences import reads_numbers
from partnership.services.scrutiny import may_be_challenged
from partnership.views.pictures import branches, tree
from shield.accounts.access import signed_in
from shield.accounts.models import AgencyKind
from shield.core.form_page import FormPage
from shield.core.views import Page


class BodyList(Page):
    """The structure of the partnership: as a picture, and the same as a list."""

    permission = Page.SIGNED_IN
    template = "partnership/body_list.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        bodies = list(Body.objects.present(today).in_order())
        ended = Body.objects.exclude(pk__in=[body.pk for body in bodies]).in_order()
        tops = branches(bodies)
        return self.page(
            tops=tops,
            picture=tree(tops),
            ended=ended,
            mine=set(Holding.objects.record_ids_of(signed_in(request).access)),
            may=_may(request),
        )


def _may(request: HttpRequest) -> dict[str, bool]:
    """What is offered beside the list."""
    has = signed_in(request).access.allows
    return {
        "keep": has(Perm.KEEP),
        "read_all": has(Perm.READ_ALL),
        "open": has(Perm.OPEN),
        "notify": has(Perm.NOTIFY_CHANGE),
        "escalations": has(Perm.READ_ESCALATIONS),
        "numbers": reads_numbers(request.user),
        "scrutiny": reads_scrutiny(request.user),
        "challenged": may_be_challenged(request.user),
    }


class BodyDetail(Page):
    """One body: what is published for everybody; for whoever reads it, who sits there and more."""

    permission = Page.SIGNED_IN
    template = "partnership/body_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        body = get_object_or_404(Body.objects.select_related("parent", "around"), pk=pk)
        reads, today = body.is_read_by(request.user), timezone.localdate()
        seats = Seat.objects.filter(body=body).present(today).in_order().select_related("agency")
        return self.page(
            body=body,
            reads=reads,
            keeps=signed_in(request).access.allows(Perm.KEEP, body),
            quorum=body.quorum_words(dict(AgencyKind.objects.values_list("code", "name"))),
            seats=[(seat, held) for seat, held in _with_holders(seats, body, today, reads=reads)],
            below=body.children.in_order(),
            duties=body.duties.in_order().select_related("body", "to_body"),
            dates=body.timetable.by_day(),
            **(self.inside(body) if reads else {}),
        )

    def inside(self, body: Body) -> dict[str, Any]:
        """What only those who read the body see."""
        agreement = Agreement.objects.current_of(body)
        return {
            "may_propose": signed_in(self.request).access.allows(Perm.OPEN),
            "terms": body.terms.order_by("-number"),
            "next_meeting": self.next_meeting(body),
            "items": body.standing_items.order_by("order"),
            "agreement": agreement,
            "between": services.is_asked_between(body, timezone.localdate()),
            "leads": services.leads(signed_in(self.request), body),
            "is_signed": agreement.is_signed_by(signed_in(self.request)) if agreement else False,
        }

    def next_meeting(self, body: Body) -> Meeting | None:
        """Whose agenda is read or made next."""
        rows = Meeting.objects.visible_to(self.request.user).filter(body=body)
        found: Meeting | None = (
            rows.filter(status=MeetingStatus.CONFIRMED, ends_at__gt=timezone.now()).by_day().first()
        )
        return found


def _with_holders(seats: Any, body: Body, today: Any, *, reads: bool) -> list[tuple[Seat, Any]]:
    """Each seat with its holdings of today and later; without names for whoever may not know."""
    if not reads:
        return [(seat, None) for seat in seats]
    held: dict[int, list[Holding]] = defaultdict(list)
    rows = Holding.objects.current_or_later(today).filter(seat__body=body).select_related("user")
    for holding in rows.order_by("is_deputy", "starts_on", "pk"):
        held[holding.seat_id].append(holding)
    return [
        (
            seat,
            {
                "holdings": [(one, one.is_current(today)) for one in held[seat.pk]],
                "vacant": not any(
                    one.is_current(today) and not one.is_deputy for one in held[seat.pk]
                ),
            },
        )
        for seat in seats
    ]


# --- Keeping bodies -------------------------------------------------------------------------------


class KeepPage(FormPage):
    """A form of whoever keeps the partnership's business."""

    permission = Perm.KEEP

    @property
    def who(self) -> Any:
        return signed_in(self.request)

    def back(self) -> str:
        """Where the page leads when it is done or left."""
        return reverse("body_list")

    def caption(self) -> str:
        return ""

    def context(self) -> dict[str, Any]:
        return {"caption": self.caption(), "back": self.back()}

    def done(self, words: str) -> HttpResponseBase:
        messages.success(self.request, words)
        return redirect(self.back())


class LeadPage(KeepPage):
    """A form of whoever keeps or chairs one body; there is no such page for anybody else."""

    permission = Perm.OPEN

    def led(self, body: Body) -> Body:
        if not services.leads(self.who, body):
            raise Http404
        return body


class BodyAdd(KeepPage):
    """A new body."""

    title = "Add a body"

    def form(self, data: Any = None) -> BodyForm:
        return BodyForm(data)

    def save(self, form: Any) -> HttpResponseBase:
        body = services.add_body(by=self.who, at=timezone.now(), **form.facts())
        messages.success(self.request, f"{body} was added.")
        return redirect(body)


class OfBody(KeepPage):
    """A form about one body."""

    def find(self, **path: Any) -> None:
        self.body = get_object_or_404(Body.objects.visible_to(self.request.user), **path)

    def back(self) -> str:
        return self.body.get_absolute_url()

    def caption(self) -> str:
        return self.body.name


class BodyEdit(OfBody):
    """What is known of a body."""

    title = "Change a body"
    fields: ClassVar[Any] = {services.MeetsLater: "ended_on"}

    def form(self, data: Any = None) -> BodyForm:
        return BodyForm(data, body=self.body)

    def save(self, form: Any) -> HttpResponseBase:
        services.edit_body(by=self.who, body=self.body, at=timezone.now(), **form.facts())
        return self.done("Saved.")


class TermsAdopt(OfBody):
    """A new edition of the terms of reference, beginning from the last."""

    title = "Record terms of reference"

    def form(self, data: Any = None) -> TermsForm:
        last = self.body.terms.order_by("-number").first()
        return TermsForm(data, initial={"text": last.text if last else ""})

    def save(self, form: Any) -> HttpResponseBase:
        terms = services.adopt_terms(
            by=self.who, body=self.body, at=timezone.now(), **form.cleaned_data
        )
        return self.done(f"{terms} was recorded.")


# --- The agreement --------------------------------------------------------------------------------


class AgreementDetail(Page):
    """The agreement in force, who has signed it, and the button with which one signs."""

    permission = Perm.OPEN
    template = "partnership/agreement_detail.html"

    def body(self, pk: int) -> Body:
        """One that the person reads, or of which a restricted item waits for their signature."""
        body: Body = get_object_or_404(Body, pk=pk)
        if not (body.is_read_by(self.request.user) or self.is_asked(body)):
            raise Http404
        return body

    def is_asked(self, body: Body) -> bool:
        return services.is_asked_to_sign(signed_in(self.request), body)

    def get(self, request: HttpRequest, pk: int, *, refusal: str = "") -> HttpResponse:
        body = self.body(pk)
        agreement, today = Agreement.objects.current_of(body), timezone.localdate()
        held = Holding.objects.current(today).filter(seat__body=body).select_related("user")
        signed = dict(agreement.signings.values_list("user_id", "signed_at")) if agreement else {}
        people = {one.user_id: one.user for one in held.order_by("user__full_name")}
        sits = signed_in(request).access.allows(Perm.OPEN, body)
        return self.page(
            status=409 if refusal else 200,
            body=body,
            agreement=agreement,
            reads=body.is_read_by(request.user),
            people=[(person, signed.get(pk)) for pk, person in people.items()],
            signed_at=signed.get(signed_in(request).pk),
            may_sign=agreement is not None
            and request.user.pk not in signed
            and (sits or self.is_asked(body)),
            keeps=signed_in(request).access.allows(Perm.KEEP, body),
            refusal=refusal,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        body = self.body(pk)
        # The edition that was read, not whichever is in force by now.
        number = request.POST.get("edition", "")
        rows = body.agreements.filter(
            number=int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 0
        )
        agreement = get_object_or_404(rows.select_related("body"))
        try:
            services.sign(by=signed_in(request), agreement=agreement, at=timezone.now())
        except services.NotCurrent as refusal:
            return self.get(request, pk, refusal=str(refusal))
        messages.success(request, "You have signed the confidentiality agreement.")
        return redirect("agreement_detail", pk=pk)


class AgreementRecord(OfBody):
    """A new edition of the agreement, beginning from the last."""

    title = "Record a confidentiality agreement"

    def form(self, data: Any = None) -> AgreementForm:
        last = Agreement.objects.current_of(self.body)
        return AgreementForm(data, initial={"text": last.text if last else ""})

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": "Everybody who sits in this body is asked to sign the new edition."
        }

    def save(self, form: Any) -> HttpResponseBase:
        agreement = services.record_agreement(
            by=self.who, body=self.body, at=timezone.now(), **form.cleaned_data
        )
        return self.done(f"{agreement} is in force.")


# --- Standing items -------------------------------------------------------------------------------


class ItemAdd(OfBody):
    """Another standing item."""

    title = "Add a standing item"

    def form(self, data: Any = None) -> ItemForm:
        return ItemForm(data)

    def save(self, form: Any) -> HttpResponseBase:
        services.add_item(by=self.who, body=self.body, at=timezone.now(), **form.cleaned_data)
        return self.done("The item was added.")


class OfItem(OfBody):
    """A page about one standing item."""

    def find(self, **path: Any) -> None:
        bodies = Body.objects.visible_to(self.request.user)
        rows = StandingItem.objects.filter(body__in=bodies).select_related("body")
        self.item = get_object_or_404(rows, **path)
        self.body = self.item.body


class ItemEdit(OfItem):
    """A standing item in other words."""

    title = "Change a standing item"

    def form(self, data: Any = None) -> ItemForm:
        names = ("title", "purpose", "minutes")
        return ItemForm(data, initial={name: getattr(self.item, name) for name in names})

    def save(self, form: Any) -> HttpResponseBase:
        services.edit_item(by=self.who, item=self.item, at=timezone.now(), **form.cleaned_data)
        return self.done("Saved.")


class ItemRemove(OfItem):
    """Ask whether an item goes, then take it off."""

    title = "Remove a standing item"

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Remove this item")

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "intro": f"“{self.item}” no longer stands on the agendas to come."
        }

    def save(self, form: Any) -> HttpResponseBase:
        services.remove_item(by=self.who, item=self.item, at=timezone.now())
        return self.done("The item was removed.")


class ItemMove(Page):
    """One place up or down, by a button."""

    permission = Perm.KEEP

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        bodies = Body.objects.visible_to(request.user)
        rows = StandingItem.objects.filter(body__in=bodies).select_related("body")
        item, form = get_object_or_404(rows, pk=pk), MoveForm(request.POST)
        if form.is_valid():
            is_up = form.cleaned_data["direction"] == "up"
            services.move_item(by=signed_in(request), item=item, is_up=is_up, at=timezone.now())
            messages.success(request, f"“{item}” was moved.")
        return redirect(f"{item.body.get_absolute_url()}#standing-items")
