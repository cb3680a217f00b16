"""The pages of the chair's pack, as people see and use them."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conferences import services
from conferences.models import Conference, ConferenceGrant, Pack, PackShare
from conferences.permissions import Perm
from shield.documents.models import Document
from tests.conferences.arranging import a_conference, asked
from tests.conferences.browsing import as_, fills, kept, page, reads, sends, to, words
from tests.conferences.sharing import a_pack, ready, reported, share
from tests.conferences.writing import sent
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


def chosen(*requests: object, **more: object) -> dict[str, object]:
    return {"agencies": [one.pk for one in requests], **more}  # type: ignore[attr-defined]


def test_from_the_conference_to_a_pack_that_is_made(people: People, at: datetime) -> None:
    conference, _ = reported(people, at)
    by, pk = people.conference_chair, {"pk": conference.pk}
    assert "Chair’s pack: who has reported" in reads(by, "conference_detail", **pk)
    shown = reads(by, "conference_pack", **pk)
    for part in ("Reported 1: Riverside Health Trust", "Nil return 1: Northshire Police",
                 "Still to answer 1: Northshire Council", "Not quorate", "No pack was made yet",
                 "Children’s social care: nobody expected"):  # fmt: skip
        assert part in shown
    assert fills(by, "conference_pack", {}, **pk).status_code == 302
    assert "Pack 1 is being made. This can take a few minutes. Look again" in reads(
        by, "conference_pack", **pk
    )
    pack = ready(Pack.objects.get(), timezone.now())
    shown = reads(by, "conference_pack", **pk)
    assert f"Download pack 1 (PDF, {pack.document.pages} page" in shown
    assert "Download its restricted annex (PDF, 1 page)" in shown
    assert "It is shared with nobody" in shown


def test_a_conference_without_requests_says_so_and_can_have_a_pack(
    people: People, at: datetime
) -> None:
    conference = a_conference(people, at)
    shown = reads(people.conference_chair, "conference_pack", pk=conference.pk)
    assert "No agency is asked yet" in shown
    assert "A pack made now says who is missing" in shown
    fills(people.conference_chair, "conference_pack", {}, pk=conference.pk)
    assert Pack.objects.count() == 1


def test_the_same_page_sent_twice_makes_one(people: People, at: datetime) -> None:
    conference, _ = reported(people, at)
    client, url = as_(people.conference_chair), to("conference_pack", conference)
    said = kept(page(client.get(url)))
    assert [client.post(url, said).status_code for _ in range(2)] == [302, 302]
    assert Pack.objects.count() == 1
    assert client.post(url, {"form_token": "none"}).status_code == 409
    assert client.post(url, {}).status_code == 409
    assert Pack.objects.count() == 1


def test_it_is_shared_after_a_second_look(people: People, at: datetime) -> None:
    conference, requests = reported(people, at)
    pack, by = ready(a_pack(conference, at), at), people.conference_chair
    opened = page(as_(by).get(to("conference_pack_share", pack)))
    # Who has reported is ticked; who has not, and who knew nothing, is not. Nor is the annex.
    assert opened.count(" checked") == 1
    assert "Nil return: it has no report" in opened
    asked_whether = fills(
        by, "conference_pack_share", chosen(requests["health"], requests["police"]), pk=pack.pk
    )
    told = words(asked_whether)
    assert "Share pack 1 with these 2 agencies?" in told
    assert "Hazel Practitioner, Harriet Lead" in told
    assert "The restricted annex is not shared with them" in told
    way_back = f'href="{to("conference_pack", conference)}">Share it with nobody'
    assert way_back in page(asked_whether)
    assert not PackShare.objects.exists()
    said = chosen(requests["health"], requests["police"], action="share")
    assert fills(by, "conference_pack_share", said, pk=pack.pk).status_code == 302
    assert PackShare.objects.current().count() == 2
    assert not PackShare.objects.filter(with_annex=True).exists()
    assert "Who reads pack 1" in reads(by, "conference_pack", pk=conference.pk)
    again = as_(by).post(to("conference_pack_share", pack), said, follow=True)
    assert "was shared with them already" in words(again)
    assert PackShare.objects.count() == 2


def test_the_annex_is_warned_of_before_it_is_shared(people: People, at: datetime) -> None:
    conference, requests = reported(people, at)
    pack, by = ready(a_pack(conference, at), at), people.conference_chair
    said = chosen(requests["health"], with_annex="on")
    told = fills(by, "conference_pack_share", said, pk=pack.pk)
    assert "The restricted annex is shared with them too" in words(told)
    sends(by, "conference_pack_share", {**said, "action": "share"}, pk=pack.pk)
    assert PackShare.objects.get().with_annex


@pytest.mark.parametrize("which", ["nobody", "unknown", "another conference's", "withdrawn"])
def test_what_cannot_be_chosen_is_said_beside_the_question(
    people: People, at: datetime, which: str
) -> None:
    conference, requests = reported(people, at)
    pack, by = ready(a_pack(conference, at), at), people.conference_chair
    other = asked(a_conference(people, at), people, at, "icb")
    services.withdraw(request=requests["authority"], by=by, at=at)
    ids = {"nobody": [], "unknown": ["x"], "another conference's": [other.pk],
           "withdrawn": [requests["authority"].pk]}  # fmt: skip
    for action in ("", "share"):
        answer = sends(
            by, "conference_pack_share", {"agencies": ids[which], "action": action}, pk=pack.pk
        )
        said = "Select at least one agency" if which == "nobody" else "is no longer asked"
        assert said in words(answer)
    assert not PackShare.objects.exists()


def test_what_is_not_ready_is_not_shared_and_the_page_says_why(
    people: People, at: datetime
) -> None:
    conference, requests = reported(people, at)
    pack, by = a_pack(conference, at), people.conference_chair
    client = as_(by)
    answer = client.get(to("conference_pack_share", pack), follow=True)
    assert "Pack 1 is still being made" in words(answer)
    said = chosen(requests["health"], action="share")
    assert client.post(to("conference_pack_share", pack), said).status_code == 409
    Document.objects.filter(pk=pack.document_id).update(status="failed", next_attempt_at=None)
    answer = client.get(to("conference_pack_share", pack), follow=True)
    assert "Pack 1 could not be made. Make another one" in words(answer)
    assert "you can make another" in words(answer)
    assert "Share pack 1" not in words(answer)
    assert client.get(to("conference_pack_pdf", pack)).status_code == 404
    assert not PackShare.objects.exists()


def test_sharing_is_ended_with_a_reason(people: People, at: datetime) -> None:
    conference, requests = reported(people, at)
    pack, by = ready(a_pack(conference, at), at), people.conference_chair
    [made] = share(pack, at, requests["health"])
    empty = fills(by, "conference_pack_share_end", {"because": " "}, pk=made.pk)
    assert "Enter why the agency reads it no longer" in words(empty)
    said = {"because": "Sent to the wrong trust"}
    assert fills(by, "conference_pack_share_end", said, pk=made.pk).status_code == 302
    assert "Sent to the wrong trust" in reads(by, "conference_pack", pk=conference.pk)
    assert sends(by, "conference_pack_share_end", {"because": "Again"}, pk=made.pk).status_code in (
        302,
        200,
    )
    made.refresh_from_db()
    assert made.ended_because == "Sent to the wrong trust"


def test_an_agency_downloads_what_is_shared_with_it(people: People, at: datetime) -> None:
    conference, requests = reported(people, at)
    pack, request = ready(a_pack(conference, at), at), requests["health"]
    reader = people.health_practitioner
    assert "The chair’s pack" not in reads(reader, "report_request", pk=request.pk)
    assert as_(reader).get(to("request_pack", request)).status_code == 404
    share(pack, at, request)
    shown = reads(reader, "report_request", pk=request.pk)
    assert "Connie Chair has shared the reports of all agencies with yours" in shown
    assert "restricted annex" not in shown
    answer = as_(reader).get(to("request_pack", request))
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{conference.reference}-pack-1.pdf"'
    )
    assert answer["Cache-Control"] == "no-store"
    assert as_(reader).get(to("request_pack_annex", request)).status_code == 404
    share(pack, at, request, annex=True)
    assert "restricted annex" in reads(reader, "report_request", pk=request.pk)
    annex = as_(reader).get(to("request_pack_annex", request))
    assert [one.getvalue()[:5] for one in (answer, annex)] == [b"%PDF-"] * 2
    assert annex["Content-Disposition"].endswith('-restricted-annex-1.pdf"')
    for person in (people.police_practitioner, people.police_lead, people.authority_lead,
                   people.health_colleague, people.other_chair):  # fmt: skip
        assert as_(person).get(to("request_pack", request)).status_code in (403, 404)


def test_what_has_come_since_is_said(people: People, at: datetime) -> None:
    conference, requests = reported(people, at)
    a_pack(conference, at)
    later = at + timedelta(days=30)
    sent(requests["authority"], people.authority_practitioner, later)
    shown = reads(people.conference_chair, "conference_pack", pk=conference.pk)
    assert "Answered since pack 1 was made: Northshire Council" in shown
    assert "Late" in shown


def test_whoever_may_read_the_conference_reads_its_packs_and_makes_none(
    people: People, at: datetime
) -> None:
    conference, _ = reported(people, at)
    pack, reader = ready(a_pack(conference, at), at), people.health_colleague
    ConferenceGrant.objects.create(
        record=conference, user=reader, perm=Perm.READ, reason="Named",
        granted_by=conference.chair, granted_at=at,
    )  # fmt: skip
    client = as_(reader)
    shown = words(client.get(to("conference_pack", conference)))
    assert "Download pack 1" in shown
    assert "Share pack 1" not in shown
    said = {"form_token": uuid.uuid4()}
    assert client.post(to("conference_pack", conference), said).status_code == 404
    assert client.get(to("conference_pack_share", pack)).status_code == 404


def test_the_page_costs_the_same_for_many(people: People, at: datetime) -> None:
    def cost(conference: Conference) -> int:
        client, url = as_(people.conference_chair), to("conference_pack", conference)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(url).status_code == 200
        return len(found)

    conference, requests = reported(people, at)
    share(ready(a_pack(conference, at), at), at, requests["health"])
    one = cost(conference)
    for key in ("icb", "school"):
        asked(conference, people, at, key)
    for _ in range(2):
        share(ready(a_pack(conference, at), at), at, *requests.values())
    assert cost(conference) == one
