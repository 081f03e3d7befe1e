"""The job engine against pretend portals: speed of a large job, of the click, fairness, honest
time left, and exact undo.

    python -m benchmarks.jobs [publish] [accept] [fair] [left] [undo]

Prints the workload and the figures of each case; without arguments all of them, about five minutes.
"""

from __future__ import annotations

import statistics
import sys
import time

from django.urls import reverse

from benchmarks.job_rig import Rig, over, seconds_of, wait_for
from benchmarks.time_left import left
from benchmarks.undo_case import undo
from landing_app.jobs import services
from landing_app.jobs.engine import planner
from landing_app.jobs.models import ItemState, Job, JobItem, JobState
from tests.jobs.engine import Town, targets
from tests.people import open_app

CLICKS = 40
LARGE = 10_000


def publish(rig: Rig) -> None:
    """200 pages with the documented seconds of every method; the portal does one thing at a time."""
    town = rig.towns[0]
    pages = town.pages(200)
    person = town.person()
    job = services.open_plan(person, "publish_page", targets(pages))
    rig.slow([town], 0.05, 0.0, operating=True)
    services.start(job.pk, person)
    (job,) = over([job])
    busy = sum(entry.seconds for entry in town.there.requests if not entry.in_batch)
    number = sum(not entry.in_batch for entry in town.there.requests)
    print(
        "publish: 200 pages, 50 ms per request and the documented seconds per command "
        "(landing.landing.publication 0.28 s)"
    )
    print(
        f"  {seconds_of(job):.1f} s from click to end, the portal was busy for {busy:.1f} s in {number} requests: "
        f"x {seconds_of(job) / busy:.3f} (goal 1.10); online: {sum(page.active for page in pages)}"
    )


def accept(rig: Rig) -> Job:
    """The click on a job of 10,000 items whose plan is ready, through the whole web stack."""
    town = rig.towns[1]
    person = open_app(rig.emulator, town.there)
    job = services.open_plan(person.row, "publish_page", targets(town.pages(LARGE)))
    begun = time.perf_counter()
    job = planner.make_stored_plan(job)
    planned = time.perf_counter() - begun
    seconds = []
    for _ in range(CLICKS):
        begun = time.perf_counter()
        answer = person.client.post(reverse("start-job", args=[job.pk]))
        seconds.append(time.perf_counter() - begun)
        assert answer.status_code < 400, answer.content
        assert Job.objects.get(pk=job.pk).state == JobState.WAITING
        Job.objects.filter(pk=job.pk).update(state=JobState.PLANNED)
    print(f"accept: {CLICKS} clicks on a job of {LARGE} items, planned beforehand in {planned:.1f} s")
    print(
        f"  median {statistics.median(seconds) * 1000:.0f} ms, p95 {_p95(seconds) * 1000:.0f} ms (goal 150 ms)"
    )
    return job


def fair(rig: Rig) -> None:
    """Nine portals with ten items each, alone and beside the portal with 10,000 items."""
    others = rig.towns[2:11]
    large = Job.objects.filter(portal=rig.towns[1].portal, state=JobState.PLANNED).first() or accept(rig)
    rig.slow([rig.towns[1], *others], 0.05, 0.05)
    for town in others:
        town.person()
    alone = _nine(others)
    services.start(large.pk, large.starter)
    wait_for(lambda: JobItem.objects.filter(job=large, state=ItemState.DONE).exists())
    beside = _nine(others)
    print("fair: nine portals with 10 items each, 50 ms per request and per command, two rounds of each")
    for name, seconds in (("alone", alone), ("beside 10,000 items", beside)):
        print(f"  {name}: median {statistics.median(seconds):.2f} s, p95 {_p95(seconds):.2f} s")
    print(
        f"  slower by {(statistics.mean(beside) / statistics.mean(alone) - 1) * 100:.0f} % (goal below 20 %)"
    )
    services.stop(large, large.starter)


def _nine(towns: list[Town]) -> list[float]:
    """Seconds of each small job, two rounds."""
    seconds = []
    for _ in range(2):
        plans = [services.open_plan(town.person(), "publish_page", targets(town.pages(10))) for town in towns]
        jobs = over([services.start(plan.pk, plan.starter) for plan in plans])
        seconds += [seconds_of(job) for job in jobs]
        for town in towns:
            town.there.buckets.forget()
    return seconds


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]


def main() -> None:
    wanted = sys.argv[1:] or ["accept", "publish", "fair", "left", "undo"]
    with Rig() as rig:
        if "accept" in wanted:
            accept(rig)
        if wanted != ["accept"]:
            with rig.fleet:
                for name, case in (("publish", publish), ("fair", fair), ("left", left), ("undo", undo)):
                    if name in wanted:
                        case(rig)


if __name__ == "__main__":
    main()
