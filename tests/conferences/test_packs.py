"""What a pack holds, who has it made, and who reads it."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from conferences import services
from conferences.models import (
    Conference,
    ConferenceExclusion,
    ConferenceGrant,
    Pack,
    PackShare,
)
from conferences.permissions import Perm
from shield.accounts.models import Membership
from shield.audit.models import Entry
from shield.documents import making
from shield.documents.models import Document
from shield.notifications.models import Notification
from tests.conferences.arranging import a_child, a_conference, asked
from tests.conferences.sharing import (
    SAID,
    a_pack,
    again,
    data_of,
    fresh,
    readers,
    ready,
    reported,
    share,
)
from tests.conferences.writing import RESTRICTED, sent
from tests.documents.made_papers import holds
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


# --- Making ---------------------------------------------------------------------------------------


def test_it_holds_the_reports_and_keeps_the_restricted_apart(people: People, at: datetime) -> None:
    conference, _ = reported(people, at)
    pack = ready(a_pack(conference, at), at)
    whole, annex = data_of(pack.document), data_of(pack.annex)
    assert holds(whole, SAID)
    assert not holds(whole, RESTRICTED)
    assert holds(annex, RESTRICTED)
    assert pack.is_ready


def test_it_is_of_the_moment_at_which_it_was_made(people: People, at: datetime) -> None:
    conference, requests = reported(people, at)
    pack = a_pack(conference, at)
    later = at + timedelta(hours=1)
    assert services.since(pack) == ([], [])
    said = {"signs": {"working_well": "Canaryword of the authority"}}
    sent(requests["authority"], people.authority_practitioner, later, **said)
    services.add(
        report=requests["health"].report, text="Canaryword added", is_restricted=False,
        token=uuid.uuid4(), by=people.health_practitioner, at=later,
    )  # fmt: skip
    assert services.since(pack) == (["Northshire Council"], ["Riverside Health Trust"])
    assert "of the authority" not in str(ready(pack, later).document.content)
    assert "of the authority" in str(a_pack(conference, later).document.content)


def test_two_presses_make_one_and_the_next_is_numbered(people: People, at: datetime) -> None:
    conference, _ = reported(people, at)
    token = uuid.uuid4()
    one, same = (a_pack(conference, at, token=token) for _ in range(2))
    assert one == same
    assert (one.number, a_pack(conference, at).number) == (1, 2)
    assert Document.objects.filter(title__startswith="Chair’s pack").count() == 4


def test_without_a_report_it_says_who_is_missing(people: People, at: datetime) -> None:
    conference = a_conference(people, at)
    asked(conference, people, at, "health")
    pack = ready(a_pack(conference, at), at)
    assert pack.annex is None
    assert holds(data_of(pack.document), "Not answered yet")
    assert pack.document.content["forecast"]["agencies"] == [
        ["Riverside Health Trust", "Not answered yet", "Not said yet"]
    ]
    empty = a_pack(a_conference(people, at), at)
    assert empty.document.content["forecast"]["agencies"] == []


def test_only_who_runs_the_conference_makes_one(people: People, at: datetime) -> None:
    conference, _ = reported(people, at)
    for person in (people.other_chair, people.health_lead, people.health_practitioner):
        with pytest.raises(PermissionDenied):
            a_pack(conference, at, by=person)
    assert not Pack.objects.exists()


# --- Sharing --------------------------------------------------------------------------------------


def test_nobody_of_an_agency_reads_it_before_it_is_shared(people: People, at: datetime) -> None:
    conference, requests = reported(people, at)
    pack = ready(a_pack(conference, at), at)
    assert readers(people) == set()
    share(pack, at, requests["health"])
    assert readers(people) == {"health_practitioner", "health_lead"}


def test_those_told_are_those_who_read_it_and_the_mail_says_nothing(
    people: People, at: datetime
) -> None:
    conference, requests = reported(people, at)
    pack = ready(a_pack(conference, at), at)
    Notification.objects.all().delete()
    share(pack, at, requests["health"], requests["police"])
    told = Notification.objects.select_related("recipient")
    assert {one.recipient.full_name for one in told} == {
        "Hazel Practitioner", "Harriet Lead", "Perry Practitioner", "Paula Lead",
    }  # fmt: skip
    words = " ".join(f"{one.subject} {one.lines}" for one in told)
    assert [word for word in ("Zebulonia", "Quillfeathery", SAID) if word in words] == []


def test_shared_twice_it_is_shared_once(people: People, at: datetime) -> None:
    conference, requests = reported(people, at)
    pack = ready(a_pack(conference, at), at)
    assert len(share(pack, at, requests["health"])) == 1
    told = Notification.objects.count()
    assert share(pack, at, requests["health"]) == []
    assert Notification.objects.count() == told


def test_the_annex_goes_along_only_where_it_was_said(people: People, at: datetime) -> None:
    conference, requests = reported(people, at)
    pack = ready(a_pack(conference, at), at)
    [one] = share(pack, at, requests["health"])
    reader = people.health_practitioner
    assert services.open_shared_annex(share=one, by=reader, at=at) is None
    [two] = share(pack, at, requests["health"], annex=True)
    assert services.open_shared_annex(share=two, by=reader, at=at) == pack.annex
    one.refresh_from_db()
    assert one.ended_because == "Shared again with the annex"
    # By what has ended nothing is opened.
    with pytest.raises(PermissionDenied):
        services.open_shared(share=one, by=reader, at=at)


def test_a_newer_pack_replaces_the_older_and_not_the_other_way(
    people: People, at: datetime
) -> None:
    conference, requests = reported(people, at)
    old, new = (ready(a_pack(conference, at), at) for _ in range(2))
    share(old, at, requests["health"], requests["police"])
    share(new, at, requests["health"])
    now = {one.request_id: one.pack for one in PackShare.objects.current()}
    assert now == {requests["health"].pk: new, requests["police"].pk: old}
    with pytest.raises(services.NewerShared, match=r"Riverside Health Trust \(Pack 2\)"):
        share(old, at, requests["police"], requests["health"])


def test_what_is_not_ready_is_shared_with_nobody(people: People, at: datetime) -> None:
    conference, requests = reported(people, at)
    pack = a_pack(conference, at)
    with pytest.raises(services.NotReady, match="still being made"):
        share(pack, at, requests["health"])
    with pytest.raises(services.NotReady):
        services.open_pack(pack=pack, by=conference.chair, at=at)
    # The annex alone is not enough.
    assert pack.annex_id is not None
    making.make(document_id=pack.annex_id, at=at)
    Document.objects.filter(pk=pack.document_id).update(status="failed", next_attempt_at=None)
    with pytest.raises(services.NotReady, match="Make another one"):
        share(pack, at, requests["health"])


def test_only_agencies_that_are_asked_are_invited(people: People, at: datetime) -> None:
    conference, requests = reported(people, at)
    pack = ready(a_pack(conference, at), at)
    elsewhere = asked(a_conference(people, at), people, at, "icb")
    with pytest.raises(services.NotInvited):
        share(pack, at, requests["health"], elsewhere)
    services.withdraw(request=requests["authority"], by=conference.chair, at=at)
    with pytest.raises(services.NotInvited):
        share(pack, at, again(requests["authority"]))
    assert not PackShare.objects.exists()


def test_there_is_no_annex_to_share_where_nothing_is_restricted(
    people: People, at: datetime
) -> None:
    conference = a_conference(people, at)
    request = asked(conference, people, at, "health", people.health_practitioner)
    with pytest.raises(services.NoAnnex):
        share(ready(a_pack(conference, at), at), at, request, annex=True)


def test_only_who_runs_the_conference_shares_and_ends_it(people: People, at: datetime) -> None:
    conference, requests = reported(people, at)
    pack = ready(a_pack(conference, at), at)
    [made] = share(pack, at, requests["health"])
    for person in (people.other_chair, people.health_lead, people.authority_lead):
        with pytest.raises(PermissionDenied):
            share(pack, at, requests["police"], by=person)
        with pytest.raises(PermissionDenied):
            services.end_share(share=made, because="Mine", by=person, at=at)
    services.end_share(share=made, because="Sent to the wrong agency", by=conference.chair, at=at)
    assert readers(people) == set()


# --- Who reads it no longer -----------------------------------------------------------------------


@pytest.fixture
def shared(people: People, at: datetime) -> PackShare:
    """Shared with the authority, which is still asked, and which alone reads it."""
    conference, requests = reported(people, at)
    [made] = share(ready(a_pack(conference, at), at), at, requests["authority"])
    assert readers(people) == {"authority_practitioner", "authority_lead"}
    return made


def test_an_agency_that_is_no_longer_asked_reads_none_when_asked_again(
    shared: PackShare, people: People, at: datetime
) -> None:
    chair, request = people.conference_chair, again(shared.request)
    services.withdraw(request=request, by=chair, at=at)
    assert readers(people) == set()
    asked(request.conference, people, at, "authority", people.authority_practitioner)
    assert readers(people) == set()


def test_somebody_shut_out_of_the_conference_reads_none(
    shared: PackShare, people: People, at: datetime
) -> None:
    ConferenceExclusion.objects.create(
        record=shared.pack.conference, user=people.authority_lead, reason="A relative",
        excluded_by=people.conference_chair, excluded_at=at,
    )  # fmt: skip
    assert readers(people) == {"authority_practitioner"}
    with pytest.raises(PermissionDenied):
        services.open_shared(share=shared, by=fresh(people.authority_lead), at=at)


def test_of_a_restricted_conference_those_on_its_list_read_it(
    shared: PackShare, people: People, at: datetime
) -> None:
    conference = shared.pack.conference
    Conference.objects.filter(pk=conference.pk).update(is_restricted=True)
    assert readers(people) == set()
    ConferenceGrant.objects.create(
        record=conference, user=people.authority_practitioner, perm=Perm.REPORT, reason="Named",
        granted_by=people.conference_chair, granted_at=at,
    )  # fmt: skip
    assert readers(people) == {"authority_practitioner"}


def test_who_works_there_no_longer_reads_none(
    shared: PackShare, people: People, at: datetime
) -> None:
    Membership.objects.filter(user=people.authority_practitioner).delete()
    assert readers(people) == {"authority_lead"}


def test_who_was_taken_off_the_report_reads_none(
    shared: PackShare, people: People, at: datetime
) -> None:
    shared.request.members.update(ended_at=at, ended_by=people.authority_lead)
    assert readers(people) == {"authority_lead"}


def test_of_a_cancelled_conference_no_agency_reads_one(
    shared: PackShare, people: People, at: datetime
) -> None:
    conference = shared.pack.conference
    services.cancel(conference=conference, why="No harm was found", by=conference.chair, at=at)
    assert readers(people) == set()
    with pytest.raises(services.NoConference):
        share(shared.pack, at, shared.request)


def test_each_opening_is_written_down(shared: PackShare, people: People, at: datetime) -> None:
    pack = shared.pack
    services.open_pack(pack=pack, by=people.conference_chair, at=at)
    services.open_annex(pack=pack, by=people.conference_chair, at=at)
    services.open_shared(share=shared, by=people.authority_lead, at=at)
    found = Entry.objects.filter(verb__contains="downloaded").order_by("pk")
    assert [one.verb for one in found] == [
        "pack.downloaded", "pack.annex_downloaded", "pack.downloaded",
    ]  # fmt: skip
    for person in (people.other_chair, people.authority_lead):
        with pytest.raises(PermissionDenied):
            services.open_pack(pack=pack, by=person, at=at)


def test_of_a_child_who_was_taken_off_nothing_is_in_a_later_pack(
    people: People, at: datetime
) -> None:
    """They may be of another family."""
    conference = a_conference(people, at)
    mistaken = a_child(conference, at, first_names="Mistakenly", last_name="Entered")
    by = people.health_practitioner
    sent(asked(conference, people, at, "health", by), by, at)
    assert "Mistakenly" in str(a_pack(conference, at).document.content)
    services.set_removed(person=mistaken, removed=True, by=conference.chair, at=at)
    content = str(a_pack(conference, at).document.content)
    assert "Mistakenly" not in content
    assert "Zebulonia" in content


def test_a_file_that_was_still_being_checked_is_missed_and_one_added_is_told(
    people: People, at: datetime
) -> None:
    conference = a_conference(people, at)
    by = people.health_practitioner
    report = sent(asked(conference, people, at, "health", by), by, at)
    told = Notification.objects.filter(recipient=conference.chair, subject__contains="added to")
    assert not told.exists()
    services.add_file(
        report=report, file=SimpleUploadedFile("a.txt", b"Growth"), is_restricted=False,
        token=uuid.uuid4(), by=by, at=at,
    )  # fmt: skip
    assert told.count() == 1
    pack = ready(a_pack(conference, at + timedelta(minutes=1)), at + timedelta(minutes=1))
    assert services.since(pack) == ([], [people.agencies.health.name])
