"""People, rules and clocks for the fault harness: `python -m tests.fault.stage CLOCKS`."""

import sys
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from shield.clocks import services as clocks  # noqa: E402
from shield.clocks.services import load_rules  # noqa: E402
from tests.personas import make_people  # noqa: E402


def main(number: int) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable")
    load_rules()
    people, at = make_people(), timezone.now()
    for one in range(number):
        # Due within days: each has one reminder to be given now.
        clocks.start(
            rule="incident.notify_panel",
            trigger=at - timedelta(days=6),
            subject=f"Duty {one}",
            reference=f"REF-{one}",
            url="/home/",
            holder=people.health_lead,
            agency=people.agencies.health,
            by=people.health_lead,
            at=at,
        )


main(int(sys.argv[1]))
