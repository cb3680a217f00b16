"""What the pages of agendas are sent: answers that are good."""

from collections.abc import Callable
from typing import Any

from tests.trust.things import Thing
from tests.trust.world import World

Data = dict[str, Any]


def always(**data: Any) -> Callable[[World, str, Thing], Data]:
    return lambda world, persona, thing: data


def reader(world: World, persona: str, thing: Thing) -> Data:
    return {"readers": [world.user("board_member").pk]}


def answer(world: World, persona: str, thing: Thing) -> Data:
    return {"answer": "take", "meeting": world.partnership["agendas"][0].path["pk"]}


SENT: dict[str, Callable[[World, str, Thing], Data]] = {
    "agenda_publish": always(what_changed="An item was added"),
    "agenda_item_add": always(title="Missing", purpose="note", who="everybody"),
    "agenda_item_edit": always(title="Missing", purpose="note"),
    "agenda_item_move": always(direction="down"),
    "agenda_item_restrict": reader,
    "item_reader_name": lambda world, persona, thing: {"person": world.user("icb_lead").pk},
    "unread_item_name": lambda world, persona, thing: {"person": world.user("board_member").pk},
    "interest_declare": always(what="A contract"),
    "interest_record": lambda world, persona, thing: {
        "person": world.user("board_member").pk, "what": "A contract",
    },
    "paper_add": always(title="Figures", kind="link", link="https://figures.example"),
    "paper_replace": always(title="Figures", kind="link", link="https://figures.example"),
    "paper_move": always(direction="up"),
    "proposal_add": always(title="Missing", purpose="note", asked="To note", who="everybody"),
    "proposal_detail": answer,
}  # fmt: skip
