"""Every page of the partnership as somebody gets it: each address with each record there is."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db import transaction
from django.test import Client
from django.urls import reverse

from partnership import models, urls
from shield.accounts.models import User
from shield.clocks.models import Clock
from shield.clocks.urls import urlpatterns as clock_pages
from shield.core.views import ListPage
from tests.partnership.browsing import as_

# What a page is about, by how its address begins: the longest beginning counts.
ABOUT: dict[str, Any] = {
    "agenda/": models.AgendaItem,
    "actions/": models.Action,
    "actions/evidence/": models.ActionUpdate,
    "appointments/": models.Holding,
    "between/": models.DecisionRequest,
    "bodies/": models.Body,
    "budgets/": models.Budget,
    "challenges/": models.Challenge,
    "changes/": models.PersonnelChange,
    "contributions/": models.Contribution,
    "decisions/": models.Decision,
    "differences/": models.Escalation,
    "differences/returns/": models.EscalationReturn,
    "differences/themes/": models.EscalationTheme,
    "duties/": models.ReportingDuty,
    "feeds/": models.FeedToken,
    "interests/": models.Interest,
    "invited/": models.Invited,
    "items/": models.StandingItem,
    "measures/": models.Measure,
    "meetings/": models.Meeting,
    "papers/": models.Paper,
    "priorities/": models.Priority,
    "proposals/": models.Proposal,
    "readers/": models.ItemReader,
    "scrutiny/": models.KeyQuestion,
    "scrutiny/evidence/": models.Evidence,
    "scrutiny/programme/": models.ProgrammeEntry,
    "seats/": models.Seat,
}
ELSEWHERE = (
    "home", "status", "message_list", "failed_list", "document_failed_list", "quarantine_list",
    "audit_search",
)  # fmt: skip
# What differs from one request to the next, whoever asks.
CHANGES = re.compile(
    r'((?:name="(?:csrfmiddlewaretoken|form_token)" value|data-left)="|"token": "|nonce-|'
    r"X-Request-ID: |(?:max-age|Max-Age|expires)[=:] ?)[^\"';\n]*"
)


def about(route: str) -> Any:
    """The model whose rows a page shows one of."""
    begins = [one for one in ABOUT if route.startswith(one)]
    if not begins:
        raise KeyError(f"say in ABOUT of what records {route} is a page")
    return ABOUT[max(begins, key=len)]


def addresses(words: Iterable[str] = ()) -> list[str]:
    """Every address of now: of records, of months, of lists, as files and asked for `words`."""
    found = [reverse(name) for name in ELSEWHERE]
    for one in (*urls.urlpatterns, *clock_pages):
        view: Any = vars(one.callback)["view_class"]
        if hasattr(view, "get"):
            questions = ("", *_questions(view, words))
            found += [place + question for place in _places(one) for question in questions]
    return found


def _places(page: Any) -> Iterator[str]:
    route, name = str(page.pattern), str(page.name)
    if "<int:month>" in route:
        for meeting in models.Meeting.objects.all():
            yield reverse(name, kwargs={"year": meeting.on.year, "month": meeting.on.month})
    elif "<int:year>" in route:
        yield reverse(name, kwargs={"year": models.Meeting.objects.latest("starts_at").on.year})
    elif "<int:pk>" in route:
        if page in clock_pages and name != "clock_detail":
            return
        model: Any = Clock if page in clock_pages else about(route)
        for pk in model.objects.order_by("pk").values_list("pk", flat=True):
            yield reverse(name, kwargs={"pk": pk})
    else:
        yield reverse(name)


def _questions(view: Any, words: Iterable[str]) -> Iterator[str]:
    if not issubclass(view, ListPage):
        return
    yield "?format=csv"
    if getattr(view, "as_xlsx", False):
        yield "?format=xlsx"
    if hasattr(view, "printed"):
        yield "?format=print"
    filters = view.filterset_class.base_filters.items() if view.filterset_class else ()
    for name, one in filters:
        if type(one) is django_filters.CharFilter:
            yield from (f"?{urlencode({name: word})}" for word in words)


def got(client: Client, address: str) -> str:
    """Status, headers and all that an answer says; files of files are unpacked."""
    with transaction.atomic():
        answer: Any = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            parts = [file.read(one) for one in file.namelist() if not one.startswith("docProps")]
        body = b"\n".join(parts)
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    said = f"{answer.status_code}\n{headers}\n{body.decode(errors='replace')}"
    return CHANGES.sub(r"\1", said)


def seen_by(user: User, addresses: Iterable[str]) -> dict[str, str]:
    client = as_(user)
    return {address: got(client, address) for address in addresses}
