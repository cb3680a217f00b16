"""No confidential address stands where the family reads it."""

import uuid
from datetime import datetime

import pytest

from conferences import services
from conferences.models import Child, ReportRequest
from shield.documents.models import Document
from tests.conferences.arranging import a_child, a_conference, asked
from tests.conferences.writing import sent, written
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


@pytest.fixture
def request_(people: People, at: datetime) -> ReportRequest:
    conference = a_conference(people, at)
    return asked(conference, people, at, "health", people.health_practitioner)


def test_a_confidential_address_is_not_sent_where_the_family_reads_it(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    Child.objects.filter(conference=request_.conference).update(address_confidential=True)
    by = people.health_practitioner
    report = written(request_, by, at, views={"parents_views": "at  THIMBLEWICK lane, they said"})
    with pytest.raises(services.AddressToldOfChild) as refusal:
        services.send(report=report, unchecked_because="Nobody", by=by, at=at)
    assert refusal.value.pages == ["Parents' and carers' views"]
    assert Document.objects.count() == 0


def test_in_the_restricted_part_it_may_stand(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    Child.objects.filter(conference=request_.conference).update(address_confidential=True)
    report = sent(
        request_, people.health_practitioner, at, restricted={"restricted": "Thimblewick Lane"}
    )
    assert report.family_document is not None
    assert "Thimblewick" not in repr(report.family_document.content)


def test_nor_in_an_addition_that_the_family_reads(
    request_: ReportRequest, people: People, at: datetime
) -> None:
    by = people.health_practitioner
    report = sent(request_, by, at)
    a_child(report.request.conference, at, address="17 Thimblewick Lane", address_confidential=True)

    def add(is_restricted: bool) -> None:
        services.add(
            report=report, text="They live at 17 thimblewick  lane now", by=by, at=at,
            is_restricted=is_restricted, token=uuid.uuid4(),
        )  # fmt: skip

    with pytest.raises(services.AddressTold):
        add(is_restricted=False)
    assert not report.additions.exists()
    add(is_restricted=True)
    assert report.additions.count() == 1
