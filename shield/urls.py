"""Where is everything? Each room and app names its own pages; this only says under which path."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from shield.core.health import Health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz/", Health.as_view(), name="health"),
]
for _prefix, _module in (
    ("", "shield.reporting.urls"),
    ("accounts/", "shield.people.urls"),
    ("audit/", "shield.audit.urls"),
    ("clocks/", "shield.clocks.urls"),
    ("messages/", "shield.notifications.urls"),
    ("documents/", "shield.documents.urls"),
    ("incidents/", "incidents.urls"),
    ("demo/", "shield.notifications.demo_urls"),
):
    if find_spec(_module):
        urlpatterns.append(path(_prefix, include(_module)))

handler400 = "shield.core.errors.handler400"
handler400 = "shield.core.errors.handler400"
handler403 = "shield.core.errors.handler403"
handler404 = "shield.core.errors.handler404"
handler500 = "shield.core.errors.handler500"
