"""The PDF of a notification holds every answer that was given, and can be read by everybody."""

import io
import re
import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import models
from django.utils import timezone
from pypdf import PdfReader

from incidents import pdf, services
from incidents.answers import rows_of
from incidents.models import Incident, Option
from incidents.sections import BY_SLUG, SECTIONS
from shield.accounts.models import User
from shield.core.answers import text_of as words_of
from shield.core.sections import Section
from shield.documents import rendering
from tests.documents import ua
from tests.incidents import filling
from tests.personas import People

EMOJI = "\N{SLIGHTLY FROWNING FACE}"
HEBREW = "שלום"
MARKUP = "<b>&amp;{{ 7*7 }}"
# Answers that must fit together or have a form of their own; every other field gets a marker.
FIXED: dict[str, dict[str, Any]] = {
    "dates": {"happened": "exact", "authority_aware": "yes"},
    "notifier": {"lead_consulted": "yes", "notifier_email": "marker.email@example.test"},
    "incident": {"harms": ["physical", "other"], "setting": "other"},
    "safeguarding": {"discussion": "held"},
    "communication": {"family_informed": "yes", "interpreter": "yes", "media_interest": "yes"},
    "children": {"born": "born", "nhs_number": "4857773457", "upn": "Z123456789012"},
    "family-summary": {"no_people_known": False},
    "agencies-summary": {"no_agencies_known": False},
    "processes": {"processes": ["criminal"]},
}
# Yes opens the questions that hang on it.
YES = {"disability", "outside_family", "online"}


def made(incident: Incident) -> bytes:
    return rendering.render(
        template=pdf.TEMPLATE,
        content=pdf.frozen(incident, rows_of(incident)),
        title=f"Serious incident notification {incident.reference}",
        reference=str(incident.reference),
        marking=pdf.MARKING,
        created=timezone.now(),
    ).data


def text_of(data: bytes) -> str:
    """The text as it is read back, without white space."""
    pages = PdfReader(io.BytesIO(data)).pages
    return squeezed("".join(page.extract_text() for page in pages))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


class Markers:
    """An answer for every question, each unlike any other."""

    def __init__(self, at: datetime, police: Any) -> None:
        self.at, self.police, self.number = at, police, 0
        self.expected: list[str] = []

    def value(self, section: Section, field: Any) -> Any:
        fixed = FIXED.get(section.slug, {})
        if field.name in fixed:
            return fixed[field.name]
        self.number += 1
        if isinstance(field, models.DateTimeField):
            return self.at - timedelta(days=9, minutes=-self.number)
        if isinstance(field, models.DateField):
            return date(2019, 3, 1) + timedelta(days=self.number)
        if isinstance(field, models.ForeignKey):
            return self.police
        if field.name in section.options:
            codes = Option.objects.filter(list=section.options[field.name]).exclude(
                code__in=["none", "other"]
            )
            code = codes.order_by("position").values_list("code", flat=True)[0]
            return [code] if field.many_to_many or hasattr(field, "base_field") else code
        if field.choices:
            return "yes" if field.name in YES else field.flatchoices[0][0]
        longest = getattr(field, "max_length", None) or 200
        return f"marker{self.number} {EMOJI} {MARKUP} {HEBREW}"[:longest]

    def answers(self, section: Section) -> dict[str, Any]:
        found = {
            name: self.value(section, section.model._meta.get_field(name))
            for name in section.fields
        }
        return {name: found[name] for name in section.asked(found)}


@pytest.fixture
def everything(ground: People, at: datetime) -> tuple[Incident, dict[str, dict[str, Any]]]:
    """A filed notification with an answer to every question that can be asked at once."""
    by: User = ground.health_practitioner
    markers, given = Markers(at, ground.agencies.police), dict[str, dict[str, Any]]()
    incident = filling.draft(ground, at, by=by)
    for section in SECTIONS:
        if section.summary:
            given[section.summary.slug] = markers.answers(section.summary)
            filling.answer(incident, section.summary, by, at, **given[section.summary.slug])
        given[section.slug] = markers.answers(section)
        if section.rows:
            filling.add_row(incident, section.slug, by, at, **given[section.slug])
        else:
            filling.answer(incident, section, by, at, **given[section.slug])
    services.submit(incident=incident, late_reason="marker-late", by=by, at=at)
    return Incident.objects.get(pk=incident.pk), given


def spoken(section: Section, name: str, value: Any) -> list[str]:
    """How an answer must read."""
    record = section.model(**{name: value})
    labels = Option.objects.labels()
    return words_of(record, name, section, labels).split("\n")


def test_every_answer_given_can_be_read_back(
    everything: tuple[Incident, dict[str, dict[str, Any]]],
) -> None:
    incident, given = everything
    found = text_of(made(incident))
    sections = {**BY_SLUG, **{s.summary.slug: s.summary for s in SECTIONS if s.summary}}
    lost = [
        (page, name, line)
        for page, answers in given.items()
        for name, value in answers.items()
        if value not in ("", None, [], False)
        for line in spoken(sections[page], name, value)
        if squeezed(line) not in found
    ]
    assert lost == []


def test_an_answer_that_was_not_given_is_not_read_back(
    everything: tuple[Incident, dict[str, dict[str, Any]]],
) -> None:
    assert squeezed("marker999") not in text_of(made(everything[0]))


def test_the_pdf_is_accessible(everything: tuple[Incident, dict[str, dict[str, Any]]]) -> None:
    assert ua.check(made(everything[0])) == []


def test_clocks_reference_and_marking_are_on_it(ground: People, at: datetime) -> None:
    found = text_of(made(filling.submitted(ground, at)))
    for line in (
        "SIN-2026-0001",
        "OFFICIAL-SENSITIVE",
        "Riverside Health Trust",
        "24 November 2026 at 2:30pm",
        "27 November 2026",
        "30 November 2026",
        "Children Act 2004 section 16C(1)",
    ):
        assert squeezed(line) in found


def test_a_late_notification_says_why(
    everything: tuple[Incident, dict[str, dict[str, Any]]],
) -> None:
    incident = everything[0]
    assert incident.is_late
    assert "marker-late" in text_of(made(incident))


def test_a_notification_that_starts_no_clock_says_so(ground: People, at: datetime) -> None:
    changes = {"criteria": {"criteria": ["good-practice"]}}
    found = text_of(made(filling.submitted(ground, at, changes=changes)))
    assert squeezed("No statutory deadline follows from this notification.") in found


def test_html_in_an_answer_stays_text(ground: People, at: datetime) -> None:
    changes = {"incident": {"facts": "<script>alert(1)</script><h1>Big</h1>"}}
    incident = filling.submitted(ground, at, changes=changes)
    page = rendering.page_of(
        template=pdf.TEMPLATE,
        content=pdf.frozen(incident, rows_of(incident)),
        title="T",
        reference="R",
        marking="M",
        created=timezone.now(),
    )
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;h1&gt;Big&lt;/h1&gt;" in page


def test_a_very_long_account_is_whole(ground: People, at: datetime) -> None:
    words = " ".join(f"word{number}" for number in range(1400))
    incident = filling.submitted(ground, at, changes={"incident": {"facts": words}})
    assert squeezed(words) in re.sub(
        r"SIN-2026-0001OFFICIAL-SENSITIVE|OFFICIAL-SENSITIVEPage\dof\d", "", text_of(made(incident))
    )


def test_the_content_is_words_without_ids(ground: People, at: datetime) -> None:
    incident = filling.submitted(ground, at)
    frozen = pdf.frozen(incident, rows_of(incident))
    assert set(frozen) == {"heading", "facts", "clocks", "sections"}
    assert uuid.UUID not in {type(value) for _, value in frozen["facts"]}
    assert {type(value) for _, value in frozen["facts"]} == {str}
