"""What is on the page of the notification's PDF?"""

from collections.abc import Mapping
from typing import Any

from incidents.answers import answered
from incidents.models import Incident
from shield.clocks.models import Clock
from shield.core.answers import frozen as frozen_answers
from shield.core.london import moment_words, short_day

TEMPLATE = "incidents/pdf/notification.html"
MARKING = "OFFICIAL-SENSITIVE"


def frozen(incident: Incident, rows: Mapping[str, list[Any]]) -> dict[str, Any]:
    """The content as it stood at submission, as JSON: words and numbers, no ids, no objects."""
    assert incident.submitted_at is not None
    return {
        "heading": "Serious incident notification",
        "facts": [
            ["Reference", incident.reference],
            ["Agency", incident.agency.name],
            ["Submitted", moment_words(incident.submitted_at)],
            ["Submitted by", str(incident.submitted_by)],
            *([["Late: reason given", incident.late_reason]] if incident.is_late else []),
        ],
        "clocks": [
            _clock(clock) for clock in (incident.partnership_clock, incident.panel_clock) if clock
        ],
        "sections": frozen_answers(answered(incident, rows)),
    }


def _clock(clock: Clock) -> dict[str, str]:
    version = clock.rule_version
    return {
        "name": version.rule.name,
        "due": short_day(clock.due_on),
        "from": moment_words(clock.trigger_at),
        "met": moment_words(clock.met_at) if clock.met_at else "",
        "source": version.source,
    }
