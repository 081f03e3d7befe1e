"""`/metrics` for Prometheus, behind METRICS_TOKEN: counted from rows and queues when asked, nothing is collected."""

from collections.abc import Iterator
from contextlib import suppress

import redis
from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from landing_app.jobs.models import OPEN_JOBS, Job, JobItem
from landing_app.portals import health
from landing_app.portals.clients import redis_connection
from landing_app.portals.models import Portal

QUEUES = ("portal", "system")


class _Rows(Collector):
    """Gauges read from the database and the broker at the moment of the request."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        portals = Portal.objects.values_list("status").annotate(Count("pk")).order_by("status")
        yield _gauge("page_desk_portals", "Portals by status", "status", dict(portals))
        jobs = Job.objects.values_list("state").annotate(Count("pk")).order_by("state")
        yield _gauge("page_desk_jobs", "Jobs by state", "state", dict(jobs))
        open_items = JobItem.objects.filter(job__state__in=OPEN_JOBS).values_list("state")
        items = dict(open_items.annotate(Count("pk")).order_by("state"))
        yield _gauge("page_desk_open_job_items", "Items of unfinished jobs by state", "state", items)
        yield _gauge("page_desk_queue_messages", "Messages waiting in the broker", "queue", _queues())
        age = health.report().get("sweep_age")
        if isinstance(age, int):
            yield GaugeMetricFamily("page_desk_sweep_age_seconds", "Seconds since the last sweep", value=age)


def _gauge(name: str, meaning: str, label: str, values: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, meaning, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _queues() -> dict[str, int]:
    """Messages by queue; none without a broker, when the other figures matter most."""
    with suppress(redis.RedisError):
        return {queue: redis_connection().llen(queue) for queue in QUEUES}
    return {}


def metrics(request: HttpRequest) -> HttpResponse:
    """The figures as text; 404 unless METRICS_TOKEN is set and sent as `Authorization: Bearer …`."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(sent, settings.METRICS_TOKEN):
        raise Http404
    registry = CollectorRegistry()
    registry.register(_Rows())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
