"""The floors and the peer, behind the same middleware as the portal's own pages."""

from functools import cache
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from incidents.models import Incident
from shield.core.views import Page

ROWS = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Rows</title></head><body><table>
{% for row in rows %}
<tr><th scope="row"><a href="/incidents/{{ row.pk }}/">{{ row.reference }}</a></th>
<td>{{ row.status }}</td><td>{{ row.agency.name }}</td><td>{{ row.criteria|join("; ") }}</td>
<td>{{ row.submitted_at|moment }}</td><td>{{ "Late" if row.is_late else "" }}</td></tr>
{% endfor %}
</table></body></html>
"""


class Rows(Page):
    """The second floor: 25 rows of the same table from one query, in a page with nothing else."""

    permission = Page.SIGNED_IN
    # The columns that the table below names, and no other: so do the portal's lists.
    columns: ClassVar[tuple[str, ...]] = (
        *("reference", "status", "criteria", "submitted_at", "is_late"),
        *("agency__id", "agency__name"),
    )

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Incident.objects.select_related("agency").only(*self.columns)
        return HttpResponse(bare().render(rows=rows.order_by("-created_at", "-pk")[:25]))


@cache
def bare() -> Any:
    """The second floor's template, compiled once, as the portal's own are."""
    engine: Any = engines["jinja2"]
    return engine.env.from_string(ROWS)


def empty(request: HttpRequest) -> HttpResponse:
    """The first floor: what sign-in, session and every middleware cost before a page begins."""
    return HttpResponse()


class Peer(admin.AdminSite):
    """Django's admin, open to whoever is signed in: its own look-ups are not what is compared."""

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated)


class IncidentAdmin(admin.ModelAdmin):
    """The list as somebody sets it up who has read Django's tutorial."""

    list_display = ("reference", "status", "agency", "criteria", "submitted_at", "is_late")
    list_filter = ("status", "agency")
    list_select_related = ("agency",)
    list_per_page = 25
    ordering = ("-created_at",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_change_permission = has_module_permission = has_view_permission


peer = Peer(name="peer")
peer.register(Incident, IncidentAdmin)
urlpatterns = [
    path("empty/", empty),
    path("rows/", Rows.as_view()),
    path("peer/", peer.urls),
    path("", include("shield.urls")),
]
