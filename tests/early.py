"""Loaded before every other pytest plugin (`-p`): the environment must stand when settings load."""

import os

from shield.local import environment

# Workers of xdist inherit what the first process has set.
if "PYTEST_XDIST_WORKER" not in os.environ:
    environment.prepare_tests()
# Playwright keeps an event loop in the thread in which fixtures use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
for folder in ("static", "assets"):
    (environment.ROOT / "build" / folder).mkdir(parents=True, exist_ok=True)
