"""Find work that no message announces: the rows are the truth, and this is how lost hints are sent again."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from landing_app.jobs.engine import planner
from landing_app.jobs.engine.finishing import finish_if_over
from landing_app.jobs.engine.timing import HINT_EVERY, PLAN_KEPT, PLAN_LIFETIME
from landing_app.jobs.models import (
    ACTIVE_JOBS,
    OPEN_ITEMS,
    ItemState,
    Job,
    JobItem,
    JobState,
    Lane,
)

LaneKey = tuple[int, str]
_PLAN_PATIENCE = timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class Found:
    """Messages to send: plans to make (job ids) and lanes to serve (portal, kind)."""

    plans: list[str]
    lanes: list[LaneKey]


def sweep() -> Found:
    """Drop stale plans, start what should have started, probe parked jobs, close finished ones, list what
    is due."""
    now = timezone.now()
    planned = Job.objects.filter(state=JobState.PLANNED)
    planned.filter(autostart=False, created_at__lt=now - PLAN_KEPT).delete()
    for job in planned.filter(autostart=True, plan_ready=True):
        planner.begin(job)
    _probe()
    _close()
    return Found(_unmade_plans(), [key for key in sorted(_due_lanes()) if _may_hint(key)])


def _unmade_plans() -> list[str]:
    """Of dialogs, while they may still be started; of a retry or undo always: somebody clicked for it."""
    now = timezone.now()
    clicked = Q(autostart=True, due_at__lt=now - _PLAN_PATIENCE)
    young = Q(created_at__gt=now - PLAN_LIFETIME, created_at__lt=now - _PLAN_PATIENCE)
    jobs = Job.objects.filter(clicked | young, state=JobState.PLANNED, plan_ready=False, plan_code="")
    return [str(pk) for pk in jobs.exclude(pending_targets=[]).values_list("pk", flat=True)]


def _probe() -> None:
    """A parked job sends one item to see whether the plan allows it by now."""
    now = timezone.now()
    Job.objects.filter(state=JobState.PARKED, probe_at__lte=now).update(
        state=JobState.WAITING, single=True, due_at=now, probe_at=None, probes=F("probes") + 1
    )


def _close() -> None:
    active = Job.objects.filter(state__in=ACTIVE_JOBS)
    for job_id in active.exclude(items__state__in=OPEN_ITEMS).values_list("pk", flat=True)[:1000]:
        finish_if_over(job_id)


def _due_lanes() -> set[LaneKey]:
    now = timezone.now()
    jobs = Job.objects.filter(state__in=ACTIVE_JOBS, due_at__lte=now)
    due = set(jobs.order_by().values_list("portal_id", "kind").distinct())
    checks = JobItem.objects.filter(state=ItemState.CHECKING, due_at__lte=now)
    running = JobItem.objects.filter(state=ItemState.RUNNING)
    # Running ones, too: their worker may be dead. Lanes that are held are left out by `_may_hint`.
    for items in (checks, running):
        due |= set(items.order_by().values_list("job__portal_id", "job__kind").distinct())
    return due


def _may_hint(key: LaneKey) -> bool:
    """One hint per lane and span, and none while somebody holds it."""
    now = timezone.now()
    past = now - timedelta(seconds=HINT_EVERY)
    portal_id, kind = key
    lane, made = Lane.objects.get_or_create(portal_id=portal_id, kind=kind)
    if made:
        return True
    free = Lane.objects.filter(pk=lane.pk, until__lte=now, not_before__lte=now, hinted_at__lte=past)
    return free.update(hinted_at=now) == 1
