"""Real workers beside pretend portals for the benchmark of jobs: engine times as in production, SQLite, own Redis."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.servers import EMULATOR_PORT

HOSTS = tuple(f"127.0.0.{number}" for number in range(1, 15))
FOLDER = Path(tempfile.mkdtemp(prefix="page-desk-bench-"))
os.environ.update(
    {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"sqlite:///{FOLDER / 'bench.sqlite3'}",
        "BITRIX24_TRUSTED_HOSTS": ",".join(f"{host}:{EMULATOR_PORT}" for host in (*HOSTS, "127.0.0.100")),
        "ALLOWED_HOSTS": "testserver,localhost",
        "SPEED": "1",
    }
)

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from landing_app.jobs.models import FINAL_JOBS, Job  # noqa: E402
from portal_emulator import Emulator  # noqa: E402
from tests.jobs.engine import Town, build_town  # noqa: E402
from tests.proof.fleet import Fleet  # noqa: E402


class Rig:
    """Fourteen portals without limits reached, two worker processes of eight threads each, and beat."""

    def __init__(self) -> None:
        call_command("migrate", verbosity=0)
        self.emulator = Emulator(hosts=HOSTS, port=EMULATOR_PORT, seed=False)
        self.fleet = Fleet(FOLDER, workers=2, threads=8, crash_points=False)

    def __enter__(self) -> Self:
        self.emulator.start()
        self.towns = [build_town(self.emulator, host) for host in HOSTS]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.emulator.stop()

    def slow(self, towns: Iterable[Town], request: float, command: float, *, operating: bool = False) -> None:
        """Seconds per request and per command; `operating` adds the documented seconds of each method."""
        for town in towns:
            latency = town.there.latency
            latency.request, latency.command, latency.operating = request, command, operating
            town.there.requests.clear()


def over(jobs: Iterable[Job], limit: float = 180) -> list[Job]:
    """Wait until the jobs have ended; returns them as they are then. TimeoutError when they do not end."""
    ids = [job.pk for job in jobs]
    wait_for(lambda: not Job.objects.filter(pk__in=ids).exclude(state__in=FINAL_JOBS).exists(), limit)
    return list(Job.objects.filter(pk__in=ids).order_by("created_at"))


def wait_for(condition: Callable[[], bool], limit: float = 60) -> None:
    """Poll; TimeoutError after `limit` seconds."""
    deadline = time.monotonic() + limit
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"still waiting after {limit:.0f} s")
        time.sleep(0.1)


def seconds_of(job: Job) -> float:
    """From the click to the final state, by the rows."""
    assert job.finished_at is not None and job.started_at is not None
    return (job.finished_at - job.started_at).total_seconds()
