"""Reports as the tests need them: written page by page by the portal's own services."""

import uuid
from datetime import date, datetime
from typing import Any

from conferences import services
from conferences.completeness import questions_for
from conferences.models import Report, ReportRequest
from shield.accounts.models import User
from shield.core.sections import Section, fingerprint, values_of

RESTRICTED = "The grandfather does not know that he is accused"
ANSWERS: dict[str, dict[str, Any]] = {
    "author": {"author_name": "Hazel", "author_role": "Health visitor", "attends": "author"},
    "involvement": {
        "involved_since": "Since birth",
        "involved_why": "Health visiting",
        "last_seen_on": date(2026, 11, 2),
        "engagement": "They open the door",
        "help_given": "Weekly visits",
    },
    "views": {"parents_views_known": "yes", "parents_views": "We want help"},
    "changes": {"changed_since": "A new home", "plan_progress": "All visits took place"},
    "signs": {
        "working_well": "Grandmother helps",
        "past_harm": "A broken arm",
        "future_danger": "Another injury",
        "complicating": "Debt",
        "needs_to_happen": "A safe home",
    },
    "factors": {
        "risk_factors": "Isolation",
        "protective_factors": "School",
        "identity": "Speaks Tigrinya: ሰላም",
    },
    "recommendation": {
        "recommends": "plan",
        "category": "physical",
        "recommends_because": "The arm is not explained",
    },
    "restricted": {
        "has_restricted": "yes",
        "restricted": RESTRICTED,
        "restricted_reason": "crime",
        "restricted_agreed_by": "Named nurse",
    },
    "shared": {
        "shared": "yes",
        "shared_on": date(2026, 11, 20),
        "shared_how": "Read together",
        "shared_by": "Hazel",
        "shared_interpreter": "yes",
        "shared_response": "They agree",
    },
}
CHILD = {
    "seen_alone": "yes",
    "analysis": "He is often afraid",
    "voice_known": "yes",
    "voice": "I like my nan",
    "voice_how": "Drawing together",
    "scale": 3,
    "scale_reason": "The arm",
}
EVENT = {
    "known": "day",
    "on": date(2026, 10, 3),
    "event": "Broken arm",
    "impact": "Six weeks in plaster",
    "mark": "harm",
}


def save(report: Report, section: Section, answers: dict[str, Any], by: User, at: datetime) -> None:
    report.refresh_from_db()
    services.save_page(
        report=report,
        section=section,
        answers=answers,
        seen=fingerprint(values_of(report, section)),
        confirms=True,
        by=by,
        at=at,
    )


def an_event(report: Report, by: User, at: datetime, **facts: Any) -> Any:
    return services.save_row(
        report=report,
        section=section_of(report, "chronology"),
        row=None,
        token=uuid.uuid4(),
        answers={**EVENT, **facts},
        seen="",
        confirms=True,
        by=by,
        at=at,
    )


def section_of(report: Report, slug: str) -> Section:
    found = questions_for(report).find(slug)
    assert found is not None
    return found


def begun(request: ReportRequest, by: User, at: datetime, *, from_last: bool = False) -> Report:
    return services.begin(request=request, from_last=from_last, by=by, at=at)


def written(request: ReportRequest, by: User, at: datetime, **changes: Any) -> Report:
    """A report with every answer given; `changes` are answers of pages, by slug."""
    report = begun(request, by, at)
    for section in questions_for(report).sections:
        page = section.summary or section
        if section.slug in ANSWERS:
            said = {**ANSWERS[section.slug], **changes.get(section.slug, {})}
            save(report, section, said, by, at)
        elif section.slug == "adults":
            save(report, page, {"no_adults_known": True, "household_notes": ""}, by, at)
    for row in report.children.present():
        services.save_row(
            report=report,
            section=section_of(report, "children"),
            row=row,
            token=row.form_token,
            answers={**CHILD, **changes.get("children", {})},
            seen=fingerprint(values_of(row, section_of(report, "children"))),
            confirms=True,
            by=by,
            at=at,
        )
    an_event(report, by, at, **changes.get("chronology", {}))
    report.refresh_from_db()
    return report


def sent(request: ReportRequest, by: User, at: datetime, **changes: Any) -> Report:
    report = written(request, by, at, **changes)
    return services.send(report=report, unchecked_because="Nobody else is here", by=by, at=at)
