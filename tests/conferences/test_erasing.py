"""What was said at a conference is gone once its time is over: rows, old versions and files."""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from conferences import erasure, services
from conferences.models import Child, Conference, ConferenceKind, Disclosure, LegalHold
from conferences.services import erasing
from shield.audit.models import Entry
from shield.cases import services as cases
from shield.cases.services.naming import NotThere
from shield.core import roles_apart
from shield.documents import removal
from shield.documents.models import Document, Upload
from shield.documents.services.erasing import WORD
from shield.documents.workflow import ERASED
from tests.conferences.arranging import kind
from tests.conferences.holding import held
from tests.conferences.whole_story import CANARIES, whole_story
from tests.personas import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]

APP = apps.get_app_config("conferences")
# Of a conference that was held there are none.
EMPTY_IN_THE_STORY = {"ReportCheck", "ReportAdult"}


@pytest.fixture
def past() -> datetime:
    """Longer ago than what is said is kept."""
    return timezone.now().replace(hour=10) - timedelta(days=4 * 366)


@pytest.fixture
def told(people: People, past: datetime) -> Conference:
    return whole_story(people, past)


def everything() -> str:
    """All that is written anywhere of conferences, unsealed: their tables, files, and what rooms
    below were told of them.
    """
    found = []
    rooms = ("conferences", "documents", "clocks", "notifications", "audit")
    models: list[Any] = [one for room in rooms for one in apps.get_app_config(room).get_models()]
    for model in models:
        found += [repr(row) for row in model._base_manager.values_list()]
    return "\n".join(found)


def canaries() -> set[str]:
    text = everything()
    return {one for one in CANARIES if one in text}


def stored() -> set[str]:
    names = {str(name) for name in Document.objects.exclude(file="").values_list("file", flat=True)}
    names |= {str(name) for name in Upload.objects.exclude(file="").values_list("file", flat=True)}
    return {name for name in names if default_storage.exists(name)}


def test_nothing_of_what_was_said_is_left(told: Conference) -> None:
    assert canaries() == set(CANARIES)
    files = stored()
    assert len(files) == 6  # the report, the family's copy, its file, the pack, the annex, a letter

    assert services.erase_over(at=timezone.now()) == 1

    assert canaries() == set()
    assert removal.remove_erased() == 6
    assert [name for name in files if default_storage.exists(name)] == []


def test_every_encrypted_column_of_every_table_is_empty_or_says_so(told: Conference) -> None:
    services.erase_over(at=timezone.now())
    empty = set()
    for model, _ in erasure.tables():
        columns = [
            one.name for one in erasure.sealed(model)
            if (model.__name__, one.name) not in erasure.KEPT
        ]  # fmt: skip
        rows = list(model._base_manager.values_list(*columns)) if columns else [()]
        empty |= set() if rows else {model.__name__}
        for values in rows:
            assert set(values) <= {"", None, WORD}, model.__name__
    assert empty <= EMPTY_IN_THE_STORY


def test_what_says_that_it_was_stays(told: Conference) -> None:
    before = Conference.objects.values_list("reference", "status", "starts_at", "closed_at").get()
    now = timezone.now()
    entries = Entry.objects.count()
    services.erase_over(at=now)
    after = Conference.objects.values_list("reference", "status", "starts_at", "closed_at").get()
    assert before == after
    found = Conference.objects.get()
    assert found.erased_at == now
    assert found.requests.get().status == "reported"
    assert found.requests.get().answered_at is not None
    assert {one.decision.decided for one in found.children.all()} == {"plan", "no_plan"}
    assert Disclosure.objects.get().given_on is not None
    document = Document.objects.filter(status=ERASED).first()
    assert document is not None
    assert (document.content, len(document.sha256)) == ({}, 64)
    assert Entry.objects.count() == entries + 1
    last = Entry.objects.latest("position")
    assert (last.verb, last.actor) == ("conference.erased", "system")


def test_one_version_is_left_of_each_row_and_says_nothing(told: Conference) -> None:
    kinds = [one for one in APP.get_models() if erasure.is_history(one)]
    assert sum(one._base_manager.count() for one in kinds) > 40
    services.erase_over(at=timezone.now())
    for model in kinds:
        rows = list(model._base_manager.values_list("pgh_obj", flat=True))
        assert len(rows) == len(set(rows)), model.__name__


def test_who_asks_again_finds_nothing(told: Conference) -> None:
    at = timezone.now()
    assert services.over(at=at) == [told.pk]
    services.erase_over(at=at)
    assert services.over(at=at) == []
    assert services.erase_over(at=at) == 0


def test_another_family_keeps_every_word(told: Conference, people: People, past: datetime) -> None:
    """Its time is not over."""
    other = held(
        people, timezone.now(), "no_plan", family_reference="FAM-9", external_reference="OTHER"
    )
    before = Child.objects.filter(conference=other).values_list().get()
    versions = [one for one in APP.get_models() if erasure.is_history(one)]
    count = {
        one: one._base_manager.filter(**{erasure.path_to_conference(one): other.pk}).count()
        for one in versions
    }
    services.erase_over(at=timezone.now())
    assert Child.objects.filter(conference=other).values_list().get() == before
    assert count == {
        one: one._base_manager.filter(**{erasure.path_to_conference(one): other.pk}).count()
        for one in versions
    }


def test_a_file_that_could_not_be_removed_is_tried_again(
    told: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.erase_over(at=timezone.now())
    with monkeypatch.context() as broken:
        broken.setattr(default_storage, "delete", refuse)
        assert removal.remove_erased() == 0
    assert len(stored()) == 6
    assert removal.remove_erased() == 6
    assert removal.remove_erased() == 0


def refuse(name: str) -> None:
    raise OSError("busy")


def test_who_is_stopped_in_the_middle_leaves_all_of_it(
    told: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(erasing.documents, "erase", stop)
        with pytest.raises(KeyboardInterrupt):
            services.erase_over(at=timezone.now())
    assert canaries() == set(CANARIES)
    assert services.erase_over(at=timezone.now()) == 1


def stop(**_: Any) -> int:
    raise KeyboardInterrupt


def test_a_hold_that_was_placed_meanwhile_keeps_it(
    told: Conference, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was found before, and the hold is there when its turn comes."""
    at = timezone.now()
    found = services.over(at=at)
    a_hold(told, people, at)
    monkeypatch.setattr(erasing, "over", lambda *, at: found)
    assert services.erase_over(at=at) == 0
    assert canaries() == set(CANARIES)


def a_hold(conference: Conference | None, people: People, at: datetime) -> LegalHold:
    return services.place_hold(
        reference=conference.reference if conference else "", reason="An inquiry",
        token=uuid.uuid4(), by=people.data_protection, at=at,
    )  # fmt: skip


def test_nothing_more_is_done_with_it(told: Conference, people: People) -> None:
    at = timezone.now()
    services.erase_over(at=at)
    told.refresh_from_db()
    with pytest.raises(services.ErasedAlready):
        services.make_pack(conference=told, token=uuid.uuid4(), by=told.chair, at=at)
    with pytest.raises(services.ErasedAlready):
        a_hold(told, people, at)
    with pytest.raises(services.ErasedAlready):
        services.disclose(
            report=told.requests.get().report, copy="family", to="x", relationship="x", how="x",
            given_on=at.date(), token=uuid.uuid4(), by=told.chair, at=at,
        )  # fmt: skip
    with pytest.raises(NotThere):
        cases.name_person(
            record=told, person=people.health_lead, reason="canary", ends_at=None, by=told.chair,
            at=at,
        )  # fmt: skip
    assert canaries() == set()


def test_what_was_opened_is_judged_afterwards_too_and_without_a_word(
    told: Conference, people: People
) -> None:
    told.openings.update(judgement="", note="", reviewed_at=None, reviewed_by=None)
    at = timezone.now()
    services.erase_over(at=at)
    opening = told.openings.get()
    cases.judge(
        opening=opening, judgement="justified", note="canary", by=people.data_protection, at=at
    )
    opening.refresh_from_db()
    assert (opening.judgement, opening.note) == ("justified", "")


# --- What the database itself refuses -------------------------------------------------------------


def forget(conference: Conference) -> str:
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        connection.cursor().execute("SELECT conferences_forget_history(%s)", [conference.pk])
    return str(refused.value)


def test_old_versions_of_what_is_not_erased_are_not_let_go(told: Conference) -> None:
    assert "is not to be erased" in forget(told)


def test_nor_before_their_time_whatever_the_row_says(people: People) -> None:
    young = held(people, timezone.now() - timedelta(days=40), "no_plan")
    Conference.objects.filter(pk=young.pk).update(erased_at=timezone.now())
    assert "is not to be erased" in forget(young)
    # Neither does it help to set back the day on which it was over: versions know it.
    long_ago = timezone.now() - timedelta(days=4000)
    Conference.objects.filter(pk=young.pk).update(closed_at=long_ago)
    assert "was over on another day before" in forget(young)


@pytest.mark.parametrize("of_all", [True, False])
def test_nor_what_a_legal_hold_keeps(told: Conference, people: People, of_all: bool) -> None:
    a_hold(None if of_all else told, people, timezone.now())
    Conference.objects.filter(pk=told.pk).update(erased_at=timezone.now())
    assert "is kept by a legal hold" in forget(told)


def test_the_role_of_the_portal_erases_and_deletes_no_version_otherwise(told: Conference) -> None:
    role = "shield_portal_of_erasing"
    roles_apart.give(role, password="not used")
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("DELETE FROM conferences_childevent")
    assert services.erase_over(at=timezone.now()) == 1
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert canaries() == set()
    # What the function may, nobody may after it.
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        connection.cursor().execute("DELETE FROM conferences_childevent")


def test_the_function_knows_every_table_of_old_versions() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'conferences_forget_history'")
        [source] = cursor.fetchone()
    tables = [one._meta.db_table for one in APP.get_models() if erasure.is_history(one)]
    assert len(tables) >= 20
    let_go = set(re.findall(r"DELETE FROM (\w+) WHERE", source))
    assert let_go == set(tables)


# --- The register ---------------------------------------------------------------------------------

# Lists and figures, in which no family is named.
OF_NO_CONFERENCE = {
    "Category", "ConferenceKind", "ExtraPage", "Option", "QuarterFigures", "QuorumRule",
    "TimelinessPaper",
}  # fmt: skip


def test_every_table_hangs_on_a_conference_or_is_known_to_name_nobody() -> None:
    hanging = {model for model, _ in erasure.tables()}
    others = {one for one in APP.get_models() if one not in hanging and not erasure.is_history(one)}
    assert {one.__name__ for one in others} == OF_NO_CONFERENCE
    assert [one.__name__ for one in others if erasure.sealed(one)] == []


def test_what_is_kept_or_named_besides_is_there() -> None:
    columns = {
        (model.__name__, one.name) for model, _ in erasure.tables() for one in model._meta.fields
    }
    assert set(erasure.KEPT) | set(erasure.PLAIN) <= columns


# Codes, figures, and what the portal itself makes.
PLAIN_AND_HARMLESS = {
    ("Conference", "reference"),
    ("ConferenceGrant", "perm"),
    ("Disclosure", "sha256"),
    ("Outcome", "quorum"),
    ("Report", "category"),
    ("Report", "restricted_reason"),
    ("ReportRequest", "decline_reason"),
}


def test_no_plain_column_takes_free_text() -> None:
    free = {
        (model.__name__, one.name)
        for model, _ in erasure.tables()
        for one in model._meta.fields
        if one.get_internal_type() in ("CharField", "TextField", "JSONField")
        and one not in erasure.sealed(model)
        and not one.choices
    }
    assert sorted(free - set(erasure.PLAIN)) == sorted(PLAIN_AND_HARMLESS)


# --- By hand --------------------------------------------------------------------------------------


def test_the_command_says_what_it_would_do_and_does_it(
    told: Conference, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("erase_conferences", "--dry-run")
    said = capsys.readouterr().out
    assert said.startswith(f"{told.reference}: its time was over on ")
    assert said.endswith("conferences to erase: 1\n")
    assert canaries() == set(CANARIES)
    call_command("erase_conferences")
    assert capsys.readouterr().out == "conferences erased: 1\n"
    assert canaries() == set()


def test_it_runs_each_night() -> None:
    from shield.celery import app

    assert "conferences.erase" in {one["task"] for one in app.conf.beat_schedule.values()}


def test_a_kind_kept_for_months_that_are_a_typing_error_is_refused() -> None:
    kind("initial")
    with pytest.raises(DatabaseError), transaction.atomic():
        ConferenceKind.objects.update(keep_months=3)
