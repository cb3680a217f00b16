"""Which page says whom a conference is about, and who of the family is expected?"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from conferences import services
from conferences.forms import ChildForm, GuestForm, RemoveForm, StartFromForm
from conferences.models import Child, FamilyGuest
from conferences.views.conferences import overtaken
from conferences.views.pages import RunPage


class PersonAdd(RunPage):
    """Somebody more; the page sent twice adds them once."""

    form_class: type[ChildForm] | type[GuestForm]

    def form(self, data: Any = None) -> ChildForm | GuestForm:
        return self.form_class(data, initial={"form_token": uuid.uuid4()})


class PersonPage(RunPage):
    """A page of one person, by the conference's own address and theirs."""

    model: type[Child] | type[FamilyGuest]

    def find(self, **path: Any) -> None:
        super().find(**path)
        rows = self.model.objects.select_related("conference", "removed_by")
        self.person: Any = get_object_or_404(rows, conference=self.record, pk=path["row"])


class PersonEdit(PersonPage):
    """What is said of them; what somebody else said meanwhile is shown first."""

    template = "conferences/changed.html"
    form_class: type[ChildForm] | type[GuestForm]
    removes: str

    def form(self, data: Any = None) -> ChildForm | GuestForm:
        names = [name for name in self.form_class.base_fields if name not in ("seen", "form_token")]
        return self.form_class(data, facts={name: getattr(self.person, name) for name in names})

    def context(self) -> dict[str, Any]:
        path = {"pk": self.record.pk, "row": self.person.pk}
        return {"theirs": [], "remove": reverse(self.removes, kwargs=path), **super().context()}

    def save(self, form: Any) -> HttpResponseBase:
        try:
            self.change(form.facts(), form.cleaned_data["seen"])
        except services.ChangedMeanwhile as refusal:
            return overtaken(self, form, refusal)
        return self.done("Saved.")

    def change(self, facts: Mapping[str, Any], seen: Mapping[str, Any]) -> None:
        raise TypeError(f"{type(self).__name__} changes nothing")


class PersonRemove(PersonPage):
    """Ask before somebody is taken off; whoever was taken off is brought back here."""

    template = "conferences/person_remove.html"
    title = "Take somebody off"

    def form(self, data: Any = None) -> RemoveForm:
        gone = self.person.removed_at is not None
        return RemoveForm(data, removed=gone, submit="Bring them back" if gone else "Take them off")

    def context(self) -> dict[str, Any]:
        return {**super().context(), "person": self.person}

    def save(self, form: Any) -> HttpResponseBase:
        removed = form.cleaned_data["removed"] == "yes"
        services.set_removed(person=self.person, removed=removed, by=self.who, at=timezone.now())
        return self.done("Taken off. You can bring them back." if removed else "Brought back.")


# --- Children -------------------------------------------------------------------------------------


class ChildAdd(PersonAdd):
    """A child whom the conference is about."""

    title = "Add a child"
    form_class = ChildForm

    def context(self) -> dict[str, Any]:
        intro = (
            "Add each child on a page of their own, twins too. Agencies that were asked already "
            "are told that a child was added."
        )
        return {**super().context(), "intro": intro}

    def save(self, form: Any) -> HttpResponseBase:
        self.fields = born(form)  # type: ignore[misc]
        services.add_child(
            conference=self.record,
            token=form.cleaned_data["form_token"],
            facts=form.facts(),
            by=self.who,
            at=timezone.now(),
        )
        return self.done("The child was added.")


def born(form: Any) -> dict[Any, str]:
    """Beside which question stands that a child cannot be born then."""
    asked = "birth_date" if form.cleaned_data.get("birth_date") else "expected_on"
    return {services.ImpossibleBirth: asked}


class ChildEdit(PersonEdit):
    """What is said of a child; one who is born meanwhile gets a date of birth here."""

    title = "Change what is said of a child"
    model = Child
    form_class = ChildForm
    removes = "conference_child_remove"

    def change(self, facts: Mapping[str, Any], seen: Mapping[str, Any]) -> None:
        services.edit_child(
            child=self.person, facts=facts, seen=seen, by=self.who, at=timezone.now()
        )

    def save(self, form: Any) -> HttpResponseBase:
        self.fields = born(form)  # type: ignore[misc]
        return super().save(form)


class ChildRemove(PersonRemove):
    """A child is taken off, or brought back; somebody stays whom the conference is about."""

    model = Child


# --- Family and supporters ------------------------------------------------------------------------


class GuestAdd(PersonAdd):
    """Somebody of the family, or a supporter, who is expected."""

    title = "Add somebody of the family or a supporter"
    form_class = GuestForm

    def save(self, form: Any) -> HttpResponseBase:
        services.add_guest(
            conference=self.record,
            token=form.cleaned_data["form_token"],
            facts=form.facts(),
            by=self.who,
            at=timezone.now(),
        )
        return self.done(f"{form.cleaned_data['name']} was added.")


class GuestEdit(PersonEdit):
    """What is said of somebody who is expected."""

    title = "Change what is said of somebody expected"
    model = FamilyGuest
    form_class = GuestForm
    removes = "conference_guest_remove"

    def change(self, facts: Mapping[str, Any], seen: Mapping[str, Any]) -> None:
        services.edit_guest(
            guest=self.person, facts=facts, seen=seen, by=self.who, at=timezone.now()
        )


class GuestRemove(PersonRemove):
    """Somebody is no longer expected, or is after all."""

    model = FamilyGuest


# --- The family's last conference -----------------------------------------------------------------


class ConferenceStartFrom(RunPage):
    """Whom of the family's last conference this one is about, and who is expected again."""

    title = "This family has had a conference before"
    template = "conferences/conference_start_from.html"

    def find(self, **path: Any) -> None:
        super().find(**path)
        self.last = services.last_of_family(self.record, by=self.who)

    def get(self, request: Any, **path: Any) -> Any:
        self.find(**path)
        if self.last is None:
            return redirect(self.record)
        return super().get(request, **path)

    def form(self, data: Any = None) -> StartFromForm:
        return StartFromForm(data, children=self.people(Child), guests=self.people(FamilyGuest))

    def people(self, model: type[Child] | type[FamilyGuest]) -> Any:
        rows = model.objects.present().select_related("conference")
        return rows.filter(conference=self.last) if self.last else rows.none()

    def context(self) -> dict[str, Any]:
        return {**super().context(), "last": self.last}

    def save(self, form: Any) -> HttpResponseBase:
        services.take_over(
            conference=self.record,
            children=list(form.cleaned_data["children"]),
            guests=list(form.cleaned_data.get("guests", ())),
            by=self.who,
            at=timezone.now(),
        )
        return self.done("Taken over. Look through what is said of each child.")
