"""Who is told, of what? A reference and a link, never what the notification says."""

from datetime import date

from django.urls import reverse

from incidents.models import Incident
from incidents.permissions import Perm
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
        needs=(Perm.READ,),
        record=incident,
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
        needs=(Perm.READ,),
        record=incident,
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
        needs=(Perm.READ,),
        record=incident,
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
        needs=(Perm.READ,),
        record=incident,
    )


def corrected(incident: Incident, *, due_was: date | None, due_now: date | None) -> Message:
    """With `due_was` where the moment was corrected from which the Panel's clock counts."""
    moved = []
    if due_was and due_now and due_was != due_now:
        moved.append(
            "It moved the deadline for telling the national Panel from "
            f"{day_words(due_was)} to {day_words(due_now)}."
        )
    return Message(
        subject=f"{incident.reference}: a correction has been added",
        lines=(
            f"A dated correction has been added to notification {incident.reference}.",
            *moved,
            "Sign in to read it.",
        ),
        url=incident.get_absolute_url(),
        reference=str(incident.reference),
        needs=(Perm.READ,),
        record=incident,
    )


def named(incident: Incident, *, keeps: bool, owes: bool, lost: bool) -> Message:
    """To somebody who has been named, and by which of its duties: `keeps` decides who sees it,
    `owes` can record that the Panel was told, and where it is `lost` nobody can."""
    clock, lines = incident.panel_clock, [f"You can read notification {incident.reference}."]
    if keeps:
        lines.append("Nobody kept it any more: from now on you decide who else sees it.")
    if owes and clock:
        lines.append(
            f"The national Panel must be told of it by the end of {day_words(clock.due_on)}, and "
            "you can record that it was."
        )
    if lost:
        lines.append(_name_somebody(incident))
    return Message(
        subject=f"{incident.reference}: you have been named in this notification",
        lines=tuple(lines),
        url=incident.get_absolute_url(),
        reference=str(incident.reference),
        needs=(Perm.READ,),
        record=incident,
    )


def nobody_tells_panel(incident: Incident) -> Message:
    """To those who decide who sees it."""
    return Message(
        subject=f"{incident.reference}: nobody can record that the Panel was told",
        lines=(_name_somebody(incident),),
        url=reverse("access_detail", kwargs={"pk": incident.pk}),
        reference=str(incident.reference),
        needs=(Perm.MANAGE_ACCESS,),
        record=incident,
    )


def _name_somebody(incident: Incident) -> str:
    clock = incident.panel_clock
    by = f" by the end of {day_words(clock.due_on)}" if clock else ""
    return (
        f"The national Panel must be told of it{by}, and nobody who sees it can record that it "
        f"was. Name a safeguarding lead of {incident.duty_agency}, or one of the operations team."
    )


def panel_duty_lost() -> Message:
    """To the operations team, who may see nothing of it."""
    return Message(
        subject="Nobody can record that the national Panel was told of a notification",
        lines=(
            "Of a notification that must go to the national Panel, nobody who sees it can record "
            "that it did.",
            "Those who decide who sees it have been told, if there are any. Make sure that each "
            "agency has a safeguarding lead, and that restricted notifications have a keeper.",
        ),
        url=reverse("keeper_list"),
        needs=(Perm.MANAGE_ACCESS,),
    )


def nobody_keeps(*, finds_keeper: bool) -> Message:
    """To those who answer for it; `finds_keeper` for whoever can name one."""
    return Message(
        subject="Nobody keeps a restricted notification any more",
        lines=(
            "Whoever decided who may see a restricted notification has left, or their name has "
            "ended.",
            "The operations team can name somebody who keeps it, without seeing it themselves.",
        ),
        url=reverse("keeper_list" if finds_keeper else "home"),
        needs=(Perm.MANAGE_ACCESS if finds_keeper else Perm.REVIEW_OPENINGS,),
    )


def keeper_named() -> Message:
    """To the data protection lead, or who can name one: done, and by whom stands in the audit."""
    return Message(
        subject="A keeper was named for a restricted notification",
        lines=(
            "Nobody kept a restricted notification any more, so the operations team has named "
            "somebody. Who, by whom and why is kept with the notification.",
        ),
        url=reverse("home"),
        needs=(Perm.REVIEW_OPENINGS,),
    )
