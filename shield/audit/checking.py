"""Reading the whole chain from the database."""

from pathlib import Path

from shield.audit import chain, heads
from shield.audit.models import Entry

AT_ONCE = 2000


def check(place: Path) -> chain.Verified:
    """The chain in the database, against the heads noted under `place`; raises HeadsUnreadable.

    The heads are read first: an entry added meanwhile is then only unknown to them.
    """
    known = heads.noted(place)
    rows = Entry.objects.order_by("position").values_list(*chain.Link._fields)
    return chain.verify((chain.Link(*row) for row in rows.iterator(chunk_size=AT_ONCE)), known)
