"""Which things the addresses of conferences and reports are about."""

from collections.abc import Callable
from dataclasses import replace

from tests.trust.things import NOBODY, Thing, absent
from tests.trust.world import World

# Whose pages are by the number of a conference, and of what an agency was asked.
BY_CONFERENCE, BY_REQUEST = ("conferences", "conf_outcomes"), ("requests", "reports")


def _conferences(name: str) -> Callable[[World], list[Thing]]:
    """The things of a kind; there is no page of nobody, nor of a conference that was erased."""

    def things(world: World) -> list[Thing]:
        gone = world.conferences["erased"][0].record
        erased = {
            **dict.fromkeys(BY_CONFERENCE, gone.pk),
            **dict.fromkeys(BY_REQUEST, gone.requests.get().pk),
        }
        found = [*world.conferences[name], absent(pk=NOBODY)]
        return [*found, absent(pk=erased[name])] if name in erased else found

    return things


def _and_erased(name: str, erased: str) -> Callable[[World], list[Thing]]:
    """The same for the one page that is left."""
    return lambda world: [
        *world.conferences[name], *world.conferences[erased], absent(pk=NOBODY),
    ]  # fmt: skip


def _followed(world: World) -> list[Thing]:
    """The conferences of families that had others which their chair reads."""
    found = [one for one in world.conferences["conferences"] if one.owner == "conference_chair"]
    return [*found, absent(pk=NOBODY)]


def _inside(rows: str) -> Callable[[World], list[Thing]]:
    """A row of each conference; none, and a neighbour's, under an address that exists."""

    def things(world: World) -> list[Thing]:
        found = [
            replace(one, path={**one.path, "row": row.pk}, record=row)
            for one in world.conferences["conferences"]
            for row in [getattr(one.record, rows).order_by("pk")[0]]
        ]
        own, neighbours = found[0].path, found[1].path
        return [
            *found,
            absent(pk=NOBODY, row=own["row"]),
            absent(pk=own["pk"], row=NOBODY),
            absent(pk=own["pk"], row=neighbours["row"]),
        ]

    return things


def _pages(slug: str, *not_asked: str) -> Callable[[World], list[Thing]]:
    """A page of each report; that of nobody, and pages that are not asked."""

    def things(world: World) -> list[Thing]:
        reports = world.conferences["reports"]
        return [
            *(replace(one, path={**one.path, "slug": slug}) for one in reports),
            absent(pk=NOBODY, slug=slug),
            *(absent(**reports[0].path, slug=one) for one in not_asked),
        ]

    return things


def _sent_reports(world: World) -> list[Thing]:
    """A report as those who run the conference read it; none, and another conference's."""
    found = world.conferences["sent_reports"]
    return [
        *found,
        absent(pk=NOBODY, row=found[0].path["row"]),
        absent(pk=found[-1].path["pk"], row=NOBODY),
        absent(pk=found[-1].path["pk"], row=found[0].path["row"]),
    ]


def _members(world: World) -> list[Thing]:
    """A checker of each report; none, and another report's, under an address that exists."""
    found = [
        replace(one, path={**one.path, "row": one.record.members.get(duty="checker").pk})
        for one in world.conferences["reports"]
        if one.checker
    ]
    return [
        *found,
        absent(pk=NOBODY, row=found[0].path["row"]),
        absent(**{**found[0].path, "row": NOBODY}),
        absent(**{**found[0].path, "row": found[1].path["row"]}),
    ]


def _events(world: World) -> list[Thing]:
    """An event of each report; none, and a neighbour's, under an address that exists."""
    found = []
    for one in world.conferences["reports"]:
        event = one.record.report.events.get()
        found.append(
            replace(one, path={**one.path, "slug": "chronology", "row": event.pk}, record=event)
        )
    neighbours, own = found[0], found[1]
    return [
        *found,
        absent(pk=NOBODY, slug="chronology", row=own.path["row"]),
        absent(**{**own.path, "row": NOBODY}),
        absent(**{**own.path, "row": neighbours.path["row"]}),
    ]


def _report_files(world: World) -> list[Thing]:
    """The file of each report; none, and a neighbour's, under an address that exists."""
    found = [
        replace(one, path={**one.path, "row": one.record.report.files.get().pk})
        for one in world.conferences["reports"]
    ]
    neighbours, own = found[0], found[1]
    return [
        *found,
        absent(pk=NOBODY, row=own.path["row"]),
        absent(**{**own.path, "row": NOBODY}),
        absent(**{**own.path, "row": neighbours.path["row"]}),
    ]


def _sent_files(world: World) -> list[Thing]:
    """The same, under the address of its conference."""
    found = [
        replace(one, path={**one.path, "file": one.record.report.files.get().pk})
        for one in world.conferences["sent_reports"]
    ]
    own = found[-1]
    return [*found, absent(**{**own.path, "file": found[0].path["file"]})]


CONFERENCES: dict[str, Callable[[World], list[Thing]]] = {
    **{
        page: _conferences(name)
        for name, pages in {
            "requests": "report_begin report_assign report_join report_decline "
            "report_reopen",
            "conf_outcomes": "conference_outcome conference_attendance conference_quorum "
            "conference_outline conference_hold conference_reconvene conference_review "
            "outcome_correct outcome_letter plan_step_add core_group_detail core_group_plan "
            "core_group_hold core_group_member_add",
            "conf_attendance": "attendance_remove",
            "conf_children": "child_decide child_dissent",
            "conf_dissents": "dissent_remove",
            "conf_steps": "plan_step_remove",
            "conf_members": "core_group_member_remove",
            "conf_plans": "plan_lead plan_end",
            "conf_letters": "outcome_letter_pdf outcome_letter_progress",
            "packs": "conference_pack_pdf conference_pack_annex conference_pack_progress "
            "conference_pack_share",
            "pack_shares": "conference_pack_share_end",
            "pack_requests": "request_pack request_pack_annex",
            "conferences": "conference_edit conference_move conference_cancel "
            "conference_hand_on conference_child_add conference_guest_add report_ask "
            "report_ask_several conference_pack conference_access_detail "
            "conference_access_name conference_access_exclude conference_access_restrict "
            "conference_access_lift",
            "conf_holds": "legal_hold_detail legal_hold_lift",
            "conf_openings": "conference_opening_detail conference_opening_end",
            "reports": "report_tasks report_check report_detail report_review report_send "
            "report_take_back report_add report_pdf report_family_pdf report_pdf_progress "
            "report_disclose report_files",
        }.items()
        for page in pages.split()
    },
    **dict.fromkeys(
        (
            "conference_report", "conference_report_pdf", "conference_report_family_pdf",
            "conference_disclose",
        ),
        _sent_reports,
    ),
    "timeliness_propose": lambda world: [
        *world.conferences["quarters"],
        *(absent(quarter=words) for words in ("2020-1", "2026-5", "x")),
    ],
    **dict.fromkeys(("timeliness_paper", "timeliness_paper_pdf"), _conferences("papers")),
    "conference_detail": _and_erased("conferences", "erased"),
    "report_request": _and_erased("requests", "erased_requests"),
    "conference_relative": _inside("relatives"),
    "report_leave": _members,
    **dict.fromkeys(("report_file", "report_file_remove"), _report_files),
    "conference_report_file": _sent_files,
    "report_step": _pages("signs", "education"),
    "report_row_add": _pages("chronology"),
    **dict.fromkeys(("report_row_edit", "report_row_remove"), _events),
    "conference_start_from": _followed,
    **dict.fromkeys(("conference_child_edit", "conference_child_remove"), _inside("children")),
    **dict.fromkeys(("conference_guest_edit", "conference_guest_remove"), _inside("guests")),
    "report_withdraw": _inside("requests"),
}  # fmt: skip
