"""What would a file do to each conference? Compared with what stands here, some at a time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from conferences.models import (
    Born,
    Child,
    Conference,
    ConferenceExclusion,
    ConferenceGrant,
    ConferenceMove,
    ReportRequest,
)
from conferences.services.importing.cells import CHILD_FIELDS, Known, Said
from conferences.services.importing.reading import CHILD_REFERENCE, NHS_NUMBER, Group
from conferences.services.importing.table import Table, Wrongs
from conferences.services.scheduling import FACTS
from shield.accounts.models import Agency, User
from shield.cases.kind import lasting
from shield.core.london import london_day

# How a move by an import is told from one by a person.
WHY = "Moved in the case-management system"
BATCH = 100
COLUMN_OF = {name: column for column, name in CHILD_FIELDS.items()}

CLOSED = "Held or cancelled here: nothing was changed"
NOBODY = "Nobody who runs it may change it any more: nothing was changed"
MOVED_HERE = (
    "Moved or postponed here, while the file gives the day from before: left on its day here"
)
TAKEN_OFF = "A child of the file was taken off here: left off"
BORN_HERE = "A child was born here, whom the file still expects: left as born"
CONFIDENTIAL = "An address is confidential here and not in the file: kept confidential"
KEPT_FROM = "Kept here from whoever the file says runs it: left with who runs it here"
VANISHED = "A child here is not in the file: left as it is"
REASONS = (CLOSED, NOBODY, MOVED_HERE, TAKEN_OFF, BORN_HERE, CONFIDENTIAL, KEPT_FROM, VANISHED)


@dataclass
class ChildChange:
    """What becomes of a child who stands here: the facts that differ, and what they were."""

    child: Child
    facts: dict[str, Any]
    seen: dict[str, Any]

    @property
    def is_birth(self) -> bool:
        return self.facts.get("born") == Born.BORN and self.seen["born"] == Born.UNBORN


@dataclass
class Plan:
    """What the file does to one conference, a new one where `conference` is None."""

    row: int
    conference: Conference | None
    said: dict[str, Any]
    # As whom: its administrator, or its chair where the administrator may not any more.
    acting: User | None
    changed: dict[str, Any] = field(default_factory=dict)
    starts_at: datetime | None = None
    # Chair and administrator, where they change.
    runs: tuple[User, User] | None = None
    added: list[dict[str, Any]] = field(default_factory=list)
    edited: list[ChildChange] = field(default_factory=list)
    asked: list[Agency] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def fields(self) -> list[str]:
        """The columns of what changes, but for the day."""
        names = list(self.changed)
        if self.runs and self.conference:
            chair, administrator = self.runs
            names += ["chair_email"] if chair.pk != self.conference.chair_id else []
            is_other = administrator.pk != self.conference.administrator_id
            names += ["administrator_email"] if is_other else []
        for one in self.edited:
            names += [COLUMN_OF[name] for name in one.facts if name in COLUMN_OF]
        return list(dict.fromkeys(names))

    @property
    def is_change(self) -> bool:
        return bool(self.changed or self.runs or self.added or self.edited or self.asked)


@dataclass
class Stands:
    """What stands here of some conferences, by their fingerprints and by their keys."""

    conferences: dict[str, Conference]
    children: dict[int, list[Child]]
    asked: dict[int, set[int]]
    moves: dict[int, ConferenceMove]
    # Who may change which of them, and who of those that could run it is kept from which.
    managed: dict[int, set[int]]
    kept_from: dict[int, set[int]]


def plans(
    groups: Mapping[str, Group], table: Table, known: Known, wrongs: Wrongs
) -> Iterator[Plan]:
    """One after the other; what stands against one goes to `wrongs` in its place."""
    rest, kept = iter(groups.items()), _shut_out_of_families(known)
    while batch := dict(islice(rest, BATCH)):
        stands = _stands(batch, known)
        for mark, group in batch.items():
            rows = group.said(table, known)
            conference = stands.conferences.get(mark)
            bad = list(_against(rows, conference, stands, known))
            if conference is None:
                bad += _run_by_shut_out(rows[0], kept)
            for row, column, reason in bad:
                wrongs.add(row, column, reason)
            if bad or group.is_bad:
                continue
            if conference is None:
                yield _new(rows)
            else:
                yield _old(rows, conference, stands, known)


def _shut_out_of_families(known: Known) -> set[tuple[str, int]]:
    """Marks of families, and who is shut out of one of their conferences: few, in one query."""
    rows = lasting(ConferenceExclusion.objects.exclude(record__family_fingerprint=""), known.at)
    return set(rows.values_list("record__family_fingerprint", "user"))


def _run_by_shut_out(row: Said, kept: set[tuple[str, int]]) -> Iterator[tuple[int, str, str]]:
    family: Any = Conference._meta.get_field("family_fingerprint")
    mark = family.seek(row.conference.get("family_reference") or "")
    for column in ("chair_email", "administrator_email"):
        person = row.conference.get(column)
        if person is not None and (mark, person.pk) in kept:
            yield row.row, column, "a conference of this family is kept from this person"


def _stands(batch: Iterable[str], known: Known) -> Stands:
    """A number of queries that does not hang on how many conferences there are."""
    found = Conference.objects.filter(external_fingerprint__in=list(batch))
    rows = list(found.select_related("kind", "agency", "chair", "administrator", "clock"))
    stands = Stands({one.external_fingerprint: one for one in rows}, {}, {}, {}, {}, {})
    if not rows:
        return stands
    keys = [one.pk for one in rows]
    for child in Child.objects.filter(conference__in=keys).order_by("pk"):
        stands.children.setdefault(child.conference_id, []).append(child)
    asked = ReportRequest.objects.filter(conference__in=keys)
    for conference, agency in asked.values_list("conference", "agency"):
        stands.asked.setdefault(conference, set()).add(agency)
    moves = ConferenceMove.objects.filter(conference__in=keys).order_by("conference", "-pk")
    stands.moves = {one.conference_id: one for one in moves.distinct("conference")}
    stands.kept_from = _kept(rows, known)
    runs = {person.pk: person for one in rows for person in (one.administrator, one.chair)}
    for person in runs.values():
        managed = Conference.objects.managed_by(known.same(person)).filter(pk__in=keys)
        stands.managed[person.pk] = set(managed.values_list("pk", flat=True))
    return stands


def _kept(rows: list[Conference], known: Known) -> dict[int, set[int]]:
    """Conference -> who of all that could run one is shut out of it, or not named in it."""
    found: dict[int, set[int]] = {}
    shut = lasting(ConferenceExclusion.objects.filter(record__in=rows), known.at)
    for record, user in shut.values_list("record", "user"):
        found.setdefault(record, set()).add(user)
    if restricted := [one.pk for one in rows if one.is_restricted]:
        named: dict[int, set[int]] = {}
        grants = lasting(ConferenceGrant.objects.filter(record__in=restricted), known.at)
        for record, user in grants.values_list("record", "user"):
            named.setdefault(record, set()).add(user)
        everybody = {one.pk for one in known.runners.values()}
        for pk in restricted:
            found[pk] = found.get(pk, set()) | (everybody - named.get(pk, set()))
    return found


# --- What stands against it -----------------------------------------------------------------------


def _against(
    rows: list[Said], conference: Conference | None, stands: Stands, known: Known
) -> Iterator[tuple[int, str, str]]:
    """(row, column, reason) of what cannot be, seeing what stands here."""
    first, said = rows[0].row, rows[0].conference
    starts_at, kind = said.get("starts_at"), said.get("kind")
    is_past = starts_at is not None and london_day(starts_at) < known.today
    if conference is None:
        if is_past:
            yield first, "starts_at", "it is past, and no conference of this reference is here"
        if kind is not None and not kind.is_offered:
            yield first, "kind", "no more conferences of this kind are scheduled"
        return
    if not conference.is_to_come:
        return
    if kind is not None and kind.pk != conference.kind_id:
        yield first, "kind", "it was scheduled here as another kind, which stays"
    family: Any = Conference._meta.get_field("family_fingerprint")
    reference = said.get("family_reference")
    if reference and family.seek(reference) != conference.family_fingerprint:
        yield first, "family_reference", "it was scheduled here for another family, which stays"
    is_moved = starts_at != conference.starts_at and not _moved_here(starts_at, conference, stands)
    if is_past and is_moved:
        yield first, "starts_at", "a conference to come cannot move to a day that is past"
    for row in rows:
        number, mark = row.child.get("nhs_number"), row.child.get("external_reference")
        if number and mark and _is_elsewhere(row.child, stands.children.get(conference.pk, [])):
            reason = "another child of this conference, with another reference, has it here"
            yield row.row, "child_nhs_number", reason


def _is_elsewhere(said: Mapping[str, Any], children: list[Child]) -> bool:
    mark = CHILD_REFERENCE.seek(said["external_reference"])
    return any(
        child.nhs_fingerprint == NHS_NUMBER.seek(said["nhs_number"])
        and child.external_fingerprint not in ("", mark)
        and child.removed_at is None
        for child in children
    )


def _moved_here(starts_at: datetime | None, conference: Conference, stands: Stands) -> bool:
    """Whether a person put it on its day, and the file has not heard of that."""
    last = stands.moves.get(conference.pk)
    return last is not None and last.was == starts_at and last.why != WHY


# --- What is to be done ---------------------------------------------------------------------------


def _new(rows: list[Said]) -> Plan:
    said = rows[0].conference
    return Plan(
        rows[0].row,
        None,
        said,
        said["administrator_email"],
        added=[row.child for row in rows],
        asked=list(rows[0].agencies),
    )


def _old(rows: list[Said], conference: Conference, stands: Stands, known: Known) -> Plan:
    said = rows[0].conference
    acting = next(
        (
            known.same(person)
            for person in (conference.administrator, conference.chair)
            if conference.pk in stands.managed[person.pk]
        ),
        None,
    )
    plan = Plan(rows[0].row, conference, said, acting)
    if not conference.is_to_come:
        plan.left.append(CLOSED)
        return plan
    if acting is None:
        plan.left.append(NOBODY)
        return plan
    plan.changed = {
        name: said[name]
        for name in FACTS
        if name in said and said[name] != getattr(conference, name)
    }
    if said["starts_at"] != conference.starts_at:
        if _moved_here(said["starts_at"], conference, stands):
            plan.left.append(MOVED_HERE)
        else:
            plan.starts_at = said["starts_at"]
    runs = said["chair_email"], said["administrator_email"]
    if [one.pk for one in runs] != [conference.chair_id, conference.administrator_id]:
        if any(one.pk in stands.kept_from.get(conference.pk, ()) for one in runs):
            plan.left.append(KEPT_FROM)
        else:
            plan.runs = runs
    standing = stands.asked.get(conference.pk, set())
    plan.asked = [agency for agency in rows[0].agencies if agency.pk not in standing]
    _plan_children(plan, rows, stands.children.get(conference.pk, []))
    return plan


def _plan_children(plan: Plan, rows: list[Said], children: list[Child]) -> None:
    by_mark = {one.external_fingerprint: one for one in children if one.external_fingerprint}
    # One who was added by hand is known by the NHS number, and is given the reference.
    by_number = {
        one.nhs_fingerprint: one
        for one in children
        if one.nhs_fingerprint and not one.external_fingerprint and one.removed_at is None
    }
    named = set()
    for row in rows:
        mark = CHILD_REFERENCE.seek(row.child["external_reference"])
        child = by_mark.get(mark) or by_number.get(NHS_NUMBER.seek(row.child.get("nhs_number", "")))
        if child is None:
            plan.added.append(row.child)
            continue
        named.add(child.pk)
        if child.removed_at is not None:
            plan.left.append(TAKEN_OFF)
            continue
        facts = _differing(child, row.child, mark, plan)
        if facts:
            names = {*facts, "born"}
            seen = {name: getattr(child, name) for name in names}
            plan.edited.append(ChildChange(child, facts, seen))
    plan.left += [
        VANISHED
        for one in by_mark.values()
        if one.pk not in named and one.removed_at is None
    ]  # fmt: skip


def _differing(child: Child, said: Mapping[str, Any], mark: str, plan: Plan) -> dict[str, Any]:
    """What the file says otherwise, but for what protects a child or was learnt here first."""
    facts = {name: value for name, value in said.items() if value != getattr(child, name)}
    if child.external_fingerprint == mark:
        facts.pop("external_reference", None)  # other spaces and capitals are no other reference
    if facts.get("born") == Born.UNBORN:
        plan.left.append(BORN_HERE)
        for name in ("born", "expected_on"):
            facts.pop(name, None)
    if facts.get("address_confidential") is False:
        plan.left.append(CONFIDENTIAL)
        facts.pop("address_confidential")
    return facts


def gone(groups: Mapping[str, Group]) -> list[str]:
    """The conferences to come that are known by a reference elsewhere and not in the file."""
    rows = Conference.objects.to_come().exclude(external_fingerprint="").order_by("pk")
    pairs = rows.values_list("reference", "external_fingerprint").iterator()
    return [reference for reference, mark in pairs if mark not in groups]
