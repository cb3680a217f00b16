"""Which things each address is about. One with an id in it needs an entry in `KINDS`."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.trust.things import NOBODY, Thing
from tests.trust.world import World


def _absent(**path: Any) -> Thing:
    return Thing("", path, is_absent=True)


def _incidents(**more: Any) -> Callable[[World], list[Thing]]:
    def things(world: World) -> list[Thing]:
        return [
            *(replace(one, path={**one.path, **more}) for one in world.incidents),
            _absent(pk=NOBODY, **more),
        ]

    return things


def _rows(world: World) -> list[Thing]:
    """A child of each notification; none, and a neighbour's, under an address that exists."""
    found = []
    for one in world.incidents:
        child = one.record.children.get()
        found.append(
            replace(one, path={**one.path, "slug": "children", "row": child.pk}, record=child)
        )
    own, neighbours = world.incidents[0], world.incidents[1]
    return [
        *found,
        _absent(pk=NOBODY, slug="children", row=found[0].path["row"]),
        _absent(**own.path, slug="children", row=NOBODY),
        _absent(**own.path, slug="children", row=neighbours.record.children.get().pk),
    ]


def _of(name: str) -> Callable[[World], list[Thing]]:
    return lambda world: [*getattr(world, name), _absent(pk=NOBODY)]


def _for_agencies(*keys: str) -> Callable[[World], list[Thing]]:
    """A page without an id whose form names an agency."""
    return lambda world: [Thing("agency", agency=key) for key in keys]


def _nothing(world: World) -> list[Thing]:
    return [Thing("")]


def _list(world: World) -> list[Thing]:
    """A list, and the list to take away."""
    return [Thing(""), Thing("csv", query="?format=csv")]


_persons = _of("persons")
KINDS: dict[str, Callable[[World], list[Thing]]] = {
    "notification_list": _list,
    "notification_start": _for_agencies("health", "police"),
    "notification_step": _incidents(slug="processes"),
    "notification_row_add": _incidents(slug="children"),
    "notification_row_edit": _rows,
    "notification_row_remove": _rows,
    **{
        f"notification_{page}": _incidents()
        for page in (
            "detail", "tasks", "check", "submitted", "discard", "restore", "correct", "panel",
            "pdf", "pdf_progress",
        )
    },
    "clock_detail": _of("clocks"),
    "rule_detail": _of("rules"),
    "rule_amend": _of("rules"),
    "message_open": _of("messages"),
    "failed_retry": _of("failed"),
    "document_failed_retry": _of("failed_documents"),
    "demo_mail": _of("mails"),
    "person_invite": _for_agencies("health", "police"),
    "person_detail": _persons,
    "membership_add": _persons,
    "invitation_resend": _persons,
    "invitation_withdraw": _persons,
    "membership_end": _of("memberships"),
    "agency_edit": _of("agencies"),
    "account_reset_password_from_key": lambda world: [Thing("", {"uidb36": "1", "key": "none-1"})],
}  # fmt: skip


def things_of(name: str, world: World) -> list[Thing]:
    """What a page can be about; the page itself where it is about nothing in particular."""
    return KINDS.get(name, _nothing)(world)
