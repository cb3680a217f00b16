"""What happens to the figures of a quarter that are put before a body of the partnership?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from conferences.models import TimelinessPaper
from conferences.permissions import Perm
from conferences.services.timeliness import STATES, Line, Timeliness
from partnership import services as partnership
from partnership.models import Meeting
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.london import short_day
from shield.documents import services as documents

TEMPLATE = "conferences/pdf/timeliness.html"
MARKING = "OFFICIAL"
COLUMNS = (*STATES.values(), "All")


@transaction.atomic
def put_forward(
    *, figures: Timeliness, meeting: Meeting, token: UUID, by: User, at: datetime
) -> TimelinessPaper:
    """Make a paper of a quarter's figures, and propose it for a meeting's agenda.

    The same token again makes and proposes nothing. Raises what proposing raises.
    """
    require(by, Perm.READ_FIGURES)
    with connection.cursor() as cursor:  # of two presses at once the second waits, and finds it
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(token)])
    before: TimelinessPaper | None = TimelinessPaper.objects.filter(form_token=token).first()
    if before:
        return before
    content = frozen(figures)
    title = f"Timeliness of conference reports, {figures.quarter.words}"
    document = documents.request(
        template=TEMPLATE,
        content=content,
        title=title,
        reference=f"TIM-{figures.quarter}",
        marking=MARKING,
        at=at,
    )
    made: TimelinessPaper = TimelinessPaper.objects.create(
        quarter=str(figures.quarter),
        content=content,
        document=document,
        made_at=at,
        made_by=by,
        form_token=token,
    )
    partnership.propose(
        by=by,
        body=meeting.body,
        meeting=meeting,
        title=title,
        purpose="discuss",
        asks="To note how many reports to child protection conferences came in time, and to agree "
        "what is done where they do not.",
        source_kind="figures",
        source_reference=document.reference,
        source_url=made.get_absolute_url(),
        at=at,
    )
    audit.record("timeliness.put_forward", made, by=by, at=at, quarter=str(figures.quarter))
    return made


def frozen(figures: Timeliness) -> dict[str, Any]:
    """A quarter's figures as they are shown, as JSON: hidden ones are hidden here too."""
    return {
        "heading": "Timeliness of reports to child protection conferences",
        "period": figures.quarter.words,
        "facts": [
            ["Reports due in", figures.quarter.words],
            ["Answers counted", f"Those before {short_day(figures.quarter.counted_on)}"],
        ],
        "columns": [*COLUMNS, "Share in time"],
        "agencies": [_row(one) for one in (*figures.agencies, figures.total)],
        "months": [_row(one) for one in (*figures.months, figures.total)],
        "hides": figures.hides,
    }


def _row(line: Line) -> list[str]:
    return [line.name, *line.words, line.share]
