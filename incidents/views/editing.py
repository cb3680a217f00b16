"""Which page of a draft is this?"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from incidents import services
from incidents.answers import rows_of
from incidents.completeness import QUESTIONS
from incidents.forms import FORMS, StartForm, offered
from incidents.models import Attachment, Incident, Option
from incidents.permissions import Perm
from incidents.sections import BY_SLUG
from incidents.views.pages import SignedInPage
from shield.accounts.models import Agency
from shield.audit import services as audit
from shield.core.answers import group_of, text_of
from shield.core.forms import StepForm
from shield.core.london import moment_words
from shield.core.questionnaires import grouped
from shield.core.refusals import Refusal
from shield.core.sections import Section, values_of


class NotificationStart(SignedInPage):
    """What a notification is for, what is needed, and the button that starts one."""

    permission = Perm.FILE
    template = "incidents/notification_start.html"

    def form(self, data: QueryDict | None = None) -> StartForm:
        mine = self.who.access.agencies_with(Perm.FILE)
        agencies = Agency.objects.by_name().filter(pk__in=mine)
        initial = {"form_token": uuid.uuid4(), "agency": agencies.first()}
        return StartForm(data, agencies=agencies, initial=initial)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(form=self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form=form)
        try:
            incident = services.start(
                agency=form.cleaned_data["agency"],
                token=form.cleaned_data["form_token"],
                by=self.who,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.page(form=form)
        return redirect(incident)


class DraftPage(SignedInPage):
    """A page of one draft, or of nothing that the reader may edit."""

    permission = Perm.OPEN
    incident: Incident

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.incident = get_object_or_404(
                Incident.objects.visible_to(request.user).select_related("agency", "saved_by"),
                pk=kwargs["pk"],
            )
            # Somebody who was let read one notification by name has no business in its draft.
            if not self.incident.is_filed and not request.user.has_perm(Perm.EDIT, self.incident):
                raise Http404
        return super().dispatch(request, *args, **kwargs)

    def asks_step_up(self) -> bool:
        """Its pages also show what was filed meanwhile, which may be restricted."""
        return super().asks_step_up() or self.incident.is_restricted

    def section(self, slug: str, *, rows: bool | None = None) -> Section:
        section = BY_SLUG.get(slug)
        if section is None or (rows is not None and bool(section.rows) != rows):
            raise Http404
        return section

    def consulted(self, page: str) -> None:
        audit.seen(self.incident, by=self.who, at=timezone.now(), page=page)


class NotificationTasks(DraftPage):
    """The task list: each page of questions and how far it is."""

    template = "incidents/notification_tasks.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.incident.is_filed:
            return redirect("notification_detail", pk=pk)
        at = timezone.now()
        tasks = QUESTIONS.tasks(self.incident, rows_of(self.incident), at=at)
        self.consulted("tasks")
        return self.page(
            incident=self.incident,
            groups=grouped(tasks),
            done=sum(task.is_complete for task in tasks),
            total=len(tasks),
            clock=self.incident.partnership_clock,
            files=Attachment.objects.number_of(self.incident),
            is_late=services.is_late(self.incident, at=at),
        )


class StepPage(DraftPage):
    """Shared by the pages that ask: save what is good, say what is not, lose nothing."""

    template = "incidents/notification_step.html"
    asked: Section

    def offer(self, record: Any, data: QueryDict | None = None, *, whole: bool = False) -> StepForm:
        at = timezone.now()
        return FORMS[self.asked.slug](
            data, instance=record, offered=offered(at), at=at, whole=whole
        )

    @property
    def is_autosave(self) -> bool:
        return self.request.headers.get("X-Autosave") == "1"

    @property
    def shown(self) -> str:
        """What the audit calls this page."""
        return str(self.kwargs["slug"])

    def draw(self, form: StepForm, seen: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """The page, also after a refusal: what others wrote stands on it, so it is written down."""
        self.consulted(self.shown)
        return self.page(
            status=status,
            incident=self.incident,
            section=self.asked,
            form=form,
            fingerprint=seen,
            **context,
        )

    def answer_autosave(self, form: StepForm, seen: str) -> JsonResponse:
        return JsonResponse(
            {
                "saved": f"Saved {moment_words(timezone.now())}",
                "fingerprint": seen,
                "errors": {name: list(found) for name, found in form.errors.items()},
            }
        )

    def refused(self, refusal: Refusal, form: StepForm, seen: str) -> HttpResponse:
        """The page again, with everything typed, what happened, and the other person's answers."""
        if self.is_autosave:
            return JsonResponse({"conflict": str(refusal)}, status=409)
        theirs = []
        if isinstance(refusal, services.ChangedMeanwhile):
            seen = refusal.fingerprint
            labels = Option.objects.labels()
            record = type(form.instance)(**refusal.theirs)
            theirs = [
                (form.fields[name].label, text_of(record, name, self.asked, labels))
                for name in refusal.theirs
                if refusal.theirs[name] != form.cleaned_data.get(name)
            ]
        return self.draw(form, seen, status=409, refusal=refusal, theirs=theirs)


class NotificationStep(StepPage):
    """One page of questions about the notification itself, or the list of a section's rows."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        section = self.section(kwargs["slug"])
        self.asked = section.summary or section
        self.listed = section if section.rows else None
        return super().dispatch(request, *args, **kwargs)

    def draw(self, form: StepForm, seen: str, *, status: int = 200, **context: Any) -> HttpResponse:
        if self.listed:
            self.template = "incidents/notification_rows.html"  # type: ignore[misc]
            labels = Option.objects.labels()
            rows = rows_of(self.incident)[self.listed.slug]
            context["listed"] = self.listed
            context["rows"] = [
                (
                    row,
                    group_of(row, self.listed, labels),
                    bool(QUESTIONS.problems_of(row, self.listed, at=timezone.now())),
                )
                for row in rows
            ]
        return super().draw(form, seen, status=status, **context)

    def rows_agree(self, form: StepForm, *, whole: bool) -> bool:
        """Whether the rows listed and "none is known" go together; says beside the box if not."""
        if self.listed is None:
            return True
        box, noun = self.listed.nothing_known, self.listed.row_noun
        says_none = bool(box and form.cleaned_data.get(box))
        has_rows = getattr(self.incident, self.listed.rows).present().exists()
        if says_none and has_rows:
            form.add_error(box, f"Remove each {noun} first, or leave the box unticked")
        elif whole and not says_none and not has_rows:
            article = "an" if noun == "agency" else "a"
            form.add_error(
                box or None,
                f"Add {article} {noun}" + (", or tick the box if none is known" if box else ""),
            )
        return form.is_valid()

    def get(self, request: HttpRequest, pk: int, slug: str) -> HttpResponse:
        if not self.incident.is_draft:
            return redirect(self.incident)
        form = self.offer(self.incident)
        return self.draw(form, services.fingerprint(values_of(self.incident, self.asked)))

    def post(self, request: HttpRequest, pk: int, slug: str) -> HttpResponse:
        wants_more = request.POST.get("action", "continue") == "continue" and not self.is_autosave
        stored = Incident.objects.visible_to(request.user).get(pk=pk)
        form = self.offer(stored, request.POST, whole=wants_more)
        is_valid = form.is_valid() and self.rows_agree(form, whole=wants_more)
        seen = request.POST.get("fingerprint", "")
        try:
            seen = services.save(
                incident=self.incident,
                section=self.asked,
                answers=form.good_answers(),
                seen=seen,
                by=self.who,
                at=timezone.now(),
            )
        except Refusal as refusal:
            return self.refused(refusal, form, seen)
        if self.is_autosave:
            return self.answer_autosave(form, seen)
        if not is_valid:
            return self.draw(form, seen, some_saved=True)
        if not wants_more:
            return redirect("notification_tasks", pk=pk)
        following = QUESTIONS.after(self.section(slug))
        if following is None:
            return redirect("notification_check", pk=pk)
        return redirect("notification_step", pk=pk, slug=following.slug)


class RowEdit(StepPage):
    """The questions about one child, family member or agency."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.asked = self.section(kwargs["slug"], rows=True)
        return super().dispatch(request, *args, **kwargs)

    @property
    def shown(self) -> str:
        return f"{self.kwargs['slug']} {self.kwargs.get('row') or 'new'}"

    def record(self, row: int | None) -> Any:
        """The row, also one that was removed meanwhile; a new one for the page that adds."""
        if row is None:
            return self.asked.model(incident=self.incident)
        return get_object_or_404(getattr(self.incident, self.asked.rows), pk=row)

    def get(self, request: HttpRequest, pk: int, slug: str, row: int | None = None) -> HttpResponse:
        if not self.incident.is_draft:
            return redirect(self.incident)
        record = self.record(row)
        if getattr(record, "removed_at", None):
            raise Http404
        return self.draw(
            self.offer(record),
            services.fingerprint(values_of(record, self.asked)) if row else "",
            row=row,
            token=uuid.uuid4(),
        )

    def post(
        self, request: HttpRequest, pk: int, slug: str, row: int | None = None
    ) -> HttpResponse:
        wants_more = request.POST.get("action", "continue") == "continue" and not self.is_autosave
        record = self.record(row)
        form = self.offer(record, request.POST, whole=wants_more)
        is_valid = form.is_valid()
        token = _token(request)
        seen = request.POST.get("fingerprint", "")
        if row is None and not seen and not any(form.good_answers().values()):
            return self.nothing_to_add(form, token, is_valid=is_valid)
        try:
            saved = services.save_row(
                incident=self.incident,
                section=self.asked,
                row=self.record(row) if row else None,
                token=token,
                answers=form.good_answers(),
                seen=seen,
                by=self.who,
                at=timezone.now(),
            )
        except Refusal as refusal:
            return self.refused(refusal, form, seen)
        seen = services.fingerprint(values_of(saved, self.asked))
        if self.is_autosave:
            return self.answer_autosave(form, seen)
        if not is_valid:
            return self.draw(form, seen, row=row, token=token, some_saved=True)
        return redirect("notification_step", pk=pk, slug=slug)

    def nothing_to_add(self, form: StepForm, token: uuid.UUID, *, is_valid: bool) -> HttpResponse:
        """A new row without a single answer is not added."""
        if self.is_autosave:
            return self.answer_autosave(form, "")
        if not is_valid:
            return self.draw(form, "", token=token)
        return redirect("notification_step", pk=self.incident.pk, slug=self.asked.slug)

    def draw(self, form: StepForm, seen: str, *, status: int = 200, **context: Any) -> HttpResponse:
        context.setdefault("row", self.kwargs.get("row"))
        context.setdefault("token", _token(self.request))
        return super().draw(form, seen, status=status, **context)


def _token(request: HttpRequest) -> uuid.UUID:
    """The page's own token; a page that lost it is a new one."""
    try:
        return uuid.UUID(request.POST.get("form_token", ""))
    except ValueError:
        return uuid.uuid4()


class RowRemove(DraftPage):
    """Ask before a row is removed; afterwards it can be brought back."""

    template = "incidents/row_remove.html"

    def found(self, slug: str, row: int) -> tuple[Section, Any]:
        section = self.section(slug, rows=True)
        return section, get_object_or_404(getattr(self.incident, section.rows), pk=row)

    def get(self, request: HttpRequest, pk: int, slug: str, row: int) -> HttpResponse:
        if not self.incident.is_draft:
            return redirect(self.incident)
        section, record = self.found(slug, row)
        self.consulted(f"{slug} {row} remove")
        return self.page(incident=self.incident, section=section, row=record)

    def post(self, request: HttpRequest, pk: int, slug: str, row: int) -> HttpResponse:
        section, record = self.found(slug, row)
        removed = request.POST.get("action") != "restore"
        try:
            services.set_row_removed(
                incident=self.incident,
                section=section,
                row=record,
                removed=removed,
                by=self.who,
                at=timezone.now(),
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(self.incident)
        if removed:
            return self.page(incident=self.incident, section=section, row=record, is_removed=True)
        messages.success(request, f"The {section.row_noun} is back.")
        return redirect("notification_step", pk=pk, slug=slug)
