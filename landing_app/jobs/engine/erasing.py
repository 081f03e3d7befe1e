"""Delete jobs that are past their time, or whose portal is gone.

One job may hold ten thousand items, and Django reads a row that others point to before it deletes it: so items go in
portions, each its own transaction. Little memory is needed, and no other writer waits long.
"""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from landing_app.jobs.engine.timing import UPLOAD_LIFETIME
from landing_app.jobs.models import FINAL_JOBS, Job, JobItem, Upload

_JOBS_AT_ONCE = 200
_ITEMS_AT_ONCE = 1_000


def purge() -> int:
    """Delete old jobs with their items, and uploads nobody will use. Returns the number of jobs deleted."""
    now = timezone.now()
    Upload.objects.filter(created_at__lt=now - UPLOAD_LIFETIME).delete()
    kept = timedelta(days=settings.JOB_DAYS)
    return erase_jobs(Job.objects.filter(state__in=FINAL_JOBS, finished_at__lt=now - kept))


def erase_jobs(jobs: QuerySet[Job]) -> int:
    """Delete all these jobs with everything kept for them. Returns how many; may be cut off and repeated."""
    erased = 0
    while found := list(jobs.order_by().values_list("pk", flat=True)[:_JOBS_AT_ONCE]):
        for job_id in found:
            _erase_items(job_id)
        Job.objects.filter(pk__in=found).delete()
        erased += len(found)
    return erased


def _erase_items(job_id: UUID) -> None:
    items = JobItem.objects.filter(job_id=job_id).order_by()
    while found := list(items.values_list("pk", flat=True)[:_ITEMS_AT_ONCE]):
        items.filter(pk__in=found).delete()
