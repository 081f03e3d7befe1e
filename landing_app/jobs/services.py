"""What people can do with jobs: open a plan, start, stop, resume, retry, undo, look.

Every function takes the person who asks. Refusals are `NotAllowed` with a code; `explanations` has the words.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from landing_app.actions.base import SideEffect, Target, UndoStep
from landing_app.bitrix24.errors import Bitrix24Error
from landing_app.jobs import followups
from landing_app.jobs.engine.finishing import cancel
from landing_app.jobs.engine.hints import send_after_commit
from landing_app.jobs.engine.planner import begin, is_small, make_plan
from landing_app.jobs.engine.timing import PLAN_LIFETIME
from landing_app.jobs.models import ACTIVE_JOBS, FINAL_JOBS, ItemState, Job, JobItem, JobState
from landing_app.jobs.progress import Counts, counts, counts_of, seconds_left
from landing_app.jobs.refusals import NotAllowed
from landing_app.jobs.tasks import plan_targets, run_chunk
from landing_app.jobs.uploads import hand_over
from landing_app.jobs.visibility import visible_job, visible_jobs
from landing_app.portals import attempts
from landing_app.portals.models import PortalUser

__all__ = [
    "Counts",
    "NotAllowed",
    "can_retry",
    "can_undo",
    "counts",
    "counts_of",
    "open_plan",
    "resume",
    "retry_count",
    "retry_failed",
    "seconds_left",
    "start",
    "stop",
    "undo",
    "undo_count",
    "undo_leaves",
    "visible_job",
    "visible_jobs",
]


def open_plan(
    starter: PortalUser, action: str, targets: Sequence[Target], options: dict[str, Any] | None = None
) -> Job:
    """A planned job with one item per target, hidden from Activity, too old to start after 30 minutes.

    Up to 200 targets are judged at once (raises `bitrix24.errors.Bitrix24Error` when the portal cannot be
    read, and no job is left behind); more are judged by a task, and `job.plan_ready` is False until then.
    `options["place"]` and `options["to"]` are kept as names for labels; `upload` in the options or in a target's
    params is the id of an `Upload` of the starter. Raises `NotAllowed` (TOO_MANY_PLANS).
    """
    _count_plan(starter)
    job = followups.new_job(starter, action, options or {})
    followups.drop_old_plans(starter)
    return _planned(job, targets)


def start(job_id: UUID, starter: PortalUser) -> Job:
    """The click: planned → waiting by the person who opened the plan; a second click returns the same
    running job."""
    job = Job.objects.filter(pk=job_id, starter=starter).first()
    if job is None:
        raise NotAllowed("NO_SUCH_PLAN")
    if job.state != JobState.PLANNED:
        return job
    if job.created_at < timezone.now() - PLAN_LIFETIME:
        raise NotAllowed("PLAN_EXPIRED")
    if not job.plan_ready:
        raise NotAllowed("PLAN_NOT_READY")
    begin(job)
    _queue(job)
    return job


def stop(job: Job, who: PortalUser) -> Job:
    """End the job: what is being done is finished and read back, the rest stays as it was."""
    if job.starter_id != who.pk and not (who.is_admin and who.portal_id == job.portal_id):
        raise NotAllowed("ONLY_STARTER_OR_ADMIN_STOPS")
    cancel(job.pk, "STOPPED_BY_PERSON", who.pk, planned_too=job.autostart)
    job.refresh_from_db()
    return job


def resume(job: Job, who: PortalUser) -> Job:
    """Go on with a parked job; exactly one item is sent first, so that a lasting limit costs one refusal."""
    if job.starter_id != who.pk:
        raise NotAllowed("ONLY_STARTER_RESUMES")
    now = timezone.now()
    Job.objects.filter(pk=job.pk, state=JobState.PARKED).update(
        state=JobState.WAITING,
        parked_code="",
        parked_detail={},
        hold_code="",
        single=True,
        due_at=now,
        probe_at=None,
        probes=0,
        troubles=0,
    )
    JobItem.objects.filter(job=job, state=ItemState.CHECKING).update(due_at=now)
    job.refresh_from_db()
    _queue(job)
    return job


def retry_failed(job: Job, who: PortalUser, *, without_picture: bool = False) -> Job:
    """A new job of the person who clicks with the items that failed or need somebody; planned and started
    at once.

    `without_picture` saves blocks whose picture was the trouble without one.
    """
    found = followups.open_child(job, Job.Relation.RETRY, "all")
    if found is not None:
        return _seen_by(found, who)
    _count_plan(who)
    return _follow(followups.retry_of(job, who, without_picture=without_picture))


def undo(job: Job, who: PortalUser, item_id: int | None = None) -> Job:
    """A new job of the person who clicks that takes back the whole job or one item; planned with that
    person's rights.

    Items somebody changed since are left alone and say so.
    """
    scope = "all" if item_id is None else str(item_id)
    found = followups.open_child(job, Job.Relation.UNDO, scope)
    if found is not None:
        return _seen_by(found, who)
    _count_plan(who)
    return _follow(followups.undo_of(job, who, item_id))


def can_undo(job: Job, item: JobItem | None = None) -> bool:
    """Whether an Undo button has anything to do, for the whole job or one item."""
    return followups.undoable(job, None if item is None else item.pk).exists()


def undo_count(job: Job) -> int:
    """How many items an undo of the whole job would take back."""
    return followups.undoable(job).count()


def undo_leaves(job: Job) -> list[SideEffect]:
    """What an undo of the whole job cannot bring back (folders and sites that went live), each named once."""
    found: dict[tuple[str, int], SideEffect] = {}
    for item in followups.undoable(job).iterator():
        step = followups.undo_step(job, item)
        if isinstance(step, UndoStep):
            found.update({(effect.kind, effect.id): effect for effect in step.lost})
    return list(found.values())


def retry_count(job: Job) -> int:
    """How many items a retry would take."""
    return followups.retryable(job).count() if job.state in FINAL_JOBS else 0


def can_retry(job: Job) -> bool:
    """Whether a Retry button has anything to do."""
    return retry_count(job) > 0


def _count_plan(person: PortalUser) -> None:
    if attempts.PLANS.refuses(str(person.pk)):
        raise NotAllowed("TOO_MANY_PLANS")


def _seen_by(job: Job, who: PortalUser) -> Job:
    if visible_job(who, job.pk) is None:
        raise NotAllowed("ALREADY_BEING_DONE")
    return job


def _follow(made: followups.FollowUp) -> Job:
    job = _planned(made.job, made.targets, made.origins)
    if job.state == JobState.PLANNED and job.plan_ready:
        begin(job)
    _queue(job)
    return job


def _planned(job: Job, targets: Sequence[Target], origins: Sequence[int | None] = ()) -> Job:
    if not is_small(job, targets):
        if not job.pending_targets:
            followups.put_aside(job, targets)
        hand_over(job, targets)
        send_after_commit(plan_targets, str(job.pk))
        return job
    try:
        make_plan(job, targets, origins)
    except Bitrix24Error:
        job.delete()  # without its plan the job must not stay behind and hold its key
        raise
    hand_over(job, targets)
    return job


def _queue(job: Job) -> None:
    if job.state in ACTIVE_JOBS:
        send_after_commit(run_chunk, job.portal_id, job.kind)
