"""Sets the stage for differences between agencies and scrutiny; imported once Django is set up."""

from datetime import datetime

from partnership.models import (
    Challenge,
    Escalation,
    EscalationReturn,
    EscalationTheme,
    Evidence,
    KeyQuestion,
    ProgrammeEntry,
)
from partnership.views.counting import quarters
from shield.core.london import london_day


def differences(at: datetime) -> dict[str, object]:
    """The demo's, at each stage."""
    theirs = EscalationReturn.objects.filter(agency__name="Oxleas NHS Foundation Trust")
    raised = Escalation.objects.filter(agency__name="Oxleas NHS Foundation Trust")
    return {
        "difference": raised.get().pk,
        "onward": Escalation.objects.get(stage=2).pk,
        "arbitrated": Escalation.objects.get(status="arbitration").pk,
        "settled": Escalation.objects.filter(status="resolved")[0].pk,
        "owed": theirs.get().pk,
        "returned": EscalationReturn.objects.made().order_by("pk")[0].pk,
        "theme": EscalationTheme.objects.in_order()[0].pk,
        "question": Evidence.objects.earliest("pk").question_id,
        "bare_question": KeyQuestion.objects.filter(evidence=None, challenges=None)
        .earliest("pk")
        .pk,
        "evidence": Evidence.objects.earliest("pk").pk,
        "entry": ProgrammeEntry.objects.earliest("pk").pk,
        "challenged": Challenge.objects.get(status="waiting").pk,
        "replied": Challenge.objects.get(status="replied").pk,
        "satisfied": Challenge.objects.get(status="satisfied").pk,
        "long_ago": quarters(london_day(at))[-1].key,
    }
