"""The register of rules is loaded from a file, and amended by the partnership."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.clocks.models import Rule, RuleVersion
from shield.clocks.permissions import Perm
from shield.core.london import london_day, short_day
from shield.core.refusals import Refusal
from shield.core.working_days import Direction, Unit

RULES = Path(__file__).resolve().parent.parent / "data" / "rules.json"
LONGEST = 1000  # of any unit; the database holds the same bound
FIELDS = {
    "unit",
    "amount",
    "direction",
    "trigger",
    "source",
    "source_url",
    "status",
    "valid_from",
    "valid_to",
    "remind_before",
    "remind_overdue_every",
    "escalate_from",
    "escalate_role",
}


class RegisterError(Refusal):
    """The file of rules cannot be loaded; nothing of it was."""


def load_rules(path: Path = RULES) -> int:
    """Bring the rules of a file into the register; gives the number of versions added.

    A version is known by its rule and the day from which it holds. Loading a file again changes
    nothing; a version that clocks count by is never changed; a new version ends the one before it.
    Raises RegisterError, naming the rule.
    """
    try:
        file = json.loads(path.read_text(encoding="utf-8"))
        entries = [(entry["id"], entry["name"], entry["versions"]) for entry in file["rules"]]
        defaults = file.get("defaults", {})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RegisterError(f"{path.name} is not a file of rules: {error}") from error
    added = 0
    with transaction.atomic():
        for slug, name, versions in entries:
            try:
                added += _load(slug, name, [defaults | version for version in versions])
            except ValidationError as error:
                raise RegisterError(f"{path.name}: rule {slug}: {_said(error)}") from error
            except (ValueError, KeyError, TypeError) as error:
                raise RegisterError(f"{path.name}: rule {slug}: {error!r}") from error
            except RegisterError as error:
                raise RegisterError(f"{path.name}: rule {slug}: {error}") from error
    return added


def _said(error: ValidationError) -> str:
    """`amount: must be 5; source: …`."""
    return "; ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())


def _load(slug: str, name: str, versions: list[dict[str, Any]]) -> int:
    rule = Rule.objects.filter(slug=slug).first() or Rule(slug=slug)
    rule.name = name
    rule.full_clean()
    rule.save()
    added = 0
    for given in versions:
        if unknown := set(given) - FIELDS:
            raise RegisterError(f"unknown field {', '.join(sorted(unknown))}")
        facts = {"direction": Direction.FORWARD.value} | given
        facts["valid_from"] = date.fromisoformat(facts["valid_from"])
        if facts.get("valid_to"):
            facts["valid_to"] = date.fromisoformat(facts["valid_to"])
        known = rule.versions.filter(valid_from=facts["valid_from"]).first()
        if known is None:
            _add(rule, RuleVersion(**facts))
            added += 1
        else:
            _agree(known, facts)
    return added


def _add(rule: Rule, version: RuleVersion) -> None:
    """Put a version behind all others of its rule, ending the one that held until then."""
    last = rule.versions.order_by("valid_from").last()
    if last is not None:
        if version.valid_from <= last.valid_from:
            raise RegisterError(
                f"a version from {short_day(last.valid_from)} is in the register already; "
                "a new one must start later"
            )
        if last.valid_to is None or last.valid_to >= version.valid_from:
            last.valid_to = version.valid_from - timedelta(days=1)
            last.save(update_fields=["valid_to"])
    version.rule = rule
    version.number = last.number + 1 if last else 1
    version.full_clean(exclude=["national", "amended_at", "amended_by"])
    version.save()


def _agree(known: RuleVersion, facts: dict[str, Any]) -> None:
    """A version that is there already must say what the file says, or be as yet unused."""
    changed = [name for name, value in facts.items() if getattr(known, name) != value]
    if not changed:
        return
    if known.amended_at is not None or known.clocks.exists():
        raise RegisterError(
            f"version {known.number} is in use and differs in {', '.join(sorted(changed))}; "
            "add a version with a later start instead"
        )
    for name in changed:
        setattr(known, name, facts[name])
    known.full_clean(exclude=["national", "amended_at", "amended_by"])
    known.save()


def amend_rule(
    *, rule: Rule, amount: int, unit: str, source: str, valid_from: date, by: User, at: datetime
) -> RuleVersion:
    """Put another amount into the register from a day on; clocks that run keep their version.

    A changed amount makes the rule local; where a statutory amount stood, the new version names
    it, until an amendment says the same as the law again. Raises Refusal or PermissionDenied.
    """
    require(by, Perm.AMEND_RULES)
    with transaction.atomic():
        rule = Rule.objects.select_for_update().get(pk=rule.pk)
        last = rule.versions.select_related("national").order_by("valid_from").last()
        if last is None or last.unit == Unit.FIXED_DATE or unit == Unit.FIXED_DATE:
            raise Refusal("This rule has no amount: the thing itself says on which day it is due.")
        _check(last, amount=amount, unit=unit, source=source, valid_from=valid_from, at=at)
        status, national = _standing(last, amount=amount, unit=unit)
        version = RuleVersion(
            unit=unit,
            amount=amount,
            direction=last.direction,
            trigger=last.trigger,
            source=source,
            source_url="",
            status=status,
            national=national,
            valid_from=valid_from,
            remind_before=last.remind_before,
            remind_overdue_every=last.remind_overdue_every,
            escalate_from=last.escalate_from,
            escalate_role=last.escalate_role,
            amended_at=at,
            amended_by=by,
        )
        _add(rule, version)
        audit.record(
            "rule.amended",
            version,
            by=by,
            at=at,
            rule=rule.slug,
            version=version.number,
            was=last.quantity,
            now=version.quantity,
            valid_from=valid_from.isoformat(),
        )
    return version


def _check(
    last: RuleVersion, *, amount: int, unit: str, source: str, valid_from: date, at: datetime
) -> None:
    if not 1 <= amount <= LONGEST:
        raise Refusal(f"The amount must be between 1 and {LONGEST:,}.")
    if not source.strip():
        raise Refusal("Say where the new amount comes from.")
    if (amount, unit, source) == (last.amount, last.unit, last.source):
        raise Refusal("Nothing was changed.")
    if valid_from < london_day(at):
        raise Refusal("A new version can start today at the earliest.")
    if valid_from <= last.valid_from:
        raise Refusal(
            f"Version {last.number} starts on {short_day(last.valid_from)}: choose a later day."
        )


def _standing(last: RuleVersion, *, amount: int, unit: str) -> tuple[str, RuleVersion | None]:
    """The status of an amended version, and the statutory version in whose place it stands."""
    if (amount, unit) == (last.amount, last.unit):
        return last.status, last.national
    law = last if last.status == RuleVersion.Status.STATUTORY else last.national
    if law is not None and (amount, unit) == (law.amount, law.unit):
        return law.status, None
    return RuleVersion.Status.LOCAL, law
