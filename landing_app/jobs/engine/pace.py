"""How fast a job goes: measured per chunk, used for the chunk's size and the time left."""

from uuid import UUID

from django.utils import timezone

from landing_app.jobs.engine.timing import CHUNK_SECONDS, FIRST_CHUNK
from landing_app.jobs.models import OPEN_ITEMS, Job, JobItem

#: A pause between two chunks longer than this (seconds) is not counted as work.
_LONGEST_GAP = 15.0
#: What earlier chunks count for beside the last one: the first ones are small and cost more for each item.
_MEMORY = 0.4


def measure(job_id: UUID, item_ids: list[int], seconds: float) -> None:
    """Count a chunk that took `seconds`: full chunks that were quick let the next one grow, slow ones
    shrink it."""
    job = Job.objects.get(pk=job_id)
    now = timezone.now()
    ended = JobItem.objects.filter(pk__in=item_ids).exclude(state__in=OPEN_ITEMS).count()
    since_last = (now - job.worked_at).total_seconds() if job.worked_at else seconds
    span = since_last if seconds < since_last < seconds + _LONGEST_GAP else seconds
    Job.objects.filter(pk=job_id).update(
        work_seconds=job.work_seconds * _MEMORY + span,
        worked_items=round(job.worked_items * _MEMORY) + ended,
        worked_at=now,
        chunk_size=_next_size(job, len(item_ids), seconds),
    )


def _next_size(job: Job, used: int, seconds: float) -> int:
    size = job.chunk_size or FIRST_CHUNK
    quick, slow = CHUNK_SECONDS
    if seconds > slow:
        return max(1, min(size, used) // 2)
    if seconds < quick and used >= size:
        return min(size * 2, job.definition.chunk_size)
    return size
