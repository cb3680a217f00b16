"""How dear are pages, in empty views? See the README beside this."""

import os
import statistics
import time

from shield.local import environment

environment.prepare()
os.environ["DJANGO_SETTINGS_MODULE"] = "shield.settings"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import include, path  # noqa: E402

from incidents.models import Incident  # noqa: E402
from shield.accounts.models import User  # noqa: E402
from shield.clocks.models import Clock  # noqa: E402

ROUNDS = 40


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("empty/", empty), path("", include("shield.urls"))]


def cost(client: Client, address: str) -> float:
    """CPU milliseconds of one answer: the median of many, in this process."""
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        answer = client.get(address)
        spent.append((time.process_time() - began) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)
    return statistics.median(spent)


def main() -> None:
    settings.ROOT_URLCONF = "bench.pages"
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.force_login(User.objects.get(email="operations@demo.example"))
    filed = Incident.objects.filed().latest("pk")
    clock = Clock.objects.latest("pk")
    pages = ["/empty/", "/home/", "/incidents/", f"/incidents/{filed.pk}/"]
    pages += ["/clocks/", f"/clocks/{clock.pk}/", "/clocks/rules/", "/messages/", "/demo/mail/"]
    for address in pages:
        client.get(address)  # templates are compiled once
    base = cost(client, pages[0])
    print(f"{'page':24} {'ms CPU':>8} {'ratio':>6} {'queries':>8}")
    for address in pages:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
            asked = len(queries)
        spent = cost(client, address)
        print(f"{address:24} {spent:8.2f} {spent / base:6.1f} {asked:8}")


if __name__ == "__main__":
    with transaction.atomic():
        main()
        transaction.set_rollback(True)
