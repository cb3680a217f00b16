"""Which pages stand for which class, and what may each cost?"""

from bench import conferences
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
    report = f"/conferences/reports/{conferences.written()}/"
    author = conferences.WRITER.partition("@")[0]
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
        # Who may see one is asked of each, of 5,000 here; and since that cannot be foreseen, the
        # plan takes all clocks to what it finds.
        Budget(
            "List of conferences",
            "/conferences/",
            LIST_QUERIES,
            16_200,
            366,
            reads=26_000,
            who="chair.conferences",
        ),
        # Each list of rows is read for what is missing in it.
        Budget("A report's task list", f"{report}tasks/", 18, 31_700, 157, who=author),
        Budget("A page of a report", f"{report}write/signs/", 12, 23_600, 104, who=author),
    ]
