"""A notification filled in as a careful person would, in typed values and as a browser posts it."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from incidents import services
from incidents.models import Incident
from incidents.sections import BY_SLUG, SECTIONS
from shield.accounts.models import Agency, User
from shield.core.london import LONDON, london_day
from shield.core.sections import Section, values_of
from tests.personas import People

Answers = dict[str, Any]


def day_before(at: datetime, days: int, hour: int = 10) -> datetime:
    """A moment some London days before another."""
    local = at.astimezone(LONDON)
    return local.replace(hour=hour, minute=0, second=0, microsecond=0) - timedelta(days=days)


def pages(at: datetime) -> dict[str, Answers]:
    """What is answered on each page that asks about the notification itself."""
    return {
        "notifier": {
            "notifier_name": "Hazel Practitioner",
            "notifier_role": "Health visitor",
            "notifier_phone": "020 7946 0001",
            "notifier_email": "hazel@example.test",
            "lead_consulted": "yes",
            "lead_name": "Harriet Lead",
            "lead_consulted_at": day_before(at, 1),
            "lead_not_consulted_reason": "",
        },
        "criteria": {"criteria": ["seriously-harmed"]},
        "dates": {
            "happened": "exact",
            "happened_at": day_before(at, 3),
            "happened_roughly": "",
            "agency_aware_at": day_before(at, 2),
            "authority_aware": "yes",
            "authority_aware_at": day_before(at, 1),
        },
        "incident": {
            "place": "The kitchen at home",
            "setting": "home",
            "setting_other": "",
            "area": "inside",
            "facts": "Found with injuries that nobody could explain.",
            "harms": ["physical"],
            "harm_other": "",
            "abuse": "suspected",
            "outside_family": "no",
            "outside_family_details": "",
            "online": "no",
            "online_details": "",
            "suspect_relationship": "Mother's partner",
        },
        "family-summary": {"no_people_known": True, "household_notes": ""},
        "agencies-summary": {"no_agencies_known": True},
        "safeguarding": {
            "child_safeguarded": "Stays in hospital.",
            "siblings_safeguarded": "With an aunt.",
            "others_safeguarded": "",
            "discussion": "held",
            "discussion_at": day_before(at, 1),
            "discussion_planned_at": None,
            "discussion_not_reason": "",
            "police_reference": "CR/1234/26",
        },
        "processes": {"processes": ["criminal"], "processes_details": "Child abuse team"},
        "communication": {
            "family_informed": "yes",
            "family_informed_by": "The ward sister",
            "family_informed_at": day_before(at, 1),
            "family_views": "Upset, and want to help.",
            "family_not_informed_reason": "",
            "interpreter": "no",
            "interpreter_language": "",
            "media_interest": "no",
            "media_details": "",
            "briefings": "The chief nurse",
        },
        "view": {
            "threshold_view": "meets",
            "threshold_reasons": "Serious harm, and abuse is suspected.",
            "copies_to": "",
        },
    }


def child(at: datetime, **changes: Any) -> Answers:
    """One child, born six years ago."""
    return {
        "first_names": "Wren",
        "last_name": "Fairweather",
        "other_names": "",
        "born": "born",
        "birth_date": london_day(at) - timedelta(days=2200),
        "died_on": None,
        "expected_on": None,
        "sex": "female",
        "ethnicity": "white-british",
        "first_language": "English",
        "disability": "no",
        "disability_details": "",
        "nhs_number": "4857773457",
        "upn": "",
        "address": "14 Larch Close",
        "address_confidential": "no",
        "legal_status": "none",
        "placement": "parents",
        "plans_now": ["none"],
        "plans_before": [],
        "school": "Hillside School",
        "condition": "Stable in hospital.",
        **changes,
    }


def draft(people: People, at: datetime, *, by: User | None = None) -> Incident:
    """A new draft of the health agency, by its practitioner unless told otherwise."""
    by = by or people.health_practitioner
    agency = Agency.objects.get(pk=min(by.access.agencies))
    return services.start(agency=agency, token=uuid.uuid4(), by=by, at=at)


def answer(
    incident: Incident, page: str | Section, by: User, at: datetime, **answers: Any
) -> Incident:
    """Save some answers of one page, as it stands now; gives the notification as stored."""
    section = page if isinstance(page, Section) else asked_on(page)
    stored = Incident.objects.get(pk=incident.pk)
    services.save(
        incident=stored,
        section=section,
        answers=answers,
        seen=services.fingerprint(values_of(stored, section)),
        by=by,
        at=at,
    )
    return Incident.objects.get(pk=incident.pk)


def asked_on(page: str) -> Section:
    """The section by its slug, those above a list of rows included."""
    summaries = {one.summary.slug: one.summary for one in SECTIONS if one.summary}
    return BY_SLUG.get(page) or summaries[page]


def add_row(incident: Incident, page: str, by: User, at: datetime, **answers: Any) -> Any:
    return services.save_row(
        incident=Incident.objects.get(pk=incident.pk),
        section=BY_SLUG[page],
        row=None,
        token=uuid.uuid4(),
        answers=answers,
        seen="",
        by=by,
        at=at,
    )


def filled(
    people: People,
    at: datetime,
    *,
    by: User | None = None,
    changes: Mapping[str, Answers] | None = None,
    without: tuple[str, ...] = (),
) -> Incident:
    """A draft with every page answered but those in `without`; `changes` by page."""
    by = by or people.health_practitioner
    incident = draft(people, at, by=by)
    for page, answers in pages(at).items():
        if page not in without:
            answer(incident, page, by, at, **{**answers, **(changes or {}).get(page, {})})
    if "children" not in without:
        add_row(incident, "children", by, at, **child(at))
    return Incident.objects.get(pk=incident.pk)


def submit(incident: Incident, by: User, at: datetime, late_reason: str = "") -> Incident:
    services.submit(incident=incident, late_reason=late_reason, by=by, at=at)
    return Incident.objects.get(pk=incident.pk)


def submitted(people: People, at: datetime, **options: Any) -> Incident:
    """A filed notification, by the health agency's practitioner unless told otherwise."""
    by = options.get("by") or people.health_practitioner
    return submit(filled(people, at, **options), by, at)


def now() -> datetime:
    """The moment at which pages do things."""
    return timezone.now()


def posted(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Typed answers as a browser posts them."""
    sent: dict[str, Any] = {}
    for name, value in answers.items():
        if isinstance(value, datetime):
            local = value.astimezone(LONDON)
            sent |= parts(name, local.day, local.month, local.year, f"{local:%H:%M}")
        elif isinstance(value, date):
            sent |= parts(name, value.day, value.month, value.year)
        elif isinstance(value, Model):
            sent[name] = value.pk
        elif value is True:
            sent[name] = "on"
        elif value not in (None, False):
            sent[name] = value
    return sent


def parts(name: str, *values: object) -> dict[str, str]:
    """The inputs of a date: day, month, year and perhaps a time."""
    return {f"{name}_{place}": str(value) for place, value in enumerate(values)}
