"""Every page of the chair's pack, in each state worth looking at."""

from collections.abc import Iterator

from tests.journeys.browser import Person
from tests.journeys.looking import Look, submits

CHAIR, NURSE = "chair", "practitioner.health"


def pack_pages() -> Iterator[Look]:
    base = "/conferences/"
    for state in ("none", "waiting", "failed", "shared"):
        yield Look("conference_pack", state, f"{base}{{packs_{state}}}/pack/", CHAIR)
    share = base + "packs/{pack_ready}/share/"
    yield Look("conference_pack_share", "as it is", share, CHAIR)
    yield Look("conference_pack_share", "asked whether", share, CHAIR, then=submits)
    yield Look("conference_pack_share", "errors", share, CHAIR, then=with_nobody)
    end = base + "packs/shares/{pack_share}/end/"
    yield Look("conference_pack_share_end", "asked", end, CHAIR)
    yield Look("conference_pack_share_end", "errors", end, CHAIR, then=submits)
    yield Look("report_request", "a pack is shared", base + "reports/{pack_asked}/", NURSE)


def with_nobody(person: Person) -> None:
    """Choose no agency at all."""
    for box in person.page.locator("input[name=agencies]:checked").all():
        box.uncheck()
    submits(person)
