"""What does each cell of a row say? A clean value, or why it cannot be that.

A reason says what is wrong and never what stands in the cell: reports are read in logs and mails.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from conferences.models import Born, Child, Conference, ConferenceKind
from conferences.permissions import Perm
from conferences.services.family import ImpossibleBirth, check_birth
from conferences.services.importing.table import (
    AGENCIES,
    OF_CHILD,
    OF_CONFERENCE,
    Row,
    Wrongs,
)
from conferences.services.requests import NoLongerThere
from shield.accounts.access import roles
from shield.accounts.models import Agency, Membership, User
from shield.core.forms.fields import is_nhs_number
from shield.core.forms.text import ControlCharacter, clean_line, clean_text
from shield.core.london import LONDON, london_day

LONGEST = 720  # minutes
# Further from today a moment or a birth is a slip of the pen.
FAR, OLDEST = timedelta(days=2 * 366), timedelta(days=25 * 366)
YES_NO = {"yes": True, "no": False}


class Wrong(Exception):
    """A cell is wrong; says why, without what stands in it."""


@dataclass
class Known:
    """What cells refer to, looked up once for the whole file."""

    at: datetime
    kinds: Mapping[str, ConferenceKind]
    # Who holds a role in which conferences are run, by email address in small letters.
    runners: Mapping[str, User]
    agencies: Mapping[str, Agency]
    # One instance a person, since what somebody may do is looked up once on each.
    people: dict[int, User] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return london_day(self.at)

    def same(self, person: User) -> User:
        return self.people.setdefault(person.pk, person)


def known_at(at: datetime) -> Known:
    """What there is to refer to at a moment, in three queries."""
    running = [role.id for role in roles().values() if Perm.CHAIR in role.perms]
    held = Membership.objects.current(london_day(at)).filter(role__in=running)
    runners = User.objects.filter(is_active=True, pk__in=held.values("user"))
    known = Known(
        at=at,
        kinds={kind.code: kind for kind in ConferenceKind.objects.all()},
        runners={person.email.lower(): person for person in runners},
        agencies={
            plain(agency.name): agency
            for agency in Agency.objects.select_related("succeeded_by").all()
        },
    )
    known.people = {person.pk: person for person in known.runners.values()}
    return known


@dataclass
class Said:
    """What one row says of its conference, of its child and of who is asked.

    Cells that are empty or wrong are not in it: an empty cell leaves what stands here.
    """

    row: int
    conference: dict[str, Any] = field(default_factory=dict)
    child: dict[str, Any] = field(default_factory=dict)
    agencies: tuple[Agency, ...] = ()
    is_bad: bool = False


def read(row: Row, known: Known, wrongs: Wrongs) -> Said:
    """What a row says; every cell that is wrong goes to `wrongs`."""
    said = Said(row.number)
    found: dict[str, Any] = {}
    for column, value_of in READERS.items():
        text = row.cells[column]
        try:
            if not text and column in NEEDED:
                raise Wrong("it is empty")
            if text:
                found[column] = value_of(_readable(text), known)
        except Wrong as wrong:
            said.is_bad = True
            wrongs.add(row.number, column, str(wrong))
    days = [row.cells[column] for column in ("child_birth_date", "child_expected_date")]
    if all(days):
        said.is_bad = True
        wrongs.add(row.number, "child_expected_date", "a child is born or expected, not both")
    elif not any(days):
        said.is_bad = True
        reason = "it is empty, and so is the expected date: one of both is needed"
        wrongs.add(row.number, "child_birth_date", reason)
    said.agencies = found.pop(AGENCIES, ())
    said.conference = {name: found[name] for name in OF_CONFERENCE if name in found}
    said.child = {CHILD_FIELDS[name]: found[name] for name in OF_CHILD if name in found}
    said.child["born"] = Born.UNBORN if days[1] else Born.BORN
    return said


def agency_names(cell: str) -> list[str]:
    """The agencies that a cell names, as they are compared; in order, each once."""
    return list(dict.fromkeys(plain(name) for name in cell.split(";") if name.strip()))


def plain(words: str) -> str:
    """A name without regard to spaces and capitals."""
    return " ".join(words.split()).casefold()


# --- One kind of cell each ------------------------------------------------------------------------


def _readable(text: str) -> str:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Wrong("it is not UTF-8 text: save the file as “CSV UTF-8”")
    return text


def _text(model: Any, name: str, clean: Callable[[str], str] = clean_line) -> Any:
    # What begins like a formula is text; an export shows it as text too (`core/csv.py`).
    longest = model._meta.get_field(name).max_length or 10_000

    def value_of(text: str, known: Known) -> str:
        try:
            found = clean(text)
        except ControlCharacter:
            raise Wrong("it holds a character that is not text") from None
        if not found:
            raise Wrong("it holds nothing that can be seen")
        if len(found) > longest:
            raise Wrong(f"it is longer than {longest:,} characters")
        return found

    return value_of


def _kind(text: str, known: Known) -> ConferenceKind:
    if text not in known.kinds:
        raise Wrong(f"it must be one of {', '.join(sorted(known.kinds))}")
    return known.kinds[text]


def _moment(text: str, known: Known) -> datetime:
    """London's clock; a time that a change of the clock skips or brings twice is refused."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}", text):
            raise ValueError
        local = datetime.fromisoformat(text).replace(tzinfo=LONDON)
        later = local.replace(fold=1)
        if abs(local.date() - known.today) > FAR:
            raise Wrong("it is years away from today")
        if local.utcoffset() == later.utcoffset():
            return local
        back = local.astimezone(UTC).astimezone(LONDON)
    except (ValueError, OverflowError):
        raise Wrong("it must be a day and a London time, like 2026-12-01T10:00") from None
    if back.replace(tzinfo=None) == local.replace(tzinfo=None):
        raise Wrong("the clocks go back then, so there are two such times: choose another")
    raise Wrong("the clocks go forward then, so there is no such time: choose another")


def _triggered_at(text: str, known: Known) -> datetime:
    moment = _moment(text, known)
    if moment > known.at:
        raise Wrong("it must be in the past: from then on the time runs")
    return moment


def _minutes(text: str, known: Known) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,2}", text) or int(text) > LONGEST:
        raise Wrong(f"it must be a whole number from 1 to {LONGEST}")
    return int(text)


def _link(text: str, known: Known) -> str:
    link: str = _text(Conference, "link")(text, known)
    try:
        parts = urlsplit(link)
        is_good = parts.scheme == "https" and bool(parts.hostname) and " " not in link
    except ValueError:
        is_good = False
    if not is_good:
        raise Wrong("it must be an address that begins with https://")
    return link


def _runner(text: str, known: Known) -> User:
    # The same words for who is unknown: who has an account is not for everybody to learn.
    if text.lower() not in known.runners:
        raise Wrong("nobody of this email address holds a role in which conferences are run")
    return known.runners[text.lower()]


def _day(text: str) -> date:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise Wrong("it must be a day, like 2026-01-31") from None


def _day_of(name: str) -> Any:
    def value_of(text: str, known: Known) -> date:
        day = _day(text)
        try:
            check_birth({name: day}, on=known.today)
        except ImpossibleBirth as impossible:
            raise Wrong(str(impossible)) from None
        if known.today - day > OLDEST:
            raise Wrong("it is too long ago for a child")
        return day

    return value_of


def _nhs_number(text: str, known: Known) -> str:
    digits = re.sub(r"[\s\-]", "", text)
    if not is_nhs_number(digits):
        raise Wrong("it must be a valid NHS number, ten digits of which the last one checks")
    return digits


def _yes_no(text: str, known: Known) -> bool:
    if text.lower() not in YES_NO:
        raise Wrong("it must be “yes” or “no”")
    return YES_NO[text.lower()]


def _agencies(text: str, known: Known) -> tuple[Agency, ...]:
    found, wrong = [], []
    for number, name in enumerate(agency_names(text), start=1):
        agency = known.agencies.get(name)
        if agency is None:
            wrong.append(f"agency {number} in it is not known here by this name")
        elif agency.valid_to is not None and agency.valid_to < known.today:
            wrong.append(str(NoLongerThere(agency)).removesuffix("."))
        elif agency.valid_from is not None and agency.valid_from > known.today:
            wrong.append(f"{agency} is not part of the partnership yet")
        else:
            found.append(agency)
    if wrong:
        raise Wrong("; ".join(wrong))
    return tuple(found)


READERS: dict[str, Callable[[str, Known], Any]] = {
    "external_reference": _text(Conference, "external_reference"),
    "kind": _kind,
    "family_reference": _text(Conference, "family_reference"),
    "starts_at": _moment,
    "minutes": _minutes,
    "place": _text(Conference, "place"),
    "link": _link,
    "triggered_at": _triggered_at,
    "chair_email": _runner,
    "administrator_email": _runner,
    "interpreter": _text(Conference, "interpreter"),
    "access_needs": _text(Conference, "access_needs", clean_text),
    "child_reference": _text(Child, "external_reference"),
    "child_first_names": _text(Child, "first_names"),
    "child_last_name": _text(Child, "last_name"),
    "child_birth_date": _day_of("birth_date"),
    "child_expected_date": _day_of("expected_on"),
    "child_sex": _text(Child, "sex"),
    "child_nhs_number": _nhs_number,
    "child_school": _text(Child, "school"),
    "child_gp": _text(Child, "gp"),
    "child_address": _text(Child, "address", clean_text),
    "child_address_confidential": _yes_no,
    AGENCIES: _agencies,
}
NEEDED = frozenset({
    "external_reference", "kind", "family_reference", "starts_at", "chair_email",
    "administrator_email", "child_reference", "child_last_name", "child_address_confidential",
})  # fmt: skip
# Under which name a child's cell is kept.
CHILD_FIELDS = {
    **{name: name.removeprefix("child_") for name in OF_CHILD},
    "child_reference": "external_reference",
    "child_expected_date": "expected_on",
}
