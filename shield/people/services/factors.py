"""What can happen to second factors?

Secrets lie sealed (`shield.core.ciphers`). A code of an authenticator app is taken once: the
account remembers the last thirty seconds for which one was, and takes none from before.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.db.models import QuerySet

from shield.accounts.models import User
from shield.audit import services as audit
from shield.core import ciphers
from shield.core.london import london_day
from shield.core.refusals import Refusal
from shield.core.step_up import FACTORS
from shield.notifications import services as notifications
from shield.people import emails
from shield.people.services.memberships import NotYourOwn, require_charge
from shield.people.services.sessions import end_all

PERIOD = 30  # seconds that a code of an app is shown
TYPES = Authenticator.Type


class WrongCode(Refusal):
    """The code is not right, too old, or was used before: the same words for each."""

    def __init__(self) -> None:
        super().__init__(
            "This code is not correct, or was used already. Check what you typed, or use the next "
            "code that your app shows. Each recovery code works once."
        )


class LastFactor(Refusal):
    """Taking it away would leave an account without the second factor that its roles need."""

    def __init__(self) -> None:
        super().__init__(
            "This is your only one, and your role needs one. Replace it, or add another one first."
        )


class HasOne(Refusal):
    """An account has one authenticator app."""

    def __init__(self) -> None:
        super().__init__("An authenticator app is set up already. Replace it.")


class HasNone(Refusal):
    """There is no authenticator app to replace."""

    def __init__(self) -> None:
        super().__init__("There is no authenticator app any more. Set one up.")


@dataclass(frozen=True)
class Added:
    """A new factor; with the first come recovery codes, which nobody can read again."""

    factor: Authenticator
    codes: tuple[str, ...] = ()


def factors_of(person: User) -> QuerySet[Authenticator]:
    """The second factors of a person, without the recovery codes."""
    return Authenticator.objects.filter(user=person, type__in=FACTORS).order_by("created_at", "pk")


def codes_left(person: User) -> int | None:
    """How many recovery codes were not used; None where there are none."""
    found = Authenticator.objects.filter(user=person, type=TYPES.RECOVERY_CODES).first()
    return None if found is None else len(RecoveryCodes(found).get_unused_codes())


@transaction.atomic
def add_app(*, by: User, secret: str, code: str, at: datetime) -> Added:
    """Set up one's own authenticator app, by the first code that it shows. Raises WrongCode."""
    _held(by)
    if Authenticator.objects.filter(user=by, type=TYPES.TOTP).exists():
        raise HasOne
    return _added(_app(by, secret, code, at), by, at)


@transaction.atomic
def replace_app(*, by: User, secret: str, code: str, at: datetime) -> Authenticator:
    """Put another app in place of one's own, such as on a new telephone: the old one is worth
    nothing from then on. Recovery codes stay. Raises HasNone, WrongCode.
    """
    _held(by)
    old = Authenticator.objects.filter(user=by, type=TYPES.TOTP).first()
    if old is None:
        raise HasNone
    number = old.pk
    old.delete()
    new = _app(by, secret, code, at)
    audit.record("factor.replaced", by, by=by, at=at, factor=new.pk, kind=new.type, instead=number)
    _tell(by, emails.app_replaced(), f"factor.replaced:{new.pk}", at)
    return new


@transaction.atomic
def add_passkey(*, by: User, name: str, credential: dict[str, Any], at: datetime) -> Added:
    """Add a passkey of one's own, whose answer to our challenge was found right."""
    _held(by)
    return _added(WebAuthn.add(by, name, credential).instance, by, at)


@transaction.atomic
def rename(*, by: User, factor: Authenticator, name: str, at: datetime) -> None:
    """Call one's own passkey something else."""
    factor = factors_of(by).select_for_update().get(pk=factor.pk, type=TYPES.WEBAUTHN)
    factor.data["name"] = name
    factor.save(update_fields=["data"])
    audit.record("factor.renamed", by, by=by, at=at, factor=factor.pk)


@transaction.atomic
def remove(*, by: User, factor: Authenticator, needed: bool, at: datetime) -> None:
    """Take one's own factor away; recovery codes go with the last. Raises LastFactor."""
    _held(by)
    factor = factors_of(by).get(pk=factor.pk)
    is_last = not factors_of(by).exclude(pk=factor.pk).exists()
    if is_last and needed:
        raise LastFactor
    audit.record("factor.removed", by, by=by, at=at, factor=factor.pk, kind=factor.type)
    _tell(by, emails.factor_removed(), f"factor.removed:{factor.pk}", at)
    factor.delete()
    if is_last:
        Authenticator.objects.filter(user=by).delete()


@transaction.atomic
def new_codes(*, by: User, at: datetime) -> tuple[str, ...]:
    """New recovery codes in place of the old ones."""
    _held(by)
    if not factors_of(by).exists():
        raise Refusal("Set up an authenticator app or a passkey first.")
    codes = _codes(by)
    audit.record("factor.codes_made", by, by=by, at=at)
    _tell(by, emails.codes_made(), f"factor.codes:{by.pk}:{at.timestamp():.0f}", at)
    return codes


@transaction.atomic
def reset(*, by: User, person: User, at: datetime) -> None:
    """Take all factors of somebody away who lost them: they sign in by password, and set up anew.

    Ends their sessions, and tells them. Raises NotYourOwn.
    """
    require_charge(by, person, london_day(at))
    if by.pk == person.pk:
        raise NotYourOwn("You cannot reset your own. Ask another administrator to do it.")
    _held(person)
    count, _ = Authenticator.objects.filter(user=person).delete()
    ended = end_all(person)
    audit.record("factor.reset", person, by=by, at=at, factors=count, sessions=ended)
    _tell(person, emails.factors_reset(), f"factor.reset:{person.pk}:{at.timestamp():.0f}", at)


@transaction.atomic
def check_code(*, person: User, code: str, at: datetime) -> Authenticator:
    """The factor that a code belongs to, which takes it no second time. Raises WrongCode."""
    _held(person)
    for factor in Authenticator.objects.filter(user=person).exclude(type=TYPES.WEBAUTHN):
        if factor.type == TYPES.TOTP:
            secret = ciphers.unseal(factor.data["secret"])
            shown = _shown_at(secret, code, at, after=factor.data.get("last", 0))
            if shown is not None:
                factor.data["last"] = shown
                factor.save(update_fields=["data"])
                return factor
        elif RecoveryCodes(factor).validate_code(code):
            factor.refresh_from_db()
            audit.record("factor.code_used", person, by=person, at=at)
            left = len(RecoveryCodes(factor).get_unused_codes())
            _tell(person, emails.code_used(left), f"factor.code_used:{factor.pk}:{left}", at)
            return factor
    raise WrongCode


def _shown_at(secret: str, code: str, at: datetime, *, after: int) -> int | None:
    """For which thirty seconds an app shows this code: now, just before, or just after."""
    now = int(at.timestamp()) // PERIOD
    for period in (now - 1, now, now + 1):
        if period > after and compare_user_code(
            actual=code, expected=format_hotp_value(hotp_value(secret, period))
        ):
            return period
    return None


def _app(person: User, secret: str, code: str, at: datetime) -> Authenticator:
    shown = _shown_at(secret, code, at, after=0)
    if shown is None:
        raise WrongCode
    data = {"secret": ciphers.seal(secret), "last": shown}
    return Authenticator.objects.create(user=person, type=TYPES.TOTP, data=data)


def _added(factor: Authenticator, by: User, at: datetime) -> Added:
    audit.record("factor.added", by, by=by, at=at, factor=factor.pk, kind=factor.type)
    _tell(by, emails.factor_added(), f"factor.added:{factor.pk}", at)
    has_codes = Authenticator.objects.filter(user=by, type=TYPES.RECOVERY_CODES).exists()
    return Added(factor, () if has_codes else _codes(by))


def _codes(person: User) -> tuple[str, ...]:
    Authenticator.objects.filter(user=person, type=TYPES.RECOVERY_CODES).delete()
    return tuple(RecoveryCodes.activate(person).generate_codes())


def _held(person: User) -> None:
    """The person, locked: two browsers at once wait for each other."""
    User.objects.select_for_update().get(pk=person.pk)


def _tell(person: User, message: Any, key: str, at: datetime) -> None:
    notifications.notify(recipients=[person], key=key, message=message, at=at)
