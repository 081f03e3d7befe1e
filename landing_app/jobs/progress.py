"""How far a job is: counted from its rows, never stored."""

from dataclasses import dataclass
from math import ceil

from django.db.models import Count
from django.utils import timezone

from landing_app.jobs.models import OPEN_JOBS, ItemState, Job, JobItem, JobState

_MOST_OF_IT = 0.9
#: Seconds that items may take beyond twice their time before an estimate would be a guess: the portal is slow or away.
_OVERDUE = 10


@dataclass(frozen=True, slots=True)
class Counts:
    """Items of a job by state. `open` are those that still have no final state."""

    total: int = 0
    done: int = 0
    failed: int = 0
    skipped: int = 0
    needs_you: int = 0
    waiting: int = 0
    running: int = 0
    checking: int = 0
    cancelled: int = 0
    undone: int = 0

    @property
    def open(self) -> int:
        return self.waiting + self.running + self.checking

    @property
    def processed(self) -> int:
        """Items with a final state: what a progress bar shows of `total`."""
        return self.total - self.open

    @property
    def with_errors(self) -> int:
        return self.failed + self.needs_you


def counts(job: Job) -> Counts:
    """One grouped query over the job's items; the targets of a plan that is being made are waiting."""
    if _is_pending(job):
        return _pending(job)
    rows = JobItem.objects.filter(job=job).order_by().values_list("state").annotate(Count("pk"))
    numbers = {str(state): number for state, number in rows}
    return Counts(
        total=sum(numbers.values()), **{state.value: numbers.get(state.value, 0) for state in ItemState}
    )


def counts_of(jobs: list[Job]) -> dict[str, Counts]:
    """Counts of many jobs in one query, by the text of the job's id."""
    rows = (
        JobItem.objects.filter(job__in=jobs).order_by().values_list("job_id", "state").annotate(Count("pk"))
    )
    numbers: dict[str, dict[str, int]] = {str(job.pk): {} for job in jobs}
    for job_id, state, number in rows:
        numbers[str(job_id)][state] = number
    found = {key: Counts(total=sum(states.values()), **states) for key, states in numbers.items()}
    return found | {str(job.pk): _pending(job) for job in jobs if _is_pending(job)}


def _is_pending(job: Job) -> bool:
    return job.state == JobState.PLANNED and bool(job.pending_targets)


def _pending(job: Job) -> Counts:
    return Counts(total=len(job.pending_targets), waiting=len(job.pending_targets))


def seconds_left(job: Job, now: Counts) -> int | None:
    """Estimated seconds until the end: measured on this job's last chunks once a tenth is done, expected before;
    None if unknown. Items at work count less the longer they are; when they are long overdue, nothing is known."""
    if job.state not in OPEN_JOBS or job.parked_code:
        return None
    measured = job.worked_items and now.processed * 10 >= now.total
    pace = job.work_seconds / job.worked_items if measured else job.definition.seconds
    at_work = now.running * pace
    if job.served_at is not None:
        waited = (timezone.now() - job.served_at).total_seconds()
        if now.running and waited > _OVERDUE + 2 * at_work:
            return None
        at_work -= min(waited, at_work * _MOST_OF_IT)
    return ceil(now.waiting * pace + at_work)
