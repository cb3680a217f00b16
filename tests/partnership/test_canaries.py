"""Restricted items: is a word of them, or a sign that they are there, anywhere for others?"""

import logging
import re
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from partnership import services
from partnership.models import Meeting
from partnership.models.agenda import AgendaItemQuerySet
from partnership.permissions import Perm
from partnership.services.copies import ask_copies
from shield.accounts.models import User
from shield.audit.models import Entry
from shield.documents import making
from shield.documents.making import Outcome
from shield.documents.models import Document
from shield.notifications.models import Notification
from tests.documents import ua
from tests.documents.made_papers import holds
from tests.partnership.canaries import NAMED, STRANGERS, UNSIGNED, WORDS, Scene, board_of, plant
from tests.partnership.conftest import Structure
from tests.partnership.feeding import asks
from tests.partnership.pages_of_it import addresses, seen_by
from tests.personas import People

pytestmark = pytest.mark.django_db
AUDIT = "/audit/"
# What lists are asked for.
ASKED = [WORDS[one] for one in ("title", "minute", "decision", "action")]
# What an interest is, only whoever keeps the item reads.
SHOWN = set(WORDS.values()) - {WORDS["interest"]}


@pytest.fixture
def scene(sitting: Meeting, seated: Structure, people: People, rules: None, now: datetime) -> Scene:
    return board_of(sitting, seated, people, now)


def found_in(pages: dict[str, str]) -> list[tuple[str, str]]:
    """The words of restricted items on some pages; a page repeats what it was asked for."""
    return [
        (address, word)
        for address, page in pages.items()
        for word in WORDS.values()
        if word in page.replace(address.rpartition("=")[2], "") and not address.endswith(word)
    ]


def differing(before: dict[str, str], after: dict[str, str]) -> dict[str, list[str]]:
    """The pages that changed, each with its lines that did.

    The audit is not among them: it says of every act that it was done, with ids and no words.
    """
    return {
        address: sorted(set(page.splitlines()) ^ set(after[address].splitlines()))
        for address, page in before.items()
        if page != after[address] and not address.startswith(AUDIT)
    }


@pytest.mark.parametrize("who", STRANGERS)
def test_who_is_not_named_finds_every_page_as_if_it_were_not_there(scene: Scene, who: str) -> None:
    user = scene.user(STRANGERS[who])
    before = seen_by(user, addresses(ASKED))
    plant(scene)
    after = seen_by(user, addresses(ASKED))
    assert found_in(after) == []
    assert not differing(before, after)


def test_a_feed_says_no_word_of_it(scene: Scene) -> None:
    persons = (*STRANGERS.values(), NAMED)
    given: dict[str, Any] = {"body": None, "at": scene.at}
    tokens = [
        services.make_feed(by=user, **given).token
        for user in map(scene.user, persons)
        if user.access.allows(Perm.OPEN)
    ]
    plant(scene)
    feeds = {token: asks(token).content.decode() for token in tokens}
    assert len(feeds) > 5
    assert found_in(feeds) == []


def test_who_has_not_signed_reads_no_word_of_it(scene: Scene) -> None:
    plant(scene)
    assert found_in(seen_by(scene.user(UNSIGNED), addresses())) == []


def test_who_is_named_finds_each_word(scene: Scene) -> None:
    """Were the words nowhere at all, none of these tests could fail."""
    plant(scene)
    pages = seen_by(scene.user(NAMED), addresses())
    assert {word for _, word in found_in(pages)} == SHOWN


def test_without_the_rule_the_same_search_finds_them(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard taken away: whoever reads the agenda reads all of it."""

    def visible_to(self: Any, user: Any) -> Any:
        return self._of_agendas_read_by(user)

    monkeypatch.setattr(AgendaItemQuerySet, "visible_to", visible_to)
    user = scene.user(STRANGERS["member"])
    before = seen_by(user, addresses())
    plant(scene)
    after = seen_by(user, addresses())
    assert {WORDS["title"], WORDS["minute"], WORDS["decision"]} <= {
        word for _, word in found_in(after)
    }
    assert len(differing(before, after)) > 1


def test_nothing_that_leaves_says_a_word_of_it(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    """Messages and mails, the audit, logs, and what the packs and minutes of others hold."""
    plant(scene)
    caplog.set_level(logging.INFO)
    chair, named, meeting = scene.people.police_lead, scene.user(NAMED), scene.coming
    given: dict[str, Any] = {"by": chair, "at": scene.at}
    item = services.add_restricted_item(
        meeting=meeting, readers=[chair, named], title=WORDS["title"], purpose="decide",
        minutes=5, lead=WORDS["lead"], presenter=WORDS["lead"], asks=WORDS["asks"], **given,
    )  # fmt: skip
    file = SimpleUploadedFile(f"{WORDS['file']}.txt", WORDS["contents"].encode())
    services.add_paper(item=item, title=WORDS["paper"], file=file, link="", **given)
    services.declare_interest(by=named, item=item, what=WORDS["interest"], at=scene.at)
    services.propose(
        body=scene.board, title=WORDS["proposal"], purpose="note", asks=WORDS["asks"],
        is_restricted=True, readers=[chair], by=named, at=scene.at,
    )  # fmt: skip
    services.publish_agenda(meeting=meeting, what_changed="More to read", **given)
    services.raise_action(
        body=scene.board, what=WORDS["action"], evidence_required=WORDS["evidence"],
        holder=chair, due_on=meeting.on, item=item, **given,
    )  # fmt: skip
    ask_copies(minutes=scene.past.minutes, at=scene.at)
    assert said(Notification.objects.all()) & set(WORDS.values()) == set()
    assert said(Entry.objects.all()) & set(WORDS.values()) == set()
    assert {word for word in WORDS.values() if word in caplog.text} == set()
    theirs = {key for one in STRANGERS.values() for key in documents_of(scene, scene.user(one))}
    assert len(theirs) > 1
    for document in Document.objects.filter(pk__in=theirs):
        assert said([document]) & set(WORDS.values()) == set()
        data = printed(document, scene.at)
        assert [word for word in WORDS.values() if holds(data, word)] == []
    mine = Document.objects.filter(pk__in=documents_of(scene, named) - theirs)
    assert len(mine) > 1
    for document in mine:
        assert holds(printed(document, scene.at), WORDS["title"])


def test_the_next_pack_holds_the_minutes_as_each_reads_them(scene: Scene) -> None:
    plant(scene)
    reads = {
        NAMED: (True, True),
        STRANGERS["member"]: (True, False),
        STRANGERS["guest"]: (False,) * 2,
    }
    for who, (open_part, restricted_part) in reads.items():
        pack = services.ask_pack(by=scene.user(who), meeting=scene.coming, at=scene.at)
        data = printed(pack.document, scene.at)
        assert holds(data, "It was discussed") == open_part, who
        assert holds(data, WORDS["minute"]) == restricted_part, who
        assert ua.check(data) == []


def test_a_correction_makes_another_pack(scene: Scene) -> None:
    member, spoken = scene.user(STRANGERS["member"]), scene.past.items.get(title="Neglect")
    before = services.ask_pack(by=member, meeting=scene.coming, at=scene.at)
    spoken.additions.create(text="Corrigendum", added_by=scene.people.operations, added_at=scene.at)
    after = services.ask_pack(by=member, meeting=scene.coming, at=scene.at)
    assert after.pk != before.pk
    assert holds(printed(after.document, scene.at), "Corrigendum")


def documents_of(scene: Scene, user: User) -> set[int]:
    """The pack of the coming meeting and the minutes of the last one, as somebody gets them."""
    pack = services.pack_for(scene.coming, user)
    reads = services.reads_of(services.reading_of(user, scene.past.minutes))
    rows = Document.objects.filter(minutes_copy__reads=reads)
    return {*rows.values_list("pk", flat=True), *([pack.document_id] if pack else [])}


def printed(document: Document, at: datetime) -> bytes:
    """The PDF, made now."""
    assert making.make(document_id=document.pk, at=at) is Outcome.DONE
    document.refresh_from_db()
    with document.file.open() as file:
        return bytes(file.read())


def said(rows: Any) -> set[str]:
    """The words of some rows, whatever column they stand in."""
    columns = [[getattr(one, field.attname) for field in one._meta.fields] for one in rows]
    return set(re.findall(r"\w+", str(columns)))
