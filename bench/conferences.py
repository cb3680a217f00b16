"""Many conferences, written again and again from one; and a report that is being written."""

from django.db import connection
from django.utils import timezone

from bench.data import again, settled
from conferences import services
from conferences.models import Child, Conference, ReportRequest
from shield.accounts.models import User
from shield.clocks.models import Clock

WRITER = "practitioner.authority@demo.example"


def fill(total: int) -> None:
    """Bring the table to `total` conferences, each with a child, a clock and a request.

    One in ten is run by the demo's chair, as where ten people chair them; each is an hour earlier.
    """
    missing = total - Conference.objects.count()
    if missing <= 0:
        return
    request = ReportRequest.objects.filter(
        clock__isnull=False, conference__clock__isnull=False, conference__kind__code="initial"
    ).earliest("pk")
    model = request.conference
    child = model.children.earliest("pk")
    last = (Clock, Conference, Child, ReportRequest)
    other = User.objects.get(email="operations@demo.example").pk
    first = 1 + max(table._default_manager.latest("pk").pk for table in last)
    ids = f"{first} + n"
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = on")
        again(
            Clock,
            model.clock_id,
            missing,
            {"id": ids, "reference": f"'CPC-0-' || ({first} + n)"},
        )
        again(
            Conference,
            model.pk,
            missing,
            {
                "id": ids,
                "reference": f"'CPC-0-' || ({first} + n)",
                "form_token": "gen_random_uuid()",
                "clock_id": ids,
                **{
                    name: f"CASE WHEN mod(n, 10) = 0 THEN {name} ELSE {other} END"
                    for name in ("chair_id", "administrator_id")
                },
                "starts_at": "starts_at - n * interval '1 hour'",
            },
        )
        again(
            Child, child.pk, missing,
            {"id": ids, "conference_id": ids, "form_token": "gen_random_uuid()"},
        )  # fmt: skip
        again(
            ReportRequest, request.pk, missing,
            {"id": ids, "conference_id": ids, "clock_id": "NULL"},
        )  # fmt: skip
        cursor.execute("SET session_replication_role = origin")
        settled(*last)


def written() -> int:
    """The number of a request whose report is being written, begun by whoever is named there."""
    writer = User.objects.get(email=WRITER)
    [request, *_] = ReportRequest.objects.waiting_for(writer).filter(conference__status="scheduled")
    if request.status == "asked":
        services.begin(request=request, from_last=False, by=writer, at=timezone.now())
    return int(request.pk)
