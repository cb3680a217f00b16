"""How are many people appointed at once? From CSV, tried first, whole or not at all."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from partnership.models import APPOINTMENT_COLUMNS, Seat
from partnership.permissions import Perm
from partnership.services.invitations import hold_still
from partnership.services.seats import appoint, days_words
from partnership.services.tables.rows import BadRow, Row, rows_in
from shield.accounts.access import require
from shield.accounts.models import User
from shield.core.refusals import Refusal

DEPUTY = {"yes": True, "no": False}
MOST = 200


@dataclass
class Proposed:
    """What the rows would do, in words, and what is wrong with which."""

    done: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    seats: Mapping[tuple[str, str, str], Seat]
    people: Mapping[str, User]


@transaction.atomic
def appoint_many(*, by: User, text: str, is_trial: bool, at: datetime) -> Proposed:
    """Appoint everybody whom the rows name, or nobody: not when one row is wrong, nor on trial."""
    require(by, Perm.KEEP)
    proposed = Proposed()
    try:
        rows = list(rows_in(as_csv(text), APPOINTMENT_COLUMNS, file="the rows"))
    except BadRow as bad:
        return Proposed(wrong=[_sentence(bad.what)])
    if not rows or len(rows) > MOST:
        return Proposed(wrong=[f"There must be 1 to {MOST} rows below the heading."])
    known = _known(rows)
    named = [known.seats.get(_seat_of(row)) for row in rows]
    hold_still(bodies={seat.body_id for seat in named if seat is not None}, at=at)
    with transaction.atomic():
        for row in rows:
            try:
                with transaction.atomic():
                    proposed.done.append(_appoint(row, known, by, at))
            except BadRow as bad:
                proposed.wrong.append(_sentence(bad.what))
            except Refusal as refusal:
                proposed.wrong.append(f"Line {row.line}: {refusal}")
        if is_trial or proposed.wrong:
            transaction.set_rollback(True)
    return proposed


def as_csv(text: str) -> str:
    """Rows as they come from a spreadsheet, with tabs or semicolons, parted by commas instead."""
    heading = text.lstrip().partition("\n")[0]
    parted = next((one for one in "\t;" if one in heading), None)
    if parted is None:
        return text
    found = io.StringIO(newline="")
    csv.writer(found).writerows(csv.reader(io.StringIO(text.strip(), newline=""), delimiter=parted))
    return found.getvalue()


def _sentence(what: str) -> str:
    return f"{what[:1].upper()}{what[1:]}."


def _known(rows: list[Row]) -> Known:
    """The seats and people that the rows could name, in two queries."""
    seats = Seat.objects.filter(ends_on=None).select_related("body", "agency")
    emails = [row.cells["email"].lower() for row in rows]
    return Known(
        {(seat.body.name, seat.agency.name, seat.post): seat for seat in seats},
        {user.email.lower(): user for user in User.objects.filter(email__in=emails)},
    )


def _seat_of(row: Row) -> tuple[str, str, str]:
    return row.cells["body"], row.cells["agency"], row.cells["post"]


def _appoint(row: Row, known: Known, by: User, at: datetime) -> str:
    seat = known.seats.get(_seat_of(row))
    if seat is None:
        raise row.bad("post", "there is no such seat")
    person = known.people.get(row.cells["email"].lower())
    if person is None:
        raise row.bad("email", "nobody with this email address is known to the portal")
    is_deputy = row.one_of("deputy", DEPUTY, "it must be “yes” or “no”")
    first = row.day("from", is_typed=True)
    last = row.day("to", is_typed=True) if row.cells["to"] else None
    appoint(
        by=by, seat=seat, person=person, starts_on=first, ends_on=last, is_deputy=is_deputy, at=at
    )
    what = "standing deputy, " if is_deputy else ""
    return f"{person}: {what}{seat.post} ({seat.agency}) in {seat.body}, {days_words(first, last)}"
