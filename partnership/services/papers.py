"""What can happen to the papers of an item?"""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from partnership.models import AgendaItem, Paper, is_link
from partnership.services.agendas import open_agenda
from partnership.services.bodies import next_order
from partnership.services.leading import require_item_lead
from partnership.services.publishing import publish_change
from shield.accounts.models import User
from shield.audit import services as audit
from shield.core.refusals import Refusal
from shield.documents import services as documents

MOST = 30


class TooManyPapers(Refusal):
    """An item holds so many papers and no more."""


class NoPaper(Refusal):
    """A paper is a file, or a link to a secure page or to one of this portal."""


class PaperGone(Refusal):
    """The paper was replaced or taken back meanwhile."""


@transaction.atomic
def add_paper(
    *, by: User, item: AgendaItem, title: str, file: UploadedFile | None, link: str, at: datetime
) -> Paper:
    """Lay a paper by an item: a file, which is checked first, or a link.

    Raises AgendaClosed, TooManyPapers, and FileRefused for a file that is not accepted.
    """
    require_item_lead(by, item)
    open_agenda(item.meeting)
    if item.papers.current().count() >= MOST:
        raise TooManyPapers(f"An item holds {MOST} papers at most. Take one back first.")
    paper = _made(item, title, file, link, order=next_order(item.papers), by=by, at=at)
    audit.record("paper.added", paper, by=by, at=at, item=item.pk)
    return paper


@transaction.atomic
def replace_paper(
    *,
    by: User,
    paper: Paper,
    title: str,
    file: UploadedFile | None,
    link: str,
    what_changed: str,
    at: datetime,
) -> Paper:
    """Put another edition in a paper's place; the old one stays readable.

    After publication the agenda rises by an edition too, for the item's readers, who are told.
    Raises AgendaClosed, PaperGone, and FileRefused for a file that is not accepted.
    """
    require_item_lead(by, paper.item)
    open_agenda(paper.item.meeting)
    _require_current(paper)
    made = _made(
        paper.item, title, file, link, order=paper.order, by=by, at=at, replaces=paper
    )  # fmt: skip
    audit.record("paper.replaced", made, by=by, at=at, item=paper.item_id, edition=made.edition)
    publish_change(by=by, item=paper.item, what_changed=what_changed, at=at)
    return made


@transaction.atomic
def take_back_paper(*, by: User, paper: Paper, at: datetime) -> None:
    """Take a paper and its earlier editions away from an item; nobody opens them any more.

    Raises AgendaClosed, PaperGone.
    """
    require_item_lead(by, paper.item)
    open_agenda(paper.item.meeting)
    _require_current(paper)
    edition: Paper | None = paper
    while edition is not None:
        Paper.objects.filter(pk=edition.pk).update(withdrawn_at=at, withdrawn_by=by)
        if edition.upload is not None:
            documents.withdraw(upload=edition.upload)
        edition = edition.replaces
    audit.record("paper.taken_back", paper, by=by, at=at, item=paper.item_id)


@transaction.atomic
def move_paper(*, by: User, paper: Paper, is_up: bool, at: datetime) -> None:
    """Let a paper change places with its neighbour. Raises AgendaClosed."""
    require_item_lead(by, paper.item)
    open_agenda(paper.item.meeting)
    others = list(paper.item.papers.current().in_order())
    place = next((n for n, one in enumerate(others) if one.pk == paper.pk), None)
    if place is None:
        return
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(others):
        return
    others[place], others[other] = others[other], others[place]
    for order, one in enumerate(others, start=1):
        one.order = order
    Paper.objects.bulk_update(others, ["order"])
    audit.record("paper.moved", paper, by=by, at=at, item=paper.item_id)


def _require_current(paper: Paper) -> None:
    """The meeting is held by now, so that nobody else changes its papers."""
    if not Paper.objects.current().filter(pk=paper.pk).exists():
        raise PaperGone("This paper was replaced or taken back meanwhile. Look at the item again.")


def _made(
    item: AgendaItem,
    title: str,
    file: UploadedFile | None,
    link: str,
    *,
    order: int,
    by: User,
    at: datetime,
    replaces: Paper | None = None,
) -> Paper:
    if file is None and not is_link(link):
        raise NoPaper("Choose a file, or enter a link that begins with https:// or with one /.")
    upload = None
    if file is not None:
        upload = documents.receive(file=file, reference=item.meeting.reference, by=by, at=at)
    made: Paper = Paper.objects.create(
        item=item,
        order=order,
        title=title,
        upload=upload,
        link="" if upload else link,
        edition=replaces.edition + 1 if replaces else 1,
        replaces=replaces,
        added_by=by,
        added_at=at,
    )
    return made
