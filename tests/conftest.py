"""What every test stands on: a database of its own, no sockets to elsewhere, warnings as errors."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

pytest_plugins = ["tests.personas"]


def pytest_runtest_setup() -> None:
    """Services on this machine may be spoken to, nothing else."""
    import pytest_socket

    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


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
    ):
        yield


@pytest.fixture
def at() -> datetime:
    """A moment to do things at: a Tuesday afternoon in London, in winter."""
    return datetime(2026, 11, 24, 14, 30, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def rules(db: None) -> None:
    """The rule register as every portal begins with it."""
    from shield.clocks import services

    services.load_rules()
