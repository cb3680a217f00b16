"""Where is everything? Each room and app names its own pages; this only says under which path."""

from django.urls import include, path

from partnership.urls import FEEDS
from shield.core.health import Health, Ready

urlpatterns = [
    path("", include("shield.reporting.urls")),
    path("healthz/", Health.as_view(), name="health"),
    path("readyz/", Ready.as_view(), name="ready"),
    path("accounts/", include("shield.people.urls")),
    path("audit/", include("shield.audit.urls")),
    path("clocks/", include("shield.clocks.urls")),
    path("messages/", include("shield.notifications.urls")),
    path("documents/", include("shield.documents.urls")),
    path("incidents/", include("incidents.urls")),
    path("conferences/", include("conferences.urls")),
    path("partnership/", include("partnership.urls")),
    path("feeds/", include(FEEDS)),
    path("demo/", include("shield.notifications.demo_urls")),
]

handler400 = "shield.core.errors.handler400"
handler403 = "shield.core.errors.handler403"
handler404 = "shield.core.errors.handler404"
handler500 = "shield.core.errors.handler500"
