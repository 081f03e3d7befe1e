"""Make the plan of a job: judge every target and keep the verdicts in its items. Nothing is written to the
portal."""

from collections.abc import Iterable, Sequence
from typing import Literal

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from landing_app.actions.base import PlanLine, Target, Verdict
from landing_app.jobs.engine.finishing import finish_if_over
from landing_app.jobs.engine.timing import BLOCKS_OF_A_PAGE, PLAN_INLINE
from landing_app.jobs.models import ItemState, Job, JobItem, JobSite, JobState
from landing_app.jobs.survey import surveyed
from landing_app.jobs.targets import effects_json, item_for, restored, site_key_text
from landing_app.portals.clients import landing_for

_STATES = {
    Verdict.READY: ItemState.WAITING,
    Verdict.ALREADY: ItemState.SKIPPED,
    Verdict.NEEDS_YOU: ItemState.NEEDS_YOU,
    Verdict.NOT_ALLOWED: ItemState.SKIPPED,
}
_AT_ONCE = 500

Origins = Sequence[int | None]


def make_plan(job: Job, targets: Sequence[Target], origins: Origins = ()) -> Job:
    """Read the portal with the starter's rights and store one item per target.

    Raises `bitrix24.errors.Bitrix24Error` when the portal cannot be read; nothing is stored then.
    """
    lane: Literal["interactive", "bulk"] = "interactive" if is_small(job, targets) else "bulk"
    landing = landing_for(job.starter, lane=lane)
    found, known = surveyed(job, landing, targets, origins or [None] * len(targets))
    return _store(job, job.definition.plan(landing, found, job.options), known)


def is_small(job: Job, targets: Sequence[Target]) -> bool:
    """Whether a person can wait for this plan; a page that is surveyed stands for the blocks on it."""
    if not job.definition.surveys:
        return len(targets) <= PLAN_INLINE
    weight = sum(BLOCKS_OF_A_PAGE if target.kind == "page" else 1 for target in targets)
    return weight <= PLAN_INLINE


def make_stored_plan(job: Job) -> Job:
    """The plan of a large selection whose targets were put aside when the dialog opened."""
    pairs = [restored(values) for values in job.pending_targets]
    return make_plan(job, [target for target, _ in pairs], [origin for _, origin in pairs])


def _store(job: Job, lines: Sequence[PlanLine], origins: Origins) -> Job:
    items = [_item(job, n, line, origin) for n, (line, origin) in enumerate(zip(lines, origins, strict=True))]
    with transaction.atomic():
        # Only the first of two planners that raced finds the job without a plan.
        if not Job.objects.filter(pk=job.pk, plan_ready=False, state=JobState.PLANNED).update(
            plan_ready=True, pending_targets=[], plan_code=""
        ):
            job.refresh_from_db()
            return job
        JobItem.objects.bulk_create(items, batch_size=_AT_ONCE)
        _remember_sites(job, [line.target for line in lines])
    job.refresh_from_db()
    return job


def _item(job: Job, position: int, line: PlanLine, origin: int | None) -> JobItem:
    item = item_for(job, position, line.target, origin)
    item.verdict = line.verdict
    item.state = _STATES[line.verdict]
    item.code = line.code
    item.detail = dict(line.detail)
    item.side_effects = effects_json(line.side_effects)
    item.planned = dict(line.before)
    return item


def _remember_sites(job: Job, targets: Iterable[Target]) -> None:
    keys = job.definition.sites(list(targets), job.options)
    JobSite.objects.bulk_create(
        [JobSite(job=job, key=site_key_text(key)) for key in sorted(keys)], ignore_conflicts=True
    )


def begin(job: Job) -> bool:
    """The one conditional UPDATE planned → waiting; False when somebody else was first or there is no plan
    yet."""
    waiting = Count("pk", filter=Q(state=ItemState.WAITING))
    ready, total = job.items.aggregate(ready=waiting, total=Count("pk")).values()
    now = timezone.now()
    begun = Job.objects.filter(pk=job.pk, state=JobState.PLANNED, plan_ready=True).update(
        state=JobState.WAITING,
        started_at=now,
        due_at=now,
        title_parts=job.title_parts | {"count": ready or total, "total": total},
    )
    if begun and not ready:
        finish_if_over(job.pk)
    job.refresh_from_db()
    return bool(begun)
