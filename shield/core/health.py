"""Whether this process can serve: asked by the launcher, by containers and by load balancers."""

from django.db import DatabaseError, connection
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
