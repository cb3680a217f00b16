"""What is counted for whoever watches the servers. Labels are names of pages: never an address."""

import os

from django.conf import settings
from django.utils.crypto import constant_time_compare
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

SECONDS = Histogram(
    "shield_request_seconds",
    "How long requests took, by page",
    ["page", "method"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, float("inf")),
)
ANSWERS = Counter(
    "shield_requests", "Requests answered, by page and status", ["page", "method", "status"]
)


def count(*, page: str, method: str, status: int, seconds: float) -> None:
    """One request more."""
    SECONDS.labels(page, method).observe(seconds)
    ANSWERS.labels(page, method, str(status)).inc()


def may_read(authorization: str) -> bool:
    """Whether a request's `Authorization` holds the operator's token; never without one."""
    token = settings.SHIELD_METRICS_TOKEN
    return bool(token) and constant_time_compare(authorization, f"Bearer {token}")


def written(*more: Collector) -> bytes:
    """All numbers in Prometheus' format: of every web process of this server, and of `more`."""
    counted = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)
    others = CollectorRegistry()
    for one in more:
        others.register(one)
    return generate_latest(counted) + generate_latest(others)
