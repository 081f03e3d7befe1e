"""Items are claimed one row at a time by conditional UPDATEs, and every later write is fenced."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from landing_app.jobs.engine.finishing import cancel_waiting
from landing_app.jobs.engine.lanes import Grip
from landing_app.jobs.engine.timing import FIRST_CHUNK, LEASE
from landing_app.jobs.models import ACTIVE_JOBS, ItemState, Job, JobItem, JobState

#: How many items may be claimed together when the first of them saw n workers die.
_SUSPECTS_TOGETHER = {1: 7}


@dataclass(frozen=True, slots=True)
class Chunk:
    """Items of one job claimed together."""

    job: Job
    items: list[JobItem]
    trace_id: str


def of_lane(grip: Grip) -> QuerySet[JobItem]:
    """All items whose jobs run in this lane."""
    return JobItem.objects.filter(job__portal_id=grip.portal_id, job__kind=grip.kind)


def recover(grip: Grip) -> int:
    """Take over what earlier holders of the lane left running: unsent items wait again, sent ones are read
    back."""
    now = timezone.now()
    left = of_lane(grip).filter(state=ItemState.RUNNING, fence__lt=grip.fence)
    stale = list(left.values_list("pk", "fence", "sent_at", "job_id"))
    for pk, fence, sent_at, _ in stale:
        again: dict[str, Any] = {"state": ItemState.WAITING}
        if sent_at is not None:
            again = {"state": ItemState.CHECKING, "code": "ANSWER_LOST", "sent_at": now, "due_at": now}
        JobItem.objects.filter(pk=pk, fence=fence, state=ItemState.RUNNING).update(
            kills=F("kills") + 1, fence=grip.fence, changed_at=now, **again
        )
    drop_poison(grip)
    stop_returned({job_id for *_, job_id in stale})
    return len(stale)


def drop_poison(grip: Grip) -> None:
    """An item that twice was alone with a dying worker is not given to a third: it was not done, unless an
    earlier request made something that is not finished; then a person has to look."""
    poison = of_lane(grip).filter(state=ItemState.WAITING, kills__gte=2, crowd=1)
    now = timezone.now()
    poison.filter(made_id__isnull=False).update(state=ItemState.NEEDS_YOU, code="CANNOT_TELL", changed_at=now)
    poison.update(state=ItemState.FAILED, code="POISON", changed_at=now)


def stop_returned(job_ids: set[UUID]) -> None:
    """Items that went back to waiting in a job that was stopped meanwhile."""
    for job_id in Job.objects.filter(pk__in=job_ids, state=JobState.CANCELLED).values_list("pk", flat=True):
        cancel_waiting(job_id)


def claim_items(grip: Grip) -> Chunk | None:
    """The next chunk: of the job of this lane that was served longest ago. One row per claim, each
    conditional."""
    now = timezone.now()
    jobs = Job.objects.filter(
        portal_id=grip.portal_id, kind=grip.kind, state__in=ACTIVE_JOBS, due_at__lte=now
    ).order_by(F("served_at").asc(nulls_first=True), "created_at")
    waiting = JobItem.objects.filter(job=OuterRef("pk"), state=ItemState.WAITING)
    for job in jobs.filter(Exists(waiting)).select_related("starter", "portal")[:5]:
        chunk = _claim_of(grip, job)
        if chunk is not None:
            return chunk
    return None


def _claim_of(grip: Grip, job: Job) -> Chunk | None:
    trace = uuid.uuid4().hex[:8]
    now = timezone.now()
    with transaction.atomic():
        # Locks the job's row on PostgreSQL: a stop waits until the claims are visible to it.
        if not Job.objects.filter(pk=job.pk, state__in=ACTIVE_JOBS).update(
            state=JobState.RUNNING, served_at=now
        ):
            return None
        items = _next_items(job)
        claimed = [item for item in items if _claim_one(grip, item, len(items), trace)]
    return Chunk(job, claimed, trace) if claimed else None


def _next_items(job: Job) -> list[JobItem]:
    size = min(job.chunk_size or FIRST_CHUNK, job.definition.chunk_size)
    if job.single:
        size = 1
    items = list(JobItem.objects.filter(job=job, state=ItemState.WAITING).order_by("position")[:size])
    if items and items[0].kills:
        return items[: _SUSPECTS_TOGETHER.get(items[0].kills, 1)]
    suspects = (n for n, item in enumerate(items) if item.kills)
    return items[: next(suspects, len(items))]


def _claim_one(grip: Grip, item: JobItem, crowd: int, trace: str) -> bool:
    mine = JobItem.objects.filter(pk=item.pk, state=ItemState.WAITING, fence=item.fence)
    values = {
        "state": ItemState.RUNNING,
        "fence": grip.fence,
        "crowd": crowd,
        "trace_id": trace,
        "sent_at": None,
    }
    if mine.update(**values, changed_at=timezone.now()) != 1:
        return False
    for name, value in values.items():
        setattr(item, name, value)
    return True


def claim_checks(grip: Grip) -> Chunk | None:
    """Items of one job whose fate is due to be read back."""
    now = timezone.now()
    due = of_lane(grip).filter(state=ItemState.CHECKING, due_at__lte=now).order_by("due_at")
    first = due.select_related("job__starter", "job__portal").first()
    if first is None:
        return None
    job = first.job
    claimed = []
    for item in due.filter(job=job)[: job.definition.chunk_size]:
        mine = JobItem.objects.filter(
            pk=item.pk, state=ItemState.CHECKING, fence=item.fence, due_at=item.due_at
        )
        later = now + timedelta(seconds=LEASE)
        if mine.update(fence=grip.fence, due_at=later) == 1:
            item.fence, item.due_at = grip.fence, later
            claimed.append(item)
    return Chunk(job, claimed, "") if claimed else None


def write(item: JobItem, **values: Any) -> bool:
    """Change a claimed item; refused (False) when another holder took it over or it has a final state
    already."""
    mine = JobItem.objects.filter(
        pk=item.pk, fence=item.fence, state__in=(ItemState.RUNNING, ItemState.CHECKING)
    )
    if mine.update(**values, changed_at=timezone.now()) != 1:
        return False
    for name, value in values.items():
        setattr(item, name, value)
    return True


def has_work(portal_id: int, kind: str) -> bool:
    """Whether another chunk could be started right away."""
    now = timezone.now()
    items = JobItem.objects.filter(job__portal_id=portal_id, job__kind=kind)
    if items.filter(state=ItemState.CHECKING, due_at__lte=now).exists():
        return True
    return items.filter(state=ItemState.WAITING, job__state__in=ACTIVE_JOBS, job__due_at__lte=now).exists()
