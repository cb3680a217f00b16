"""Many actions: one of the demo's, written again and again by the database itself."""

from django.db import connection

from bench.data import again, settled
from partnership.models import Action
from shield.clocks.models import Clock


def fill(total: int) -> None:
    """Bring the table to `total` actions, each with a clock of its own.

    As many are open as are not, as in a log of some years; they are due on different days.
    """
    missing = total - Action.objects.count()
    if missing <= 0:
        return
    model = Action.objects.filter(status="closed").earliest("pk")
    first = 1 + max(Action.objects.latest("pk").pk, Clock.objects.latest("pk").pk)
    ids = f"{first} + n"
    is_open = "mod(n, 2) = 0"
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = on")
        again(
            Clock,
            model.clock_id,
            missing,
            {
                "id": ids,
                "reference": f"'ACT-0-' || ({first} + n)",
                "due_on": "due_on + mod(n, 400)::int",
            },
        )
        again(
            Action,
            model.pk,
            missing,
            {
                "id": ids,
                "reference": f"'ACT-0-' || ({first} + n)",
                "clock_id": ids,
                "due_on": "due_on + mod(n, 400)::int",
                "raised_at": "raised_at - n * interval '1 hour'",
                "status": f"CASE WHEN {is_open} THEN 'open' ELSE status END",
                **{
                    name: f"CASE WHEN {is_open} THEN NULL ELSE {name} END"
                    for name in ("done_at", "done_by_id", "closed_at", "closed_by_id")
                },
            },
        )
        cursor.execute("SET session_replication_role = origin")
        settled(Clock, Action)
