"""What stands on the agenda of the demo's next Board? Invented."""

from datetime import datetime, time, timedelta
from typing import Any

from partnership import services
from partnership.models import AgendaItem, Body, Meeting
from shield.accounts.models import User
from shield.core.london import LONDON, london_day
from shield.demo.people import address

BOARD = "Partnership Board"
TITLE = "Board: review of the year"
ITEMS: tuple[dict[str, Any], ...] = (
    {
        "title": "Neglect: what the audits say",
        "purpose": "discuss",
        "minutes": 25,
        "lead": "Head of professional standards",
        "presenter": "Programme manager",
        "asks": "To discuss what the audits of the year found, and to say what follows from it.",
    },
    {
        "title": "Contract of the training provider",
        "purpose": "decide",
        "minutes": 15,
        "lead": "Practice review and learning manager",
        "presenter": "",
        "asks": "To decide whether the contract is extended by a year.",
    },
)
RESTRICTED: dict[str, Any] = {
    "title": "A review that is not yet published",
    "purpose": "note",
    "minutes": 10,
    "lead": "Independent scrutineer",
    "presenter": "",
    "asks": "To note when the review is to be published, and who is told before.",
}
PAPERS = (("The year in figures", "/partnership/priorities/"), ("The plan", "/partnership/duties/"))
PROPOSED: dict[str, Any] = {
    "title": "Children who go missing from care",
    "purpose": "discuss",
    "asks": "To hear what the agencies see, and to agree who looks into it.",
}


def load_agendas(*, now: datetime) -> None:
    """A Board in three weeks, its agenda published, and a proposal that waits."""
    people = {
        name: User.objects.get(email=address(name))
        for name in ("operations", "board", "lead.police", "lead.authority")
    }
    given: dict[str, Any] = {"by": people["operations"], "at": now}
    body = Body.objects.get(name=BOARD)
    meeting = _meeting(body, now=now, given=given)
    services.draft_agenda(meeting=meeting, **given)
    neglect, contract = [
        services.add_agenda_item(meeting=meeting, **facts, **given) for facts in ITEMS
    ]
    for title, link in PAPERS:
        services.add_paper(item=neglect, title=title, file=None, link=link, **given)
    readers = [people[name] for name in ("operations", "board", "lead.authority")]
    services.add_restricted_item(meeting=meeting, readers=readers, **RESTRICTED, **given)
    services.record_interest(
        item=contract, person=people["lead.police"], what="Sits on the provider’s board", **given
    )
    services.publish_agenda(meeting=meeting, **given)
    _replace(neglect, given)
    services.propose(by=people["board"], body=body, at=now, **PROPOSED)


def _meeting(body: Body, *, now: datetime, given: dict[str, Any]) -> Meeting:
    day = london_day(now) + timedelta(days=21)
    day -= timedelta(days=max(day.weekday() - 4, 0))
    proposal = services.add_meeting(
        body=body,
        title=TITLE,
        starts_at=datetime.combine(day, time(14), LONDON),
        ends_at=datetime.combine(day, time(16, 30), LONDON),
        venue="Council chamber",
        link="",
        **given,
    )
    return services.confirm_meeting(meeting=proposal, **given)


def _replace(item: AgendaItem, given: dict[str, Any]) -> None:
    paper = item.papers.current().in_order()[0]
    services.replace_paper(
        paper=paper, title=paper.title, file=None, link=paper.link,
        what_changed="A paper was replaced", **given,
    )  # fmt: skip
