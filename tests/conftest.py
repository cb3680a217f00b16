"""What every test stands on: a database of its own, no sockets to elsewhere, warnings as errors."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shield.local import template
from tests.register import load_register

pytest_plugins = ["tests.emptying", "tests.personas"]


def pytest_runtest_setup() -> None:
    """Services on this machine may be spoken to, nothing else."""
    import pytest_socket

    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The database is copied from one that has the tables, where `./test` has made it."""
    from django.db import connection

    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get(template.VARIABLE)


@pytest.fixture(scope="session", autouse=True)
def quick_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Weak, quick password hashes; static files without a manifest; files kept in a folder."""
    from django.test import override_settings

    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
            },
        },
        MEDIA_ROOT=Path(tmp_path_factory.mktemp("media")),
        CELERY_BROKER_URL="memory://",
        # A slow machine does not make proofs stale; tests of that set their own.
        SHIELD_STEP_UP_SECONDS=24 * 60 * 60,
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def forced_sign_ins_gave_a_password() -> Iterator[None]:
    """`client.force_login` leaves what signing in by password leaves: proved and begun just now."""
    import time

    from allauth.account.internal.flows.login import record_authentication
    from django.contrib.auth.signals import user_logged_in

    from shield.people import middleware

    def prove(sender: object, request: Any, user: Any, **_: object) -> None:
        if not hasattr(request, "allauth"):  # no sign-in of the portal's own
            record_authentication(request, user, "password")
            now = time.time()
            # Of a person of its own: nobody's access is looked up yet.
            held = middleware.held(type(user).objects.get(pk=user.pk))
            request.session.update({"since": now, "seen": now, "held": held})

    user_logged_in.connect(prove)
    yield
    user_logged_in.disconnect(prove)


@pytest.fixture
def at() -> datetime:
    """A moment to do things at: a Tuesday afternoon in London, in winter."""
    return datetime(2026, 11, 24, 14, 30, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def rules(db: None) -> None:
    """The rule register as every portal begins with it."""
    load_register()
