"""What does an app say once for all pages of a long form?"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from shield.core.answers import Labels
from shield.core.forms import Offered, StepForm
from shield.core.questionnaires import Questionnaire
from shield.core.sections import Section
from shield.core.views import Page


@dataclass(frozen=True)
class Addresses:
    """The names of a form's addresses, each beneath what leads to its record."""

    tasks: str
    check: str
    # Also by `slug`.
    step: str
    row_add: str
    # Also by `slug` and `row`.
    row_edit: str
    row_remove: str


class DraftPage(Page):
    """A page of one draft: what an app says once for all of its pages.

    The record says `is_draft`, `saved_at`, `saved_by` and `get_absolute_url`, which leads to where
    it is read once it is no draft.
    """

    questions: Questionnaire
    forms: ClassVar[Mapping[str, type[StepForm]]]
    addresses: ClassVar[Addresses]
    # What the whole is called within a sentence.
    noun: ClassVar[str]
    record: Any

    @cached_property
    def at(self) -> datetime:
        """The moment at which this page does what it does."""
        return timezone.now()

    def find(self, **path: Any) -> Any:
        """The record, for somebody who is signed in and may work on it; else raises Http404."""
        raise TypeError(f"{type(self).__name__} finds no record")

    def path(self) -> dict[str, Any]:
        """What leads to the record in an address."""
        return {"pk": self.record.pk}

    def caption(self) -> str:
        """What stands above each heading."""
        return str(self.record)

    def labels(self) -> Labels:
        """The words of all options."""
        raise TypeError(f"{type(self).__name__} has no words for its options")

    def offered(self) -> Offered:
        """What may be chosen."""
        raise TypeError(f"{type(self).__name__} offers nothing to choose from")

    def consulted(self, page: str) -> None:
        """Write down that the page was read."""
        raise TypeError(f"{type(self).__name__} writes down nothing")

    def save(self, section: Section, answers: dict[str, Any], *, seen: str) -> str:
        """Call the service that keeps answers; gives the fingerprint of what is stored now."""
        raise TypeError(f"{type(self).__name__} saves no answers")

    def save_row(
        self, section: Section, row: Any, answers: dict[str, Any], *, token: uuid.UUID, seen: str
    ) -> Any:
        """Call the service that keeps a row, a new one where `row` is None; gives the row."""
        raise TypeError(f"{type(self).__name__} saves no rows")

    def set_row_removed(self, section: Section, row: Any, *, removed: bool) -> None:
        """Call the service that takes a row off, or brings it back."""
        raise TypeError(f"{type(self).__name__} removes no rows")

    def extra(self) -> dict[str, Any]:
        """More for the template."""
        return {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            self.record = self.find(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def section(self, slug: str, *, rows: bool | None = None) -> Section:
        section = self.questions.find(slug)
        if section is None or (rows is not None and bool(section.rows) != rows):
            raise Http404
        return section

    def to(self, place: str, **more: Any) -> str:
        """The address of a page of this form: `to("step", slug=…)`."""
        return reverse(getattr(self.addresses, place), kwargs={**self.path(), **more})

    def page(self, *, status: int = 200, **context: Any) -> HttpResponse:
        shared = {
            "record": self.record,
            "caption": self.caption(),
            "noun": self.noun,
            "to": self.to,
        }
        return super().page(status=status, **{**shared, **context})
