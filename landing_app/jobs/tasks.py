"""Celery tasks. Every message is a hint: losing, doubling or delaying it is harmless. Arguments are ids
only."""

import logging

from celery import shared_task

from landing_app.actions.outcomes import parking_code
from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.jobs.engine import erasing, planner, runner, sweeper
from landing_app.jobs.engine.hints import send_after_commit
from landing_app.jobs.engine.reactions import react_to_unplanned
from landing_app.jobs.models import Job, JobState
from landing_app.portals import health

logger = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def run_chunk(portal_pk: int, kind: str) -> None:
    """Work on one chunk, then queue the next message behind those of other portals."""
    if runner.run_chunk(portal_pk, kind):
        send_after_commit(run_chunk, portal_pk, kind)


@shared_task(ignore_result=True)
def plan_targets(job_id: str) -> None:
    """Make the plan of a large selection; start the job at once when it is a retry or undo."""
    job = Job.objects.select_related("starter__portal").filter(pk=job_id, state=JobState.PLANNED).first()
    if job is None or job.plan_ready:
        return
    try:
        job = planner.make_stored_plan(job)
    except Bitrix24Error as error:
        logger.warning("The plan of job %s could not be made: %s", job_id, error.code)
        if job.autostart:
            react_to_unplanned(job, error)
        else:
            code = parking_code(error)[:100]
            Job.objects.filter(pk=job_id, plan_ready=False).update(plan_code=code)
        return
    if job.autostart and planner.begin(job):
        send_after_commit(run_chunk, job.portal_id, job.kind)


@shared_task(ignore_result=True)
def sweep() -> None:
    """Find work that no message announces, every five seconds. Idempotent."""
    found = sweeper.sweep()
    health.note_sweep()
    for job_id in found.plans:
        send_after_commit(plan_targets, job_id)
    for portal_pk, kind in found.lanes:
        send_after_commit(run_chunk, portal_pk, kind)


@shared_task(ignore_result=True)
def purge() -> None:
    """Delete jobs older than JOB_DAYS and uploads older than a day, every hour."""
    erasing.purge()
