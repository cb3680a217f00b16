"""Which page says who may see a notification, or changes it?"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from incidents import services
from incidents.forms.access import ExcludeForm, LiftForm, NameForm, RestrictForm
from incidents.models import Incident
from incidents.permissions import Perm
from incidents.services.limits import lasting
from incidents.views.pages import SignedInPage
from shield.accounts.access import visible
from shield.accounts.jobs import jobs_of
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.forms import Form
from shield.core.refusals import Refusal


class AccessPage(SignedInPage):
    """A page about who may see one notification, for those who decide about it."""

    permission = Perm.MANAGE_ACCESS
    step_up = True

    def incident(self, pk: int) -> Incident:
        readable = Incident.objects.visible_to(self.request.user)
        rows = visible(readable, self.request.user, Perm.MANAGE_ACCESS)
        return self.guarded(get_object_or_404(rows.select_related("agency", "notifier"), pk=pk))


class AccessDetail(AccessPage):
    """Everybody who may see the notification, and why; everybody who is kept from it."""

    template = "incidents/access_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        incident, at = self.incident(pk), timezone.now()
        audit.record("incident.access_seen", incident, by=self.who, at=at)
        people = services.who_sees(incident, at=at)
        grants = lasting(incident.grants, at).select_related("user", "granted_by").order_by("pk")
        exclusions = lasting(incident.exclusions, at).select_related("user", "excluded_by")
        exclusions = exclusions.order_by("pk")
        kept = incident.restrictions.select_related("restricted_by", "lifted_by").order_by("-pk")
        restrictions = list(kept)
        named = [row.user for row in (*grants, *exclusions)]
        return self.page(
            incident=incident,
            people=people,
            jobs=jobs_of([*(sight.person for sight in people), *named], at=at),
            grants=grants,
            exclusions=exclusions,
            restriction=next((one for one in restrictions if one.lifted_at is None), None),
            lifted=[one for one in restrictions if one.lifted_at],
            openings=incident.openings.select_related("user").order_by("-pk")[:20],
            now=at,
            duty_lost=services.nobody_records(at).filter(pk=incident.pk).exists(),
        )


class AccessChange(AccessPage):
    """A form that changes it; what is refused stands above the form, and nothing typed is lost.

    An address is soon mistaken: who has it is shown, and asked about, before anything happens.
    """

    template = "incidents/access_form.html"
    form_class: type[Form]
    heading: str
    explanation: str
    # What is about to happen to the people who are shown then; empty where nobody is named.
    about_to: str = ""
    yes: str = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.draw(self.incident(pk), self.form_class())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        incident, form = self.incident(pk), self.form_class(request.POST)
        if not form.is_valid() or "back" in request.POST:
            return self.draw(incident, form)
        if self.about_to:
            people = self.people(form.cleaned_data)
            confirmed = " ".join(str(one.pk) for one in people)
            if request.POST.get("confirmed") != confirmed:
                return self.ask(incident, form, people, confirmed)
        try:
            self.change(incident, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.draw(incident, form)
        # Whoever took away their own sight of it is led to the list.
        may_see = self.who.access.allows(Perm.MANAGE_ACCESS, incident)
        return redirect("access_detail", pk=pk) if may_see else redirect("notification_list")

    def draw(self, incident: Incident, form: Form) -> HttpResponse:
        return self.page(
            incident=incident, form=form, heading=self.heading, explanation=self.explanation
        )

    def ask(
        self, incident: Incident, form: Form, people: list[User], confirmed: str
    ) -> HttpResponse:
        """Who it is, with job and agency; what was said comes along, so that it is asked once."""
        unsaid = {"csrfmiddlewaretoken", "confirmed", "back"}
        shown = self.shown(incident, people)
        context = {
            "incident": incident,
            "heading": self.heading,
            "about_to": self.about_to,
            "yes": self.yes,
            "people": shown,
            "jobs": jobs_of(shown, at=timezone.now()),
            "reason": form.cleaned_data["reason"],
            "until": form.cleaned_data.get("until"),
            "confirmed": confirmed,
            "said": [(key, value) for key, value in form.data.items() if key not in unsaid],
        }
        return render(self.request, "incidents/access_sure.html", context)

    def people(self, said: dict[str, Any]) -> list[User]:
        """Whom the form names."""
        return [said["person"]]

    def shown(self, incident: Incident, people: list[User]) -> list[User]:
        """Whom it is about in the end."""
        return people

    def change(self, incident: Incident, said: dict[str, Any]) -> None:
        raise TypeError(f"{type(self).__name__} changes nothing")


class AccessName(AccessChange):
    """Let one person read it by name."""

    form_class = NameForm
    heading = "Name a person"
    about_to = "You are about to let this person read this notification."
    yes = "Yes, name this person"
    explanation = (
        "A person who is named can read this notification whatever their roles say, and is let in "
        "while it is restricted."
    )

    def change(self, incident: Incident, said: dict[str, Any]) -> None:
        services.name_person(
            incident=incident,
            person=said["person"],
            reason=said["reason"],
            ends_at=said["until"],
            by=self.who,
            at=timezone.now(),
        )
        messages.success(self.request, f"{said['person']} can now read this notification.")


class AccessExclude(AccessChange):
    """Shut one person out of it."""

    form_class = ExcludeForm
    heading = "Shut a person out"
    about_to = "You are about to shut this person out of this notification."
    yes = "Yes, shut this person out"
    explanation = (
        "A person who is shut out cannot see this notification in any way: not in lists, not as a "
        "PDF, not among what is due, whatever roles they hold or are given later."
    )

    def change(self, incident: Incident, said: dict[str, Any]) -> None:
        services.exclude(
            incident=incident,
            person=said["person"],
            reason=said["reason"],
            by=self.who,
            at=timezone.now(),
        )
        messages.success(self.request, f"{said['person']} is shut out of this notification.")


class AccessRestrict(AccessChange):
    """Keep it to people who are named."""

    form_class = RestrictForm
    heading = "Restrict this notification"
    about_to = "You are about to keep this notification to these people. Nobody else will see it."
    yes = "Yes, restrict it"
    explanation = (
        "Only people who are named will see it. Everybody else, the operations team included, "
        "finds nothing of it. Whoever is named already stays named."
    )

    def people(self, said: dict[str, Any]) -> list[User]:
        found: list[User] = said["people"]
        return found

    def shown(self, incident: Incident, people: list[User]) -> list[User]:
        named = lasting(incident.grants, timezone.now()).select_related("user").order_by("pk")
        found = {one.pk: one for one in (self.who, *people, *(grant.user for grant in named))}
        return list(found.values())

    def change(self, incident: Incident, said: dict[str, Any]) -> None:
        services.restrict(
            incident=incident,
            people=said["people"],
            reason=said["reason"],
            by=self.who,
            at=timezone.now(),
        )
        messages.success(self.request, "This notification is restricted.")


class AccessLift(AccessChange):
    """Let roles count again."""

    form_class = LiftForm
    heading = "Lift the restriction"
    explanation = (
        "Everybody whose role does will see this notification again. Who is named stays named."
    )

    def change(self, incident: Incident, said: dict[str, Any]) -> None:
        services.lift_restriction(
            incident=incident, reason=said["reason"], by=self.who, at=timezone.now()
        )
        messages.success(self.request, "This notification is no longer restricted.")


class AccessConfirm(AccessPage):
    """A page that asks before something is taken back."""

    template = "incidents/access_confirm.html"
    heading: str
    button: str

    def get(self, request: HttpRequest, pk: int, row: int = 0) -> HttpResponse:
        incident = self.incident(pk)
        return self.draw(incident, self.about(incident, row))

    def post(self, request: HttpRequest, pk: int, row: int = 0) -> HttpResponse:
        incident = self.incident(pk)
        found = self.about(incident, row)
        try:
            self.change(incident, found)
        except Refusal as refusal:
            return self.draw(incident, found, refusal=str(refusal))
        may_see = self.who.access.allows(Perm.MANAGE_ACCESS, incident)
        return redirect("access_detail", pk=pk) if may_see else redirect("notification_list")

    def draw(self, incident: Incident, found: Any, *, refusal: str = "") -> HttpResponse:
        return self.page(
            incident=incident,
            person=getattr(found, "user", None),
            heading=self.heading,
            button=self.button,
            refusal=refusal,
        )

    def about(self, incident: Incident, row: int) -> Any:
        return incident

    def change(self, incident: Incident, found: Any) -> None:
        raise TypeError(f"{type(self).__name__} changes nothing")


class GrantEnd(AccessConfirm):
    """Take a name off."""

    heading = "Take this person’s name off?"
    button = "Take the name off"

    def about(self, incident: Incident, row: int) -> Any:
        rows = lasting(incident.grants, timezone.now()).select_related("user", "record")
        return get_object_or_404(rows, pk=row)

    def change(self, incident: Incident, found: Any) -> None:
        services.end_grant(grant=found, by=self.who, at=timezone.now())


class ExclusionEnd(AccessConfirm):
    """Let somebody in again."""

    heading = "Let this person in again?"
    button = "Let them in again"

    def about(self, incident: Incident, row: int) -> Any:
        rows = lasting(incident.exclusions, timezone.now()).select_related("user", "record")
        return get_object_or_404(rows, pk=row)

    def change(self, incident: Incident, found: Any) -> None:
        services.end_exclusion(exclusion=found, by=self.who, at=timezone.now())
