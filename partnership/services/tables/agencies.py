"""How do agencies and bodies get in and out? What the other tables refer to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from partnership.models import Body, Chairing, Rhythm, rhythm_from, rule_from
from partnership.services.bodies import free_slug
from partnership.services.tables.rows import Row, rows_of
from shield.accounts.models import Agency, AgencyKind
from shield.audit import services as audit
from shield.core.forms.text import lower_first

AGENCIES, AGENCY_COLUMNS = "agencies.csv", ("agency", "kind", "statutory_partner")
# The kind of agency on which the law lays the duty to notify the national Panel.
NOTIFYING_KIND = "local-authority"
BODIES, BODY_COLUMNS = (
    "groups.csv",
    (
        "group", "parent", "chairing", "frequency", "venue", "quorum",
        "confidentiality_agreement", "purpose",
    ),
)  # fmt: skip
YES_NO = {"yes": True, "no": False}
SAID = {**YES_NO, "": None}


@dataclass
class Counted:
    """What became of the rows of one table."""

    title: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def count(self, what: str) -> None:
        setattr(self, what, getattr(self, what) + 1)

    def __str__(self) -> str:
        return (
            f"{self.title}: {self.added} added, {self.changed} changed, {self.unchanged} as before"
        )


def change(record: Any, facts: dict[str, Any]) -> list[str]:
    """Give a record what differs, and save it; the names of the fields that did."""
    names = [name for name, value in facts.items() if getattr(record, name) != value]
    for name in names:
        setattr(record, name, facts[name])
    if names:
        record.save(update_fields=names)
    return names


# --- Agencies -------------------------------------------------------------------------------------


def load_agencies(folder: Path, *, at: datetime) -> Counted:
    """Every row of `agencies.csv`; raises BadRow for the first that is wrong."""
    counted, seen = Counted("agencies"), dict[str, int]()
    for row in rows_of(folder / AGENCIES, AGENCY_COLUMNS):
        name = row.text("agency", Agency._meta.get_field("name").max_length or 0)
        kind = row.text("kind", AgencyKind._meta.get_field("code").max_length or 0)
        if not slugify(kind):
            raise row.bad("kind", "it needs letters from a to z")
        if row.cells["statutory_partner"] not in YES_NO:
            raise row.bad("statutory_partner", "it must be “yes” or “no”")
        if (before := seen.setdefault(name.casefold(), row.line)) != row.line:
            raise row.bad("agency", f"the agency stands on line {before} too")
        is_statutory = YES_NO[row.cells["statutory_partner"]]
        counted.count(_put_agency(name, kind, is_statutory=is_statutory, at=at))
    return counted


def _put_agency(name: str, kind: str, *, is_statutory: bool, at: datetime) -> str:
    code = slugify(kind)
    known, _ = AgencyKind.objects.get_or_create(
        code=code, defaults={"name": kind[:1].upper() + kind[1:]}
    )
    facts = {
        "kind": known,
        "is_statutory_partner": is_statutory,
        "notifies_panel": is_statutory and code == NOTIFYING_KIND,
    }
    agency, is_new = Agency.objects.get_or_create(name=name, defaults=facts)
    if is_new:
        audit.record("agency.added", agency, by=None, at=at)
        return "added"
    changed = change(agency, facts)
    if changed:
        audit.record("agency.changed", agency, by=None, at=at, fields=sorted(changed))
    return "changed" if changed else "unchanged"


def agency_rows() -> Iterator[list[str]]:
    for agency in Agency.objects.select_related("kind").order_by("pk"):
        is_partner = "yes" if agency.is_statutory_partner else "no"
        yield [agency.name, lower_first(agency.kind.name), is_partner]


# --- Bodies ---------------------------------------------------------------------------------------


def load_bodies(folder: Path, *, at: datetime) -> Counted:
    """Every row of `groups.csv`: first each body, then what each hangs on."""
    counted, rows = Counted("groups"), list(rows_of(folder / BODIES, BODY_COLUMNS))
    bodies = {body.name: body for body in Body.objects.all()}
    became: dict[str, str] = {}
    worded_anew = set()
    for order, row in enumerate(rows, start=1):
        name = row.text("group", 200)
        if name in became:
            raise row.bad("group", "the group stands there twice")
        facts = _facts_of(row) | {"order": order}
        if name not in bodies:
            bodies[name] = Body(name=name, slug=free_slug(name))
            became[name] = "added"
        body = bodies[name]
        if body.pk is None or body.frequency != facts["frequency"]:
            worded_anew.add(name)
        if body.pk is None or body.chairing != facts["chairing"]:
            facts["chairing_kind"] = _chairing_kind(facts["chairing"])
        if body.pk is None or body.quorum != facts["quorum"]:
            facts["quorum_rule"] = rule_from(facts["quorum"])
        if body.pk is None:
            for field, value in facts.items():
                setattr(body, field, value)
            body.save()
        else:
            became[name] = "changed" if change(body, facts) else "unchanged"
    _require_no_loop(rows, bodies)
    for row in rows:
        name = row.cells["group"]
        hangs = _hangs_on(row, bodies, is_worded_anew=name in worded_anew)
        if change(bodies[name], hangs) and became[name] == "unchanged":
            became[name] = "changed"
        counted.count(became[name])
        if became[name] != "unchanged":
            audit.record(f"body.{became[name]}", bodies[name], by=None, at=at)
    return counted


def _facts_of(row: Row) -> dict[str, Any]:
    if row.cells["confidentiality_agreement"] not in SAID:
        raise row.bad("confidentiality_agreement", "it must be “yes”, “no” or empty")
    return {
        "chairing": row.text("chairing", 200, needed=False),
        "frequency": row.text("frequency", 200, needed=False),
        "venue": row.text("venue", 200, needed=False),
        "quorum": row.text("quorum", 300, needed=False),
        "needs_agreement": SAID[row.cells["confidentiality_agreement"]],
        "purpose": row.text("purpose", 2000),
    }


def _chairing_kind(words: str) -> Chairing:
    if "rotat" in words.casefold():
        return Chairing.ROTATING
    is_joint = words.casefold().startswith("joint") or "partners" in words.casefold()
    return Chairing.JOINT if is_joint else Chairing.NAMED


def _require_no_loop(rows: list[Row], bodies: dict[str, Body]) -> None:
    """BadRow for a group below one that is not there, or below itself."""
    above = {name: body.parent.name if body.parent else "" for name, body in bodies.items()}
    above |= {row.cells["group"]: row.cells["parent"] for row in rows}
    for row in rows:
        climbed, seen = row.cells["parent"], {row.cells["group"]}
        while climbed:
            if climbed not in bodies:
                raise row.bad("parent", "there is no group of this name")
            if climbed in seen:
                raise row.bad("parent", "the group would stand below itself")
            seen.add(climbed)
            climbed = above[climbed]


def _hangs_on(row: Row, bodies: dict[str, Body], *, is_worded_anew: bool) -> dict[str, Any]:
    """Parent and rhythm of a body."""
    above = row.cells["parent"]
    facts: dict[str, Any] = {"parent": bodies[above] if above else None}
    if is_worded_anew:
        rhythm, around, before, after = rhythm_from(row.cells["frequency"])
        if around and around not in bodies:
            rhythm = Rhythm.NONE
        is_around = rhythm is Rhythm.AROUND
        facts |= {
            "rhythm": rhythm,
            "around": bodies[around] if is_around else None,
            "before_days": before if is_around else None,
            "after_days": after if is_around else None,
        }
    return facts


def body_rows() -> Iterator[list[str]]:
    words = {said: word for word, said in SAID.items()}
    for body in Body.objects.select_related("parent").filter(ended_on=None).in_order():
        yield [
            body.name,
            body.parent.name if body.parent else "",
            body.chairing,
            body.frequency,
            body.venue,
            body.quorum,
            words[body.needs_agreement],
            body.purpose,
        ]
