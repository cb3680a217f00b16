"""Which things each address is about. One with an id in it needs an entry in `KINDS`."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.http import int_to_base36

from incidents.models import Attachment
from tests.trust.differences import LISTS as DIFFERENCE_LISTS
from tests.trust.differences import PAGES as DIFFERENCE_PAGES
from tests.trust.kinds_conferences import CONFERENCES
from tests.trust.scrutiny import PAGES as SCRUTINY_PAGES
from tests.trust.things import NOBODY, Thing, absent
from tests.trust.world import World

NONE = int_to_base36(NOBODY)
LIMITING = ("detail", "name", "exclude", "restrict", "lift")


def _incidents(**more: Any) -> Callable[[World], list[Thing]]:
    def things(world: World) -> list[Thing]:
        return [
            *(replace(one, path={**one.path, **more}) for one in world.incidents),
            absent(pk=NOBODY, **more),
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
        absent(pk=NOBODY, slug="children", row=found[0].path["row"]),
        absent(**own.path, slug="children", row=NOBODY),
        absent(**own.path, slug="children", row=neighbours.record.children.get().pk),
    ]


def _files(world: World) -> list[Thing]:
    """The file of each notification; none, and a neighbour's, under an address that exists."""
    found = []
    for one in world.incidents:
        file = Attachment.objects.get(record=one.record)
        found.append(replace(one, path={**one.path, "row": file.pk}))
    own, neighbours = world.incidents[0], found[1]
    return [
        *found,
        absent(pk=NOBODY, row=found[0].path["row"]),
        absent(**own.path, row=NOBODY),
        absent(**own.path, row=neighbours.path["row"]),
    ]


def _limits(rows: str, of: str = "") -> Callable[[World], list[Thing]]:
    """A row of each access list, and one under the address of another case."""

    def things(world: World) -> list[Thing]:
        found, cases = [], world.conferences[of] if of else world.incidents
        for one in cases:
            row = getattr(one.record, rows).order_by("pk").last()
            if row is not None:
                found.append(replace(one, path={**one.path, "row": row.pk}))
        other = next(one for one in cases if one.path["pk"] != found[0].path["pk"])
        return [
            *found,
            absent(pk=NOBODY, row=found[0].path["row"]),
            absent(**other.path, row=found[0].path["row"]),
        ]

    return things


def _orphans(world: World) -> list[Thing]:
    """What nobody keeps is open to those who find a keeper, as far as that; all else is not."""
    return [
        *(
            replace(one, restricted_to=None) if one.state == "orphan" else one
            for one in world.incidents
        ),
        absent(pk=NOBODY),
    ]


def _of(name: str) -> Callable[[World], list[Thing]]:
    return lambda world: [*getattr(world, name), absent(pk=NOBODY)]


def _partnership(name: str) -> Callable[[World], list[Thing]]:
    def things(world: World) -> list[Thing]:
        found = world.partnership[name]
        return [*found, *([absent(pk=NOBODY)] if found[0].path else [])]

    return things


def _one_of_nobody(**path: Any) -> Callable[[World], list[Thing]]:
    return lambda world: [absent(**path)]


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
            "pdf", "pdf_progress", "history",
        )
    },
    **{f"access_{page}": _incidents() for page in LIMITING},
    "attachment_list": _incidents(),
    **dict.fromkeys(("attachment_file", "attachment_remove", "attachment_shut"), _files),
    "access_grant_end": _limits("grants"),
    "access_exclusion_end": _limits("exclusions"),
    "conference_access_grant_end": _limits("grants", "conferences"),
    "conference_access_exclusion_end": _limits("exclusions", "conferences"),
    "keeper_name": _orphans,
    "opening_detail": _of("openings"),
    "opening_end": _of("openings"),
    "clock_detail": _of("clocks"),
    "rule_detail": _of("rules"),
    "rule_amend": _of("rules"),
    "holiday_remove": _of("days"),
    "version_withdraw": _of("versions"),
    "message_open": _of("messages"),
    "failed_retry": _of("failed"),
    "document_failed_retry": _of("failed_documents"),
    "demo_mail": _of("mails"),
    "person_invite": _for_agencies("health", "police"),
    "person_detail": _persons,
    "person_preview": _persons,
    "membership_add": _persons,
    "invitation_detail": _of("invitations"),
    "invitation_resend": _of("invitations"),
    "invitation_withdraw": _of("invitations"),
    "offer_answer": _of("offers"),
    "membership_end": _of("memberships"),
    "person_factors_reset": _persons,
    "person_sign_out": _persons,
    **dict.fromkeys(
        ("factor_rename", "factor_remove", "identity_remove"), _one_of_nobody(pk=NOBODY)
    ),
    **dict.fromkeys(
        ("identity_start", "identity_callback", "identity_connect", "invitation_identity"),
        _one_of_nobody(provider_id="none"),
    ),
    **dict.fromkeys(
        (
            "seat_list", "agency_seats", "change_list", "budget_list", "meeting_list",
            "decision_list", "decision_request_list",
            "proposal_list", "action_list", "conference_list", "opening_list",
            "conference_opening_list", "report_request_list", "timeliness", "legal_hold_list",
        ),
        _list,
    ),
    "feed": lambda world: [*world.partnership["feeds"], absent(token="x" * 43)],
    "calendar_month": lambda world: [
        *world.partnership["months"],
        *(absent(year=year, month=month) for year, month in ((2031, 13), (2031, 0), (1, 1))),
    ],
    **dict.fromkeys(DIFFERENCE_LISTS, _list),
    **{
        page: _partnership(name)
        for name, pages in (DIFFERENCE_PAGES | SCRUTINY_PAGES).items()
        for page in pages.split()
    },
    **dict.fromkeys(
        ("year_detail", "year_confirm", "year_discard"),
        lambda world: [
            *world.partnership["years"],
            *(absent(year=year) for year in (2035, 0, NOBODY)),
        ],
    ),
    **{
        page: _partnership(name)
        for name, pages in {
            "bodies": "body_detail body_edit terms_adopt agreement_detail agreement_record "
            "item_add seat_add proposal_add",
            "items": "item_edit item_move item_remove",
            "seats": "seat_edit seat_end seat_appoint change_notify",
            "holdings": "holding_end",
            "changes": "change_answer",
            "meetings": "meeting_detail meeting_file meeting_edit meeting_move meeting_confirm "
            "meeting_remove co_opt",
            "cancelling": "meeting_cancel",
            "own_feeds": "feed_replace feed_end",
            "replies": "meeting_reply",
            "sittings": "attendance_edit meeting_hold minutes_begin minutes_detail minutes_approve "
            "minutes_ask "
            "minutes_distribute minutes_confirm minutes_pdf minutes_pdf_progress "
            "minutes_pdf_request",
            "minuted": "minute_edit minute_presence minutes_correct minutes_excerpt excerpt_pdf "
            "excerpt_pdf_progress",
            "invited": "invited_reply co_option_end",
            "asking": "decision_request_add",
            "requests": "decision_request_detail decision_request_answer "
            "decision_request_conflict",
            "led_requests": "decision_request_withdraw",
            "decisions": "decision_detail",
            "decided": "decision_add",
            "decisions_led": "decision_edit decision_withdraw",
            "priorities": "priority_detail priority_edit measure_add",
            "measures": "measure_edit",
            "duties": "duty_detail duty_edit duty_due report_record",
            "budgets": "budget_detail budget_edit contribution_add spend_add",
            "contributions": "contribution_edit",
            "agendas": "agenda_detail pack_detail pack_progress pack_file",
            "led_agendas": "agenda_draft agenda_publish agenda_opened agenda_item_add",
            "agenda_items": "agenda_item_detail interest_declare",
            "led_items": "agenda_item_edit agenda_item_move agenda_item_take_off "
            "agenda_item_restrict agenda_item_unrestrict item_reader_name interest_record "
            "paper_add",
            "readers": "item_reader_end",
            "unread": "unread_item_name",
            "interests": "interest_withdraw",
            "paper_files": "paper_file",
            "led_papers": "paper_replace paper_move paper_take_back",
            "proposals": "proposal_detail proposal_withdraw",
            "actions": "action_detail action_finish",
            "led_actions": "action_progress action_accept action_send_back action_reopen "
            "action_reassign action_due action_withdraw",
            "action_files": "action_file",
            "led_bodies": "action_add",
            "acted_items": "item_action_add",
            "led_decisions": "decision_action_add",
        }.items()
        for page in pages.split()
    },
    **CONFERENCES,
    "agency_edit": _of("agencies"),
    "account_reset_password_from_key": lambda world: [Thing("", {"uidb36": NONE, "key": "none-1"})],
}  # fmt: skip


def things_of(name: str, world: World) -> list[Thing]:
    """What a page can be about; the page itself where it is about nothing in particular."""
    return KINDS.get(name, _nothing)(world)
