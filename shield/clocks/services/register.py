"""The register of rules is loaded from a file."""

import json
import logging
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q

from shield.clocks.models import Rule, RuleVersion
from shield.core.london import short_day
from shield.core.refusals import Refusal
from shield.core.working_days import Direction

log = logging.getLogger(__name__)
RULES = Path(__file__).resolve().parent.parent / "data" / "rules.json"
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
    "remind_unit",
    "remind_before",
    "remind_after",
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
    What people put in or took back stands, whatever the file says of that day: the log says where
    the two differ. Raises RegisterError, naming the rule.
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
        # What people put in and took back again is no version of the file's.
        rows = rule.versions.filter(Q(withdrawn_at__isnull=True) | Q(amended_at__isnull=True))
        known = rows.filter(valid_from=facts["valid_from"]).order_by("number").first()
        if known is None:
            add_version(rule, RuleVersion(**facts), before_amendments=True)
            added += 1
        else:
            _agree(known, facts)
    return added


def add_version(rule: Rule, version: RuleVersion, *, before_amendments: bool = False) -> None:
    """Put a version behind all others of its rule, ending the one that held until then.

    With `before_amendments` it may also start before one that people put in, and holds until then.
    """
    standing = rule.versions.standing().order_by("valid_from")
    last = standing.filter(valid_from__lt=version.valid_from).last()
    following = standing.filter(valid_from__gte=version.valid_from).first()
    if following is not None:
        if not before_amendments or following.amended_at is None:
            raise RegisterError(
                f"a version from {short_day(following.valid_from)} is in the register already; "
                "a new one must start later"
            )
        version.valid_to = following.valid_from - timedelta(days=1)
    if last is not None and (last.valid_to is None or last.valid_to >= version.valid_from):
        last.valid_to = version.valid_from - timedelta(days=1)
        last.save(update_fields=["valid_to"])
    version.rule = rule
    version.number = (rule.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version.full_clean(exclude=["national", "amended_at", "amended_by"])
    version.save()
    if following is not None and version.status == RuleVersion.Status.STATUTORY:
        _name_law(version, since=following)


def _name_law(law: RuleVersion, *, since: RuleVersion) -> None:
    """The amounts that stand in place of a law from a day on name the one that came in before."""
    rows = RuleVersion.objects.standing().filter(
        rule_id=law.rule_id, valid_from__gte=since.valid_from
    )
    for version in rows.order_by("valid_from"):
        if version.amended_at is None:  # from here on another law holds
            return
        if version.status == RuleVersion.Status.LOCAL and not version.clocks.exists():
            version.national = law
            version.save(update_fields=["national"])
        elif (version.amount, version.unit) != (law.amount, law.unit):
            log.warning("%s does not name %s as the law: amend the rule again", version, law)


def _agree(known: RuleVersion, facts: dict[str, Any]) -> None:
    """A version that is there already must say what the file says, or be as yet unused."""
    changed = [name for name, value in facts.items() if getattr(known, name) != value]
    if "valid_to" in changed and _gave_way(known):
        changed.remove("valid_to")
    if not changed:
        return
    if known.amended_at is not None or known.withdrawn_at is not None:
        log.warning("%s stands as people left it: the file of rules says otherwise", known)
        return
    if known.clocks.exists():
        raise RegisterError(
            f"version {known.number} is in use and differs in {', '.join(sorted(changed))}; "
            "add a version with a later start instead"
        )
    for name in changed:
        setattr(known, name, facts[name])
    known.full_clean(exclude=["national", "amended_at", "amended_by"])
    known.save()


def _gave_way(known: RuleVersion) -> bool:
    """Whether another version took over on the day after its last."""
    if known.valid_to is None:
        return False
    next_day = known.valid_to + timedelta(days=1)
    return known.rule.versions.standing().filter(valid_from=next_day).exists()
