"""The portal's settings, and beside it the peer that it is measured against: Django's admin."""

from shield.local import template
from shield.settings import *  # noqa: F403  all of it, then what differs
from shield.settings import DATABASES, INSTALLED_APPS, TEMPLATES, env

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
ROOT_URLCONF = "bench.urls"
TEMPLATES = [
    TEMPLATES[0],
    {
        **TEMPLATES[1],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
# A database of its own beside the tests', made anew by each run.
DATABASES["default"]["TEST"] = {
    "NAME": env.str("SHIELD_BENCH_DATABASE", default="bench_shield"),
    "TEMPLATE": env.str(template.VARIABLE, default="") or None,
}
# One connection for the whole run: the stopwatch hangs on the process behind it.
DATABASES["default"]["CONN_MAX_AGE"] = None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING = {"version": 1, "disable_existing_loggers": True}
