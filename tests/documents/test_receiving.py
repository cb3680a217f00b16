"""What arrives with a request: how much of it is taken at all, and what is left where it fails."""

from datetime import datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shield.documents import removal, services
from shield.documents.models import Upload
from tests.personas import People


def test_somebody_not_signed_in_sends_one_file_at_most(db: None) -> None:
    files = {f"file{number}": SimpleUploadedFile("a.txt", b"a") for number in range(2)}
    assert Client().post(reverse("account_login"), files).status_code == 413


class Failed(Exception):
    """Whatever may go wrong."""


def lying() -> list[Path]:
    """What lies in quarantine."""
    return [one for one in Path(settings.MEDIA_ROOT).glob("quarantine/*") if one.is_file()]


def bring(people: People, at: datetime) -> Upload:
    file = SimpleUploadedFile("a.txt", b"What was known")
    return services.receive(file=file, reference="SIN-1", by=people.health_lead, at=at)


@transaction.atomic
def bring_and_fail(people: People, at: datetime) -> None:
    bring(people, at)
    raise Failed


@pytest.mark.django_db(transaction=True)
def test_a_row_that_cannot_be_written_leaves_no_file(people: People, at: datetime) -> None:
    before = lying()
    with mock.patch.object(Upload, "save", side_effect=Failed), pytest.raises(Failed):
        bring(people, at)
    assert lying() == before


@pytest.mark.django_db(transaction=True)
def test_an_owner_that_fails_afterwards_leaves_no_file_for_long(
    people: People, at: datetime
) -> None:
    before = lying()
    with pytest.raises(Failed):
        bring_and_fail(people, at)
    kept = bring(people, at)
    now = timezone.now()

    assert removal.remove_orphans(at=now) == 0  # its row may be on its way
    assert removal.remove_orphans(at=now + removal.ORPHANED_AFTER + timedelta(hours=1)) >= 1

    assert {one.name for one in lying()} <= {one.name for one in before} | {kept.storage_key.hex}
    assert kept.file.storage.exists(str(kept.file.name))
