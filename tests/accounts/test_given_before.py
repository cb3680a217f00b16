"""An upgrade knows nothing of when roles were given before it, and makes nothing up."""

from importlib import import_module

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from shield.accounts.models import Membership, User

NAME = "0002_membership_given_at"


def upgraded() -> None:
    """The table as it was before, and then the migration."""
    loader = MigrationLoader(connection)
    before = loader.project_state(("accounts", "0001_initial"))
    migration = import_module(f"shield.accounts.migrations.{NAME}").Migration(NAME, "accounts")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE accounts_membership DROP COLUMN given_at")
    with connection.schema_editor(atomic=False) as editor:
        migration.apply(before, editor)


def test_roles_of_before_the_upgrade_have_no_moment(people):
    upgraded()
    assert set(Membership.objects.values_list("given_at", flat=True)) == {None}


def test_nobody_seems_to_have_come_back_by_it(people):
    """Else every name that let somebody into a case before the upgrade would be void."""
    upgraded()
    assert {User.objects.get(pk=one.pk).access.since for one in people} == {None}


def test_roles_given_after_it_have_one(people):
    upgraded()
    before = timezone.now()
    made = Membership.objects.create(
        user=people.leaver,
        agency=people.agencies.police,
        role="champion",
        starts_on=timezone.localdate(),
    )
    assert made.given_at is not None
    assert made.given_at >= before
