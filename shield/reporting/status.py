"""Does everything run? Times and counts for whoever keeps the portal; nothing of any case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.db.models import Count, Max, Min, Q

from incidents.models import Incident
from incidents.services.panel import nobody_records
from shield.accounts.models import User
from shield.cases.services.glass import DATA_PROTECTION
from shield.core.london import london_day
from shield.documents.models import Document, Upload
from shield.notifications.models import Notification
from shield.reporting.models import Beat

# A task is late when it has not run for three of its turns, and for a minute at least.
TURNS = 3
LEAST = timedelta(minutes=1)
# Mail that waits longer than this waits for something.
PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True)
class Line:
    """One thing to look at: what, how it is, and whether somebody should look."""

    what: str
    state: str
    since: datetime | None = None
    wrong: bool = False


def lines(at: datetime) -> list[Line]:
    """All of it, in a fixed number of queries."""
    return [*tasks(at), *mails(at), *files(at), *answering(at)]


def tasks(at: datetime) -> Iterator[Line]:
    known = {beat.task: beat for beat in Beat.objects.all()}
    for words, entry in current_app.conf.beat_schedule.items():
        beat = known.get(entry["task"])
        what = f"{words[0].upper()}{words[1:]}"
        if beat is None or beat.ended_at is None:
            yield Line(what, "Has not run yet", wrong=True)
        elif beat.problem:
            yield Line(what, f"Failed: {beat.problem}", beat.failed_at, wrong=True)
        else:
            late = at - beat.ended_at > max(LEAST, TURNS * every(entry["schedule"]))
            yield Line(what, "Late" if late else "Runs", beat.ended_at, wrong=late)


def every(schedule: Any) -> timedelta:
    """How often a schedule has its turn: seconds, or a time of the day."""
    return timedelta(seconds=schedule) if isinstance(schedule, int | float) else timedelta(days=1)


def mails(at: datetime) -> Iterator[Line]:
    found = mail_numbers()
    yield Line(
        "Emails that wait", counted(found["waiting"]), found["oldest"], wrong=stuck(found, at)
    )
    yield Line("Emails given up", counted(found["dead"]), wrong=found["dead"] > 0)
    yield Line(
        "Emails that may have been sent", counted(found["uncertain"]), wrong=found["uncertain"] > 0
    )
    yield Line("Last email accepted", "" if found["last"] else "None yet", found["last"])


def files(at: datetime) -> Iterator[Line]:
    made, held = document_numbers(), upload_numbers()
    yield Line("PDFs that wait", counted(made["waiting"]), made["oldest"], wrong=stuck(made, at))
    yield Line("PDFs given up", counted(made["failed"]), wrong=made["failed"] > 0)
    yield Line("Files in quarantine", counted(held["held"]), held["oldest"], wrong=held["held"] > 0)


def answering(at: datetime) -> Iterator[Line]:
    """Whether somebody answers for what is restricted, and for what is opened in an emergency."""
    orphans = Incident.objects.orphaned(at).count()
    yield Line("Restricted notifications that nobody keeps", counted(orphans), wrong=orphans > 0)
    lost = nobody_records(at).count()
    yield Line("Notifications that nobody can tell the Panel of", counted(lost), wrong=lost > 0)
    judges = User.objects.holding(DATA_PROTECTION, on=london_day(at)).count()
    yield Line("People with the data protection role", counted(judges), wrong=judges == 0)


def mail_numbers() -> dict[str, Any]:
    """How many mails wait, since when, and how many ended otherwise than accepted."""
    # One kept back from somebody who may not know of it is no trouble of the mail server.
    waiting = Q(next_attempt_at__isnull=False) & ~Q(state="withheld") | Q(state="sending")
    return Notification.objects.aggregate(
        waiting=Count("pk", filter=waiting),
        oldest=Min("created_at", filter=waiting),
        last=Max("sent_at"),
        uncertain=Count("pk", filter=Q(state="uncertain")),
        dead=Count("pk", filter=Q(state="dead")),
    )


def document_numbers() -> dict[str, Any]:
    """How many PDFs wait, since when, and how many were given up."""
    return Document.objects.aggregate(
        waiting=Count("pk", filter=Q(status="waiting")),
        oldest=Min("requested_at", filter=Q(status="waiting")),
        failed=Count("pk", filter=Q(status="failed")),
    )


def upload_numbers() -> dict[str, Any]:
    """How many files stay in quarantine, and since when."""
    return Upload.objects.stuck().aggregate(held=Count("pk"), oldest=Min("uploaded_at"))


def stuck(numbers: dict[str, Any], at: datetime) -> bool:
    """Whether something waits for longer than anything should."""
    return numbers["oldest"] is not None and at - numbers["oldest"] > PATIENCE


def counted(number: int) -> str:
    return str(number) if number else "None"
