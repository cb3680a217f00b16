"""Start: the settings, a database of this run alone, and the demo's people and stories in it."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def bench() -> Iterator[None]:
    """Django set up on a fresh database of its own; the database is gone afterwards."""
    from shield.local import environment

    cluster = environment.prepare_tests()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    (environment.ROOT / "build" / "static").mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    # pytest's own database of the same name must not be in the way of two runs at once.
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        call_command("load_demo", stdout=Path(os.devnull).open("w"))  # noqa: SIM115  for this run
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        if cluster:
            cluster.stop()
