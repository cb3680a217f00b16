"""Who is told, of what? A reference, a day and a link, never whom a conference is about."""

from datetime import date

from django.urls import reverse

from conferences.models import Conference, ReportRequest
from conferences.permissions import Perm
from shield.accounts.models import Agency
from shield.core.london import day_words, short_day
from shield.notifications.message import Message


def _to_those_who_run(conference: Conference, subject: str, *lines: str) -> Message:
    return Message(
        subject=subject,
        lines=lines,
        url=conference.get_absolute_url(),
        reference=conference.reference,
        needs=(Perm.READ,),
        record=conference,
    )


def _to_the_agency(request: ReportRequest, subject: str, *lines: str) -> Message:
    return Message(
        subject=subject,
        lines=lines,
        url=request.get_absolute_url(),
        reference=request.conference.reference,
        needs=(Perm.READ_REQUEST,),
        record=request,
    )


def assigned(conference: Conference) -> Message:
    return _to_those_who_run(
        conference,
        f"{conference.reference}: you run this conference",
        f"You chair or administer child protection conference {conference.reference}.",
        f"When it is: {conference.when_words}.",
    )


def handed_on(conference: Conference) -> Message:
    """To whoever ran it until now, and does not see it any more."""
    return Message(
        subject=f"{conference.reference}: you no longer run this conference",
        lines=(
            f"Somebody else chairs or administers child protection conference "
            f"{conference.reference} now. You are not asked for anything any more.",
        ),
        url=reverse("conference_list"),
        reference=conference.reference,
        needs=(Perm.CHAIR,),
    )


def moved(conference: Conference) -> Message:
    """To whoever runs it and did not move it."""
    return _to_those_who_run(
        conference,
        f"{conference.reference}: the conference moved",
        f"Child protection conference {conference.reference} has another day or time.",
        f"When it is now: {conference.when_words}.",
    )


def asked(request: ReportRequest) -> Message:
    due = request.due_on
    return _to_the_agency(
        request,
        f"{request.conference.reference}: a report is asked for"
        + (f", due {short_day(due)}" if due else ""),
        f"{request.agency} is asked for its report to child protection conference "
        f"{request.conference.reference}.",
        *([f"It must be there by the end of {day_words(due)}."] if due else []),
        "If your agency knows nothing of the family, say so: that is an answer too.",
    )


def passed_to_you(request: ReportRequest) -> Message:
    due = request.due_on
    return _to_the_agency(
        request,
        f"{request.conference.reference}: the report is yours to write",
        f"You are named to write the report of {request.agency} to child protection conference "
        f"{request.conference.reference}.",
        *([f"It must be there by the end of {day_words(due)}."] if due else []),
    )


def joined(request: ReportRequest) -> Message:
    return _to_the_agency(
        request,
        f"{request.conference.reference}: you work on the report",
        f"You are named to work on the report of {request.agency} to child protection conference "
        f"{request.conference.reference}.",
    )


def conference_moved(request: ReportRequest, *, due_was: date | None) -> Message:
    """To the agency: the conference has another day, and so may its report."""
    due, conference = request.due_on, request.conference
    if conference.starts_at is None:
        line = "Your report is not due until it has a day. What you have written is kept."
    elif due is None or not request.is_open:
        line = "Your agency has answered: nothing more is asked of you."
    elif due == due_was:
        line = f"Your report is due as before, by the end of {day_words(due)}."
    else:
        line = f"Your report is now due by the end of {day_words(due)}. What is written is kept."
    return _to_the_agency(
        request,
        f"{conference.reference}: the conference "
        + ("moved" if conference.starts_at else "is postponed"),
        f"Child protection conference {conference.reference}: {conference.when_words}.",
        line,
    )


def called_off(request: ReportRequest) -> Message:
    return _to_the_agency(
        request,
        f"{request.conference.reference}: the conference was cancelled",
        f"Child protection conference {request.conference.reference} does not take place.",
        "No report is needed any more.",
    )


def no_longer_asked(request: ReportRequest) -> Message:
    return _to_the_agency(
        request,
        f"{request.conference.reference}: no report is needed",
        f"{request.agency} is no longer asked for a report to child protection conference "
        f"{request.conference.reference}.",
    )


def child_added(request: ReportRequest) -> Message:
    """Also to whoever has reported: their report says nothing of that child."""
    said = (
        "Your report was sent before that. Add what you know of this child as an addition to it."
        if request.is_answered
        else "Your report has a page for this child too."
    )
    return _to_the_agency(
        request,
        f"{request.conference.reference}: a child was added",
        f"A child was added to child protection conference {request.conference.reference}.",
        said,
    )


def answered(request: ReportRequest) -> Message:
    """To whoever runs the conference."""
    did = "sent its report" if request.status == "reported" else "answered that it has no report"
    return _to_those_who_run(
        request.conference,
        f"{request.conference.reference}: {request.agency} has answered"[:200],
        f"{request.agency} {did} for child protection conference {request.conference.reference}"
        + (", late." if request.is_late else "."),
    )


def to_be_checked(request: ReportRequest) -> Message:
    return _to_the_agency(
        request,
        f"{request.conference.reference}: a report waits for your check",
        f"The report of {request.agency} to child protection conference "
        f"{request.conference.reference} waits for a manager to check it.",
        "Agree it, or return it with comments.",
    )


def checked(request: ReportRequest, *, agreed: bool) -> Message:
    """To its authors."""
    said = (
        "It can be sent now."
        if agreed
        else "Read the comments, change what is needed and hand it over again."
    )
    did = "agreed" if agreed else "returned with comments"
    return _to_the_agency(
        request,
        f"{request.conference.reference}: your report was {did}",
        f"The report of {request.agency} to child protection conference "
        f"{request.conference.reference} was {did} by a manager.",
        said,
    )


def added_to(request: ReportRequest) -> Message:
    """To whoever runs the conference."""
    return _to_those_who_run(
        request.conference,
        f"{request.conference.reference}: a report was added to",
        f"{request.agency} has added something to its report for child protection conference "
        f"{request.conference.reference}.",
    )


def run_by_relative(conference: Conference) -> Message:
    """To those who answer for data protection, who cannot open it: nobody else sees to it.

    Without the reference by which messages are taken back from whoever is not named in it.
    """
    return Message(
        subject=f"{conference.reference}: somebody else should run this conference",
        lines=(
            f"Whoever alone chairs and administers child protection conference "
            f"{conference.reference} has the name of somebody of the family. They were not told.",
            "Ask whoever leads their service to see whether they are related, and if so to have "
            "the conference run by somebody else.",
        ),
        url=reverse("conference_opening_list"),
        needs=(Perm.REVIEW_OPENINGS,),
    )


def pack_shared(request: ReportRequest) -> Message:
    """To those of an agency who may read the pack; what it holds is read in the portal alone."""
    return _to_the_agency(
        request,
        f"{request.conference.reference}: the chair’s pack is shared with you",
        f"The reports to child protection conference {request.conference.reference} are shared "
        f"with {request.agency}, as one pack.",
    )


# --- Agencies that end, people who leave ----------------------------------------------------------


def went_over(request: ReportRequest, *, was: Agency) -> Message:
    """To the leads of the agency that has followed the one that was asked."""
    due = request.due_on
    return _to_the_agency(
        request,
        f"{request.conference.reference}: a report has come to your agency",
        f"{was} was asked for its report to child protection conference "
        f"{request.conference.reference}. {request.agency} has followed {was} and is asked now. "
        "What was written is kept.",
        *([f"It must be there by the end of {day_words(due)}."] if due else []),
        "See who answers for it, and say who does if nobody is named.",
    )


def asked_besides(request: ReportRequest, *, was: Agency) -> Message:
    """To the same leads, where their agency has a request of its own."""
    return _to_the_agency(
        request,
        f"{request.conference.reference}: your agency was asked twice",
        f"{was}, which {request.agency} has followed, was asked for a report to child protection "
        f"conference {request.conference.reference} too. It is no longer asked; what was written "
        "there is kept.",
        "Give what both know in your own report.",
    )


def agency_followed(conference: Conference, *, was: Agency, now: Agency, asked: bool) -> Message:
    """To whoever runs the conference; `asked` if the successor had a request of its own."""
    return _to_those_who_run(
        conference,
        f"{conference.reference}: an agency that was asked has become another",
        f"{was} is no longer part of the partnership, and {now} has followed it.",
        f"{now} was asked already: the request to {was} is closed."
        if asked
        else f"What {was} was asked for child protection conference {conference.reference} is "
        f"with {now}. A pack that {was} could read is shared with {now} only once you share it.",
    )


def nobody_answers(request: ReportRequest) -> Message:
    """To the leads: whoever answered for a report has left."""
    return _to_the_agency(
        request,
        f"{request.conference.reference}: nobody answers for a report",
        f"Whoever answered for the report of {request.agency} to child protection conference "
        f"{request.conference.reference} no longer works there.",
        "Say who answers for it now.",
    )
