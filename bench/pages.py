"""Which pages stand for which class, and what may each cost?"""

from bench.budgets import LIST_QUERIES, Budget
from incidents.models import Incident
from partnership.models import Action, Meeting
from shield.clocks.models import Clock

# The filters of the list of notifications ask for their choices: agencies, and criteria.
CHOICES = 2


def looked_at() -> list[Budget]:
    """The page classes, over the data that is there."""
    filed = Incident.objects.filed().filter(document__isnull=False).earliest("pk").pk
    clock = Clock.objects.filter(reference__startswith="B-").latest("pk").pk
    action = Action.objects.filter(updates__isnull=False).earliest("pk").pk
    held = Meeting.objects.filter(minutes__distributed_at__isnull=False).latest("starts_at")
    return [
        # Each thing that can wait for somebody is asked for apart; minutes to approve and
        # agreements to sign together, which costs an eighth of the page. Reports to conferences
        # are asked for by one query.
        Budget("Home", "/home/", 21, 47_100, 226),
        Budget("List of notifications", "/incidents/", LIST_QUERIES, 12_600, 414),
        Budget(
            "List, filtered", "/incidents/?state=submitted", LIST_QUERIES + CHOICES, 28_400, 222
        ),
        Budget("List, page 20", "/incidents/?page=20", LIST_QUERIES, 12_700, 420),
        Budget("A notification", f"/incidents/{filed}/", 22, 35_900, 590),
        Budget("What is due", "/clocks/", LIST_QUERIES, 16_200, 387),
        # It names each day of its working: at Christmas twice as many as in March.
        Budget("A clock with its working", f"/clocks/{clock}/", 6, 11_900, 200),
        # One more than a list: from when on an action is due soon.
        # Each asks who may read a body: seats count while their holder works for their agency.
        Budget("The action log", "/partnership/actions/", LIST_QUERIES + 1, 34_600, 440),
        Budget("An action", f"/partnership/actions/{action}/", 10, 38_500, 190),
        Budget("A meeting that was held", held.get_absolute_url(), 14, 48_000, 200),
        # With 2 items and with 15 the same queries; two are for who took no part in which.
        Budget("Minutes of a meeting", held.minutes.get_absolute_url(), 15, 53_000, 264),
        Budget("Messages", "/messages/", LIST_QUERIES, 10_900, 328),
    ]
