"""Close jobs that have no open item left. Idempotent: anybody may ask at any time."""

from uuid import UUID

from django.utils import timezone

from landing_app.jobs.models import ACTIVE_JOBS, OPEN_ITEMS, ItemState, Job, JobItem, JobState
from landing_app.jobs.uploads import drop_needless

_TROUBLES = (ItemState.FAILED, ItemState.NEEDS_YOU)


def finish_if_over(job_id: UUID) -> bool:
    """Give the job its final state when every item has one. Returns whether it did."""
    items = JobItem.objects.filter(job_id=job_id)
    if items.filter(state__in=OPEN_ITEMS).exists():
        return False
    state = JobState.DONE_WITH_ERRORS if items.filter(state__in=_TROUBLES).exists() else JobState.DONE
    finished = Job.objects.filter(pk=job_id, state__in=ACTIVE_JOBS).update(
        state=state, finished_at=timezone.now(), hold_code="", once_key=None, probe_at=None
    )
    if finished:
        drop_needless(job_id)
    return bool(finished)


def cancel(job_id: UUID, code: str, stopped_by_id: int | None = None, planned_too: bool = False) -> bool:
    """End an open job now: nothing new is sent, what is being done is finished and read back.

    `planned_too` also ends a job that is only planned.
    """
    states = [JobState.WAITING, JobState.RUNNING, JobState.PARKED]
    if planned_too:
        states.append(JobState.PLANNED)
    now = timezone.now()
    ended = Job.objects.filter(pk=job_id, state__in=states).update(
        state=JobState.CANCELLED,
        stop_code=code,
        stopped_by_id=stopped_by_id,
        finished_at=now,
        once_key=None,
        probe_at=None,
        hold_code="",
    )
    if ended:
        cancel_waiting(job_id, code)
        drop_needless(job_id)
    return bool(ended)


def cancel_waiting(job_id: UUID, code: str = "NOT_STARTED") -> int:
    """Items of a cancelled job that nobody has begun."""
    return JobItem.objects.filter(job_id=job_id, state=ItemState.WAITING).update(
        state=ItemState.CANCELLED, code=code, changed_at=timezone.now()
    )
