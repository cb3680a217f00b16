"""Who is told, of what? A reference and a link, never what the notification says."""

from datetime import date

from incidents.models import Incident
from shield.core.london import day_words, short_day
from shield.notifications.message import Message


def submitted_by_you(incident: Incident) -> Message:
    return Message(
        subject=f"{incident.reference} has been submitted",
        lines=(
            f"Your serious incident notification {incident.reference} has reached the partnership.",
            "You can read it, follow what is due and download it as a PDF.",
        ),
        url=incident.get_absolute_url(),
        reference=str(incident.reference),
    )


def submitted(incident: Incident) -> Message:
    return Message(
        subject=f"{incident.reference}: a serious incident notification has been submitted",
        lines=(
            f"Serious incident notification {incident.reference} has been submitted.",
            "Sign in to read it and to see what is due.",
        ),
        url=incident.get_absolute_url(),
        reference=str(incident.reference),
    )


def panel_must_be_told(incident: Incident, *, due_on: date) -> Message:
    return Message(
        subject=f"{incident.reference}: tell the national Panel by {short_day(due_on)}",
        lines=(
            f"Serious incident notification {incident.reference} has been submitted.",
            f"Your agency must tell the national Panel by the end of {day_words(due_on)}, and "
            "record here that it has.",
        ),
        url=incident.get_absolute_url(),
        reference=str(incident.reference),
    )


def panel_notified(incident: Incident) -> Message:
    return Message(
        subject=f"{incident.reference}: the Panel has been told",
        lines=(
            f"It is recorded that the national Panel was told of {incident.reference}.",
            "The rapid review is due next. Sign in to see when.",
        ),
        url=incident.get_absolute_url(),
        reference=str(incident.reference),
    )


def corrected(incident: Incident) -> Message:
    return Message(
        subject=f"{incident.reference}: a correction has been added",
        lines=(
            f"A dated correction has been added to notification {incident.reference}.",
            "Sign in to read it.",
        ),
        url=incident.get_absolute_url(),
        reference=str(incident.reference),
    )
