"""Which page is about the scrutineer's questions, programme and evidence?"""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from partnership.forms import (
    EntryForm,
    EvidenceForm,
    Nothing,
    QuestionAddForm,
    QuestionForm,
)
from partnership.models import (
    CHALLENGE_TAGS,
    ChallengeStatus,
    Evidence,
    KeyQuestion,
    ProgrammeEntry,
    QuestionStatus,
    reads_scrutiny,
)
from partnership.permissions import Perm
from partnership.services import scrutiny as services
from partnership.views.bodies import KeepPage
from shield.accounts.access import signed_in
from shield.core.forms import Select
from shield.core.lists import Column, Filters
from shield.core.views import ListPage, Page

QUESTION_TAGS = {
    QuestionStatus.ASKED: "blue",
    QuestionStatus.LOOKING: "turquoise",
    QuestionStatus.ANSWERED: "green",
    QuestionStatus.LEFT: "grey",
}


def scrutinises(request: HttpRequest) -> bool:
    """Whether this is the scrutineer."""
    return signed_in(request).access.allows(Perm.SCRUTINISE)


class ScrutinyList(ListPage):
    """A list for those who read the scrutineer's work; there is none for anybody else."""

    permission = Perm.OPEN

    def rows(self) -> QuerySet[Any]:
        if not reads_scrutiny(self.request.user):
            raise Http404
        return self.all()

    def all(self) -> QuerySet[Any]:
        """The rows of the list."""
        raise TypeError(f"{type(self).__name__} says nothing of its rows")

    def extra(self) -> dict[str, Any]:
        return {"writes": scrutinises(self.request)}


class QuestionFilters(Filters):
    """Questions by year and by where they stand."""

    year = django_filters.NumberFilter(label="Year")
    status = django_filters.ChoiceFilter(
        label="State", choices=QuestionStatus.choices, widget=Select, empty_label="All"
    )


class QuestionList(ScrutinyList):
    """What the scrutineer asks."""

    template = "partnership/question_list.html"
    caption = "Independent scrutiny"
    nothing_yet = "No key question was asked yet."
    csv_name = "key-questions"
    filterset_class = QuestionFilters
    order = ("-year", "pk")
    columns = (
        Column("text", "Question", link=KeyQuestion.get_absolute_url),
        Column("year", "Year", order_by="year", value=lambda row: str(row.year)),
        Column(
            "status",
            "State",
            order_by="status",
            value=lambda row: row.status_words,
            tag=lambda row: QUESTION_TAGS[row.status],
        ),
    )

    def all(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = KeyQuestion.objects.all()
        return rows


class QuestionDetail(Page):
    """One question: evidence, what is planned, what was challenged, what was found."""

    permission = Perm.OPEN
    template = "partnership/question_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not reads_scrutiny(request.user):
            raise Http404
        question = get_object_or_404(KeyQuestion.objects.select_related("asked_by"), pk=pk)
        return self.page(
            question=question,
            colour=QUESTION_TAGS[QuestionStatus(question.status)],
            evidence=services.evidence_for(request.user, question),
            entries=question.entries.order_by("starts_on", "pk"),
            challenges=[
                (one, CHALLENGE_TAGS[ChallengeStatus(one.status)])
                for one in question.challenges.select_related("agency").order_by("-sent_at")
            ],
            writes=scrutinises(request),
        )


class ScrutineerPage(KeepPage):
    """A form of the scrutineer alone."""

    permission = Perm.SCRUTINISE

    def back(self) -> str:
        return reverse("question_list")


class QuestionAdd(ScrutineerPage):
    """Another key question."""

    title = "Add a key question"

    def form(self, data: Any = None) -> QuestionAddForm:
        return QuestionAddForm(data, initial={"year": timezone.localdate().year})

    def save(self, form: Any) -> HttpResponseBase:
        question = services.ask_question(by=self.who, at=timezone.now(), **form.cleaned_data)
        messages.success(self.request, "The question was added.")
        return redirect(question)


class OfQuestion(ScrutineerPage):
    """A form about one question."""

    def find(self, **path: Any) -> None:
        self.question = get_object_or_404(KeyQuestion, **path)

    def back(self) -> str:
        return self.question.get_absolute_url()

    def caption(self) -> str:
        return f"Key question of {self.question.year}"


class QuestionEdit(OfQuestion):
    """A question in other words, or answered."""

    title = "Change a key question"

    def form(self, data: Any = None) -> QuestionForm:
        names = ("year", "text", "status", "finding")
        return QuestionForm(data, initial={name: getattr(self.question, name) for name in names})

    def save(self, form: Any) -> HttpResponseBase:
        services.edit_question(
            by=self.who, question=self.question, at=timezone.now(), **form.cleaned_data
        )
        return self.done("Saved.")


class EvidencePin(OfQuestion):
    """Pin a page of the portal."""

    title = "Pin evidence"
    fields = {services.NotThere: "address", services.PinnedTwice: "address"}

    def form(self, data: Any = None) -> EvidenceForm:
        return EvidenceForm(data, today=timezone.localdate())

    def save(self, form: Any) -> HttpResponseBase:
        services.pin_evidence(
            by=self.who, question=self.question, at=timezone.now(), **form.facts()
        )
        return self.done("The evidence was pinned.")


class EvidenceTakeOff(ScrutineerPage):
    """It is no evidence after all."""

    title = "Take this evidence off"

    def find(self, **path: Any) -> None:
        rows = Evidence.objects.filter(taken_off_at=None).select_related("question")
        self.evidence = get_object_or_404(rows, **path)

    def back(self) -> str:
        return self.evidence.question.get_absolute_url()

    def caption(self) -> str:
        return str(self.evidence)

    def form(self, data: Any = None) -> Nothing:
        return Nothing(data, submit="Take it off")

    def save(self, form: Any) -> HttpResponseBase:
        services.take_evidence_off(by=self.who, evidence=self.evidence, at=timezone.now())
        return self.done("It was taken off.")


# --- The programme --------------------------------------------------------------------------------


class ProgrammeList(ScrutinyList):
    """What the scrutineer does when."""

    template = "partnership/programme_list.html"
    caption = "Scrutiny programme"
    nothing_yet = "Nothing is planned yet."
    csv_name = "scrutiny-programme"
    order = ("starts_on",)

    @property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]
        """Only the scrutineer is led on to change one."""
        link = ProgrammeEntry.get_absolute_url if scrutinises(self.request) else None
        return (
            Column("what", "What", link=link),
            Column("starts_on", "From", order_by="starts_on"),
            Column("ends_on", "To", order_by="ends_on"),
            Column("question", "For the question", value=lambda row: row.question),
            Column("came_of_it", "What came of it"),
        )

    def all(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = ProgrammeEntry.objects.select_related("question")
        return rows


class ProgrammePage(ScrutineerPage):
    """A form about the programme."""

    def back(self) -> str:
        return reverse("programme_list")


class ProgrammeAdd(ProgrammePage):
    """Another entry."""

    title = "Add to the programme"

    def form(self, data: Any = None) -> EntryForm:
        return EntryForm(data)

    def save(self, form: Any) -> HttpResponseBase:
        services.add_entry(by=self.who, at=timezone.now(), **form.cleaned_data)
        return self.done("It was added.")


class ProgrammeEdit(ProgrammePage):
    """An entry on another day, or with what came of it."""

    title = "Change the programme"

    def find(self, **path: Any) -> None:
        self.entry = get_object_or_404(ProgrammeEntry.objects.select_related("question"), **path)

    def form(self, data: Any = None) -> EntryForm:
        names = ("starts_on", "ends_on", "what", "question", "came_of_it")
        return EntryForm(data, initial={name: getattr(self.entry, name) for name in names})

    def save(self, form: Any) -> HttpResponseBase:
        services.edit_entry(by=self.who, entry=self.entry, at=timezone.now(), **form.cleaned_data)
        return self.done("Saved.")
