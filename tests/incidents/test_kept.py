"""What other rooms say of a notification is kept from those from whom the notification is kept."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from incidents import services
from incidents.models import Incident, IncidentOpening
from shield.accounts import kept
from shield.accounts.models import CaseExclusion, User
from shield.documents.models import Document
from shield.documents.views import DocumentFailedList, QuarantineList
from shield.notifications.message import Message
from shield.notifications.models import Notification
from shield.notifications.services import notify
from shield.notifications.views import FailedList, failed_mails
from tests.incidents import filling
from tests.incidents.browsing import as_, page
from tests.personas import People


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def filed(ground: People, now: datetime) -> Incident:
    return filling.submitted(ground, now)


def seen(user: User, *, restricted: bool = True) -> int:
    """How many documents are about nothing that is kept from a person."""
    person = User.objects.get(pk=user.pk)
    return kept.without(Document.objects.all(), person, restricted=restricted).count()


def test_every_model_with_exclusions_says_what_its_records_are_called() -> None:
    lists: list[Any] = [one for one in apps.get_models() if issubclass(one, CaseExclusion)]
    owners = {one._meta.get_field("record").related_model for one in lists}
    assert set(kept.containers()) == owners
    assert all(model.known_as for model in owners)


def test_the_names_are_those_that_a_notification_gives_itself(
    filed: Incident, ground: People, now: datetime
) -> None:
    for record in (filed, filling.draft(ground, now)):
        rows = Incident.objects.filter(pk=record.pk)
        names = [kept._names(rows, known).first() for known in Incident.known_as]
        assert record.label in {name["called"] for name in names if name}


def test_being_shut_out_keeps_what_other_rooms_say_of_it_for_as_long_as_it_lasts(
    filed: Incident, ground: People, now: datetime
) -> None:
    assert seen(ground.operations) == 1
    exclusion = services.exclude(
        record=filed, person=ground.operations, reason="R", by=ground.health_lead, at=now
    )
    assert (seen(ground.operations), seen(ground.operations, restricted=False)) == (0, 0)
    assert seen(ground.system_administrator) == 1
    services.end_exclusion(exclusion=exclusion, by=ground.health_lead, at=now)
    assert seen(ground.operations) == 1


def test_what_is_restricted_is_kept_from_all_but_its_readers(
    filed: Incident, ground: People, now: datetime
) -> None:
    services.restrict(
        record=filed, people=[ground.authority_lead], reason="R", by=ground.health_lead, at=now
    )
    assert (seen(ground.operations), seen(ground.operations, restricted=False)) == (0, 1)
    assert (seen(ground.health_lead), seen(ground.authority_lead)) == (1, 1)
    services.open_by_glass(reference=filed.label, reason="R", by=ground.operations, at=now)
    assert seen(ground.operations) == 1


def test_a_record_without_a_reference_hides_nothing_else(
    filed: Incident, ground: People, now: datetime
) -> None:
    """NOT IN a list that holds a NULL would be true of no row at all."""
    draft = filling.draft(ground, now)
    services.exclude(
        record=draft, person=ground.operations, reason="R", by=ground.health_lead, at=now
    )
    assert seen(ground.operations) == 1


def test_what_was_told_of_the_draft_is_taken_back_too(ground: People, now: datetime) -> None:
    incident = filling.filled(ground, now)
    told = Message(subject=f"Due: {incident.label}", lines=(), url="/", reference=incident.label)
    notify(recipients=[ground.health_lead, ground.health_colleague], key="k", message=told, at=now)
    incident = filling.submit(incident, ground.health_practitioner, now)
    exclusion = services.exclude(
        record=incident, person=ground.health_lead, reason="R", by=ground.operations, at=now
    )
    shown = Notification.objects.filter(key="k", withdrawn_at=None)
    assert [one.recipient for one in shown] == [ground.health_colleague]
    services.end_exclusion(exclusion=exclusion, by=ground.operations, at=now)
    assert shown.all().count() == 2


@pytest.fixture(params=["restricted", "shut out"])
def hidden(request: pytest.FixtureRequest, filed: Incident, ground: People, now: datetime) -> Any:
    """A notification that is kept from the operations team, the one way or the other."""
    if request.param == "restricted":
        who = [ground.authority_lead]
        services.restrict(record=filed, people=who, reason="R", by=ground.health_lead, at=now)
    else:
        services.exclude(
            record=filed, person=ground.operations, reason="R", by=ground.health_lead, at=now
        )
    return filed


def test_a_mail_about_what_is_kept_from_them_is_sent_again_unseen(
    hidden: Incident, ground: People, now: datetime
) -> None:
    lead = ground.authority_lead
    rows = Notification.objects.filter(recipient=lead, reference=hidden.reference)
    rows.update(state="dead", next_attempt_at=None)
    mail, client = rows.earliest("pk"), as_(ground.operations)
    address = f"/messages/failed/{mail.pk}/"
    for shown in (page(client.get("/messages/failed/")), page(client.get(address))):
        assert kept.UNSEEN in shown
        assert not [one for one in (hidden.label, lead.full_name, lead.email) if one in shown]
    client.post(address)
    mail.refresh_from_db()
    assert mail.state == "waiting"


def test_a_pdf_of_what_is_kept_from_them_is_made_again_unseen(
    hidden: Incident, ground: People, now: datetime
) -> None:
    Document.objects.update(status="failed", next_attempt_at=None)
    document, client = Document.objects.get(), as_(ground.operations)
    address = f"/documents/failed/{document.pk}/"
    for shown in (page(client.get("/documents/failed/")), page(client.get(address))):
        assert kept.UNSEEN in shown
        assert not [one for one in (hidden.label, document.title) if one in shown]
    client.post(address)
    document.refresh_from_db()
    assert document.status == "waiting"


def test_what_says_nothing_is_not_sorted_by_what_it_would_say(
    hidden: Incident, ground: People, now: datetime
) -> None:
    """Where it stands among the others would tell its subject and its recipient."""
    person = User.objects.get(pk=ground.operations.pk)
    rows = failed_mails(person)
    Notification.objects.update(state="dead", next_attempt_at=None)
    about = rows.filter(reference=hidden.reference)
    for column in (one.order_by for one in FailedList.columns if one.order_by.startswith("shown")):
        assert set(about.values_list(column, flat=True)) == {kept.UNSEEN}
    assert {one.order_by for one in FailedList.columns} & {"subject", "recipient__email"} == set()
    assert "title" not in {one.order_by for one in DocumentFailedList.columns}
    assert "reference" not in {one.order_by for one in QuarantineList.columns}


def test_openings_are_judged_by_nobody_who_is_shut_out(
    filed: Incident, ground: People, now: datetime
) -> None:
    services.open_by_glass(reference=filed.label, reason="R", by=ground.police_lead, at=now)
    opening = IncidentOpening.objects.get()
    lead, address = as_(ground.data_protection), opening.get_absolute_url()
    assert filed.label in page(lead.get("/incidents/openings/"))
    services.exclude(
        record=filed, person=ground.data_protection, reason="R", by=ground.health_lead, at=now
    )
    assert filed.label not in page(lead.get("/incidents/openings/"))
    assert lead.get(address).status_code == 404
    assert lead.post(address, {"judgement": "justified"}).status_code == 404
    for act in (
        lambda: services.judge(
            opening=opening, judgement="justified", note="", by=ground.data_protection, at=now
        ),
        lambda: services.end_opening(
            opening=opening, by=ground.data_protection, at=now + timedelta(minutes=1)
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()
