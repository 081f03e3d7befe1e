"""Run one chunk of one job kind of one portal. Answers whether more work is left; the task queues the next
message."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial
from time import monotonic

from django.utils import timezone

from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.jobs.engine import settle
from landing_app.jobs.engine.chunk_work import forget_reads, handle, read_back
from landing_app.jobs.engine.claim import claim_checks, claim_items, has_work, recover, stop_returned
from landing_app.jobs.engine.finishing import finish_if_over
from landing_app.jobs.engine.lanes import Grip, Heartbeat, LaneLost, release_lane, still_held, take_lane
from landing_app.jobs.engine.pace import measure
from landing_app.jobs.engine.reactions import let_go, react
from landing_app.jobs.models import ACTIVE_JOBS, Job
from landing_app.portals.clients import landing_for
from landing_app.portals.models import Portal

logger = logging.getLogger(__name__)
_PAUSE_CHECK = timedelta(seconds=60)


def run_chunk(portal_id: int, kind: str) -> bool:
    """Settle what is due, then work on one chunk. False when nothing more can be done right now."""
    grip = take_lane(portal_id, kind)
    if grip is None:
        return False
    with Heartbeat(grip):
        try:
            recover(grip)
            if not _portal_is_active(portal_id):
                return False
            _check(grip)
            _work(grip)
        except LaneLost as lost:
            logger.warning("Taken for dead and relieved: %s", lost)
            return False
        finally:
            release_lane(grip)
    return has_work(portal_id, kind)


def _portal_is_active(portal_id: int) -> bool:
    portal = Portal.objects.filter(pk=portal_id).first()
    if portal is not None and portal.status == Portal.Status.ACTIVE:
        return True
    Job.objects.filter(portal_id=portal_id, state__in=ACTIVE_JOBS).update(
        hold_code="PORTAL_PAUSED", due_at=timezone.now() + _PAUSE_CHECK
    )
    return False


def _check(grip: Grip) -> None:
    """Read back items whose answer was lost."""
    chunk = claim_checks(grip)
    if chunk is None:
        return
    job = chunk.job
    try:
        landing = landing_for(job.starter, "bulk", partial(still_held, grip))
        proofs = read_back(job, landing, chunk.items)
    except Bitrix24Error as error:
        for item in chunk.items:
            settle.not_read(job, item, error)
        react(grip, job, error)
        return
    for item in chunk.items:
        settle.after_check(job, item, proofs[item.pk])
    let_go(job)
    stop_returned({job.pk})
    forget_reads(chunk)
    finish_if_over(job.pk)


def _work(grip: Grip) -> None:
    chunk = claim_items(grip)
    if chunk is None:
        _close_finished(grip)
        return
    started = monotonic()
    try:
        handle(grip, chunk)
    except LaneLost:
        raise
    except Exception:
        # Not handled here: the items stay claimed, and the next holder of the lane counts it like a dead
        # worker.
        logger.exception("Chunk %s of job %s broke off", chunk.trace_id, chunk.job.pk)
        raise
    let_go(chunk.job)
    measure(chunk.job.pk, [item.pk for item in chunk.items], monotonic() - started)
    stop_returned({chunk.job.pk})
    finish_if_over(chunk.job.pk)


def _close_finished(grip: Grip) -> None:
    jobs = Job.objects.filter(portal_id=grip.portal_id, kind=grip.kind, state__in=ACTIVE_JOBS)
    for job_id in jobs.values_list("pk", flat=True)[:100]:
        finish_if_over(job_id)
