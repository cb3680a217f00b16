"""Encrypted columns: the same in Python, nothing to read in the database, keys that can change."""

from datetime import date
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction

from incidents.models import Child, Incident
from shield.core import ciphers
from shield.core.fields import Sealed
from shield.core.sealing import seal_column, unseal_column
from tests.personas import People

pytestmark = pytest.mark.django_db
NAMES = {"first_names": "Zebulonia", "last_name": "Quillfeathery", "nhs_number": "4857773457"}


@pytest.fixture
def child(people: People, at: Any) -> Child:
    lead = people.health_lead
    incident = Incident.objects.create(
        agency=people.agencies.health,
        notifier=lead,
        form_token="0b0e4ef0-3d6a-4d54-9b4a-0f0a3c1d2e4f",
        created_at=at,
        saved_at=at,
        saved_by=lead,
    )
    return Child.objects.create(
        incident=incident,
        form_token="0b0e4ef0-3d6a-4d54-9b4a-0f0a3c1d2e50",
        saved_at=at,
        saved_by=lead,
        birth_date=date(2019, 5, 3),
        **NAMES,
    )


def stored(*columns: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM incidents_child")  # noqa: S608  ours
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def test_what_was_given_comes_back_as_it_was(child: Child) -> None:
    found = Child.objects.get()
    assert {name: getattr(found, name) for name in NAMES} == NAMES
    assert found.birth_date == date(2019, 5, 3)
    assert Child.objects.values_list("first_names", "birth_date").get() == (
        "Zebulonia",
        date(2019, 5, 3),
    )


def test_the_database_holds_nothing_of_it(child: Child) -> None:
    everything = " ".join(map(str, stored("*")))
    assert [part for part in (*NAMES.values(), "2019", "May") if part in everything] == []


def test_empty_stays_empty(child: Child) -> None:
    assert stored("address", "died_on") == ("", None)
    assert Child.objects.filter(address="", died_on__isnull=True).count() == 1
    assert Child.objects.exclude(first_names="").count() == 1


@pytest.mark.parametrize(
    "question",
    [
        {"first_names": "Zebulonia"},
        {"first_names__icontains": "zeb"},
        {"first_names__in": ["Zebulonia"]},
        {"birth_date__gt": date(2019, 1, 1)},
        {"birth_date__year": 2019},
    ],
)
def test_what_cannot_be_asked_of_it_is_refused(child: Child, question: dict[str, Any]) -> None:
    with pytest.raises(FieldError):
        list(Child.objects.filter(**question))


def test_updates_of_many_are_sealed_too(child: Child) -> None:
    Child.objects.update(last_name="Fairweather")
    assert "Fairweather" not in stored("last_name")[0]
    assert Child.objects.get().last_name == "Fairweather"

    child.last_name = "Thimblewick"
    Child.objects.bulk_update([child], ["last_name"])
    assert "Thimblewick" not in stored("last_name")[0]
    assert Child.objects.get().last_name == "Thimblewick"


def test_an_equal_number_is_found_by_its_fingerprint(child: Child) -> None:
    field: Any = Child._meta.get_field("nhs_fingerprint")
    assert Child.objects.filter(nhs_fingerprint=field.seek("485 777 3457")).get() == child
    assert not Child.objects.filter(nhs_fingerprint=field.seek("4857773465")).exists()
    assert field.seek("") == ""


def test_what_is_too_long_is_counted_as_it_was_typed() -> None:
    field = Child._meta.get_field("first_names")
    assert field.clean("x" * 200, None) == "x" * 200
    with pytest.raises(Exception, match="at most 200"):
        field.clean("x" * 201, None)


def tracked_by(model: Any) -> Any:
    """Of a model of versions the one of which it keeps versions."""
    return getattr(model, "pgh_tracked_model", model)


def choices_of(model: Any, field: Any) -> Any:
    """The choices of a column; those of versions have none of their own."""
    names = {one.name for one in tracked_by(model)._meta.fields}
    return tracked_by(model)._meta.get_field(field.name).choices if field.name in names else None


def test_every_column_that_can_name_a_child_is_sealed() -> None:
    """Whatever is text or a day and no choice: who adds a question decides about it here."""
    plain = {
        (tracked_by(model).__name__, field.name)
        for model in Incident._meta.apps.get_app_config("incidents").get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField | models.DateField)
        and not isinstance(field, Sealed | models.DateTimeField)
        and not choices_of(model, field)
        and field.name != "pgh_label"  # "insert" or "update"
    }
    assert plain - PLAIN_ON_PURPOSE == set()


# Codes of lists of options, states, references and words of the partnership's own.
PLAIN_ON_PURPOSE = {
    *(("Incident", name) for name in ("reference", "panel_reference", "setting")),
    *(("Child", name) for name in ("nhs_fingerprint", "sex", "ethnicity", "legal_status")),
    ("Child", "placement"),
    *(("Option", name) for name in ("list", "code", "label", "hint")),
    ("IncidentGrant", "perm"),
}


def test_sealed_text_of_libraries_and_within_json_is_sealed_anew(
    child: Child, settings: Any, people: People
) -> None:
    old, new = settings.SHIELD_DATA_KEYS[0], Fernet.generate_key().decode()
    factor = Authenticator.objects.create(
        user=people.health_lead, type="totp", data={"secret": ciphers.seal("tick"), "n": 1}
    )
    settings.SHIELD_DATA_KEYS = [new, old]

    call_command("rotate_keys", "--batch", "1")

    settings.SHIELD_DATA_KEYS = [new]
    factor.refresh_from_db()
    assert ciphers.unseal(factor.data["secret"]) == "tick"
    assert factor.data["n"] == 1


def test_what_refuses_every_change_is_sealed_anew_and_refuses_again(
    child: Child, settings: Any
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "CREATE TRIGGER kept BEFORE UPDATE ON incidents_child "
            "FOR EACH ROW EXECUTE FUNCTION audit_insert_only()"
        )
    old, new = settings.SHIELD_DATA_KEYS[0], Fernet.generate_key().decode()
    settings.SHIELD_DATA_KEYS = [new, old]

    call_command("rotate_keys")

    settings.SHIELD_DATA_KEYS = [new]
    assert Child.objects.get().last_name == "Quillfeathery"
    with pytest.raises(IntegrityError), transaction.atomic():
        Child.objects.update(last_name="Changed")


def test_what_no_key_opens_stays_and_is_named(child: Child, settings: Any) -> None:
    settings.SHIELD_DATA_KEYS = [Fernet.generate_key().decode()]
    before = stored("first_names")
    with pytest.raises(CommandError, match=r"incidents_child\.first_names \(1\)"):
        call_command("rotate_keys")
    assert stored("first_names") == before


def test_a_new_key_in_front_is_all_that_is_needed_after_rotating(
    child: Child, settings: Any, capsys: Any
) -> None:
    old, new = settings.SHIELD_DATA_KEYS[0], Fernet.generate_key().decode()
    settings.SHIELD_DATA_KEYS = [new, old]
    with pytest.raises(CommandError, match=r"incidents_child\.first_names \(1\)"):
        call_command("rotate_keys", "--check")

    call_command("rotate_keys")

    call_command("rotate_keys", "--check")
    settings.SHIELD_DATA_KEYS = [new]
    assert Child.objects.get().first_names == "Zebulonia"
    settings.SHIELD_DATA_KEYS = [old]
    with pytest.raises(ciphers.CannotUnseal):
        Child.objects.get()


def test_a_new_look_up_key_needs_new_fingerprints(child: Child, settings: Any) -> None:
    field: Any = Child._meta.get_field("nhs_fingerprint")
    settings.SHIELD_LOOKUP_KEY = "another"
    assert not Child.objects.filter(nhs_fingerprint=field.seek("4857773457")).exists()

    call_command("rotate_keys", "--fingerprints")

    assert Child.objects.filter(nhs_fingerprint=field.seek("4857773457")).exists()


def test_what_lay_in_plain_is_sealed_once_and_comes_back(child: Child) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE incidents_child SET address = '1 Larch Way'")
    assert seal_column("incidents_child", "id", "address") == 1
    assert seal_column("incidents_child", "id", "address") == 0
    assert "Larch" not in stored("address")[0]
    assert Child.objects.get().address == "1 Larch Way"
    unseal_column("incidents_child", "id", "address")
    assert stored("address") == ("1 Larch Way",)
