"""What does somebody do, and where? Names are shared, and an address is soon mistaken."""

from collections.abc import Iterable
from datetime import datetime

from shield.accounts.models import Membership, User
from shield.core.london import london_day


def jobs_of(people: Iterable[User], *, at: datetime) -> dict[int, str]:
    """{id of a person: job title and the agencies in which they hold a role now}."""
    every = {one.pk: one for one in people}
    agencies: dict[int, dict[str, None]] = {pk: {} for pk in every}
    rows = Membership.objects.current(london_day(at)).filter(user__in=every)
    for user, agency in rows.order_by("pk").values_list("user", "agency__name"):
        agencies[user][agency] = None
    return {
        pk: ", ".join(filter(None, (one.post, *agencies[pk]))) or "No job or agency is recorded"
        for pk, one in every.items()
    }
