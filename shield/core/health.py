"""Whether this process can serve: asked by the launcher, by containers and by load balancers."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from shield.core.views import Page


class Health(Page):
    """200 `ok` while the database answers, else 503; says nothing about why."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return HttpResponse("the database does not answer\n", "text/plain", status=503)
        return HttpResponse("ok\n", "text/plain")


class Ready(Page):
    """200 `ok` once this process may be given people: the database answers and fits the code."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            plan = MigrationExecutor(connection)
            behind = plan.migration_plan(plan.loader.graph.leaf_nodes())
        except DatabaseError:
            return HttpResponse("the database does not answer\n", "text/plain", status=503)
        if behind:
            return HttpResponse("the database waits for migrations\n", "text/plain", status=503)
        return HttpResponse("ok\n", "text/plain")
