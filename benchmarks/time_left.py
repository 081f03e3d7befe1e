"""How honest the time left is: what the page of a job would say, against what then happened."""

from __future__ import annotations

import statistics
import time

from benchmarks.job_rig import Rig, over
from landing_app.jobs.models import FINAL_JOBS, Job
from landing_app.jobs.progress import counts, seconds_left
from tests.jobs.engine import started, targets

#: The goal: from a tenth of the job on, within a quarter of what is really left.
SHARE, TOLERANCE = 0.1, 0.25
#: Less than this (seconds) is shown as a moment.
A_MOMENT = 10
#: When it was read, and what it said.
Reading = tuple[float, float]


def left(rig: Rig) -> None:
    """Four jobs with the documented seconds of every method; read twice a second."""
    towns = rig.towns[2:6]
    sizes = (("publish_page", 200), ("unpublish_page", 200), ("trash_page", 160), ("copy_page", 60))
    jobs: list[Job] = []
    for town, (action, size) in zip(towns, sizes, strict=True):
        live = {"active": True, "public": True} if action == "unpublish_page" else {}
        options = {"site": town.quiet_site.id} if action == "copy_page" else {}
        rig.slow([town], 0.05, 0.05, operating=True)
        jobs.append(started(town.person(), action, targets(town.pages(size, **live)), **options))
    readings = _read_until_over(jobs)
    print(f"left: {len(jobs)} jobs, {sum(size for _, size in sizes)} items, documented seconds per command")
    for job in over(jobs):
        _report(job, readings[str(job.pk)])


def _read_until_over(jobs: list[Job]) -> dict[str, list[Reading]]:
    readings: dict[str, list[Reading]] = {str(job.pk): [] for job in jobs}
    while open_jobs := list(
        Job.objects.filter(pk__in=[job.pk for job in jobs]).exclude(state__in=FINAL_JOBS)
    ):
        for job in open_jobs:
            now = counts(job)
            said = seconds_left(job, now)
            if said is not None and now.processed >= SHARE * now.total:
                readings[str(job.pk)].append((time.time(), said))
        time.sleep(0.5)
    return readings


def _report(job: Job, readings: list[Reading]) -> None:
    assert job.finished_at is not None and job.started_at is not None
    end = job.finished_at.timestamp()
    known = [(said, end - at) for at, said in readings if end - at >= A_MOMENT]
    if not known:
        raise AssertionError(f"{job.action} was over too soon to say anything")
    errors = [abs(said - really) / really for said, really in known]
    inside = sum(error <= TOLERANCE for error in errors)
    took = end - job.started_at.timestamp()
    print(
        f"  {job.action}: {took:.0f} s in all; {inside} of {len(errors)} readings within {TOLERANCE:.0%} of what was left "
        f"(goal 90 %), median error {statistics.median(errors):.0%}, worst {max(errors):.0%}"
    )
