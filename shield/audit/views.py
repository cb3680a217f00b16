"""The search page of the audit: who did what, who read what, when. Never content."""

import base64
import binascii
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time
from operator import itemgetter
from pathlib import Path
from typing import Any

import django_filters
from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from shield.accounts import kept
from shield.accounts.access import signed_in
from shield.accounts.models import User
from shield.audit import services
from shield.audit.models import Entry
from shield.audit.permissions import Perm
from shield.core import lists
from shield.core.forms import CharField, Select
from shield.core.lists import Column, DayFilter, Filters
from shield.core.london import LONDON
from shield.core.views import ListPage

SYSTEM = "system"
# So many people at most may one part of a name stand for: it must be one index search each.
PEOPLE_AT_MOST = 50


class LineFilter(django_filters.Filter):
    field_class = CharField


def kinds() -> list[tuple[str, str]]:
    """The portal's own kinds of record by name, with the room where two are named alike."""
    own = [model._meta for model in apps.get_models() if is_own(model._meta.app_config)]
    names = Counter(str(meta.verbose_name).capitalize() for meta in own)
    found = []
    for meta in own:
        name = str(meta.verbose_name).capitalize()
        found.append((meta.label_lower, f"{name} ({meta.app_label})" if names[name] > 1 else name))
    return sorted(found, key=itemgetter(1))


def is_own(app: AppConfig | None) -> bool:
    """Whether an app is part of this tree; what libraries keep is never the subject of an entry."""
    return (
        app is not None
        and Path(app.path).parent.is_relative_to(settings.BASE_DIR)
        and ("site-packages" not in app.path)
    )


class EntryFilters(Filters):
    """Each of these ends in an index of the table, newest first."""

    person = LineFilter(
        method="of_person",
        label="Person",
        help_text=f"Part of a name or email address, or “{SYSTEM}”",
    )
    verb = LineFilter(label="What happened", help_text="For example incident.submitted, consulted")
    reference = LineFilter(method="of_reference", label="Reference")
    subject_model = django_filters.ChoiceFilter(
        choices=lambda: kinds(),
        label="Kind of record",
        widget=Select,
        empty_label="All kinds",
    )
    since = DayFilter(method="from_day", label="From")
    until = DayFilter(method="to_day", label="To")

    def of_person(self, rows: QuerySet[Entry], name: str, value: str) -> QuerySet[Entry]:
        if value.lower() == SYSTEM:
            return rows.filter(actor_id=None)
        named = User.objects.filter(Q(full_name__icontains=value) | Q(email__icontains=value))
        return rows.filter(actor_id__in=list(named.values_list("pk", flat=True)[:PEOPLE_AT_MOST]))

    def of_reference(self, rows: QuerySet[Entry], name: str, value: str) -> QuerySet[Entry]:
        return rows.filter(reference=value.upper())

    def from_day(self, rows: QuerySet[Entry], name: str, value: Any) -> QuerySet[Entry]:
        return rows.filter(at__gte=datetime.combine(value, time.min, LONDON))

    def to_day(self, rows: QuerySet[Entry], name: str, value: Any) -> QuerySet[Entry]:
        return rows.filter(at__lte=datetime.combine(value, time.max, LONDON))


def place(entry: Entry) -> str:
    """Where a page ended, for the address of the next."""
    return base64.urlsafe_b64encode(f"{entry.at.isoformat()}|{entry.pk}".encode()).decode()


def placed(text: str) -> tuple[datetime, int] | None:
    """Where the last page ended; None for what is no such place."""
    try:
        at, _, pk = base64.urlsafe_b64decode(text.encode()).decode().partition("|")
        given, number = datetime.fromisoformat(at), int(pk)
        moment = given.astimezone(UTC)  # there is no such day for some offsets at either end
    except (ValueError, OverflowError, binascii.Error):
        return None
    return (moment, number) if given.tzinfo and 0 <= number < 2**63 else None


def seen_by(user: Any) -> QuerySet[Entry]:
    """The entries but those about a record from which this reader is shut out, by name or by id.

    Restricted records stay: nobody is named in one for being the auditor, entries say nothing of
    what a record holds, and who read a restricted one is what most needs somebody who asks.
    """
    rows = kept.without(Entry.objects.all(), user, restricted=False)
    for model in kept.containers():
        own = Q(subject_model=model._meta.label_lower)
        rows = rows.exclude(own, subject_id__in=kept.shut_out(model, user).values("pk"))
    return rows


class AuditSearch(ListPage):
    """Search the audit. Each search is itself written down: which filters, never their values."""

    permission = Perm.READ
    caption = "Audit"
    template = "audit/search.html"
    order = ("-at",)
    csv_name = "audit"
    filterset_class = EntryFilters
    columns = (
        Column("at", "When"),
        Column("actor", "Who"),
        Column("verb", "What"),
        Column("reference", "Reference"),
        Column(
            "subject_model", "Record", value=lambda row: f"{row.subject_model} {row.subject_id}"
        ),
        Column("facts", "Facts", value=lambda row: facts_in_words(row.facts)),
    )

    def rows(self) -> QuerySet[Entry]:
        return seen_by(self.request.user)

    def get(self, request: HttpRequest, **path: Any) -> HttpResponseBase:
        names = {name.split("_")[0] for name, value in request.GET.items() if value}
        used = sorted(n for n in EntryFilters.base_filters if n.split("_")[0] in names)
        as_csv = request.GET.get("format") == "csv"
        person = signed_in(request)
        services.record(
            "audit.searched", person, by=person, at=timezone.now(), filters=used, csv=as_csv
        )
        return super().get(request, **path)

    def listing(self, rows: QuerySet[Any], filters: Any) -> lists.Listing:
        """One page, equally quick however deep in the audit: it begins where the last ended."""
        query = self.request.GET
        after = placed(query.get("after", ""))
        if after is not None:
            rows = rows.filter(at__lte=after[0]).exclude(at=after[0], pk__gte=after[1])
        found = super().listing(rows, filters)
        pages: dict[str, Any] = {}
        if after is not None:
            href = lists.with_query(query, after="", page="")
            pages["previous"] = {"href": href, "text": "Newest"}
        if found.pages and "next" in found.pages:
            href = lists.with_query(query, after=place(found.records[-1]), page="")
            pages["next"] = {"href": href, "text": "Older"}
        return replace(found, pages=pages or None, total="Newest first")


def facts_in_words(facts: dict[str, Any]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in facts.items())
