"""Who is told that a case was opened in an emergency? Never what stands in it."""

from typing import Any

from django.urls import reverse

from shield.accounts.permissions import Perm as Accounts
from shield.cases.kind import CaseKind
from shield.core.london import london_day, short_day
from shield.notifications.message import Message


def named(kind: CaseKind, record: Any) -> Message:
    """To somebody who has been named."""
    return Message(
        subject=f"{record.reference}: you have been named in this {kind.noun}",
        lines=(f"You can read {kind.noun} {record.reference}.",),
        url=record.get_absolute_url(),
        reference=str(record.reference),
        needs=(kind.reads,),
        record=record,
    )


def nobody_judges(kind: CaseKind) -> Message:
    """To whoever gives roles: they may see neither the opening nor the case."""
    return Message(
        subject=f"A {kind.noun} was opened in an emergency, and nobody can judge it",
        lines=(
            f"Somebody has opened a {kind.noun} that they may not see otherwise, and there is no "
            "data protection lead to whom that could be told.",
            "Give somebody that role: they find what was opened, and judge it.",
        ),
        url=reverse("people_list"),
        needs=(Accounts.MANAGE_ALL,),
    )


def glass_broken(kind: CaseKind, opening: Any) -> Message:
    """Without name and reference: whoever reads this may see the opening, not the case."""
    return Message(
        subject=f"A restricted {kind.noun} was opened in an emergency",
        lines=(
            f"Somebody has opened a {kind.noun} that they may not see otherwise.",
            "Read why, end it if it must end now, and say whether it was justified.",
        ),
        url=opening.get_absolute_url(),
        needs=(kind.judges,),
    )


def opened_beside_you(kind: CaseKind, record: Any) -> Message:
    """To those who decide who sees it; by whom and when stands on that page."""
    return Message(
        subject=f"{record.reference} was opened in an emergency",
        lines=(
            f"Somebody has opened {kind.noun} {record.reference}, which they may not see "
            "otherwise. The data protection lead judges whether that was justified.",
            "Who it was and until when stands on the page that says who can see it.",
        ),
        url=reverse(kind.url("access_detail"), kwargs={"pk": record.pk}),
        reference=str(record.reference),
        needs=(kind.manages,),
        record=record,
    )


def opening_judged(kind: CaseKind, opening: Any, *, justified: bool, ended: bool) -> Message:
    """To whoever opened it: without a reference, since they may see it no more."""
    day = short_day(london_day(opening.opened_at))
    judged = "justified" if justified else "not justified"
    ending = ("Your access to it has been ended.",) if ended else ()
    return Message(
        subject=f"What you opened in an emergency was judged {judged}",
        lines=(
            f"On {day} you opened a {kind.noun} in an emergency. The data protection lead has "
            f"judged that this was {judged}.",
            *ending,
            "If you want to know why, ask the data protection lead.",
        ),
        url=reverse("home"),
    )
