"""What was minuted is not lost with its item or its meeting, nor by an odd version of a page."""

from datetime import datetime

import pytest

from partnership import services
from partnership.models import Decision, Meeting
from tests.partnership.browsing import sends
from tests.partnership.minuting import begun, item, write
from tests.personas import People

pytestmark = pytest.mark.django_db


def test_an_item_that_was_minuted_stays_on_the_agenda(
    sitting: Meeting, people: People, now: datetime
) -> None:
    one, two = item(sitting, people, now, 1), item(sitting, people, now, 2)
    begun(sitting, people, now)
    write(one, people.operations, "All agreed", now)
    answer = sends(people.operations, "agenda_item_take_off", {}, pk=one.pk)
    assert answer.status_code == 409
    assert "Something is minuted" in answer.content.decode()
    services.take_off(by=people.operations, item=two, at=now)
    assert list(sitting.items.standing()) == [one]


def test_an_item_whose_text_was_emptied_again_comes_off(
    sitting: Meeting, people: People, now: datetime
) -> None:
    one = item(sitting, people, now, 1)
    begun(sitting, people, now)
    write(one, people.operations, "Mistaken", now)
    write(one, people.operations, "", now)
    services.take_off(by=people.operations, item=one, at=now)
    assert not sitting.items.standing().exists()


def test_an_item_on_which_was_decided_stays_on_the_agenda(
    sitting: Meeting, people: People, now: datetime
) -> None:
    one = item(sitting, people, now, 1)
    Decision.objects.create(
        reference="DEC-2026-0001", body=sitting.body, meeting=sitting, item=one, text="Agreed",
        decided_on=sitting.on, recorded_by=people.operations, recorded_at=now,
    )  # fmt: skip
    with pytest.raises(services.MinutedAlready):
        services.take_off(by=people.operations, item=one, at=now)


def test_nothing_is_minuted_on_an_item_that_was_taken_off_meanwhile(
    sitting: Meeting, people: People, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = item(sitting, people, now, 1)
    begun(sitting, people, now)
    services.take_off(by=people.operations, item=one, at=now)
    # As one who was let in the moment before.
    monkeypatch.setattr("partnership.services.minutes.require_minuter", lambda *_: None)
    with pytest.raises(services.NotToMinute):
        write(one, people.operations, "All agreed", now)


def test_a_meeting_of_which_something_was_minuted_is_not_cancelled(
    sitting: Meeting, people: People, now: datetime
) -> None:
    one = item(sitting, people, now, 1)
    begun(sitting, people, now)
    write(one, people.operations, "All agreed", now)
    answer = sends(people.operations, "meeting_cancel", {"why": "Snow"}, pk=sitting.pk)
    assert answer.status_code == 409
    sitting.refresh_from_db()
    assert sitting.status == "confirmed"


def test_a_first_text_is_saved_whatever_version_its_page_claims(
    sitting: Meeting, people: People, now: datetime
) -> None:
    one = item(sitting, people, now, 1)
    begun(sitting, people, now)
    said = {"text": "All agreed", "fingerprint": "999"}
    assert sends(people.operations, "minute_edit", said, pk=one.pk).status_code == 302
    assert (one.minute.text, one.minute.version) == ("All agreed", 1)
