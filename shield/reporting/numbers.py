"""The same questions as the page of what runs, in numbers for Prometheus: counts and ages."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from celery import current_app
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from shield.clocks.models import Clock
from shield.reporting import status
from shield.reporting.models import Beat


class Numbers(Collector):
    """Asked of the database at the moment of collecting, in a fixed number of queries."""

    def __init__(self, *, at: datetime) -> None:
        self.at = at

    def describe(self) -> list[Metric]:
        """Nothing beforehand, so that registering asks no database."""
        return []

    def collect(self) -> Iterator[Metric]:
        mails, made, held = (
            status.mail_numbers(),
            status.document_numbers(),
            status.upload_numbers(),
        )
        yield gauge(
            "shield_mails",
            "Mails by what became of them",
            "state",
            {name: mails[name] for name in ("waiting", "uncertain", "dead")},
        )
        yield gauge(
            "shield_documents",
            "PDFs by what became of them",
            "state",
            {name: made[name] for name in ("waiting", "failed")},
        )
        yield gauge("shield_uploads", "Files in quarantine", "state", {"quarantine": held["held"]})
        yield gauge(
            "shield_oldest_seconds",
            "Age of what waits longest, 0 if nothing waits",
            "queue",
            {
                "mail": self.age(mails["oldest"]),
                "documents": self.age(made["oldest"]),
                "quarantine": self.age(held["oldest"]),
            },
        )
        overdue = Clock.objects.overdue(timezone.localdate(self.at)).count()
        yield gauge("shield_clocks", "Deadlines that passed unmet", "state", {"overdue": overdue})
        yield from self.tasks()

    def tasks(self) -> Iterator[Metric]:
        """Of each scheduled task; one that never ran has no age."""
        known = {beat.task: beat for beat in Beat.objects.all()}
        names = sorted({entry["task"] for entry in current_app.conf.beat_schedule.values()})
        ran = {name: known[name].ended_at for name in names if name in known}
        yield gauge(
            "shield_task_age_seconds",
            "Since a scheduled task last ended well",
            "task",
            {name: self.age(ended) for name, ended in ran.items() if ended},
        )
        yield gauge(
            "shield_task_failing",
            "Whether its last run failed, or it has never run",
            "task",
            {name: int(not ran.get(name) or bool(known[name].problem)) for name in names},
        )

    def age(self, since: datetime | None) -> float:
        return (self.at - since).total_seconds() if since else 0.0


def gauge(name: str, what: str, label: str, values: dict[str, Any]) -> Metric:
    family = GaugeMetricFamily(name, what, labels=[label])
    for of, value in values.items():
        family.add_metric([of], value)
    return family
