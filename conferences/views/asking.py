"""Which page asks agencies for their reports, or asks no longer?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from conferences import services
from conferences.forms import AskForm, AskSeveralForm, Sure
from conferences.views.pages import RunPage
from shield.accounts.jobs import jobs_of
from shield.accounts.models import Agency, User
from shield.core.london import london_day

NOBODY_THERE = "No safeguarding lead is there to be told: tell somebody yourself"


class AskPage(RunPage):
    """A page that asks for reports, of agencies that exist today."""

    def in_force(self) -> Any:
        return Agency.objects.on(london_day(timezone.now())).by_name()

    def still_to_ask(self) -> Any:
        asked = self.record.requests.standing().values("agency")
        return self.in_force().exclude(pk__in=asked)


class ReportAsk(AskPage):
    """One agency; whoever is named to write is shown, and asked about, before they are told."""

    title = "Ask an agency for a report"
    fields = {
        services.AskedAlready: "agency",
        services.NoLongerThere: "agency",
        services.WorksElsewhere: "practitioner",
        services.KeptFromThem: "practitioner",
    }

    def form(self, data: Any = None) -> AskForm:
        # What was asked meanwhile can be named still: the service says so in its own words.
        agencies = self.in_force() if data is not None else self.still_to_ask()
        first = self.request.GET.get("agency", "")
        return AskForm(data, agencies=agencies, initial={"agency": first})

    def post(self, request: HttpRequest, **path: Any) -> HttpResponseBase:
        if "back" not in request.POST:
            return super().post(request, **path)
        self.find(**path)
        return self.draw(self.form(request.POST))

    def save(self, form: Any) -> HttpResponseBase:
        agency, address = form.cleaned_data["agency"], form.cleaned_data["practitioner"]
        person = self.writer(agency, address) if address else None
        if person is not None and self.request.POST.get("confirmed") != str(person.pk):
            return self.ask_whether(form, person)
        services.ask(
            conference=self.record,
            agency=agency,
            practitioner=person,
            note=form.cleaned_data["note"],
            by=self.who,
            at=timezone.now(),
        )
        return self.done(f"{agency} is asked for a report.")

    def writer(self, agency: Agency, address: str) -> User:
        """Who has the address. Of whoever works elsewhere nothing is said, as of nobody."""
        found = User.objects.filter(email__iexact=address, is_active=True).first()
        if found is None or not services.works_there(found, agency):
            raise services.WorksElsewhere(agency)
        return found

    def ask_whether(self, form: Any, person: User) -> HttpResponse:
        """Who it is, with job and agency; what was said comes along, so that it is asked once."""
        unsaid = ("csrfmiddlewaretoken", "confirmed", "back")
        self.consulted(self.record, self.title.lower())
        self.template = "conferences/report_ask_sure.html"  # type: ignore[misc]
        return self.page(
            **self.context(),
            title=self.title,
            person=person,
            job=jobs_of([person], at=timezone.now())[person.pk],
            agency=form.cleaned_data["agency"],
            note=form.cleaned_data["note"],
            said=[(key, value) for key, value in form.data.items() if key not in unsaid],
        )


class ReportAskSeveral(AskPage):
    """Several at once: those of the family's last conference, and the statutory partners, first."""

    title = "Ask several agencies for reports"

    def form(self, data: Any = None) -> AskSeveralForm:
        offered = list(self.still_to_ask())
        unled = services.without_leads(self.record, offered, at=timezone.now())
        return AskSeveralForm(
            data,
            agencies=self.in_force(),
            offered=offered,
            hints=dict.fromkeys(unled, NOBODY_THERE),
            chosen=self.likely(offered),
        )

    def likely(self, offered: list[Agency]) -> list[int]:
        """Which are ticked from the start; one that was withdrawn from this one is not."""
        last = services.last_of_family(self.record, by=self.who)
        before = set(last.requests.standing().values_list("agency", flat=True)) if last else set()
        here = set(self.record.requests.values_list("agency", flat=True))
        return [
            one.pk
            for one in offered
            if (one.pk in before or one.is_statutory_partner) and one.pk not in here
        ]

    def context(self) -> dict[str, Any]:
        intro = (
            "Each is asked of its safeguarding leads, who say who writes. Ticked are the agencies "
            "that were asked for the family’s last conference, as far as you may read it, and the "
            "statutory partners."
        )
        return {**super().context(), "intro": intro}

    def save(self, form: Any) -> HttpResponseBase:
        asked = services.ask_several(
            conference=self.record, by=self.who, at=timezone.now(), **form.cleaned_data
        )
        number = len(asked)
        told = f"{number} {'agency is' if number == 1 else 'agencies are'} asked."
        unled = services.without_leads(
            self.record, [one.agency for one in asked], at=timezone.now()
        )
        if names := [str(one.agency) for one in asked if one.agency_id in unled]:
            told += (
                f" Nobody in the portal could be told of it at {', '.join(names)}: ring them, or "
                "name somebody there."
            )
        return self.done(told)


class ReportWithdraw(RunPage):
    """Ask before an agency is asked no longer."""

    title = "Ask this agency no longer?"

    def find(self, **path: Any) -> None:
        super().find(**path)
        rows = self.record.requests.select_related("agency")
        self.asked = get_object_or_404(rows, pk=path["row"])

    def form(self, data: Any = None) -> Sure:
        return Sure(data, submit="Ask no longer")

    def context(self) -> dict[str, Any]:
        intro = (
            f"{self.asked.agency} is told that no report is needed. What it has written stays with "
            "it, and it can be asked again."
        )
        return {**super().context(), "intro": intro}

    def save(self, form: Any) -> HttpResponseBase:
        services.withdraw(request=self.asked, by=self.who, at=timezone.now())
        return self.done(f"{self.asked.agency} is no longer asked.")
