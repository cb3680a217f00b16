"""The partnership puts its own amounts into the register, and takes them back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.clocks.models import Clock, Reminders, Rule, RuleVersion
from shield.clocks.permissions import Perm
from shield.clocks.services.keeping import Working, explain
from shield.clocks.services.moving import Count, count_again
from shield.clocks.services.register import add_version
from shield.core.london import london_day, short_day
from shield.core.refusals import Refusal
from shield.core.working_days import Unit

LONGEST = 1000  # of any unit; the database holds the same bound


class CannotWithdraw(Refusal):
    """The version holds already, was withdrawn before, or nothing would be left."""


class SameAmount(Refusal):
    """Only the source would change, so that a law or a practice would lose what it rests on."""

    def __init__(self) -> None:
        super().__init__("Change the amount or the reminders, or leave the rule as it is.")


@dataclass(frozen=True)
class Amendment:
    """What an amendment would do; nothing of it is saved."""

    version: RuleVersion  # not in the register
    last: RuleVersion  # the version that it follows, or whose place it takes
    replaced: RuleVersion | None  # the last one, where both start on the same day
    # What would be due if it were counted from now, by the last version and by the new one.
    before: Working
    after: Working
    touched: int  # open clocks that would be counted again

    @property
    def seen(self) -> str:
        """Says which effect was shown: with another answer, or another version, it is another."""
        new = self.version
        amount = f"{new.amount} {new.unit} {new.valid_from.isoformat()}"
        return f"{self.last.number} {amount} {new.reminders.seen}"

    @property
    def keeps_amount(self) -> bool:
        return _amount(self.version) == _amount(self.last)

    @property
    def keeps_reminders(self) -> bool:
        return self.version.reminders == self.last.reminders


def would_amend(
    *,
    rule: Rule,
    amount: int,
    unit: str,
    source: str,
    valid_from: date,
    reminders: Reminders | None = None,
    at: datetime,
) -> Amendment:
    """What `amend_rule` would do with the same answers. Raises Refusal."""
    last, replaced, version = _drawn_up(
        rule,
        amount=amount,
        unit=unit,
        source=source,
        valid_from=valid_from,
        reminders=reminders,
        at=at,
    )
    return Amendment(
        version=version,
        last=last,
        replaced=replaced,
        before=explain(last, at),
        after=explain(version, at),
        touched=counting_by(replaced) if replaced else 0,
    )


def amend_rule(
    *,
    rule: Rule,
    amount: int,
    unit: str,
    source: str,
    valid_from: date,
    reminders: Reminders | None = None,
    by: User,
    at: datetime,
) -> RuleVersion:
    """Put another amount into the register from a day on; clocks that run keep their version.

    So it is with other reminders; none said are those that it has. Where they alone change, the
    amount keeps its status and what it rests on, and `source` is what the reminders rest on.

    A changed amount makes the rule local; where a statutory amount stood, the new version names
    it, until an amendment says the same as the law again. An amendment that starts on the day of
    the one before it takes its place: what started by that one is counted again. Raises Refusal
    or PermissionDenied.
    """
    require(by, Perm.AMEND_RULES)
    with transaction.atomic():
        rule = Rule.objects.select_for_update().get(pk=rule.pk)
        last, replaced, version = _drawn_up(
            rule,
            amount=amount,
            unit=unit,
            source=source,
            valid_from=valid_from,
            reminders=reminders,
            at=at,
        )
        if replaced:
            _take_out(replaced, by=by, at=at)
        version.amended_at, version.amended_by = at, by
        add_version(rule, version)
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
            **_reminding(last, version),
        )
        if replaced:
            why = f"Version {replaced.number} of the rule was replaced by version {version.number}"
            _count_by_what_holds(replaced, why=why, by=by, at=at)
    return version


def withdraw_version(*, version: RuleVersion, by: User, at: datetime) -> int:
    """Take back a version before it comes into force; the one before it goes on.

    It stays in the register as withdrawn. If it took the place of a law that starts on the same
    day, that law is put in again. What counts by it already, from a day to come, is counted again
    by what holds instead; gives how many clocks moved. Raises CannotWithdraw.
    """
    require(by, Perm.AMEND_RULES)
    with transaction.atomic():
        rule = Rule.objects.select_for_update().get(pk=version.rule_id)
        standing = rule.versions.standing().order_by("valid_from")
        last = standing.last()
        if not standing.filter(pk=version.pk).exists() or last is None:
            raise CannotWithdraw("This version was withdrawn before.")
        if last.pk != version.pk:
            raise CannotWithdraw(f"Withdraw version {last.number} first: it starts later.")
        if last.valid_from <= london_day(at):
            raise CannotWithdraw("This version is in force. Amend the rule instead.")
        if standing.count() == 1:
            raise CannotWithdraw("This is the only version of the rule: amend it instead.")
        _take_out(last, by=by, at=at)
        _put_law_back(rule, last)
        audit.record("rule.withdrawn", last, by=by, at=at, rule=rule.slug, version=last.number)
        why = f"Version {last.number} of the rule was withdrawn"
        return _count_by_what_holds(last, why=why, by=by, at=at)


def counting_by(version: RuleVersion) -> int:
    """How many open clocks count by a version."""
    return Clock.objects.open().filter(rule_version=version).count()


def settle_withdrawn(*, at: datetime) -> int:
    """Count again what started by a version while it was being taken out; gives how many moved."""
    left = Clock.objects.open().filter(rule_version__withdrawn_at__isnull=False)
    moved = 0
    for pk in sorted(set(left.values_list("rule_version", flat=True))):
        version = RuleVersion.objects.select_related("rule", "withdrawn_by").get(pk=pk)
        why = f"Version {version.number} of the rule was withdrawn"
        with transaction.atomic():
            moved += _count_by_what_holds(version, why=why, by=version.withdrawn_by, at=at)
    return moved


def _drawn_up(
    rule: Rule,
    *,
    amount: int,
    unit: str,
    source: str,
    valid_from: date,
    reminders: Reminders | None,
    at: datetime,
) -> tuple[RuleVersion, RuleVersion | None, RuleVersion]:
    """The last version, the same if its place is taken, and the new one, not saved."""
    standing = rule.versions.standing().select_related("rule", "national").order_by("valid_from")
    last = standing.last()
    if last is None or last.unit == Unit.FIXED_DATE or unit == Unit.FIXED_DATE:
        raise Refusal("This rule has no amount: the thing itself says on which day it is due.")
    reminders = reminders or last.reminders
    _check(last, amount=amount, unit=unit, source=source, reminders=reminders)
    _check_day(last, valid_from, at=at)
    reminds_anew = reminders != last.reminders
    rests = (source, "")
    if reminds_anew and (amount, unit) == _amount(last):
        rests = (last.source, last.source_url)
    replaced = last if last.valid_from == valid_from else None
    # The status follows from what stood before: an amount of people's that is replaced never
    # held; one that came with the file of rules is the law of that day.
    before = _stood_before(replaced) if replaced else None
    status, national = _standing(before or last, amount=amount, unit=unit)
    goes_on = last.valid_to is None or last.valid_to >= valid_from
    version = RuleVersion(
        rule=rule,
        unit=unit,
        amount=amount,
        direction=last.direction,
        trigger=last.trigger,
        source=rests[0],
        source_url=rests[1],
        status=status,
        national=national,
        valid_from=valid_from,
        valid_to=last.valid_to if goes_on else None,
        remind_unit=reminders.unit,
        remind_before=list(reminders.before),
        remind_after=list(reminders.after),
        remind_source=source if reminds_anew else last.remind_source,
        remind_overdue_every=last.remind_overdue_every,
        escalate_from=last.escalate_from,
        escalate_role=last.escalate_role,
    )
    return last, replaced, version


def _take_out(version: RuleVersion, *, by: User, at: datetime) -> None:
    """Withdraw the last version; the one before it holds again until where this one would have."""
    version.withdrawn_at, version.withdrawn_by = at, by
    version.save(update_fields=["withdrawn_at", "withdrawn_by"])
    eve = version.valid_from - timedelta(days=1)
    before: QuerySet[RuleVersion] = RuleVersion.objects.standing().filter(
        rule_id=version.rule_id, valid_to=eve
    )
    before.update(valid_to=version.valid_to)


def _put_law_back(rule: Rule, version: RuleVersion) -> None:
    """What came with the file of rules for the first day of an amendment holds again from then."""
    law = _stood_before(version)
    if version.amended_at is None or law is None or law.valid_from != version.valid_from:
        return
    facts = {
        field.attname: getattr(law, field.attname)
        for field in RuleVersion._meta.concrete_fields
        if field.name not in ("id", "number", "withdrawn_at", "withdrawn_by")
    }
    add_version(rule, RuleVersion(**facts | {"valid_to": version.valid_to}))


def _count_by_what_holds(version: RuleVersion, *, why: str, by: User | None, at: datetime) -> int:
    """Count again what is open and counts by a version that was taken out."""
    rows = Clock.objects.open().filter(rule_version=version).order_by("pk")
    clocks = list(rows.select_related("rule_version__rule").select_for_update(of=("self",)))
    slug = version.rule.slug
    counts = (
        Count(
            clock,
            RuleVersion.objects.in_force(slug, london_day(clock.trigger_at)),
            clock.trigger_at,
        )
        for clock in clocks
    )
    return count_again(counts, why=why, by=by, at=at)


def _check(last: RuleVersion, *, amount: int, unit: str, source: str, reminders: Reminders) -> None:
    if not 1 <= amount <= LONGEST:
        raise Refusal(f"The amount must be between 1 and {LONGEST:,}.")
    if not source.strip():
        raise Refusal("Say where the new amount comes from.")
    if max((*reminders.before, *reminders.after), default=0) > LONGEST:
        raise Refusal(f"No reminder can be more than {LONGEST:,} days before or after.")
    if 0 in reminders.after:
        raise Refusal("A reminder on the due day itself is one of those before it.")
    if (amount, unit) == _amount(last) and reminders == last.reminders:
        # The direction is the rule's own: no amendment changes it.
        if last.status != RuleVersion.Status.LOCAL:
            raise SameAmount
        if source == last.source:
            raise Refusal("Nothing was changed.")


def _check_day(last: RuleVersion, valid_from: date, *, at: datetime) -> None:
    if valid_from < london_day(at):
        raise Refusal("A new version can start today at the earliest.")
    if valid_from < last.valid_from:
        raise Refusal(
            f"Version {last.number} starts on {short_day(last.valid_from)}: choose that day or a "
            "later one, or withdraw that version first."
        )


def _amount(version: RuleVersion) -> tuple[int, str]:
    return version.amount, version.unit


def _reminding(last: RuleVersion, version: RuleVersion) -> dict[str, str]:
    """What the audit says of reminders: nothing where they stay."""
    if version.reminders == last.reminders:
        return {}
    return {"reminded": last.reminder_words, "reminds": version.reminder_words}


def _stood_before(version: RuleVersion) -> RuleVersion | None:
    """What holds on the first day of a version if all that people put in for it is passed over."""
    while version.amended_at is not None:
        took_the_place_of = RuleVersion.objects.filter(
            rule_id=version.rule_id,
            valid_from=version.valid_from,
            number__lt=version.number,
            withdrawn_at=version.amended_at,
        ).order_by("-number")
        earlier = took_the_place_of.first()
        if earlier is None:
            standing = RuleVersion.objects.standing().filter(
                rule_id=version.rule_id, valid_from__lt=version.valid_from
            )
            return standing.select_related("national").order_by("valid_from").last()
        version = earlier
    return version


def _standing(last: RuleVersion, *, amount: int, unit: str) -> tuple[str, RuleVersion | None]:
    """The status of an amended version, and the statutory version in whose place it stands."""
    law = _law(last)
    if law is not None:
        if (amount, unit) == (law.amount, law.unit):
            return law.status, None
        return RuleVersion.Status.LOCAL, law
    unchanged = (amount, unit) == (last.amount, last.unit)
    return (last.status if unchanged else RuleVersion.Status.LOCAL), None


def _law(last: RuleVersion) -> RuleVersion | None:
    """The statutory version that one is or stands in place of, or a law that came in since."""
    law = last if last.status == RuleVersion.Status.STATUTORY else last.national
    of_the_file = RuleVersion.objects.standing().filter(
        rule_id=last.rule_id, amended_at__isnull=True, valid_from__lte=last.valid_from
    )
    newest = of_the_file.order_by("valid_from").last()
    if newest is None or newest.status != RuleVersion.Status.STATUTORY:
        return law
    return newest if law is None or newest.number > law.number else law
