"""Which page says who may see a case, or changes it?"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from shield.accounts.jobs import jobs_of
from shield.accounts.models import User
from shield.audit import services as audit
from shield.cases import services
from shield.cases.forms import CaseForm, ExcludeForm, LiftForm, NameForm, RestrictForm
from shield.cases.kind import lasting
from shield.cases.views.pages import AccessPage
from shield.core.refusals import Refusal


class AccessDetail(AccessPage):
    """Everybody who may see the case, and why; everybody who is kept from it."""

    template = "cases/access_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        record, at = self.record(pk), timezone.now()
        audit.record(f"{self.kind.verb}.access_seen", record, by=self.who, at=at)
        people = self.kind.who_sees(record, at=at)
        grants = lasting(record.grants, at).select_related("user", "granted_by").order_by("pk")
        exclusions = lasting(record.exclusions, at).select_related("user", "excluded_by")
        exclusions = exclusions.order_by("pk")
        kept = record.restrictions.select_related("restricted_by", "lifted_by").order_by("-pk")
        restrictions = list(kept)
        named = [row.user for row in (*grants, *exclusions)]
        return self.page(
            record=record,
            people=people,
            jobs=jobs_of([*(sight.person for sight in people), *named], at=at),
            grants=grants,
            exclusions=exclusions,
            restriction=next((one for one in restrictions if one.lifted_at is None), None),
            lifted=[one for one in restrictions if one.lifted_at],
            openings=record.openings.select_related("user").order_by("-pk")[:20],
            now=at,
            kind=self.kind,
            may_restrict=not self.kind.why_open(record),
            gives=dict(self.kind.choices) if len(self.kind.gives) > 1 else {},
            warning=self.kind.warning(record, at),
        )


class AccessChange(AccessPage):
    """A form that changes it; what is refused stands above the form, and nothing typed is lost.

    An address is soon mistaken: who has it is shown, and asked about, before anything happens.
    """

    template = "cases/access_form.html"
    form_class: type[CaseForm]
    heading: str
    explanation: str = ""
    # What is about to happen to the people who are shown then; empty where nobody is named.
    about_to: str = ""
    yes: str = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.draw(self.record(pk), self.form_class(kind=self.kind))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        record, form = self.record(pk), self.form_class(request.POST, kind=self.kind)
        if not form.is_valid() or "back" in request.POST:
            return self.draw(record, form)
        if self.asks(form.cleaned_data):
            people = self.people(form.cleaned_data)
            confirmed = " ".join(str(one.pk) for one in people)
            if request.POST.get("confirmed") != confirmed:
                return self.ask(record, form, people, confirmed)
        try:
            self.change(record, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.draw(record, form)
        # Whoever took away their own sight of it is led to the list.
        return self.onward(record)

    def draw(self, record: Any, form: CaseForm) -> HttpResponse:
        return self.page(
            record=record,
            kind=self.kind,
            form=form,
            heading=self.words(self.heading),
            explanation=self.words(self.explains()),
        )

    def ask(self, record: Any, form: CaseForm, people: list[User], confirmed: str) -> HttpResponse:
        """Who it is, with job and agency; what was said comes along, so that it is asked once."""
        unsaid = {"csrfmiddlewaretoken", "confirmed", "back"}
        shown = self.shown(record, people)
        context = {
            "record": record,
            "kind": self.kind,
            "heading": self.words(self.heading),
            "about_to": self.asks(form.cleaned_data),
            "yes": self.yes,
            "people": shown,
            "jobs": jobs_of(shown, at=timezone.now()),
            "reason": form.cleaned_data["reason"],
            "until": form.cleaned_data.get("until"),
            "confirmed": confirmed,
            "said": [(key, value) for key, value in form.data.items() if key not in unsaid],
        }
        return render(self.request, "cases/access_sure.html", context)

    def explains(self) -> str:
        return self.explanation

    def asks(self, said: dict[str, Any]) -> str:
        """What is about to happen by what was said; nothing is asked where it is empty."""
        return self.words(self.about_to)

    def people(self, said: dict[str, Any]) -> list[User]:
        """Whom the form names."""
        return [said["person"]]

    def shown(self, record: Any, people: list[User]) -> list[User]:
        """Whom it is about in the end."""
        return people

    def change(self, record: Any, said: dict[str, Any]) -> None:
        raise TypeError(f"{type(self).__name__} changes nothing")


class AccessName(AccessChange):
    """Let one person in by name: to read it, or to what else a name can give."""

    form_class = NameForm
    heading = "Name a person"
    yes = "Yes, name this person"

    def explains(self) -> str:
        return self.kind.name_words

    def asks(self, said: dict[str, Any]) -> str:
        return self.kind.gift(said.get("gives", "")).about_to

    def change(self, record: Any, said: dict[str, Any]) -> None:
        services.name_person(
            record=record,
            person=said["person"],
            reason=said["reason"],
            ends_at=said["until"],
            perm=said.get("gives", ""),
            by=self.who,
            at=timezone.now(),
        )
        messages.success(self.request, self.words(f"{said['person']} is named in this {{noun}}."))


class AccessExclude(AccessChange):
    """Shut one person out of it."""

    form_class = ExcludeForm
    heading = "Shut a person out"
    about_to = "You are about to shut this person out of this {noun}."
    yes = "Yes, shut this person out"
    explanation = (
        "A person who is shut out cannot see this {noun} in any way: not in lists, not as a "
        "PDF, not among what is due, whatever roles they hold or are given later."
    )

    def change(self, record: Any, said: dict[str, Any]) -> None:
        services.exclude(
            record=record,
            person=said["person"],
            reason=said["reason"],
            by=self.who,
            at=timezone.now(),
        )
        messages.success(
            self.request, self.words(f"{said['person']} is shut out of this {{noun}}.")
        )


class AccessRestrict(AccessChange):
    """Keep it to people who are named."""

    form_class = RestrictForm
    heading = "Restrict this {noun}"
    about_to = "You are about to keep this {noun} to these people. Nobody else will see it."
    yes = "Yes, restrict it"

    def explains(self) -> str:
        return self.kind.restrict_words

    def people(self, said: dict[str, Any]) -> list[User]:
        found: list[User] = said["people"]
        return found

    def shown(self, record: Any, people: list[User]) -> list[User]:
        named = lasting(record.grants, timezone.now()).select_related("user").order_by("pk")
        found = {
            one.pk: one
            for one in (
                self.who,
                *self.kind.stay(record),
                *people,
                *(grant.user for grant in named),
            )
        }
        return list(found.values())

    def change(self, record: Any, said: dict[str, Any]) -> None:
        services.restrict(
            record=record,
            people=said["people"],
            reason=said["reason"],
            by=self.who,
            at=timezone.now(),
        )
        messages.success(self.request, self.words("This {noun} is restricted."))


class AccessLift(AccessChange):
    """Let roles count again."""

    form_class = LiftForm
    heading = "Lift the restriction"
    explanation = "Everybody whose role does will see this {noun} again. Who is named stays named."

    def change(self, record: Any, said: dict[str, Any]) -> None:
        services.lift_restriction(
            record=record, reason=said["reason"], by=self.who, at=timezone.now()
        )
        messages.success(self.request, self.words("This {noun} is no longer restricted."))


class AccessConfirm(AccessPage):
    """A page that asks before something is taken back."""

    template = "cases/access_confirm.html"
    heading: str
    button: str

    def get(self, request: HttpRequest, pk: int, row: int = 0) -> HttpResponse:
        record = self.record(pk)
        return self.draw(record, self.about(record, row))

    def post(self, request: HttpRequest, pk: int, row: int = 0) -> HttpResponse:
        record = self.record(pk)
        found = self.about(record, row)
        try:
            self.change(record, found)
        except Refusal as refusal:
            return self.draw(record, found, refusal=str(refusal))
        return self.onward(record)

    def draw(self, record: Any, found: Any, *, refusal: str = "") -> HttpResponse:
        return self.page(
            record=record,
            person=getattr(found, "user", None),
            heading=self.heading,
            kind=self.kind,
            button=self.button,
            refusal=refusal,
        )

    def about(self, record: Any, row: int) -> Any:
        return record

    def change(self, record: Any, found: Any) -> None:
        raise TypeError(f"{type(self).__name__} changes nothing")


class GrantEnd(AccessConfirm):
    """Take a name off."""

    heading = "Take this person’s name off?"
    button = "Take the name off"

    def about(self, record: Any, row: int) -> Any:
        rows = lasting(record.grants, timezone.now()).select_related("user", "record")
        return get_object_or_404(rows, pk=row)

    def change(self, record: Any, found: Any) -> None:
        services.end_grant(grant=found, by=self.who, at=timezone.now())


class ExclusionEnd(AccessConfirm):
    """Let somebody in again."""

    heading = "Let this person in again?"
    button = "Let them in again"

    def about(self, record: Any, row: int) -> Any:
        rows = lasting(record.exclusions, timezone.now()).select_related("user", "record")
        return get_object_or_404(rows, pk=row)

    def change(self, record: Any, found: Any) -> None:
        services.end_exclusion(exclusion=found, by=self.who, at=timezone.now())
