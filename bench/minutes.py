"""A long meeting: what was minuted on one item of the demo's Board, written again and again."""

from django.db import connection

from bench.data import again, settled
from partnership.models import AgendaItem, ItemMinute


def fill(total: int) -> None:
    """Bring the meeting of the demo that was held to `total` items, each with what was said."""
    model = ItemMinute.objects.exclude(text="").select_related("item").earliest("pk")
    items = AgendaItem.objects.filter(meeting=model.item.meeting_id)
    missing = total - items.count()
    if missing <= 0:
        return
    first = 1 + max(AgendaItem.objects.latest("pk").pk, ItemMinute.objects.latest("pk").pk)
    ids, last = f"{first} + n", max(items.values_list("order", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = on")
        again(AgendaItem, model.item_id, missing, {"id": ids, "order": f"{last} + n"})
        again(ItemMinute, model.pk, missing, {"id": ids, "item_id": ids})
        cursor.execute("SET session_replication_role = origin")
        settled(AgendaItem, ItemMinute)
