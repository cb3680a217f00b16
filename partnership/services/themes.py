"""What can happen to the themes under which differences between agencies are counted?"""

from datetime import datetime

from django.db import IntegrityError, transaction

from partnership.models import EscalationTheme
from partnership.permissions import Perm
from partnership.services.bodies import next_order
from shield.accounts.access import require
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.refusals import Refusal


class ThemeTwice(Refusal):
    """There is a theme of this name."""


@transaction.atomic
def add_theme(*, by: User, name: str, at: datetime) -> EscalationTheme:
    """Another theme, after the others. Raises ThemeTwice."""
    require(by, Perm.KEEP)
    theme = EscalationTheme(name=name, order=next_order(EscalationTheme.objects))
    _put(theme)
    audit.record("theme.added", theme, by=by, at=at)
    return theme


@transaction.atomic
def edit_theme(
    *, by: User, theme: EscalationTheme, name: str, is_offered: bool, at: datetime
) -> EscalationTheme:
    """A theme in other words, or one that is no longer chosen. Raises ThemeTwice."""
    require(by, Perm.KEEP)
    theme.name, theme.is_offered = name, is_offered
    _put(theme)
    audit.record("theme.changed", theme, by=by, at=at, offered=is_offered)
    return theme


def _put(theme: EscalationTheme) -> None:
    try:
        with transaction.atomic():
            theme.save()
    except IntegrityError as error:
        raise ThemeTwice(f"There is a theme “{theme.name}” already.") from error
